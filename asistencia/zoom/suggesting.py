"""Whose an unsettled attendee may be, and why: for a person to say, never applied by itself."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from jornadas.models import Registration
from padron.importing.parsing import PARTICLES
from padron.names import match_key

from ..models import ZoomAttendee
from .matching import Member, Roster

MOST = 5
# What a surname alone weighs; where many bear it, it says nothing.
A_SURNAME = 5
# Mailboxes of no body: they tell of nobody where somebody works.
PUBLIC = {
    "gmail.com", "hotmail.com", "hotmail.es", "outlook.com", "outlook.es", "live.com",
    "live.com.mx", "yahoo.com", "yahoo.com.mx", "yahoo.es", "icloud.com", "me.com", "msn.com",
    "prodigy.net.mx", "protonmail.com", "proton.me", "aol.com",
}  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """A registration that it may be, and the reasons in words."""

    registration: Registration
    why: str


class Suggester:
    """Looks for candidates in a roster; asks the database once, for the registrations it names."""

    def __init__(self, roster: Roster):
        self.roster = roster

    @cached_property
    def _by_surname(self) -> dict[str, list[Member]]:
        return self._by(lambda one: _words(f"{one.first_surname} {one.second_surname}"))

    @cached_property
    def _by_body(self) -> dict[int, list[Member]]:
        return self._by(lambda one: {one.body_id})

    @cached_property
    def _by_domain(self) -> dict[str, list[Member]]:
        return self._by(lambda one: {_domain(one.email)} - {""})

    def _by(self, keys) -> dict:
        found = defaultdict(list)
        for one in self.roster.members:
            for key in keys(one):
                found[key].append(one)
        return dict(found)

    def of(self, attendee: ZoomAttendee) -> list[Suggestion]:
        """The likeliest first, at most a handful; none where nothing speaks for anybody."""
        reasons: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for give in (self._decided, self._coded, self._mailed, self._named):
            for one, weight, why in give(attendee):
                reasons[one.pk].append((weight, why))
        for group, why in self._groups(attendee):
            for one in group:
                # Alone it says something only where few are meant.
                if one.pk in reasons or len(group) <= MOST:
                    reasons[one.pk].append((15, why))
        ranked = sorted(
            (-sum(weight for weight, _ in told), self.roster.by_pk[pk].sort_key, pk)
            for pk, told in reasons.items()
        )
        return [
            Suggestion(self.roster.registrations[pk], _sentence([why for _, why in reasons[pk]]))
            for *_, pk in ranked[:MOST]
        ]

    def _decided(self, attendee):
        exact = self.roster.memories.get((attendee.name_key, attendee.email))
        for person in dict.fromkeys(self.roster.remembered.get(attendee.name_key, [])):
            one = self.roster.by_person[person]
            if person == exact:
                yield one, 400, "en otro reporte se decidió que es esta persona"
            else:
                yield one, 100, "en otro reporte, con otro correo, se decidió que es esta persona"

    def _coded(self, attendee):
        for one in self.roster.coded(attendee.shown_name, attendee.original_name):
            yield one, 200, "escribió su código personal"

    def _mailed(self, attendee):
        holders = self.roster.by_email.get(attendee.email, []) if attendee.email else []
        is_shared = len(holders) > 1 or attendee.email in self.roster.shared
        for one in holders:
            if is_shared:
                yield one, 50, "usa ese correo, que es de varias personas"
            else:
                yield one, 90, "es su correo"

    def _named(self, attendee):
        names = (attendee.shown_name, attendee.original_name)
        same = {
            one.pk: one for name in names for one in self.roster.by_name.get(match_key(name), [])
        } | {one.pk: one for one in self.roster.named(*names)}
        for one in same.values():
            yield one, 80, "tiene el mismo nombre"
        words = _words(" ".join(names))
        alike = {one.pk: one for word in words for one in self._by_surname.get(word, [])}
        for one in alike.values():
            told = one.pk not in same and _shared_names(one, words)
            if told and (told[0] > A_SURNAME or len(alike) <= MOST):
                yield one, *told

    def _groups(self, attendee):
        bodies = self._bodies_in(attendee)
        for body in bodies:
            known = self.roster.bodies.by_id[body]
            name = known.acronym or known.name
            yield self._by_body[body], f"es de {name}, que se lee en el nombre"
        domain = _domain(attendee.email)
        if domain and domain not in PUBLIC:
            yield self._by_domain.get(domain, []), f"su correo también es de {domain}"

    def _bodies_in(self, attendee) -> list[int]:
        """The bodies with somebody registered that are named anywhere in the names."""
        words = match_key(attendee.shown_name, attendee.original_name).split()[:16]
        found: dict[int, None] = {}
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                body = self.roster.bodies.find(" ".join(words[start:end])).body
                if body and body.id in self._by_body:
                    found[body.id] = None
        return list(found)


def _shared_names(person: Member, words: set[str]) -> tuple[int, str] | None:
    surnames = [_words(s) for s in (person.first_surname, person.second_surname) if s]
    shared = sum(bool(one) and one <= words for one in surnames)
    given = bool(_words(person.given_names) & words)
    if shared == 2:
        return (60 if given else 40), (
            "comparte nombre y apellidos" if given else "comparte los dos apellidos"
        )
    if shared and given:
        return 30, "comparte nombre y apellido"
    return (A_SURNAME, "comparte un apellido") if shared else None


def _words(text: str) -> set[str]:
    return set(match_key(text).split()) - PARTICLES


def _domain(email: str) -> str:
    return email.rpartition("@")[2]


def _sentence(reasons: list[str]) -> str:
    """ "Tiene el mismo nombre; es su correo."."""
    text = "; ".join(dict.fromkeys(reasons))
    return f"{text[:1].upper()}{text[1:]}."
