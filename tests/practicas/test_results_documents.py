"""The reconocimiento as a document: issued after the moment, once, and verified like any other."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from certificates import corrections, previews, recognitions, wordings
from certificates.badges import badge
from certificates.claims import claim, read
from certificates.models import Certificate, Kind
from certificates.verification import find
from correo.models import Message
from jornadas.refusal import Refusal
from practicas.result_documents import documents
from tests.make import make_body, make_enlace, make_organizer, make_user, sign_in
from tests.practicas.make import make_call, make_proposal, rule, tell_results

pytestmark = pytest.mark.django_db


def make_told(**fields):
    """A practice of a body with an enlace, whose results are public since an hour."""
    body = make_body("Ayuntamiento de Calimaya")
    enlace = make_enlace(body, given_names="Eva", first_surname="Enlace")
    proposal = make_proposal(make_call(), body, title="Mapa de baches", **fields)
    rule(proposal)
    (recognition,) = tell_results(proposal.call)
    return recognition, enlace


def test_it_is_issued_only_after_the_results_and_once():
    proposal = make_proposal()
    rule(proposal)
    moment = timezone.now() + timedelta(days=1)
    tell_results(proposal.call, moment)

    with pytest.raises(Refusal, match="todavía no se publican"):
        recognitions.issue_call(proposal.call, by="prueba", now=moment - timedelta(seconds=1))
    assert not Certificate.objects.exists()

    assert recognitions.issue_call(proposal.call, by="prueba", now=moment) == 1
    assert recognitions.issue_call(proposal.call, by="prueba", now=moment) == 0
    one = Certificate.objects.get()
    assert (one.kind, one.event, one.recognition) == ("recognition", None, proposal.recognition)
    assert one.folio == f"INPRU/DP/0001/{timezone.localdate(moment).year}"
    assert one.pdf_sha256


def test_it_says_body_practice_call_dictamen_and_validity():
    recognition, _ = make_told()
    recognition.starts_on, recognition.ends_on = date(2026, 8, 25), date(2027, 8, 24)
    recognition.save()
    call = recognition.proposal.call

    recognitions.issue_call(call, by="prueba")

    facts = Certificate.objects.get().facts
    assert facts["holder"] == {"name": "Ayuntamiento de Calimaya", "body": "", "post": ""}
    assert facts["wording"]["heading"] == "RECONOCIMIENTO"
    assert facts["wording"]["text"] == (
        "Por su práctica de transparencia proactiva «Mapa de baches», que el Jurado Calificador "
        f"declaró procedente en su dictamen DICTAMEN/{call.pk} conforme a la convocatoria "
        f"«{call.title}». Este reconocimiento tiene vigencia del 25 de agosto de 2026 al 24 de "
        "agosto de 2027."
    )
    assert facts["event"] == {
        "title": "Mapa de baches",
        "kind": "Práctica",
        "program": call.title,
        "modality": "",
        "days": ["2026-08-25", "2027-08-24"],
        "days_words": "del 25 de agosto de 2026 al 24 de agosto de 2027",
        "hours_words": "",
        "minutes": None,
        "agreement": f"DICTAMEN/{call.pk}",
    }


def test_it_is_verified_like_others_and_says_until_when_it_stands(client):
    recognition, _ = make_told()
    recognitions.issue_call(recognition.proposal.call, by="prueba")
    one = Certificate.objects.get()

    page = client.get(one.get_absolute_url())
    assert page.status_code == 200
    assert "Reconocimiento de Ayuntamiento de Calimaya" in page.text
    assert "Vigente." in page.text
    assert "es válido hasta el" in page.text
    assert "Descargar el PDF" not in page.text
    said = read(claim(one.facts))
    assert (said.kind, said.name, said.event) == (
        "recognition", "Ayuntamiento de Calimaya", "Mapa de baches",
    )  # fmt: skip
    answer = client.get(f"/api/v1/certificates/{one.code}").json()
    assert (answer["kind"], answer["state"]) == ("recognition", "vigente")
    assert answer["valid_until"] == recognition.ends_on.isoformat()

    credential = badge(one)
    achievement = credential["credentialSubject"]["achievement"]
    assert achievement["id"].endswith(f"/practicas/{recognition.slug}/#recognition")
    ended = recognition.ends_on + timedelta(days=1)
    assert datetime.fromisoformat(credential["validUntil"]).date() == ended

    # Its validity passes without anything having to run.
    found = find(one.code)
    found.facts["event"]["days"][-1] = "2020-01-01"
    assert found.is_expired


def test_the_enlace_of_the_body_sees_and_downloads_it_and_nobody_else_does(client):
    recognition, enlace = make_told()
    recognitions.issue_call(recognition.proposal.call, by="prueba")
    one = Certificate.objects.get()
    mail = Message.objects.get(kind="certificates.recognition_ready")
    assert mail.to == enlace.email

    sign_in(client, make_user(make_enlace(make_body())))
    assert client.get(f"/c/{one.code}/constancia.pdf").status_code == 404
    assert "Descargar el PDF" not in client.get(one.get_absolute_url()).text

    sign_in(client, make_user(enlace))
    assert "Descargar el PDF" in client.get(one.get_absolute_url()).text
    answer = client.get(f"/c/{one.code}/constancia.pdf")
    assert answer.content.startswith(b"%PDF")
    assert f"reconocimiento-{one.code}.pdf" in answer["Content-Disposition"]
    assert client.get(f"/c/{one.code}/badge.json").status_code == 200


def test_a_withdrawn_one_is_told_and_not_issued_anew():
    recognition, _ = make_told()
    call = recognition.proposal.call
    recognitions.issue_call(call, by="prueba")
    one = Certificate.objects.get()
    assert documents([recognition])[recognition.pk].withdrawn_at is None

    corrections.revoke(certificate=one, reason="Dejó de publicarse.", by="prueba")

    assert recognitions.issue_call(call, by="prueba") == 0
    told = documents([recognition])[recognition.pk]
    assert told.withdrawn_at
    assert told.reason == "Dejó de publicarse."
    kinds = list(Message.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["certificates.recognition_ready", "certificates.recognition_revoked"]


def test_a_corrected_name_makes_another_which_is_the_one_that_the_register_tells():
    recognition, _ = make_told()
    recognitions.issue_call(recognition.proposal.call, by="prueba")
    old = Certificate.objects.get()

    new = corrections.correct_name(
        certificate=old, name="H. Ayuntamiento de Calimaya", reason="Faltaba.", by="prueba"
    )

    assert new.recognition == recognition
    assert documents([recognition])[recognition.pk].folio == new.folio
    assert Message.objects.filter(kind="certificates.recognition_replaced").count() == 1


def test_staff_issue_from_the_panel_see_it_among_all_and_find_it(client):
    recognition, _ = make_told()
    call = recognition.proposal.call
    sign_in(client, make_user(None, "staff"))
    url = f"/panel/convocatorias/{call.slug}/reconocimientos/"

    assert "Emitir los que faltan (1)" in client.get(url).text
    assert "¿Emitir 1 reconocimiento?" in client.get(f"{url}emitir/").text
    assert client.post(f"{url}emitir/", follow=True).status_code == 200
    one = Certificate.objects.get()

    assert one.folio in client.get(url).text
    assert "Mapa de baches" in client.get("/panel/constancias/?q=Calimaya").text
    assert one.folio not in client.get("/panel/constancias/?q=Otra").text
    assert one.folio in client.get("/panel/constancias/?tipo=recognition").text
    assert "Mapa de baches" in client.get(f"/panel/constancias/{one.pk}/").text
    assert client.get("/panel/constancias/emitidas.xlsx").status_code == 200
    assert (
        "¿Revocar este reconocimiento?" in client.get(f"/panel/constancias/{one.pk}/revocar/").text
    )


@pytest.mark.parametrize("is_known", [False, True])
def test_its_wording_can_be_looked_at_before(is_known):
    if is_known:
        make_told()
    wording = wordings.by_custom(make_organizer(), Kind.RECOGNITION)

    assert previews.pdf(wording).startswith(b"%PDF")
    name = previews.facts(wording)["event"]["title"]
    assert name == ("Mapa de baches" if is_known else "Mapa de servicios de ejemplo")
