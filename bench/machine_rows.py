"""The rows of the machine: what the site takes of its memory, its disk and its first minute."""

import resource
import shutil
import subprocess
import time

from .clients import Client
from .measure import installed, pss_mb
from .rows import Bench, Line
from .site import BASE_DIR, READY_WITHIN


def memory(bench: Bench):
    """Web server and worker, some pages served, then idle."""
    with bench.site() as site:
        scene = site.scene("page")
        with site.everything() as process:
            client = Client(site.port)
            for path in ("/", "/jornadas/", scene["path"]) * 8:
                client.get(path)
            time.sleep(3)
            yield Line("memory", "whole application, idle (PSS)", pss_mb(process.pid), "MB", 180)


def size(bench: Bench):
    """What `script/server` installs."""
    megabytes, packages = installed()
    yield Line("size", "installed packages", packages, "", must=70)
    yield Line("size", "installed size", megabytes, "MB", must=250)


def first_run(bench: Bench):
    """`script/server` in a fresh copy, until it answers: all the time of all its processes."""
    with bench.site() as site:
        copy = site.folder / "copy"
        names = subprocess.run(
            ["git", "ls-files", "-z"], cwd=BASE_DIR, capture_output=True, text=True, check=True
        ).stdout.split("\0")
        for name in filter(None, names):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(BASE_DIR / name, copy / name)
        seconds = _machine_time(copy, site.port)
    yield Line("first_run", "first run, machine time", seconds, "s", must=60)


def _machine_time(folder, port: int) -> float:
    """Processor seconds of `script/server` there, from nothing until it answers."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # A clean environment but for what says where packages come from and whom to trust.
    process = subprocess.Popen(
        ["script/server", "--port", str(port)], cwd=folder, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 5 * READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            Client(port).get("/")
            break
        except OSError:
            time.sleep(0.2)
    process.terminate()
    process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
