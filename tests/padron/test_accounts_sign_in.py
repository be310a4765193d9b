"""Entering with a code by mail, as a person meets it."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from correo.models import Message
from correo.sending import send_due
from padron.models import User
from tests.make import make_person, make_user

pytestmark = pytest.mark.django_db
LOGIN, CODE = reverse("account_login"), reverse("account_confirm_login_code")


def ask(client, email, **query):
    return client.post(LOGIN, {"email": email}, query_params=query)


def mailed_code() -> str:
    """The last one: codes leave before whatever else waits."""
    send_due()
    return re.findall(r"\b\d{6}\b", " ".join(message.subject for message in mail.outbox))[-1]


def texts(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_person_enters_with_the_code_and_goes_on_to_where_they_wanted(client):
    person = make_person()
    wanted = "/jornadas/una/inscripcion/"
    assert (
        ask(client, person.email, next=wanted).url
        == f"{CODE}?next=%2Fjornadas%2Funa%2Finscripcion%2F"
    )
    answer = client.post(CODE, {"code": mailed_code(), "next": wanted})
    assert (answer.status_code, answer.url) == (302, wanted)
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_the_code_box_is_for_digits(client):
    ask(client, make_person().email)
    page = client.get(CODE).content.decode()
    box = re.search(r'<input[^>]*name="code"[^>]*>', page)[0]
    assert 'inputmode="numeric"' in box
    assert 'autocomplete="one-time-code"' in box


def test_known_unknown_and_shared_mailboxes_are_answered_alike(client):
    known = make_person().email
    make_person(email="oficina@example.org")
    make_person(email="oficina@example.org")
    pages = []
    for email in [known, "nadie@example.org", "oficina@example.org"]:
        answer = ask(client, email)
        page = client.get(CODE).content.decode().replace(email, "CORREO")
        pages.append((answer.status_code, answer.url, re.sub(r'value="\w{64}"', "", page)))
    assert pages[0] == pages[1] == pages[2]
    assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == [
        "padron.login_code",
        "padron.unknown_mailbox",
        "padron.shared_mailbox",
    ]


def test_the_mail_to_an_unknown_mailbox_says_how_to_ask_for_access(client):
    ask(client, "nadie@example.org")
    send_due()
    assert mail.outbox[0].to == ["nadie@example.org"]
    assert "http://testserver/cuentas/solicitar-acceso/" in mail.outbox[0].body


def test_the_words_of_the_code_are_not_kept(client):
    ask(client, make_person().email)
    code = mailed_code()
    kept = Message.objects.values("subject", "text", "html", "context").get()
    assert kept == {"subject": "", "text": "", "html": "", "context": {}}
    assert code in mail.outbox[0].body


def test_a_wrong_code_says_so_and_the_right_one_still_serves(client):
    ask(client, make_person().email)
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"
    answer = client.post(CODE, {"code": wrong})
    assert answer.context["form"].errors == {
        "code": ["El código no es correcto. Revísalo o pide otro."]
    }
    spaced = f" {code[:3]} {code[3:]} "
    assert client.post(CODE, {"code": spaced}).url == reverse("mi_espacio")


def test_after_five_wrong_codes_one_starts_again(client):
    ask(client, make_person().email, next="/mi-espacio/")
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"
    answers = [client.post(CODE, {"code": wrong, "next": "/mi-espacio/"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 302]
    assert answers[-1].url == f"{LOGIN}?next=%2Fmi-espacio%2F"
    assert texts(client.get(LOGIN)) == [
        "Demasiados intentos. Espera unos minutos y vuelve a empezar."
    ]
    assert client.post(CODE, {"code": code}).url == LOGIN
    assert "_auth_user_id" not in client.session


def test_an_expired_code_is_said_to_be_expired(client, settings):
    ask(client, make_person().email)
    code = mailed_code()
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    assert client.post(CODE, {"code": code}).url == LOGIN
    assert texts(client.get(LOGIN)) == ["El código venció. Pide otro."]
    assert "_auth_user_id" not in client.session


def test_another_code_can_be_sent_and_the_first_one_no_longer_serves(client):
    ask(client, make_person().email)
    first = mailed_code()
    assert client.post(CODE, {"action": "resend"}).url == CODE
    assert texts(client.get(CODE)) == ["Enviamos otro código. El anterior ya no sirve."]
    second = mailed_code()
    if first != second:
        assert client.post(CODE, {"code": first}).status_code == 200
    assert client.post(CODE, {"code": second}).status_code == 302


def test_a_mistyped_mailbox_is_corrected_by_going_back(client):
    ask(client, "mal@example.org")
    assert client.get(LOGIN).status_code == 200
    ask(client, make_person().email)
    assert client.post(CODE, {"code": mailed_code()}).status_code == 302


def test_codes_for_one_mailbox_are_not_asked_for_without_end(client):
    email = make_person().email
    answers = [ask(client, email) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 302, 200]
    assert answers[-1].context["form"].errors == {
        "email": ["Demasiados intentos. Espera unos minutos y vuelve a probar."]
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Escribe tu correo."),
        ("ana", "Escribe un correo completo, como nombre@institucion.gob.mx."),
        ("\0", "Escribe un correo completo, como nombre@institucion.gob.mx."),
        ("x" * 300 + "@example.org", "Escribe un correo completo, como nombre@institucion.gob.mx."),
    ],
)
def test_what_is_no_mailbox_is_told_at_the_field(client, typed, said):
    assert said in ask(client, typed).context["form"].errors["email"]
    assert Message.objects.count() == 0


def test_leaving_asks_first_and_is_done_by_post(client):
    client.force_login(make_user(make_person()))
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.post(reverse("account_logout")).url == "/"
    assert "_auth_user_id" not in client.session


def test_one_is_not_led_to_another_site(client):
    ask(client, make_person().email, next="https://example.com/")
    answer = client.post(CODE, {"code": mailed_code(), "next": "https://example.com/"})
    assert answer.url == reverse("mi_espacio")
