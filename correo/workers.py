"""Which process holds a claim, and whether it is still there.

A process is told by the machine it runs on, its number and the moment it began: numbers are used
again. The machine is told by its name, its start and its space of process numbers, so that neither
a copy of the machine nor a container beside this one is taken for it. Whoever is of elsewhere is
never called gone; the claim runs out instead. Without /proc that is so for everybody.
"""

import os
import socket
from pathlib import Path

PROC = Path("/proc")


def me() -> str:
    """`host:pid:start` of this process."""
    pid = os.getpid()
    return f"{_here()}:{pid}:{_start_of(pid)}"


def is_gone(worker: str) -> bool:
    """Whether the process of this name ran here and has ended."""
    here, _, process = worker.partition(":")
    pid, _, start = process.partition(":")
    if not start or here != _here():
        return False
    return _start_of(int(pid)) != start


def _here() -> str:
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().split("-")[0]
        space = (PROC / "self/ns/pid").stat().st_ino
    except OSError:
        boot, space = "", 0
    return f"{socket.gethostname()[:60]}/{boot}/{space}"


def _start_of(pid: int) -> str:
    """Ticks from the start of the machine to that of the process; empty where there is none."""
    try:
        told = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return ""
    # Its second field, the name, may hold spaces and parentheses of its own.
    state, *more = told.rpartition(")")[2].split()
    # A zombie has ended, and only waits for its parent to hear of it.
    return "" if state in "ZX" else more[18]
