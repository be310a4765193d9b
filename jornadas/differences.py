"""What differs in an event's plan before and after somebody changed it, in plain words.

The same words stand in the history of the event, in the mails, and in the preview before it is
done.
"""

from dataclasses import dataclass, field

from documentos.spanish import session_in_words

from .models import Change, Event, Session

Kind = Change.Kind
# The weightiest first: what a change is called when it is several at once.
WEIGHT = [
    Kind.CANCELLED,
    Kind.POSTPONED,
    Kind.MOVED,
    Kind.VENUE,
    Kind.MODALITY,
    Kind.SESSIONS,
    Kind.SPEAKERS,
]


@dataclass(frozen=True)
class Picture:
    """How an event stood at a moment: what people are told of it."""

    status: str
    date_status: str
    modality: str
    sessions: dict[int, "SessionPicture"]


@dataclass(frozen=True)
class SessionPicture:
    name: str
    when: str
    has_day: bool
    where: str
    link: str
    speakers: str


@dataclass
class Differences:
    """Sentences, what kinds of change they are, and which sessions stand in calendars otherwise."""

    sentences: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    sessions: set[int] = field(default_factory=set)

    @property
    def kind(self) -> str:
        return next(kind for kind in WEIGHT if kind in self.kinds)

    def add(self, kind: str, sentence: str, *sessions: int) -> None:
        self.kinds.add(kind)
        self.sentences.append(sentence)
        self.sessions.update(sessions)


def picture(event: Event) -> Picture:
    """Three queries, however many sessions there are."""
    found = Session.objects.filter(event=event).select_related("venue")
    sessions = list(found.prefetch_related("sessionspeaker_set__speaker"))
    event = Event.objects.get(pk=event.pk)
    several = len(sessions) > 1
    return Picture(
        event.status,
        event.get_date_status_display(),
        event.get_modality_display(),
        {session.pk: _session(session, several=several) for session in sessions},
    )


def _session(session: Session, *, several: bool) -> SessionPicture:
    name = session.title or (f"Sesión {session.number}" if several else "")
    return SessionPicture(
        name,
        session_in_words(session.day, session.starts_at, session.ends_at),
        session.day is not None,
        str(session.venue or ""),
        session.link,
        ", ".join(str(one) for one in session.sessionspeaker_set.all()),
    )


def compare(before: Picture, after: Picture) -> Differences:
    """What changed, as people are told: empty where nobody would notice."""
    found = Differences()
    if before.status != after.status and after.status == Event.Status.CANCELLED:
        found.add(Kind.CANCELLED, "El evento se canceló.", *after.sessions)
        return found
    for pk in before.sessions.keys() | after.sessions.keys():
        _compare_session(found, pk, before.sessions.get(pk), after.sessions.get(pk))
    if before.modality != after.modality:
        words = f"Modalidad: de «{before.modality.lower()}» a «{after.modality.lower()}»."
        found.add(Kind.MODALITY, words, *after.sessions)
    if before.date_status != after.date_status and not found.kinds & {Kind.POSTPONED, Kind.MOVED}:
        words = f"De «{before.date_status.lower()}» a «{after.date_status.lower()}»."
        found.add(Kind.MOVED, words, *after.sessions)
    return found


def _compare_session(found: Differences, pk: int, before, after) -> None:
    if before is None:
        found.add(Kind.SESSIONS, f"Se agrega una sesión: {after.when}.", pk)
        return
    name = f"{before.name}: " if before.name else ""
    if after is None:
        found.add(Kind.SESSIONS, f"Se quita una sesión: {name}{before.when}.", pk)
        return
    if before.when != after.when:
        kind = Kind.POSTPONED if before.has_day and not after.has_day else Kind.MOVED
        found.add(kind, f"{name}{_moved(before.when, after)}", pk)
    if before.where != after.where:
        found.add(Kind.VENUE, _replaced(f"{name}Sede", before.where, after.where), pk)
    if before.link != after.link:
        found.add(Kind.VENUE, f"{name}Cambió la liga para entrar en línea.", pk)
    if before.speakers != after.speakers:
        words = _replaced(f"{name}Imparte", before.speakers, after.speakers)
        found.add(Kind.SPEAKERS, words)


def _moved(before: str, after: SessionPicture) -> str:
    if not after.has_day:
        return f"se pospone la del {before}; fecha por confirmar."
    return f"de «{before}» a «{after.when}»."


def _replaced(what: str, before: str, after: str) -> str:
    if not after:
        return f"{what}: por confirmar, ya no «{before}»."
    return f"{what}: de «{before}» a «{after}»." if before else f"{what}: {after}."
