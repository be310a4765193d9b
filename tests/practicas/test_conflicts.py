"""Conflicts of the jury: what the padrón says, what a seat declares, what it then cannot open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bitacora.models import Entry
from padron.models import OrganizerIdentity
from padron.refusal import Refusal
from practicas import conflicts, verifying
from practicas.models import Proposal, Recusal
from tests.make import make_body, make_organizer, make_person
from tests.practicas.make import make_call, make_proposal, recuse, seat_user

pytestmark = pytest.mark.django_db

Kind = Recusal.Kind


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def body():
    return make_body("Ayuntamiento de Prueba")


@pytest.fixture
def proposal(call, body):
    return make_proposal(call, body)


def causes(proposal) -> list[tuple[int, str]]:
    standing = proposal.recusals.standing().order_by("seat__number", "kind")
    return list(standing.values_list("seat__number", "kind"))


def opens(user, proposal) -> bool:
    return Proposal.objects.judged_by(user).filter(pk=proposal.pk).exists()


def yesterday():
    return timezone.localdate() - timedelta(days=1)


# ── Computed ─────────────────────────────────────────────────────────────────────────────────────


def test_a_post_in_the_body_today_or_before_and_authorship_recuse(call, body, proposal):
    there, was, wrote, free = (make_person(body), make_person(body), make_person(), make_person())
    was.adscripciones.update(ends_on=yesterday())
    proposal.authors.create(person=wrote, added_by="prueba")
    users = [
        seat_user(call, n, person=person)
        for n, person in enumerate((there, was, wrote, free), start=1)
    ]
    seat_user(call, 5)
    conflicts.recompute([proposal])
    assert causes(proposal) == [(1, "own_body"), (2, "earlier_post"), (3, "author")]
    assert [opens(user, proposal) for user in users] == [False, False, False, True]
    recorded = Entry.objects.about(proposal).filter(action="recusal.computed").order_by("pk")
    assert sorted(entry.detail["seat"] for entry in recorded) == [1, 2, 3]


def test_who_comes_back_to_a_body_is_of_it_and_not_of_before(call, body, proposal):
    person = make_person(body)
    person.adscripciones.update(ends_on=yesterday(), starts_on="2018-01-01")
    person.adscripciones.create(body=body, starts_on=timezone.localdate())
    seat_user(call, 1, person=person)
    conflicts.recompute([proposal])
    assert causes(proposal) == [(1, "own_body")]


def test_the_institutions_own_proposal_is_not_for_its_own_posts(call):
    seat_user(call, 1)
    seat_user(call, 3)
    own = make_proposal(call, make_body("INPRU"))
    conflicts.recompute([own])
    assert causes(own) == [(1, "own_body"), (3, "own_body")]


def test_also_under_the_name_it_had_before(call):
    OrganizerIdentity.objects.create(
        organizer=make_organizer(), name="Instituto de Antes", acronym="IDA", area="A",
        area_acronym="A", folio_prefix="IDA", starts_on="2010-01-01", ends_on="2015-12-31",
    )  # fmt: skip
    seat_user(call, 1)
    own = make_proposal(call, make_body("Otro nombre", acronym="IDA"))
    conflicts.recompute([own])
    assert causes(own) == [(1, "own_body")]


def test_computing_again_writes_nothing_twice_and_lifts_what_no_longer_holds(call, body, proposal):
    person = make_person(body)
    user = seat_user(call, 1, person=person)
    assert conflicts.recompute([proposal]) == 1
    assert conflicts.recompute([proposal]) == 0
    person.adscripciones.all().delete()
    assert conflicts.recompute([proposal]) == 1
    assert (causes(proposal), opens(user, proposal)) == ([], True)
    gone = proposal.recusals.get()
    assert (gone.withdrawn_by, gone.withdrawn_at is not None) == ("sistema", True)


def test_another_holder_of_the_seat_brings_other_conflicts(call, body, proposal):
    seat_user(call, 1, person=make_person(body))
    conflicts.recompute([proposal])
    call.seats.get(number=1).holders.update(ends_on=yesterday())
    successor = seat_user_from_today(call, 1)
    conflicts.recompute([proposal])
    assert (causes(proposal), opens(successor, proposal)) == ([], True)


def seat_user_from_today(call, number):
    user = seat_user(call, number + 1)
    call.seats.get(number=number + 1).holders.update(
        seat=call.seats.get(number=number), starts_on=timezone.localdate()
    )
    return user


def test_admission_computes_them(call, body):
    user = seat_user(call, 1, person=make_person(body))
    sent = make_proposal(call, body, state=Proposal.State.SENT)
    for requirement in call.requirements.all():
        verifying.find(proposal=sent, requirement=requirement, is_met=True, text="", by="Vera")
    verifying.decide(proposal=sent, is_admitted=True, reasons="Cumple.", by="Vera")
    assert (causes(sent), opens(user, sent)) == ([(1, "own_body")], False)


def test_a_post_given_in_the_padron_closes_the_file_at_once_and_the_chore_writes_it(
    call, body, proposal
):
    person = make_person()
    user = seat_user(call, 1, person=person)
    assert opens(user, proposal)
    person.adscripciones.create(body=body, starts_on=timezone.localdate())
    assert (opens(user, proposal), causes(proposal)) == (False, [])
    assert conflicts.recompute_open() == 1
    assert causes(proposal) == [(1, "own_body")]


def test_drafts_have_none_and_what_was_ruled_on_stays(call, body):
    seat_user(call, 1, person=make_person(body))
    draft = make_proposal(call, body, state=Proposal.State.DRAFT)
    ruled = make_proposal(call, body)
    rule(ruled)
    assert conflicts.recompute([draft, ruled]) == 0
    assert conflicts.recompute_open() == 0


def rule(proposal):
    session = proposal.call.jury_sessions.create(held_at=timezone.now())
    session.rulings.create(proposal=proposal, is_recognised=True, reasons="Sí.", made_by="x")


def test_many_cost_as_little_as_one(call, django_assert_max_num_queries):
    """Apart from the line each new recusal writes into the record."""
    people = [make_person() for _ in range(3)]
    for number, person in enumerate(people, start=1):
        seat_user(call, number, person=person)
    proposals = [make_proposal(call) for _ in range(6)]
    for count in (1, 6):
        with django_assert_max_num_queries(10):
            conflicts.recompute(proposals[:count])


# ── Declared ─────────────────────────────────────────────────────────────────────────────────────


def declare(proposal, seat, reason="Amistad."):
    return conflicts.declare(proposal=proposal, seat=seat, reason=reason, by="Jurado")


def test_what_a_seat_declares_closes_the_file_and_is_written_once(call, proposal):
    user, seat = seat_user(call, 1), call.seats.get(number=1)
    assert opens(user, proposal)
    made = declare(proposal, seat)
    assert (made.kind, made.reason, made.made_by) == (Kind.DECLARED, "Amistad.", "Jurado")
    assert not opens(user, proposal)
    assert declare(proposal, seat, "Otra vez.") == made
    # Computing again does not touch what somebody said.
    conflicts.recompute([proposal])
    assert causes(proposal) == [(1, "declared")]


def test_declaring_asks_for_a_reason_and_comes_before_the_scoresheet(call, proposal):
    seat_user(call, 1)
    seat = call.seats.get(number=1)
    with pytest.raises(Refusal, match="motivo"):
        declare(proposal, seat, "  ")
    proposal.scoresheets.create(seat=seat, holder_name="J", handed_in_at=timezone.now())
    with pytest.raises(Refusal, match="entregaste tu cédula"):
        declare(proposal, seat)
    assert causes(proposal) == []


def test_nothing_is_declared_or_withdrawn_after_the_ruling(call, proposal):
    held = recuse(proposal, call.seats.get(number=2))
    rule(proposal)
    with pytest.raises(Refusal, match="ya resolvió"):
        declare(proposal, call.seats.get(number=1))
    with pytest.raises(Refusal, match="ya resolvió"):
        conflicts.withdraw(recusal=held, reason="Error.", by="Ana")


def test_staff_take_back_what_was_declared_by_mistake(call, proposal):
    user = seat_user(call, 1)
    made = declare(proposal, call.seats.get(number=1))
    conflicts.withdraw(recusal=made, reason="Era otra propuesta.", by="Ana")
    assert (causes(proposal), opens(user, proposal)) == ([], True)
    entry = Entry.objects.about(proposal).get(action="recusal.withdrawn")
    assert entry.detail == {"seat": 1, "reason": "Era otra propuesta."}


def test_what_was_computed_or_already_scored_is_not_taken_back(call, body, proposal):
    seat = call.seats.get(number=1)
    seat_user(call, 1, person=make_person(body))
    conflicts.recompute([proposal])
    with pytest.raises(Refusal, match="padrón"):
        conflicts.withdraw(recusal=proposal.recusals.get(), reason="No.", by="Ana")
    held = recuse(proposal, seat)
    sheet = proposal.scoresheets.create(seat=seat)
    criterion = call.criteria.first()
    sheet.scores.create(criterion=criterion, level=criterion.levels.first())
    with pytest.raises(Refusal, match="ya calificó"):
        conflicts.withdraw(recusal=held, reason="No.", by="Ana")
    with pytest.raises(Refusal, match="por qué"):
        conflicts.withdraw(recusal=held, reason=" ", by="Ana")


def test_a_seat_says_that_it_has_none_before_it_opens_and_a_successor_says_it_again(call, proposal):
    user = seat_user(call, 1)
    holder = conflicts.holder_of(user, call)
    assert not conflicts.has_stated(proposal, holder)
    conflicts.state_none(proposal=proposal, holder=holder, by=user)
    conflicts.state_none(proposal=proposal, holder=holder, by=user)
    assert conflicts.has_stated(proposal, holder)
    assert Entry.objects.about(proposal).filter(action="recusal.none").count() == 1
    holder.name = "Quien sigue"
    assert not conflicts.has_stated(proposal, holder)


def test_a_recused_seat_cannot_say_that_it_has_none(call, proposal):
    user = seat_user(call, 1)
    recuse(proposal, call.seats.get(number=1))
    with pytest.raises(Refusal, match="excusado"):
        conflicts.state_none(proposal=proposal, holder=conflicts.holder_of(user, call), by=user)
