"""Who has earned a constancia of an event, and in words why somebody has not.

The rule is the event's own: as many sessions attended as it asks for (`minimum_sessions`), by the
facts of the door. Issuing (folio, signature, verification) is another matter and still to come; it
will ask here, so that a page and a document never disagree.
"""

from dataclasses import dataclass, field

from asistencia.presence import attended_sessions
from jornadas.models import Event, Registration, Session


@dataclass(frozen=True)
class Standing:
    """How somebody stands: `reason` says what is missing; it is empty where a constancia is due."""

    registration: Registration
    attended: list[Session] = field(default_factory=list)
    reason: str = ""
    # Whether the sessions to come may still change it.
    is_open: bool = False

    @property
    def is_due(self) -> bool:
        return not self.reason


def standings(event: Event, registrations=None, now=None) -> list[Standing]:
    """Everybody with a registration that was not cancelled, in list order.

    `registrations` narrows whom to look at. Three queries, however many people there are.
    """
    if registrations is None:
        registrations = Registration.objects.filter(event=event)
    registrations = registrations.active().select_related("person", "body").in_list_order()
    sessions = {session.pk: session for session in event.sessions.all()}
    attended = attended_sessions(event)
    result = []
    for registration in registrations:
        keys = attended.get(registration.pk, set())
        mine = [session for pk, session in sessions.items() if pk in keys]
        reason = why_not(event, registration, list(sessions.values()), mine, now=now)
        is_open = bool(reason) and may_still(event, list(sessions.values()), mine, now=now)
        result.append(Standing(registration, mine, reason, is_open))
    return result


def why_not(
    event: Event,
    registration: Registration,
    sessions: list[Session],
    attended: list[Session],
    now=None,
) -> str:
    """Why no constancia is due, as a sentence; empty where one is."""
    if event.status == Event.Status.CANCELLED:
        return "El evento se canceló."
    if len(attended) >= event.minimum_sessions:
        return ""
    if may_still(event, sessions, attended, now=now):
        return _still_possible(event, attended)
    if event.minimum_sessions > len(sessions):
        return (
            f"El evento pide {_sessions(event.minimum_sessions)} y tiene {len(sessions)}. "
            "Corrige las sesiones mínimas en su planeación."
        )
    if attended:
        return f"Asistió a {len(attended)} de {_sessions(event.minimum_sessions)} que se piden."
    if registration.status == Registration.Status.WAITLISTED:
        return "Se quedó en lista de espera y no se registró su entrada."
    return "No se registró su entrada."


def may_still(event: Event, sessions: list[Session], attended: list[Session], now=None) -> bool:
    """Whether the sessions to come are enough for who attended these."""
    if event.status == Event.Status.CANCELLED:
        return False
    ahead = [s for s in sessions if s not in attended and not s.is_over(now)]
    return len(attended) + len(ahead) >= event.minimum_sessions


def _still_possible(event: Event, attended: list[Session]) -> str:
    if not attended:
        return "El evento todavía no termina y aún no se registra su entrada."
    return (
        f"El evento todavía no termina; lleva {len(attended)} de "
        f"{_sessions(event.minimum_sessions)} que se piden."
    )


def _sessions(number: int) -> str:
    return "1 sesión" if number == 1 else f"{number} sesiones"
