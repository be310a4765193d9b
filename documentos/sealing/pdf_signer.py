"""Signs PDFs with pyHanko (PAdES B-B). Imported by `press` alone: pyHanko takes half a second and
60 MB, which no process of the web server should hold.
"""

import asyncio
from functools import cache
from io import BytesIO

from asn1crypto import keys, pem, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from documentos.sealing import offline  # noqa: F401 — before pyHanko

# isort: split
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Sello"
DIGEST = "sha256"


class _Signer(signers.SimpleSigner):
    """pyHanko's, with the key parsed once and the signature's frame written once.

    Of a B-B signature only the document's digest and the signature itself differ from one document
    to the next. Writing all the rest anew takes 25 ms; putting these two into it takes none.
    """

    def __init__(self, private, certificate: bytes, others: list[bytes]):
        store = SimpleCertificateStore()
        store.register_multiple(x509.Certificate.load(other) for other in others)
        der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        super().__init__(
            signing_cert=x509.Certificate.load(certificate),
            signing_key=keys.PrivateKeyInfo.load(der),
            cert_registry=store,
        )
        self._private = private
        self._digest = bytes(range(32))
        self._cms = asyncio.run(
            super().async_sign(
                self._digest,
                DIGEST,
                use_pades=True,
                signed_attr_settings=PdfCMSSignedAttributes(),
            )
        )
        self._info = self._cms["content"]["signer_infos"][0]
        self._attributes = self._info["signed_attrs"].untag().dump()
        self._frames: dict[int, bytes] = {}
        # As hexadecimal digits, and some more: signatures differ by a few bytes in length.
        self.reserved = 2 * (len(self._cms.dump()) + 32)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if isinstance(self._private, EllipticCurvePrivateKey):
            return self._private.sign(data, ECDSA(hashes.SHA256()))
        return self._private.sign(data, PKCS1v15(), hashes.SHA256())

    async def async_sign(self, data_digest: bytes, digest_algorithm: str, **_):  # type: ignore[override]
        signature = self.sign_raw(
            self._attributes.replace(self._digest, data_digest), digest_algorithm
        )
        frame = self._frame(len(signature)).replace(self._digest, data_digest)
        return frame + signature

    def _frame(self, length: int) -> bytes:
        """All but a signature of this length, which stands at the very end."""
        if length not in self._frames:
            self._info["signature"] = bytes(length)
            self._frames[length] = self._cms.dump(force=True)[:-length]
        return self._frames[length]


def _at_once(coroutine):
    """What a coroutine of pyHanko's gives. Signing waits for nothing, so it needs no event loop."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    raise RuntimeError("pyHanko waits for something")


class _Writer(IncrementalPdfFileWriter):
    """Adds the signature and leaves the metadata as they are.

    pyHanko would write them anew, without the schemas that PDF/A asks for, and take its time.
    """

    def _update_meta(self) -> None:
        pass


class PdfSigner:
    """Signs one document after another with one key."""

    def __init__(self, signer: _Signer):
        self._signer = signer

    def sign(self, pdf: bytes, reason: str) -> bytes:
        """`pdf` with an invisible signature that certifies it: no reader lets it be changed after.

        `reason` stands in the file as it is, not packed: a damaged copy still says whose it is.
        """
        about = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        signed = BytesIO()
        _at_once(
            signers.PdfSigner(about, signer=self._signer).async_sign_pdf(
                _Writer(BytesIO(pdf)),
                bytes_reserved=self._signer.reserved,
                output=signed,
            )
        )
        return signed.getvalue()


@cache
def signer(private: str, certificate: str, chain: str) -> PdfSigner:
    """Whoever signs with this key, all of it PEM; parsed once."""
    others = [der for _, _, der in pem.unarmor(chain.encode(), multiple=True)] if chain else []
    _, _, der = pem.unarmor(certificate.encode())
    return PdfSigner(_Signer(load_pem_private_key(private.encode(), None), der, others))
