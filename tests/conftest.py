"""What every test stands on: a closed network, few but hard examples, a browser where asked for."""

import os
import socket

import hypothesis
import pytest

pytest_plugins = ["tests.browser"]

# Slow machines must not fail a test of rubbish; HYPOTHESIS_PROFILE=thorough looks for longer.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=25, print_blob=True)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=1_000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

_LOOPBACK = ("127.", "::1", "localhost")


class NetworkClosedError(RuntimeError):
    """A test tried to leave this machine."""


@pytest.fixture(autouse=True, scope="session")
def closed_network():
    """Let nobody out: what a test needs from the world stands in the test."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _stay_here(address[0])
        return connect(self, address)

    def guarded_look_up(host, *args, **kwargs):
        if host:
            _stay_here(host)
        return look_up(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def nothing_read_before():
    """Addresses are used again from test to test, by other events."""
    from jornadas import locking

    locking._lately.clear()


def _stay_here(host) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name != "0.0.0.0" and not name.startswith(_LOOPBACK):
        raise NetworkClosedError(f"A test tried to reach {name}")


def pytest_collection_modifyitems(items):
    """Tests of PostgreSQL share one server."""
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.xdist_group("postgres"))


def pytest_terminal_summary(terminalreporter):
    """Name what did not run; where CI=true that is a failure (see `pytest_sessionfinish`)."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("No se probó")
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.line(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("CI") == "true" and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
