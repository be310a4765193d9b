"""Badges: valid for the published schema, and true for a reader written from the W3C's words."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.urls import reverse
from jsonschema import Draft201909Validator, FormatChecker

from certificates import corrections
from certificates.models import Kind
from certificates.multibase import encode, multikey
from documentos.sealing import keys
from tests.make import make_certificate, make_event, make_person, make_registration, make_user

pytestmark = pytest.mark.django_db
SCHEMA = json.loads(
    (Path(__file__).parent.parent / "vendor/ob_v3p0_achievementcredential_schema.json").read_text()
)


def badge_of(client, certificate) -> dict:
    if certificate.person.user is None:
        make_user(certificate.person)
    client.force_login(certificate.person.user)
    return client.get(reverse("certificate_badge", args=[certificate.code])).json()


def faults(badge) -> list[str]:
    validator = Draft201909Validator(SCHEMA, format_checker=FormatChecker())
    return [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(badge)]


# ── A reader of proofs: Data Integrity EdDSA Cryptosuites v1.0, eddsa-jcs-2022 ───────────────────


def unbase58(text: str) -> bytes:
    """base58btc, by counting in base 58 from the left."""
    assert text[0] == "z"
    total = 0
    for digit in text[1:]:
        total = total * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(
            digit
        )
    length = (total.bit_length() + 7) // 8
    return b"\0" * (len(text[1:]) - len(text[1:].lstrip("1"))) + total.to_bytes(length)


def verify(badge: dict, issuer: dict) -> None:
    """Raise where the proof of `badge` is not true by the keys of its issuer."""
    unsecured = {name: value for name, value in badge.items() if name != "proof"}
    (proof,) = badge["proof"]
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", "eddsa-jcs-2022")
    assert proof["proofPurpose"] == "assertionMethod"
    assert badge["issuer"]["id"] == issuer["id"]
    assert proof["verificationMethod"] in issuer["assertionMethod"]
    (method,) = [m for m in issuer["verificationMethod"] if m["id"] == proof["verificationMethod"]]
    assert (method["type"], method["controller"]) == ("Multikey", issuer["id"])
    assert badge["@context"][: len(proof["@context"])] == proof["@context"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    signed = sha256(rfc8785.dumps(options)).digest() + sha256(rfc8785.dumps(unsecured)).digest()
    public = unbase58(method["publicKeyMultibase"])
    assert public[:2] == b"\xed\x01"
    Ed25519PublicKey.from_public_bytes(public[2:]).verify(unbase58(proof["proofValue"]), signed)


# ── What they find ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def certificate():
    person = make_person(given_names="Ana", first_surname="Peña", email="ana@example.org")
    return make_certificate(make_registration(make_event(title="Segunda Jornada"), person))


def test_the_schema_is_the_one_that_is_published_and_it_refuses():
    assert SCHEMA["$id"].endswith("/ob_v3p0_achievementcredential_schema.json")
    Draft201909Validator.check_schema(SCHEMA)
    assert faults({"@context": []}) != []


def test_a_badge_of_every_kind_is_valid(client):
    made = make_certificate(make_registration(make_event(kind="taller", sessions=2)))
    for kind in Kind:
        badge = badge_of(client, made)
        assert faults(badge) == []
        facts = {**made.facts, "kind": kind}
        made.snapshot = json.dumps(facts)
        made.save()


def test_what_it_says_is_what_is_printed(client, certificate):
    badge = badge_of(client, certificate)
    facts, subject = certificate.facts, badge["credentialSubject"]
    page = f"http://testserver{certificate.get_absolute_url()}"
    assert badge["id"] == badge["evidence"][0]["id"] == page
    assert badge["issuer"]["name"] == facts["issuer"]["name"]
    assert subject["identifier"][0]["identityHash"] == facts["holder"]["name"]
    assert subject["licenseNumber"] == facts["folio"]
    assert subject["achievement"]["name"] == "Segunda Jornada"
    assert subject["achievement"]["criteria"]["narrative"] == facts["wording"]["text"]
    assert subject["activityStartDate"].startswith(facts["event"]["days"][0])
    # The mailbox is in it neither in clear nor hashed.
    assert "ana@example.org" not in json.dumps(badge)
    assert subject["identifier"][0]["hashed"] is False
    assert len(subject["identifier"]) == 1


def test_the_proof_is_true_also_after_the_key_was_replaced(client, certificate):
    badge = badge_of(client, certificate)
    verify(badge, client.get("/constancias/emisor.json").json())
    keys.rotate(keys.Use.SNAPSHOT, by="prueba")
    issuer = client.get("/constancias/emisor.json").json()
    verify(badge, issuer)
    later = badge_of(client, certificate)
    assert later["proof"][0]["verificationMethod"] != badge["proof"][0]["verificationMethod"]
    verify(later, issuer)


@pytest.mark.parametrize("place", ["name", "validFrom", "created"])
def test_a_changed_badge_is_found_out(client, certificate, place):
    badge = badge_of(client, certificate)
    (badge["proof"][0] if place == "created" else badge)[place] = "2020-01-01T00:00:00Z"
    with pytest.raises(InvalidSignature):
        verify(badge, client.get("/constancias/emisor.json").json())


def test_its_status_tells_a_revoked_or_replaced_one(client, certificate):
    badge = badge_of(client, certificate)
    status = badge["credentialStatus"]["id"].removeprefix("http://testserver")
    assert client.get(status).json()["revokedCredential"] == []
    new = corrections.correct_name(certificate=certificate, name="Ana P.", reason="Mal.", by="x")
    (entry,) = client.get(status).json()["revokedCredential"]
    assert (entry["id"], entry["revocationReason"]) == (badge["id"], "Sustituida. Mal.")
    path = reverse("certificate_badge", args=[certificate.code])
    assert client.get(path).status_code == 404
    corrections.revoke(certificate=new, reason="No asistió.", by="x")
    (entry,) = client.get(reverse("certificate_status", args=[new.code])).json()[
        "revokedCredential"
    ]
    assert entry["revocationReason"] == "No asistió."
    assert client.get("/c/0000000000000/estado.json").status_code == 404


def test_multibase_of_known_bytes():
    """The examples of the Multibase and Multikey documents."""
    assert encode(b"yes mani !") == "z7paNL19xttacUY"
    assert encode(b"\x00yes mani !") == "z17paNL19xttacUY"
    assert multikey(bytes(32)).startswith("z6Mk")
