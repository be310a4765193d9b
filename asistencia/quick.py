"""The questions that every reading at the door asks, in SQL written once.

At 8:55 forty people wait, and of the time of a scan the ORM spent more than half on composing the
same four SELECTs anew. Here they stand composed, with the few columns that the door needs; what is
not among them is fetched when somebody asks for it. Measured by `script/bench`.
"""

from typing import Any
from uuid import UUID

from django.db import connection, models

from jornadas.models import Event, Registration, Session
from padron.models import Body, Person

from .models import Device, Scan

# Table by table, which of its columns: the same list composes the SELECT and reads its answer.
_DEVICE = {
    Device: "id event_id gate token_hash paired_by expires_at revoked_at last_seen_at",
    Event: "id title slug status modality",
}
_SESSION = {Session: "id event_id number title day starts_at ends_at"}
_REGISTRATION = {
    Registration: "id event_id person_id body_id mode status code",
    Person: "id given_names first_surname second_surname",
    Body: "id name",
}
_SCAN = {
    Scan: "id event_id device_id session_id registration_id code direction result first_id visit "
    "scanned_at received_at undone_at undone_by",
    Device: "id gate",
}


def device(token_hash: str) -> Device | None:
    """The device with this token, its event at hand."""
    rows = _DEVICES.rows([token_hash])
    for found, event in rows:
        found.event = event
        return found
    return None


def sessions(event_id: int) -> list[Session]:
    return [session for (session,) in _SESSIONS.rows([event_id])]


def registration(code: str) -> Registration | None:
    """The registration with this code, its person's and body's names at hand."""
    for found, person, body in _REGISTRATIONS.rows([code]):
        found.person, found.body = person, body
        return found
    return None


def scans(id_: UUID, registration: Registration | None) -> list[Scan]:
    """The fact with this id, and the standing entries and exits of this pass, with their gates."""
    number = Scan._meta.pk.get_db_prep_value(id_, connection)
    found = []
    for scan, gate in _SCANS.rows([number, registration and registration.pk]):
        scan.device = gate
        found.append(scan)
    return found


def keep(scan: Scan) -> None:
    """Write a new fact. Raises IntegrityError like `save`, of which it is the bare INSERT."""
    values = [
        field.get_db_prep_save(getattr(scan, field.attname), connection) for field in _SCAN_FIELDS
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
    scan._state.adding, scan._state.db = False, connection.alias


class _Question:
    """A SELECT of some columns of some tables, and the instances that its rows make."""

    def __init__(self, columns: dict[Any, str], source: str):
        # `from_db` takes its values in the order of the model's fields.
        self.parts = [(model, _in_order(model, names)) for model, names in columns.items()]
        chosen = ", ".join(
            f"{model._meta.db_table}.{name}" for model, names in self.parts for name in names
        )
        self.sql = f"SELECT {chosen} FROM {source}"
        self._converters: dict[str, list] = {}

    def rows(self, parameters: list) -> list[list[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            answer = cursor.fetchall()
        return [self._instances(row) for row in answer]

    def _instances(self, row) -> list[models.Model]:
        row = list(row)
        for at, convert, expression in self._conversions():
            row[at] = convert(row[at], expression, connection)
        instances, at = [], 0
        for model, names in self.parts:
            instances.append(model.from_db(connection.alias, names, row[at : at + len(names)]))
            at += len(names)
        return instances

    def _conversions(self) -> list:
        """What this kind of database asks to be converted: times and UUIDs on SQLite."""
        vendor = connection.vendor
        if vendor not in self._converters:
            found, at = [], 0
            for model, names in self.parts:
                for name in names:
                    field = _field(model, name)
                    column = field.get_col(model._meta.db_table)
                    for convert in connection.ops.get_db_converters(
                        column
                    ) + field.get_db_converters(connection):
                        found.append((at, convert, column))
                    at += 1
            self._converters[vendor] = found
        return self._converters[vendor]


def _in_order(model, names: str) -> list[str]:
    wanted = names.split()
    return [field.attname for field in model._meta.concrete_fields if field.attname in wanted]


def _field(model, attname: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


_SCAN_FIELDS = Scan._meta.concrete_fields
_KEEP = (
    f"INSERT INTO asistencia_scan ({', '.join(field.column for field in _SCAN_FIELDS)})"
    f" VALUES ({', '.join(['%s'] * len(_SCAN_FIELDS))})"
)
_DEVICES = _Question(
    _DEVICE,
    "asistencia_device JOIN jornadas_event ON jornadas_event.id = asistencia_device.event_id"
    " WHERE token_hash = %s",
)
_SESSIONS = _Question(_SESSION, "jornadas_session WHERE event_id = %s ORDER BY number")
_REGISTRATIONS = _Question(
    _REGISTRATION,
    "jornadas_registration"
    " JOIN padron_person ON padron_person.id = jornadas_registration.person_id"
    " JOIN padron_body ON padron_body.id = jornadas_registration.body_id"
    " WHERE code = %s",
)
_SCANS = _Question(
    _SCAN,
    "asistencia_scan JOIN asistencia_device ON asistencia_device.id = asistencia_scan.device_id"
    " WHERE asistencia_scan.id = %s OR (registration_id = %s AND undone_at IS NULL"
    " AND result IN ('admitted', 'exit'))",
)
