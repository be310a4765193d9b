"""The outbox leaves in order, once, and waits longer each time a server refuses."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from correo import sending
from correo.models import Message
from correo.registry import COMPOSERS, Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setitem(COMPOSERS, "test", lambda context: Mail(context["word"], "texto"))


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
    for _ in sending.BACKOFF:
        sending.send_due(now=now + timedelta(days=9))
        message.refresh_from_db()
        waits.append(message.next_attempt_at - timezone.now())
    assert [round(wait / timedelta(minutes=1)) for wait in waits] == [1, 5, 15, 60, 240, 720, 1440]
    sending.send_due(now=now + timedelta(days=9))
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == ("failed", 8, "OSError: refused")


def test_a_server_that_cannot_be_reached_is_asked_once_a_turn(settings):
    use(settings, Unreachable)
    first, second = write("uno"), write("dos")
    assert sending.send_due() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.attempts, second.attempts] == [1, 0]
    assert first.error == "ConnectionRefusedError: [Errno 111] refused"


def test_a_claimed_message_is_left_to_who_claimed_it():
    message, now = write("uno"), timezone.now()
    assert sending._claim(Message.objects.get(pk=message.pk), now) is True
    assert sending._claim(message, now) is False
    assert [sending.send_due(), sent()] == [0, []]


def test_the_claim_of_a_worker_that_died_runs_out():
    message, now = write("uno"), timezone.now()
    assert sending._claim(message, now) is True
    assert sending.send_due(now=now + sending.CLAIM + timedelta(seconds=1)) == 1
    assert sent() == ["uno"]


def test_who_comes_back_too_late_changes_nothing():
    message, now = write("uno"), timezone.now()
    late = Message.objects.get(pk=message.pk)
    sending._claim(late, now)
    sending.send_due(now=now + sending.CLAIM + timedelta(seconds=1))
    sending._note_failure(late, OSError("late"))
    message.refresh_from_db()
    assert (message.state, message.error, message.attempts) == ("sent", "", 2)
