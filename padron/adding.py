"""Adding one person by hand: by the same rules of who is who as a whole file."""

from datetime import date

from django.db import transaction

from .importing.applying import apply, lock_roster
from .importing.parsing import Row
from .importing.planning import plan as make_plan
from .importing.plans import Kind
from .models import Body, Person
from .names import match_key
from .refusal import Refusal


@transaction.atomic
def add_person(
    *,
    given_names: str,
    first_surname: str,
    second_surname: str,
    email: str,
    body: Body,
    post: str,
    area: str,
    is_enabled: bool,
    starts_on: date,
    by,
    within: set[int] | None = None,
    shares_mailbox: bool = False,
) -> tuple[Person, bool]:
    """Add somebody to `body`; return the person and whether the padrón already knew them.

    Who is already known by mailbox and name gets the post instead of a second record. Raises
    Refusal where they already are in the body, or where the mailbox is somebody else's.
    """
    lock_roster()
    row = Row(
        1,
        [],
        given_names=" ".join(given_names.split()),
        first_surname=" ".join(first_surname.split()),
        second_surname=" ".join(second_surname.split()),
        email=email.strip().lower(),
        body_key=body.key,
        post=post,
        area=area,
        enabled=is_enabled,
    )
    question = f"{row.email} {match_key(row.name)}"
    decisions = {"mailboxes": {question: "other"}} if shares_mailbox else {}
    plan = make_plan([row], day=starts_on, decisions=decisions, within=within)
    (entry,) = plan.entries
    if entry.kind in (Kind.POST, Kind.DATA, Kind.UNCHANGED):
        raise Refusal(
            f"{entry.who.name} ya está en {body}. Búscala en la lista para cambiar sus datos."
        )
    if entry.kind not in (Kind.NEW, Kind.JOINS):
        raise Refusal(entry.reason)
    apply(plan, by=by, action="adscripcion.started")
    return Person.objects.get(pk=entry.someone.pk), entry.kind == Kind.JOINS
