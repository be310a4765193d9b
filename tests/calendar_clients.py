"""Programs that people read calendars with: khal, vdirsyncer and ical.js, none of them ours.

`icaljs_events` reads a file in Node; `khal_events` takes files into a calendar one after another as
somebody does who opens what was mailed; a `Subscriber` subscribes an address and refreshes it.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import playwright

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
# Playwright brings a Node of its own.
NODE = Path(playwright.__file__).parent / "driver" / "node"
ZONE = "America/Mexico_City"
# How far khal looks.
TO_COME = timedelta(days=800)
# What khal says of an event, under the names we use.
FIELDS = {
    "uid": "uid",
    "start": "start-long",
    "end": "end-long",
    "summary": "title",
    "status": "status",
    "location": "location",
    "description": "description",
    "url": "url",
}
KHAL = """
[calendars]
[[mine]]
path = {folder}
type = calendar
[default]
default_calendar = mine
highlight_event_days = False
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {home}/khal.db
"""
VDIRSYNCER = """
[general]
status_path = "{home}/status/"
[pair feed]
a = "theirs"
b = "mine"
collections = null
conflict_resolution = "a wins"
[storage theirs]
type = "http"
url = "{address}"
[storage mine]
type = "filesystem"
path = "{folder}"
fileext = ".ics"
"""


def icaljs_events(ics: bytes) -> list[dict]:
    """What ical.js reads: `start` and `end` in UTC (or as days), `method` of the whole file.

    `uid`, `sequence`, `status`, `method`, `start`, `end`, `summary`, `description`, `location`,
    `url`, `organizer`, `attendees`, `alarms`.
    """
    return json.loads(_run([NODE, HERE / "vendor" / "read_calendar.cjs"], ics))


def khal_events(*sources: bytes | Path, since: str = "2021-01-01") -> list[dict]:
    """What a calendar shows that took the files in `sources`, or holds them in a folder, by start.

    `uid`, `summary`, `start` and `end` ("2021-11-04 13:30", on the clock of Mexico City),
    `status`, `location`, `description`, `url`.
    """
    with tempfile.TemporaryDirectory(prefix="khal-") as home:
        folder = Path(home) / "calendar"
        folder.mkdir()
        for number, source in enumerate(sources):
            if isinstance(source, Path):
                return _khal(Path(home), source, since)
            file = Path(home) / f"{number}.ics"
            file.write_bytes(source)
            _run([*_khal_command(Path(home), folder), "import", "--batch", file])
        return _khal(Path(home), folder, since)


class Subscriber:
    """Somebody whose phone subscribes `address` and looks at it again now and then."""

    def __init__(self, address: str, home: Path):
        self.home, self.folder = home, home / "calendar"
        self.folder.mkdir(parents=True)
        self._config = home / "vdirsyncer.ini"
        self._config.write_text(VDIRSYNCER.format(home=home, folder=self.folder, address=address))
        self._vdirsyncer("discover")

    def refresh(self) -> list[dict]:
        """Synchronise, and say what the calendar shows now (see `khal_events`).

        The `uid` is none of ours: vdirsyncer makes one from the content of each entry.
        """
        self._vdirsyncer("sync")
        return khal_events(self.folder)

    def _vdirsyncer(self, command: str) -> None:
        _run([BIN / "vdirsyncer", "--config", self._config, command])


def _khal(home: Path, folder: Path, since: str) -> list[dict]:
    until = f"{date.today() + TO_COME:%Y-%m-%d}"
    asked = [part for name in FIELDS.values() for part in ("--json", name)]
    said = _run([*_khal_command(home, folder), "list", "--once", *asked, since, until])
    found = [
        {ours: str(event[theirs]).strip() for ours, theirs in FIELDS.items()}
        for day in said.splitlines()
        if day.strip()
        for event in json.loads(day)
    ]
    return sorted(found, key=lambda event: (event["start"], event["summary"]))


def _khal_command(home: Path, folder: Path) -> list:
    config = home / "khal.ini"
    config.write_text(KHAL.format(home=home, folder=folder, zone=ZONE))
    return [BIN / "khal", "--config", config]


def _run(command: list, given: bytes = b"") -> str:
    """What a program prints; what it complains of where it fails."""
    environment = os.environ | {"PYTHONWARNINGS": "ignore", "NO_PROXY": "*", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [str(part) for part in command], input=given, capture_output=True, env=environment
    )
    if done.returncode:
        raise AssertionError(done.stdout.decode() + done.stderr.decode())
    return done.stdout.decode()
