"""A jury at work, for tests: seats that score, sheets that are in, a session that is open."""

from datetime import timedelta

from django.utils import timezone

from practicas import ruling, scoring
from tests.practicas.make import make_call, make_proposal, seat_user


def make_jury(seats=3, **fields):
    """A call with so many seats that somebody holds; `call.people[number]` is their account."""
    call = make_call(**fields)
    call.people = {number: seat_user(call, number) for number in range(1, seats + 1)}
    return call


def give(proposal, number, value, *, reason="Se ve en el soporte.", hand_in=True):
    """Seat `number` gives `value` (one, or six by criterion) and hands its sheet in."""
    call = proposal.call
    seat, values = call.seats.get(number=number), value if isinstance(value, list) else [value] * 6
    for criterion, given in zip(call.criteria.all(), values, strict=True):
        level = criterion.levels.get(value=given)
        scoring.score(
            proposal=proposal, seat=seat, criterion=criterion, level=level, reason=reason,
            by="prueba",
        )  # fmt: skip
    if hand_in:
        scoring.hand_in(proposal=proposal, seat=seat, by="prueba")


def judged(call, *values, body=None):
    """A proposal to which the seats 1, 2, 3… give these values."""
    proposal = make_proposal(call, body)
    for number, value in enumerate(values, start=1):
        give(proposal, number, value)
    return proposal


def meet(call, *numbers):
    """A session with these seats; all that somebody holds, where none is said."""
    numbers = numbers or list(call.people)
    return ruling.open_session(
        call=call,
        held_at=timezone.now(),
        present=call.seats.filter(number__in=numbers),
        by="prueba",
    )


def decide(proposal, session, is_recognised=True, reasons="Cumple.", **more):
    return ruling.rule(
        proposal=proposal, session=session, is_recognised=is_recognised, reasons=reasons,
        by="prueba", **more,
    )  # fmt: skip


def rule_all(call):
    """A session in which everything before the jury is recognised, and that ends."""
    session = meet(call)
    for proposal in ruling.unruled(call):
        decide(proposal, session)
    return ruling.close_session(session=session, by="prueba")


def sign(call, **more):
    """Sign the dictamen off, to be told tomorrow where nothing is said."""
    more = {"published_at": timezone.now() + timedelta(days=1)} | more
    return ruling.sign_off(call=call, by="prueba", **more)
