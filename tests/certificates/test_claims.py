"""The claim in a QR: what it says, and that nobody can say anything else with it."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import claims, snapshots
from certificates.published_keys import public_pems
from documentos.sealing import keys
from tests.make import make_certificate

pytestmark = pytest.mark.django_db


def altered(claim: str, **changed) -> str:
    """The same claim saying something else."""
    version, payload, key_id, signature = claim.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    for place, value in changed.items():
        said[int(place.removeprefix("at_"))] = value
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return ".".join(
        [version, base64.urlsafe_b64encode(text).rstrip(b"=").decode(), key_id, signature]
    )


def test_the_qr_leads_to_the_page_and_carries_the_main_facts():
    certificate = make_certificate()
    facts = certificate.facts
    text = claims.qr_text(facts)
    address, _, claim = text.partition("#")
    assert address == f"http://testserver/c/{certificate.code}/"
    said = claims.read(text)
    assert (said.code, said.folio, said.kind) == (facts["code"], facts["folio"], "attendance")
    assert (said.name, said.event) == (facts["holder"]["name"], facts["event"]["title"])
    assert said.days == tuple(facts["event"]["days"])
    assert (said.issued_on, said.issuer) == (facts["issued_on"], "INPRU")
    checked = claims.check(claim, public_pems())
    assert checked.is_true
    assert checked.sentence.startswith("La firma corresponde")


def test_broken_into_lines_by_a_mail_it_is_still_read():
    claim = claims.claim(snapshots.example())
    assert claims.check(
        "\n".join(claim[n : n + 60] for n in range(0, len(claim), 60)), public_pems()
    ).is_true


def test_another_name_another_folio_or_another_day_do_not_have_the_signature():
    claim = claims.claim(snapshots.example())
    for change in ({"at_3": "Otra Persona"}, {"at_1": "X/1"}, {"at_5": ["2020-01-01"]}):
        checked = claims.check(altered(claim, **change), public_pems())
        assert not checked.is_true
        assert checked.sentence.startswith("La firma no corresponde")


def test_a_key_that_is_not_ours_is_told():
    claim = claims.claim(snapshots.example())
    checked = claims.check(claim, {})
    assert (checked.is_known_key, checked.is_true) == (False, False)
    assert checked.claim.key_id in checked.sentence


def test_what_a_retired_key_signed_stays_true():
    claim = claims.claim(snapshots.example())
    keys.rotate(keys.Use.SNAPSHOT, by="prueba")
    later = claims.claim(snapshots.example())
    assert claims.read(claim).key_id != claims.read(later).key_id
    assert claims.check(claim, public_pems()).is_true
    assert claims.check(later, public_pems()).is_true


@pytest.mark.parametrize("text", ["", "hola", "1.a.b.c", "http://testserver/c/X/#", "2" * 300])
def test_what_is_no_claim_is_refused_in_words(text):
    with pytest.raises(claims.NotAClaimError, match="código QR"):
        claims.read(text)


@given(st.text(alphabet='abcdefABCDEF0123456789-_{}[]",', max_size=200))
def test_rubbish_in_the_payload_is_refused_and_never_breaks(text):
    payload = base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode() or "A"
    with pytest.raises(claims.NotAClaimError):
        claims.read(f"1.{payload}.{'0' * 16}.{'A' * 86}")
