"""docs/formats.md is enough: a verifier written from its words alone, with none of our code."""

import json
from base64 import b64decode, urlsafe_b64decode
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certificates import claims
from documentos.sealing import keys
from tests.make import make_certificate, make_registration

pytestmark = pytest.mark.django_db


# ── The verifier: what docs/formats.md says, and cryptography ────────────────────────────────────


def unpadded(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_of(published, key_id):
    (found,) = [key for key in published["keys"] if key["id"] == key_id]
    assert found["use"] == "snapshot"
    assert sha256(found["pem"].encode()).hexdigest()[:16] == key_id
    return Ed25519PublicKey.from_public_bytes(unpadded(found["x"]))


def facts_of_seal(seal, published):
    key = key_of(published, seal["key_id"])
    key.verify(b64decode(seal["signature"]), seal["snapshot"].encode())
    return json.loads(seal["snapshot"])


def facts_of_qr(text, published):
    version, facts, key_id, signature = text.split("#")[1].split(".")
    key_of(published, key_id).verify(unpadded(signature), f"{version}.{facts}".encode())
    assert version == "1"
    names = ["code", "folio", "kind", "name", "event", "days", "issued_on", "issuer"]
    return dict(zip(names, json.loads(unpadded(facts)), strict=True))


# ── What it finds ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def certificate():
    return make_certificate(make_registration())


def test_the_signed_data_of_the_api_are_checked_also_after_the_key_was_replaced(
    client, certificate
):
    keys.rotate(keys.Use.SNAPSHOT, by="prueba")
    published = client.get("/constancias/llaves.json").json()
    answer = client.get(f"/api/v1/certificates/{certificate.code}").json()
    facts = facts_of_seal(answer["seal"], published)
    assert facts == certificate.facts
    for name in ("code", "folio", "kind", "issued_on", "place_and_date", "signatories"):
        assert answer[name] == facts[name]
    for name in ("holder", "event", "wording", "issuer"):
        assert answer[name].items() <= facts[name].items()


def test_a_changed_fact_is_found_out(client, certificate):
    published = client.get("/constancias/llaves.json").json()
    seal = client.get(f"/api/v1/certificates/{certificate.code}").json()["seal"]
    seal["snapshot"] = seal["snapshot"].replace("Persona", "Personae")
    with pytest.raises(InvalidSignature):
        facts_of_seal(seal, published)


def test_the_text_of_a_qr_is_checked(client, certificate):
    published = client.get("/constancias/llaves.json").json()
    facts, said = certificate.facts, claims.qr_text(certificate.facts)
    assert facts_of_qr(said, published) == {
        "code": facts["code"],
        "folio": facts["folio"],
        "kind": "attendance",
        "name": facts["holder"]["name"],
        "event": facts["event"]["title"],
        "days": facts["event"]["days"],
        "issued_on": facts["issued_on"],
        "issuer": facts["issuer"]["acronym"],
    }
    claim = said.split(".")
    other = claims.claim({**facts, "folio": "X/1"}).split(".")
    with pytest.raises(InvalidSignature):
        facts_of_qr(".".join([claim[0], other[1], *claim[2:]]), published)
