"""What is planned (programme, groups, events, sessions) and who comes (registrations)."""

from .calendars import CalendarEntry, Feed, FeedToken
from .changes import Change
from .events import Event, Session, SessionSpeaker
from .printed import PrintedList
from .programme import Group, GroupException, NonWorkingDay, Program, Speaker, Venue
from .registrations import Registration
from .reminders import MailPreference, Reminder

__all__ = [
    "CalendarEntry",
    "Change",
    "Event",
    "Feed",
    "FeedToken",
    "Group",
    "GroupException",
    "MailPreference",
    "NonWorkingDay",
    "PrintedList",
    "Program",
    "Registration",
    "Reminder",
    "Session",
    "SessionSpeaker",
    "Speaker",
    "Venue",
]
