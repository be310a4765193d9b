"""What the worker knows how to do. Rooms register here from their `AppConfig.ready`."""

from collections.abc import Callable

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


def chore(name: str):
    """Register the decorated `function() -> int`, called every turn; it returns what it did."""

    def register(function):
        CHORES[name] = function
        return function

    return register
