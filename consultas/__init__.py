"""Questions to the database that are composed once and asked often."""

from .asking import one_journey
from .composed import ask_together, composed, hold
from .inserts import insert, insert_all, update_all
from .updates import composed_update

__all__ = [
    "ask_together",
    "composed",
    "composed_update",
    "hold",
    "insert",
    "insert_all",
    "one_journey",
    "update_all",
]
