"""How an event stands, in words and with a tag: the same on cards, pages and in the API."""

from dataclasses import dataclass, field

from django.utils import timezone

from documentos.spanish import date_in_words, session_in_words

from .eligibility import Audience, audiences
from .models import Event
from .models.events import Mode


@dataclass(frozen=True)
class Tag:
    words: str
    tone: str


@dataclass(frozen=True)
class Seats:
    """Seats of one modality; `total` is None where there is no limit."""

    mode: Mode
    total: int | None
    taken: int

    @property
    def free(self) -> int | None:
        return None if self.total is None else max(0, self.total - self.taken)

    @property
    def words(self) -> str:
        if self.total is None:
            return "sin límite de lugares"
        if not self.free:
            return "lista de espera"
        one = self.free == 1
        return f"{self.free} {'lugar libre' if one else 'lugares libres'} de {self.total}"


@dataclass(frozen=True)
class Situation:
    """`key` is one of open, full, not_yet, undated, closed, over, cancelled."""

    key: str
    tag: Tag
    sentence: str
    seats: list[Seats] = field(default_factory=list)
    date_tag: Tag | None = None

    @property
    def takes_registrations(self) -> bool:
        return self.key in ("open", "full")


def situation(event: Event, now=None) -> Situation:
    """How `event` stands now. It comes from `with_counts()`, with its sessions and programme."""
    now = now or timezone.now()
    seats = [Seats(mode, event.seats(mode), _taken(event, mode)) for mode in event.modes]
    sentence = event.why_closed(now)
    key, tag = _key_and_tag(event, now, sentence, seats)
    return Situation(key, tag, sentence, seats, _date_tag(event))


def _taken(event: Event, mode: Mode) -> int:
    return event.confirmed_in_person if mode == Mode.IN_PERSON else event.confirmed_online


def _key_and_tag(event: Event, now, sentence: str, seats: list[Seats]) -> tuple[str, Tag]:
    opens = event.registration_opens_at
    if event.status == Event.Status.CANCELLED:
        return "cancelled", Tag("Se canceló", "danger")
    if event.is_over(now):
        return "over", Tag("Ya pasó", "neutral")
    if not sentence and all(s.free == 0 for s in seats):
        return "full", Tag("Lista de espera", "warning")
    if not sentence:
        return "open", Tag("Inscripción abierta", "success")
    if opens is None:
        return "undated", Tag("Inscripción sin fecha de apertura", "neutral")
    if now < opens:
        day = timezone.localtime(opens).date()
        return "not_yet", Tag(f"Abre el {date_in_words(day, weekday=False)}", "info")
    return "closed", Tag("Inscripción cerrada", "neutral")


def _date_tag(event: Event) -> Tag | None:
    if event.date_status == Event.DateStatus.CONFIRMED:
        return None
    return Tag(event.get_date_status_display(), "warning")


@dataclass(frozen=True)
class Card:
    """What a list shows of an event."""

    event: Event
    situation: Situation
    audience: list[Audience]
    when: list[str]
    where: str

    @property
    def for_whom(self) -> str:
        """Three names at most; the page of the event has them all."""
        names = [one.name for one in self.audience]
        if not names:
            return "Todos los sujetos obligados"
        more = f" y {len(names) - 3} más" if len(names) > 3 else ""
        return ", ".join(names[:3]) + more


def cards(events, now=None) -> list[Card]:
    """Cards of `events`, which come from `for_cards()`."""
    events = list(events)
    invited = audiences(events)
    return [
        Card(event, situation(event, now), invited[event.pk], when(event), where(event))
        for event in events
    ]


def when(event: Event) -> list[str]:
    """When each session is; one line that says so where there is none yet."""
    sessions = event.sessions.all()
    return [session_in_words(s.day, s.starts_at, s.ends_at) for s in sessions] or [
        "Fecha por confirmar"
    ]


def where(event: Event) -> str:
    """The venues of its sessions, and whether it is online."""
    venues = dict.fromkeys(s.venue.name for s in event.sessions.all() if s.venue_id)
    here = ", ".join(venues) or "Sede por confirmar"
    return {
        Event.Modality.IN_PERSON: here,
        Event.Modality.ONLINE: "En línea",
        Event.Modality.HYBRID: f"{here} y en línea",
        Event.Modality.TO_CONFIRM: ", ".join(venues) or "Lugar y modalidad por confirmar",
    }[Event.Modality(event.modality)]
