"""A name is corrected by a new constancia, a wrong one is revoked; neither is ever deleted."""

import pytest
from django.utils import timezone

from bitacora.models import Entry
from certificates.corrections import correct_name, revoke
from certificates.issuing import issue
from certificates.models import Certificate
from correo.models import Message
from jornadas.refusal import Refusal
from padron.models import Person
from tests.certificates.attended import make_attended, make_past, make_speaker
from tests.make import make_user, sign_in

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def one():
    event = make_past()
    registration = make_attended(event, given_names="Ana", first_surname="Pena")
    return issue(registration=registration, by="prueba")


def correct(one, name="Mtra. Ana Peña", reason="Faltaba la tilde."):
    return correct_name(certificate=one, name=name, reason=reason, by="prueba")


def test_a_corrected_name_makes_a_new_one_that_says_all_else_as_the_old(one):
    before = Certificate.objects.get(pk=one.pk)
    organizer = one.organizer
    organizer.identities.update(name="Otro nombre", acronym="OTRO")
    new = correct(one)
    one.refresh_from_db()
    assert (one.is_standing, one.reason, one.replaced_by) == (False, "Faltaba la tilde.", new)
    # The old one is byte by byte what it was.
    assert (one.snapshot, one.signature, one.pdf_sha256) == (
        before.snapshot,
        before.signature,
        before.pdf_sha256,
    )
    changed = {key for key in new.facts if new.facts[key] != one.facts[key]}
    assert changed == {"code", "folio", "holder"}
    assert (new.facts["holder"]["name"], new.folio, new.is_standing, bool(new.pdf)) == (
        "Mtra. Ana Peña",
        f"INPRU/DP/0002/{YEAR}",
        True,
        True,
    )
    assert Person.objects.get(pk=one.person_id).certificate_name == "Mtra. Ana Peña"
    assert Message.objects.get(kind="certificates.replaced").context["old_folio"] == one.folio


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [
        ("Ana Pena", "Error", "Ese es el nombre que ya tiene"),
        ("  ", "Error", "Escribe el nombre y el motivo"),
        ("Ana Peña", " ", "Escribe el nombre y el motivo"),
    ],
)
def test_what_corrects_nothing_is_refused_and_costs_no_folio(one, name, reason, words):
    with pytest.raises(Refusal, match=words):
        correct(one, name, reason)
    assert Certificate.objects.get().series.last == 1


def test_a_replaced_one_is_neither_corrected_nor_revoked(one):
    correct(one)
    for action in (correct, lambda one: revoke(certificate=one, reason="Error", by="prueba")):
        with pytest.raises(Refusal, match=f"ya se sustituyó por INPRU/DP/0002/{YEAR}"):
            action(one)


def test_a_revoked_one_keeps_its_row_and_its_folio_and_its_owner_is_told(one):
    revoke(certificate=one, reason="No asistió.", by="prueba")
    one.refresh_from_db()
    assert (one.is_standing, one.revoked_by, one.reason) == (False, "prueba", "No asistió.")
    assert Message.objects.get(kind="certificates.revoked").to == one.person.email
    for action in (correct, lambda one: revoke(certificate=one, reason="Error", by="prueba")):
        with pytest.raises(Refusal, match="ya está revocada"):
            action(one)


def test_a_reason_is_asked_for(one):
    with pytest.raises(Refusal, match="Escribe el motivo"):
        revoke(certificate=one, reason="  ", by="prueba")


def test_the_name_of_a_speaker_is_corrected_too_and_nobody_is_written_to():
    event = make_past()
    one = issue(speaker=make_speaker(event, name="Ana Pena"), event=event, by="prueba")
    new = correct(one, "Ana Peña")
    assert (new.speaker, new.facts["holder"]["name"]) == (one.speaker, "Ana Peña")
    assert not Message.objects.exists()


def test_staff_correct_and_revoke_on_its_page(client, one):
    url = f"/panel/constancias/{one.pk}/"
    sign_in(client, make_user(None, "staff"))
    assert list(client.post(f"{url}revocar/", {"reason": ""}).context["form"].errors) == ["reason"]
    client.post(f"{url}corregir/", {"name": "Ana Peña", "reason": "Tilde"})
    new = Certificate.objects.standing().get()
    client.post(f"/panel/constancias/{new.pk}/revocar/", {"reason": "Error"})
    assert not Certificate.objects.standing().exists()
    shown = client.get(url).content.decode()
    assert f'Sustituida por <a href="/panel/constancias/{new.pk}/">{new.folio}</a>' in shown
    actions = ["certificate.corrected", "certificate.revoked"]
    assert (
        list(
            Entry.objects.filter(action__in=actions).order_by("pk").values_list("action", flat=True)
        )
        == actions
    )


@pytest.mark.parametrize("page", ["", "documento.pdf", "corregir/", "revocar/"])
def test_staff_of_another_institution_find_nothing(client, one, page):
    user = make_user()
    sign_in(client, user)
    assert client.get(f"/panel/constancias/{one.pk}/{page}").status_code == 404
