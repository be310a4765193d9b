"""The pages about presence: one's own, and those of staff."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from asistencia.models import ManualPresence, PresenceReview
from asistencia.reviews import answer_review, ask_review
from jornadas.models import Session
from tests.asistencia.presence_story import PDF, add, make_past_registration, percent
from tests.jornadas.reading import heading, words
from tests.make import (
    make_event,
    make_organizer,
    make_person,
    make_registration,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return make_past_registration()


# ── The person's page ───────────────────────────────────────────────────────────────────────────


def mine(client, one):
    client.force_login(one.person.user or make_user(one.person))
    return reverse("mine_presence", args=[one.code])


def test_the_person_sees_what_counts_what_is_missing_and_from_where(client, one):
    add(one, from_=0, until=60)
    page = words(client.get(mine(client, one)))
    assert "Estuviste 50 % y se pide 80 %: faltan 11:00–12:00." in page
    assert "Para la constancia hay que estar al menos el 80 % de la sesión." in page
    assert (
        "Asistencia 50 de 80 % Tiempo 60 de 120 minutos Cuenta 10:00–11:00 Falta 11:00–12:00"
        in page
    )
    assert "Lo sabemos por Registro del personal" in page
    assert "Personal De 10:00 a 11:00 Firmó la lista impresa." in page


def test_they_ask_for_a_review_see_it_wait_and_read_its_answer(client, one):
    url = mine(client, one)
    assert "Puedes pedirlo hasta el" in words(client.get(url))
    assert list(client.post(url, {"text": ""}).context["form"].errors) == ["text"]
    assert client.post(url, {"text": "Estuve por Zoom."}).url == url
    page = words(client.get(url))
    assert "Por contestar" in page
    assert "Cuando se conteste te llega un correo." in page
    # A second try from an old page finds the first.
    answer = client.post(url, {"text": "Otra vez"})
    assert PresenceReview.objects.count() == 1
    assert answer.status_code == 200
    answer_review(review=PresenceReview.objects.get(), accept=False, answer="No.", by="x")
    page = words(client.get(url))
    assert "No procedió" in page
    assert "Respuesta No." in page


def test_nobody_else_learns_of_it(client, one):
    url = mine(client, one)
    client.force_login(make_user(make_person()))
    assert client.get(url).status_code == 404
    assert client.post(url, {"text": "x"}).status_code == 404
    client.logout()
    assert client.get(url).url.startswith("/cuentas/")


def test_the_page_costs_the_same_with_one_fact_and_with_three(
    client, one, django_assert_num_queries
):
    url = mine(client, one)
    add(one, from_=0, until=10)
    client.get(url)
    with django_assert_num_queries(16):
        client.get(url)
    for start in (20, 40, 60):
        add(one, from_=start, until=start + 10)
    with django_assert_num_queries(16):
        client.get(url)


# ── The panel ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, "staff"))


def at(name, one, *more):
    return reverse(name, args=[one.event.slug, one.pk, *more])


def test_staff_reach_everything_that_counts_from_the_list(staff, one):
    page = staff.get(reverse("panel_registrations", args=[one.event.slug])).content.decode()
    assert at("panel_presence", one) in page
    response = staff.get(at("panel_presence", one))
    assert heading(response) == f"Asistencia de {one.person}"
    assert "No se registró su asistencia." in words(response)


def test_staff_add_hours_with_evidence_read_it_and_withdraw_it(staff, one):
    data = {
        "session": one.event.sessions.get().pk,
        "starts": "10:00",
        "ends": "11:30",
        "reason": "Firmó la lista.",
        "proof": SimpleUploadedFile("lista.pdf", PDF),
    }
    assert staff.post(at("panel_presence_add", one), data).url == at("panel_presence", one)
    made = ManualPresence.objects.get()
    assert percent(one) == 75
    file = staff.get(at("panel_presence_evidence", one, made.pk))
    assert (file.content, file["Content-Type"], file["Content-Disposition"]) == (
        PDF,
        "application/pdf",
        f'attachment; filename="evidencia-{made.pk}.pdf"',
    )
    assert file["X-Content-Type-Options"] == "nosniff"
    page = words(staff.get(at("panel_presence", one)))
    assert "Personal De 10:00 a 11:30 Firmó la lista." in page
    staff.post(at("panel_presence_withdraw", one, made.pk), {"reason": "Era de otra persona."})
    assert percent(one) == 0
    page = words(staff.get(at("panel_presence", one)))
    assert "No cuenta: se retiró. Era de otra persona." in page
    page = words(staff.get(at("panel_registration", one)))
    assert "Se retiró una asistencia registrada a mano" in page
    assert "Motivo: Era de otra persona." in page
    assert staff.get(at("panel_presence_withdraw", one, made.pk)).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, {"session": ["Elige la sesión."], "reason": ["Escribe el motivo."]}),
        ({"starts": "10:00"}, {"ends": ["Di las dos horas, o deja las dos vacías."]}),
        ({"starts": "25:00"}, {"starts": ["Escribe una hora de 24 horas, como 10:40."]}),
        (
            {"starts": "13:00", "ends": "14:00"},
            {"__all__": ["Ese tiempo queda fuera del horario de la sesión (10:00–12:00)."]},
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_field(staff, one, data, said):
    whole = {"session": one.event.sessions.get().pk, "reason": "Firmó."} if data else {"x": ""}
    form = staff.post(at("panel_presence_add", one), whole | data).context["form"]
    errors = {name: list(told) for name, told in form.errors.items()}
    assert {name: errors[name] for name in said} == said
    assert not ManualPresence.objects.exists()


def test_of_a_session_past_midnight_the_small_hours_are_those_of_the_next_day(staff, one):
    session = one.event.sessions.get()
    start = session.starts_at.replace(hour=10) - timedelta(days=1)
    start = timezone.localtime(start).replace(hour=22)
    Session.objects.update(day=start.date(), starts_at=start, ends_at=start + timedelta(hours=4))
    data = {"session": session.pk, "starts": "23:00", "ends": "01:00", "reason": "Firmó."}
    staff.post(at("panel_presence_add", one), data)
    made = ManualPresence.objects.get()
    assert (made.starts_at, made.ends_at) == (
        start + timedelta(hours=1),
        start + timedelta(hours=3),
    )


def test_the_list_has_the_open_ones_first_and_filters(staff, one):
    reviews = []
    for days, state in [(3, "open"), (2, "rejected"), (1, "open")]:
        registration = make_registration(make_event(starts_in=timedelta(days=50 + days)))
        decided = {"decided_at": timezone.now(), "decided_by": "x"} if state != "open" else {}
        reviews.append(
            PresenceReview.objects.create(
                registration=registration,
                text="Estuve.",
                state=state,
                asked_at=timezone.now() - timedelta(days=days),
                **decided,
            )
        )

    def listed(**query):
        return list(staff.get(reverse("panel_reviews"), query).context["page"])

    oldest, rejected, latest = reviews
    assert listed() == [oldest, latest, rejected]
    assert [listed(estado="open"), listed(estado="rejected")] == [[oldest, latest], [rejected]]
    of_event = reverse("panel_event_reviews", args=[oldest.registration.event.slug])
    assert list(staff.get(of_event).context["page"]) == [oldest]
    assert "2 revisiones de asistencia por contestar" in words(staff.get(reverse("panel")))


def test_one_is_answered_beside_what_counts(staff, one):
    review = ask_review(registration=one, text="Entré con el nombre de mi área.", by="x")
    url = reverse("panel_review", args=[review.pk])
    page = words(staff.get(url))
    assert "Qué dice Entré con el nombre de mi área." in page
    assert "No se registró su asistencia." in page

    def post(**data):
        return staff.post(url, {"reason": "Revisado."} | data)

    session = one.event.sessions.get().pk
    assert list(post().context["form"].errors) == ["accept"]
    assert post(accept="no", session=session).context["form"].errors["accept"] == [
        "Si no procede, no registres asistencia."
    ]
    assert post(accept="si", starts="10:00", ends="11:00").context["form"].errors["session"] == [
        "Elige la sesión a la que se refiere."
    ]
    answer = post(accept="si", session=session, starts="10:00", ends="11:48")
    assert answer.url == reverse("panel_reviews")
    assert percent(one) == 90
    page = staff.get(url)
    assert page.context["form"] is None
    assert "Se le contestó Revisado." in words(page)


def test_the_list_costs_the_same_for_one_and_for_three(staff, one, django_assert_num_queries):
    def ask():
        registration = make_registration(make_event(starts_in=timedelta(days=90)))
        PresenceReview.objects.create(registration=registration, text="Estuve.")

    ask()
    url = reverse("panel_reviews")
    staff.get(url)
    with django_assert_num_queries(8):
        staff.get(url)
    ask()
    ask()
    with django_assert_num_queries(8):
        staff.get(url)


def test_staff_of_another_institution_find_nothing(client, one):
    made = add(one, proof=SimpleUploadedFile("lista.pdf", PDF))
    review = ask_review(registration=one, text="Estuve.", by="x")
    user = make_user()
    user.role_grants.create(role="staff", organizer=make_organizer("otro"))
    sign_in(client, user)
    for url in [
        at("panel_presence", one),
        at("panel_presence_add", one),
        at("panel_presence_withdraw", one, made.pk),
        at("panel_presence_evidence", one, made.pk),
        reverse("panel_review", args=[review.pk]),
        reverse("panel_event_reviews", args=[one.event.slug]),
    ]:
        assert client.get(url).status_code == 404, url
    assert list(client.get(reverse("panel_reviews")).context["page"]) == []


def test_what_is_by_hand_is_asked_for_under_its_own_registration(staff, one):
    other = make_registration(make_event(starts_in=timedelta(days=60)))
    made = add(one, proof=SimpleUploadedFile("lista.pdf", PDF))
    assert staff.get(at("panel_presence_evidence", other, made.pk)).status_code == 404
