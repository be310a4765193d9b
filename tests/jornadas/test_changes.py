"""A change in what people count on: seen before it is done, kept, and told to everybody once."""

from datetime import timedelta

import pytest

from bitacora.models import Entry
from correo.models import Message
from correo.registry import COMPOSERS
from jornadas import changes
from jornadas.locking import read_event
from jornadas.models import CalendarEntry, Change, Event, Session, Speaker, Venue
from jornadas.planning import actions
from jornadas.refusal import Refusal
from jornadas.registration import cancel, register
from tests.make import make_event, make_person, make_registration

from .itip_reading import entries, mails_to

pytestmark = pytest.mark.django_db

WHY = changes.Why(
    asked_by="Comisionada Guadalupe Ramírez Peña",
    asked_on="2026-01-05",
    reason="Cambio de agenda.",
    agreement="INFOEM/CGAyTP/ORD/III/3/2021",
)


def move(event, hours=24, number=1):
    def act():
        session = event.sessions.get(number=number)
        session.starts_at += timedelta(hours=hours)
        session.ends_at += timedelta(hours=hours)
        session.day = session.starts_at.date()
        actions.save_session(session=session, speakers=[], by="prueba")

    return act


def change(event, act, why=WHY):
    return changes.change(event=event, act=act, why=why, by="prueba")


def kinds(person) -> list[str]:
    return list(Message.objects.filter(to=person.email).order_by("pk").values_list("kind", flat=1))


def test_a_move_is_kept_told_to_all_who_count_on_it_and_moves_their_calendars():
    event = make_event(seats_in_person=1)
    seated, waiting = make_registration(event), make_registration(event)
    left = make_registration(event)
    cancel(registration=left, by="prueba")
    change(event, move(event))
    kept = Change.objects.get()
    assert (kept.kind, kept.asked_by, kept.reason, kept.agreement, kept.told) == (
        "moved",
        WHY.asked_by,
        WHY.reason,
        WHY.agreement,
        2,
    )
    assert kept.what.startswith("de «")
    assert kinds(seated.person) == ["jornadas.confirmed", "jornadas.changed"]
    assert kinds(waiting.person) == ["jornadas.waitlisted", "jornadas.changed"]
    assert kinds(left.person) == ["jornadas.waitlisted", "jornadas.cancelled"]
    first, second = [entries(mail)[0] for mail in mails_to(seated.person)]
    assert (first["uid"], first["sequence"]) == (second["uid"], second["sequence"] - 1)
    assert second["start"] - first["start"] == timedelta(days=1)
    # Who waits has no seat yet, and so nothing in the calendar; who left neither.
    assert mails_to(waiting.person) == [[], []]
    assert mails_to(left.person) == [[], []]
    assert Entry.objects.filter(action="event.plan_changed").get().detail["told"] == 2


def test_who_asks_for_a_seat_in_the_moment_of_the_change_is_told_the_hours_that_hold():
    event, person = make_event(), make_person()
    known = read_event(event.pk)  # their request has begun, and then waits for the change to end
    change(event, move(event))
    register(event=event, person=person, by=person, known=known)
    (told,) = entries(mails_to(person)[-1])
    assert told["start"] == event.sessions.get().starts_at.replace(microsecond=0)


def test_a_preview_says_what_would_happen_and_nothing_does():
    event = make_event(seats_in_person=1)
    make_registration(event)
    make_registration(event)
    mute = make_registration(event, person=make_person(email=""))
    before = (Message.objects.count(), Entry.objects.count(), CalendarEntry.objects.count())
    outlook = changes.preview(event=event, act=move(event))
    assert (outlook.kind, outlook.with_seat, outlook.waiting, outlook.told) == ("moved", 1, 2, 2)
    assert outlook.without_mail == [mute.person.full_name]
    mail = COMPOSERS["jornadas.changed"](outlook.sample)
    assert mail.subject == f"Cambió la fecha o la hora: {event.title}"
    assert outlook.sentences[0] in mail.text.replace("De «", "de «")
    assert before == (
        Message.objects.count(),
        Entry.objects.count(),
        CalendarEntry.objects.count(),
    )
    assert Change.objects.count() == 0
    assert event.sessions.get().sequence == 0


def test_what_nobody_would_notice_is_neither_kept_nor_told():
    event = make_event()
    make_registration(event)
    outlook = change(event, lambda: None)
    assert (outlook.sentences, Change.objects.count(), Message.objects.count()) == ([], 0, 1)


def test_a_cancelled_event_leaves_every_calendar_and_asks_nothing_of_anybody():
    event = make_event(sessions=2)
    registration = make_registration(event)
    change(event, lambda: changes.cancel_event(event=event, by="prueba"))
    event.refresh_from_db()
    assert event.status == Event.Status.CANCELLED
    last = entries(mails_to(registration.person)[-1])
    assert [(one["method"], one["sequence"], one["status"]) for one in last] == [
        ("CANCEL", 1, "CANCELLED"),
        ("CANCEL", 1, "CANCELLED"),
    ]
    mail = COMPOSERS["jornadas.changed"](Message.objects.latest("pk").context)
    assert mail.subject == f"Se canceló: {event.title}"
    assert "cancelar" not in mail.text.lower().replace("canceló", "")
    with pytest.raises(Refusal):
        changes.cancel_event(event=event, by="prueba")


def test_a_postponed_event_waits_without_date_and_comes_back_with_the_same_entry():
    event = make_event()
    registration = make_registration(event)
    start = event.sessions.get().starts_at
    change(event, lambda: changes.postpone(event=event, by="prueba"))
    event.refresh_from_db()
    assert (event.date_status, event.has_days()) == ("to_confirm", False)

    def set_day():
        session = event.sessions.get()
        session.day, session.starts_at = start.date(), start
        actions.save_session(session=session, speakers=[], by="prueba")

    change(event, set_day)
    event.refresh_from_db()
    assert event.date_status == "confirmed"
    assert [change.kind for change in Change.objects.order_by("pk")] == ["postponed", "moved"]
    told = [entries(mail)[0] for mail in mails_to(registration.person)]
    assert [(one["method"], one["sequence"]) for one in told] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
    ]
    assert len({one["uid"] for one in told}) == 1


def test_another_speaker_is_told_but_raises_no_number():
    event = make_event()
    registration = make_registration(event)
    speaker = Speaker.objects.create(name="Ana Prueba", post="Comisionada")
    session = event.sessions.get()
    change(event, lambda: actions.save_session(session=session, speakers=[speaker], by="prueba"))
    kept = Change.objects.get()
    assert (kept.kind, kept.what) == ("speakers", "Imparte: Comisionada Ana Prueba.")
    assert [entries(mail)[0]["sequence"] for mail in mails_to(registration.person)] == [0, 0]


def test_an_event_that_goes_online_takes_everybody_along():
    event = make_event(seats_in_person=1)
    seated, first, _ = [make_registration(event) for _ in range(3)]
    event.sessions.update(link="https://ejemplo.org/sala")
    change(
        event,
        lambda: actions.set_seats(event=event, modality="online", seats={"online": 2}, by="prueba"),
    )
    states = [
        (one.mode, one.status, one.position())
        for one in event.registrations.order_by("pk").select_related("event")
    ]
    assert states == [
        ("online", "confirmed", 0),
        ("online", "confirmed", 0),
        ("online", "waitlisted", 1),
    ]
    assert kinds(first.person) == ["jornadas.waitlisted", "jornadas.promoted", "jornadas.changed"]
    assert entries(mails_to(seated.person)[-1])[0]["place"] == "En línea"
    assert (
        "https://ejemplo.org/sala"
        in Message.objects.filter(to=seated.person.email)
        .latest("pk")
        .context["sessions"][0]["link"]
    )
    assert Change.objects.get().kind == "modality"


def test_a_place_that_changes_is_said_from_what_to_what():
    event = make_event()
    make_registration(event)
    here, there = [Venue.objects.create(name=name) for name in ("Auditorio", "Sala de juntas")]
    event.sessions.update(venue=here)
    session = event.sessions.get()
    session.venue = there
    change(event, lambda: actions.save_session(session=session, speakers=[], by="prueba"))
    assert Change.objects.get().what == "Sede: de «Auditorio» a «Sala de juntas»."


def test_a_session_taken_out_leaves_the_calendar_and_the_others_stay():
    event = make_event(sessions=2)
    registration = make_registration(event)
    session = event.sessions.get(number=2)
    change(event, lambda: actions.remove_session(session=session, by="prueba"))
    last = entries(mails_to(registration.person)[-1])
    assert [(one["method"], one["sequence"]) for one in last] == [("REQUEST", 0), ("CANCEL", 1)]
    assert Change.objects.get().kind == "sessions"


def test_who_registers_again_gets_the_same_entry_with_a_higher_number():
    event = make_event()
    registration = make_registration(event)
    cancel(registration=registration, by="prueba")
    make_registration(event, person=registration.person)
    told = [entries(mail)[0] for mail in mails_to(registration.person)]
    assert [(one["method"], one["sequence"]) for one in told] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
    ]
    assert CalendarEntry.objects.count() == 1


def test_who_leaves_the_line_gets_plain_words():
    event = make_event(seats_in_person=0)
    registration = make_registration(event)
    cancel(registration=registration, by="prueba")
    assert mails_to(registration.person) == [[], []]


def test_nobody_is_told_of_what_is_over_and_the_history_keeps_it():
    event = make_event()
    make_registration(event)
    for session in Session.objects.filter(event=event):
        session.starts_at -= timedelta(days=30)
        session.ends_at -= timedelta(days=30)
        session.day = session.starts_at.date()
        session.save()
    change(event, move(event, hours=1))
    assert (Change.objects.get().told, Message.objects.count()) == (0, 1)


def test_a_refusal_changes_nothing():
    event = make_event(sessions=1, minimum_sessions=1)
    make_registration(event)

    def act():
        event.sessions.update(title="Otro")
        raise Refusal("No.")

    with pytest.raises(Refusal):
        change(event, act)
    assert (event.sessions.get().title, Change.objects.count()) == ("", 0)


@pytest.mark.parametrize("people", [1, 3])
def test_telling_costs_the_same_for_one_and_for_three(people, django_assert_num_queries):
    event = make_event()
    for _ in range(people):
        make_registration(event)
    with django_assert_num_queries(33):
        change(event, move(event))
