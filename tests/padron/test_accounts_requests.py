"""Asking for access: anybody asks, staff or the body's own enlace answer."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from bitacora.models import Entry
from correo.models import Message
from correo.sending import send_due
from padron.access_requests import accept, reject
from padron.models import AccessRequest, Person
from padron.recognition import recognise
from padron.refusal import Refusal
from tests.make import (
    make_access_request,
    make_body,
    make_enlace,
    make_person,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db
ASK = reverse("access_request")


def typed(body_name, **fields) -> dict:
    return {
        "given_names": "Ana",
        "first_surname": "Gómez",
        "second_surname": "",
        "email": "ana@toluca.gob.mx",
        "post": "Analista",
        "body_name": body_name,
    } | fields


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_a_request_waits_for_staff_and_the_enlace_of_the_body(client):
    body = make_body("Ayuntamiento de Toluca", acronym="TOLUCA")
    enlace = make_enlace(body)
    answer = client.post(ASK, typed("ayuntamiento de toluca"))
    assert answer.url == reverse("access_request_sent")
    assert "enlace de tu institución" in client.get(answer.url).content.decode()
    request = AccessRequest.objects.get()
    assert (str(request), request.body, request.state) == (
        "Ana Gómez (Ayuntamiento de Toluca)",
        body,
        "pending",
    )
    assert list(Message.objects.order_by("pk").values_list("kind", "to")) == [
        ("padron.access_requested", "ana@toluca.gob.mx"),
        ("padron.request_waits", enlace.email),
    ]


def test_known_mailboxes_are_answered_with_the_same_page(client):
    make_body("Ayuntamiento de Toluca")
    make_person(email="ana@toluca.gob.mx")
    assert client.post(ASK, typed("Ayuntamiento de Toluca")).url == reverse("access_request_sent")
    assert (AccessRequest.objects.count(), kinds()) == (0, ["padron.already_on_the_roster"])


def test_asking_twice_is_one_request(client):
    make_body("Ayuntamiento de Toluca")
    for email in ["ana@toluca.gob.mx", "ANA@toluca.gob.mx"]:
        answer = client.post(ASK, typed("Ayuntamiento de Toluca", email=email))
        assert answer.url == reverse("access_request_sent")
    assert (AccessRequest.objects.count(), kinds()) == (1, ["padron.access_requested"])


def test_a_body_written_in_part_is_chosen_from_a_list_without_a_script(client):
    body = make_body("Ayuntamiento de Toluca")
    make_body("Ayuntamiento de Metepec")
    page = client.post(ASK, typed("toluca"))
    assert page.context["form"].errors == {
        "body_name": ["Elige tu institución de la lista de abajo."]
    }
    assert [b.name for b in page.context["form"].suggestions] == ["Ayuntamiento de Toluca"]
    client.post(ASK, typed("toluca", body_choice=body.pk))
    assert AccessRequest.objects.get().body == body


def test_a_body_nobody_knows_is_told_at_the_field(client):
    page = client.post(ASK, typed("Ayuntamiento de Atlantis"))
    assert page.context["form"].errors == {
        "body_name": [
            "No encontramos esa institución. Prueba con el nombre del municipio o con las siglas."
        ]
    }
    assert AccessRequest.objects.count() == 0


@pytest.mark.parametrize("choice", ["x", "0", "999999999999999999999", "-1", "²"])
def test_a_choice_that_was_not_offered_is_no_choice(client, choice):
    page = client.post(ASK, typed("nada", body_choice=choice))
    assert page.status_code == 200
    assert AccessRequest.objects.count() == 0


def test_requests_from_one_mailbox_are_limited(client):
    make_body("Ayuntamiento de Toluca")
    answers = [client.post(ASK, typed("Ayuntamiento de Toluca")) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]


def test_accepted_they_are_on_the_roster_and_can_enter():
    request, staff = make_access_request(), make_user(None, "staff")
    person = accept(request=request, by=staff)
    post = person.adscripciones.get()
    request.refresh_from_db()
    assert (person.email, post.body, post.post, post.is_enabled) == (
        request.email,
        request.body,
        "Analista",
        True,
    )
    assert (request.state, request.decided_by) == ("approved", str(staff))
    assert kinds() == ["padron.access_accepted"]
    assert recognise(request.email)[0].person == person
    assert "access.accepted" in Entry.objects.values_list("action", flat=True)


def test_who_is_on_the_roster_with_another_mailbox_gets_this_one():
    body = make_body()
    person = make_person(body, given_names="Ana", first_surname="Gómez", email="vieja@example.org")
    request = make_access_request(body, given_names="ANA", first_surname="Gomez")
    accept(request=request, by="prueba", person=person)
    person.refresh_from_db()
    assert (Person.objects.count(), person.email) == (1, request.email)
    assert person.adscripciones.count() == 1


def test_a_mailbox_of_somebody_else_is_not_given_twice():
    make_person(email="ana@toluca.gob.mx")
    request = make_access_request(email="ana@toluca.gob.mx")
    with pytest.raises(Refusal, match="a nombre de otra persona"):
        accept(request=request, by="prueba")
    request.refresh_from_db()
    assert (request.state, Person.objects.count(), kinds()) == ("pending", 1, [])


def test_a_request_is_answered_once():
    request = make_access_request()
    accept(request=request, by="Personal")
    with pytest.raises(Refusal, match="ya fue atendida por Personal"):
        reject(request=request, by="Enlace", reason="No.")
    assert kinds() == ["padron.access_accepted"]


def test_rejected_they_are_told_why():
    request = make_access_request()
    with pytest.raises(Refusal):
        reject(request=request, by="prueba", reason="  ")
    reject(request=request, by="prueba", reason="No trabaja en esta institución.")
    send_due()
    assert mail.outbox[0].to == [request.email]
    assert "El motivo: No trabaja en esta institución." in mail.outbox[0].body
    assert Person.objects.count() == 0


def test_an_enlace_answers_for_their_own_body_and_sees_no_other(client):
    own, other = make_body(), make_body()
    sign_in(client, make_user(make_enlace(own)), second_factor=False)
    mine, theirs = make_access_request(own), make_access_request(other)
    listed = client.get(reverse("enlace_requests")).context["page_obj"].object_list
    assert list(listed) == [mine]
    assert client.get(reverse("enlace_request", args=[theirs.pk])).status_code == 404
    for action, data in [("accept", {"person": "new"}), ("reject", {"reason": "No."})]:
        url = reverse(f"enlace_request_{action}", args=[theirs.pk])
        assert client.post(url, data).status_code == 404
    url = reverse("enlace_request_accept", args=[mine.pk])
    assert client.post(url, {"person": "new"}).url == reverse("enlace_requests")
    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert (mine.state, theirs.state) == ("approved", "pending")


def test_staff_who_are_also_enlace_see_only_their_body_at_the_enlaces_desk(client):
    own, other = make_body(), make_body()
    sign_in(client, make_user(make_enlace(own), "staff"))
    make_access_request(other)
    assert list(client.get(reverse("enlace_requests")).context["page_obj"]) == []
    assert len(client.get(reverse("panel_requests")).context["page_obj"]) == 1


def test_a_rejection_without_reason_stays_on_the_page(client):
    sign_in(client, make_user(None, "staff"))
    request = make_access_request()
    page = client.post(reverse("panel_request_reject", args=[request.pk]), {"reason": ""})
    assert page.status_code == 422
    said = "Escribe el motivo: se le enviará a quien pidió el acceso."
    assert page.context["reject"].errors == {"reason": [said]}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, count):
    sign_in(client, make_user(None, "staff"))
    for _ in range(count):
        make_access_request()
    with django_assert_num_queries(8):
        page = client.get(reverse("panel_requests")).content.decode()
    assert len(re.findall(r"<tr>", page)) == 1 + count
    assert Entry.objects.filter(action="people.listed", people=count).count() == 1
