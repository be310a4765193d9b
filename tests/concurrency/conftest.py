"""A real site, with several processes, on SQLite and on PostgreSQL."""

import pytest

from bench.site import sites


@pytest.fixture(scope="session")
def sqlite_sites():
    with sites() as made:
        yield made


@pytest.fixture(scope="session")
def postgres_sites():
    with sites(on_postgres=True) as made:
        yield made


@pytest.fixture
def environment():
    """What a site is told beyond the usual; a test that needs more says it in its module."""
    return {}


@pytest.fixture(
    params=[
        pytest.param("sqlite_sites", marks=pytest.mark.xdist_group("sqlite")),
        pytest.param("postgres_sites", marks=pytest.mark.postgres),
    ],
    ids=["sqlite", "postgres"],
)
def site(request, environment):
    """A prepared site on a fresh database of each kind, whose log tells of nothing that broke."""
    with request.getfixturevalue(request.param).new(**environment) as site:
        yield site
        log = site.log.read_text() if site.log.exists() else ""
        assert "database is locked" not in log
        assert "Traceback" not in log, log[-4000:]
