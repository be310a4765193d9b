"""When a date of a published call moves, those with a proposal there are written to."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from correo.models import Message
from correo.registry import COMPOSERS
from documentos.spanish import date_in_words
from padron.refusal import Refusal
from practicas import calls
from practicas.models import Author, Proposal
from tests.make import make_body, make_enlace, make_person
from tests.practicas.make import make_call, make_proposal

pytestmark = pytest.mark.django_db


def published(**fields):
    """A call that is open, with the moment of its results."""
    moment = datetime.now(ZoneInfo("America/Mexico_City")) + timedelta(days=40)
    return make_call(results_at=moment, **fields)


def with_enlace():
    """A body that somebody answers for."""
    body = make_body()
    make_enlace(body)
    return body


def move(call, **fields):
    later = call.closes_on + timedelta(days=5)
    fields = {"closes_on": later, "reason": "El sitio estuvo sin servicio."} | fields
    return calls.move(call=call, by="prueba", **fields)


def told():
    return sorted(Message.objects.filter(kind="practicas.moved").values_list("to", flat=True))


def write(proposal, person):
    Author.objects.create(proposal=proposal, person=person, added_by="prueba")


def test_enlaces_and_authors_of_drafts_and_of_what_was_sent_are_told_once_each():
    call, body, other = published(), make_body(), make_body()
    rosa = make_enlace(body, email="rosa@example.org")
    ana = make_person(body, email="ana@example.org")
    make_enlace(other, email="luis@example.org")
    draft = make_proposal(call, body, state=Proposal.State.DRAFT)
    sent = make_proposal(call, body)
    make_proposal(call, other)
    for proposal in (draft, sent):
        write(proposal, ana)
    write(sent, rosa)
    move(call)
    assert told() == ["ana@example.org", "luis@example.org", "rosa@example.org"]


def test_who_withdrew_or_proposed_in_another_call_is_not_told():
    call, body = published(), make_body()
    make_enlace(body)
    make_proposal(call, body, state=Proposal.State.WITHDRAWN)
    make_proposal(published(), body)
    move(call)
    assert told() == []


def test_the_mail_says_what_it_said_what_it_says_and_why():
    call, body = published(title="Convocatoria de prueba"), make_body()
    make_enlace(body, given_names="Rosa")
    make_proposal(call, body)
    before, results = call.closes_on, call.results_at + timedelta(days=20)
    move(call, results_at=results)
    [message] = Message.objects.filter(kind="practicas.moved")
    mail = COMPOSERS[message.kind](message.context)
    assert mail.subject == "Cambió una fecha de la convocatoria: Convocatoria de prueba"
    later = before + timedelta(days=5)
    for words in (mail.text, mail.html):
        assert "Hola, Rosa:" in words
        assert f"Decía: Último día para enviar: {date_in_words(before)}" in words
        assert f"Último día para enviar: {date_in_words(later)}" in words
        assert words.count("Decía: ") == 2
        assert "Motivo: El sitio estuvo sin servicio." in words
        assert f"/convocatorias/{call.slug}/" in words


def test_of_a_move_that_is_refused_nobody_is_told():
    call = published()
    make_proposal(call, with_enlace())
    with pytest.raises(Refusal):
        move(call, reason=" ")
    with pytest.raises(Refusal):
        move(call, closes_on=timezone.localdate() - timedelta(days=1))
    assert told() == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(django_assert_num_queries, count):
    call = published()
    for _ in range(count):
        make_proposal(call, with_enlace())
    with django_assert_num_queries(12):
        move(call)
    assert len(told()) == count
