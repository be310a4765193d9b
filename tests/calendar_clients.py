"""Programs that people read calendars with: khal, vdirsyncer and ical.js, none of them ours.

`icaljs_events` reads a file in Node; `khal_after_each` takes files into a calendar one after the
other as who opens what was mailed; a `Subscriber` subscribes an address and refreshes it.
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
# From when and how far khal looks.
SINCE, TO_COME = "2021-01-01", timedelta(days=800)
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
# khal's commands one after another in one process: to start it takes longer than all that it does.
KHAL_COMMANDS = """
import contextlib, io, json, sys
from khal.cli import main_khal
said = []
for command in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            main_khal(command, standalone_mode=False)
        except SystemExit as ending:
            if ending.code:
                raise
    said.append(out.getvalue())
print(json.dumps(said))
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


def khal_events(folder: Path) -> list[dict]:
    """What a calendar shows that holds the files of `folder`, by start.

    `uid`, `summary`, `start` and `end` ("2021-11-04 13:30", on the clock of Mexico City),
    `status`, `location`, `description`, `url`.
    """
    with tempfile.TemporaryDirectory(prefix="khal-") as home:
        (said,) = _khal(Path(home), folder, [_list()])
    return _events(said)


def khal_after_each(*files: bytes) -> list[list[dict]]:
    """What a calendar shows after it took the first of `files`, then the second, and so on."""
    with tempfile.TemporaryDirectory(prefix="khal-") as home:
        folder, commands = Path(home) / "calendar", []
        folder.mkdir()
        for number, content in enumerate(files):
            file = Path(home) / f"{number}.ics"
            file.write_bytes(content)
            commands += [["import", "--batch", str(file)], _list()]
        return [_events(said) for said in _khal(Path(home), folder, commands)[1::2]]


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


def _list() -> list[str]:
    asked = [part for name in FIELDS.values() for part in ("--json", name)]
    return ["list", "--once", *asked, SINCE, f"{date.today() + TO_COME:%Y-%m-%d}"]


def _events(said: str) -> list[dict]:
    found = [
        {ours: str(event[theirs]).strip() for ours, theirs in FIELDS.items()}
        for day in said.splitlines()
        if day.strip()
        for event in json.loads(day)
    ]
    return sorted(found, key=lambda event: (event["start"], event["summary"]))


def _khal(home: Path, folder: Path, commands: list[list[str]]) -> list[str]:
    """What khal says to each of `commands`, of a calendar kept in `folder`."""
    config = home / "khal.ini"
    config.write_text(KHAL.format(home=home, folder=folder, zone=ZONE))
    lines = [["--config", str(config), *command] for command in commands]
    return json.loads(_run([sys.executable, "-c", KHAL_COMMANDS], json.dumps(lines).encode()))


def _run(command: list, given: bytes = b"") -> str:
    """What a program prints; what it complains of where it fails."""
    environment = os.environ | {"PYTHONWARNINGS": "ignore", "NO_PROXY": "*", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [str(part) for part in command], input=given, capture_output=True, env=environment
    )
    if done.returncode:
        raise AssertionError(done.stdout.decode() + done.stderr.decode())
    return done.stdout.decode()
