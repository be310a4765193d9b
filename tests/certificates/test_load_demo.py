"""The demonstration: real catalogue, approved programme, and invented people around today."""

import hashlib
import json
import time
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from asistencia.models import Device, Scan, ZoomAttendee, ZoomReport, ZoomStay
from certificates.models import Certificate
from comunicados.models import Announcement, Recipient
from correo.models import Message
from jornadas.eligibility import commitments, eligible_adscripciones, overlapping
from jornadas.models import (
    Change,
    Event,
    Group,
    NonWorkingDay,
    Program,
    Registration,
    Speaker,
)
from jornadas.situation import situation
from jornadas.working_days import opening
from padron.loading import load_catalogue
from padron.models import Adscripcion, Body, Enlace, Municipality, Organizer, Person, Sector, User
from practicas.models import (
    Call,
    PlanAction,
    PlanLine,
    PlanMonth,
    Proposal,
    Receipt,
    Recognition,
    Recusal,
    SeatHolder,
)
from talleres.models import Ficha, Material, Workshop

pytestmark = pytest.mark.django_db


def load(people=40, seed=1):
    call_command("load_demo", people=people, seed=seed, verbosity=0)


def content() -> str:
    """A digest of everything that is not a key or a clock of the load."""
    tables = [
        (Person, ["given_names", "first_surname", "second_surname", "title", "email"]),
        (Adscripcion, ["person__email", "body__key", "post", "area", "is_enabled", "starts_on"]),
        (Enlace, ["person__email", "body__key", "starts_on"]),
        (Event, ["slug", "title", "status", "registration_opens_at", "registration_closes_at"]),
        (
            Registration,
            [
                "event__slug",
                "person__email",
                "mode",
                "status",
                "code",
                "place_in_line",
                "created_at",
            ],
        ),
        (Scan, ["pk", "registration__code", "session__day", "scanned_at"]),
        (Device, ["event__slug", "gate", "token_hash"]),
        (ZoomAttendee, ["shown_name", "email", "how", "registration__code"]),
        (ZoomStay, ["attendee__shown_name", "joined_at", "left_at"]),
        (Certificate, ["folio", "code", "registration__code", "reason"]),
        (Ficha, ["title", "body__key", "state", "revision", "members__person__email"]),
        (Call, ["slug", "published_at", "closes_on", "scores_due_at", "results_at"]),
        (SeatHolder, ["seat__call__slug", "seat__number", "name", "user__email"]),
        (Proposal, ["call__slug", "number", "body__key", "title", "state", "sent_at"]),
        (Receipt, ["folio", "issued_at"]),
        (Recognition, ["slug", "starts_on", "ends_on"]),
    ]
    rows = [sorted(map(str, model.objects.values_list(*fields))) for model, fields in tables]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def loaded(**facts) -> str:
    """What a load leaves in an empty database, which is empty again afterwards."""
    before = transaction.savepoint()
    load(**facts)
    told = content()
    transaction.savepoint_rollback(before)
    return told


def test_two_loads_with_one_seed_are_the_same_and_with_another_they_differ():
    first = loaded()
    assert loaded() == first
    assert loaded(seed=2) != first


def test_the_last_edition_went_all_the_way_and_the_present_one_is_on_its_way():
    load(people=600)
    last, present = Call.objects.filter(proposals__isnull=False).distinct().order_by("year")
    told = [
        (one.title, one.ruling.is_recognised) for one in last.proposals.filter(state="admitted")
    ]
    assert [is_recognised for _, is_recognised in told] == [True, True, False, False]
    assert {one.is_late for one in last.proposals.filter(state="rejected")} == {True, False}
    assert Recusal.objects.filter(proposal__call=last).count() == 1
    assert Recognition.objects.public().count() == 2
    assert not Recognition.objects.filter(proposal__call=present).exists()
    assert set(present.proposals.values_list("state", flat=True)) >= {"sent", "admitted"}
    assert not Message.objects.filter(kind__startswith="practicas.").exists()


def test_the_workshop_that_was_has_a_finished_ficha_and_one_with_a_comment_to_see_to():
    load()
    me = User.objects.get(email="servidor@demo.jornadas.example").person
    assert {(str(one), one.state, one.waiting_comments) for one in Ficha.objects.with_team()} == {
        ("Talleres gratuitos cerca de casa", "finished", 0),
        ("Apoyos para quien cuida", "growing", 1),
    }
    assert [str(one) for one in Ficha.objects.of(me)] == ["Talleres gratuitos cerca de casa"]


def test_todays_event_is_going_on():
    load()
    today = [event for event in Event.objects.all() if event.has_begun() and not event.is_over()]
    assert [event.program.slug != "jornadas-2021-2022" for event in today] == [True]


def test_the_catalogue_and_the_approved_programme_are_whole():
    load()
    assert (Municipality.objects.count(), Sector.objects.count(), Body.objects.count()) == (
        125,
        10,
        352,
    )
    program = Program.objects.get(slug="jornadas-2021-2022")
    assert program.name == (
        "Jornadas de Sensibilización en Materia de Transparencia Proactiva 2021 - 2022"
    )
    assert program.agreement == "INFOEM/CGAyTP/ORD/III/3/2021"
    assert [(group.name, group.bodies().count()) for group in program.groups.all()] == [
        ("Grupo 1", 82),
        ("Grupo 2", 270),
    ]
    events = program.events.order_by("sessions__day")
    told = [
        (e.title, e.sessions.get().day.isoformat(), str(e.sessions.get().speakers.get()))
        for e in events
    ]
    assert told == [
        (
            "Foro de arranque y Primera Jornada",
            "2021-11-04",
            "Comisionado Presidente José Martínez Vilchis",
        ),
        ("Segunda Jornada", "2021-11-09", "Comisionada María del Rosario Mejía Ayala"),
        ("Tercera Jornada", "2021-11-12", "Comisionada Sharon C. Morales Martínez"),
        ("Cuarta Jornada", "2021-11-16", "Comisionado Luis Gustavo Parra Noriega"),
        ("Quinta Jornada", "2021-11-22", "Comisionada Guadalupe Ramírez Peña"),
        (
            "Primera Jornada y Foro de arranque",
            "2022-02-03",
            "Comisionado Presidente José Martínez Vilchis",
        ),
        ("Segunda Jornada", "2022-02-08", "Comisionada María del Rosario Mejía Ayala"),
        ("Tercera Jornada", "2022-02-10", "Comisionada Sharon C. Morales Martínez"),
        ("Cuarta Jornada", "2022-02-15", "Comisionado Luis Gustavo Parra Noriega"),
        ("Quinta Jornada", "2022-02-17", "Comisionada Guadalupe Ramírez Peña"),
    ]


def test_what_the_acta_does_not_say_stays_unsaid():
    load()
    events = Program.objects.get(slug="jornadas-2021-2022").events.order_by("sessions__day")
    hours = [event.sessions.get().starts_at for event in events]
    assert [hour and timezone.localtime(hour).isoformat() for hour in hours] == [
        "2021-11-04T13:30:00-06:00",
        *[None] * 9,
    ]
    assert {event.sessions.get().ends_at for event in events} == {None}
    assert {event.modality for event in events} == {"to_confirm"}
    assert [event.date_status for event in events] == (["confirmed"] * 4 + ["change_pending"]) * 2
    pending = Change.objects.filter(state="pending").order_by("event__sessions__day")
    assert list(pending.values_list("event__title", "asked_by", "asked_on", "agreement")) == [
        ("Quinta Jornada", "Comisionada Guadalupe Ramírez Peña", date(2021, 10, 28), ""),
        ("Quinta Jornada", "Comisionada Guadalupe Ramírez Peña", date(2021, 10, 28), ""),
    ]
    assert Registration.objects.filter(event__in=events).count() == 0


def test_one_past_event_has_its_constancias_one_of_them_corrected_and_one_revoked():
    load(people=200)
    assert Certificate.objects.values("event").distinct().count() == 1
    assert Certificate.objects.standing().count() in range(10, 41)
    assert [
        Certificate.objects.exclude(superseded_at=None).count(),
        Certificate.objects.exclude(revoked_at=None).count(),
    ] == [1, 1]
    assert Certificate.objects.standing().filter(person=User.objects.get(
        email__startswith="servidor"
    ).person).count() == 1  # fmt: skip
    assert {one.facts["signatories"][0]["name"] for one in Certificate.objects.all()} == {
        "Firmante de Demostración"
    }
    assert not Message.objects.filter(kind__startswith="certificates.").exists()


def present():
    program = Program.objects.exclude(slug="jornadas-2021-2022").get()
    return program.events.with_days().with_counts().select_related("program")


def test_the_present_programme_has_every_situation():
    load(people=120)
    today = timezone.localdate()
    events = list(present())
    # At the first moment of the day, so that today's has not passed, whatever the clock says.
    found = {situation(event, opening(today)).key for event in events}
    assert found == {"open", "full", "not_yet", "undated", "closed", "over"}
    jornadas = [event for event in events if event.kind != "taller"]
    assert [g.events.exclude(kind="taller").count() for g in Group.objects.filter(
        slug__in=["grupo-1", "grupo-2"])] == [5, 5]  # fmt: skip
    assert sum(event.first_day == today for event in jornadas) == 1
    days = {e.first_day for e in jornadas if e.first_day} - {today}
    rest = set(NonWorkingDay.objects.values_list("day", flat=True))
    assert [day for day in days if day.weekday() >= 5 or day in rest] == []
    assert {event.modality for event in jornadas} == {"in_person", "online", "hybrid"}
    assert (
        Speaker.objects.filter(sessions__event__in=events, post__contains="Comisionad").count() == 0
    )


def test_registrations_keep_every_rule_of_the_engine():
    load(people=50)
    for event in present():
        for mode in event.modes:
            rows = event.registrations.filter(mode=mode)
            seats = event.seats(mode)
            confirmed, waiting = rows.confirmed().count(), rows.in_line().count()
            assert seats is None or confirmed <= seats
            assert not waiting or confirmed == seats
        for registration in event.registrations.select_related("person"):
            assert eligible_adscripciones(event, registration.person)
            assert not overlapping(event, commitments(registration.person))
    late = Registration.objects.filter(
        Q(created_at__lt=F("event__registration_opens_at"))
        | Q(created_at__gt=F("event__registration_closes_at"))
    )
    assert late.count() == 0
    full = [event for event in present() if event.waiting]
    assert [(event.title, event.waiting > 0) for event in full] == [("Cuarta Jornada", True)]


def test_the_last_virtual_jornada_has_its_report_and_some_to_be_decided():
    load(people=120)
    report = ZoomReport.objects.get()
    online = [e for e in present() if e.modality == "online" and e.is_over()]
    assert report.event == online[-1]
    ways = set(ZoomAttendee.objects.values_list("state", "how"))
    assert ways == {
        ("matched", "code"),
        ("matched", "email"),
        ("matched", "name"),
        ("ignored", "host"),
        ("ignored", "bot"),
        ("to_confirm", ""),
    }
    waiting = ZoomAttendee.objects.to_confirm()
    assert 0 < waiting.count() < report.stays.count() / 3


def test_there_is_something_to_see_and_something_to_try():
    load(people=120)
    servidor = User.objects.get(email="servidor@demo.jornadas.example").person
    today = timezone.localdate()
    days = Registration.objects.filter(person=servidor).values_list("event__sessions__day")
    assert (today,) in days
    assert Scan.objects.filter(registration__person=servidor).exists()
    open_to_them = [e for e in present() if e.is_open() and eligible_adscripciones(e, servidor)]
    assert len(open_to_them) >= 2
    today_read = Scan.objects.filter(event__sessions__day=today)
    assert {scan.result for scan in today_read} == {Scan.Result.PRACTICE}
    home = servidor.adscripciones.get().body
    enlace = User.objects.get(email="enlace@demo.jornadas.example").person
    assert [held.body for held in enlace.enlaces.all()] == [home]
    doors = Device.objects.usable(timezone.now())
    assert {door.paired_by for door in doors} == {"demostración"}
    assert (Workshop.objects.count(), Material.objects.count(), Message.objects.count()) == (
        3,
        3,
        0,
    )


def test_each_body_has_one_enlace_and_everybody_a_mailbox_of_the_demonstration():
    load(people=120)
    counts = Enlace.objects.values("body").annotate(n=Count("pk")).values_list("n", flat=True)
    assert set(counts) == {1}
    assert Person.objects.exclude(email__endswith="@demo.jornadas.example").count() == 0
    assert Person.objects.values("email").distinct().count() == 120
    scopes = set(Adscripcion.objects.values_list("body__sector__scope", flat=True))
    assert scopes == {"estatal", "municipal"}


@pytest.mark.parametrize("people", [2, 3, 9])
def test_a_handful_of_people_will_do(people):
    load(people=people)
    assert Person.objects.count() == people


def test_it_refuses_what_it_would_mix_with():
    Organizer.objects.create(slug="otra")
    with pytest.raises(CommandError) as reason:
        load()
    assert str(reason.value).startswith(
        "Esta base de datos ya tiene información (instituciones organizadoras)."
    )
    assert Body.objects.count() == 0
    with pytest.raises(CommandError):
        load(people=1)


def test_the_catalogue_alone_is_no_obstacle():
    load_catalogue()
    load()
    assert Body.objects.count() == 352


def test_one_announcement_was_sent_to_all_who_have_a_seat_and_an_oficio_waits():
    load()
    draft, sent = Announcement.objects.select_related("event")
    assert [(one.state, one.is_oficio) for one in (sent, draft)] == [
        ("done", False),
        ("draft", True),
    ]
    told = sent.recipients.values_list("registration", flat=True)
    assert sorted(told) == sorted(sent.event.registrations.confirmed().values_list("pk", flat=True))
    assert {*sent.recipients.values_list("state", flat=True)} == {Recipient.State.WRITTEN}
    assert str(draft.letterhead).endswith(f"/1/{draft.letterhead.dated_on.year}")


def test_six_hundred_people_are_quick():
    start = time.process_time()
    load(people=600)
    assert time.process_time() - start < 8


def test_the_plan_of_2021_2022_is_there_and_its_months_are_empty():
    load()
    assert (PlanLine.objects.count(), PlanAction.objects.count()) == (9, 28)
    assert not PlanMonth.objects.exists()
