"""A constancia as an Open Badge 3.0: a verifiable credential that other systems can read and check.

An AchievementCredential (1EdTech) with a Data Integrity proof of the cryptosuite eddsa-jcs-2022
(W3C) by the key that seals what constancias say. Its recipient is the printed name and nothing
else: no mailbox, not even hashed, since whoever knows one could find its owner. Made when it is
asked for, from the frozen snapshot.
"""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

import rfc8785
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documentos.models import SealingKey
from documentos.sealing import keys

from . import multibase
from .models import Certificate, Kind
from .published_keys import controller, issuer_id, method_id
from .verification import REVOKED, STANDING, Verified
from .words import of_kind

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
# Of the vocabulary of the specification, the nearest to each of our kinds.
TYPES = {
    Kind.ATTENDANCE: "Certificate",
    Kind.WORKSHOP: "CertificateOfCompletion",
    Kind.SPEAKER: "Award",
    Kind.RECOGNITION: "Award",
}


def badge(certificate: Certificate, now: datetime | None = None) -> dict[str, Any]:
    """The badge of a constancia, with its proof."""
    now = now or timezone.now()
    facts = certificate.facts
    page = settings.SITE_URL + certificate.get_absolute_url()
    credential = {
        "@context": CONTEXT,
        "id": page,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": f"{facts['wording']['heading']}: {facts['event']['title']}",
        "issuer": _profile(facts["issuer"]),
        "validFrom": _moment(certificate.issued_at),
        "credentialSubject": _subject(certificate, facts),
        "evidence": [
            {
                "id": page,
                "type": ["Evidence"],
                "name": f"{of_kind(facts['kind']).title} {facts['folio']}",
            },
        ],
        "credentialStatus": {"id": _status_url(certificate.code), "type": "1EdTechRevocationList"},
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if certificate.recognition_id:
        # The last day it stands, included.
        last = date.fromisoformat(facts["event"]["days"][-1])
        credential["validUntil"] = _day((last + timedelta(days=1)).isoformat())
    return {**credential, "proof": [_proof(credential, now)]}


def issuer(identity) -> dict[str, Any]:
    """The issuer as it is today (an `OrganizerIdentity`, or None), with its keys."""
    told = {"name": identity.name, "website": identity.website} if identity else {}
    context = ["https://www.w3.org/ns/cid/v1", CONTEXT[1]]
    return {"@context": context, **_profile({"name": "", "website": "", **told}), **controller()}


def status_list(found: Verified) -> dict[str, Any]:
    """Whether one badge was revoked or replaced: a list of one, or of none."""
    reason = found.certificate.reason
    if found.state not in (STANDING, REVOKED):
        reason = f"Sustituida. {reason}"
    page = settings.SITE_URL + found.certificate.get_absolute_url()
    entry = {"id": page, "revoked": True, "revocationReason": reason}
    return {
        "id": _status_url(found.certificate.code),
        "issuer": issuer_id(),
        "revokedCredential": [] if found.state == STANDING else [entry],
    }


def _subject(certificate: Certificate, facts: dict) -> dict[str, Any]:
    event = facts["event"]
    of_what = certificate.recognition or certificate.event
    achievement = f"{settings.SITE_URL}{of_what.get_absolute_url()}#{facts['kind']}"
    kind = Kind(facts["kind"])
    subject = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": facts["holder"]["name"],
                "identityType": "name",
            }
        ],
        "licenseNumber": facts["folio"],
        "achievement": {
            "id": achievement,
            "type": ["Achievement"],
            "achievementType": TYPES[kind],
            "name": event["title"],
            "description": f"{kind.label}. {event['program']}".strip(),
            "criteria": {"narrative": facts["wording"]["text"]},
            "inLanguage": "es-MX",
        },
    }
    if event["days"] and certificate.event_id:
        subject["activityStartDate"] = _day(event["days"][0])
        subject["activityEndDate"] = _day(event["days"][-1])
    return subject


def _profile(identity: dict) -> dict[str, Any]:
    told = {"id": issuer_id(), "type": ["Profile"], "name": identity["name"]}
    site = identity["website"]
    if site:
        told["url"] = site if "://" in site else f"https://{site}"
    return told


def _proof(credential: dict, now: datetime) -> dict[str, Any]:
    """The proof over a credential without one (Data Integrity EdDSA Cryptosuites, 3.3)."""
    pair = keys.standing(SealingKey.Use.SNAPSHOT)
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": _moment(now),
        "verificationMethod": method_id(pair.key_id),
        "proofPurpose": "assertionMethod",
        "@context": credential["@context"],
    }
    signature = pair.private.sign(_digest(options) + _digest(credential))
    return {**options, "proofValue": multibase.encode(signature)}


def _digest(thing: dict) -> bytes:
    return sha256(rfc8785.dumps(thing)).digest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(day: str) -> str:
    """A day of the event as the moment it began here."""
    began = datetime.combine(date.fromisoformat(day), time(), timezone.get_default_timezone())
    return began.isoformat()


def _status_url(code: str) -> str:
    return settings.SITE_URL + reverse("certificate_status", args=[code])
