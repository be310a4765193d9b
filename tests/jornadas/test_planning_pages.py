"""The pages of planning: who gets in, where they lead, what they say, what they keep."""

from datetime import date, timedelta

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from bitacora.models import Entry
from correo.models import Message
from jornadas.models import (
    Event,
    Group,
    GroupException,
    NonWorkingDay,
    Program,
    Session,
    Speaker,
    Venue,
)
from jornadas.planning.urls import urlpatterns
from jornadas.working_days import closing, opening, working_day
from padron.models import Organizer, RoleGrant
from padron.roles import Role
from tests.make import (
    make_body,
    make_event,
    make_group,
    make_organizer,
    make_person,
    make_program,
    make_registration,
    make_sector,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db

POST_ONLY = {
    "panel_event_body_remove",
    "panel_event_duplicate",
    "panel_days_of_law",
    "panel_program_import_save",
}
GET_ONLY = {
    "panel_events",
    "panel_event",
    "panel_sessions",
    "panel_programs",
    "panel_program",
    "panel_group",
    "panel_speakers",
    "panel_venues",
    "panel_days",
}


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, Role.STAFF))


@pytest.fixture
def world():
    """One of each thing, and the address of every page of planning."""
    program = make_program(slug="programa")
    group = make_group(program, make_sector(), slug="grupo")
    body = make_body()
    make_event(program=program, slug="evento", groups=[group], bodies=[body], sessions=1)
    exception = GroupException.objects.create(group=group, body=make_body(sector=make_sector("x")))
    speaker, venue = Speaker.objects.create(name="Ana"), Venue.objects.create(name="Sala")
    day = NonWorkingDay.objects.create(
        organizer=program.organizer, day=date(2026, 2, 2), reason="Asueto"
    )
    keys = {
        "panel_event_body_remove": body.pk,
        "panel_exception_remove": exception.pk,
        "panel_speaker": speaker.pk,
        "panel_speaker_delete": speaker.pk,
        "panel_venue": venue.pk,
        "panel_venue_delete": venue.pk,
        "panel_day_delete": day.pk,
    }
    slugs = {"eventos": "evento", "programas": "programa", "grupos": "grupo"}
    return {p.name: _address(p, keys, slugs) for p in urlpatterns}


def _address(pattern, keys, slugs) -> str:
    values = {
        "slug": slugs.get(str(pattern.pattern).split("/")[0]),
        "pk": keys.get(pattern.name),
        "number": 1,
        "year": 2026,
    }
    wanted = pattern.pattern.converters
    return reverse(pattern.name, kwargs={name: values[name] for name in wanted})


def test_every_page_is_for_staff(client, world):
    """A visitor signs in; somebody without the role, and a gate, learn nothing."""
    visitors = {client.post(url).status_code for url in world.values()}
    assert visitors == {302, 405}
    sign_in(client, make_user(make_person()))
    stranger = {name: client.post(url).status_code for name, url in world.items()}
    assert set(stranger.values()) <= {404, 405}
    assert {n for n, code in stranger.items() if code == 405} <= GET_ONLY
    sign_in(client, make_user(None, Role.GATE))
    gate = {name for name, url in world.items() if client.get(url).status_code == 200}
    assert gate == {"panel_events"}


def test_every_page_answers_staff_by_its_own_methods(staff, world):
    got = {name: staff.get(url).status_code for name, url in world.items()}
    assert {name for name, code in got.items() if code == 405} == POST_ONLY
    assert {code for name, code in got.items() if name not in POST_ONLY} <= {200, 302}
    posted = {name: staff.post(world[name]).status_code for name in GET_ONLY}
    assert set(posted.values()) == {405}


def test_staff_of_another_institution_see_none_of_it(client, world):
    user = make_user()
    other = Organizer.objects.create(slug="otra")
    RoleGrant.objects.create(user=user, role=Role.STAFF, organizer=other)
    sign_in(client, user)
    mine = {"eventos", "programas", "grupos"}
    for name, url in world.items():
        if "/evento/" in url or "/programa/" in url or "/grupo/" in url:
            method = client.post if name in POST_ONLY else client.get
            assert method(url).status_code == 404, name
    assert "evento/" not in client.get(reverse("panel_events")).content.decode()
    assert mine


def post(client, page, *args, follow=False, query="", **data):
    return client.post(reverse(page, args=args) + query, data, follow=follow)


def test_an_event_is_planned_step_by_step_and_published(staff):
    program = make_program()
    group = make_group(program, make_sector())
    speaker = Speaker.objects.create(name="Ana", post="Comisionada")
    day = working_day(timezone.localdate(), 30)
    made = post(
        staff, "panel_event_add",
        program=program.pk, kind="jornada", ordinal=1, title="Primera Jornada", description="",
    )  # fmt: skip
    event = Event.objects.get()
    assert (event.slug, event.status) == ("primera-jornada", "draft")
    assert made.url == reverse("panel_sessions", args=[event.slug]) + "?alta=1"
    post(
        staff, "panel_session_add", event.slug, query="?alta=1",
        day=day, starts="13:30", ends="15:30", speakers=[speaker.pk], new_name="Beto",
        new_post="Lic.",
    )  # fmt: skip
    session = event.sessions.get()
    assert (session.day, timezone.localtime(session.starts_at).strftime("%H:%M")) == (day, "13:30")
    assert [str(s) for s in session.speakers.order_by("pk")] == ["Comisionada Ana", "Lic. Beto"]
    step = post(staff, "panel_event_audience", event.slug, query="?alta=1", groups=[group.pk])
    assert step.url == reverse("panel_event_seats", args=[event.slug]) + "?alta=1"
    post(staff, "panel_event_seats", event.slug, modality="in_person", in_person=40)
    opens, closes = day - timedelta(days=20), day - timedelta(days=1)
    post(staff, "panel_event_window", event.slug, opens_on=opens, closes_on=closes)
    event.refresh_from_db()
    assert (event.registration_opens_at, event.registration_closes_at) == (
        opening(opens),
        closing(closes),
    )
    assert list(event.groups.all()) == [group]
    assert (event.modality, event.seats_in_person) == ("in_person", 40)
    post(staff, "panel_event_publish", event.slug)
    event.refresh_from_db()
    assert event.status == "published"
    assert staff.get(event.get_absolute_url()).status_code == 200


def test_a_conflict_is_told_and_saved_only_when_somebody_accepts_it(staff):
    event = make_event(sessions=0, registration_closes_at=None, status=Event.Status.DRAFT)
    sunday = date(2030, 12, 1)
    data = {"day": sunday, "starts": "10:00", "ends": "11:00"}
    page = post(staff, "panel_session_add", event.slug, **data)
    assert page.status_code == 200
    assert page.context["conflicts"] == ["El 1 de diciembre de 2030 es domingo."]
    assert 'value="2030-12-01"' in page.content.decode()
    assert event.sessions.count() == 0
    # Accepting one thing does not accept another.
    accepted = page.context["accepted"]
    other = data | {"day": date(2030, 12, 8)}
    assert (
        post(staff, "panel_session_add", event.slug, accepted=accepted, **other).status_code == 200
    )
    assert event.sessions.count() == 0
    post(staff, "panel_session_add", event.slug, accepted=accepted, **data)
    assert event.sessions.count() == 1
    entry = Entry.objects.get(action="session.created")
    assert entry.detail == {"despite": ["El 1 de diciembre de 2030 es domingo."]}


def errors(page) -> dict:
    return {name: list(said) for name, said in page.context["form"].errors.items()}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("panel_session_add", {"starts": "10:00"}, {"day": ["Con hora, hace falta el día."]}),
        (
            "panel_session_add",
            {"day": "2030-12-02", "ends": "10:00"},
            {"starts": ["Para decir cuándo termina, di cuándo empieza."]},
        ),
        (
            "panel_session_add",
            {"day": "2030-12-02", "starts": "10:00", "ends": "09:00"},
            {"ends": ["Debe terminar después de empezar."]},
        ),
        (
            "panel_session_add",
            {"day": "9999-12-31", "starts": "23:00"},
            {"day": ["Revisa el año: debe estar entre 2000 y 2100."]},
        ),
        ("panel_session_add", {"day": "ayer"}, {"day": ["Escribe una fecha, como 04/11/2026."]}),
        (
            "panel_session_add",
            {"new_post": "Lic."},
            {"new_name": ["Escribe el nombre del ponente."]},
        ),
        (
            "panel_event_window",
            {"opens_on": "2030-12-02", "closes_on": "2030-12-01"},
            {"closes_on": ["Debe cerrar después de abrir."]},
        ),
        (
            "panel_event_window",
            {"opens_at": "10:00"},
            {"opens_on": ["Con hora, hace falta el día."]},
        ),
        (
            "panel_event_seats",
            {"modality": "in_person", "online": "5"},
            {"online": ["Esta modalidad no tiene lugares en línea; borra el número o elige otra."]},
        ),
        (
            "panel_event_seats",
            {"modality": "online", "online": "muchos"},
            {"online": ["Escribe un número entero, sin letras."]},
        ),
        (
            "panel_event_minimum",
            {"rule": "sessions", "sessions": "4", "share_of_each": "0"},
            {"sessions": ["El evento tiene 1: pide esas o menos."]},
        ),
        (
            "panel_event_minimum",
            {"rule": "sessions", "sessions": "0", "share_of_each": "101", "share": "x"},
            {
                "sessions": ["Pide al menos una sesión."],
                "share_of_each": ["Un porcentaje es a lo más 100."],
            },
        ),
        (
            "panel_event_minimum",
            {"rule": "percent", "share": "0"},
            {"share": ["Pide al menos 1 %; si basta con haber estado, elige «Por sesiones»."]},
        ),
        (
            "panel_event_minimum",
            {"rule": "percent", "sessions": "2"},
            {"share": ["Escribe un número."]},
        ),
        ("panel_event_minimum", {"rule": "both"}, {"rule": ["Elige de la lista."]}),
        (
            "panel_event_body_add",
            {"body": "Ayuntamiento de Marte"},
            {
                "body": [
                    "No hay un sujeto obligado con ese nombre. Elige uno de los que aparecen al "
                    "escribir."
                ]
            },
        ),
        (
            "panel_event_change_add",
            {"asked_on": "2021-10-28", "what": "x", "state": "pending"},
            {"asked_by": ["Escribe quién lo pidió."]},
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_changes_nothing(staff, name, data, said):
    event = make_event()
    before = Entry.objects.count()
    page = post(staff, name, event.slug, **data)
    assert page.status_code == 200
    assert errors(page) == said
    assert Entry.objects.count() == before


def change_screens(staff, page, *args, **data):
    """The two screens of a change in a published event: what it comes to, and why it is made."""
    review = post(staff, page, *args, **data)
    kept = dict(review.context["kept"])
    why = {"porque-asked_by": "Presidencia", "porque-asked_on": "2026-01-05"}
    sent = kept | why | {"accepted": review.context["accepted"], "porque-reason": "Su agenda"}
    sent["visto"] = review.context["outlook"].sentences
    return review, post(staff, page, *args, **sent)


def test_moving_a_published_session_is_reviewed_explained_and_told(staff):
    event = make_event()
    registration = make_registration(event)
    day = working_day(timezone.localdate(), 60)
    data = {"day": day, "starts": "10:00", "ends": "12:00"}
    review, done = change_screens(staff, "panel_session", event.slug, 1, **data)
    outlook = review.context["outlook"]
    assert (outlook.kind, outlook.told) == ("moved", 1)
    assert review.context["sample"].subject == f"Cambió la fecha o la hora: {event.title}"
    assert "avisar a 1 persona" in review.content.decode()
    assert done.url == reverse("panel_event", args=[event.slug])
    kept = event.changes.get()
    assert (kept.kind, kept.asked_by, kept.reason, kept.told) == (
        "moved",
        "Presidencia",
        "Su agenda",
        1,
    )
    assert event.sessions.get().day == day
    assert Message.objects.filter(to=registration.person.email).count() == 2


def test_nothing_is_changed_before_it_was_seen_and_explained(staff):
    event = make_event()
    make_registration(event)
    before = event.sessions.get().day
    data = {"day": working_day(timezone.localdate(), 60), "starts": "10:00", "ends": "12:00"}
    review = post(staff, "panel_session", event.slug, 1, **data)
    seen = {"accepted": review.context["accepted"], "visto": review.context["outlook"].sentences}
    unexplained = data | seen | {"porque-asked_by": ""}
    page = post(staff, "panel_session", event.slug, 1, **unexplained)
    assert page.context["form"].errors["asked_by"] == ["Escribe quién lo pidió."]
    another = data | {"day": working_day(timezone.localdate(), 70), "porque-asked_by": "Yo"}
    another |= seen | {"porque-asked_on": "2026-01-05"}
    page = post(staff, "panel_session", event.slug, 1, **another)
    assert "accepted" in page.context  # the other day is shown first
    corrected = post(staff, "panel_session", event.slug, 1, **data, corregir="1")
    assert corrected.context["form"].data["starts"] == "10:00"
    assert (event.sessions.get().day, event.changes.count()) == (before, 0)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "kind"), [("panel_event_cancel", "cancelled"), ("panel_event_postpone", "postponed")]
)
def test_cancelling_and_postponing_are_reviewed_explained_and_told(staff, page, kind):
    event = make_event()
    make_registration(event)
    review, done = change_screens(staff, page, event.slug)
    assert review.context["outlook"].kind == kind
    assert done.url == reverse("panel_event", args=[event.slug])
    assert event.changes.get().kind == kind
    again = post(staff, page, event.slug)
    assert again.context["form"].errors["__all__"]


def test_people_without_a_mailbox_are_named_and_that_is_recorded(staff):
    event = make_event()
    mute = make_registration(event, make_person(email=""))
    review = post(staff, "panel_event_cancel", event.slug)
    assert mute.person.full_name in review.content.decode()
    assert Entry.objects.filter(action="people.listed", people=1).count() == 1


def test_a_session_is_added_to_and_taken_from_a_published_event(staff):
    event = make_event()
    make_registration(event)
    day = working_day(timezone.localdate(), 60)
    change_screens(staff, "panel_session_add", event.slug, day=day, starts="10:00", ends="12:00")
    assert event.sessions.count() == 2
    change_screens(staff, "panel_session_remove", event.slug, 2)
    assert [one.what[:8] for one in event.changes.order_by("pk")] == ["Se agreg", "Se quita"]
    assert event.sessions.get().number == 1


def test_bodies_are_invited_one_by_one(staff):
    event, body = make_event(), make_body(name="Sistema de Aguas", acronym="SAGUA")
    post(staff, "panel_event_body_add", event.slug, body="sagua")
    assert list(event.bodies.all()) == [body]
    post(staff, "panel_event_body_remove", event.slug, body.pk)
    assert list(event.bodies.all()) == []


def test_questions_before_what_cannot_be_undone(staff):
    event = make_event(status=Event.Status.DRAFT)
    page = staff.get(reverse("panel_event_delete", args=[event.slug]))
    assert "No se puede deshacer" in page.content.decode()
    assert Event.objects.count() == 1
    assert post(staff, "panel_event_delete", event.slug).url == reverse("panel_events")
    assert Event.objects.count() == 0
    published = make_event()
    page = post(staff, "panel_event_delete", published.slug, follow=True)
    assert "Solo se elimina un borrador." in page.content.decode()


def test_a_programme_with_groups_and_exceptions(staff):
    data = {"name": "Jornadas 2030", "starts_on": "2030-01-01", "ends_on": "2030-12-31"}
    organizer = make_organizer()
    page = post(staff, "panel_program_add", organizer=organizer.pk, **data)
    program = Program.objects.get()
    assert page.url == reverse("panel_program", args=["jornadas-2030"])
    assert program.is_published is False
    towns, unions = make_sector("ayuntamiento"), make_sector("sindicato")
    post(staff, "panel_group_add", program.slug, number=1, name="Grupo 1", sectors=[towns.pk])
    group = Group.objects.get()
    assert group.slug == "grupo-1-2030"
    page = post(staff, "panel_group_add", program.slug, number=1, name="X", sectors=[towns.pk])
    assert errors(page) == {
        "number": ["Este programa ya tiene un grupo 1."],
        "sectors": ["«Ayuntamiento» ya está en Grupo 1. Quítalo de allá antes de ponerlo aquí."],
    }
    make_body()
    union = make_body(name="Sindicato de Maestros", sector=unions)
    post(staff, "panel_exception_add", group.slug, body="Sindicato de Maestros", reason="Lo pidió")
    assert list(group.bodies().filter(pk=union.pk)) == [union]
    page = staff.get(reverse("panel_group", args=[group.slug]))
    assert "Comprende 2 sujetos obligados" in page.content.decode()
    post(staff, "panel_exception_remove", group.slug, group.exceptions.get().pk)
    assert group.bodies().count() == 1
    post(staff, "panel_program_publish", program.slug)
    program.refresh_from_db()
    assert program.is_published is True


def test_a_programme_with_people_is_not_hidden(staff):
    event = make_event()
    make_registration(event)
    page = post(staff, "panel_program_publish", event.program.slug, follow=True)
    assert "no se puede ocultar" in page.content.decode()


def test_duplicated_agreement_numbers_are_kept_as_printed(staff):
    make_program(agreement="INFOEM/CGAyTP/ORD/III/4/2021")
    program = make_program()
    post(
        staff, "panel_program_edit", program.slug, organizer=program.organizer_id, name="Otro",
        starts_on="2030-01-01", ends_on="2030-12-31", agreement="INFOEM/CGAyTP/ORD/III/4/2021",
    )  # fmt: skip
    assert Program.objects.filter(agreement="INFOEM/CGAyTP/ORD/III/4/2021").count() == 2


def test_speakers_and_venues_in_use_stay(staff):
    event = make_event()
    speaker, venue = Speaker.objects.create(name="Ana"), Venue.objects.create(name="Sala")
    event.sessions.update(venue=venue)
    event.sessions.get().speakers.add(speaker)
    for name, thing in (("panel_speaker_delete", speaker), ("panel_venue_delete", venue)):
        assert "primero" in post(staff, name, thing.pk, follow=True).content.decode()
    assert (Speaker.objects.count(), Venue.objects.count()) == (1, 1)
    Session.objects.all().delete()
    post(staff, "panel_speaker_delete", speaker.pk)
    post(staff, "panel_venue_delete", venue.pk)
    assert (Speaker.objects.count(), Venue.objects.count()) == (0, 0)


def test_the_days_of_the_law_are_added_once(staff):
    make_organizer()
    for _ in range(2):
        post(staff, "panel_days_of_law", 2026)
    assert NonWorkingDay.objects.count() == 7
    page = post(staff, "panel_day_add", day="2026-01-01", organizer=make_organizer().pk, reason="x")
    assert errors(page) == {"day": ["Ese día ya está en la lista."]}


def test_a_gate_sees_the_published_events_and_no_drafts(client):
    make_event(title="Visible")
    make_event(title="Escondido", status=Event.Status.DRAFT)
    sign_in(client, make_user(None, Role.GATE))
    page = client.get(reverse("panel_events")).content.decode()
    assert "Visible" in page
    assert "Escondido" not in page


def test_the_list_is_searched_and_filtered(staff):
    program = make_program(slug="p")
    group = make_group(program, slug="g")
    event = make_event(program=program, groups=[group], title="Sensibilización", modality="online")
    make_event(title="Otra", status=Event.Status.DRAFT)

    def found(**query):
        page = staff.get(reverse("panel_events"), query).context["page"]
        return [card.event.title for card in page.cards]

    month = f"{event.sessions.get().day:%Y-%m}"
    assert found(q="sensibilizacion") == ["Sensibilización"]
    assert found(programa="p", grupo="g", mes=month, modalidad="online") == ["Sensibilización"]
    assert found(estado="draft") == ["Otra"]
    assert found(cuando="past") == []
    assert sorted(found(programa="nada", mes="rubbish")) == ["Otra", "Sensibilización"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("panel_events", 13), ("panel_programs", 6), ("panel_speakers", 7), ("panel_venues", 7)],
)
def test_lists_cost_the_same_for_one_row_and_for_three(
    staff, django_assert_num_queries, rows, name, queries
):
    for n in range(rows):
        program = make_program()
        event = make_event(program=program, groups=[make_group(program)])
        speaker, venue = Speaker.objects.create(name=f"P{n}"), Venue.objects.create(name=f"V{n}")
        event.sessions.update(venue=venue)
        event.sessions.get().speakers.add(speaker)
        make_registration(make_event())
    with django_assert_num_queries(queries):
        assert staff.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("panel_event", 14), ("panel_program", 9)])
def test_pages_cost_the_same_for_one_session_and_for_three(
    staff, django_assert_num_queries, rows, name, queries
):
    program = make_program()
    groups = [make_group(program, make_sector(f"s{n}")) for n in range(rows)]
    event = make_event(program=program, groups=groups, sessions=rows)
    thing = event if name == "panel_event" else program
    with django_assert_num_queries(queries):
        assert staff.get(reverse(name, args=[thing.slug])).status_code == 200


def test_programmes_come_latest_first_and_speakers_by_name(staff):
    make_program(starts_on="2021-01-01", ends_on="2021-12-31", name="De 2021")
    make_program(starts_on="2026-01-01", ends_on="2026-12-31", name="De 2026")
    for name in ("Zoila", "Ana"):
        Speaker.objects.create(name=name)
    programs = staff.get(reverse("panel_programs")).context["programs"]
    assert [program.name for program in programs] == ["De 2026", "De 2021"]
    page = staff.get(reverse("panel_speakers")).context["page"]
    assert [speaker.name for speaker in page] == ["Ana", "Zoila"]


def test_every_planning_address_is_known_to_the_site():
    names = {pattern.name for pattern in urlpatterns}
    assert names <= set(get_resolver().reverse_dict.keys())
