"""Of several processes that write one answer at once, one is kept and the others learn of it."""

import pytest

pytestmark = pytest.mark.slow

PROCESSES = 4


def test_taps_on_several_processes_begin_one_ficha_and_one_of_many_answers_stays(site):
    world = site.scene("ficha_scenes.workshop")
    begun = site.at_once("ficha_scenes.begin", [world] * PROCESSES)
    (ficha,) = {one["ficha"] for one in begun}
    values = [f"Respuesta {number}" for number in range(PROCESSES)]
    facts = [{"ficha": ficha, "value": value} for value in values]
    written = site.at_once("ficha_scenes.write", facts)
    (kept,) = [one for one in written if one["theirs"] is None]
    assert site.scene("ficha_scenes.told", ficha=ficha) == {
        "need": kept["value"],
        "revision": 1,
        "fichas": 1,
    }
    others = [one["theirs"] for one in written if one is not kept]
    assert others == [kept["value"]] * (PROCESSES - 1)
