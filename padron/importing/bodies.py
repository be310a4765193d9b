"""Which body a text means: exactly, or by a decision. Likeness only ever suggests."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from math import log

from ..models import Body, BodyAlias
from ..names import match_key

# Words that many names share and that tell bodies apart from nothing.
NOISE = {"h", "de", "del", "la", "las", "el", "los", "y", "en", "estado", "mexico", "honorable",
         "constitucional", "gobierno", "c", "edo", "mex"}  # fmt: skip
DIF_WORDS = {"smdif", "sistema", "municipal", "para", "desarrollo", "integral", "familia"}
SAME_WORD = {
    "ayto": "ayuntamiento",
    "mpio": "ayuntamiento",
    "municipio": "ayuntamiento",
    "mpal": "municipal",
    "univ": "universidad",
    "sria": "secretaria",
    "secret": "secretaria",
    "inst": "instituto",
}


@dataclass(frozen=True)
class Known:
    """A body as the importer needs it."""

    id: int
    key: str
    name: str
    acronym: str
    is_active: bool


@dataclass
class Answer:
    """`body` where it is certain; otherwise why not: nothing found, or several."""

    body: Known | None = None
    problem: str = ""
    candidates: list[Known] = field(default_factory=list)


class Bodies:
    """The catalogue by every way of naming a body, loaded once (two queries)."""

    def __init__(self) -> None:
        self.by_id: dict[int, Known] = {}
        self.by_key: dict[str, Known] = {}
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.by_acronym: dict[str, list[Known]] = defaultdict(list)
        self.words: dict[int, set[str]] = {}
        self.name_keys: dict[int, str] = {}
        columns = ("id", "key", "name", "acronym", "is_active", "match_key", "acronym_key")
        for *facts, name_key, acronym_key in Body.objects.values_list(*columns):
            body = Known(*facts)
            self.by_id[body.id] = body
            self.by_key[match_key(body.key)] = body
            self.by_name[name_key].append(body)
            self.name_keys[body.id] = name_key
            self.words[body.id] = _words(f"{name_key} {acronym_key}")
            if acronym_key:
                self.by_acronym[acronym_key].append(body)
        self.spread = Counter(word for words in self.words.values() for word in words)
        aliases = BodyAlias.objects.values_list("match_key", "body_id")
        self.by_alias = {key: self.by_id[body_id] for key, body_id in aliases}

    def find(self, text: str, key: str = "") -> Answer:
        """The body of this very key, name, decided spelling or acronym; they must not disagree."""
        by_key = self.by_key.get(match_key(key)) if key else None
        found = self._named(match_key(text)) if text else []
        if by_key and found and by_key not in found:
            return Answer(
                problem=f"La clave {key} es de {by_key.name} y el nombre es de {found[0].name}."
            )
        if by_key:
            found = [by_key]
        if len(found) > 1:
            return Answer(candidates=found)
        if not found:
            return Answer()
        if not found[0].is_active:
            return Answer(problem=f"{found[0].name} ya no está vigente en el catálogo.")
        return Answer(body=found[0])

    def _named(self, key: str) -> list[Known]:
        # What somebody decided goes before an acronym that several bodies share.
        if key in self.by_name:
            return self.by_name[key]
        if key in self.by_alias:
            return [self.by_alias[key]]
        return self.by_acronym.get(key, [])

    def suggest(self, text: str, count: int = 4) -> list[Known]:
        """The bodies whose names look most like `text`, best first; none when nothing does."""
        key = match_key(text)
        if exact := self._named(key):
            return exact[:count]
        words = _words(key)
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(key[:120])
        scored = []
        for body in self.by_id.values():
            if not body.is_active:
                continue
            matcher.set_seq1(self.name_keys[body.id][:120])
            likeness = matcher.ratio() if matcher.quick_ratio() > 0.6 else 0
            score = max(0.9 * likeness, self._shared(words, self.words[body.id]))
            if score >= 0.5:
                scored.append((-score, body.name, body))
        return [body for *_, body in sorted(scored, key=lambda s: s[:2])[:count]]

    def _shared(self, words: set[str], others: set[str]) -> float:
        """How much of both names is in both; a word that few bodies have says more."""
        if not words & others:
            return 0
        shared = sum(map(self._weight, words & others))
        asked, known = (sum(map(self._weight, w)) for w in (words, others))
        return 0.75 * shared / asked + 0.25 * shared / known

    def _weight(self, word: str) -> float:
        return log(1 + len(self.by_id) / self.spread.get(word, 1))


def _words(key: str) -> set[str]:
    words = {SAME_WORD.get(word, word) for word in key.split()} - NOISE
    if words & {"dif", "smdif"} or {"desarrollo", "integral", "familia"} <= words:
        # The system for family development is called by its initials as often as by its name.
        words = (words | {"dif"}) - DIF_WORDS
    return words
