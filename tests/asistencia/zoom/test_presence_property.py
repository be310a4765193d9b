"""Any reports that Zoom might have made of a meeting, and the presence that follows from them.

Who was connected when is drawn first, second by second; from it come the files, in any language,
coding, separator and form of date, cut into instances and devices; and, by a reckoning of its own
that marks seconds one by one, what each person's presence must be.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from asistencia.models import ZoomAttendee, ZoomReport, ZoomStay
from asistencia.presence import presences
from asistencia.zoom.importing import import_report
from documentos.spanish import MONTHS
from jornadas.models import Event
from tests.make import make_body

from .scene import MEXICO, code_of, online_event, registered

DAY = datetime(2022, 2, 8, tzinfo=MEXICO)
# Official hours, and how far from them people come and go.
START, END = DAY.replace(hour=10), DAY.replace(hour=10, minute=30)
FIRST, LAST = -600, 2400


def in_spanish(moment: datetime) -> str:
    return f"{MONTHS[moment.month - 1][:3]} {moment:%d, %Y %H:%M:%S}"


MOMENTS = {
    "us": lambda m: f"{m:%m/%d/%Y %I:%M:%S %p}",
    "mx": lambda m: f"{m:%d/%m/%Y %H:%M:%S}",
    "words": lambda m: f"{m:%b %d, %Y %H:%M:%S}",
    "palabras": in_spanish,
    "iso": lambda m: m.astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", "Z"),
}
MEETINGS = {
    "old": "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest",
    "new": "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest",
    "viejo": "Nombre (nombre original),E-mail del usuario,Hora para unirse,Hora para salir,"
    "Duración (minutos),Invitado",
    "nuevo": "Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida,"
    "Duración (minutos),Invitado",
}
HEADS = {
    "none": "",
    "old": "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
    "1,Foro,02/08/2022 10:00:00 AM,02/08/2022 10:30:00 AM,sala@example.org,30,4\n,,,,,,\n",
    "new": "Topic,ID,Duration (minutes),Start time,End time,Participants\nForo,1,30,x,x,4\n\n",
}
WEBINAR = "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)"


seconds = st.integers(FIRST, LAST)
stays = st.lists(st.tuples(seconds, seconds).map(sorted).map(tuple), min_size=1, max_size=4)
KINDS = ["code", "email", "name", "unknown", "first name only", "shared mailbox", "other's name"]


@st.composite
def files(draw):
    """Two to four people, each with stays on one or two devices, told in one to three files."""
    people = [
        [
            (draw(st.sampled_from(KINDS)), draw(stays))
            for _ in range(draw(st.integers(1, 2)))  # devices
        ]
        for _ in range(draw(st.integers(2, 4)))
    ]
    rows = [
        (person, device, stay)
        for person, devices in enumerate(people)
        for device, (_, theirs) in enumerate(devices)
        for stay in theirs
    ]
    written = []
    for _ in range(draw(st.integers(1, 3))):
        # An instance of the meeting, or the same one downloaded again: any of the rows, in any
        # order; together they tell of all.
        chosen = draw(st.lists(st.sampled_from(rows), min_size=1, max_size=2 * len(rows)))
        written.append((draw(styles), chosen))
    told = [row for _, chosen in written for row in chosen]
    written[0][1].extend(row for row in rows if row not in told)
    return people, written


styles = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([*MEETINGS, "webinar"]),
        "head": st.sampled_from(sorted(HEADS)),
        "moment": st.sampled_from(sorted(MOMENTS)),
        "separator": st.sampled_from([",", ";", "\t"]),
        "ending": st.sampled_from(["\n", "\r\n"]),
        "coding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
        "short": st.booleans(),
    }
)


def written(style: dict, rows: list[tuple[str, str, tuple[int, int]]]) -> bytes:
    """A file of Zoom that tells of these rows: shown name, mailbox, seconds from the start."""
    moment = MOMENTS[style["moment"]]
    quote = lambda text: f'"{text}"'  # noqa: E731 — a name for one expression
    separator = style["separator"]
    host = ["Sala", "sala@example.org", *(quote(moment(m)) for m in (START, END)), "30"]
    lines = []
    guests = [
        [
            quote(name),
            email,
            *(quote(moment(START + timedelta(seconds=s))) for s in stay),
            str((stay[1] - stay[0]) // 60),
        ]
        for name, email, stay in rows
    ]
    if style["kind"] == "webinar":
        lines += [["Attendee Report"], ["Topic", "Webinar ID"], ["Foro", "1"], ["Host Details"]]
        lines += [WEBINAR.split(","), ["Yes", *host], ["Panelist Details"], WEBINAR.split(",")]
        # Who presents is in the meeting all the time, and it is nobody's presence.
        lines += [["Yes", *host], ["Attendee Details"], WEBINAR.split(",")]
        lines += [["Yes", *guest] for guest in guests]
        lines.append(["No", "Ausente", "ausente@example.org", "--", "--", "--"])
    else:
        head = HEADS[style["head"]]
        lines += [line.split(",") for line in head.splitlines()]
        lines.append(MEETINGS[style["kind"]].split(","))
        if style["head"] == "old":
            lines.append([*host, "No"])
        lines += [guest if style["short"] else [*guest, "Yes"] for guest in guests]
    text = style["ending"].join(separator.join(line) for line in lines) + style["ending"]
    return text.encode(style["coding"])


def reference(stays: list[tuple[int, int]]) -> int:
    """Seconds in which somebody was there and the session was on: marked one by one."""
    present = set()
    for joined, left in stays:
        present.update(range(joined, left))
    return len(present & set(range(int((END - START).total_seconds()))))


SHARED = "compartido@example.org"


class TestAnyReports(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.event = online_event(("10:00", "10:30"))
        cls.body = make_body("Ayuntamiento de Prueba")
        cls.people = [
            registered(
                cls.event,
                cls.body,
                given_names=f"Zoé {surname}",
                first_surname="Peña",
                # The first has no mailbox of their own.
                email=f"zoe{number}@example.org" if number else "",
            )
            for number, surname in enumerate(["Muñoz", "Ibáñez", "Güemes", "Ávila"])
        ]
        for name in ("Luz", "Eva"):
            registered(cls.event, given_names=name, first_surname="Otra", email=SHARED)

    def shown(self, kind: str, number: int, device: int) -> tuple[str, str, bool]:
        """Name and mailbox of a device, and whether they are certainly this person's."""
        one, person = self.people[number], self.people[number].person
        name = f"{person.list_name} | {self.body.name}"
        if device:
            name = f"{person.full_name.upper()} - {self.body.name} (iPhone {device})"
        return {
            "code": (f"{code_of(one).lower()} Zoé", SHARED if device else "", True),
            "email": (f"Tableta {number}{device}", person.email.upper(), bool(person.email)),
            "name": (name, "", True),
            "unknown": (f"Alguien {number} {device}", f"x{number}@gmail.com", False),
            "first name only": (f"{person.given_names} {number}{device}", "", False),
            "shared mailbox": (f"DIF {number} {device}", SHARED, False),
            "other's name": (self.people[number - 1].person.full_name, person.email, False),
        }[kind]

    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(files())
    def test_presence_is_the_union_of_ones_own_stays_and_nobody_elses(self, drawn):
        kinds, told = drawn
        contents = [
            written(
                style,
                [
                    (*self.shown(kinds[number][device][0], number, device)[:2], stay)
                    for number, device, stay in rows
                ],
            )
            for style, rows in told
        ]
        contents = list(dict.fromkeys(contents))
        for content in contents:
            outcome = self.bring(content)
            assert (outcome.already, outcome.problems) == (False, [])

        certain: dict[int, list[tuple[int, int]]] = {one.pk: [] for one in self.people}
        for number, devices in enumerate(kinds):
            for device, (kind, stays) in enumerate(devices):
                if self.shown(kind, number, device)[2]:
                    certain[self.people[number].pk] += stays
        found = presences(Event.objects.get(pk=self.event.pk))
        # Everybody else in the event was there not a second.
        assert {pk: one.seconds for pk, one in found.items()} == {
            pk: reference(certain.get(pk, [])) for pk in found
        }

        before = _rows()
        assert all(self.bring(content).already for content in contents)
        assert _rows() == before

    def bring(self, content: bytes):
        return import_report(event=self.event, content=content, file_name="x.csv", by="prueba")


def _rows() -> list:
    models = (ZoomReport, ZoomAttendee, ZoomStay)
    return [list(model.objects.order_by("pk").values_list()) for model in models]
