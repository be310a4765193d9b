"""A relay that thinks about each mail: the next one is composed meanwhile, and nothing is lost."""

import pytest

from bench.mailserver import mail_server
from correo import claims, sending
from correo.models import Message
from correo.registry import COMPOSERS, Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay(settings, monkeypatch):
    """A real mail server; `events` tells what was composed and noted, in its order."""
    monkeypatch.setattr(sending, "rest", sending.Rest())
    with mail_server(takes=0.3) as server:
        server.events = events = []

        def compose(context):
            events.append(f"compuesto {context['word']}")
            return Mail(context["word"], "texto")

        note_sent = claims.note_sent

        def note(message, mail):
            events.append(f"anotado {mail.subject}")
            note_sent(message, mail)

        monkeypatch.setitem(COMPOSERS, "test", compose)
        monkeypatch.setattr(claims, "note_sent", note)
        settings.EMAIL_BACKEND = "correo.backends.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def write(word: str, **fields) -> Message:
    return Message.objects.create(
        kind="test", to="a@example.org", context={"word": word}, message_id=f"<{word}@x>", **fields
    )


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_the_next_one_is_composed_while_the_relay_thinks(relay):
    for word in ("uno", "dos", "tres"):
        write(word)
    assert sending.send_due() == 3
    assert relay.events == [
        *("compuesto uno", "compuesto dos", "anotado uno"),
        *("compuesto tres", "anotado dos", "anotado tres"),
    ]
    assert states() == ["sent"] * 3
    assert [message_id for _, message_id in relay.arrived] == ["<uno@x>", "<dos@x>", "<tres@x>"]


def test_what_may_have_ended_a_worker_is_composed_alone(relay):
    write("uno")
    write("malo", attempts=1)
    write("tres")
    assert sending.send_due() == 3
    assert relay.events.index("anotado uno") < relay.events.index("compuesto malo")
    assert states() == ["sent"] * 3


def test_what_fails_while_the_relay_thinks_spoils_nothing_that_is_on_its_way(relay, monkeypatch):
    first, second = write("uno"), write("dos")
    claim = claims.claim

    def failing(message, *more):
        if message.pk == second.pk:
            raise RuntimeError("the database is gone for a moment")
        return claim(message, *more)

    monkeypatch.setattr(claims, "claim", failing)
    assert sending.send_due() == 1
    first.refresh_from_db()
    assert (first.state, first.attempts, first.error) == ("sent", 1, "")
    monkeypatch.setattr(claims, "claim", claim)
    assert sending.send_due() == 1
    assert [message_id for _, message_id in relay.arrived] == ["<uno@x>", "<dos@x>"]


def test_one_that_is_ready_is_let_go_when_the_relay_has_gone(relay, monkeypatch):
    write("uno")
    second = write("dos")
    opened = iter([True, True, False])
    monkeypatch.setattr(sending, "_is_open", lambda *_: next(opened))
    assert sending.send_due() == 1
    second.refresh_from_db()
    assert (second.state, second.attempts, second.claimed_by) == ("queued", 0, "")
