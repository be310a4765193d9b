"""What stands against a plan, as sentences: told before saving, never a refusal.

The functions above compare what they are given; those below ask the database.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from documentos.spanish import DAYS, counted, date_in_words, moment_in_words, session_in_words

from ..models import Event, NonWorkingDay, Registration, Session, Speaker, Venue
from ..models.events import Mode


@dataclass(frozen=True)
class Slot:
    """A session as far as it can clash: when, in which room, who speaks (primary keys)."""

    label: str
    starts_at: datetime | None
    ends_at: datetime | None = None
    venue: int | None = None
    speakers: frozenset[int] = frozenset()

    @property
    def when(self) -> str:
        day = timezone.localdate(self.starts_at)
        return session_in_words(day, self.starts_at, self.ends_at)


def overlap(one: Slot, other: Slot) -> bool:
    """Whether both are at the same time; one without an end counts by the moment it starts."""
    if one.starts_at is None or other.starts_at is None:
        return False
    if one.starts_at == other.starts_at:
        return True
    ends = one.ends_at or one.starts_at, other.ends_at or other.starts_at
    return one.starts_at < ends[1] and other.starts_at < ends[0]


def same_speaker(slot: Slot, others: list[Slot], names: dict[int, str]) -> list[str]:
    """One sentence for each speaker and session that cannot both be."""
    return [
        f"{names[speaker]} ya está en «{other.label}» ({other.when})."
        for other in others
        if overlap(slot, other)
        for speaker in sorted(slot.speakers & other.speakers, key=lambda pk: names[pk])
    ]


def same_room(slot: Slot, others: list[Slot], venue: str) -> list[str]:
    """One sentence for each session that has the room at that time."""
    return [
        f"La sede «{venue}» ya está ocupada por «{other.label}» ({other.when})."
        for other in others
        if slot.venue is not None and slot.venue == other.venue and overlap(slot, other)
    ]


def day_off(day: date | None, reasons: dict[date, str]) -> list[str]:
    """Whether the institution does not work on `day`: by its calendar, or for being a weekend."""
    if day is None:
        return []
    told = [f"El {date_in_words(day)} es inhábil: {reasons[day]}."] if day in reasons else []
    if day.weekday() >= 5:
        told.append(f"El {date_in_words(day, weekday=False)} es {DAYS[day.weekday()]}.")
    return told


def too_many_seats(seats: int | None, venue: str, places: int | None) -> list[str]:
    """More seats than the room has; a limitless number is more than any."""
    if places is None or (seats is not None and seats <= places):
        return []
    offered = (
        "Se ofrecen lugares sin límite"
        if seats is None
        else f"Se ofrecen {counted(seats, 'lugar', 'lugares')}"
    )
    return [f"{offered} en persona y la sede «{venue}» tiene {places}."]


def late_closing(closes_at: datetime | None, starts_at: datetime | None) -> list[str]:
    """Registration that goes on after the event has begun."""
    if closes_at is None or starts_at is None or closes_at <= starts_at:
        return []
    return [
        f"La inscripción cierra el {moment_in_words(closes_at)}, después de que el evento empieza "
        f"({moment_in_words(starts_at)})."
    ]


def fewer_than_confirmed(seats: int | None, confirmed: int, mode: str) -> list[str]:
    """Seats lowered under those already given: nobody loses one."""
    if seats is None or confirmed <= seats:
        return []
    return [
        f"Ya hay {counted(confirmed, 'persona', 'personas')} con lugar confirmado "
        f"({mode.lower()}) y los lugares serían {seats}. Nadie pierde el "
        "suyo; no se darán más hasta que haya menos."
    ]


def of_session(
    event: Event,
    *,
    day: date | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    venue: Venue | None,
    speakers: list[Speaker],
    pk: int | None = None,
) -> list[str]:
    """What stands against a session of `event` as it is about to be saved."""
    slot = Slot(
        event.title,
        starts_at,
        ends_at,
        venue.pk if venue else None,
        frozenset(speaker.pk for speaker in speakers),
    )
    others = _slots_at(starts_at, ends_at, pk)
    names = {speaker.pk: str(speaker) for speaker in speakers}
    rest = NonWorkingDay.objects.filter(organizer=event.program.organizer_id, day=day)
    told = day_off(day, dict(rest.values_list("day", "reason")))
    told += same_speaker(slot, others, names)
    if venue:
        told += same_room(slot, others, venue.name)
        if Mode.IN_PERSON in event.modes:
            told += too_many_seats(event.seats_in_person, venue.name, venue.seats)
    return told + _window_and_session(event, starts_at)


def _slots_at(starts_at, ends_at, pk) -> list[Slot]:
    """The sessions at that time, of this event and of others."""
    if starts_at is None:
        return []
    sessions = Session.objects.at_the_same_time(starts_at, ends_at).exclude(pk=pk)
    return [slot for _, slot in _slots(sessions)]


def _slots(sessions) -> list[tuple[Session, Slot]]:
    """What of `sessions` can clash, in two queries; cancelled events free their places."""
    sessions = (
        sessions.exclude(event__status=Event.Status.CANCELLED)
        .select_related("event", "venue")
        .prefetch_related("speakers")
        .order_by("starts_at", "pk")
    )
    return [
        (
            one,
            Slot(
                one.event.title,
                one.starts_at,
                one.ends_at,
                one.venue_id,
                frozenset(speaker.pk for speaker in one.speakers.all()),
            ),
        )
        for one in sessions
    ]


def _window_and_session(event: Event, starts_at: datetime | None) -> list[str]:
    """Only the first session counts: later ones begin when registration may long be closed."""
    known = [s.starts_at for s in event.sessions.all() if s.starts_at] if event.pk else []
    first = min([*known, starts_at]) if starts_at else None
    return late_closing(event.registration_closes_at, first) if first == starts_at else []


def of_window(event: Event, closes_at: datetime | None) -> list[str]:
    known = [session.starts_at for session in event.sessions.all() if session.starts_at]
    return late_closing(closes_at, min(known, default=None))


def of_seats(event: Event, modes: list[Mode], seats: dict[str, int | None]) -> list[str]:
    """What stands against offering `seats` (by mode) in `modes`."""
    told = []
    if Mode.IN_PERSON in modes:
        venues = {s.venue_id: s.venue for s in event.sessions.select_related("venue") if s.venue}
        for venue in venues.values():
            told += too_many_seats(seats[Mode.IN_PERSON], venue.name, venue.seats)
    for mode in modes:
        confirmed = Registration.objects.confirmed().filter(event=event, mode=mode).count()
        told += fewer_than_confirmed(seats[mode], confirmed, Mode(mode).label)
    return told


def of_event(event: Event) -> list[str]:
    """Everything that stands against `event` as it is planned now, each thing once.

    Costs the same for one session and for many.
    """
    days = {session.day for session in event.sessions.all() if session.day}
    rest = NonWorkingDay.objects.filter(organizer=event.program.organizer_id, day__in=days)
    reasons = dict(rest.values_list("day", "reason"))
    of_those_days = _slots(Session.objects.filter(day__in=days))
    told = []
    for session, slot in of_those_days:
        if session.event_id != event.pk:
            continue
        others = [other for one, other in of_those_days if one.pk != session.pk]
        told += day_off(session.day, reasons)
        told += same_speaker(slot, others, {s.pk: str(s) for s in session.speakers.all()})
        if session.venue:
            told += same_room(slot, others, session.venue.name)
            if Mode.IN_PERSON in event.modes:
                places = session.venue.seats
                told += too_many_seats(event.seats_in_person, session.venue.name, places)
    told += of_window(event, event.registration_closes_at)
    return list(dict.fromkeys(told))
