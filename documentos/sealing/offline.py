"""Imported before pyHanko, by the processes that sign and check: they never ask a network.

pyHanko can ask for timestamps and revocations, and so imports an HTTP client, which reads every
root certificate of the machine as it is imported: 0.35 of 0.85 s, and 11 of 52 MB. In its place
stands a module that has names and does nothing.
"""

import sys
from types import ModuleType


class _Nothing(ModuleType):
    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


sys.modules["aiohttp"] = _Nothing("aiohttp")
