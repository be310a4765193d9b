"""The settle list: one attendee after another, undone and corrected; who may, and what it costs."""

import pytest
from django.urls import reverse

from asistencia.models import ZoomAttendee
from bitacora.models import Entry
from config.attention import matters
from padron.roles import Role
from tests.make import (
    make_body,
    make_event,
    make_organizer,
    make_person,
    make_program,
    make_registration,
    make_user,
    sign_in,
)

from .making import held, make_attendee, make_report

pytestmark = pytest.mark.django_db

ACTIONS = ["panel_zoom_identify", "panel_zoom_ignore", "panel_zoom_reopen"]


@pytest.fixture
def staff(client):
    user = make_user(None, Role.STAFF)
    sign_in(client, user)
    return client


@pytest.fixture
def event():
    return make_event(modality="online")


@pytest.fixture
def maria(event):
    """María López Ríos of Metepec, registered; the event was held."""
    person = make_person(
        make_body("Ayuntamiento de Metepec"),
        given_names="María",
        first_surname="López",
        second_surname="Ríos",
    )
    registration = make_registration(event, person)
    held(event)
    return registration


def page(name, attendee):
    return reverse(f"panel_zoom_{name}", args=[attendee.event.slug, attendee.pk])


def as_of(attendee):
    attendee.refresh_from_db()
    return attendee.state, attendee.how, attendee.registration


def test_the_list_goes_from_one_to_the_next_until_nothing_is_left(staff, event, maria):
    beto, ana = make_attendee(event, "Beto"), make_attendee(event, "Ana L.")
    first = staff.get(reverse("panel_zoom_settle", args=[event.slug]))
    assert first.url == page("attendee", ana)
    assert "Quedan 2 por confirmar" in staff.get(first.url).content.decode()
    second = staff.post(page("identify", ana), {"registration": maria.pk})
    assert second.url == page("attendee", beto)
    shown = staff.get(second.url).content.decode()
    assert "Queda 1 por confirmar" in shown
    assert "«Ana L.» es <strong>María López Ríos</strong>" in shown
    end = staff.post(page("ignore", beto))
    assert end.url == reverse("panel_zoom_settle", args=[event.slug])
    assert "Nada por confirmar" in staff.get(end.url).content.decode()
    assert as_of(ana) == ("matched", "person", maria)
    assert as_of(beto) == ("ignored", "person", None)


def test_an_attendee_is_shown_with_names_mailbox_and_hours(staff, event, maria):
    one = make_attendee(
        event,
        "iPhone",
        original="Mary",
        email="mary@example.org",
        stays=[(0, 30), (20, 45), (60, 90)],
    )
    shown = staff.get(page("attendee", one)).content.decode()
    for words in (
        "<h1>iPhone</h1>",
        "<dd>Mary</dd>",
        "<dd>mary@example.org</dd>",
        "Jueves 10 de febrero de 2022: 10:00 a 10:45 h, 11:00 a 11:30 h",
        "(75 min)",
    ):
        assert words in shown


def test_who_is_suggested_is_told_with_the_reason_and_a_key(staff, event, maria):
    answer = staff.get(page("attendee", make_attendee(event, "María López")))
    (choice,) = answer.context["choices"]
    assert (choice.registration, choice.key) == (maria, "1")
    shown = answer.content.decode()
    assert f'name="registration" value="{maria.pk}" data-key="1"' in shown
    assert choice.why
    assert choice.why in shown


def test_somebody_else_is_found_by_name_or_body_without_words_in_the_address(staff, event, maria):
    one = make_attendee(event, "iPad")
    assert staff.get(page("attendee", one)).context["choices"] == []
    for words in ("rios maria", "METEPEC"):
        found = staff.post(page("attendee", one), {"_buscar": "1", "q": words})
        assert found.status_code == 302
        assert words.split()[0] not in found.url
        assert [c.registration for c in staff.get(found.url).context["choices"]] == [maria]
    nobody = staff.post(page("attendee", one), {"_buscar": "1", "q": "¿?"})
    shown = staff.get(nobody.url)
    assert shown.context["choices"] == []
    assert "Nadie inscrito coincide" in shown.content.decode()


def test_who_is_of_another_event_or_cancelled_is_not_found_nor_accepted(staff, event, maria):
    one = make_attendee(event, "iPad")
    elsewhere = make_registration(make_event(), maria.person)
    for number in (elsewhere.pk, "", "x", "9" * 30):
        assert staff.post(page("identify", one), {"registration": number}).status_code == 404
    maria.status, maria.cancelled_by = "cancelled", "prueba"
    maria.cancelled_at = maria.created_at
    maria.save()
    assert staff.post(page("identify", one), {"registration": maria.pk}).status_code == 404
    found = staff.post(page("attendee", one), {"_buscar": "1", "q": "lopez"})
    assert staff.get(found.url).context["choices"] == []
    assert as_of(one) == ("to_confirm", "", None)


def test_a_second_device_is_welcome_and_said(staff, event, maria):
    make_attendee(event, "María López", state="matched", how="name", registration=maria)
    one = make_attendee(event, "López iPhone")
    shown = staff.get(page("attendee", one)).content.decode()
    assert "También estuvo como «María López»" in shown
    after = staff.post(page("identify", one), {"registration": maria.pk}, follow=True)
    assert "María López Ríos ya tenía otra conexión" in after.content.decode()
    assert as_of(one) == ("matched", "person", maria)


def test_undoing_opens_again_what_was_decided_last_then_what_was_before(staff, event, maria):
    one, two = make_attendee(event, "Uno"), make_attendee(event, "Dos")
    staff.post(page("identify", one), {"registration": maria.pk})
    staff.post(page("ignore", two))
    end = staff.get(reverse("panel_zoom_settle", args=[event.slug]))
    assert end.context["last"] == two
    assert staff.post(page("reopen", two)).url == page("attendee", two)
    assert as_of(two) == ("to_confirm", "", None)
    assert staff.get(page("attendee", two)).context["last"] == one
    staff.post(page("reopen", one))
    assert as_of(one) == ("to_confirm", "", None)
    assert staff.get(page("attendee", one)).context["last"] is None


def test_what_a_colleague_decided_is_not_mine_to_undo_by_a_key(staff, event, maria):
    one, two = make_attendee(event, "Uno"), make_attendee(event, "Dos")
    staff.post(page("ignore", one))
    colleague = make_user(None, Role.STAFF)
    other = sign_in(type(staff)(), colleague)
    assert other.get(page("attendee", two)).context["last"] is None


def test_what_a_colleague_has_just_settled_is_not_settled_twice(staff, event, maria):
    one, two = make_attendee(event, "Uno"), make_attendee(event, "Dos")
    staff.post(page("identify", one), {"registration": maria.pk})
    late = staff.post(page("ignore", one), follow=True)
    assert "«Uno» ya estaba decidida" in late.content.decode()
    assert late.context["attendee"] == two
    assert as_of(one) == ("matched", "person", maria)


def test_skipping_walks_on_and_comes_round_again(staff, event, maria):
    a, b, c = (make_attendee(event, name) for name in ("Abel", "Beto", "Caro"))
    ways = {
        one: (answer.context["previous"], answer.context["next"])
        for one in (a, b, c)
        if (answer := staff.get(page("attendee", one)))
    }
    assert ways == {a: (None, b), b: (a, c), c: (b, a)}
    only = make_attendee(held(), "Solo")
    assert staff.get(page("attendee", only)).context["next"] is None


def test_a_withdrawn_report_asks_nothing(staff, event, maria):
    report = make_report(event)
    make_attendee(event, "Uno", report=report)
    report.withdrawn_at, report.withdrawn_by = report.imported_at, "prueba"
    report.save()
    end = staff.get(reverse("panel_zoom_settle", args=[event.slug]))
    assert "Nada por confirmar" in end.content.decode()


def test_what_other_events_wait_for_is_offered_at_the_end(staff, event, maria):
    other = held()
    make_attendee(other, "Uno")
    foreign = held(make_event(program=make_program(organizer=make_organizer("otro"))))
    make_attendee(foreign, "Dos")
    end = staff.get(reverse("panel_zoom_settle", args=[event.slug]))
    assert [(one["event__slug"], one["count"]) for one in end.context["elsewhere"]] == [
        (other.slug, 1)
    ]


def test_the_panel_says_how_many_wait_and_leads_to_where_most_are(event, maria):
    other = held()
    for number in range(2):
        make_attendee(other, f"Uno {number}")
    make_attendee(event, "Dos")
    make_attendee(event, "Tres", state="ignored", how="bot")
    found = [(m.count, m.words, m.url) for m in matters(make_user(None, Role.STAFF))]
    where = reverse("panel_zoom_settle", args=[other.slug])
    assert found == [(3, "asistencias en línea por confirmar", where)]


def test_the_settled_are_filtered_by_state_how_and_words(staff, event, maria):
    make_attendee(
        event, "María L.", state="matched", how="email", registration=maria, email="m@a.mx"
    )
    make_attendee(event, "Sala 2", state="ignored", how="host")
    make_attendee(event, "Por decidir")
    address = reverse("panel_zoom_settled", args=[event.slug])

    def found(**words):
        answer = staff.post(address, {"_buscar": "1"} | words)
        return [one.shown_name for one in staff.get(answer.url).context["page"]]

    assert found() == ["María L.", "Sala 2"]
    assert found(estado="ignored") == ["Sala 2"]
    assert found(como="email") == ["María L."]
    assert found(q="rios metepec") == ["María L."]
    assert found(q="m@a.mx") == ["María L."]
    assert found(q="sala") == ["Sala 2"]
    assert found(q="nadie") == []


def test_correcting_leads_to_the_attendee_and_back_to_the_settled(staff, event, maria):
    make_attendee(event, "Otra por confirmar")
    one = make_attendee(event, "María L.", state="ignored", how="host")
    answer = staff.post(page("reopen", one), {"de": "decididas"})
    assert answer.url == f"{page('attendee', one)}?de=decididas"
    assert 'name="de" value="decididas"' in staff.get(answer.url).content.decode()
    back = staff.post(page("identify", one), {"registration": maria.pk, "de": "decididas"})
    assert back.url == reverse("panel_zoom_settled", args=[event.slug])
    assert as_of(one) == ("matched", "person", maria)


def test_who_looks_at_names_is_recorded(staff, event, maria):
    one = make_attendee(event, "María López")
    staff.get(page("attendee", one))
    one.state, one.how = "ignored", "bot"
    one.save()
    staff.get(reverse("panel_zoom_settled", args=[event.slug]))
    assert list(Entry.objects.looks().values_list("action", "people")) == [
        ("people.listed", 2),
        ("people.listed", 1),
    ]


@pytest.mark.parametrize("name", ACTIONS)
def test_a_button_is_a_post_of_staff_of_this_institution(client, staff, event, maria, name):
    one = make_attendee(event, "Uno")
    address = reverse(name, args=[event.slug, one.pk])
    assert staff.get(address).status_code == 405
    foreign = held(make_event(program=make_program(organizer=make_organizer("otro"))))
    theirs = make_attendee(foreign, "Dos")
    assert staff.post(reverse(name, args=[foreign.slug, theirs.pk])).status_code == 404
    assert staff.post(reverse(name, args=[event.slug, theirs.pk])).status_code == 404
    client.force_login(make_user(None, Role.GATE))
    assert client.post(address).status_code == 404
    assert not ZoomAttendee.objects.exclude(state="to_confirm").exists()


def test_the_page_costs_the_same_for_one_and_for_three(
    staff, event, maria, django_assert_num_queries
):
    for number in range(3):
        one = make_attendee(event, f"María López {number}", stays=[(0, 10), (20, 30)])
        make_attendee(event, f"L {number}", state="matched", how="name", registration=maria)
        if number != 1:
            with django_assert_num_queries(22):
                assert staff.get(page("attendee", one)).status_code == 200


def test_an_answer_costs_the_same_with_one_and_with_three_left(
    staff, event, maria, django_assert_num_queries
):
    for left, cost in ((3, 20), (1, 20)):
        waiting = [make_attendee(event, f"María {left} {n}") for n in range(left + 1)]
        with django_assert_num_queries(cost):
            staff.post(page("identify", waiting[0]), {"registration": maria.pk})
        ZoomAttendee.objects.to_confirm().update(state="ignored", how="bot")


def test_the_settled_cost_the_same_for_one_and_for_three(
    staff, event, maria, django_assert_num_queries
):
    for number in range(3):
        make_attendee(event, f"M {number}", state="matched", how="name", registration=maria)
        if number != 1:
            with django_assert_num_queries(9):
                staff.get(reverse("panel_zoom_settled", args=[event.slug]))
