"""Folios run without gap or double, whoever issues at once and whoever is killed meanwhile."""

import os
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing, contextmanager

import psycopg
import pytest

from bench.browser import signed_in, submit
from bench.clients import rush

pytestmark = pytest.mark.slow

CLIENTS = 32
# Whatever the database, it is the same worker that dies: the second one need not draw as many.
PEOPLE = {"sqlite": 2_000, "postgres": 400}
PATIENCE = 900


def press(port, session):
    """Open the list as a browser does, and press the button of one person."""

    def do(_, path):
        client = signed_in(port, session)
        try:
            page = client.get(path[: path.index("inscripciones")])
            return page.status, submit(client, path, page.text).status
        finally:
            client.close()

    return do


def test_thirty_two_who_issue_at_once_get_folios_in_a_row(site):
    ended = site.scene("issuing_scenes.ended", people=CLIENTS)
    paths = [f"{ended['path']}inscripciones/{pk}/emitir/" for pk in ended["all"]]
    with site.serving():
        rushed = rush(CLIENTS, paths, press(site.port, ended["session"]))
    assert rushed.faults == []
    assert Counter(rushed.answers) == {(200, 302): CLIENTS}
    told = site.scene("issuing_scenes.told")
    assert told["numbers"] == list(range(1, CLIENTS + 1))
    assert (told["last"], told["registrations"]) == ([CLIENTS], ended["all"])
    assert (told["undrawn"], told["files"], len(told["mailed"])) == (0, CLIENTS, CLIENTS)


def test_thirty_two_who_issue_the_same_one_get_one(site):
    ended = site.scene("issuing_scenes.ended", people=1)
    path = f"{ended['path']}inscripciones/{ended['all'][0]}/emitir/"
    with site.serving():
        rushed = rush(CLIENTS, [path] * CLIENTS, press(site.port, ended["session"]))
    assert rushed.faults == []
    told = site.scene("issuing_scenes.told")
    assert (told["numbers"], told["last"], told["files"]) == ([1], [1], 1)
    assert told["mailed"] == ["persona0@example.org"]


def kind_of(site) -> str:
    return "sqlite" if site.environment["DATABASE_URL"].startswith("sqlite:") else "postgres"


@contextmanager
def looking(site):
    """Asks the site's database how many rows there are, without starting a process each time."""
    url = site.environment["DATABASE_URL"]
    connection = (
        sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        if kind_of(site) == "sqlite"
        else psycopg.connect(url, autocommit=True)
    )
    with closing(connection):
        yield lambda table, where: connection.execute(
            f"SELECT COUNT(*) FROM {table} WHERE {where}"
        ).fetchone()[0]


def wait_until(is_time) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_time():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.1)


def kill_when(site, is_time) -> None:
    """A worker that is killed as soon as `is_time()`, and taken for dead a minute later."""
    with site.working() as process:
        wait_until(is_time)
        # The worker and what draws for it: nothing of its own tidies up.
        os.killpg(process.pid, signal.SIGKILL)
    site.scene("issuing_scenes.expire")


def test_killed_in_the_middle_of_two_thousand_none_is_doubled_and_none_missing(site):
    people = PEOPLE[kind_of(site)]
    ended = site.scene("issuing_scenes.ended", people=people)
    site.scene("issuing_scenes.ask", slug=ended["slug"], expected=people)
    with looking(site) as count:
        kill_when(site, lambda: count("certificates_certificate", "TRUE") > 0)
        kill_when(
            site, lambda: count("certificates_certificate", "pdf_sha256 <> ''") > people // 10
        )
        with site.working():
            wait_until(lambda: not count("trabajos_job", "state <> 'done'"))
    told = site.scene("issuing_scenes.told")
    assert told["numbers"] == list(range(1, people + 1))
    assert (told["last"], told["registrations"]) == ([people], ended["all"])
    assert (told["undrawn"], told["files"]) == (0, people)
    assert told["mailed"] == sorted(f"persona{n}@example.org" for n in range(people))
    assert told["results"][-1] == {"issued": people, "already": 0, "not_due": 0}
