"""Mi espacio: my constancias, those to come, and what to do where my name is not right."""

from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse

from bitacora.models import Entry
from certificates import corrections
from certificates.asking import compose
from correo.models import Message
from jornadas.models import Event, Registration
from tests.asistencia.test_mine import admit, let_pass
from tests.jornadas.reading import words
from tests.make import (
    make_certificate,
    make_event,
    make_person,
    make_registration,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGE = "/mi-espacio/constancias/"


# Two events of one person never meet at an hour.
_days = count(3, 2)


def register(person, title="Jornada"):
    event = make_event(title=title, starts_in=timedelta(days=next(_days)))
    return make_registration(event, person)


def attended(person, title="Jornada", *, was_there=True):
    """A registration of an event that is over."""
    registration = register(person, title)
    let_pass(registration.event)
    registration = Registration.objects.get(pk=registration.pk)
    if was_there:
        admit(registration)
    return registration


@pytest.fixture
def person(client):
    person = make_person(given_names="Ana", first_surname="Peña")
    client.force_login(make_user(person))
    return person


def test_a_visitor_is_asked_to_enter(client):
    assert client.get(PAGE)["Location"].endswith(f"?next={PAGE}")


def test_it_is_found_from_mi_espacio(client, person):
    assert f'href="{PAGE}"' in client.get("/mi-espacio/").content.decode()


def test_nothing_yet_says_when_there_will_be(client, person):
    assert "Todavía no tienes constancias. Se emiten después de cada evento" in words(
        client.get(PAGE)
    )


def test_each_says_whether_it_stands(client, person):
    good = make_certificate(register(person, "Vigente aquí"))
    wrong = make_certificate(register(person, "Mal escrita"))
    bad = make_certificate(register(person, "Revocada aquí"))
    make_certificate(make_registration(make_event(title="De otra persona")))
    new = corrections.correct_name(certificate=wrong, name="Ana P.", reason="Mal.", by="x")
    corrections.revoke(certificate=bad, reason="No asistió.", by="x")
    answer = client.get(PAGE)
    told = {found.certificate.folio: found.state for found in answer.context["certificates"]}
    assert told == {
        good.folio: "vigente",
        wrong.folio: "sustituida",
        new.folio: "vigente",
        bad.folio: "revocada",
    }
    page = words(answer)
    assert f"La sustituye la {new.folio} . Motivo: Mal." in page
    assert "Motivo: No asistió." in page
    assert "De otra persona" not in page
    assert reverse("certificate_badge", args=[good.code]) in answer.content.decode()
    assert reverse("certificate_badge", args=[bad.code]) not in answer.content.decode()


def test_one_costs_as_many_queries_as_three(client, person, django_assert_num_queries):
    def more():
        make_certificate(register(person))
        attended(person)

    more()
    client.get(PAGE)
    with django_assert_num_queries(13):
        client.get(PAGE)
    more()
    more()
    with django_assert_num_queries(13):
        client.get(PAGE)


def test_what_is_due_and_not_issued_is_to_come(client, person):
    due = attended(person, "Fui")
    attended(person, "No fui", was_there=False)
    page = words(client.get(PAGE))
    assert "Por emitir" in page
    assert "Fui" in page
    assert "No fui" not in page
    make_certificate(due)
    assert "Por emitir" not in words(client.get(PAGE))


def test_a_cancelled_event_gives_none(client, person):
    attended(person)
    Event.objects.update(status=Event.Status.CANCELLED)
    assert "Por emitir" not in words(client.get(PAGE))


def test_the_name_is_asked_until_it_is_confirmed(client, person):
    page = words(client.get(PAGE))
    assert "Se escribirá así: Ana Peña" in page
    assert "Así está bien" in page
    client.post(reverse("certificate_name_confirm"))
    page = words(client.get(PAGE))
    assert "Dijiste que está bien" in page
    assert "Así está bien" not in page


def test_a_wrong_name_is_told_to_staff_once(client, person):
    make_user(None, "staff", email="personal@example.org")
    made = make_certificate(register(person))
    path = reverse("mine_wrong_name", args=[made.code])
    assert made.facts["holder"]["name"] in words(client.get(path))
    answer = client.post(path, {"name": "  Ana   Peña Ortiz "})
    assert answer.url == PAGE
    message = Message.objects.get(kind="certificates.wrong_name")
    assert (message.to, message.context["wanted"]) == ("personal@example.org", "Ana Peña Ortiz")
    assert message.context["printed"] == made.facts["holder"]["name"]
    assert client.get(message.context["url"]).status_code in (302, 404)
    assert "Ya lo pediste." in words(client.post(path, {"name": "Ana Peña Ortiz"}))
    assert Message.objects.filter(kind="certificates.wrong_name").count() == 1
    assert Entry.objects.filter(action="certificate.correction_asked").count() == 1
    made.refresh_from_db()
    assert made.is_standing


@pytest.mark.parametrize(("name", "said"), [("", "Escribe tu nombre"), ("Ana Peña", "ya dice")])
def test_what_corrects_nothing_is_refused(client, person, name, said):
    make_user(None, "staff")
    made = make_certificate(register(person))
    path = reverse("mine_wrong_name", args=[made.code])
    assert said in words(client.post(path, {"name": name}))
    assert not Message.objects.filter(kind="certificates.wrong_name").exists()


def test_nobody_asks_for_somebody_elses_nor_for_one_that_ended(client, person):
    other = make_certificate()
    assert client.get(reverse("mine_wrong_name", args=[other.code])).status_code == 404
    own = make_certificate(register(person))
    corrections.revoke(certificate=own, reason="No asistió.", by="x")
    assert client.get(reverse("mine_wrong_name", args=[own.code])).status_code == 404


def test_the_mail_to_staff_can_be_read(client, person):
    context = {"folio": "F/1", "event": "Foro", "printed": "Ana", "wanted": "Ana P.", "url": "u"}
    mail = compose(context)
    assert mail.subject == "Piden corregir un nombre: constancia F/1"
    for text in (mail.text, mail.html):
        assert "Ana P." in text
