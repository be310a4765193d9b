"""The demonstration's present programme: the approved one's shape, dated around today."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone
from django.utils.text import slugify

from padron.models import Adscripcion, Organizer, Person
from privacidad.models import Notice

from .approved import OBJECTIVE, make_groups
from .codes import make_code
from .models import Event, Group, NonWorkingDay, Program, Registration, Session, Speaker, Venue
from .models.events import Mode
from .working_days import closing, opening, working_day

ROOM = "https://sala.demo.jornadas.example/"
START, END = time(13, 30), time(15, 30)
HYBRID, IN_PERSON, ONLINE = (
    Event.Modality.HYBRID,
    Event.Modality.IN_PERSON,
    Event.Modality.ONLINE,
)
ORDINALS = ["Primera", "Segunda", "Tercera", "Cuarta", "Quinta"]
NAME = "Jornadas de Sensibilización en Materia de Transparencia Proactiva"


@dataclass(frozen=True)
class Plan:
    """An event of the demonstration. `steps`: working days from today; None: no day yet."""

    steps: int | None
    modality: str
    seats: int | None = 120
    seats_online: int | None = 500
    # How much of those invited have registered, and how many more wait in line.
    share: float = 0.0
    waiting: int = 0
    is_full: bool = False
    opens_before: int = 30  # days before the event
    note: str = ""


PLANS = {
    1: [
        Plan(-14, HYBRID, share=0.45),
        Plan(-6, ONLINE, share=0.35),
        Plan(4, ONLINE, share=0.25),
        Plan(11, HYBRID, share=0.1),
        Plan(32, IN_PERSON, opens_before=20),
    ],
    2: [
        Plan(-10, IN_PERSON, share=0.3),
        Plan(0, HYBRID, share=0.4),
        Plan(5, IN_PERSON, share=0.15),
        Plan(9, IN_PERSON, seats=40, is_full=True, waiting=12),
        Plan(None, IN_PERSON, note="La fecha se publicará aquí en cuanto se confirme."),
    ],
}


@dataclass
class Demo:
    """What the other rooms add to: places, speakers, people, and the clock of the demonstration."""

    program: Program
    groups: dict[int, Group]
    venues: list[Venue]
    speakers: list[Speaker]
    posts: list[Adscripcion]
    notice: Notice
    rng: Random
    today: date
    now: datetime
    events: list[Event] = field(default_factory=list)


def create_programme(
    organizer: Organizer, people: list[Person], notice: Notice, *, rng: Random, now: datetime
) -> Demo:
    """Two groups of five jornadas with their registrations; today's is there to try the gate."""
    today = timezone.localdate(now)
    rest = set(NonWorkingDay.objects.filter(organizer=organizer).values_list("day", flat=True))
    days = {
        number: [None if p.steps is None else working_day(today, p.steps, rest) for p in plans]
        for number, plans in PLANS.items()
    }
    known = sorted(day for group in days.values() for day in group if day)
    years = dict.fromkeys([known[0].year, known[-1].year])
    program = Program.objects.create(
        organizer=organizer,
        name=f"{NAME} {' - '.join(map(str, years))} (demostración)",
        slug="jornadas-demostracion",
        description=OBJECTIVE,
        starts_on=known[0] - timedelta(days=30),
        ends_on=known[-1] + timedelta(days=60),
        is_published=True,
    )
    demo = Demo(
        program=program,
        groups=make_groups(program),
        venues=_venues(),
        speakers=_speakers(),
        posts=list(
            Adscripcion.objects.filter(person__in=people, is_enabled=True)
            .select_related("person", "body__sector")
            .order_by("pk")
        ),
        notice=notice,
        rng=rng,
        today=today,
        now=now,
    )
    for number, plans in PLANS.items():
        for ordinal, plan in enumerate(plans, start=1):
            _create_event(demo, number, ordinal, plan, days[number][ordinal - 1])
    return demo


def _venues() -> list[Venue]:
    return [
        Venue.objects.create(
            name="Auditorio de demostración", address="Domicilio inventado 1", seats=120
        ),
        Venue.objects.create(
            name="Sala de capacitación de demostración", address="Domicilio inventado 2", seats=40
        ),
    ]


def _speakers() -> list[Speaker]:
    letters = "ABCDE"
    return [
        Speaker.objects.create(name=f"de demostración {letter}", post="Ponente")
        for letter in letters
    ]


def _create_event(demo: Demo, number: int, ordinal: int, plan: Plan, day: date | None) -> None:
    group = demo.groups[number]
    label = f"{ORDINALS[ordinal - 1]} Jornada"
    title = f"Foro de arranque y {label}" if ordinal == 1 else label
    invited = invited_posts(demo, group)
    seats = plan.seats
    if plan.is_full:
        # With few people the room is smaller, so that somebody is left to wait.
        seats = max(1, min(plan.seats or 1, len(invited) * 2 // 5))
    event = Event.objects.create(
        program=demo.program,
        kind=Event.Kind.FORO_Y_JORNADA if ordinal == 1 else Event.Kind.JORNADA,
        ordinal=ordinal,
        title=title,
        slug=f"{slugify(title)}-{group.slug}",
        description="Evento de demostración: su fecha, sede y ponente son inventados.",
        modality=plan.modality,
        seats_in_person=None if plan.modality == ONLINE else seats,
        seats_online=None if plan.modality == IN_PERSON else plan.seats_online,
        registration_opens_at=day and opening(day - timedelta(days=plan.opens_before)),
        registration_closes_at=day and closing(day - timedelta(days=1)),
        status=Event.Status.PUBLISHED,
        date_status=Event.DateStatus.CONFIRMED if day else Event.DateStatus.TO_CONFIRM,
        note=plan.note,
    )
    event.groups.add(group)
    small = plan.is_full and (seats or 0) <= 40
    # The one thing that hangs on the hour: today's door is open when somebody tries it.
    start, end = hours_around(timezone.now()) if day == demo.today else (START, END)
    session = Session.objects.create(
        event=event,
        day=day,
        starts_at=day and opening(day, start),
        ends_at=day and opening(day, end),
        venue=None if plan.modality == ONLINE or not day else demo.venues[1 if small else 0],
        link="" if plan.modality == IN_PERSON else f"{ROOM}{event.slug}",
    )
    session.speakers.add(demo.speakers[ordinal - 1])
    wanted = seats if plan.is_full else int(len(invited) * plan.share)
    fill(demo, event, invited, seated=wanted or 0, waiting=plan.waiting)
    demo.events.append(event)


def hours_around(now: datetime) -> tuple[time, time]:
    """Hours of the same day that hold `now`."""
    hour = timezone.localtime(now).hour
    return time(hour), time(hour + 3) if hour < 21 else time(23, 59)


def invited_posts(demo: Demo, group: Group | None = None) -> list[Adscripcion]:
    """The posts with which people may take part: those of a group's sectors, or all."""
    if group is None:
        return list(demo.posts)
    sectors = set(group.sectors.values_list("pk", flat=True))
    return [post for post in demo.posts if post.body.sector_id in sectors]


def fill(demo: Demo, event: Event, posts, *, seated: int, waiting: int = 0) -> None:
    """Register `seated` of the holders of `posts` and put `waiting` more in line.

    In bulk, keeping every rule of the engine: never more than the seats, one line per modality,
    one revision per change. No mails: these registrations are of the past. The first of `posts`,
    whom the demonstration signs in as, comes to what has been and to today's, so that there is
    something to see and something left to register for.
    """
    posts = list(posts)
    first = [p for p in posts if p.person_id == demo.posts[0].person_id]
    others = [p for p in posts if p.person_id != demo.posts[0].person_id]
    demo.rng.shuffle(others)
    day = event.sessions.first().day
    comes = day is not None and day <= demo.today
    chosen = ((first if comes else []) + others)[: seated + waiting]
    left = {mode: event.seats(mode) for mode in event.modes}
    opened = event.registration_opens_at or demo.now
    closed = min(demo.now, event.registration_closes_at or demo.now)
    moments = sorted(opened + (closed - opened) * demo.rng.random() for _ in chosen)
    rows, in_line = [], 0
    for revision, (post, moment) in enumerate(zip(chosen, moments, strict=True), start=1):
        mode = _choose_mode(event, left, demo.rng)
        has_seat = left[mode] is None or left[mode] > 0
        if not has_seat and in_line == waiting:
            break
        if has_seat and left[mode] is not None:
            left[mode] -= 1
        in_line += not has_seat
        rows.append(
            Registration(
                event=event,
                person=post.person,
                body=post.body,
                post=post.post,
                mode=mode,
                status="confirmed" if has_seat else "waitlisted",
                code=make_code(demo.rng.choice),
                place_in_line=None if has_seat else in_line,
                revision=revision,
                source=demo.rng.choices(["self", "enlace", "staff"], [8, 2, 1])[0],
                notice=demo.notice,
                created_at=moment,
                confirmed_at=moment if has_seat else None,
            )
        )
    Registration.objects.bulk_create(rows)


def _choose_mode(event: Event, left: dict, rng: Random) -> Mode:
    """Any modality of the event; in a hybrid one, online where the room is full."""
    if len(event.modes) == 1:
        return event.modes[0]
    mode = Mode.IN_PERSON if rng.random() < 0.6 else Mode.ONLINE
    return Mode.ONLINE if mode == Mode.IN_PERSON and not left[mode] else mode
