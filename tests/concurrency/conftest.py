"""A real site, with several processes, on SQLite and on PostgreSQL."""

import os

import pytest

from bench.site import new_site, postgres


@pytest.fixture(scope="session")
def new_database():
    with postgres() as new:
        yield new


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.xdist_group("sqlite")),
        pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.xdist_group("postgres")]),
    ]
)
def site(request):
    """A prepared site on a fresh database of each kind."""
    url = ""
    if request.param == "postgres":
        url = request.getfixturevalue("new_database")(f"site_{os.urandom(4).hex()}")
    with new_site(url) as site:
        yield site
        log = site.log.read_text() if site.log.exists() else ""
        assert "database is locked" not in log
        assert "Traceback" not in log, log[-4000:]
