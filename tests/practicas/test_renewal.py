"""Before it ends the enlace is told once; to renew is to propose it again in an open call."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correo.models import Message
from jornadas.refusal import Refusal
from practicas import renewal
from practicas.models import Proposal
from tests.make import make_body, make_enlace, make_person, make_user, sign_in
from tests.practicas.make import make_call, make_proposal
from tests.practicas.test_register import make_practice, make_withdrawn

pytestmark = pytest.mark.django_db


def make_ending(days, **fields):
    body = make_body()
    enlace = make_enlace(body)
    return make_practice(body=body, days=(days - 364, days), **fields), enlace


def test_the_enlace_is_reminded_thirty_days_before_and_once():
    one, enlace = make_ending(31)
    tomorrow = timezone.now() + timedelta(days=1)

    assert renewal.remind_ending() == 0
    assert renewal.remind_ending(tomorrow) == 1
    assert renewal.remind_ending(tomorrow) == 0
    assert renewal.remind_ending(tomorrow + timedelta(days=20)) == 0

    message = Message.objects.get(kind="practicas.ending")
    assert message.to == enlace.email
    mail = renewal.compose_ending(message.context)
    assert one.title in mail.subject
    assert f"/practicas/{one.slug}/" in mail.text
    assert "cuando se abra una convocatoria" in mail.text


def test_nobody_is_reminded_of_what_ended_was_withdrawn_or_is_being_renewed():
    make_ending(-1)
    make_withdrawn(days=(-300, 20))
    renewed, _ = make_ending(20)
    make_proposal(make_call(), renewed.body, state="sent", renews=renewed)
    started, _ = make_ending(10)
    make_proposal(make_call(), started.body, state="draft", renews=started)

    assert list(renewal.ending()) == [started]


def test_the_last_day_counts_and_the_next_does_not():
    one, _ = make_ending(0)
    assert list(renewal.ending()) == [one]
    assert list(renewal.ending(timezone.now() + timedelta(days=1))) == []


def test_the_mail_says_whether_a_call_is_open():
    make_ending(20)
    renewal.remind_ending()
    assert Message.objects.get(kind="practicas.ending").context["has_call"] is False

    other, _ = make_ending(20)
    make_call()
    renewal.remind_ending()
    assert Message.objects.get(about_id=str(other.pk), kind="practicas.ending").context["has_call"]


def test_an_enlace_renews_it_in_an_open_call_and_finds_the_draft_again(client):
    one, enlace = make_ending(20)
    call = make_call()
    sign_in(client, make_user(enlace))
    assert "Renovar este reconocimiento" in client.get(f"/practicas/{one.slug}/").text
    url = f"/practicas/{one.slug}/renovar/"
    assert call.title in client.get(url).text

    first = client.post(url, {"call": call.slug})
    second = client.post(url, {"call": call.slug})

    draft = Proposal.objects.get(renews=one)
    assert (draft.call, draft.body, draft.state, draft.title) == (
        call, one.body, Proposal.State.DRAFT, one.title,
    )  # fmt: skip
    assert {first.url, second.url} == {draft.get_absolute_url()}
    assert draft.get_absolute_url() in client.get(f"/practicas/{one.slug}/").text


def test_only_its_enlace_is_offered_it(client):
    one, _ = make_ending(20)
    make_call()
    url = f"/practicas/{one.slug}/renovar/"

    assert client.get(url).status_code == 302
    for user in (
        make_user(make_enlace(make_body())),
        make_user(make_person(one.body)),
        make_user(None, "staff"),
    ):
        sign_in(client, user)
        assert "Renovar" not in client.get(f"/practicas/{one.slug}/").text
        assert client.get(url).status_code == 404
        assert client.post(url, {"call": "x"}).status_code == 404
    assert not Proposal.objects.filter(renews=one).exists()


def test_a_call_that_closed_its_own_and_a_withdrawn_one_renew_nothing():
    one, enlace = make_ending(20)
    by = make_user(enlace)
    yesterday = timezone.localdate() - timedelta(days=1)
    for call in (make_call(closes_on=yesterday), one.proposal.call, make_call(published_at=None)):
        with pytest.raises(Refusal, match="no recibe propuestas"):
            renewal.begin(recognition=one, call=call, by=by)
    gone = make_withdrawn(days=(-30, 20))
    with pytest.raises(Refusal, match="se retiró"):
        renewal.begin(recognition=gone, call=make_call(), by=by)


def test_a_renewed_practice_and_its_renewal_lead_to_each_other(client):
    earlier, _ = make_ending(-10, title="La de antes")
    later = make_practice("La de ahora", body=earlier.body, renews=earlier)

    assert later.get_absolute_url() in client.get(earlier.get_absolute_url()).text
    assert earlier.get_absolute_url() in client.get(later.get_absolute_url()).text
