"""Questions to the database that are composed once and asked often."""

from .composed import composed, hold
from .inserts import insert, insert_all, update_all

__all__ = ["composed", "hold", "insert", "insert_all", "update_all"]
