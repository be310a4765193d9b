"""Whether somebody's presence is what their event asks, and in words what is missing.

The same sentences for the person («Estuviste…») and for staff («Estuvo…»).
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from documentos.spanish import counted
from jornadas.models import Event, Registration

from .presence import Presence, SessionPresence, hours
from .span_words import spans_in_words
from .spans import clip, length, seconds_of, union

CANCELLED = "El evento se canceló."
NO_REPORT = "Todavía no se registra la asistencia en línea de este evento."


@dataclass(frozen=True)
class Voice:
    was: str
    attended: str
    has: str
    own: str
    remained: str
    mend: str


THEY = Voice(
    was="Estuvo",
    attended="Asistió",
    has="lleva",
    own="su",
    remained="Se quedó",
    mend="Corrige las sesiones mínimas en su planeación.",
)
YOU = Voice(
    was="Estuviste",
    attended="Asististe",
    has="llevas",
    own="tu",
    remained="Te quedaste",
    mend="El personal debe corregirlo.",
)


def why_not(presence: Presence, now=None, voice: Voice = THEY) -> str:
    """Why no constancia is due, as a sentence; empty where one is."""
    event = presence.registration.event
    if event.status == Event.Status.CANCELLED:
        return CANCELLED
    if presence.is_enough:
        return ""
    if can_still_be_enough(presence, now):
        return _so_far(presence, voice)
    if presence.awaits_report:
        return NO_REPORT
    return _asks_too_much(presence, voice) or _shortfall(presence, voice)


def may_still(presence: Presence, now=None) -> bool:
    """Whether what is to come, a session or a report of Zoom, may still make it enough."""
    if presence.registration.event.status == Event.Status.CANCELLED or presence.is_enough:
        return False
    return presence.awaits_report or can_still_be_enough(presence, now)


def can_still_be_enough(presence: Presence, now=None) -> bool:
    """Whether the sessions to come are enough for who was in these."""
    event, now = presence.registration.event, now or timezone.now()
    if all(one.session.is_over(now) for one in presence.sessions):
        return False
    by_session = event.minimum_rule == Event.Minimum.SESSIONS
    asked = event.minimum_percent if by_session else 0
    attainable = sum(one.is_attended or _attainable(one, asked, now) for one in presence.sessions)
    if by_session:
        return attainable >= event.minimum_sessions
    if presence.official is None:
        return bool(attainable) and 100 * attainable >= asked * len(presence.sessions)
    ahead = [clip([(seconds_of(now), official[1])], official) for official in _official(presence)]
    covered = [one.covered for one in presence.sessions]
    best = length(union(pair for pairs in (*ahead, *covered) for pair in pairs))
    return 100 * best >= event.minimum_percent * presence.official


def _official(presence: Presence):
    return [hours(one.session) for one in presence.sessions if one.official is not None]


def _attainable(one: SessionPresence, asked: int, now: datetime) -> bool:
    if one.session.is_over(now):
        return False
    if one.official is None:
        return True
    start, end = hours(one.session)
    ahead = end - max(start, seconds_of(now))
    return 100 * (one.seconds + ahead) >= asked * one.official


def _so_far(presence: Presence, voice: Voice) -> str:
    event = presence.registration.event
    if not presence.was_there:
        return f"El evento todavía no termina y aún no se registra {voice.own} asistencia."
    if _is_measured(presence):
        so_far = f"{presence.percent} % y se pide {event.minimum_percent} %"
    elif event.minimum_rule == Event.Minimum.SESSIONS:
        so_far = f"{len(presence.attended)} de {_sessions(event.minimum_sessions)} que se piden"
    else:
        so_far = f"{len(presence.attended)} de {_sessions(len(presence.sessions))}"
    return f"El evento todavía no termina; {voice.has} {so_far}."


def _is_measured(presence: Presence) -> bool:
    """Whether one percentage says it all: of all hours, or of the only session."""
    event = presence.registration.event
    if presence.percent is None or not event.minimum_percent:
        return False
    return event.minimum_rule == Event.Minimum.PERCENT or len(presence.sessions) == 1


def _asks_too_much(presence: Presence, voice: Voice) -> str:
    event, count = presence.registration.event, len(presence.sessions)
    if event.minimum_rule != Event.Minimum.SESSIONS or event.minimum_sessions <= count:
        return ""
    return f"El evento pide {_sessions(event.minimum_sessions)} y tiene {count}. {voice.mend}"


def _shortfall(presence: Presence, voice: Voice) -> str:
    event = presence.registration.event
    if not presence.was_there:
        if presence.registration.status == Registration.Status.WAITLISTED:
            return f"{voice.remained} en lista de espera y no se registró {voice.own} asistencia."
        return f"No se registró {voice.own} asistencia."
    if _is_measured(presence):
        several = len(presence.sessions) > 1
        of_it = " del tiempo" if several else ""
        missing = spans_in_words(presence.missing, with_days=several)
        return (
            f"{voice.was} {presence.percent} %{of_it} y se pide {event.minimum_percent} %: "
            f"faltan {missing}."
        )
    attended = len(presence.attended)
    if event.minimum_rule == Event.Minimum.PERCENT:
        return (
            f"{voice.attended} a {attended} de {_sessions(len(presence.sessions))} "
            f"y se pide {event.minimum_percent} %."
        )
    asked = f"{attended} de {_sessions(event.minimum_sessions)} que se piden"
    share = f", con {event.minimum_percent} % de cada una" if event.minimum_percent else ""
    return " ".join([f"{voice.attended} a {asked}{share}.", *_partly(presence, voice)])


def _partly(presence: Presence, voice: Voice) -> list[str]:
    """One sentence for each session of which somebody saw a part that is not enough."""
    return [
        f"En la sesión {one.session.number} {voice.was.lower()} {one.percent} %: "
        f"faltan {spans_in_words(one.missing)}."
        for one in presence.sessions
        if one.was_there and not one.is_attended and one.percent is not None
    ]


def _sessions(number: int) -> str:
    return counted(number, "sesión", "sesiones")
