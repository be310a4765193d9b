"""Forty photos of signed sheets with known marks: every mark is right or asked, nobody is invented.

How many were asked: `pytest -s tests/asistencia/paper/test_reading.py`.
"""

import io
import random
import sys
from collections import Counter

import pytest
from PIL import Image

from asistencia.paper import reader
from jornadas import list_sheet
from jornadas.codes import make_code
from jornadas.lists import Options, make_list
from padron.models import Person
from tests.asistencia.paper import photos
from tests.jornadas.test_lists import _person, _register
from tests.make import make_body, make_event

pytestmark = pytest.mark.django_db

PHOTOS, PART = 40, 10
# What rows of a list mostly hold: who came, who did not; and all kinds of the rest.
USUAL = ["nothing"] * 5 + ["tick"] * 5 + list(photos.KINDS)


def printed():
    """A list of 43 people as it is printed, its code, and the layout of its pages."""
    event = make_event(title="Segunda Jornada de Capacitación", seats_in_person=60)
    people = Person.objects.bulk_create(_person(number) for number in range(43))
    _register(
        event, people, make_body("Sistema Municipal para el Desarrollo Integral de la Familia")
    )
    code = make_code(random.Random(6).choice)
    pdf, pages = list_sheet.to_sign(make_list(event, Options()), code)
    return pdf, code, pages


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, PHOTOS, PART))
def test_every_mark_of_forty_photos_is_right_or_asked(first):
    pdf, code, pages = printed()
    clean = [photos.sheet(pdf, number) for number in range(len(pages))]
    seen, wrong, lost = Counter(), [], 0
    for n in range(first, first + PART):
        chance, page = random.Random(n), n % len(pages)
        rows = pages[page]["rows"]
        kinds = [chance.choice(USUAL) for _ in rows]
        signed = photos.marked(clean[page], rows, kinds, chance)
        content = photos.photo(signed, chance, **photos.conditions(n))
        said = reader.rows(opened(content), {code: pages})
        if not said["marks"]:
            lost += 1
            seen.update((kind, "unsure") for kind in kinds)
            continue
        assert (said["code"], said["page"]) == (code, page + 1)
        for row, kind, mark in zip(rows, kinds, said["marks"], strict=True):
            seen[kind, mark] += 1
            if mark != "unsure" and mark not in photos.KINDS[kind]:
                wrong.append((n, row[1], kind, mark))
    total, asked = sum(seen.values()), sum(c for (_, mark), c in seen.items() if mark == "unsure")
    plain = {k: c for k, c in seen.items() if k[0] in ("nothing", "tick", "cross")}
    plainly_asked = sum(count for (_, mark), count in plain.items() if mark == "unsure")
    told = [
        f"{PART} photos, {total} rows: {len(wrong)} wrong, {asked} asked",
        f"of {sum(plain.values())} plainly marked or empty: {plainly_asked} asked",
        f"photos whose page was asked: {lost}",
        *(f"  {kind:12} {mark:7} {count:4}" for (kind, mark), count in sorted(seen.items())),
    ]
    sys.stdout.write("\n" + "\n".join(told) + "\n")
    assert wrong == []
    assert plainly_asked < 0.25 * sum(plain.values())
    assert lost <= 1


def test_a_page_scanned_straight_is_read_in_full():
    pdf, code, pages = printed()
    chance, rows = random.Random(5), pages[1]["rows"]
    kinds = [("tick", "nothing", "cross")[n % 3] for n in range(len(rows))]
    signed = photos.marked(photos.sheet(pdf, 1), rows, kinds, chance).reduce(2)
    said = reader.rows(signed.convert("L"), {code: pages})
    expected = ["empty" if kind == "nothing" else "marked" for kind in kinds]
    wrong = [pair for pair in zip(expected, said["marks"], strict=True) if pair[0] != pair[1]]
    # A signature that goes over the line into a row without mark is asked.
    assert {mark for _, mark in wrong} <= {"unsure"}
    assert len(wrong) <= len(rows) // 6


def test_a_list_of_another_event_is_told():
    pdf, code, _ = printed()
    picture = photos.sheet(pdf, 0).reduce(2).convert("L")
    said = reader.rows(picture, {})
    assert said == {"code": code, "page": 1, "problem": reader.FOREIGN, "marks": []}


def test_two_sheets_on_one_photo_are_told():
    pdf, code, pages = printed()
    one, two = (photos.sheet(pdf, number).reduce(3).convert("L") for number in (0, 1))
    both = Image.new("L", (one.width * 2 + 60, one.height), 120)
    both.paste(one, (0, 0))
    both.paste(two, (one.width + 60, 0))
    assert reader.rows(both, {code: pages})["problem"] == reader.SEVERAL


def test_half_a_sheet_is_asked_row_by_row():
    pdf, code, pages = printed()
    whole = photos.sheet(pdf, 0).reduce(2).convert("L")
    half = whole.crop((0, 0, whole.width, whole.height // 2))
    said = reader.rows(half, {code: pages})
    assert [said["problem"], set(said["marks"])] == [reader.CROOKED, {"unsure"}]


def test_a_picture_without_codes_is_told():
    said = reader.rows(Image.new("L", (1500, 2000), 200), {})
    assert said == {"code": None, "page": None, "problem": reader.NO_CODE, "marks": []}
