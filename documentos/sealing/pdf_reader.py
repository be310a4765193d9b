"""Reads the signatures of a PDF from a stranger, in a process that `pdfs.check` starts.

It imports no Django and bounds its own memory and time. Standard input: a line of JSON, our
certificates by key id, then the PDF; standard output: what it found, as JSON.
"""

import json
import logging
import resource
import sys
from io import BytesIO

MEMORY = 512 * 1024 * 1024
SECONDS = 10
# More than one is already strange; each costs time.
SIGNATURES = 10


def read(pdf: bytes, ours: dict[str, str]) -> dict:
    """What the signatures say: of ours where one is, else of the first; {} where there is none."""
    from asn1crypto import pem, x509

    from documentos.sealing import offline  # noqa: F401 — before pyHanko

    # isort: split
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko_certvalidator import ValidationContext

    certificates = {key: pem.unarmor(public.encode())[2] for key, public in ours.items()}
    # Only what we keep ourselves is trusted, and nothing is looked for elsewhere.
    trusting = ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in certificates.values()],
        allow_fetching=False,
    )
    signatures = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[:SIGNATURES]
    key_ids = {der: key for key, der in certificates.items()}
    found = [_said(one, trusting, key_ids) for one in signatures]
    return next((one for one in found if one["is_ours"]), found[0]) if found else {}


def _said(signature, trusting, key_ids: dict[bytes, str]) -> dict:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status = validate_pdf_signature(signature, trusting)
    certificate = signature.signer_cert
    key_id = key_ids.get(certificate.dump(), "")
    covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    unchanged = status.modification_level in (None, ModificationLevel.NONE)
    return {
        "is_intact": bool(status.intact and status.valid),
        "covers_all": covers_all,
        "changed_after": not covers_all or not unchanged,
        "signer": str(certificate.subject.native.get("common_name", ""))[:200],
        "key_id": key_id,
        "is_ours": bool(key_id),
    }


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What pyHanko says about a stranger's file is nobody's matter.
    logging.disable(logging.CRITICAL)
    ours = json.loads(sys.stdin.buffer.readline())
    json.dump(read(sys.stdin.buffer.read(), ours), sys.stdout)


if __name__ == "__main__":
    main()
