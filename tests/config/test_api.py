"""The API's root: its document, and errors that say in Spanish what to do."""

import json
import string

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ninja import Schema
from openapi_spec_validator import OpenAPIV31SpecValidator

import asistencia.schemas
import certificates.api
import jornadas.api
from asistencia.models import Scan
from asistencia.schemas import ScansOut
from tests.asistencia.conftest import Gate
from tests.make import make_event, make_registration

pytestmark = pytest.mark.django_db

CHECKIN = "/api/v1/checkin/"


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json()


@pytest.fixture
def gate(db):
    return Gate(make_event())


def problem(response):
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert (body["type"], body["status"]) == ("about:blank", response.status_code)
    assert body["title"]
    return response.status_code, body["detail"]


def test_the_document_is_valid_openapi(document):
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.")


def test_each_shape_has_a_name_of_its_own():
    """Two of one name would be one in the document, and say of the other what it does not hold."""
    shapes = [
        name
        for module in (asistencia.schemas, certificates.api, jornadas.api)
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, Schema) and one.__module__ == module.__name__
    ]
    assert sorted(shapes) == sorted(set(shapes))


def test_the_document_describes_every_address_of_the_gate_with_examples_and_problems(document):
    paths = {path: sorted(ways) for path, ways in document["paths"].items() if "checkin" in path}
    assert paths == {
        f"{CHECKIN}pair": ["post"],
        f"{CHECKIN}scans": ["post"],
        f"{CHECKIN}roster": ["get"],
        f"{CHECKIN}status": ["get"],
        f"{CHECKIN}undo": ["post"],
        f"{CHECKIN}bodies": ["get"],
        f"{CHECKIN}walkins": ["post"],
        f"{CHECKIN}health": ["post"],
    }
    schemas = document["components"]["schemas"]
    for name in ["PairIn", "PairOut", "ScansIn", "ScansOut", "RosterOut", "StatusOut", "Problem"]:
        assert schemas[name]["examples"], name
    for path, ways in paths.items():
        operation = document["paths"][path][ways[0]]
        assert "200" in operation["responses"]
        assert operation["summary"]
        assert ("security" in operation) == (path != f"{CHECKIN}pair")


def test_answers_have_the_shape_that_the_document_promises(gate):
    gate.scan(make_registration(gate.event).code)
    readings = [gate.reading(make_registration(gate.event).code), gate.reading("x"), None]
    answer = gate.post("scans", {"scans": readings}).json()
    ScansOut.model_validate(answer)
    assert sorted(answer["results"][0]) == sorted(
        ScansOut.model_json_schema()["$defs"]["ScanOut"]["properties"]
    )


@pytest.mark.parametrize(
    ("sent", "status", "detail"),
    [
        ("{", 400, "No pudimos leer la petición. Envía JSON bien formado en UTF-8."),
        (b"\xff\xfe", 400, "No pudimos leer la petición. Envía JSON bien formado en UTF-8."),
        ("[" * 100_000, 400, "No pudimos leer la petición. Envía JSON bien formado en UTF-8."),
        ("[]", 422, "Los datos no tienen la forma esperada. scans: falta."),
        ("{}", 422, "Los datos no tienen la forma esperada. scans: falta."),
        ("", 422, "Los datos no tienen la forma esperada. cuerpo: falta."),
        ('{"scans": []}', 422, "Los datos no tienen la forma esperada. scans: está vacío."),
        ('{"scans": 7}', 422, "Los datos no tienen la forma esperada. scans: debe ser una lista."),
        (
            json.dumps({"scans": [None] * 501}),
            422,
            "Los datos no tienen la forma esperada. scans: pasa de 500.",
        ),
    ],
)
def test_an_envelope_that_is_wrong_is_told_why(gate, sent, status, detail):
    response = gate.client.post(
        f"{CHECKIN}scans", sent, content_type="application/json", headers=gate.headers
    )
    assert problem(response) == (status, detail)
    assert not Scan.objects.exists()


def test_what_is_too_big_is_refused_before_it_is_read(gate):
    response = gate.client.post(
        f"{CHECKIN}scans", "x" * 6_000_000, content_type="application/json", headers=gate.headers
    )
    assert problem(response) == (
        413,
        "La petición es demasiado grande. Envía menos lecturas a la vez.",
    )


def test_unknown_addresses_and_methods_are_problems_too(gate):
    client = Client(enforce_csrf_checks=True)
    assert problem(client.get("/api/v1/nada"))[0] == 404
    assert problem(client.post("/api/v1/checkin/nada/"))[0] == 404
    assert problem(client.get("/api/v1/"))[0] == 404
    assert problem(client.get(f"{CHECKIN}scans")) == (405, "Esta dirección solo acepta POST.")
    assert problem(client.delete(f"{CHECKIN}roster")) == (405, "Esta dirección solo acepta GET.")
    assert problem(client.post("/api/v1/openapi.json"))[0] == 405


def test_a_failure_of_ours_is_a_problem_without_details(gate, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("María")

    monkeypatch.setattr("asistencia.checkin.receive", broken)
    response = gate.post("scans", {"scans": [gate.reading("x")]})
    assert problem(response) == (500, "Algo falló de nuestro lado y ya quedó anotado. Reintenta.")
    assert "API error at /api/v1/checkin/scans" in caplog.text


rubbish = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=80),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=4)
    ),
    max_leaves=8,
)
almost = st.fixed_dictionaries(
    {},
    optional={
        "id": st.uuids().map(str) | rubbish,
        "code": st.text(string.printable, max_size=90) | st.text(max_size=20) | rubbish,
        "scanned_at": st.datetimes().map(str) | st.just("2026-02-05T09:02:11-06:00") | rubbish,
        "direction": st.sampled_from(["entry", "exit"]) | rubbish,
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(almost | rubbish, min_size=1, max_size=6))
def test_rubbish_is_answered_entry_by_entry(gate, entries):
    response = gate.post("scans", json.dumps({"scans": entries}))
    assert response.status_code == 200, response.content
    assert len(response.json()["results"]) == len(entries)
    ScansOut.model_validate(response.json())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=60) | rubbish.map(json.dumps).map(str.encode), since=st.text())
def test_rubbish_is_never_a_failure_of_ours(gate, body, since):
    for path in ["pair", "scans", "undo"]:
        response = gate.client.post(
            CHECKIN + path, body, content_type="application/json", headers=gate.headers
        )
        assert response.status_code < 500, response.content
    assert gate.get("roster", since=since).status_code < 500
