"""Who holds a seat, from when to when, and with which account; and the demonstration's call."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bitacora.models import Entry
from padron.demo_accounts import create_demo_accounts
from padron.refusal import Refusal
from practicas import calls, seats
from practicas.demo import create_call
from practicas.models import Call, Proposal, Recusal
from tests.make import make_body, make_enlace, make_organizer, make_person, make_user
from tests.practicas.make import make_call, make_proposal

pytestmark = pytest.mark.django_db


def seat(number=1, call=None):
    return (call or make_call()).seats.get(number=number)


def test_who_follows_in_a_post_holds_the_seat_from_the_day_after():
    one = seat()
    first, second = make_user(None, "jury"), make_user(None, "jury")
    today = timezone.localdate()

    seats.seat_somebody(
        seat=one, name="Ana", user=first, starts_on=today - timedelta(days=90), by="prueba"
    )
    assert Call.objects.judged_by(first).exists()
    seats.seat_somebody(seat=one, name="Luis", user=second, starts_on=today, by="prueba")

    assert list(one.holders.values_list("name", "starts_on", "ends_on")) == [
        ("Luis", today, None),
        ("Ana", today - timedelta(days=90), today - timedelta(days=1)),
    ]
    # The post is the seat: only who holds it today judges.
    assert not Call.objects.judged_by(first).exists()
    assert Call.objects.judged_by(second).exists()
    assert Entry.objects.filter(action="call.seat_held").count() == 2


def test_two_never_hold_a_seat_on_one_day():
    one = seat()
    seats.seat_somebody(
        seat=one, name="Ana", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), by="prueba"
    )

    for first, last in (
        (date(2026, 6, 30), None),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2025, 1, 1), None),
    ):
        with pytest.raises(Refusal, match="Ana ocupa el asiento desde el 1 de enero de 2026"):
            seats.seat_somebody(seat=one, name="Luis", starts_on=first, ends_on=last, by="prueba")
    seats.seat_somebody(seat=one, name="Luis", starts_on=date(2026, 7, 1), by="prueba")

    assert [holder.name for holder in one.holders.all()] == ["Luis", "Ana"]


def test_a_seat_is_tied_only_to_an_account_with_the_role_and_to_one_in_each_jury():
    call = make_call()
    jury, staff = make_user(None, "jury"), make_user(None, "staff")
    today = timezone.localdate()
    seats.seat_somebody(seat=seat(1, call), name="Ana", user=jury, starts_on=today, by="prueba")

    with pytest.raises(Refusal, match="no tiene hoy el rol de jurado"):
        seats.seat_somebody(seat=seat(2, call), name="Eva", user=staff, starts_on=today, by="p")
    with pytest.raises(Refusal, match="ya ocupa otro asiento en esas fechas: Titular 1"):
        seats.seat_somebody(seat=seat(2, call), name="Ana", user=jury, starts_on=today, by="p")
    # Of another call they may be, too.
    seats.seat_somebody(seat=seat(1), name="Ana", user=jury, starts_on=today, by="prueba")

    assert list(seats.accounts(call)) == [jury]
    assert not call.seats.get(number=2).holders.exists()


def test_whoever_is_seated_anew_is_recused_from_what_is_of_their_own_body():
    proposal = make_proposal(body=make_body("Ayuntamiento Propio"))
    judge = make_user(make_person(proposal.body), "jury")
    other = make_user(None, "jury")
    one = proposal.call.seats.get(number=1)
    today = timezone.localdate()

    holder = seats.seat_somebody(seat=one, name="Otra", user=other, starts_on=today, by="prueba")
    assert Proposal.objects.judged_by(other).get() == proposal
    holder.user, holder.name = judge, "De ahí"
    seats.change_holder(holder=holder, by="prueba")

    assert Recusal.objects.standing().get().kind == Recusal.Kind.OWN_BODY
    assert not Proposal.objects.judged_by(judge).exists()


def test_who_has_scored_stays_on_paper():
    proposal = make_proposal()
    one = proposal.call.seats.get(number=1)
    jury = make_user(None, "jury")
    today = timezone.localdate()
    holder = seats.seat_somebody(seat=one, name="Ana", user=jury, starts_on=today, by="prueba")
    one.scoresheets.create(proposal=proposal, holder_name="Ana", handed_in_at=timezone.now())

    with pytest.raises(Refusal, match="ya entregó cédulas"):
        seats.remove_holder(holder=holder, by="prueba")
    holder.user = make_user(None, "jury")
    with pytest.raises(Refusal, match="ya se entregaron cédulas"):
        seats.change_holder(holder=holder, by="prueba")
    with pytest.raises(Refusal, match="ocupa el asiento"):
        seats.seat_somebody(seat=one, name="Luis", starts_on=today, by="prueba")

    assert [one.user for one in one.holders.all()] == [jury]


def test_somebody_seated_by_mistake_is_taken_back():
    one = seat()
    holder = seats.seat_somebody(seat=one, name="Ana", starts_on=timezone.localdate(), by="prueba")

    seats.remove_holder(holder=holder, by="prueba")

    assert not one.holders.exists()


def test_the_call_of_the_demonstration_is_open_whole_and_its_seats_are_of_its_accounts():
    body, today = make_body(), timezone.localdate()
    users = create_demo_accounts(
        servidor=make_person(body), enlace=make_enlace(body), organizer=make_organizer()
    )

    call = create_call(make_organizer(), today)

    assert call.is_open()
    assert calls.missing(call, call.published_at) == []
    jury = [user for user in users if "jury" in user.held_roles]
    held = [one.holders.get().user for one in call.seats.all()]
    assert held == jury
    assert len(held) == 5
    assert all(call in Call.objects.judged_by(user) for user in jury)
