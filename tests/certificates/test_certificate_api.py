"""GET /api/v1/certificates/<code>: what the page shows, and no more."""

import json

import pytest
from django.core.cache import cache

from certificates import corrections
from jornadas.codes import make_code
from tests.make import make_certificate, make_person, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


def ask(client, code):
    return client.get(f"/api/v1/certificates/{code}")


def test_one_that_stands_is_told_whole(client):
    made = make_certificate()
    facts = made.facts
    issuer = {name: value for name, value in facts["issuer"].items() if name != "logo_sha256"}
    event = {
        name: facts["event"][name]
        for name in ("title", "kind", "program", "modality", "days", "minutes", "agreement")
    }
    assert ask(client, made.code).json() == {
        "code": made.code,
        "folio": made.folio,
        "kind": "attendance",
        "state": "vigente",
        "ended_at": None,
        "reason": "",
        "replaced_by": None,
        "valid_until": None,
        "issued_on": facts["issued_on"],
        "place_and_date": facts["place_and_date"],
        "holder": facts["holder"],
        "event": event,
        "wording": {name: facts["wording"][name] for name in ("heading", "text")},
        "issuer": issuer,
        "signatories": [],
        "url": f"http://testserver/c/{made.code}/",
        "seal": {
            "snapshot": made.snapshot,
            "signature": made.signature,
            "key_id": made.key_id,
            "is_valid": True,
        },
    }


def test_it_tells_nothing_of_the_person_that_is_not_printed(client):
    person = make_person(email="ana.secreta@example.org")
    made = make_certificate(make_registration(person=person))
    told = ask(client, made.code).content.decode()
    assert "ana.secreta" not in told
    assert made.registration.code not in told


def test_the_state_follows(client):
    made = make_certificate()
    new = corrections.correct_name(certificate=made, name="Otra", reason="Estaba mal.", by="x")
    old = ask(client, made.code).json()
    assert (old["state"], old["replaced_by"], old["reason"]) == (
        "sustituida", new.code, "Estaba mal.",
    )  # fmt: skip
    assert old["ended_at"] is not None
    corrections.revoke(certificate=new, reason="No asistió.", by="x")
    assert (ask(client, new.code).json()["state"], ask(client, new.code).json()["reason"]) == (
        "revocada", "No asistió.",
    )  # fmt: skip


def test_an_unknown_code_is_a_problem_in_words(client):
    for code in (make_code(), "hola"):
        answer = ask(client, code)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        assert answer.json()["detail"].startswith("No hay una constancia con ese código.")
    assert client.post(f"/api/v1/certificates/{make_code()}").status_code == 405


def test_who_asks_too_much_is_told_to_wait(client):
    for _ in range(30):
        ask(client, make_code())
    answer = ask(client, make_code())
    assert (answer.status_code, answer.json()["title"]) == (429, "Demasiadas peticiones")


def test_the_openapi_document_describes_it(client):
    document = client.get("/api/v1/openapi.json").json()
    described = document["paths"]["/api/v1/certificates/{code}"]["get"]
    assert {"200", "404", "429"} <= set(described["responses"])
    assert "byte por byte" in json.dumps(document["components"]["schemas"]["SealOut"])
