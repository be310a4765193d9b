"""Of several processes that write one answer at once, one is kept and the others learn of it."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.slow

PROCESSES = 4
# Long enough for all of them to stand ready.
READY = 12


def at_once(site, name: str, facts: list[dict]) -> list[dict]:
    at = time.time() + READY
    with ThreadPoolExecutor(PROCESSES) as processes:
        return list(
            processes.map(lambda one: site.scene(f"ficha_scenes.{name}", at=at, **one), facts)
        )


def test_taps_on_several_processes_begin_one_ficha_and_one_of_many_answers_stays(site):
    world = site.scene("ficha_scenes.workshop")
    begun = at_once(site, "begin", [world] * PROCESSES)
    (ficha,) = {one["ficha"] for one in begun}
    values = [f"Respuesta {number}" for number in range(PROCESSES)]
    written = at_once(site, "write", [{"ficha": ficha, "value": value} for value in values])
    (kept,) = [one for one in written if one["theirs"] is None]
    assert site.scene("ficha_scenes.told", ficha=ficha) == {
        "need": kept["value"],
        "revision": 1,
        "fichas": 1,
    }
    others = [one["theirs"] for one in written if one is not kept]
    assert others == [kept["value"]] * (PROCESSES - 1)
