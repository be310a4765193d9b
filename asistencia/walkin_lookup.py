"""Who in the roster somebody may be who came without a registration: the likeliest, and why.

Nobody is ever taken by themselves: staff choose (trap 15: the same name is not the same person).
"""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone

from jornadas.models import Registration
from jornadas.panel_registrations import people_holding
from padron.models import Adscripcion, Person
from padron.names import match_key

from .models import WalkIn

LOOK, SHOWN = 40, 8
STANDS = {
    Registration.Status.CONFIRMED: "con lugar en este evento",
    Registration.Status.WAITLISTED: "en lista de espera de este evento",
}


@dataclass(frozen=True)
class Likely:
    """Somebody of the roster; `registration` is theirs at this event, if they have one."""

    person: Person
    posts: list[Adscripcion]
    registration: Registration | None
    why: str
    weight: int = 0

    @property
    def is_taken(self) -> bool:
        """Whether another walk-in was already said to be they."""
        return bool(self.registration and hasattr(self.registration, "walkin"))


def suggestions(walkin: WalkIn) -> list[Likely]:
    """By name, mailbox and body; three queries, however many there are."""
    found = Q(match_key=_name(walkin)) | _similar(walkin)
    if walkin.email:
        found |= Q(email=walkin.email)
    people = _with_posts(Person.objects.filter(found).distinct(), walkin)[:LOOK]
    likely = [one for one in _with_registrations(people, walkin) if one.weight]
    return sorted(likely, key=lambda one: (-one.weight, one.person.sort_key))[:SHOWN]


def search(walkin: WalkIn, text: str) -> list[Likely]:
    """Those of the roster that hold every word of `text` in name, body or mailbox."""
    return _with_registrations(people_holding(text), walkin)


def _name(walkin: WalkIn) -> str:
    return match_key(walkin.given_names, walkin.first_surname, walkin.second_surname)


def _similar(walkin: WalkIn) -> Q:
    """Registered here or of the body they said, and whose name holds every word of theirs."""
    day = timezone.localdate(walkin.came_at)
    here = Registration.objects.active().filter(event=walkin.event_id).values("person")
    near = Q(pk__in=here)
    if walkin.body_id:
        posts = Adscripcion.objects.on(day).filter(body=walkin.body_id)
        near |= Q(pk__in=posts.values("person"))
    for word in _name(walkin).split():
        near &= Q(match_key__contains=word)
    return near


def _with_posts(people, walkin: WalkIn):
    day = timezone.localdate(walkin.came_at)
    held = Adscripcion.objects.on(day).select_related("body")
    return people.prefetch_related(Prefetch("adscripciones", held, to_attr="posts"))


def _with_registrations(people, walkin: WalkIn) -> list[Likely]:
    people = list(people)
    here = Registration.objects.active().filter(event=walkin.event_id, person__in=people)
    registered = {one.person_id: one for one in here.select_related("walkin")}
    return [_likely(person, registered.get(person.pk), walkin) for person in people]


def _likely(person: Person, registration: Registration | None, walkin: WalkIn) -> Likely:
    said = _name(walkin)
    reasons = []
    if person.match_key == said:
        reasons.append((8, "mismo nombre"))
    elif set(said.split()) <= set(person.match_key.split()):
        reasons.append((2, "nombre parecido"))
    if walkin.email and person.email == walkin.email:
        reasons.append((8, "mismo correo"))
    # A body or a seat alone is no reason to think of somebody.
    if reasons and any(post.body_id == walkin.body_id for post in person.posts):
        reasons.append((4, "mismo sujeto obligado"))
    if reasons and registration:
        reasons.append((1, STANDS[Registration.Status(registration.status)]))
    why = ", ".join(words for _, words in reasons).capitalize()
    return Likely(person, person.posts, registration, why, sum(weight for weight, _ in reasons))
