"""Everybody of an event who may get a constancia, and how each stands: due, issued, or why not.

One list for pages, issuing and the command, so that they never disagree.
"""

from dataclasses import dataclass, replace

from jornadas.models import Event, Registration, Session, Speaker

from .eligibility import Standing, standings
from .models import Certificate, Kind
from .snapshots import Holder
from .speakers import speaker_standings

NOT_OVER = "El evento todavía no termina; las constancias se emiten después."


@dataclass(frozen=True)
class Candidate:
    """Somebody of an event: by their registration, or as a speaker."""

    kind: str
    registration: Registration | None = None
    speaker: Speaker | None = None
    sessions: list[Session] | None = None
    # Why none is due; empty where one is, or where it is issued.
    reason: str = ""
    # The constancia that stands.
    certificate: Certificate | None = None
    # It was revoked, and none is issued anew unless somebody asks for this one.
    was_revoked: bool = False
    # What they attended; None for speakers.
    standing: Standing | None = None

    @property
    def is_due(self) -> bool:
        return not self.reason and self.certificate is None

    @property
    def person(self):
        return self.registration.person if self.registration else None

    @property
    def key(self) -> tuple[int | None, int | None]:
        """What tells one from another within an event and a kind."""
        return (
            self.registration.pk if self.registration else None,
            self.speaker.pk if self.speaker else None,
        )

    @property
    def holder(self) -> Holder:
        """As it will be printed: the name as the person asked for it, body and post as they
        registered."""
        if self.speaker:
            return Holder(name=self.speaker.name, post=self.speaker.post)
        one = self.registration
        return Holder(name=one.person.printed_name, body=one.body.name, post=one.post)

    @property
    def list_name(self) -> str:
        return self.person.list_name if self.person else str(self.speaker)


def kind_of(event: Event) -> str:
    """The kind of constancia that people who attend an event get."""
    return Kind.WORKSHOP if event.kind == Event.Kind.TALLER else Kind.ATTENDANCE


def candidates(event: Event, now=None) -> list[Candidate]:
    """Speakers first, then everybody registered in list order. A constant number of queries."""
    standing, revoked = _issued(event)
    is_over = event.is_over(now)
    people = [
        Candidate(kind_of(event), one.registration, reason=one.reason, standing=one)
        for one in standings(event, now=now)
    ]
    speakers = [
        Candidate(Kind.SPEAKER, speaker=one.speaker, sessions=one.sessions, reason=one.reason)
        for one in speaker_standings(event, now=now)
    ]
    return [_settle(one, standing, revoked, is_over) for one in [*speakers, *people]]


def _issued(event: Event) -> tuple[dict, dict]:
    """The constancias that stand and, of those who have none, the reason of the last revoked."""
    standing, revoked = {}, {}
    for one in Certificate.objects.filter(event=event).defer("snapshot").order_by("pk"):
        key = (one.registration_id, one.speaker_id)
        if one.is_standing:
            standing[key] = one
        elif one.revoked_at:
            revoked[key] = one.reason
    return standing, revoked


def _settle(one: Candidate, standing: dict, revoked: dict, is_over: bool) -> Candidate:
    if certificate := standing.get(one.key):
        return replace(one, reason="", certificate=certificate)
    if one.reason:
        return one
    if not is_over:
        return replace(one, reason=NOT_OVER)
    if one.key in revoked:
        reason = f"Se revocó su constancia: {revoked[one.key]}"
        return replace(one, reason=reason, was_revoked=True)
    return one
