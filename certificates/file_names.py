"""Names of files that any system takes: letters, digits, hyphens."""

from django.utils.text import slugify

from .models import Certificate


def safe_name(certificate: Certificate) -> str:
    """ "INPRU-DP-0007-2026-maria-nunez": by folio, so that a folder sorts itself."""
    folio = slugify(certificate.folio.replace("/", "-")).upper()
    return f"{folio}-{slugify(certificate.facts['holder']['name'])[:60].strip('-')}"
