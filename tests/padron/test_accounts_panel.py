"""Mail and record in the panel."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from bitacora.models import Entry
from bitacora.record import record
from correo.models import Message
from correo.sending import send_due
from padron import notices
from tests.make import make_user, sign_in

pytestmark = pytest.mark.django_db


def make_message(**fields):
    return Message.objects.create(
        **{"kind": "jornadas.confirmed", "to": "ana@example.org"} | fields
    )


def make_sent(**fields):
    sent = {"state": "sent", "sent_at": timezone.now(), "subject": "Tu pase", "text": "Hola, Ana"}
    return make_message(**sent | fields)


@pytest.fixture
def staff(client):
    user = make_user(None, "staff")
    sign_in(client, user)
    return user


def test_mail_is_found_by_state_kind_and_mailbox(client, staff):
    failed = make_message(state="failed")
    sent = make_sent(to="eva@example.org", kind="padron.role_granted")
    url = reverse("panel_messages")

    def found(**query):
        return list(client.get(url, query).context["page_obj"])

    assert found() == [sent, failed]
    assert found(estado="failed") == [failed]
    assert found(para="EVA@") == [sent]
    assert found(tipo="padron.role_granted") == [sent]
    assert found(estado="nada", page="x") == [sent, failed]


def test_a_message_shows_its_words_and_its_html_in_a_sandbox_of_its_own(client, staff):
    message = make_sent(html='<p style="color:red">Hola</p><script>alert(1)</script>')
    page = client.get(reverse("panel_message", args=[message.pk]))
    assert "Hola, Ana" in page.content.decode()
    assert "<script>alert" not in page.content.decode()
    shown = client.get(reverse("panel_message_html", args=[message.pk]))
    policy = shown["Content-Security-Policy"]
    assert shown.content.decode() == message.html
    assert "sandbox" in policy
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in page["Content-Security-Policy"]


def test_the_words_of_a_code_are_shown_to_nobody(client, staff):
    message = make_message(kind="padron.login_code", is_secret=True, context={"code": "123456"})
    page = client.get(reverse("panel_message", args=[message.pk])).content.decode()
    assert "123456" not in page
    assert "sus palabras no se guardan" in page


def test_a_parked_message_is_tried_again_and_sent(client, staff):
    notices.security_news("ana@example.org", "Agregaste una llave de acceso.")
    Message.objects.update(state="failed", attempts=8, error="SMTPServerDisconnected")
    message = Message.objects.get()
    url = reverse("panel_message_retry", args=[message.pk])
    assert client.post(url).url == reverse("panel_message", args=[message.pk])
    assert client.post(url).status_code == 404
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == ("queued", 0, "")
    assert send_due() == 1
    assert len(mail.outbox) == 1
    assert Entry.objects.filter(action="message.retried").count() == 1


def test_what_went_with_a_message_is_shown(client, staff):
    event = {
        "name": "evento.ics",
        "mime": "text/calendar",
        "method": "CANCEL",
        "text": "BEGIN:VCALENDAR\r\nSUMMARY:<b>Reunión</b>\r\n",
    }
    message = make_sent(parts=[event, {"name": "pase.png", "mime": "image/png", "size": 2048}])
    page = client.get(reverse("panel_message", args=[message.pk])).content.decode()
    shown = page[page.index('id="partes"') :]
    assert "evento.ics: aviso de cancelación para el calendario (CANCEL)</summary>" in shown
    assert "SUMMARY:&lt;b&gt;Reunión&lt;/b&gt;" in shown
    assert "pase.png (image/png, 2.0\xa0KB)" in shown


def test_all_that_failed_is_tried_again_but_what_makes_no_sense_any_more(client, staff):
    parked = {"state": "failed", "attempts": 8, "error": "x"}
    plain = make_message(**parked)
    last = make_message(stream="a", **parked)
    make_message(stream="b", **parked)
    make_sent(stream="b")
    make_message(is_secret=True, **parked)
    other = make_message(kind="padron.role_granted", **parked)
    url = reverse("panel_messages_retry")
    asked = client.get(url, {"tipo": "jornadas.confirmed"})
    assert asked.context["count"] == 2
    assert not Message.objects.pending().exists()
    answer = client.post(f"{url}?tipo=jornadas.confirmed", follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "2 mensajes se intentarán enviar de nuevo en un momento."
    ]
    pending = Message.objects.pending().order_by("pk").values_list("pk", "attempts", "error")
    assert list(pending) == [(plain.pk, 0, ""), (last.pk, 0, "")]
    client.post(url)
    assert set(Message.objects.pending()) == {plain, last, other}
    entries = Entry.objects.filter(action="messages.retried").order_by("pk")
    assert [(e.actor_label, e.detail) for e in entries] == [
        (str(staff), {"messages": 2}),
        (str(staff), {"messages": 1}),
    ]


def test_where_nothing_can_be_tried_again_the_page_says_so(client, staff):
    make_message(state="failed", is_secret=True)
    url = reverse("panel_messages_retry")
    page = client.get(url).content.decode()
    assert "No hay mensajes que convenga enviar otra vez." in page
    assert '<form class="form"' not in page
    client.post(url)
    assert Entry.objects.filter(action="messages.retried").count() == 0


def test_the_list_of_what_failed_leads_to_trying_all_again_with_its_search(client, staff):
    make_message(state="failed")
    query = {"estado": "failed", "tipo": "jornadas.confirmed"}
    page = client.get(reverse("panel_messages"), query).content.decode()
    assert f'href="{reverse("panel_messages_retry")}?tipo=jornadas.confirmed"' in page


def test_looking_at_mail_is_recorded(client, staff):
    message = make_sent()
    client.get(reverse("panel_messages"))
    client.get(reverse("panel_message", args=[message.pk]))
    entries = Entry.objects.filter(action="people.listed").order_by("pk")
    assert [(e.thing_id, e.people, e.actor_label) for e in entries] == [
        ("", 1, str(staff)),
        (str(message.pk), 1, str(staff)),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_mail_costs_the_same(client, staff, django_assert_num_queries, count):
    for _ in range(count):
        make_sent()
    with django_assert_num_queries(10):
        client.get(reverse("panel_messages"))


def test_the_record_is_found_by_action_actor_and_day(client):
    sign_in(client, make_user(None, "administrator"))
    record("registration.created", by="Ana")
    record("people.listed", by="Eva", people=600)
    url = reverse("panel_log")

    def found(**query):
        page = client.get(url, query).context["page_obj"]
        return [entry.actor_label for entry in page if entry.action != "log.opened"]

    today = timezone.localdate().isoformat()
    assert found() == ["Eva", "Ana"]
    assert found(accion="registration.created") == ["Ana"]
    assert found(quien="eva") == ["Eva"]
    assert found(personas="1") == ["Eva"]
    assert found(desde=today, hasta=today) == ["Eva", "Ana"]
    assert found(hasta="2020-01-01") == []
    assert found(desde="2026-99-99", hasta="ayer") == ["Eva", "Ana"]


def test_opening_the_record_is_recorded(client):
    admin = make_user(None, "administrator")
    sign_in(client, admin)
    client.get(reverse("panel_log"))
    entry = Entry.objects.get(action="log.opened")
    assert (entry.actor_label, entry.people) == (str(admin), 0)
