"""Questions to the database that are composed once and asked often."""

from .asking import one_journey
from .composed import Question, ask_together, composed, hold
from .inserts import insert, insert_all, next_key, update_all
from .updates import composed_update

__all__ = [
    "Question",
    "ask_together",
    "composed",
    "composed_update",
    "hold",
    "insert",
    "insert_all",
    "next_key",
    "one_journey",
    "update_all",
]
