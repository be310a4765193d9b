"""A review of presence from end to end in a browser, on a phone."""

import pytest
from django.urls import reverse

from tests.asistencia.presence_story import add, make_past_registration, percent
from tests.browser import axe, faults_now, overflows, sign_in
from tests.make import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look(page):
    assert (faults_now(page), overflows(page), axe(page)) == ([], False, [])


def test_a_review_is_asked_for_answered_and_read_on_a_phone(phone, live_server):
    one = make_past_registration()
    session = one.event.sessions.get()
    add(one, from_=0, until=40)
    add(one, from_=80, until=120)
    person, staff = make_user(one.person), make_user(None, "staff")
    mine = live_server.url + reverse("mine_presence", args=[one.code])

    sign_in(phone, live_server, person)
    phone.goto(live_server.url + reverse("mi_espacio"))
    phone.get_by_role("link", name="Ver mi asistencia").click()
    phone.wait_for_url(mine)
    assert phone.get_by_text("Estuviste 66 % y se pide 80 %: faltan 10:40–11:20.").is_visible()
    look(phone)
    phone.get_by_label("¿Qué pasó?").fill("Salí a atender una llamada y entré por otra puerta.")
    phone.get_by_role("button", name="Pedir la revisión").click()
    phone.get_by_text("Recibimos tu solicitud.").wait_for()
    assert phone.get_by_text("Por contestar").is_visible()
    look(phone)

    sign_in(phone, live_server, staff)
    phone.goto(live_server.url + reverse("panel"))
    phone.get_by_role("link", name="revisión de asistencia por contestar").click()
    look(phone)
    phone.get_by_role("link", name=one.person.list_name).click()
    look(phone)
    phone.get_by_label("Procede", exact=True).check()
    phone.get_by_label("Qué se le contesta").fill("Encontramos tu entrada de las 10:50.")
    phone.get_by_label("Si procede: qué se le registra").select_option(str(session.pk))
    phone.get_by_label("Desde").fill("10:50")
    phone.get_by_label("Hasta").fill("11:20")
    phone.get_by_role("button", name="Contestar").click()
    phone.get_by_text("Se le contestó por correo").wait_for()
    assert percent(one) == 91

    phone.goto(live_server.url + reverse("panel_presence", args=[one.event.slug, one.pk]))
    look(phone)
    phone.get_by_role("link", name="Registrar asistencia a mano").click()
    look(phone)

    sign_in(phone, live_server, person)
    phone.goto(mine)
    assert phone.get_by_text("Cumples la asistencia que se pide").is_visible()
    assert phone.get_by_text("Procedió", exact=True).is_visible()
    look(phone)


def test_what_is_asked_for_the_constancia_is_said_and_planned_on_a_phone(phone, live_server):
    one = make_past_registration()
    sign_in(phone, live_server, make_user(None, "staff"))
    phone.goto(live_server.url + reverse("panel_event_minimum", args=[one.event.slug]))
    look(phone)
    phone.get_by_label("Por porcentaje del tiempo", exact=True).check()
    phone.get_by_label("Por porcentaje del tiempo: cuánto se pide").fill("75")
    phone.get_by_role("button", name="Guardar").click()
    said = "Para la constancia hay que estar al menos el 75 % de la sesión."
    phone.get_by_role("paragraph").filter(has_text=said).first.wait_for()
    phone.goto(live_server.url + one.event.get_absolute_url())
    assert phone.get_by_text(said).is_visible()
    look(phone)
