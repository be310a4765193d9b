"""The register of practices: found by any word, vigente or vencida by its dates, open to all."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from certificates import corrections, recognitions
from certificates.models import Certificate
from padron.models import Municipality
from practicas import open_data, register
from practicas.models import Corrigendum, Recognition
from talleres.models import PopulationGroup
from tests.make import make_body
from tests.practicas.make import make_call, make_proposal, rule, tell_results

pytestmark = pytest.mark.django_db


def make_practice(title="Mapa de baches", *, call=None, body=None, days=(-30, 335), **fields):
    """A practice of the register; `days`: its first and last one, counted from today."""
    yesterday = timezone.localdate() - timedelta(days=1)
    proposal = make_proposal(call or make_call(closes_on=yesterday), body, title=title, **fields)
    rule(proposal)
    if not hasattr(proposal.call, "dictamen"):
        tell_results(proposal.call)
    one = Recognition.objects.get(proposal=proposal)
    today = timezone.localdate()
    one.starts_on, one.ends_on = (today + timedelta(days=day) for day in days)
    one.save()
    return one


def make_withdrawn(**fields):
    one = make_practice(**fields)
    recognitions.issue_call(one.proposal.call, by="prueba")
    certificate = Certificate.objects.get(recognition=one)
    corrections.revoke(certificate=certificate, reason="Dejó de publicarse.", by="prueba")
    return one


def titles(**filters) -> list[str]:
    return [one.title for one in register.find(**filters)]


def test_one_is_found_by_any_of_its_words_whatever_their_accents():
    make_practice("Dónde hay agua", body=make_body("Ayuntamiento de Ñadó"), summary="Por colonia.")
    make_practice("Otra", summary="Nada.")

    found = [titles(text=text) for text in ("donde AGUA", "nado", "colonia agua", "agua nada")]
    assert found == [["Dónde hay agua"], ["Dónde hay agua"], ["Dónde hay agua"], []]
    assert set(titles()) == {"Dónde hay agua", "Otra"}


def test_filters_are_those_of_body_municipality_group_and_year(client):
    place = Municipality.objects.create(inegi_key="15054", name="Metepec", population=242307)
    group = PopulationGroup.objects.create(slug="mayores", name="Personas mayores")
    body = make_body("Ayuntamiento de Metepec", municipality=place)
    make_practice("La una", call=make_call(year=2023), body=body, population_group=group)
    make_practice("La otra", call=make_call(year=2024))

    for query in (
        f"sujeto={body.key}", "municipio=15054", "grupo=mayores", "anio=2023", "q=metepec",
    ):  # fmt: skip
        page = client.get(f"/practicas/?{query}").text
        assert "La una" in page, query
        assert "La otra" not in page, query
    # What is not understood filters nothing.
    both = client.get("/practicas/?anio=abc&sujeto=nadie&vigencia=x").text
    assert "La una" in both
    assert "La otra" in both


def test_it_stands_by_its_dates_and_nothing_has_to_run():
    today = timezone.now()
    one = make_practice(days=(0, 1))

    def state(days):
        (entry,) = register.entries([one], today + timedelta(days=days))
        return entry.state

    assert [state(days) for days in (-1, 0, 1, 2)] == [
        "por-empezar", "vigente", "vigente", "vencida",
    ]  # fmt: skip
    assert [
        [len(titles(state=name, now=today + timedelta(days=day))) for day in (0, 1, 2)]
        for name in ("vigente", "vencida")
    ] == [[1, 1, 0], [0, 0, 1]]


def test_expired_and_withdrawn_ones_stay_and_say_so(client):
    make_practice("Vigente", days=(-30, 30))
    make_practice("Vencida", days=(-400, -35))
    gone = make_withdrawn(title="Retirada", days=(-30, 30))
    make_practice("Por empezar", days=(3, 30))

    names = {"vigente": "Vigente", "vencida": "Vencida", "retirada": "Retirada",
             "por-empezar": "Por empezar"}  # fmt: skip
    assert {name: titles(state=name) for name in names} == {
        name: [title] for name, title in names.items()
    }
    assert sorted(titles()) == sorted(names.values())
    page = client.get(f"/practicas/{gone.slug}/").text
    assert "Este reconocimiento se retiró" in page
    assert "Dejó de publicarse." in page
    assert (
        "Se retiró"
        not in client.get(Recognition.objects.get(title="Vigente").get_absolute_url()).text
    )


def test_the_page_of_one_leads_to_what_it_is_and_to_its_verification(client):
    one = make_practice(url="https://example.org/baches", summary="Un mapa.\nDe todo.")
    recognitions.issue_call(one.proposal.call, by="prueba")
    code = Certificate.objects.get().code

    page = client.get(f"/practicas/{one.slug}/").text

    for words in ("https://example.org/baches", f"/c/{code}/", "Un mapa.<br>De todo.", "Vigente"):
        assert words in page
    assert "Renovar" not in page


def test_the_register_is_told_in_pages_with_the_same_queries_for_one_and_three(
    client, django_assert_num_queries
):
    call = make_call()
    for number in range(3):
        make_proposal(call, title=f"Práctica {number}")
    for proposal in call.proposals.all()[:1]:
        rule(proposal)
    tell_results(call)
    with django_assert_num_queries(QUERIES):
        client.get("/practicas/")
    for proposal in call.proposals.filter(ruling=None):
        rule(proposal)
        Recognition.objects.create(
            proposal=proposal, body=proposal.body, slug=f"p-{proposal.pk}", title=proposal.title,
            starts_on="2020-01-01", ends_on="2020-12-31",
        )  # fmt: skip
    with django_assert_num_queries(QUERIES):
        page = client.get("/practicas/").text
    assert page.count("card stack") == 3


QUERIES = 9


def test_more_than_a_page_is_turned(client):
    call = make_call()
    for number in range(21):
        rule(make_proposal(call, title=f"Práctica {number:02}"))
    tell_results(call)

    assert client.get("/practicas/").text.count('<li class="card stack">') == 20
    assert client.get("/practicas/?page=2").text.count('<li class="card stack">') == 1
    assert client.get("/practicas/?page=99").status_code == 200


def test_open_data_say_the_same_in_csv_json_and_sheet(client):
    place = Municipality.objects.create(inegi_key="15054", name="Metepec", population=242307)
    one = make_practice("=2+2", body=make_body(municipality=place), url="https://example.org/x")
    make_practice("Otra", days=(-400, -35))

    told = client.get("/practicas/datos.json").json()
    rows = {row["practica"]: row for row in told["practicas"]}
    assert set(told["diccionario"]) == set(rows["Otra"]) == {f.name for f in open_data.FIELDS}
    assert rows["=2+2"]["clave_inegi"] == "15054"
    assert rows["=2+2"]["vigencia_hasta"] == one.ends_on.isoformat()
    assert (rows["=2+2"]["estado"], rows["Otra"]["estado"]) == ("vigente", "vencida")

    answer = client.get("/practicas/datos.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [line["clave"] for line in lines] == [row["clave"] for row in told["practicas"]]
    # No program runs what somebody wrote.
    assert {line["practica"] for line in lines} == {"'=2+2", "Otra"}

    sheet = load_workbook(BytesIO(client.get("/practicas/datos.xlsx").content)).active
    assert [cell.value for cell in sheet[1]] == [field.heading for field in open_data.FIELDS]
    assert sheet.max_row == 3

    only = client.get("/practicas/datos.json?vigencia=vencida").json()["practicas"]
    assert [row["practica"] for row in only] == ["Otra"]


def test_the_api_tells_what_the_page_tells(client):
    one = make_practice()
    make_practice("Otra", days=(-400, -35))

    listed = client.get("/api/v1/practices?state=vigente").json()
    assert [each["title"] for each in listed["results"]] == ["Mapa de baches"]
    assert (listed["count"], listed["next"], listed["previous"]) == (1, None, None)
    told = client.get(f"/api/v1/practices/{one.slug}").json()
    assert told == listed["results"][0]
    assert (told["state"], told["document"], told["call"]["title"]) == (
        "vigente", None, one.proposal.call.title,
    )  # fmt: skip
    paged = client.get("/api/v1/practices?page_size=1").json()
    assert paged["next"].endswith("page_size=1&page=2")
    missing = client.get("/api/v1/practices/no-hay")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")
    assert client.get("/api/v1/practices?state=x").status_code == 422


def test_the_api_is_in_the_openapi_document_with_names_of_its_own(client):
    document = client.get("/api/v1/openapi.json").json()

    assert set(document["paths"]["/api/v1/practices"]) == {"get"}
    assert set(document["paths"]["/api/v1/practices/{slug}"]) == {"get"}
    shapes = document["components"]["schemas"]
    assert {"PracticeOut", "PracticesOut", "PracticeBodyOut", "PracticeDocumentOut"} <= set(shapes)
    kinds = shapes["CertificateOut"]["properties"]["kind"]["enum"]
    assert kinds == ["attendance", "workshop", "speaker", "recognition"]


def test_a_corrected_title_is_read_beside_the_first_one(client):
    one = make_practice("Mapa de bacches")
    Corrigendum.objects.create(
        call=one.proposal.call, proposal=one.proposal, said="Mapa de bacches",
        should_say="Mapa de baches", reason="Error de dedo.", made_by="prueba",
    )  # fmt: skip
    page = client.get(f"/practicas/{one.slug}/").text
    assert "<h1>Mapa de bacches</h1>" in page
    assert "Mapa de baches" in page
