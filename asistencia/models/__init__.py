"""What is known of who was there: facts of the door, Zoom reports, what a person adds by hand."""

from .gate import PANEL, Device, Pairing, Scan
from .presence import ManualPresence, PresenceReview
from .zoom import ZoomAttendee, ZoomMemory, ZoomReport, ZoomStay

__all__ = [
    "PANEL",
    "Device",
    "ManualPresence",
    "Pairing",
    "PresenceReview",
    "Scan",
    "ZoomAttendee",
    "ZoomMemory",
    "ZoomReport",
    "ZoomStay",
]
