"""/c/<code>/ and /constancias/: what a verifier sees, and what nobody learns."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from bitacora.models import Entry
from certificates import corrections
from certificates.models import Certificate
from documentos.models import SealingKey
from documentos.sealing import keys
from jornadas.codes import make_code, spoken
from tests.jornadas.reading import heading, words
from tests.make import (
    make_certificate,
    make_event,
    make_organizer,
    make_person,
    make_registration,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def certificate():
    person = make_person(given_names="Ana", first_surname="Peña", second_surname="Ortiz")
    return make_certificate(make_registration(make_event(title="Segunda Jornada"), person))


def texts(facts) -> list[str]:
    """Every text in a snapshot that is printed."""
    printed = [facts["folio"], facts["place_and_date"], spoken(facts["code"])]
    printed += facts["holder"].values()
    printed += [facts["wording"]["heading"], facts["wording"]["text"]]
    printed += [v for k, v in facts["event"].items() if k not in ("days", "minutes")]
    printed += [v for k, v in facts["issuer"].items() if k != "logo_sha256"]
    for one in facts["signatories"]:
        printed += one.values()
    return [" ".join(text.split()) for text in printed if text]


def test_every_printed_fact_is_shown_to_whoever_has_the_code(client, certificate):
    make_organizer().signatories.create(
        name="Mtra. Eva Luna", post="Directora", starts_on="2016-01-01"
    )
    certificate = make_certificate(make_registration(certificate.event))
    answer = client.get(certificate.get_absolute_url())
    page = words(answer)
    assert [text for text in texts(certificate.facts) if text not in page] == []
    assert "Mtra. Eva Luna, Directora" in page
    assert "Vigente. La emitimos el" in page
    assert certificate.key_id in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_visitor_costs_three_queries(client, certificate, django_assert_num_queries):
    client.get(certificate.get_absolute_url())
    with django_assert_num_queries(3):
        client.get(certificate.get_absolute_url())
    new = corrections.correct_name(
        certificate=certificate, name="Otra", reason="Estaba mal.", by="prueba"
    )
    keys.rotate(keys.Use.SNAPSHOT, by="prueba")
    for one in (certificate, new):
        with django_assert_num_queries(3):
            client.get(one.get_absolute_url())


def test_what_changes_later_changes_nothing_here(client, certificate):
    before = texts(certificate.facts)
    person, event = certificate.person, certificate.event
    person.certificate_name, person.given_names = "Otro Nombre", "Otra"
    person.save()
    event.title = "Otro título"
    event.save()
    make_organizer().identities.update(name="Otra institución", acronym="OTRA", address="Otra")
    page = words(client.get(certificate.get_absolute_url())).split("Así", 1)[0]
    assert [text for text in before if text not in page] == []


def test_a_replaced_one_says_by_which_since_when_and_why(client, certificate):
    new = corrections.correct_name(
        certificate=certificate, name="Ana Peña de Ortiz", reason="Faltaba «de».", by="prueba"
    )
    old_page = client.get(certificate.get_absolute_url())
    assert "Sustituida. Dejó de estar vigente el" in words(old_page)
    assert "Motivo: Faltaba «de»." in words(old_page)
    assert f'href="{new.get_absolute_url()}">{new.folio}</a>' in old_page.content.decode()
    new_page = words(client.get(new.get_absolute_url()))
    assert "Vigente." in new_page
    assert f"Sustituye a la constancia {certificate.folio}" in new_page


def test_a_revoked_one_stays_and_says_when_and_why(client, certificate):
    corrections.revoke(certificate=certificate, reason="No asistió.", by="prueba")
    page = words(client.get(certificate.get_absolute_url()))
    assert "Revocada. Dejó de ser válida el" in page
    assert "Motivo: No asistió." in page
    assert "Segunda Jornada" in page
    assert "Vigente." not in page


def test_facts_changed_in_the_table_are_told(client, certificate):
    """Whoever can write to the database cannot make a constancia say something else."""
    changed = certificate.snapshot.replace("Ana", "Eva")
    Certificate.objects.filter(pk=certificate.pk).update(snapshot=changed)
    page = words(client.get(certificate.get_absolute_url()))
    assert "No la des por buena." in page


def test_a_true_text_under_another_code_is_told(client, certificate):
    other = make_certificate()
    Certificate.objects.filter(pk=other.pk).update(
        snapshot=certificate.snapshot, signature=certificate.signature
    )
    assert "No la des por buena." in words(client.get(other.get_absolute_url()))
    assert "No la des por buena." not in words(client.get(certificate.get_absolute_url()))


def test_a_key_that_was_never_published_proves_nothing(client, certificate):
    SealingKey.objects.filter(pk=certificate.key_id).delete()
    page = words(client.get(certificate.get_absolute_url()))
    assert "No la des por buena." in page
    assert "que no está publicada" in page


def test_the_code_may_be_written_as_people_write(client, certificate):
    typed = f" {spoken(certificate.code).lower()} "
    answer = client.get(f"/c/{typed.strip()}/")
    assert (answer.status_code, answer.url) == (302, certificate.get_absolute_url())
    for text in (typed, certificate.code, f"http://testserver/c/{certificate.code}/#1.abc"):
        answer = client.post("/constancias/", {"code": text})
        assert (answer.status_code, answer.url) == (302, certificate.get_absolute_url())


def test_an_unknown_code_is_told_what_to_check_and_nothing_else(client):
    code = make_code()
    answer = client.get(f"/c/{code}/")
    assert answer.status_code == 404
    assert heading(answer) == "No encontramos una constancia con ese código"
    page = words(client.post("/constancias/", {"code": code}))
    assert "No encontramos una constancia con ese código." in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Escribe el código de la constancia."),
        ("INPRU/DP/0012/2026", "Eso parece el folio."),
        ("ABC", "escribiste 3"),
        ("0000000000001", "Hay una letra o un número equivocado."),
    ],
)
def test_what_is_no_code_is_told_what_is_wrong(client, typed, said):
    assert said in words(client.post("/constancias/", {"code": typed}))


def test_who_asks_in_vain_too_often_is_stopped_and_who_has_a_code_is_not(
    client, settings, certificate
):
    for _ in range(30):
        assert client.get(f"/c/{make_code()}/").status_code == 404
    answer = client.get(f"/c/{make_code()}/")
    assert answer.status_code == 429
    assert heading(answer) == "Demasiadas consultas seguidas"
    assert answer["Retry-After"] == "60"
    assert client.post("/constancias/", {"code": make_code()}).status_code == 429
    assert client.get(certificate.get_absolute_url()).status_code == 200
    # Another address goes on.
    assert client.get(f"/c/{make_code()}/", REMOTE_ADDR="10.0.0.9").status_code == 404


def test_codes_cannot_be_counted_through():
    codes = [make_certificate().code for _ in range(3)]
    assert len({code[:4] for code in codes}) == 3


def test_strangers_download_nothing_and_learn_nothing(client, certificate):
    for name in ("certificate_pdf", "certificate_badge"):
        path = reverse(name, args=[certificate.code])
        assert "/cuentas/entrar/" in client.get(path)["Location"]
    client.force_login(make_user(make_person()))
    for name in ("certificate_pdf", "certificate_badge"):
        assert client.get(reverse(name, args=[certificate.code])).status_code == 404
        assert client.post(reverse(name, args=[certificate.code])).status_code == 405
    page = client.get(certificate.get_absolute_url()).content.decode()
    assert "constancia.pdf" not in page


def test_its_owner_downloads_the_very_file_that_is_kept(client, certificate):
    client.force_login(make_user(certificate.person))
    path = reverse("certificate_pdf", args=[certificate.code])
    assert path in client.get(certificate.get_absolute_url()).content.decode()
    first = client.get(path)
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert client.get(path).content == first.content
    assert not Entry.objects.filter(action="certificate.downloaded").exists()


def test_staff_download_it_and_that_leaves_a_trace(client, certificate):
    sign_in(client, make_user(None, "staff"))
    assert client.get(reverse("certificate_pdf", args=[certificate.code])).status_code == 200
    assert Entry.objects.get(action="certificate.downloaded").thing_id == str(certificate.pk)


def test_the_keys_are_published_also_retired_ones(client, certificate):
    first = certificate.key_id
    new = keys.rotate(keys.Use.SNAPSHOT, by="prueba")
    told = {one["id"]: one for one in client.get("/constancias/llaves.json").json()["keys"]}
    assert told[first]["until"] is not None
    assert told[new.key_id]["until"] is None
    assert told[first]["pem"] == SealingKey.objects.get(pk=first).public
    page = words(client.get("/constancias/llaves/"))
    assert first in page
    assert new.key_id in page
    assert "PRIVATE" not in client.get("/constancias/llaves.json").content.decode()
