"""One report brought by several people at once: one report, and nobody's decision written over."""

import json
import subprocess
import sys

import pytest

from bench.site import BASE_DIR

pytestmark = pytest.mark.slow

PEOPLE = 300


def bring(site, slug: str, *files) -> list[dict]:
    """Import each file in a process of its own, all at once; what each said."""
    command = [sys.executable, "manage.py", "import_zoom", slug]
    started = [
        subprocess.Popen(
            [*command, str(file)],
            cwd=BASE_DIR,
            env=site.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for file in files
    ]
    said = [one.communicate(timeout=180) for one in started]
    assert [one.returncode for one in started] == [0] * len(started), said
    return [json.loads(out) for out, _ in said]


def test_one_file_brought_four_times_at_once_is_one_report(site):
    file = site.folder / "reporte.csv"
    held = site.scene("zoom_scenes.held", people=PEOPLE, file=str(file))
    said = bring(site, held["slug"], *[file] * 4)
    assert sorted(one.pop("already") for one in said) == [False, True, True, True]
    assert said == [said[0]] * 4
    assert site.scene("zoom_scenes.kept", event=held["event"]) == {
        "reports": 1,
        "stays": PEOPLE,
        "records": 1,
        "matched": 270,
        "to_confirm": 30,
    }


def test_two_files_that_tell_of_the_same_people_at_once_both_count(site):
    file = site.folder / "reporte.csv"
    held = site.scene("zoom_scenes.held", people=PEOPLE, file=str(file))
    again = site.folder / "otra descarga.csv"
    again.write_bytes(file.read_bytes() + b"\r\n")
    said = bring(site, held["slug"], file, again)
    assert [one["already"] for one in said] == [False, False]
    assert site.scene("zoom_scenes.kept", event=held["event"]) == {
        "reports": 2,
        "stays": 2 * PEOPLE,
        "records": 2,
        "matched": 270,
        "to_confirm": 30,
    }
