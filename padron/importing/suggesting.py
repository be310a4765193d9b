"""The reasons of rows that were left out, with the bodies a text may have meant."""

from collections.abc import Iterable, Iterator

from .bodies import Bodies
from .plans import Entry

# Likeness to the whole catalogue costs milliseconds a text; a file of rubbish has thousands.
SUGGESTED_TEXTS = 100


def with_suggestions(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Each entry with its reason; for an unknown body also which ones it resembles."""
    bodies: Bodies | None = None
    said: dict[str, str] = {}
    for entry in entries:
        if not entry.question.startswith("body:"):
            yield entry, entry.reason
            continue
        if entry.question not in said and len(said) < SUGGESTED_TEXTS:
            bodies = bodies or Bodies()
            found = bodies.suggest(entry.row.body or entry.row.body_key)
            names = ", ".join(f"«{body.name}»" for body in found)
            said[entry.question] = f" Se parece a: {names}." if names else ""
        yield entry, entry.reason + said.get(entry.question, "")
