"""What is planned (programme, groups, events, sessions) and who comes (registrations)."""

from .events import DateChange, Event, Session, SessionSpeaker
from .programme import Group, GroupException, NonWorkingDay, Program, Speaker, Venue
from .registrations import Registration

__all__ = [
    "DateChange",
    "Event",
    "Group",
    "GroupException",
    "NonWorkingDay",
    "Program",
    "Registration",
    "Session",
    "SessionSpeaker",
    "Speaker",
    "Venue",
]
