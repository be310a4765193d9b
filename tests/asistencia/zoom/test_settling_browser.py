"""The settle list in a real Chromium: with keys alone, with touch, and without any script."""

import pytest
from playwright.sync_api import expect

from asistencia.models import ZoomAttendee
from padron.roles import Role
from tests.browser import DESKTOP, HERE, axe, faults_now, overflows, sign_in
from tests.make import make_body, make_event, make_person, make_registration, make_user

from .making import held, make_attendee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

READY = "html[data-keys-ready]"


@pytest.fixture
def event():
    """Held online; María and José of Metepec were registered."""
    event = make_event(modality="online")
    body = make_body("Ayuntamiento de Metepec")
    names = {"maria": ("María", "López"), "jose": ("José", "Peña")}
    for key, (given, surname) in names.items():
        person = make_person(body, given_names=given, first_surname=surname)
        setattr(event, key, make_registration(event, person))
    return held(event)


@pytest.fixture
def address(live_server, event):
    return f"{live_server}/panel/eventos/{event.slug}/en-linea/por-confirmar/"


def whose() -> dict:
    return {
        one.shown_name: (one.state, one.registration and one.registration.person.given_names)
        for one in ZoomAttendee.objects.select_related("registration__person")
    }


def press(page, key) -> None:
    """A key that leads to another page: what was decided is there when this returns."""
    page.wait_for_selector(READY)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_list_is_settled_with_keys_alone(desktop, live_server, event, address):
    for name in ("Ana L.", "José P", "María López", "Sala de juntas"):
        make_attendee(event, name)
    sign_in(desktop, live_server, make_user(None, Role.STAFF))
    desktop.goto(address)
    heading = desktop.locator("h1")
    assert heading.inner_text() == "Ana L."
    assert axe(desktop) == []
    # Ana: skipped. José: another word is searched for, typing does not decide.
    press(desktop, "s")
    assert heading.inner_text() == "José P"
    desktop.wait_for_selector(READY)
    desktop.keyboard.press("/")
    desktop.keyboard.type("pena 10n")
    assert desktop.locator("input[type=search]").input_value() == "pena 10n"
    desktop.locator("input[type=search]").fill("peña")
    with desktop.expect_navigation():
        desktop.keyboard.press("Enter")
    press(desktop, "1")
    assert heading.inner_text() == "María López"
    press(desktop, "1")
    press(desktop, "0")
    assert heading.inner_text() == "Ana L."
    # The last one was wrong: undone, and settled otherwise.
    press(desktop, "u")
    assert heading.inner_text() == "Sala de juntas"
    press(desktop, "n")
    press(desktop, "n")
    assert heading.inner_text() == "Nada por confirmar"
    assert faults_now(desktop) == []
    assert axe(desktop) == []
    assert whose() == {
        "Ana L.": ("ignored", None),
        "José P": ("matched", "José"),
        "María López": ("matched", "María"),
        "Sala de juntas": ("ignored", None),
    }


def test_keys_can_be_turned_off_and_stay_so(desktop, live_server, event, address):
    make_attendee(event, "Uno")
    make_attendee(event, "Dos")
    sign_in(desktop, live_server, make_user(None, Role.STAFF))
    desktop.goto(address)
    desktop.wait_for_selector(READY)
    desktop.get_by_label("Usar teclas").uncheck()
    desktop.keyboard.press("0")
    desktop.reload()
    desktop.wait_for_selector(READY)
    assert not desktop.get_by_label("Usar teclas").is_checked()
    desktop.keyboard.press("0")
    desktop.wait_for_timeout(300)
    assert set(whose().values()) == {("to_confirm", None)}


def test_a_double_press_decides_one_only(desktop, live_server, event, address):
    for name in ("Uno", "Dos", "Tres"):
        make_attendee(event, name)
    sign_in(desktop, live_server, make_user(None, Role.STAFF))
    desktop.goto(address)
    desktop.wait_for_selector(READY)
    with desktop.expect_navigation():
        desktop.keyboard.press("0")
        desktop.keyboard.press("0")
    desktop.keyboard.press("0")
    desktop.wait_for_selector(READY)
    assert [state for state, _ in whose().values()].count("ignored") == 1


def test_fingers_settle_on_a_phone(phone, live_server, event, address):
    make_attendee(event, "María López")
    sign_in(phone, live_server, make_user(None, Role.STAFF))
    phone.goto(address)
    assert not overflows(phone)
    assert not phone.locator(".key").first.is_visible()
    phone.get_by_role("button", name="María López").tap()
    phone.get_by_role("heading", name="Nada por confirmar").wait_for()
    assert whose() == {"María López": ("matched", "María")}


def test_everything_works_without_a_script(chromium, live_server, event, address):
    make_attendee(event, "María López")
    make_attendee(event, "Sala")
    context = chromium.new_context(**HERE, **DESKTOP, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, make_user(None, Role.STAFF))
    page.goto(address)
    assert not page.get_by_label("Usar teclas").is_visible()
    page.get_by_role("searchbox").fill("jose")
    page.get_by_role("button", name="Buscar").click()
    page.get_by_role("button", name="José Peña").click()
    page.get_by_role("button", name="No cuenta").click()
    expect(page.locator("h1")).to_have_text("Nada por confirmar")
    page.get_by_role("button", name="Deshacer").click()
    expect(page.locator("h1")).to_have_text("Sala")
    context.close()
    assert whose() == {"María López": ("matched", "José"), "Sala": ("to_confirm", None)}


def test_as_many_presses_as_attendees(desktop, live_server, event, address):
    for number in range(12):
        make_attendee(event, f"María López {number:02}")
    sign_in(desktop, live_server, make_user(None, Role.STAFF))
    desktop.goto(address)
    for _ in range(12):
        press(desktop, "1")
    assert desktop.locator("h1").inner_text() == "Nada por confirmar"
    assert ZoomAttendee.objects.matched().count() == 12
