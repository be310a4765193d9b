"""Who is reminded of a session, and when: a week before, a day before, and an hour before online.

A kind of reminder is due while the session's start lies within its window. A worker that was down
until the window had passed sends nothing: a reminder that comes late only confuses. Everybody is
reminded at one moment, so who registers after it has a fresh pass and gets none. A session that
moves has a new start, and reminds of that one anew.

Nobody is reminded of a date that may not hold: of a cancelled event, or of one whose date is still
to be confirmed or asked to be changed.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from correo import outbox
from correo.models import Message
from correo.registry import Mail, composer
from documentos.spanish import DAYS, MONTHS, hour_in_words
from padron.models import Person

from . import preferences
from .locking import lock_event
from .models import Event, Registration, Reminder, Session
from .models.events import Mode
from .notices import own_facts, shared_facts, spoken_codes, stream

Kind = Reminder.Kind

# How long before the start the window opens, and how long before it closes.
WINDOWS = {
    Kind.WEEK: (timedelta(days=7), timedelta(days=2)),
    Kind.DAY: (timedelta(hours=24), timedelta(hours=3)),
    Kind.HOUR: (timedelta(minutes=75), timedelta(0)),
}
# A session whose hour is not known yet counts from here, so that people are written to by day.
MORNING = time(8)


class Due(NamedTuple):
    """A reminder that nobody has written yet."""

    event: int
    session: int
    kind: Kind
    start: datetime


class _Plan(NamedTuple):
    """What decides over the reminders of a session."""

    event: int
    session: int
    day: date
    starts_at: datetime | None
    link: str

    @property
    def start(self) -> datetime:
        return start_of(self.day, self.starts_at)

    def is_due(self, kind: Kind, now: datetime) -> bool:
        opens, closes = WINDOWS[kind]
        # An hour before is for coming in by the link: it goes when there is one, until the start.
        has_use = kind != Kind.HOUR or bool(self.starts_at and self.link)
        return has_use and self.start - opens <= now < self.start - closes


def start_of(day: date, starts_at: datetime | None) -> datetime:
    """The moment a session starts, as far as it is known: the one kept in its Reminder."""
    return starts_at or timezone.make_aware(datetime.combine(day, MORNING))


def certain_events():
    """Those that everybody may see and whose date holds."""
    return Event.objects.published().filter(
        status=Event.Status.PUBLISHED, date_status=Event.DateStatus.CONFIRMED
    )


def due(now=None, session: int | None = None) -> list[Due]:
    """What is to be reminded of now, of one session where said. One query."""
    now = now or timezone.now()
    written: dict[_Plan, set] = {}
    for *plan, kind, start in _plans(now, session):
        written.setdefault(_Plan(*plan), set()).add((kind, start))
    return [
        Due(plan.event, plan.session, kind, plan.start)
        for plan, known in written.items()
        for kind in WINDOWS
        if plan.is_due(kind, now) and (kind, plan.start) not in known
    ]


def _plans(now: datetime, session: int | None):
    """The sessions of the coming week whose date holds, each with the reminders written of it."""
    today = timezone.localdate(now)
    sessions = Session.objects.filter(
        event__in=certain_events(), day__range=(today, today + WINDOWS[Kind.WEEK][0])
    )
    if session:
        sessions = sessions.filter(pk=session)
    return sessions.order_by("day", "starts_at", "pk").values_list(
        "event", "pk", "day", "starts_at", "link", "reminders__kind", "reminders__starts_at"
    )


def remind_due(now=None) -> int:
    """Write every reminder that is due; return how many messages there are."""
    now = now or timezone.now()
    return sum(_remind(one, now) for one in due(now))


@transaction.atomic
def _remind(one: Due, now: datetime) -> int:
    """Write to everybody of one session, and that it was done; all of it or none."""
    # Nobody registers, cancels or moves it meanwhile, and of two workers the second finds it done.
    event = lock_event(one.event)
    if one not in due(now, session=one.session):
        return 0
    told = outbox.queue_all(_messages(event, one, now))
    Reminder.objects.create(
        session_id=one.session, kind=one.kind, starts_at=one.start, told=told, done_at=now
    )
    return told


def _reminded(event: Event, kind: Kind):
    """Those with a seat and a mailbox who want it; an hour before, those who come by the link."""
    wanting = preferences.without_refusals(Person.objects.all(), preferences.Kind.REMINDERS)
    people = Registration.objects.confirmed().filter(event=event, person__in=wanting)
    if kind == Kind.HOUR:
        people = people.filter(mode=Mode.ONLINE)
    return people.exclude(person__email="").select_related("person").order_by("pk")


def _messages(event: Event, one: Due, now: datetime) -> Iterator[Message]:
    people = list(_reminded(event, one.kind))
    shared = {mode: _facts(event, one, mode, now) for mode in {who.mode for who in people}}
    for who in people:
        yield outbox.draft(
            f"jornadas.reminder_{one.kind.value}",
            to=who.person.email,
            about=who,
            stream=stream(who),
            key=f"reminder:{one.kind}:{one.session}:{one.start:%Y%m%dT%H%M}:{who.person_id}",
            context={
                **shared[who.mode],
                **own_facts(who),
                **preferences.foot(who.person_id, preferences.Kind.REMINDERS),
            },
        )


def _facts(event: Event, one: Due, mode: str, now: datetime) -> dict:
    """What everybody of a modality is told: as in any notice, but of this session alone."""
    facts = shared_facts(event, mode)
    session = next(session for session in event.sessions.all() if session.pk == one.session)
    told = by_session(event, facts)[session.pk]
    return {
        **facts,
        "sessions": [told],
        "link": told["link"],
        "day": session.day.isoformat(),
        "hour": hour_in_words(session.starts_at) if session.starts_at else "",
        # Once the first session has begun, nobody can give the seat back.
        "can_cancel": not event.has_begun(now),
    }


def by_session(event: Event, facts: dict) -> dict[int, dict]:
    """What `facts` tell of each session, by its key; one of several has a name in any case."""
    sessions = list(event.sessions.all())
    told = {}
    for session, one in zip(sessions, facts["sessions"], strict=True):
        name = f"Sesión {session.number} de {len(sessions)}" if len(sessions) > 1 else ""
        told[session.pk] = {**one, "title": one["title"] or name}
    return told


def near_day(day: date, today: date) -> str:
    """A day as one speaks of it: "hoy", "mañana", "el jueves 4 de noviembre"."""
    words = {0: "hoy", 1: "mañana"}.get((day - today).days)
    return words or f"el {DAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]}"


def _compose(template: str, context: dict, subject: str, headline: str) -> Mail:
    words = {
        **context,
        "headline": headline,
        **spoken_codes(context),
        # In the facts, the link of the session; a mail that begins with it needs it no second time.
        "with_pass": template != "reminder_hour",
    }
    return Mail(
        subject=f"{subject}: {context['event']}",
        text=render_to_string(f"jornadas/mail/{template}.txt", words),
        html=render_to_string(f"jornadas/mail/{template}.html", words),
        headers=preferences.headers(context["stop_url"]),
    )


@composer("jornadas.reminder_week")
@composer("jornadas.reminder_day")
def compose_day(context: dict) -> Mail:
    # Said by the day on which it leaves: a mail that had to wait must not say "mañana" too late.
    day = near_day(date.fromisoformat(context["day"]), timezone.localdate())
    hour = f" a las {context['hour']}" if context["hour"] else ""
    return _compose("reminder", context, day.capitalize(), f"Te esperamos {day}{hour}")


@composer("jornadas.reminder_hour")
def compose_hour(context: dict) -> Mail:
    hour = context["hour"]
    return _compose(
        "reminder_hour",
        context,
        f"Empieza a las {hour}",
        f"Tu sesión en línea empieza a las {hour}",
    )
