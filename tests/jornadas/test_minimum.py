"""What is asked for the constancia: as data, in words, and as a new event begins."""

import pytest
from django.urls import reverse

from bitacora.models import Entry
from certificates.models import Certificate, FolioSeries
from jornadas.importing import apply, plan
from jornadas.minimum import minimum_in_words
from jornadas.models import Event
from jornadas.planning import actions
from jornadas.program_sheet import Row
from tests.jornadas.reading import words
from tests.make import (
    make_event,
    make_organizer,
    make_program,
    make_registration,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sessions", "asked", "said"),
    [
        (1, ("sessions", 1, 0), "asistir a la sesión."),
        (3, ("sessions", 1, 0), "asistir al menos a una sesión."),
        (0, ("sessions", 1, 0), "asistir al menos a una sesión."),
        (1, ("sessions", 1, 80), "estar al menos el 80 % de la sesión."),
        (3, ("sessions", 1, 80), "estar al menos el 80 % de una sesión."),
        (3, ("sessions", 2, 0), "asistir al menos a 2 de sus 3 sesiones."),
        (2, ("sessions", 2, 0), "asistir a sus 2 sesiones."),
        (1, ("sessions", 2, 0), "asistir a 2 sesiones."),
        (
            3,
            ("sessions", 2, 60),
            "asistir al menos a 2 de sus 3 sesiones y estar al menos el 60 % de cada una.",
        ),
        (1, ("percent", 1, 80), "estar al menos el 80 % de la sesión."),
        (3, ("percent", 1, 75), "estar al menos el 75 % del tiempo de todas sus sesiones."),
    ],
)
def test_it_is_said_in_words(sessions, asked, said):
    names = ("minimum_rule", "minimum_sessions", "minimum_percent")
    event = make_event(sessions=sessions, **dict(zip(names, asked, strict=True)))
    assert minimum_in_words(event) == f"Para la constancia hay que {said}"


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, "staff"))


def asked(event):
    event = Event.objects.get(pk=event.pk)
    return event.minimum_rule, event.minimum_sessions, event.minimum_percent


def change(staff, event, **data):
    return staff.post(reverse("panel_event_minimum", args=[event.slug]), data)


def test_by_sessions_and_from_which_share_of_each(staff):
    event = make_event(sessions=3)
    answer = change(staff, event, rule="sessions", sessions="2", share_of_each="60", share="junk")
    assert answer.url == reverse("panel_event", args=[event.slug])
    assert asked(event) == ("sessions", 2, 60)
    said = "al menos a 2 de sus 3 sesiones y estar al menos el 60 % de cada una."
    assert said in words(staff.get(answer.url))
    assert said in words(staff.get(event.get_absolute_url()))
    entry = Entry.objects.get(action="event.changed")
    assert entry.detail == {"fields": ["minimum_sessions", "minimum_percent"]}


def test_by_a_share_of_the_time(staff):
    event = make_event(sessions=3)
    change(staff, event, rule="percent", share="75", sessions="9")
    assert asked(event) == ("percent", 1, 75)
    page = staff.get(reverse("panel_event_minimum", args=[event.slug]))
    assert page.context["form"].initial["share"] == 75


def test_what_was_issued_is_told_first_and_may_be_accepted(staff):
    event = make_event()
    one = make_registration(event)
    series = FolioSeries.objects.create(prefix="INPRU/DP", year=2026)
    Certificate.objects.create(
        kind="attendance",
        organizer=make_organizer(),
        event=event,
        registration=one,
        person=one.person,
        series=series,
        number=1,
        folio="INPRU/DP/001/2026",
        snapshot="{}",
        signature="x",
        key_id="x",
        issued_at=one.created_at,
        issued_by="prueba",
    )
    data = {"rule": "percent", "share": "90"}
    answer = change(staff, event, **data)
    assert "Ya se emitió 1 constancia con lo que se pide hoy" in words(answer)
    assert asked(event) == ("sessions", 1, 0)
    change(staff, event, **data, accepted=answer.context["accepted"])
    assert asked(event) == ("percent", 1, 90)


@pytest.mark.parametrize(
    ("modality", "begins"),
    [
        ("online", ("percent", 1, 80)),
        ("hybrid", ("percent", 1, 80)),
        ("in_person", ("sessions", 1, 0)),
    ],
)
def test_a_new_event_that_one_attends_from_afar_begins_with_80_percent(staff, modality, begins):
    event = make_event(modality="to_confirm", status=Event.Status.DRAFT)
    actions.set_seats(event=event, modality=modality, seats={}, by="prueba")
    assert asked(event) == begins


def test_what_somebody_had_said_before_stays():
    event = make_event(modality="to_confirm", status=Event.Status.DRAFT, minimum_sessions=2)
    actions.set_seats(event=event, modality="online", seats={}, by="prueba")
    assert asked(event) == ("sessions", 2, 0)


def test_a_published_event_keeps_what_it_promised():
    event = make_event(modality="to_confirm")
    actions.set_seats(event=event, modality="online", seats={}, by="prueba")
    assert asked(event) == ("sessions", 1, 0)


def test_so_does_one_that_an_imported_programme_holds():
    program = make_program()
    made = plan(
        [
            Row(1, {"ordinal": "1", "title": "En línea", "modality": "virtual"}),
            Row(2, {"ordinal": "2", "title": "En sala", "modality": "presencial"}),
        ],
        program,
    )
    apply(made, by="prueba")
    found = Event.objects.order_by("ordinal").values_list("minimum_rule", "minimum_percent")
    assert list(found) == [("percent", 80), ("sessions", 0)]
