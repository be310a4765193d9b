"""What a report does, or would do, to an event: shown before it is kept, and told afterwards."""

from dataclasses import dataclass, field
from functools import cached_property

from jornadas.models import Registration

from ..models import ZoomAttendee, ZoomReport
from .matching import Roster
from .reading import Row
from .suggesting import Suggester, Suggestion

State = ZoomAttendee.State


@dataclass
class Seen:
    """Somebody in a report: the attendee (not saved in a preview) and the stays that count."""

    attendee: ZoomAttendee
    rows: list[Row]
    roster: Roster
    suggester: Suggester
    is_new: bool = True
    is_changed: bool = False
    was_host: bool = False

    @property
    def shown_name(self) -> str:
        return self.attendee.shown_name

    @property
    def original_name(self) -> str:
        return self.attendee.original_name

    @property
    def email(self) -> str:
        return self.attendee.email

    @property
    def state(self) -> str:
        return self.attendee.state

    @property
    def how(self) -> str:
        return self.attendee.how

    @property
    def registration(self) -> Registration | None:
        pk = self.attendee.registration_id
        # One that was cancelled since is in no roster.
        return self.roster.registrations.get(pk) or self.attendee.registration if pk else None

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Whose it may be, where a person has to say."""
        return self.suggester.of(self.attendee) if self.state == State.TO_CONFIRM else []


@dataclass
class Outcome:
    """What a file does, or would do, to an event. `minutes` are those of the people identified,
    within the official hours, each moment counted once."""

    report: ZoomReport | None
    already: bool
    attendees: list[Seen]
    minutes: int
    problems: list[tuple[int, str]] = field(default_factory=list)
    is_webinar: bool = False
    topic: str = ""
    absent: int = 0

    @property
    def matched(self) -> int:
        return self._count(State.MATCHED)

    @property
    def to_confirm(self) -> int:
        return self._count(State.TO_CONFIRM)

    @property
    def ignored(self) -> int:
        return self._count(State.IGNORED)

    def _count(self, state: str) -> int:
        return sum(seen.state == state for seen in self.attendees)

    def summary(self) -> dict:
        """What the command prints."""
        return {
            "matched": self.matched,
            "unmatched": self.to_confirm,
            "ignored": self.ignored,
            "minutes": self.minutes,
            "absent": self.absent,
            "already": self.already,
            "problems": [{"row": row, "reason": reason} for row, reason in self.problems],
        }
