"""Scoring by seat: what may be given, until when, and what nobody sees before."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bitacora.models import Entry
from padron.refusal import Refusal
from practicas import scoring
from practicas.models import Level, Score, Scoresheet, SeatHolder
from tests.make import make_user
from tests.practicas.jury_story import give, judged, make_jury
from tests.practicas.make import make_call, make_proposal, recuse, seat_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_jury()


@pytest.fixture
def proposal(call):
    return make_proposal(call)


def score(proposal, number=1, criterion=1, value=3, reason="Lo dice.", by="prueba", **more):
    asked = proposal.call.criteria.get(number=criterion)
    return scoring.score(
        proposal=proposal,
        seat=proposal.call.seats.get(number=number),
        criterion=asked,
        level=asked.levels.get(value=value),
        reason=reason,
        by=by,
        **more,
    )


def hand_in(proposal, number=1, **more):
    seat = proposal.call.seats.get(number=number)
    return scoring.hand_in(proposal=proposal, seat=seat, by="prueba", **more)


def test_a_seat_thinks_again_until_it_hands_in(proposal):
    score(proposal, value=1, reason="Poco.")
    score(proposal, value=4, reason="Mucho,\r\nvisto otra vez.")
    assert list(Score.objects.values_list("level__value", "reason")) == [
        (4, "Mucho,\nvisto otra vez.")
    ]
    with pytest.raises(Refusal, match="Antes de entregar falta: el nivel del criterio 2; "):
        hand_in(proposal)
    give(proposal, 1, 2)
    for refused in (lambda: score(proposal), lambda: hand_in(proposal)):
        with pytest.raises(Refusal, match="Esta cédula ya se entregó: no cambia"):
            refused()
    assert set(Score.objects.values_list("level__value", flat=True)) == {2}
    assert Entry.objects.filter(action="scoresheet.handed_in").count() == 1


def test_a_level_without_reason_is_kept_but_not_handed_in(proposal):
    give(proposal, 1, 2, hand_in=False)
    score(proposal, criterion=5, reason="  ")
    with pytest.raises(Refusal, match="Antes de entregar falta: la razón del criterio 5"):
        hand_in(proposal)


def test_the_comment_is_kept_with_the_sheet(proposal):
    seat = proposal.call.seats.get(number=1)
    scoring.save_note(proposal=proposal, seat=seat, note=" Vale la pena. ", by="prueba")
    assert Scoresheet.objects.get().note == "Vale la pena."
    with pytest.raises(Refusal, match="demasiado largo"):
        scoring.save_note(proposal=proposal, seat=seat, note="x" * 5000, by="prueba")


def test_only_who_holds_the_seat_scores(proposal):
    score(proposal, by=proposal.call.people[1])
    for other in (proposal.call.people[2], make_user(None, "administrator")):
        with pytest.raises(Refusal, match="Solo quien ocupa el asiento califica"):
            score(proposal, by=other)
    with pytest.raises(Refusal, match="Nadie ocupa hoy el asiento «Titular 5»"):
        score(proposal, number=5)


def test_what_is_not_before_the_jury_is_not_scored(call, proposal):
    sent = make_proposal(call, state="sent")
    with pytest.raises(Refusal, match="no está ante el jurado"):
        score(sent)
    recuse(proposal, call.seats.get(number=1))
    with pytest.raises(Refusal, match="excusado"):
        score(proposal)
    stranger = make_call().seats.get(number=1)
    criterion = call.criteria.get(number=1)
    with pytest.raises(Refusal, match="otra convocatoria"):
        scoring.score(
            proposal=proposal, seat=stranger, criterion=criterion,
            level=criterion.levels.first(), reason="", by="prueba",
        )  # fmt: skip
    with pytest.raises(Refusal, match="no es de este criterio"):
        scoring.score(
            proposal=proposal, seat=call.seats.get(number=2), criterion=criterion,
            level=Level.objects.filter(criterion__number=2).first(), reason="", by="prueba",
        )  # fmt: skip
    assert Score.objects.count() == 0


def test_the_term_ends_at_its_moment_and_opens_what_is_in():
    due_at = timezone.now() + timedelta(hours=1)
    call = make_jury(scores_due_at=due_at)
    proposal = judged(call, 3)
    before = due_at - timedelta(microseconds=1)
    score(proposal, number=2, now=before)
    assert [scoring.is_sealed(call, moment) for moment in (before, due_at)] == [True, False]
    with pytest.raises(Refusal, match="El plazo para calificar terminó"):
        score(proposal, number=2, now=due_at)
    with pytest.raises(Refusal, match="El plazo para calificar terminó"):
        hand_in(proposal, number=2, now=due_at)


def test_scores_open_with_the_last_sheet_that_is_due(call):
    first, second = make_proposal(call), make_proposal(call)
    recuse(second, call.seats.get(number=3))
    for proposal, number in [(first, 1), (first, 2), (first, 3), (second, 1)]:
        give(proposal, number, 3)
        assert scoring.is_sealed(call)
    give(second, 2, 1)
    assert not scoring.is_sealed(call)
    # Another one comes before the jury: what is due is not all in any more.
    make_proposal(call)
    assert scoring.is_sealed(call)


def test_who_owes_what(call):
    first, second = make_proposal(call), make_proposal(call)
    make_proposal(call, state="rejected")
    seats = {seat.number: seat.pk for seat in call.seats.all()}
    recuse(first, call.seats.get(number=2))
    withdrawn = recuse(second, call.seats.get(number=1))
    withdrawn.withdrawn_at = timezone.now()
    withdrawn.save()
    assert scoring.due(call) == {
        first.pk: {seats[1], seats[3]},
        second.pk: {seats[1], seats[2], seats[3]},
    }


def test_the_sheet_is_the_seats_whoever_holds_it(call, proposal):
    give(proposal, 1, 3)
    score(proposal, number=2)
    yesterday = timezone.localdate() - timedelta(days=1)
    SeatHolder.objects.filter(seat__number__in=[1, 2]).update(ends_on=yesterday)
    # Nobody holds seat 1 any more: what it gave stands, with the name of who gave it.
    assert call.seats.get(number=1).pk in scoring.due(call)[proposal.pk]
    assert Scoresheet.objects.get(seat__number=1).holder_name == "Jurado 1"
    # Seat 2 has another holder, who goes on where the first one stopped.
    heir = make_user(None, "jury")
    SeatHolder.objects.create(
        seat=call.seats.get(number=2), name="Otra persona", user=heir,
        starts_on=timezone.localdate(),
    )  # fmt: skip
    give(proposal, 2, 4)
    assert Scoresheet.objects.get(seat__number=2).holder_name == "Otra persona"
    with pytest.raises(Refusal, match="Solo quien ocupa"):
        score(make_proposal(call), number=2, by=call.people[2])


def test_a_seat_that_is_recused_later_counts_no_more(call, proposal):
    for number in (1, 2, 3):
        give(proposal, number, number)
    recuse(proposal, call.seats.get(number=3))
    told = scoring.duties(call)
    assert set(told.given[proposal.pk]) == {call.seats.get(number=n).pk for n in (1, 2)}
    assert told.are_done


def test_whose_seat_it_is_depends_on_the_day(call):
    user = call.people[1]
    assert scoring.seat_of(call, user).number == 1
    assert scoring.seat_of(make_call(), user) is None
    SeatHolder.objects.filter(user=user).update(starts_on=date(2020, 1, 1), ends_on="2021-01-01")
    assert scoring.seat_of(call, user) is None
    assert seat_user(call, 5) is not None
