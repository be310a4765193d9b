"""Speakers of an event, and whether a constancia is due to them: they spoke where their sessions
were held."""

from dataclasses import dataclass

from jornadas.models import Event, Session, Speaker
from jornadas.models.events import SessionSpeaker


@dataclass(frozen=True)
class SpeakerStanding:
    """`reason` says why none is due; it is empty where one is."""

    speaker: Speaker
    sessions: list[Session]
    reason: str = ""

    @property
    def is_due(self) -> bool:
        return not self.reason


def speaker_standings(event: Event, now=None) -> list[SpeakerStanding]:
    """The speakers in the order of the programme, with their sessions. Two queries."""
    sessions = {session.pk: session for session in event.sessions.all()}
    places = SessionSpeaker.objects.filter(session__event=event).select_related("speaker")
    of_speaker: dict[Speaker, list[Session]] = {}
    for place in places.order_by("session__number", "order", "pk"):
        of_speaker.setdefault(place.speaker, []).append(sessions[place.session_id])
    return [
        SpeakerStanding(speaker, theirs, _why_not(event, theirs, now))
        for speaker, theirs in of_speaker.items()
    ]


def _why_not(event: Event, sessions: list[Session], now) -> str:
    if event.status == Event.Status.CANCELLED:
        return "El evento se canceló."
    if not all(session.is_over(now) for session in sessions):
        return "Su participación todavía no termina."
    return ""
