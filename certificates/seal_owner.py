"""Whose the keys are that seal, and where a new one is recorded: handed down to `documentos`."""

from bitacora.record import record
from documentos.sealing import registry
from padron.models import Organizer


def name() -> str:
    """The institution in whose name a key is made here; empty while none is known."""
    organizer = Organizer.objects.prefetch_related("identities").order_by("pk").first()
    return str(organizer) if organizer else ""


def replaced(new, old, by) -> None:
    """A key took the place of another: recorded with its number, which is public."""
    record("sealing_key.replaced", new, by=by, before=old.key_id if old else "")


def hand_down() -> None:
    registry.NAMES.append(name)
    registry.LISTENERS.append(replaced)
