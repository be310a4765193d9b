"""Sending: the list is frozen, written a few at a time, and everybody gets exactly one."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bitacora.models import Entry
from comunicados import letters, previewing, sending, writing
from comunicados.models import Announcement, Recipient
from correo.models import Message
from correo.sending import send_due
from jornadas.refusal import Refusal
from jornadas.registration import cancel
from tests.comunicados.reading import part
from tests.make import make_event, make_person, make_registration, make_user

pytestmark = pytest.mark.django_db

BY = "prueba"


@pytest.fixture(autouse=True)
def five_at_once(monkeypatch):
    """No more than five of an announcement wait in the outbox, so that twelve people take turns."""
    monkeypatch.setattr(sending, "IN_FLIGHT", 5)


@pytest.fixture
def event():
    event = make_event(title="Primera Jornada", seats_in_person=None)
    for n in range(12):
        person = make_person(given_names=f"Persona {n:02}", email=f"p{n:02}@example.org")
        make_registration(event, person)
    Message.objects.all().delete()  # the passes
    return event


def announce(event, **fields) -> Announcement:
    facts = {"audience": "confirmed", "subject": "Aviso de {evento}", "text": "Hola, {nombre}."}
    return Announcement.objects.create(event=event, **(facts | fields))


def begin(announcement, expected=12) -> Announcement:
    return sending.start(announcement=announcement, expected=expected, by=BY)


def who_got_how_many() -> dict:
    return dict(Counter(Message.objects.values_list("to", flat=True)))


def send_what_waits() -> None:
    Message.objects.filter(state="queued").update(state="sent", sent_at=timezone.now())


def state(announcement) -> str:
    announcement.refresh_from_db()
    return announcement.state


ONE_EACH = {f"p{n:02}@example.org": 1 for n in range(12)}


def test_everybody_gets_one_a_few_at_a_time(event):
    announcement = begin(announce(event))
    assert [sending.write_next(), sending.write_next()] == [5, 0]  # five wait: no room for more
    written = []
    while state(announcement) == "sending":
        send_what_waits()
        written.append(sending.write_next())
    assert written == [5, 2]
    assert who_got_how_many() == ONE_EACH
    assert (announcement.state, sending.write_next()) == ("done", 0)


def test_a_pause_in_the_middle_holds_back_the_rest_and_nobody_is_skipped(event):
    announcement = begin(announce(event))
    sending.write_next()
    sending.pause(announcement=announcement, by=BY)
    send_what_waits()
    assert (sending.write_next(), Message.objects.count()) == (0, 5)
    sending.resume(announcement=announcement, by=BY)
    while state(announcement) == "sending":
        sending.write_next()
        send_what_waits()
    assert who_got_how_many() == ONE_EACH


def test_a_worker_that_dies_half_way_leaves_nothing_half_done(event, monkeypatch):
    announcement = begin(announce(event))
    sending.write_next()
    send_what_waits()
    queue_all = sending.outbox.queue_all

    def die_after_writing(messages):
        queue_all(messages)
        raise SystemExit  # no handler of ours catches it, as none catches a SIGKILL

    with monkeypatch.context() as patch:
        patch.setattr(sending.outbox, "queue_all", die_after_writing)
        with pytest.raises(SystemExit), transaction.atomic():
            sending.write_next()
    assert Message.objects.count() == 5
    while state(announcement) == "sending":
        sending.write_next()
        send_what_waits()
    assert who_got_how_many() == ONE_EACH


def test_what_breaks_pauses_and_says_so_and_goes_on_when_asked(event, monkeypatch, caplog):
    announcement = begin(announce(event))
    with monkeypatch.context() as patch:
        patch.delattr(letters, "about_event")
        assert sending.write_next() == 0
    assert (state(announcement), announcement.problem) == ("paused", sending.BROKEN)
    assert [one.message for one in caplog.records] == [f"Announcement {announcement.pk} paused"]
    sending.resume(announcement=announcement, by=BY)
    while state(announcement) == "sending":
        sending.write_next()
        send_what_waits()
    assert who_got_how_many() == ONE_EACH


def test_stopped_writes_to_nobody_else_and_does_not_go_on(event):
    announcement = begin(announce(event))
    sending.write_next()
    sending.stop(announcement=announcement, by=BY)
    send_what_waits()
    assert (sending.write_next(), Message.objects.count(), state(announcement)) == (
        0,
        5,
        "cancelled",
    )
    for action in (sending.pause, sending.resume, sending.stop):
        with pytest.raises(Refusal):
            action(announcement=announcement, by=BY)


def test_the_list_is_that_of_the_beginning_save_who_cancels_before_their_turn(event):
    announcement = begin(announce(event))
    make_registration(event, make_person(email="tarde@example.org"))
    last = event.registrations.get(person__email="p11@example.org")
    cancel(registration=last, by="Persona 11")
    Message.objects.all().delete()
    while state(announcement) == "sending":
        sending.write_next()
        send_what_waits()
    gone = ONE_EACH.keys() - {"p11@example.org"}
    assert who_got_how_many() == dict.fromkeys(gone, 1)
    assert dict(Counter(announcement.recipients.values_list("state", flat=True))) == {
        "written": 11,
        "gone": 1,
    }


def test_who_has_no_mailbox_is_on_the_list_and_gets_nothing(event):
    event.registrations.first().person.__class__.objects.filter(email="p00@example.org").update(
        email=""
    )
    announcement = begin(announce(event))
    counted = Announcement.objects.with_progress().get()
    assert (counted.total, counted.waiting, counted.without_mailbox) == (12, 11, 1)
    while state(announcement) == "sending":
        sending.write_next()
        send_what_waits()
    assert who_got_how_many() == {to: 1 for to in ONE_EACH if to != "p00@example.org"}


def test_it_begins_once_and_only_with_the_list_that_was_seen(event):
    announcement = announce(event)
    with pytest.raises(Refusal, match="ahora son 12 y no 11"):
        begin(announcement, expected=11)
    assert (state(announcement), Recipient.objects.count()) == ("draft", 0)
    begin(announcement)
    with pytest.raises(Refusal, match="ya se empezó"):
        begin(announcement)
    with pytest.raises(Refusal, match="Nadie lo recibiría"):
        begin(announce(event, audience="waitlisted"), expected=0)


def test_nobody_stands_twice_on_a_list(event):
    announcement = begin(announce(event))
    twin = announcement.recipients.first()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_the_mail_says_ones_own_and_why_one_gets_it(event, mailoutbox, settings):
    settings.SITE_URL = "https://jornadas.example"
    begin(announce(event, text="Hola, {nombre}:\nTu pase: {pase} <b>no</b>"))
    sending.write_next()
    send_due()
    mail = mailoutbox[0]
    one = event.registrations.get(person__email="p00@example.org")
    page = f"https://jornadas.example/jornadas/{event.slug}/"
    assert (mail.to, mail.subject) == (["p00@example.org"], "Aviso de Primera Jornada")
    assert mail.body.split("--")[0].strip() == (
        f"Hola, Persona 00:\nTu pase: https://jornadas.example/pase/{one.code}/ <b>no</b>\n\n"
        f"Primera Jornada\n{page}"
    )
    why = "Recibes este correo porque tienes una inscripción en «Primera Jornada»."
    assert why in mail.body
    html = part(mail, "text/html").get_content()
    assert (why in html, "&lt;b&gt;no&lt;/b&gt;" in html, "Instituto de Prueba" in html) == (
        True,
        True,
        True,
    )


def test_a_test_goes_to_who_asks_is_marked_and_is_not_counted(event, mailoutbox):
    announcement = announce(event)
    user = make_user(None, "staff", email="yo@example.org")
    previewing.send_test(announcement=announcement, event=sending.read_event(announcement), by=user)
    send_due()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["yo@example.org"], "[Prueba] Aviso de Primera Jornada")
    ]
    assert (sending.sent_by(announcement).count(), Recipient.objects.count()) == (0, 0)


def test_a_copy_is_a_draft_that_says_the_same_to_the_same(event):
    body = event.registrations.first().body
    announcement = announce(event, mode="in_person")
    announcement.bodies.set([body])
    begin(announcement, expected=1)
    copy = writing.duplicate(announcement=announcement, by=BY)
    assert (copy.state, copy.subject, copy.text, copy.audience, copy.mode) == (
        "draft",
        announcement.subject,
        announcement.text,
        "confirmed",
        "in_person",
    )
    assert list(copy.bodies.all()) == [body]


def test_the_record_tells_who_began_paused_and_stopped_it(event):
    announcement = begin(announce(event))
    sending.pause(announcement=announcement, by=BY)
    sending.resume(announcement=announcement, by=BY)
    sending.stop(announcement=announcement, by=BY)
    told = Entry.objects.about(announcement).order_by("pk")
    assert list(told.values_list("action", "people")) == [
        ("announcement.sent", 12),
        ("announcement.paused", 0),
        ("announcement.resumed", 0),
        ("announcement.stopped", 0),
    ]


def test_writing_costs_as_much_for_one_as_for_three(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(sending, "IN_FLIGHT", 200)
    for people in (1, 3):
        event = make_event()
        for _ in range(people):
            make_registration(event)
        begin(announce(event), expected=people)
        with django_assert_num_queries(14):
            sending.write_next()
