"""One registration's presence as pages show it: a line per session, and the facts it is made of."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from documentos.spanish import session_in_words
from jornadas.models import Event, Registration, Session

from .models import ManualPresence, Scan, ZoomAttendee, ZoomStay
from .presence import DOOR, MANUAL, ONLINE, Presence, SessionPresence, hours
from .span_words import hours_in_words, spans_in_words

SOURCES = {DOOR: "puerta", ONLINE: "Zoom", MANUAL: "registro del personal"}
# The bar of a session is so wide, in its own units.
WIDTH = 1000


@dataclass(frozen=True)
class Tag:
    words: str
    tone: str


@dataclass(frozen=True)
class Line:
    """A session: what counts of it, what is missing, and from where it is known."""

    session: Session
    name: str
    when: str
    presence: SessionPresence
    tag: Tag
    share: str
    minutes: str
    there: str
    missing: str
    sources: str
    # From where and how wide, of `WIDTH`.
    bar: list[tuple[int, int]]


@dataclass(frozen=True)
class Fact:
    """Something that was read, reported or written. `note` says why it does not count."""

    at: datetime
    source: str
    words: str
    detail: str = ""
    note: str = ""
    manual: ManualPresence | None = None


def lines(presence: Presence, now=None) -> list[Line]:
    event, several = presence.registration.event, len(presence.sessions) > 1
    return [_line(event, one, several, now or timezone.now()) for one in presence.sessions]


def _line(event: Event, one: SessionPresence, several: bool, now: datetime) -> Line:
    session = one.session
    return Line(
        session=session,
        name=session.title or (f"Sesión {session.number}" if several else ""),
        when=session_in_words(session.day, session.starts_at, session.ends_at),
        presence=one,
        tag=_tag(event, one, now),
        share=_share(event, one, several=several),
        minutes=minutes_in_words(one.seconds, one.official),
        there=spans_in_words(one.spans),
        missing=spans_in_words(one.missing),
        sources=", ".join(words for key, words in SOURCES.items() if key in one.sources),
        bar=_bar(one),
    )


def _tag(event: Event, one: SessionPresence, now: datetime) -> Tag:
    if one.is_attended:
        by_session = event.minimum_rule == Event.Minimum.SESSIONS
        return Tag("Cuenta" if by_session else "Con asistencia", "success")
    if not one.session.has_begun(now) and not one.was_there:
        return Tag("Todavía no empieza", "info")
    if one.was_there:
        over = one.session.is_over(now)
        return Tag("No alcanza", "warning") if over else Tag("En curso", "info")
    return Tag("Sin asistencia registrada", "neutral")


def _share(event: Event, one: SessionPresence, *, several: bool) -> str:
    """ "71 de 80 %", where a share is asked of this session; "71 %" otherwise."""
    if one.percent is None:
        return "Sin horario completo: con haber estado, cuenta entera" if one.was_there else ""
    by_session = event.minimum_rule == Event.Minimum.SESSIONS
    asked = event.minimum_percent if by_session or not several else 0
    if one.percent < asked:
        return f"{one.percent} de {asked} %"
    return f"{one.percent} %" + (f" (se pide {asked} %)" if asked else "")


def minutes_in_words(seconds: int, official: int | None) -> str:
    """ "85 de 120 minutos"; nothing where the hours are not known."""
    return "" if official is None else f"{seconds // 60} de {official // 60} minutos"


def _bar(one: SessionPresence) -> list[tuple[int, int]]:
    official = hours(one.session)
    if one.official is None or official is None:
        return []
    scale = WIDTH / one.official
    return [
        (round((start - official[0]) * scale), max(1, round((end - start) * scale)))
        for start, end in one.covered
    ]


def facts(registration: Registration, *, for_staff: bool = False) -> list[Fact]:
    """Everything known of it, in the order in which it happened. Three queries."""
    found = [*_readings(registration), *_stays(registration, for_staff)]
    return sorted([*found, *_by_hand(registration)], key=lambda fact: (fact.at, fact.words))


def _readings(registration: Registration) -> list[Fact]:
    scans = registration.scans.select_related("device", "session").filter(
        result__in=[Scan.Result.ADMITTED, Scan.Result.DUPLICATE, Scan.Result.EXIT]
    )
    return [
        Fact(
            scan.scanned_at,
            "Puerta",
            "Salida" if scan.result == Scan.Result.EXIT else "Entrada",
            scan.device.gate,
            _why_no_reading(scan),
        )
        for scan in scans
    ]


def _why_no_reading(scan: Scan) -> str:
    if scan.undone_at:
        return "No cuenta: se deshizo"
    if scan.session_id is None:
        return "No cuenta: ese día no había sesión"
    return "El pase ya se había leído" if scan.result == Scan.Result.DUPLICATE else ""


def _stays(registration: Registration, for_staff: bool) -> list[Fact]:
    stays = ZoomStay.objects.select_related("attendee", "report").filter(
        attendee__registration=registration, attendee__state=ZoomAttendee.State.MATCHED
    )
    return [
        Fact(
            stay.joined_at,
            "Zoom",
            f"De {_hours(stay.joined_at, stay.left_at)}",
            f"Como «{stay.attendee.shown_name}»"
            + (f", {stay.report.file_name}" if for_staff else ""),
            "No cuenta: el reporte se retiró" if stay.report.withdrawn_at else "",
        )
        for stay in stays
    ]


def _by_hand(registration: Registration) -> list[Fact]:
    made = registration.manual_presences.select_related("session")
    return [
        Fact(
            one.starts_at or one.session.starts_at or one.made_at,
            "Personal",
            f"De {_hours(one.starts_at, one.ends_at)}" if one.starts_at else "La sesión completa",
            one.reason,
            f"No cuenta: se retiró. {one.withdrawn_reason}" if one.withdrawn_at else "",
            one,
        )
        for one in made
    ]


def _hours(starts_at: datetime, ends_at: datetime) -> str:
    return hours_in_words(starts_at, ends_at).replace("–", " a ")
