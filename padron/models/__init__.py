"""Who there is: places and bodies, people and their posts, accounts and roles, the institution."""

from .accounts import AccessRequest, RoleGrant, User
from .catalogue import Body, BodyAlias, Municipality, Sector
from .imports import RosterImport, RosterRow
from .institution import Organizer, OrganizerIdentity, Signatory
from .people import Adscripcion, Enlace, Person

__all__ = [
    "AccessRequest",
    "Adscripcion",
    "Body",
    "BodyAlias",
    "Enlace",
    "Municipality",
    "Organizer",
    "OrganizerIdentity",
    "Person",
    "RoleGrant",
    "RosterImport",
    "RosterRow",
    "Sector",
    "Signatory",
    "User",
]
