"""An answer that many ask for at once is made once for all of them, in each process."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

KEPT = 64


@dataclass
class _Kept:
    made_at: float = float("-inf")
    value: Any = None
    lock: Lock = field(default_factory=Lock)


class Shared:
    """Keeps what was made for each key, for `seconds`. Who asks while it is made waits for it."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._kept: dict[Any, _Kept] = {}

    def get(self, key, make: Callable[[], Any]):
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()  # events come and go; whoever waits holds their own
            kept = self._kept.setdefault(key, _Kept())
        with kept.lock:
            if time.monotonic() - kept.made_at >= self.seconds:
                kept.value, kept.made_at = make(), time.monotonic()
            return kept.value

    def clear(self) -> None:
        self._kept.clear()
