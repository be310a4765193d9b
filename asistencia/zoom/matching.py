"""Whose presence an attendee of Zoom is: by personal code, by mailbox, by name and body, or open.

Never by likeness. What more than one person could be, and what contradicts itself, matches nobody.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count

from jornadas.codes import online_code
from jornadas.models import Event, Registration
from padron.importing.bodies import Bodies
from padron.models import Person
from padron.names import match_key

from ..models import ZoomAttendee, ZoomMemory
from .names import bot, codes_in

State, How = ZoomAttendee.State, ZoomAttendee.How


class Member(NamedTuple):
    """Somebody registered, as far as matching asks; `pk` is the registration's."""

    pk: int
    code: str
    body_id: int
    person_id: int
    given_names: str
    first_surname: str
    second_surname: str
    email: str
    match_key: str
    sort_key: str


COLUMNS = [
    name if name in ("pk", "code", "body_id", "person_id") else f"person__{name}"
    for name in Member._fields
]


@dataclass(frozen=True)
class Match:
    state: str = State.TO_CONFIRM
    how: str = ""
    member: Member | None = None


OPEN = Match()


class Roster:
    """Who may have been in an event's Zoom: its active registrations, and what tells them apart.

    Loaded in a constant number of queries.
    """

    def __init__(self, event: Event):
        active = Registration.objects.active().filter(event=event)
        self._active = active
        self.members = list(map(Member._make, active.order_by("pk").values_list(*COLUMNS)))
        self.by_pk = {one.pk: one for one in self.members}
        self.by_person = {one.person_id: one for one in self.members}
        self.by_code: dict[str, list[Member]] = defaultdict(list)
        self.by_email: dict[str, list[Member]] = defaultdict(list)
        self.by_name: dict[str, list[Member]] = defaultdict(list)
        for one in self.members:
            self.by_code[online_code(one.code)].append(one)
            if one.email:
                self.by_email[one.email].append(one)
            for name in _ways(one):
                self.by_name[name].append(one)
        people = Person.objects.filter(registrations__in=active)
        emails = people.exclude(email="").values("email")
        self.shared = set(
            # In the whole padrón: a colleague who is not registered may have used it.
            _repeated(Person.objects.filter(email__in=emails), "email").values_list(
                "email", flat=True
            )
        )
        same_names = Person.objects.filter(match_key__in=people.values("match_key"))
        self.homonyms = set(
            _repeated(same_names, "match_key", "adscripciones__body").values_list(
                "match_key", "adscripciones__body"
            )
        )
        self.memories: dict[tuple[str, str], int | None] = {}
        self.remembered: dict[str, list[int]] = defaultdict(list)
        for key, email, person in ZoomMemory.objects.values_list("name_key", "email", "person_id"):
            self.memories[key, email] = person
            if person in self.by_person:
                self.remembered[key].append(person)
        self.bodies = Bodies()

    @cached_property
    def registrations(self) -> dict[int, Registration]:
        """The registrations themselves with their people and bodies, for who shows them."""
        related = self._active.select_related("person", "body")
        return {one.pk: one for one in related}

    def match(self, attendee: ZoomAttendee) -> Match:
        """What is certain of somebody who came as a guest, by what the attendee's fields say."""
        names = (attendee.shown_name, attendee.original_name)
        key = (attendee.name_key, attendee.email)
        is_known = bool(attendee.email) and key in self.memories
        if not is_known and bot(*names):
            return Match(State.IGNORED, How.BOT)
        coded = self.coded(*names)
        if len(coded) > 1:
            return OPEN
        if coded:
            return Match(State.MATCHED, How.CODE, coded[0])
        if is_known:
            return self._remembered(self.memories[key])
        mailed = self.by_email.get(attendee.email, []) if attendee.email else []
        if len(mailed) == 1 and attendee.email not in self.shared:
            named = {one.pk for name in names for one in self.by_name.get(match_key(name), [])}
            named |= {one.pk for one in self.named(*names)}
            # Somebody else's whole name in this person's Zoom: a colleague beside them, perhaps.
            if named and mailed[0].pk not in named:
                return OPEN
            return Match(State.MATCHED, How.EMAIL, mailed[0])
        named_all = self.named(*names)
        if len(named_all) == 1 and not self._has_homonym(named_all[0]):
            return Match(State.MATCHED, How.NAME, named_all[0])
        return OPEN

    def coded(self, *names: str) -> list[Member]:
        """Whose personal codes the names carry; a code that two share is nobody's."""
        found = {
            one.pk: one
            for code in codes_in(*names)
            if len(self.by_code.get(code, [])) == 1
            for one in self.by_code[code]
        }
        return list(found.values())

    def named(self, shown: str, original: str) -> list[Member]:
        """Those whose whole name and body the names say, one after the other, and nothing else."""
        found: dict[int, Member] = {}
        for text in dict.fromkeys((f"{shown} {original}", shown, original)):
            words = match_key(text).split()
            for at in range(1, len(words)):
                halves = " ".join(words[:at]), " ".join(words[at:])
                for name, body in (halves, halves[::-1]):
                    if people := self.by_name.get(name):
                        answer = self.bodies.find(body).body
                        found |= {p.pk: p for p in people if answer and p.body_id == answer.id}
        return list(found.values())

    def _remembered(self, person: int | None) -> Match:
        if person is None:
            return Match(State.IGNORED, How.REMEMBERED)
        member = self.by_person.get(person)
        # Known to be somebody who is not registered here: no other way may make it somebody else.
        return Match(State.MATCHED, How.REMEMBERED, member) if member else OPEN

    def _has_homonym(self, member: Member) -> bool:
        return (member.match_key, member.body_id) in self.homonyms


def _ways(member: Member) -> set[str]:
    """The whole name as one is called and as lists write it."""
    words, given = member.match_key.split(), len(match_key(member.given_names).split())
    return {member.match_key, " ".join(words[given:] + words[:given])} - {""}


def _repeated(people, *fields: str):
    """The values of `fields` that several of `people` have."""
    return people.order_by().values(*fields).annotate(n=Count("pk", distinct=True)).filter(n__gt=1)
