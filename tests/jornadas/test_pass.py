"""The pass: its state first, its code for machines and people, and giving the seat back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jornadas.codes import online_code, spoken_online
from jornadas.models import Event, Registration, Session
from tests.make import make_event, make_person, make_registration, make_user
from tests.qr_reader import qr_texts

from .reading import heading, words


def pass_of(registration, **rest):
    return f"/pase/{registration.code}/"


@pytest.mark.django_db
class TestPass:
    def test_a_confirmed_one_says_so_and_shows_the_code(self, client):
        registration = make_registration(make_event(title="Segunda Jornada"))
        response = client.get(pass_of(registration))
        code = registration.code
        assert heading(response) == "Tienes tu lugar"
        page = words(response)
        assert f"{code[:4]} {code[4:8]} {code[8:]}" in page
        assert "Segunda Jornada" in page
        assert registration.person.full_name in page
        assert "<svg" in response.content.decode()

    def test_a_waiting_one_says_the_place_in_line(self, client):
        event = make_event(seats_in_person=0)
        make_registration(event)
        response = client.get(pass_of(make_registration(event)))
        assert heading(response) == "Estás en lista de espera"
        assert "Tu lugar en la fila: 2" in words(response)

    def test_a_cancelled_one_shows_no_code(self, client):
        registration = make_registration()
        user = make_user(registration.person)
        client.force_login(user)
        client.post(f"{pass_of(registration)}cancelar/")
        response = client.get(pass_of(registration))
        assert heading(response) == "Inscripción cancelada"
        assert "Código QR" not in response.content.decode()
        # Coming back is registering again, and the page says so.
        assert "Inscribirme de nuevo" in words(response)

    def test_a_cancelled_event_is_said_before_all_else(self, client):
        registration = make_registration()
        Event.objects.update(status=Event.Status.CANCELLED)
        response = client.get(pass_of(registration))
        assert heading(response) == "El evento se canceló"
        # The day is past wishing; why it is so stands on the page of the event.
        assert "Estaba previsto" in words(response)
        assert "Ver qué pasó" in words(response)

    def test_after_a_postponement_the_seat_is_still_theirs(self, client):
        registration = make_registration()
        Session.objects.update(day=None, starts_at=None, ends_at=None)
        Event.objects.update(date_status=Event.DateStatus.TO_CONFIRM)
        response = client.get(pass_of(registration))
        assert heading(response) == "Tienes tu lugar"
        assert "Todavía no hay fecha; en cuanto la haya, la verás aquí." in words(response)
        assert "Código QR" in response.content.decode()

    def test_the_link_is_for_who_takes_part_online_and_has_a_seat(self, client):
        event = make_event(modality=Event.Modality.HYBRID, seats_online=1)
        event.sessions.update(link="https://example.org/sala")
        modes = ["online", "online", "in_person"]
        passes = [pass_of(make_registration(event, mode=mode)) for mode in modes]
        shown = ["https://example.org/sala" in client.get(p).content.decode() for p in passes]
        assert shown == [True, False, False]

    def test_the_code_for_zoom_is_for_who_takes_part_online_and_has_a_seat(self, client):
        event = make_event(modality=Event.Modality.HYBRID, seats_online=1)
        made = [make_registration(event, mode=mode) for mode in ("online", "online", "in_person")]
        shown = [
            spoken_online(online_code(one.code)) in words(client.get(pass_of(one))) for one in made
        ]
        assert shown == [True, False, False]

    def test_it_is_kept_from_search_engines_and_shared_caches(self, client):
        response = client.get(pass_of(make_registration()))
        assert [response["X-Robots-Tag"], response["Cache-Control"]] == [
            "noindex, nofollow",
            "private, no-store",
        ]

    def test_a_code_as_people_write_it_leads_to_the_pass(self, client):
        code = make_registration().code
        typed = f"{code[:4]}-{code[4:8]} {code[8:]}".lower().replace("0", "o").replace("1", "l")
        answer = client.get(f"/pase/{typed}/")
        assert [answer.status_code, answer["Location"]] == [302, f"/pase/{code}/"]

    @pytest.mark.parametrize(
        "code", ["nada", "0000000000000", "84G7ZWYRD6Z1Y", "á%20é", "%00", "💥"]
    )
    def test_an_unknown_code_is_told_with_what_to_do(self, client, code):
        response = client.get(f"/pase/{code}/")
        assert response.status_code in (302, 404)
        if response.status_code == 404:
            assert heading(response) == "No encontramos ese pase"

    def test_an_independent_reader_reads_the_picture(self, client):
        registration = make_registration()
        response = client.get(f"{pass_of(registration)}codigo.png")
        assert qr_texts(response.content) == [registration.code]

    def test_the_page_costs_the_same_for_one_session_and_for_three(
        self, client, django_assert_num_queries
    ):
        for sessions in (1, 3):
            registration = make_registration(make_event(sessions=sessions))
            # The registration, its sessions; the institution and its identities.
            with django_assert_num_queries(4):
                client.get(pass_of(registration))


@pytest.mark.django_db
class TestCancelling:
    def test_its_owner_is_asked_first(self, client):
        registration = make_registration()
        client.force_login(make_user(registration.person))
        response = client.get(f"{pass_of(registration)}cancelar/")
        assert heading(response) == "¿Cancelar tu inscripción?"
        registration.refresh_from_db()
        assert registration.status == "confirmed"

    def test_the_seat_goes_to_the_next_in_line(self, client):
        event = make_event(seats_in_person=1)
        mine, next_one = make_registration(event), make_registration(event)
        client.force_login(make_user(mine.person))
        answer = client.post(f"{pass_of(mine)}cancelar/", follow=True)
        assert "Cancelaste tu inscripción." in words(answer)
        assert list(Registration.objects.order_by("pk").values_list("status", flat=True)) == [
            "cancelled",
            "confirmed",
        ]
        assert next_one.pk

    def test_pressing_twice_says_that_it_was_done(self, client):
        registration = make_registration()
        client.force_login(make_user(registration.person))
        client.post(f"{pass_of(registration)}cancelar/")
        answer = client.post(f"{pass_of(registration)}cancelar/", follow=True)
        assert "Esta inscripción ya estaba cancelada." in words(answer)

    def test_nobody_else_may(self, client):
        registration = make_registration()
        asked = client.get(f"{pass_of(registration)}cancelar/")
        assert asked["Location"].endswith(f"?next=/pase/{registration.code}/cancelar/")
        client.force_login(make_user(make_person()))
        assert client.post(f"{pass_of(registration)}cancelar/").status_code == 404
        assert "Cancelar mi inscripción" not in words(client.get(pass_of(registration)))
        registration.refresh_from_db()
        assert registration.status == "confirmed"

    def test_once_it_has_begun_it_stays(self, client):
        registration = make_registration()
        now = timezone.now()
        registration.event.sessions.update(
            starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
        )
        client.force_login(make_user(registration.person))
        assert client.get(f"{pass_of(registration)}cancelar/").status_code == 302
        answer = client.post(f"{pass_of(registration)}cancelar/", follow=True)
        assert "El evento ya empezó" in words(answer)
        registration.refresh_from_db()
        assert registration.status == "confirmed"


class TestRubbish(TestCase):
    @given(st.text(min_size=1, max_size=40))
    def test_any_text_for_a_code_is_answered(self, text):
        for rest in ("", "codigo.png"):
            response = self.client.get("/pase/" + text.replace("/", "") + "/" + rest)
            assert response.status_code in (301, 302, 404)
