"""What staff do with a plan, told at the action."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from bitacora.models import Entry
from correo.models import Message
from jornadas.models import Change, Event, Registration, Session, Speaker
from jornadas.planning import actions
from jornadas.refusal import Refusal
from tests.make import make_event, make_group, make_program, make_registration

pytestmark = pytest.mark.django_db


def refused(act, **kwargs) -> str:
    with pytest.raises(Refusal) as reason, transaction.atomic():
        act(by="prueba", **kwargs)
    return str(reason.value)


def states(event):
    return list(event.registrations.order_by("pk").values_list("status", flat=True))


def test_seats_that_are_added_go_to_those_in_line_at_once():
    event = make_event(seats_in_person=1)
    for _ in range(4):
        make_registration(event)
    Message.objects.all().delete()
    promoted = actions.set_seats(
        event=event, modality="in_person", seats={"in_person": 3}, by="prueba"
    )
    assert len(promoted) == 2
    assert states(event) == ["confirmed", "confirmed", "confirmed", "waitlisted"]
    assert [m.kind for m in Message.objects.order_by("pk")] == ["jornadas.promoted"] * 2


def test_taking_the_limit_away_seats_everybody():
    event = make_event(seats_in_person=1)
    for _ in range(3):
        make_registration(event)
    actions.set_seats(event=event, modality="in_person", seats={}, by="prueba")
    assert states(event) == ["confirmed"] * 3


def test_with_fewer_seats_nobody_loses_one_and_nobody_gets_one():
    event = make_event(seats_in_person=2)
    for _ in range(3):
        make_registration(event)
    made = actions.set_seats(
        event=event, modality="in_person", seats={"in_person": 1}, by="prueba", conflicts=["Ojo."]
    )
    assert made == []
    assert states(event) == ["confirmed", "confirmed", "waitlisted"]
    entry = Entry.objects.get(action="event.seats_changed")
    assert entry.detail == {
        "modality": "in_person",
        "seats": {"in_person": 1},
        "despite": ["Ojo."],
    }


def test_who_chose_a_modality_that_goes_takes_the_one_that_is_left():
    event = make_event(modality=Event.Modality.HYBRID, seats_in_person=0, seats_online=1)
    waits = make_registration(event, mode="in_person")
    seated, behind = [make_registration(event, mode="online") for _ in range(2)]
    actions.set_seats(event=event, modality="in_person", seats={"in_person": 1}, by="prueba")
    found = {one.pk: one for one in Registration.objects.select_related("event")}
    assert [(found[one.pk].mode, found[one.pk].position()) for one in (seated, waits, behind)] == [
        ("in_person", 0),
        ("in_person", 1),
        ("in_person", 2),
    ]
    assert Entry.objects.get(action="event.seats_changed").detail["moved"] == 2


def test_with_people_in_it_the_modality_is_not_unsaid():
    event = make_event()
    make_registration(event)
    said = refused(actions.set_seats, event=event, modality="to_confirm", seats={})
    assert said == ("Hay 1 persona inscrita: la modalidad ya no puede quedar por confirmar.")
    event.refresh_from_db()
    assert event.modality == "in_person"


def test_once_it_began_more_seats_promote_nobody():
    event = make_event(seats_in_person=1)
    make_registration(event)
    make_registration(event)
    now = timezone.now() + timedelta(days=7, minutes=1)
    seats = {"in_person": 5}
    made = actions.set_seats(event=event, modality="in_person", seats=seats, by="prueba", now=now)
    assert made == []
    assert states(event) == ["confirmed", "waitlisted"]


def test_a_draft_is_published_when_it_has_a_day_or_says_that_it_has_none():
    event = make_event(sessions=0, status=Event.Status.DRAFT)
    assert refused(actions.publish, event=event) == (
        "Todavía no tiene ninguna sesión con día. Agrégala, o marca la fecha como por confirmar."
    )
    Event.objects.filter(pk=event.pk).update(date_status=Event.DateStatus.TO_CONFIRM)
    assert actions.publish(event=event, by="prueba").status == "published"
    assert refused(actions.publish, event=event) == "Solo se publica un borrador."


def test_what_is_published_goes_back_only_while_nobody_has_registered():
    event = make_event()
    actions.withdraw(event=event, by="prueba")
    assert refused(actions.withdraw, event=event) == "Solo se retira un evento publicado."
    actions.publish(event=event, by="prueba")
    make_registration(event)
    assert refused(actions.withdraw, event=event) == (
        "Ya hay inscripciones; el evento ya no puede volver a borrador."
    )


def test_only_a_draft_is_deleted():
    event = make_event()
    assert refused(actions.delete, event=event) == "Solo se elimina un borrador."
    Event.objects.filter(pk=event.pk).update(status=Event.Status.DRAFT)
    actions.delete(event=event, by="prueba")
    assert Event.objects.count() == 0
    assert Entry.objects.filter(action="event.deleted").count() == 1


def test_a_draft_with_registrations_is_not_deleted():
    event = make_event()
    make_registration(event)
    Event.objects.filter(pk=event.pk).update(status=Event.Status.DRAFT)
    said = refused(actions.delete, event=event)
    assert said == "Tiene inscripciones o entradas; ya no se puede eliminar."
    assert Entry.objects.filter(action="event.deleted").count() == 0


def test_a_duplicate_has_everything_but_dates_and_people():
    program = make_program()
    group = make_group(program)
    event = make_event(program=program, groups=[group], sessions=2, note="Ojo", agreement="A/1")
    speaker = Speaker.objects.create(name="Ana")
    event.sessions.first().speakers.add(speaker)
    make_registration(make_event())
    copy = actions.duplicate(event=event, by="prueba")
    assert copy.pk != event.pk
    assert (copy.title, copy.status, copy.note, copy.agreement) == (
        f"{event.title} (copia)",
        "draft",
        "",
        "",
    )
    assert copy.slug == f"{event.slug}-copia"
    assert (copy.registration_opens_at, copy.registration_closes_at) == (None, None)
    assert list(copy.groups.all()) == [group]
    assert list(copy.sessions.values_list("number", "day", "starts_at", "speakers__name")) == [
        (1, None, None, "Ana"),
        (2, None, None, None),
    ]
    assert event.sessions.filter(day=None).count() == 0


def test_names_in_the_address_are_unique_and_leave_the_words_of_the_site_alone():
    assert actions.free_slug(Event, "Nuevo") == "nuevo-2"
    make_event(slug="tercera-jornada")
    assert actions.free_slug(Event, "Tercera Jornada") == "tercera-jornada-2"
    assert actions.free_slug(Event, "¡¿?!") == "evento"
    assert len(actions.free_slug(Event, "ñ" * 200)) <= 80


def test_a_session_keeps_its_number_and_the_order_of_its_speakers():
    event = make_event(sessions=2)
    first, second = Speaker.objects.create(name="Zoila"), Speaker(name="Ana", post="Lic.")
    session = Session(event=event, day=date(2026, 11, 24))
    actions.save_session(session=session, speakers=[first, second], by="prueba")
    assert session.number == 3
    assert [str(place) for place in session.sessionspeaker_set.all()] == ["Zoila", "Lic. Ana"]
    session.day = date(2026, 11, 25)
    actions.save_session(session=session, speakers=[], by="prueba")
    assert Entry.objects.get(action="session.changed").detail == {
        "from": ["2026-11-24", None, None],
        "to": ["2026-11-25", None, None],
    }


def test_a_session_goes_unless_the_constancia_needs_it():
    event = make_event(sessions=2, minimum_sessions=2)
    session = event.sessions.last()
    assert refused(actions.remove_session, session=session) == (
        "La constancia pide asistir a 2 sesiones y con esto serían 1. Cambia primero las "
        "sesiones mínimas."
    )
    Event.objects.update(minimum_sessions=1)
    actions.remove_session(session=session, by="prueba")
    assert event.sessions.count() == 1


def test_the_state_of_the_date_follows_its_history():
    event = make_event()

    def add(state):
        change = Change(
            event=event, asked_by="Comisionada", asked_on=date(2021, 10, 28), what="x", state=state
        )
        actions.ask_for_change(change=change, by="prueba")
        event.refresh_from_db()
        return event.date_status

    assert add("pending") == "change_pending"
    assert add("approved") == "confirmed"
    assert event.changes.count() == 2
