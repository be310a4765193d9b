"""From a photo of a signed sheet to presence: sent, read, confirmed by a person, withdrawn."""

import io
import random
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from asistencia.models import ManualPresence, SheetRow, SignedSheet
from asistencia.paper import sheets
from jornadas.lists import Options, make_list
from jornadas.models import PrintedList
from jornadas.printed_lists import print_list
from jornadas.refusal import Refusal
from tests.asistencia.paper import photos
from tests.make import make_event, make_person, make_registration, make_user, sign_in
from trabajos.models import Job, run_next

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """One whose session goes on, with three people."""
    event = make_event()
    for name in ("Ana", "Luz", "Eva"):
        make_registration(event, make_person(given_names=name, first_surname=f"De {name}"))
    start = timezone.now() - timedelta(hours=1)
    event.sessions.update(
        day=timezone.localdate(start), starts_at=start, ends_at=start + timedelta(hours=2)
    )
    return event


def signed(event, *kinds) -> SimpleUploadedFile:
    """A photo of the first page of the list, printed now, with these marks in its rows."""
    pdf = print_list(make_list(event, Options(blank=2)), by="prueba")
    rows = PrintedList.objects.first().pages[0]["rows"]
    chance = random.Random(3)
    drawn = photos.marked(photos.sheet(pdf, 0), rows, list(kinds), chance)
    content = photos.photo(drawn, chance, turn=3, tilt=4, noise=3, quality=80, long=2400)
    return SimpleUploadedFile("hoja.jpg", content)


def read(event, *kinds) -> SignedSheet:
    (sheet,) = sheets.send(event=event, files=[signed(event, *kinds)], by="prueba").sheets
    assert run_next()
    return SignedSheet.objects.get(pk=sheet.pk)


def test_a_photo_becomes_presence_once_somebody_confirms(event):
    sheet = read(event, "tick", "nothing", "scribble", "tick", "nothing")
    assert list(sheet.rows.values_list("number", "registration__person__given_names", "mark")) == [
        (1, "Ana", "marked"),
        (2, "Eva", "empty"),
        (3, "Luz", "unsure"),
        (4, None, "marked"),
        (5, None, "empty"),
    ]
    assert not ManualPresence.objects.exists()
    said = {1: True, 2: False, 3: False, 4: True, 5: False}
    done = sheets.confirm(sheet=sheet, present=said, session=event.sessions.get(), by="prueba")
    (made,) = ManualPresence.objects.all()
    assert (done.made, made.registration.person.given_names, made.reason, made.evidence.name) == (
        1,
        "Ana",
        "Lista firmada, página 1.",
        sheet.file.name,
    )


def test_what_was_not_made_out_has_to_be_answered(event):
    sheet = read(event, "tick", "nothing", "scribble", "nothing", "nothing")
    with pytest.raises(Refusal, match="Di de cada renglón"):
        sheets.confirm(sheet=sheet, present={1: True}, session=event.sessions.get(), by="prueba")
    assert not ManualPresence.objects.exists()


def test_withdrawn_it_stops_counting_and_stays(event):
    sheet = read(event, "tick", "tick", "nothing", "nothing", "nothing")
    said = {1: True, 2: True, 3: False, 4: False, 5: False}
    sheets.confirm(sheet=sheet, present=said, session=event.sessions.get(), by="prueba")
    sheets.withdraw(sheet=sheet, reason="Era de otro día.", by="prueba")
    assert [ManualPresence.objects.count(), ManualPresence.objects.standing().count()] == [2, 0]
    assert SignedSheet.objects.get().withdrawn_reason == "Era de otro día."


def test_the_same_photo_is_kept_once(event):
    photo = signed(event, *["nothing"] * 5)
    again = SimpleUploadedFile("otra.jpg", photo.read())
    photo.seek(0)
    sent = sheets.send(event=event, files=[photo, again], by="prueba")
    assert [len(sent.sheets), sent.known] == [1, ["otra.jpg"]]


def test_a_second_photo_of_a_page_counts_nobody_twice(event):
    first = read(event, "tick", "nothing", "nothing", "nothing", "nothing")
    said = {1: True, 2: False, 3: False, 4: False, 5: False}
    sheets.confirm(sheet=first, present=said, session=event.sessions.get(), by="prueba")
    second = read(event, "tick", "nothing", "nothing", "nothing", "nothing")
    done = sheets.confirm(sheet=second, present=said, session=event.sessions.get(), by="prueba")
    assert [done.made, done.already, ManualPresence.objects.count()] == [0, 1, 1]


def test_of_a_page_without_codes_somebody_says_which_it_is_and_all_is_asked(event):
    print_list(make_list(event, Options(blank=2)), by="prueba")
    blank = io.BytesIO()
    Image.new("L", (900, 1200), 220).save(blank, "PNG")
    upload = SimpleUploadedFile("hoja.png", blank.getvalue())
    (sheet,) = sheets.send(event=event, files=[upload], by="prueba").sheets
    run_next()
    sheet.refresh_from_db()
    assert [sheet.problem, sheet.rows.count()] == [
        "No se encontraron los códigos de las esquinas.",
        0,
    ]
    sheets.say_page(sheet=sheet, printed=PrintedList.objects.get(), page=1, by="prueba")
    assert set(sheet.rows.values_list("mark", flat=True)) == {SheetRow.Mark.UNSURE}


def test_each_page_of_a_pdf_is_a_sheet(event):
    pdf = print_list(make_list(event, Options(blank=40)), by="prueba")
    upload = SimpleUploadedFile("hojas.pdf", pdf)
    sheets.send(event=event, files=[upload], by="prueba")
    run_next()
    pages = len(PrintedList.objects.get().pages)
    read_pages = SignedSheet.objects.order_by("page").values_list("page", "part")
    assert list(read_pages) == [(n, n) for n in range(1, pages + 1)]
    assert set(SheetRow.objects.values_list("mark", flat=True)) == {"empty"}
    job = Job.objects.get()
    assert (job.state, job.result) == ("done", {"pages": pages})


def bomb() -> bytes:
    """A PNG of some kilobytes that says it is as large as a wall."""
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bomb(), "La imagen tiene demasiados puntos"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 4000, "incompleto o dañado"),
        (b"%PDF-1.7\n" + b"x" * 4000, "incompleto o dañado"),
    ],
)
def test_a_hostile_file_is_told_and_harms_nobody(event, content, said):
    upload = SimpleUploadedFile("hoja", content)
    (sheet,) = sheets.send(event=event, files=[upload], by="prueba").sheets
    assert run_next()
    sheet.refresh_from_db()
    assert [said in sheet.problem, Job.objects.get().state] == [True, "done"]


def test_the_pages_lead_from_a_photo_to_presence(event, client):
    staff = sign_in(client, make_user(None, "staff"))
    photo = signed(event, "tick", "nothing", "scribble", "nothing", "nothing")
    url = reverse("panel_sheets", args=[event.slug])
    assert staff.post(url, {"pictures": [photo]}).status_code == 302
    run_next()
    sheet = SignedSheet.objects.get()
    page = reverse("panel_sheet", args=[event.slug, sheet.pk])
    answer = staff.get(page)
    asked = [line.row.number for line in answer.context["lines"]]
    assert asked == [3, 1, 2, 4, 5]
    session = event.sessions.get().pk
    unanswered = staff.post(page, {"session": session, "r1": "on"})
    assert [unanswered.status_code, "Di si asistió." in unanswered.content.decode()] == [422, True]
    assert staff.post(page, {"session": session, "r1": "on", "r3": "no"}).status_code == 302
    assert ManualPresence.objects.get().registration.person.given_names == "Ana"
    picture = staff.get(reverse("panel_sheet_picture", args=[event.slug, sheet.pk]))
    assert [picture["Content-Type"], picture["Cache-Control"], picture.content[:2]] == [
        "image/jpeg",
        "no-store",
        b"\xff\xd8",
    ]


@pytest.mark.parametrize("content", [b"GIF89a", b"<html>"])
def test_what_is_no_picture_is_refused_at_its_field(event, client, content):
    staff = sign_in(client, make_user(None, "staff"))
    url = reverse("panel_sheets", args=[event.slug])
    answer = staff.post(url, {"pictures": [SimpleUploadedFile("x.jpg", content)]})
    told = "«x.jpg»: Sube un PDF o una imagen JPEG o PNG."
    assert [answer.status_code, told in answer.content.decode()] == [422, True]


@pytest.mark.parametrize("count", [1, 3])
def test_one_and_three_sheets_cost_the_same(event, client, count, django_assert_num_queries):
    staff = sign_in(client, make_user(None, "staff"))
    printed = PrintedList.objects.create(event=event, pages=[{"rows": []}], made_by="prueba")
    for n in range(count):
        SignedSheet.objects.create(
            event=event, printed=printed, page=1, file="x", sha256=str(n), uploaded_by="prueba"
        )
    staff.get(reverse("panel_sheets", args=[event.slug]))
    with django_assert_num_queries(8):
        staff.get(reverse("panel_sheets", args=[event.slug]))
