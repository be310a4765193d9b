"""What the worker knows how to do. Rooms register here from their `AppConfig.ready`."""

import time
from collections.abc import Callable
from functools import wraps

# A job is asked for once, has a payload and reports progress: name -> function(job).
JOBS: dict[str, Callable] = {}
# A chore is looked at every turn of the worker and says how much it did: name -> function().
CHORES: dict[str, Callable[[], int]] = {}


def job(name: str):
    """Register the decorated `function(job)` as what is done for jobs of this `name`.

    It may run again from the start when the worker died in the middle: it must be idempotent.
    """

    def register(function):
        JOBS[name] = function
        return function

    return register


def chore(name: str, *, every: float = 0):
    """Register the decorated `function() -> int`, called every turn; it returns what it did.

    `every`: how many seconds one process lets pass between two looks, for what is in no hurry.
    """

    def register(function):
        CHORES[name] = _seldom(function, every) if every else function
        return function

    return register


def _seldom(function: Callable[[], int], every: float) -> Callable[[], int]:
    looked_at = float("-inf")

    @wraps(function)
    def look() -> int:
        nonlocal looked_at
        if time.monotonic() - looked_at < every:
            return 0
        looked_at = time.monotonic()
        return function()

    return look
