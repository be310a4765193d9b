"""The settle list as its page shows it: one attendee, who it may be, who is next and what was last.

The list is in the order of the shown names. Who is next is asked of what is still to be confirmed,
so that two people may work on one list: each goes on with what the other has left.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from jornadas.models import Event, Registration

from .facts import online
from .models import ZoomAttendee, ZoomStay
from .presence import hours
from .spans import Pair, Span, clip, length, seconds_of, span, union
from .zoom import deciding
from .zoom_forms import holding

# How many found people are shown: more are found by another word.
FOUND = 20
KEYS = 9


@dataclass
class Choice:
    """Somebody this attendee may be: why, and under what other names they are already here."""

    registration: Registration
    why: str = ""
    others: list[str] = field(default_factory=list)
    key: str = ""


def choices(event: Event, attendee: ZoomAttendee, text: str = "") -> list[Choice]:
    """Who was found by `text` or, without it, who is suggested; the first nine with their keys."""
    if text:
        people = event.registrations.active().select_related("person", "body")
        found = holding(people, text).in_list_order()[:FOUND]
        made = [Choice(one) for one in found]
    else:
        suggested = deciding.suggestions(event, [attendee]).get(attendee.pk, [])
        made = [Choice(one.registration, one.why) for one in suggested]
    others = _others(attendee, made)
    for number, choice in enumerate(made, 1):
        choice.others = others.get(choice.registration.pk, [])
        choice.key = str(number) if number <= KEYS else ""
    return made


def _others(attendee: ZoomAttendee, made: list[Choice]) -> dict[int, list[str]]:
    """Other shown names of these people in this event: a second device, mostly."""
    known = ZoomAttendee.objects.matched().filter(
        registration__in=[choice.registration.pk for choice in made]
    )
    found: dict[int, list[str]] = {}
    for pk, name in known.exclude(pk=attendee.pk).values_list("registration", "shown_name"):
        found.setdefault(pk, []).append(name)
    return found


def waiting(event: Event):
    """What is to be confirmed in an event, in the order of the shown names."""
    return _waiting().filter(event=event).order_by("name_key", "pk")


def waiting_by_event(user) -> list[dict]:
    """This user's events with something to be confirmed: slug, title, count; most first."""
    mine = _waiting().filter(event__in=Event.objects.manageable_by(user).values("pk"))
    counted = mine.order_by().values("event__slug", "event__title").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "event__title"))


def _waiting():
    """Attendees to be confirmed, with a stay in a report that nobody withdrew."""
    standing = ZoomStay.objects.filter(attendee=OuterRef("pk"), report__withdrawn_at=None)
    return ZoomAttendee.objects.to_confirm().filter(Exists(standing))


def next_after(attendee: ZoomAttendee) -> ZoomAttendee | None:
    """The next to be confirmed; after the last one the first, so that what was skipped returns."""
    others = waiting(attendee.event).exclude(pk=attendee.pk)
    after = Q(name_key__gt=attendee.name_key) | Q(name_key=attendee.name_key, pk__gt=attendee.pk)
    return others.filter(after).first() or others.first()


def previous_to(attendee: ZoomAttendee) -> ZoomAttendee | None:
    before = Q(name_key__lt=attendee.name_key) | Q(name_key=attendee.name_key, pk__lt=attendee.pk)
    return waiting(attendee.event).filter(before).order_by("-name_key", "-pk").first()


def last_decided(event: Event, by) -> ZoomAttendee | None:
    """What this account settled last in this event: the one that «Deshacer» opens again."""
    return (
        event.zoom_attendees.filter(how=ZoomAttendee.How.PERSON, decided_by=str(by)[:200])
        .select_related("registration__person")
        .order_by("-decided_at", "-pk")
        .first()
    )


@dataclass(frozen=True)
class DayOfStays:
    day: date
    spans: list[Span]
    minutes: int


def stays_by_day(attendee: ZoomAttendee) -> list[DayOfStays]:
    """When this attendee was connected: what overlaps and what was reported twice, once."""
    standing = attendee.stays.filter(report__withdrawn_at=None)
    moments = standing.values_list("joined_at", "left_at")
    days: dict[date, list[Pair]] = {}
    for pair in union((seconds_of(joined), seconds_of(left)) for joined, left in moments):
        day = timezone.localdate(span(pair).starts_at)
        days.setdefault(day, []).append(pair)
    return [
        DayOfStays(day, [span(pair) for pair in pairs], length(pairs) // 60)
        for day, pairs in sorted(days.items())
    ]


def settled(event: Event):
    """What is decided, by a person or by the rules, in the order of the shown names."""
    found = event.zoom_attendees.exclude(state=ZoomAttendee.State.TO_CONFIRM)
    return found.select_related("registration__person", "registration__body").order_by(
        "name_key", "pk"
    )


def minutes(event: Event) -> int:
    """The online minutes that count in an event: of whom is known, within the official hours, each
    person's devices together."""
    official = [(session.pk, hours(session)) for session in event.sessions.all()]
    total = 0
    for stays in online(Q(attendee__event=event)).values():
        for session, within in official:
            if within:
                pairs = stays.get(None, []) + stays.get(session, [])
                total += length(clip(pairs, within)) // 60
    return total
