"""The scripts: what they promise on any machine, and one whole life of the server."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from bench.site import free_port

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ["server", "test", "bench", "check", "lock", "screenshots"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_plain_sh_and_can_be_run(name):
    path = ROOT / "script" / name
    assert path.read_text().startswith("#!/bin/sh\n")
    assert os.access(path, os.X_OK)
    assert subprocess.run(["sh", "-n", path], check=False).returncode == 0


def test_locks_pin_everything_with_its_hash_and_name_no_place():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        pinned = re.findall(r"^[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==", text, re.MULTILINE)
        entries = re.split(r"\n(?=[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==)", text)[1:]
        assert len(pinned) > 20
        assert [entry[:40] for entry in entries if "--hash=sha256:" not in entry] == []
        assert re.findall(r"https?://|file://|--index-url|--find-links", text) == []


def environment(folder: Path, **more) -> dict:
    return {
        **os.environ,
        "DATA_DIR": str(folder / "data"),
        "STATIC_ROOT": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **more,
    }


def start(folder: Path, port: int, **more) -> subprocess.Popen:
    env = {
        name: value
        for name, value in environment(folder, **more).items()
        if name not in {"SITE_URL", "DEMO", "SECRET_KEY"} or name in more
    }
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "config.serve", "--port", str(port)],
            cwd=ROOT,
            env=env,
            stdout=log,
            stderr=log,
        )


def get(port: int, path: str) -> tuple[int, bytes]:
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def healthy(port: int) -> bool:
    """Whether it says that all is well, the worker too, within a while."""
    for _ in range(100):
        status, body = get(port, "/salud/")
        if status == 200:
            return json.loads(body)["ok"]
        time.sleep(0.3)
    return False


@pytest.mark.slow
def test_the_server_prepares_everything_runs_and_stops_cleanly(tmp_path):
    port = free_port()
    server = start(tmp_path, port)
    try:
        assert get(port, "/cuentas/demo/")[0] == 200
        assert healthy(port)
    finally:
        server.send_signal(signal.SIGTERM)
        status = server.wait(40)
    said = (tmp_path / "log").read_text()
    assert (status, "Traceback" in said) == (0, False)
    assert f"http://127.0.0.1:{port}/" in said
    assert f"http://127.0.0.1:{port}/cuentas/demo/" in said
    assert "personal@demo.jornadas.example" in said
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)


MAKE_REAL = """
import django; django.setup()
from padron.models import User
User.objects.create_user("alguien@example.org")
"""


@pytest.mark.slow
def test_the_demo_never_opens_beside_real_data(tmp_path):
    env = environment(tmp_path, SECRET_KEY="x", DEMO="0")
    for arguments in (["manage.py", "migrate", "-v0"], ["-c", MAKE_REAL]):
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, check=True)
    port = free_port()
    server = start(tmp_path, port)
    try:
        assert get(port, "/cuentas/demo/")[0] == 404
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(40) == 0
    refused = start(tmp_path, free_port(), DEMO="1")
    assert refused.wait(60) == 1
    assert "no son de la demostración" in (tmp_path / "log").read_text()


def test_an_idle_site_does_not_hold_what_few_ask_for(tmp_path):
    """They take 3 to 25 MB each of a machine that may have little; whoever asks first, loads it."""
    rare = ["numpy", "openpyxl", "lxml", "psycopg", "pyhanko", "pypdfium2"]
    asked = f"import sys, config.wsgi; print([name for name in {rare} if name in sys.modules])"
    env = environment(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'x.sqlite3'}", SECRET_KEY="x")
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
