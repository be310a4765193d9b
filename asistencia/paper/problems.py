"""What may be wrong with signed sheets, for the process that reads them and for who asks it to.

The site holds these words, and not the libraries that read.
"""

DAMAGED = "El archivo está incompleto o dañado. Toma otra foto, o escanea otra vez la hoja."
# What may be wrong with a page; `reading` has the words.
NO_CODE, SEVERAL, FOREIGN, CROOKED = "no code", "several", "foreign", "crooked"


class Unreadable(Exception):  # noqa: N818 — a refusal that the person reads, not a fault
    """Cannot be read; the text says why and what to do."""
