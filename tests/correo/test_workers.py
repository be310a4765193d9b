"""A worker is called gone only where it surely is."""

import os
import subprocess
import sys
import time

from correo import workers


def test_a_process_that_works_is_not_gone():
    assert workers.is_gone(workers.me()) is False


def test_a_process_that_ended_is_gone_even_before_its_parent_hears_of_it():
    ask = "from correo import workers; print(workers.me(), flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", ask], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    name = child.stdout.readline().strip()
    alive = workers.is_gone(name)
    child.kill()
    deadline = time.monotonic() + 10
    while not workers.is_gone(name) and time.monotonic() < deadline:
        time.sleep(0.01)
    dead = workers.is_gone(name)
    child.communicate()
    assert (alive, dead, workers.is_gone(name)) == (False, True, True)


def test_another_process_with_the_same_number_is_not_taken_for_it():
    here, pid, start = workers.me().split(":")
    assert (pid, workers.is_gone(f"{here}:{pid}:{int(start) - 1}")) == (str(os.getpid()), True)


def test_who_is_of_elsewhere_is_never_called_gone():
    here, pid, start = workers.me().split(":")
    name, boot, space = here.split("/")
    others = [f"otra/{boot}/{space}", f"{name}/otro/{space}", f"{name}/{boot}/1"]
    assert [workers.is_gone(f"{host}:{pid}:{int(start) - 1}") for host in others] == [False] * 3


def test_without_proc_nobody_is_called_gone(monkeypatch, tmp_path):
    monkeypatch.setattr(workers, "PROC", tmp_path)
    assert workers.is_gone(workers.me()) is False


def test_what_is_no_name_of_a_worker_is_nobody_who_is_gone():
    assert workers.is_gone("") is False
