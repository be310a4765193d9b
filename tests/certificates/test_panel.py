"""Constancias in the panel: issued after a confirmation, asked names, sheets and a zip."""

import io
import json
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from bitacora.models import Entry
from certificates import names
from certificates.issuing import issue_event
from certificates.models import Certificate
from correo.models import Message
from correo.registry import COMPOSERS
from jornadas.refusal import Refusal
from tests.certificates.attended import make_absent, make_attended, make_past, make_speaker
from tests.jornadas.reading import words
from tests.make import make_user, sign_in
from trabajos.models import run_next

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def event(client):
    """Two who have earned theirs, one who has not, and a speaker; staff looks."""
    event = make_past(title="Primera Jornada")
    make_attended(event, given_names="Ana", first_surname="Alfa", email="ana@example.org")
    make_attended(event, given_names="Eva", first_surname="Ñandú", email="eva@example.org")
    make_absent(event, given_names="Zoe", first_surname="Zeta")
    make_speaker(event)
    sign_in(client, make_user(None, "staff"))
    return event


def shown(client, event, **query) -> list[str]:
    page = client.get(f"/panel/eventos/{event.slug}/constancias/", query).context["page"]
    return [one.list_name for one in page]


def test_all_are_issued_after_a_question_and_the_page_says_how_far_it_is(client, event):
    base = f"/panel/eventos/{event.slug}/constancias/"
    assert "¿Emitir 3 constancias?" in words(client.get(f"{base}emitir/"))
    assert client.post(f"{base}emitir/", {"expected": "3"})["Location"] == f"{base}avance/"
    page = client.get(f"{base}avance/")
    assert ("En espera" in words(page), page["Refresh"]) == (True, "10")
    assert run_next()
    assert "3 emitidas, 0 ya lo estaban, 1 sin constancia." in words(client.get(f"{base}avance/"))
    assert "data-live-done" in client.get(f"{base}avance/cifras/").content.decode()
    assert [
        shown(client, event, corresponde="emitidas"),
        shown(client, event, corresponde="faltan"),
        shown(client, event, corresponde="no"),
    ] == [["Directora Ana Ponente", "Alfa, Ana", "Ñandú, Eva"], [], ["Zeta, Zoe"]]


def test_a_list_that_changed_meanwhile_is_not_issued(client, event):
    base = f"/panel/eventos/{event.slug}/constancias/"
    answer = client.post(f"{base}emitir/", {"expected": "2"}, follow=True)
    assert "ahora son 3 y no 2" in words(answer)
    assert not run_next()


def test_one_is_issued_by_its_button(client, event):
    one = event.registrations.get(person__given_names="Ana")
    base = f"/panel/eventos/{event.slug}/constancias/"
    assert client.get(f"{base}inscripciones/{one.pk}/emitir/").status_code == 405
    answer = client.post(f"{base}inscripciones/{one.pk}/emitir/", follow=True)
    assert f"Constancia emitida con el folio INPRU/DP/0001/{YEAR}" in words(answer)
    absent = event.registrations.get(person__given_names="Zoe")
    answer = client.post(f"{base}inscripciones/{absent.pk}/emitir/", follow=True)
    assert "No le corresponde constancia." in words(answer)
    assert Certificate.objects.count() == 1


def test_one_and_three_people_cost_the_same(client, django_assert_num_queries):
    event = make_past()
    make_attended(event)
    sign_in(client, make_user(None, "staff"))
    base = f"/panel/eventos/{event.slug}/constancias/"
    issue_event(event, by="prueba")
    client.get(base)
    with django_assert_num_queries(19):
        client.get(base)
    make_attended(event)
    make_absent(event)
    issue_event(event, by="prueba")
    with django_assert_num_queries(19):
        client.get(base)


def test_names_are_asked_once_of_those_who_have_not_confirmed(event):
    ana = event.registrations.get(person__given_names="Ana").person
    ana.name_confirmed_at = timezone.now()
    ana.save()
    assert names.ask(event=event, by="prueba") == 1
    message = Message.objects.get(kind="certificates.name")
    assert (message.to, message.context["printed"]) == ("eva@example.org", "Eva Ñandú")
    with pytest.raises(Refusal, match="No queda a quién preguntar"):
        names.ask(event=event, by="prueba")


def test_staff_ask_names_after_a_question_and_see_who_confirmed(client, event):
    base = f"/panel/eventos/{event.slug}/constancias/"
    assert "0 confirmaron su nombre y 2 no" in words(client.get(base))
    assert "Escribiremos a 2 personas" in words(client.get(f"{base}nombres/"))
    assert "Escribimos a 2 personas." in words(client.post(f"{base}nombres/", follow=True))
    assert Message.objects.filter(kind="certificates.name").count() == 2


def test_every_mail_can_be_read(event):
    names.ask(event=event, by="prueba")
    issue_event(event, by="prueba")
    for message in Message.objects.filter(kind__startswith="certificates."):
        mail = COMPOSERS[message.kind](message.context)
        assert "Primera Jornada" in mail.text
        assert "http" in mail.html


def test_the_zip_has_the_documents_of_those_that_stand(client, event):
    issue_event(event, by="prueba", until=0)  # none is drawn yet
    wrong = Certificate.objects.get(speaker__isnull=False)
    Certificate.objects.filter(pk=wrong.pk).update(
        revoked_at=timezone.now(), revoked_by="x", reason="Error"
    )
    answer = client.get(f"/panel/eventos/{event.slug}/constancias/constancias.zip")
    archive = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.namelist() == [
        f"INPRU-DP-0002-{YEAR}-ana-alfa.pdf",
        f"INPRU-DP-0003-{YEAR}-eva-nandu.pdf",
    ]
    assert {archive.read(name)[:5] for name in archive.namelist()} == {b"%PDF-"}
    assert Entry.objects.get(action="certificates.downloaded").people == 2


def test_the_sheet_of_issued_ones_says_what_was_printed(client, event):
    issue_event(event, by="prueba", until=0)
    answer = client.get("/panel/constancias/emitidas.xlsx", {"evento": event.slug})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [(row[0], row[1], row[4], row[7]) for row in rows[1:]] == [
        (f"INPRU/DP/0001/{YEAR}", "Ana Ponente", "Ponente", "Vigente"),
        (f"INPRU/DP/0002/{YEAR}", "Ana Alfa", "Asistencia a jornada", "Vigente"),
        (f"INPRU/DP/0003/{YEAR}", "Eva Ñandú", "Asistencia a jornada", "Vigente"),
    ]


def test_all_constancias_are_found_by_folio_code_or_name(client, event):
    issue_event(event, by="prueba", until=0)
    eva = Certificate.objects.get(person__given_names="Eva")
    Certificate.objects.filter(pk=eva.pk).update(
        revoked_at=timezone.now(), revoked_by="x", reason="Error"
    )

    def found(**query):
        rows = client.get("/panel/constancias/", query).context["rows"]
        return sorted(holder["name"] for _, holder, _ in rows)

    everybody = ["Ana Alfa", "Ana Ponente", "Eva Ñandú"]
    assert [
        found(),
        found(q="nandu"),
        found(q="0002"),
        found(q=eva.code.lower()),
        found(q="nadie"),
        found(anio=YEAR),
        found(tipo="speaker"),
        found(estado="revocada"),
        found(estado="vigente"),
        found(evento="otro"),
    ] == [
        everybody,
        ["Eva Ñandú"],
        ["Ana Alfa"],
        ["Eva Ñandú"],
        [],
        everybody,
        ["Ana Ponente"],
        ["Eva Ñandú"],
        ["Ana Alfa", "Ana Ponente"],
        [],
    ]


def test_the_command_says_what_it_did(event):
    def run():
        out = io.StringIO()
        call_command("issue_certificates", event.slug, stdout=out)
        return json.loads(out.getvalue())

    not_due = [
        {
            "person": "Zeta, Zoe",
            "body": event.registrations.get(person__given_names="Zoe").body.name,
            "reason": "No se registró su asistencia.",
        }
    ]
    assert [run(), run()] == [
        {"issued": 3, "already_issued": 0, "not_due": not_due},
        {"issued": 0, "already_issued": 3, "not_due": not_due},
    ]
    with pytest.raises(CommandError, match="No existe el evento nada"):
        call_command("issue_certificates", "nada")


def test_staff_of_another_institution_find_nothing(client, event):
    issue_event(event, by="prueba", until=0)
    sign_in(client, make_user())
    for page in ("", "emitir/", "avance/", "nombres/", "constancias.zip"):
        assert client.get(f"/panel/eventos/{event.slug}/constancias/{page}").status_code == 404
