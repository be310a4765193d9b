"""The outbox leaves in order, once, and waits longer each time a server refuses."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from correo import claims, sending, workers
from correo.models import Message
from correo.registry import COMPOSERS, Attachment, CalendarObject, Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setitem(COMPOSERS, "test", lambda context: Mail(context["word"], "texto"))
    monkeypatch.setattr(sending, "rest", sending.Rest())


def write(word: str, stream="", **fields) -> Message:
    return Message.objects.create(
        kind="test", to="a@example.org", context={"word": word}, stream=stream, **fields
    )


def sent() -> list[str]:
    return [message.subject for message in mail.outbox]


class Unreachable(EmailBackend):
    def open(self):
        raise ConnectionRefusedError(111, "refused")


class Refuses(EmailBackend):
    def send_messages(self, messages):
        if messages[0].subject == "malo":
            raise OSError("refused")
        return super().send_messages(messages)


class RefusesTheAddress(EmailBackend):
    def send_messages(self, messages):
        if messages[0].subject == "malo":
            raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"5.1.1 No such user")})
        return super().send_messages(messages)


def use(settings, backend):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


def test_messages_of_one_stream_leave_one_after_another():
    for word in ("uno", "dos"):
        write(word, stream="a")
    write("otro", stream="b")
    assert [sending.send_due(), sent()] == [2, ["uno", "otro"]]
    assert [sending.send_due(), sent()] == [1, ["uno", "otro", "dos"]]
    assert sending.send_due() == 0


def test_a_message_that_waits_holds_back_the_later_ones_of_its_stream(settings):
    use(settings, Refuses)
    write("malo", stream="a")
    write("dos", stream="a")
    write("otro", stream="b")
    sending.send_due()
    assert [sending.send_due(), sent()] == [0, ["otro"]]


def test_what_was_sent_is_kept_as_it_was_read():
    message = write("uno")
    sending.send_due()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.subject, message.text) == (
        "sent",
        1,
        "uno",
        "texto",
    )


def test_a_secret_is_forgotten_once_it_was_sent():
    message = write("123456", is_secret=True)
    sending.send_due()
    message.refresh_from_db()
    assert (message.context, message.subject, message.text) == ({}, "", "")


def test_each_failure_waits_longer_and_the_last_one_is_for_staff(settings):
    use(settings, Refuses)
    message, now = write("malo"), timezone.now()
    waits = []
    for _ in claims.BACKOFF:
        sending.send_due(now=now + timedelta(days=9))
        message.refresh_from_db()
        waits.append(message.next_attempt_at - timezone.now())
    assert [round(wait / timedelta(minutes=1)) for wait in waits] == [1, 5, 15, 60, 240, 720, 1440]
    sending.send_due(now=now + timedelta(days=9))
    message.refresh_from_db()
    assert (message.state, message.attempts, message.claimed_by, message.error) == (
        "failed",
        8,
        "",
        "No se pudo hablar con el servidor de correo: OSError: refused",
    )


def test_a_refused_address_is_parked_at_once_and_what_is_behind_it_goes_on(settings):
    use(settings, RefusesTheAddress)
    message = write("malo", stream="a")
    write("dos", stream="a")
    assert [sending.send_due(), sending.send_due(), sent()] == [1, 1, ["dos"]]
    message.refresh_from_db()
    assert (message.state, message.attempts, message.claimed_by, message.error) == (
        "failed",
        1,
        "",
        "El servidor de correo rechazó la dirección: 550 5.1.1 No such user",
    )


def test_a_server_that_cannot_be_reached_costs_no_message_a_try(settings, monkeypatch):
    monkeypatch.setattr(sending, "RESTS", [0, 60])
    working = settings.EMAIL_BACKEND
    use(settings, Unreachable)
    write("uno")
    write("dos")
    assert [sending.send_due(), sending.send_due()] == [0, 0]
    assert list(Message.objects.order_by("pk").values_list("state", "attempts", "error")) == [
        (
            "queued",
            0,
            "No se pudo hablar con el servidor de correo: ConnectionRefusedError: "
            "[Errno 111] refused",
        ),
        ("queued", 0, ""),
    ]
    # It is left alone for a minute, and then all goes on.
    settings.EMAIL_BACKEND = working
    assert sending.send_due() == 0
    sending.rest.until = 0
    assert [sending.send_due(), sent(), sending.rest] == [2, ["uno", "dos"], sending.Rest()]
    assert set(Message.objects.values_list("state", "error")) == {("sent", "")}


def test_an_unreachable_server_is_left_alone_longer_each_time(monkeypatch):
    monkeypatch.setattr(sending.time, "monotonic", lambda: 1000)
    rest, waits = sending.Rest(), []
    for _ in range(7):
        rest.begin()
        waits.append(rest.until - 1000)
    assert waits == [5, 10, 20, 40, 60, 60, 60]


def test_codes_go_before_what_nobody_waits_for():
    for word, is_secret in (("uno", False), ("123456", True), ("dos", False)):
        write(word, is_secret=is_secret)
    sending.send_due()
    assert sent() == ["123456", "uno", "dos"]


def test_a_claimed_message_is_left_to_who_claimed_it():
    message, now = write("uno"), timezone.now()
    assert claims.claim(Message.objects.get(pk=message.pk), now, workers.me()) is True
    assert claims.claim(message, now, workers.me()) is False
    message.refresh_from_db()
    assert message.claimed_by == workers.me()
    assert [sending.send_due(), sent()] == [0, []]


def test_what_a_worker_of_this_machine_had_when_it_died_goes_on_at_once():
    message, now = write("uno"), timezone.now()
    here, pid, start = workers.me().split(":")
    claims.claim(message, now, f"{here}:{pid}:{int(start) - 1}")
    assert [sending.send_due(), sent()] == [1, ["uno"]]
    message.refresh_from_db()
    assert (message.state, message.attempts, message.claimed_by) == ("sent", 2, workers.me())


def test_the_claim_of_a_worker_of_another_machine_runs_out():
    message, now = write("uno"), timezone.now()
    assert claims.claim(message, now, "otra/0/0:1:1") is True
    assert sending.send_due() == 0
    assert sending.send_due(now=now + claims.CLAIM + timedelta(seconds=1)) == 1
    assert sent() == ["uno"]


def test_what_waits_after_a_failure_is_no_claim(settings):
    use(settings, Refuses)
    message = write("malo")
    sending.send_due()
    message.refresh_from_db()
    assert (message.claimed_by, message.attempts) == ("", 1)
    assert list(Message.objects.claimed()) == []


def test_a_message_that_ended_every_worker_is_parked():
    message = write("uno", attempts=claims.TRIES)
    assert [sending.send_due(), sent()] == [1, []]
    message.refresh_from_db()
    assert (message.state, message.error) == ("failed", sending.ENDED_IN_THE_MIDDLE)


def test_who_comes_back_too_late_changes_nothing():
    message, now = write("uno"), timezone.now()
    late = Message.objects.get(pk=message.pk)
    claims.claim(late, now, "otra/0/0:1:1")
    sending.send_due(now=now + claims.CLAIM + timedelta(seconds=1))
    claims.note_failure(late, OSError("late"))
    message.refresh_from_db()
    assert (message.state, message.error, message.attempts) == ("sent", "", 2)


def test_what_went_with_a_mail_is_kept_but_not_with_a_secret(monkeypatch):
    calendar = CalendarObject("REQUEST", b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n")
    picture = Attachment("pase.png", b"PNG", "image/png", "pase")
    mail_of_both = Mail("uno", "texto", "<p>", [picture], [calendar])
    monkeypatch.setitem(COMPOSERS, "test", lambda context: mail_of_both)
    write("uno")
    write("dos", is_secret=True)
    sending.send_due()
    assert list(Message.objects.order_by("pk").values_list("parts", flat=True)) == [
        [
            {
                "name": "evento.ics",
                "mime": "text/calendar",
                "method": "REQUEST",
                "text": "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n",
            },
            {"name": "pase.png", "mime": "image/png", "size": 3},
        ],
        [],
    ]
