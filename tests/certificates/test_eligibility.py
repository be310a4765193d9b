"""Who has earned a constancia, and in words why not."""

import io
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from openpyxl import load_workbook

from asistencia.models import Scan, ZoomReport
from bitacora.models import Entry
from certificates.eligibility import standings
from documentos.spanish import date_in_words
from jornadas.models import Event, Registration, Session
from tests.jornadas.reading import words
from tests.make import make_device, make_event, make_person, make_registration, make_user, sign_in

pytestmark = pytest.mark.django_db


def attend(registration, *numbers):
    """Enter the sessions with these numbers."""
    event = registration.event
    device = event.devices.first() or make_device(event)
    for session in event.sessions.filter(number__in=numbers):
        Scan.objects.create(
            event=event,
            device=device,
            registration=registration,
            session=session,
            code=registration.code,
            result=Scan.Result.ADMITTED,
            scanned_at=session.starts_at,
        )


def end(event, *numbers):
    """These sessions, and who entered them, were a month ago."""
    for session in event.sessions.filter(number__in=numbers):
        session.scans.update(scanned_at=F("scanned_at") - timedelta(days=30))
        Session.objects.filter(pk=session.pk).update(
            day=session.day - timedelta(days=30),
            starts_at=session.starts_at - timedelta(days=30),
            ends_at=session.ends_at - timedelta(days=30),
        )


def reasons(event, now=None) -> list[str]:
    return [one.reason for one in standings(Event.objects.get(pk=event.pk), now=now)]


def two_sessions(**fields):
    return make_event(sessions=2, **{"minimum_sessions": 2, **fields})


def test_who_attended_enough_has_earned_it():
    event = two_sessions()
    attend(make_registration(event), 1, 2)
    end(event, 1, 2)
    assert [(one.is_due, len(one.attended), one.reason) for one in standings(event)] == [
        (True, 2, "")
    ]


def test_who_came_to_less_is_told_how_many_are_asked():
    event = two_sessions()
    attend(make_registration(event), 2)
    end(event, 1, 2)
    assert reasons(event) == ["Asistió a 1 de 2 sesiones que se piden."]


def test_who_did_not_enter_is_told_so():
    event = two_sessions()
    make_registration(event)
    end(event, 1, 2)
    assert reasons(event) == ["No se registró su asistencia."]


def test_an_undone_entry_does_not_count():
    event = make_event()
    one = make_registration(event)
    attend(one, 1)
    one.scans.update(undone_at=event.registration_opens_at, undone_by="puerta")
    end(event, 1)
    assert reasons(event) == ["No se registró su asistencia."]


def test_while_it_is_still_possible_that_is_said():
    event = two_sessions()
    attend(make_registration(event, make_person(first_surname="A")), 1)
    make_registration(event, make_person(first_surname="B"))
    during = event.sessions.get(number=1).ends_at - timedelta(minutes=1)
    assert reasons(event, during) == [
        "El evento todavía no termina; lleva 1 de 2 sesiones que se piden.",
        "El evento todavía no termina y aún no se registra su asistencia.",
    ]
    assert [one.is_open for one in standings(event, now=during)] == [True, True]


def test_when_what_is_left_is_not_enough_nobody_is_kept_hoping():
    event = two_sessions()
    make_registration(event)
    end(event, 1)
    assert reasons(event) == ["No se registró su asistencia."]


def test_who_waited_in_line():
    event = make_event(seats_in_person=1)
    make_registration(event, make_person(first_surname="A"))
    make_registration(event, make_person(first_surname="B"))
    end(event, 1)
    assert reasons(event) == [
        "No se registró su asistencia.",
        "Se quedó en lista de espera y no se registró su asistencia.",
    ]


def test_an_event_that_asks_for_more_than_it_has_says_what_to_correct():
    event = make_event(minimum_sessions=3)
    attend(make_registration(event), 1)
    end(event, 1)
    assert reasons(event) == [
        "El evento pide 3 sesiones y tiene 1. Corrige las sesiones mínimas en su planeación."
    ]


def test_a_cancelled_event_gives_none():
    event = make_event()
    attend(make_registration(event), 1)
    Event.objects.filter(pk=event.pk).update(status=Event.Status.CANCELLED)
    assert reasons(event) == ["El evento se canceló."]


def test_a_cancelled_registration_is_not_listed():
    event = make_event()
    one = make_registration(event)
    Registration.objects.filter(pk=one.pk).update(
        status="cancelled", cancelled_at=one.created_at, cancelled_by="prueba"
    )
    assert reasons(event) == []


def test_one_and_three_people_cost_the_same(django_assert_num_queries):
    event = two_sessions()
    attend(make_registration(event), 1, 2)
    with django_assert_num_queries(6):
        assert [str(one.registration.person) for one in standings(event)]
    make_registration(event)
    attend(make_registration(event), 1)
    with django_assert_num_queries(6):
        assert len({str(one.registration.person) for one in standings(event)}) == 3


@pytest.fixture
def past():
    event = make_event()
    attend(make_registration(event, make_person(first_surname="Zeta")), 1)
    make_registration(event, make_person(first_surname="Alfa"))
    end(event, 1)
    return event


def test_staff_see_and_filter_it(client, past):
    sign_in(client, make_user(None, "staff"))
    url = f"/panel/eventos/{past.slug}/constancias/"

    def surnames(**query):
        page = client.get(url, query).context["page"]
        return [one.registration.person.first_surname for one in page]

    assert [
        surnames(),
        surnames(corresponde="si"),
        surnames(corresponde="no"),
        surnames(q="zeta"),
        surnames(q="nadie"),
    ] == [["Alfa", "Zeta"], ["Zeta"], ["Alfa"], ["Zeta"], []]
    assert "No se registró su asistencia." in words(client.get(url))


def test_the_sheet_has_the_reasons_and_is_recorded(client, past):
    sign_in(client, make_user(None, "staff"))
    answer = client.get(f"/panel/eventos/{past.slug}/constancias/constancias.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[4:] for row in rows] == [
        (
            *("Le corresponde", "Sesiones a las que asistió", "Porcentaje del tiempo", "Minutos"),
            "Motivo",
        ),
        ("No", 0, 0, 0, "No se registró su asistencia."),
        ("Sí", 1, 100, 120, None),
    ]
    assert list(Entry.objects.looks().values_list("action", "people")) == [("list.printed", 2)]


@pytest.mark.parametrize("page", ["", "constancias.xlsx"])
def test_a_stranger_finds_nothing(client, past, page):
    for user in (make_user(make_person()), make_user(None, "gate")):
        url = f"/panel/eventos/{past.slug}/constancias/{page}"
        assert sign_in(client, user).get(url).status_code == 404


# ── A share of the time ─────────────────────────────────────────────────────────────────────────


def late(event, minutes):
    """A registration whose only entry was so late; the event is over."""
    one = make_registration(event)
    attend(one, *event.sessions.values_list("number", flat=True))
    one.scans.update(scanned_at=F("scanned_at") + timedelta(minutes=minutes))
    end(event, *event.sessions.values_list("number", flat=True))
    return one


def span(session, start, end):
    session.refresh_from_db()
    hours = [timezone.localtime(session.starts_at) + timedelta(minutes=m) for m in (start, end)]
    last = hours[1] + timedelta(minutes=bool(hours[1].second or hours[1].microsecond))
    return f"{hours[0]:%H:%M}–{last:%H:%M}"


def test_who_was_there_too_briefly_is_told_what_is_missing():
    event = make_event(minimum_rule="percent", minimum_percent=80)
    late(event, 30)
    missing = span(event.sessions.get(), 0, 30)
    assert reasons(event) == [f"Estuvo 75 % y se pide 80 %: faltan {missing}."]


def test_of_several_days_the_day_is_told_too():
    event = make_event(sessions=2, minimum_rule="percent", minimum_percent=90)
    late(event, 60)
    days = [
        f"{date_in_words(session.day, weekday=False)}, {span(session, 0, 60)}"
        for session in event.sessions.order_by("number")
    ]
    assert reasons(event) == [
        f"Estuvo 50 % del tiempo y se pide 90 %: faltan {days[0]} y {days[1]}."
    ]


def test_by_sessions_each_that_does_not_count_is_told():
    event = make_event(sessions=2, minimum_sessions=2, minimum_percent=80)
    late(event, 60)
    parts = [
        f"En la sesión {session.number} estuvo 50 %: faltan {span(session, 0, 60)}."
        for session in event.sessions.order_by("number")
    ]
    assert reasons(event) == [
        f"Asistió a 0 de 2 sesiones que se piden, con 80 % de cada una. {parts[0]} {parts[1]}"
    ]


def test_enough_of_the_time_is_due():
    event = make_event(minimum_rule="percent", minimum_percent=75)
    late(event, 30)
    assert reasons(event) == [""]


def test_while_it_runs_what_is_left_decides_whether_it_is_still_possible():
    event = make_event(minimum_rule="percent", minimum_percent=80)
    session = event.sessions.get()
    make_registration(event)

    def after(minutes):
        (one,) = standings(
            Event.objects.get(pk=event.pk), now=session.starts_at + timedelta(minutes=minutes)
        )
        return one.is_open, one.reason

    not_yet = "El evento todavía no termina y aún no se registra su asistencia."
    assert after(24) == (True, not_yet)
    assert after(25) == (False, "No se registró su asistencia.")
    attend(Registration.objects.get(), 1)
    event.scans.update(scanned_at=session.starts_at + timedelta(minutes=10))
    assert after(70) == (True, "El evento todavía no termina; lleva 50 % y se pide 80 %.")


def test_online_nobody_was_looked_at_before_the_report_comes_in():
    event = make_event(modality="online", minimum_rule="percent", minimum_percent=80)
    make_registration(event)
    end(event, 1)
    assert [(one.is_open, one.reason) for one in standings(event)] == [
        (True, "Todavía no se registra la asistencia en línea de este evento.")
    ]
    ZoomReport.objects.create(
        event=event,
        file_name="participants.csv",
        sha256="0" * 64,
        kind="meeting",
        time_zone="America/Mexico_City",
        imported_by="prueba",
    )
    assert [(one.is_open, one.reason) for one in standings(event)] == [
        (False, "No se registró su asistencia.")
    ]
