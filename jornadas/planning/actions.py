"""What staff do with an event's plan: each with its record, in one transaction."""

from datetime import date

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.text import slugify

from bitacora.record import record
from documentos.spanish import counted

from .. import feeds, minimum, waitlist
from ..locking import lock_event, next_revision
from ..models import Change, Event, Group, Session, SessionSpeaker, Speaker
from ..refusal import Refusal

# Words that are pages of their own beside the events, here and on the public site.
TAKEN = {"nuevo", "importar", *Group.RESERVED}


def free_slug(model, text: str, field: str = "slug") -> str:
    """The name in the address for `text`: readable, unique, and never changed afterwards."""
    limit = model._meta.get_field(field).max_length
    base = slugify(text)[: limit - 6].strip("-") or "evento"
    slug, n = base, 1
    while slug in TAKEN or model.objects.filter(**{field: slug}).exists():
        n += 1
        slug = f"{base}-{n}"
    return slug


def _told(conflicts: list[str]) -> dict:
    """What the record says where somebody saved in spite of what stood against it."""
    return {"despite": conflicts} if conflicts else {}


@transaction.atomic
def create_event(*, event: Event, by, is_new: bool = True) -> Event:
    """A draft with the facts of `event`, which nobody sees until it is published.

    `is_new`: a copy knows its modality, a new one does not yet.
    """
    event.slug = free_slug(Event, event.title)
    event.status = Event.Status.DRAFT
    if is_new:
        # Nobody has said it yet; one of the next steps asks.
        event.modality = Event.Modality.TO_CONFIRM
    event.save()
    record("event.created", event, by=by)
    return event


@transaction.atomic
def change_event(*, event: Event, changed: list[str], by, conflicts=()) -> Event:
    """Keep what a form wrote into `event`: the fields `changed`, and nothing else."""
    if changed:
        event.save(update_fields=changed)
        record("event.changed", event, by=by, fields=changed, **_told(list(conflicts)))
        feeds.forget_all()
    return event


@transaction.atomic
def save_session(*, session: Session, speakers: list[Speaker], by, conflicts=()) -> Session:
    """Keep a session with its speakers in the order given; the first free number for a new one."""
    event = lock_event(session.event_id)
    is_new = session.pk is None
    before = None if is_new else Session.objects.get(pk=session.pk)
    had_days = all(one.day for one in event.sessions.all())
    if is_new:
        last = event.sessions.aggregate(last=Max("number"))["last"] or 0
        session.number = last + 1
    session.save()
    # One written into the form may be new.
    speakers = [
        Speaker.objects.get_or_create(name=speaker.name, post=speaker.post)[0]
        for speaker in speakers
    ]
    SessionSpeaker.objects.filter(session=session).delete()
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=session, speaker=speaker, order=order)
        for order, speaker in enumerate(speakers)
    )
    _date_is_known(event, had_days=had_days)
    action = "session.created" if is_new else "session.changed"
    record(action, session, by=by, **_moved(before, session), **_told(list(conflicts)))
    return session


def _date_is_known(event: Event, *, had_days: bool) -> None:
    """Once its last missing day is written, a date «por confirmar» is confirmed."""
    to_confirm = event.date_status == Event.DateStatus.TO_CONFIRM
    if to_confirm and not had_days and not event.sessions.filter(day=None).exists():
        event.date_status = Event.DateStatus.CONFIRMED
        event.save(update_fields=["date_status"])


def _moved(before: Session | None, after: Session) -> dict:
    """From when to when, where the day or the hours changed."""
    if before is None:
        return {}
    old, new = (_times(session) for session in (before, after))
    return {} if old == new else {"from": old, "to": new}


def _times(session: Session) -> list[str | None]:
    moments = [session.day, session.starts_at, session.ends_at]
    return [moment.isoformat() if moment else None for moment in moments]


@transaction.atomic
def remove_session(*, session: Session, by) -> None:
    """Take a session out of the programme; not one where somebody has already entered."""
    event = lock_event(session.event_id)
    left = event.sessions.exclude(pk=session.pk).count()
    by_session = event.minimum_rule == Event.Minimum.SESSIONS
    if left and by_session and event.minimum_sessions > left:
        raise Refusal(
            f"La constancia pide asistir a {event.minimum_sessions} sesiones y con esto serían "
            f"{left}. Cambia primero las sesiones mínimas."
        )
    record("session.removed", session, by=by)
    try:
        session.delete()
    except ProtectedError as error:
        raise Refusal("En esta sesión ya se registraron entradas; no se puede quitar.") from error


@transaction.atomic
def set_seats(*, event: Event, modality: str, seats: dict, by, conflicts=(), now=None) -> list:
    """Change modality and seats; seats that become free go to those in line, first come first.

    Returns the registrations that got a seat. Nobody loses one: with fewer seats than people no
    more are given until there is room. Where one way to take part is left, those who had chosen the
    other go on in that one, in the order in which they came. Raises Refusal where none is left.
    """
    # Whoever asks for a seat meanwhile waits here, so that none is given twice.
    event = lock_event(event.pk)
    is_first = event.modality == Event.Modality.TO_CONFIRM
    event.modality = modality
    if is_first and event.status == Event.Status.DRAFT:
        minimum.begin(event)
    gone = event.registrations.active().exclude(mode__in=event.modes)
    if not event.modes and (count := gone.count()):
        raise Refusal(
            f"Hay {counted(count, 'persona inscrita', 'personas inscritas')}: la modalidad ya no "
            "puede quedar por confirmar."
        )
    moved = _go_on(event, gone.order_by("place_in_line", "pk"))
    event.seats_in_person = seats.get("in_person")
    event.seats_online = seats.get("online")
    event.save(
        update_fields=[
            *("modality", "seats_in_person", "seats_online"),
            *("minimum_rule", "minimum_percent"),
        ]
    )
    record(
        "event.seats_changed",
        event,
        by=by,
        modality=modality,
        seats={mode: event.seats(mode) for mode in event.modes},
        **({"moved": moved} if moved else {}),
        **_told(list(conflicts)),
    )
    if event.status != Event.Status.PUBLISHED or event.has_begun(now):
        return []
    return waitlist.give_free_seats(event, by=by, now=now)


def _go_on(event: Event, gone) -> int:
    """Let those whose way to take part is gone take the one that is left; how many they are."""
    last, revision = waitlist.last_place(event), next_revision(event)
    for number, registration in enumerate(gone):
        registration.mode = event.modes[0]
        registration.revision = revision + number
        if registration.place_in_line is not None:
            last += 1
            registration.place_in_line = last
        registration.save(update_fields=["mode", "revision", "place_in_line"])
    return len(gone)


@transaction.atomic
def publish(*, event: Event, by, conflicts=()) -> Event:
    """Show the event to everybody, as soon as its programme is published too."""
    event = lock_event(event.pk)
    if event.status != Event.Status.DRAFT:
        raise Refusal("Solo se publica un borrador.")
    undated = event.date_status == Event.DateStatus.TO_CONFIRM
    if not undated and not event.sessions.filter(day__isnull=False).exists():
        raise Refusal(
            "Todavía no tiene ninguna sesión con día. Agrégala, o marca la fecha como por "
            "confirmar."
        )
    event.status = Event.Status.PUBLISHED
    event.save(update_fields=["status"])
    record("event.published", event, by=by, **_told(list(conflicts)))
    feeds.forget_all()
    return event


@transaction.atomic
def withdraw(*, event: Event, by) -> Event:
    """Back to a draft, while nobody has registered."""
    event = lock_event(event.pk)
    if event.status != Event.Status.PUBLISHED:
        raise Refusal("Solo se retira un evento publicado.")
    if event.registrations.exists():
        raise Refusal("Ya hay inscripciones; el evento ya no puede volver a borrador.")
    event.status = Event.Status.DRAFT
    event.save(update_fields=["status"])
    record("event.withdrawn", event, by=by)
    feeds.forget_all()
    return event


@transaction.atomic
def duplicate(*, event: Event, by) -> Event:
    """A draft like `event`, with its sessions, speakers and audience, without dates or people."""
    sessions = list(event.sessions.prefetch_related("sessionspeaker_set__speaker"))
    audience = [list(getattr(event, name).all()) for name in ("groups", "sectors", "bodies")]
    copy = Event.objects.get(pk=event.pk)
    copy.pk, copy._state.adding = None, True
    copy.title = f"{event.title} (copia)"[:200]
    copy.registration_opens_at = copy.registration_closes_at = None
    copy.date_status = Event.DateStatus.CONFIRMED
    copy.note = copy.agreement = ""
    create_event(event=copy, by=by, is_new=False)
    for name, things in zip(("groups", "sectors", "bodies"), audience, strict=True):
        getattr(copy, name).set(things)
    for session in sessions:
        places = session.sessionspeaker_set.all()
        speakers = [place.speaker for place in places]
        session = Session(
            event=copy,
            number=session.number,
            title=session.title,
            venue_id=session.venue_id,
        )
        session.save()
        SessionSpeaker.objects.bulk_create(
            SessionSpeaker(session=session, speaker=speaker, order=order)
            for order, speaker in enumerate(speakers)
        )
    return copy


@transaction.atomic
def delete(*, event: Event, by) -> None:
    """Throw a draft away. What was published stays in the history of the programme."""
    event = lock_event(event.pk)
    if event.status != Event.Status.DRAFT:
        raise Refusal("Solo se elimina un borrador.")
    record("event.deleted", event, by=by)
    try:
        event.delete()
    except ProtectedError as error:
        raise Refusal("Tiene inscripciones o entradas; ya no se puede eliminar.") from error


@transaction.atomic
def ask_for_change(*, change: Change, by) -> Change:
    """Write into the history of its dates who asked for what; the state of the date follows."""
    event = lock_event(change.event_id)
    change.save()
    if change.state == Change.State.PENDING:
        event.date_status = Event.DateStatus.CHANGE_PENDING
    elif event.date_status == Event.DateStatus.CHANGE_PENDING:
        event.date_status = Event.DateStatus.CONFIRMED
    event.save(update_fields=["date_status"])
    record("event.change_asked", event, by=by, state=change.state)
    return change


def days_of(event: Event) -> list[date]:
    return [session.day for session in event.sessions.all() if session.day]
