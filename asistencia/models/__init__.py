"""What is known of who was there: the door, Zoom reports, signed paper, what people add by hand."""

from .gate import OWN_PHONE, PANEL, Device, Pairing, Scan
from .paper import SheetRow, SignedSheet
from .presence import ManualPresence, PresenceReview
from .rooms import RoomCode
from .walkins import WalkIn
from .zoom import ZoomAttendee, ZoomMemory, ZoomReport, ZoomStay

__all__ = [
    "OWN_PHONE",
    "PANEL",
    "Device",
    "ManualPresence",
    "Pairing",
    "PresenceReview",
    "RoomCode",
    "Scan",
    "SheetRow",
    "SignedSheet",
    "WalkIn",
    "ZoomAttendee",
    "ZoomMemory",
    "ZoomReport",
    "ZoomStay",
]
