"""The private halves: read from where the settings say, or made here and kept in DATA_DIR/keys.

They live in files that only the owner can read, and in the memory of processes that seal: never in
the database, nor in a log.
"""

import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from documentos.models import SealingKey

Use = SealingKey.Use

SELF_MADE = "Sello de demostración sin validez oficial"
# A common name holds 64 characters (X.520, ub-common-name).
LONGEST_NAME = 64
YEARS = 10


@dataclass(frozen=True)
class Pair:
    """Both halves of a key. `public` is PEM: a public key, or the certificate of the PDF's."""

    use: str
    public: str
    subject: str
    is_self_made: bool
    private: Any = field(repr=False, compare=False)
    # Certificates between ours and an authority, PEM, as the settings' file holds them.
    chain: str = ""

    @property
    def key_id(self) -> str:
        return key_id(self.public)

    @property
    def private_pem(self) -> bytes:
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def key_id(public: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the public half in PEM."""
    return sha256(public.encode()).hexdigest()[:16]


def public_pem(private: Ed25519PrivateKey) -> str:
    return (
        private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    )


# ── Given by the settings ────────────────────────────────────────────────────────────────────────


def given(use: str) -> Pair | None:
    """The key that the settings name for this use; None where they name none."""
    if use == Use.SNAPSHOT:
        return _given_snapshot(settings.SEAL_KEY, settings.SEAL_PASSPHRASE)
    return _given_pdf(settings.SEAL_PDF_KEY, settings.SEAL_PDF_CERT, settings.SEAL_PASSPHRASE)


@cache
def _given_snapshot(path: str, passphrase: str) -> Pair | None:
    if not path:
        return None
    private = _load(path, passphrase, "SEAL_KEY")
    if not isinstance(private, Ed25519PrivateKey):
        raise ImproperlyConfigured("SEAL_KEY debe ser una llave Ed25519 en PEM.")
    return Pair(Use.SNAPSHOT, public_pem(private), "", False, private)


@cache
def _given_pdf(key_path: str, certificate_path: str, passphrase: str) -> Pair | None:
    if bool(key_path) != bool(certificate_path):
        raise ImproperlyConfigured("SEAL_PDF_KEY y SEAL_PDF_CERT van juntas.")
    if not key_path:
        return None
    private = _load(key_path, passphrase, "SEAL_PDF_KEY")
    if not isinstance(private, EllipticCurvePrivateKey | RSAPrivateKey):
        raise ImproperlyConfigured("SEAL_PDF_KEY debe ser una llave RSA o de curva elíptica.")
    try:
        first, *others = x509.load_pem_x509_certificates(Path(certificate_path).read_bytes())
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured("SEAL_PDF_CERT no se puede leer.") from error
    if first.public_key() != private.public_key():
        raise ImproperlyConfigured("SEAL_PDF_CERT no es el certificado de SEAL_PDF_KEY.")
    chain = "".join(_pem(other) for other in others)
    return Pair(Use.PDF, _pem(first), subject(first), False, private, chain)


def _load(path: str, passphrase: str, name: str):
    try:
        content = Path(path).read_bytes()
        encrypted = b"ENCRYPTED" in content
        return load_pem_private_key(content, passphrase.encode() if encrypted else None)
    except (OSError, ValueError, TypeError) as error:
        # Without the reason: it may quote what it read.
        raise ImproperlyConfigured(f"{name} no se puede leer con SEAL_PASSPHRASE.") from error


# ── Made here ────────────────────────────────────────────────────────────────────────────────────


def make(use: str, name: str) -> Pair:
    """A new key, kept in a file before anything is sealed with it."""
    pair = _new_snapshot() if use == Use.SNAPSHOT else _new_pdf(name)
    content = pair.private_pem + pair.public.encode()
    path = _path(use, pair.key_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not there: another process may look while it is written.
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return pair


def kept(use: str, key_id: str) -> Pair | None:
    """A key that was made here; None where its file is not."""
    path = _path(use, key_id)
    return _read(use, path) if path.exists() else None


def kept_ids(use: str) -> list[str]:
    """Ids of the keys made here, the newest first."""
    folder = _path(use, "x").parent
    paths = sorted(folder.glob(f"seal-{use}-*.pem"), key=lambda p: p.stat().st_mtime, reverse=True)
    return [path.stem.rsplit("-", 1)[1] for path in paths]


def forget(pair: Pair) -> None:
    """Remove a key that was made here and never sealed anything."""
    _path(pair.use, pair.key_id).unlink(missing_ok=True)


def _path(use: str, key_id: str) -> Path:
    return settings.DATA_DIR / "keys" / f"seal-{use}-{key_id}.pem"


@cache
def _read(use: str, path: Path) -> Pair:
    content = path.read_bytes()
    private = load_pem_private_key(content, None)
    if isinstance(private, Ed25519PrivateKey):
        return Pair(use, public_pem(private), "", True, private)
    certificate = x509.load_pem_x509_certificate(content)
    return Pair(use, _pem(certificate), subject(certificate), True, private)


def _new_snapshot() -> Pair:
    private = Ed25519PrivateKey.generate()
    return Pair(Use.SNAPSHOT, public_pem(private), "", True, private)


def _new_pdf(name: str) -> Pair:
    private = generate_private_key(SECP256R1())
    certificate = _self_made(private, f"{SELF_MADE} – {name}"[:LONGEST_NAME], name)
    return Pair(Use.PDF, _pem(certificate), subject(certificate), True, private)


def _self_made(private, common_name: str, organisation: str) -> x509.Certificate:
    names = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "MX"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
    now = datetime.now(UTC)
    only = dict.fromkeys(
        [
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ],
        False,
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(private.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(names)
        .issuer_name(names)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        # A machine whose clock is a little behind can already read it.
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **only), critical=True
        )
        .add_extension(identifier, critical=False)
        .sign(private, hashes.SHA256())
    )


def subject(certificate: x509.Certificate) -> str:
    """Whose it is, as people read it."""
    attributes = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    said = str(attributes[0].value) if attributes else certificate.subject.rfc4514_string()
    return said[:200]


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()
