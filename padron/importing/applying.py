"""Writing a plan: whole or not at all, in one transaction, with bulk operations."""

from datetime import date

from django.db import transaction

from bitacora.record import record

from ..models import Adscripcion, BodyAlias, Enlace, Person, Sector
from ..names import match_key
from ..posts import end_before
from .parsing import Row
from .people import Someone, chunks
from .planning import plan as make_plan
from .plans import Plan

BATCH = 400


class PadronChanged(Exception):  # noqa: N818 — not a fault: somebody was faster
    """The padrón changed since the plan was shown; `plan` is what would happen now."""

    def __init__(self, plan: Plan):
        super().__init__("El padrón cambió desde que se comparó el archivo.")
        self.plan = plan


@transaction.atomic
def import_rows(
    rows: list[Row],
    *,
    day: date,
    by,
    thing=None,
    decisions: dict | None = None,
    within: set[int] | None = None,
    expected: str = "",
) -> Plan:
    """Compare and write in one transaction. With `expected`, the fingerprint of the plan that was
    shown, raises PadronChanged and writes nothing where the comparison now comes out otherwise."""
    lock_roster()
    plan = make_plan(rows, day=day, decisions=decisions, within=within)
    if expected and plan.fingerprint != expected:
        raise PadronChanged(plan)
    apply(plan, by=by, thing=thing)
    return plan


def lock_roster() -> None:
    """One change of the roster at a time: two at once would each add the same new person.

    There is no row for "a person who is not there yet"; the sectors stand for the whole catalogue.
    """
    list(Sector.objects.select_for_update().order_by("pk").values_list("pk"))


@transaction.atomic
def apply(plan: Plan, *, by, thing=None, action: str = "roster.imported") -> None:
    """Write everything the plan says and record it."""
    _create_people(plan.new_people)
    _change_people(plan.changed_people)
    _change_posts(plan)
    _create_posts(plan)
    _end_enlaces(plan)
    _remember_spellings(plan)
    counts = plan.counts
    written = sum(counts[k] for k in ("new", "joins", "post", "data"))
    if written or plan.aliases:
        record(action, thing, by=by, people=written, **counts)


def _create_people(new: list[Someone]) -> None:
    people = []
    for someone in new:
        person = Person(**_facts(someone))
        person.set_keys()
        people.append(person)
    created = Person.objects.bulk_create(people, batch_size=BATCH)
    for someone, person in zip(new, created, strict=True):
        someone.id = person.pk


def _facts(someone: Someone) -> dict[str, str]:
    names = ("given_names", "first_surname", "second_surname", "title", "email")
    return {name: getattr(someone, name) for name in names}


def _change_people(changed: list[Someone]) -> None:
    facts = {someone.id: _facts(someone) for someone in changed}
    for chunk in chunks(sorted(facts)):
        people = list(Person.objects.filter(pk__in=chunk))
        for person in people:
            for name, value in facts[person.pk].items():
                setattr(person, name, value)
            person.set_keys()
        _upsert(
            Person,
            people,
            [
                "given_names",
                "first_surname",
                "second_surname",
                "title",
                "email",
                "sort_key",
                "match_key",
            ],
        )


def _change_posts(plan: Plan) -> None:
    facts = {post.id: post for post in plan.changed_posts if post.id is not None}
    fields = ["post", "area", "is_enabled", "ends_on"]
    for chunk in chunks(sorted(facts)):
        posts = list(Adscripcion.objects.filter(pk__in=chunk))
        for post in posts:
            for name in fields:
                setattr(post, name, getattr(facts[post.pk], name))
        _upsert(Adscripcion, posts, fields)


def _upsert(model, rows: list, fields: list[str]) -> None:
    """Change many rows at once; bulk_update takes seconds where this takes tenths."""
    model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=BATCH
    )


def _create_posts(plan: Plan) -> None:
    Adscripcion.objects.bulk_create(
        (
            Adscripcion(
                person_id=someone.pk,
                body_id=post.body_id,
                post=post.post,
                area=post.area,
                is_enabled=post.is_enabled,
                starts_on=post.starts_on,
                ends_on=post.ends_on,
            )
            for someone, post in plan.new_posts
        ),
        batch_size=BATCH,
    )


def _end_enlaces(plan: Plan) -> None:
    """Who left a body does not answer for it any longer, nor sees its people."""
    for someone, body_id in plan.left:
        enlaces = Enlace.objects.filter(person_id=someone.pk, body_id=body_id)
        end_before(enlaces, plan.day)


def _remember_spellings(plan: Plan) -> None:
    BodyAlias.objects.bulk_create(
        (
            BodyAlias(spelling=text[:250], match_key=match_key(text), body_id=body_id)
            for text, body_id in plan.aliases.items()
        ),
        ignore_conflicts=True,
    )
