"""What mail somebody wants: chosen in Mi espacio, or stopped from a link in any such mail."""

from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client

from bitacora.models import Entry
from jornadas.models import MailPreference
from jornadas.preferences import (
    Kind,
    _signer,
    choose,
    headers,
    unsubscribe_url,
    wants,
    without_refusals,
)
from padron.models import Person
from tests.jornadas.reading import heading, words
from tests.make import make_person, make_user

pytestmark = pytest.mark.django_db

ALL = {"reminders": True, "follow_up": True}


def wanted(person) -> dict:
    return {kind.value: wants(person, kind) for kind in Kind}


def record() -> list[tuple[str, dict]]:
    found = Entry.objects.filter(action="mail_preference.changed").order_by("pk")
    return [(one.actor_label, one.detail) for one in found]


def link_of(person, kind="reminders") -> str:
    return urlsplit(unsubscribe_url(person.pk, kind)).path


# ── The rule ────────────────────────────────────────────────────────────────────────────────────


def test_who_never_chose_wants_everything():
    assert wanted(make_person()) == ALL


def test_what_is_refused_is_refused_alone_and_recorded_once():
    person = make_person()
    for _ in range(2):
        choose(person, {"reminders": False, "follow_up": True}, by="prueba")
    assert wanted(person) == ALL | {"reminders": False}
    assert record() == [("prueba", {"reminders": False})]


def test_of_many_those_who_refused_are_left_out_in_one_query(django_assert_num_queries):
    silent, keen, refused = make_person(), make_person(), make_person()
    choose(keen, {"follow_up": True, "reminders": False}, by="prueba")
    choose(refused, {"follow_up": False}, by="prueba")
    with django_assert_num_queries(1):
        found = set(without_refusals(Person.objects.all(), Kind.FOLLOW_UP))
    assert found == {silent, keen}


def test_a_kind_that_nobody_may_refuse_is_no_kind():
    with pytest.raises(ValueError, match="is not a valid Kind"):
        unsubscribe_url(1, "confirmed")


# ── Mi espacio ──────────────────────────────────────────────────────────────────────────────────


def enter(client):
    person = make_person()
    client.force_login(make_user(person))
    return person


def test_a_person_chooses_and_comes_back_to_what_was_chosen(client):
    person = enter(client)
    page = client.get("/mi-espacio/avisos/")
    assert heading(page) == "Qué correos recibes"
    assert page.content.decode().count(" checked") == 2
    answer = client.post("/mi-espacio/avisos/", {"follow_up": "on"})
    assert (answer.status_code, answer.url) == (302, "/mi-espacio/")
    assert wanted(person) == {"reminders": False, "follow_up": True}
    assert record() == [(person.full_name, {"reminders": False})]
    assert client.get("/mi-espacio/avisos/").content.decode().count(" checked") == 1


def test_unticking_all_of_them_is_an_answer_too(client):
    person = enter(client)
    client.post("/mi-espacio/avisos/")
    assert wanted(person) == dict.fromkeys(ALL, False)


def test_the_page_says_what_is_always_sent_and_why(client):
    enter(client)
    said = words(client.get("/mi-espacio/avisos/"))
    for always in [
        "Son parte de tu inscripción y de tu cuenta",
        "Tu pase",
        "Lista de espera",
        "Cambios",
        "Cancelaciones",
    ]:
        assert always in said, always


def test_mi_espacio_leads_there(client):
    enter(client)
    assert 'href="/mi-espacio/avisos/"' in client.get("/mi-espacio/").content.decode()


def test_one_and_the_same_row_for_whoever_chooses_often(client):
    enter(client)
    for _ in range(3):
        client.post("/mi-espacio/avisos/", {"follow_up": "on"})
    assert MailPreference.objects.count() == 1


# ── The link in a mail ──────────────────────────────────────────────────────────────────────────


def test_the_link_asks_first_and_a_button_stops_that_kind_alone(client):
    person = make_person()
    address = link_of(person)
    asked = client.get(address)
    assert heading(asked) == "¿Dejar de recibir estos correos?"
    assert "Recordatorios antes de cada evento" in words(asked)
    assert wanted(person) == ALL
    answer = client.post(address)
    assert (answer.status_code, answer.url) == (302, address)
    assert heading(client.get(address)) == "Ya no recibes estos correos"
    assert wanted(person) == ALL | {"reminders": False}
    assert record() == [("enlace de un correo", {"reminders": False})]


def test_the_page_tells_nothing_of_whose_link_it_is(client):
    person = make_person(given_names="Ana", first_surname="Reservada")
    page = client.get(link_of(person))
    assert [name in page.content.decode() for name in ("Ana", "Reservada", person.email)] == [
        False
    ] * 3
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == (
        "private, no-store",
        "noindex, nofollow",
    )


def test_the_button_of_a_mail_reader_stops_it_at_once(client):
    """RFC 8058: a bare POST from a server with neither cookies nor a token of our forms."""
    person, strict = make_person(), Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = strict.post(link_of(person, "follow_up"), {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.content) == (200, b"Listo.")
    assert wanted(person) == ALL | {"follow_up": False}


def test_any_other_post_without_the_token_of_the_form_is_turned_away():
    person, strict = make_person(), Client(enforce_csrf_checks=True)
    said = [{}, {"List-Unsubscribe": "otra cosa"}]
    assert [strict.post(link_of(person), data).status_code for data in said] == [403, 403]
    assert wanted(person) == ALL


@pytest.mark.parametrize("how", ["get", "post", "one click"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda token, other: token[:-1],
        lambda token, other: token.replace("reminders", "follow_up"),
        # The number of somebody else before a signature that is good for one.
        lambda token, other: token.replace(token.split(".")[1], str(other.pk), 1),
        lambda token, other: "nada",
        # A kind that there is no more.
        lambda token, other: _signer.sign(f"gone.{other.pk}"),
        lambda token, other: signing.Signer(sep=".", salt="otra").sign(f"reminders.{other.pk}"),
    ],
)
def test_a_link_that_is_not_ours_stops_nothing_and_says_so(client, spoil, how):
    person, other = make_person(), make_person()
    address = f"/avisos/{spoil(link_of(person).split('/')[2], other)}/"
    data = {"List-Unsubscribe": "One-Click"} if how == "one click" else None
    answer = client.get(address) if how == "get" else client.post(address, data)
    assert answer.status_code == 404
    assert heading(answer) == "Este enlace no está completo"
    assert [wanted(person), wanted(other)] == [ALL, ALL]


def test_the_link_of_somebody_who_left_the_roster_says_so_too(client):
    person = make_person()
    address = link_of(person)
    person.delete()
    assert client.get(address).status_code == 404


def test_a_mail_says_its_link_to_the_readers_own_button():
    url = unsubscribe_url(1, "follow_up")
    assert headers(url) == {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
