"""Printed lists: who is registered for an event or a session, up to the minute.

A list says when it was made, holds everybody registered at that moment, in Spanish order, and never
cuts a name. `list_sheet` sets it on paper; `as_rows` is the same for a spreadsheet.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.text import slugify

from documentos.spreadsheets import Column
from padron.models import OrganizerIdentity

from .eligibility import audiences
from .models import Event, Registration, Session

MAX_BLANK = 60


@dataclass(frozen=True)
class Options:
    """What a list is to hold. `session` None: the whole event; `mode` empty: every modality.

    `public` is the version for publication. That a public servant was registered, with name, body
    and post, is public; whether they take part from home and who waits for a seat is not needed to
    say it, so neither is there, and no place to sign.
    """

    session: Session | None = None
    mode: str = ""
    by_body: bool = False
    waiting: bool = False
    blank: int = 10
    public: bool = False


@dataclass(frozen=True)
class AttendanceList:
    """A list as it stood at `made_at`."""

    event: Event
    identity: OrganizerIdentity | None
    sessions: list[Session]
    audience: list[str]
    options: Options
    made_at: datetime
    confirmed: list[Registration]
    waiting: list[Registration] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people's data it hands out."""
        return len(self.confirmed) + len(self.waiting)

    @property
    def filename(self) -> str:
        """What it is and when it was made, without ending: one folder may hold many of them."""
        parts = [
            "lista",
            self.event.slug,
            f"sesion-{self.options.session.number}" if self.options.session else "",
            {"in_person": "presencial", "online": "en-linea"}.get(self.options.mode, ""),
            "publica" if self.options.public else "",
            f"{timezone.localtime(self.made_at):%Y-%m-%d-%H%M}",
        ]
        return slugify("-".join(filter(None, parts)))


def make_list(event: Event, options: Options, now=None) -> AttendanceList:
    """Who is registered for `event` at this moment, in list order (7 queries)."""
    event = (
        Event.objects.select_related("program")
        .prefetch_related("program__organizer__identities", "sessions__venue")
        .get(pk=event.pk)
    )
    sessions = [s for s in event.sessions.all() if options.session in (None, s)]
    registrations = (
        Registration.objects.filter(event=event)
        .select_related("person", "body")
        .only(
            "event_id", "mode", "status", "post", "place_in_line", "body__name", "body__sort_key",
            "person__given_names", "person__first_surname", "person__second_surname",
        )
    )  # fmt: skip
    if options.mode:
        registrations = registrations.filter(mode=options.mode)
    confirmed = registrations.confirmed().in_list_order()
    if options.by_body:
        confirmed = confirmed.order_by(
            "body__sort_key", "body_id", "person__sort_key", "person__pk"
        )
    waits = options.waiting and not options.public
    return AttendanceList(
        event=event,
        identity=event.program.organizer.identity(_day(event, sessions)),
        sessions=sessions,
        audience=[one.name for one in audiences([event])[event.pk]],
        options=options,
        made_at=now or timezone.now(),
        confirmed=list(confirmed),
        waiting=list(registrations.in_line().order_by("mode", "place_in_line")) if waits else [],
    )


def _day(event: Event, sessions: list[Session]):
    """The day whose name of the institution the list bears."""
    days = [session.day for session in sessions if session.day]
    return min(days, default=event.program.starts_on)


def places(waiting: list[Registration]) -> list[tuple[int, Registration]]:
    """Those who wait with their place, 1 for who is next in each modality."""
    seen: dict[str, int] = {}
    numbered = []
    for registration in waiting:
        seen[registration.mode] = seen.get(registration.mode, 0) + 1
        numbered.append((seen[registration.mode], registration))
    return numbered


def columns(options: Options) -> list[Column]:
    """The columns of the spreadsheet."""
    known = [
        Column("No.", 6),
        Column("Nombre", 38, wrap=True),
        Column("Sujeto obligado", 48, wrap=True),
        Column("Cargo", 36, wrap=True),
    ]
    if options.public:
        return known
    return [*known, Column("Modalidad", 13), Column("Situación", 28), Column("Firma", 30)]


def as_rows(made: AttendanceList):
    """The list as rows of a spreadsheet: who has a seat, then who waits."""
    for number, one in enumerate(made.confirmed, start=1):
        yield _row(number, one, "Lugar confirmado", made.options)
    for place, one in places(made.waiting):
        yield _row("", one, f"En lista de espera, lugar {place}", made.options)


def _row(number, registration: Registration, situation: str, options: Options) -> list:
    known = [number, registration.person.list_name, registration.body.name, registration.post]
    if options.public:
        return known
    return [*known, registration.get_mode_display(), situation, ""]
