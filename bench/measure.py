"""Memory and time of processes, as Linux tells them."""

import os
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path


def processes_under(pid: int) -> list[int]:
    """`pid` and everything it started."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(
                    (entry / "stat").read_text().rsplit(")")[1].split()[1]
                )
            except (FileNotFoundError, ProcessLookupError):
                continue
    found, fresh = [pid], [pid]
    while fresh:
        fresh = [child for child, parent in parents.items() if parent in fresh]
        found += fresh
    return found


def pss_mb(pid: int) -> float:
    """Memory of a process and all it started, what is shared counted once."""
    return sum(_each_pss(pid))


def largest_pss_mb(pid: int) -> float:
    """Memory of the largest process among `pid` and all it started."""
    return max(_each_pss(pid), default=0.0)


def _each_pss(pid: int) -> list[float]:
    each = []
    for process in processes_under(pid):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended in the meantime
        each.append(sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024)
    return each


def run_measured(arguments: list[str], **options) -> tuple[float, float, str]:
    """Run a command; return its seconds, its peak memory in MB, and what it said."""
    start = time.perf_counter()
    done = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, **options)
    said = done.stdout.read()
    _, status, usage = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    if done.returncode:
        raise RuntimeError(f"{arguments} ended with {done.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, said


@contextmanager
def peak_pss(pid: int, every=0.02, of=largest_pss_mb):
    """The most that one process, of `pid` and all it started, holds while this is open: `.mb`.

    With `of=pss_mb`: the most that all of them hold together.
    """
    found = Peak(of(pid))
    stop = threading.Event()

    def watch():
        while not stop.wait(every):
            found.mb = max(found.mb, of(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield found
    finally:
        stop.set()
        watcher.join()


@dataclass
class Peak:
    mb: float


def installed() -> tuple[float, int]:
    """Megabytes and number of packages that a running site needs, from those installed here."""
    root = Path(__file__).resolve().parent.parent
    pinned = [
        line.split("==")[0]
        for line in (root / "requirements.txt").read_text().splitlines()
        if "==" in line and line[0].isalpha()
    ]
    sizes = []
    for name in pinned:
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            continue  # pinned for another platform
        paths = [Path(str(file.locate())) for file in files]
        sizes.append(sum(path.stat().st_size for path in paths if path.exists()))
    return sum(sizes) / 1024**2, len(sizes)
