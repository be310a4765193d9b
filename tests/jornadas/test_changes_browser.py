"""An event is cancelled by keyboard alone, on a narrow screen: one always sees where one is."""

import pytest

from jornadas.models import Event
from padron.roles import Role
from tests.browser import axe, overflows, sign_in
from tests.make import make_event, make_registration, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What has the focus, and whether it is drawn around it or around the part of it that has it.
FOCUS = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  return {
    words: here.innerText || here.name || "",
    isDrawn: style.outlineStyle !== "none" || style.boxShadow !== "none" || here.type === "date",
    isShown: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
MOST = 60


def tab_to(page, words: str) -> None:
    """Press Tab until what says `words` has the focus; each stop on the way is seen."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        assert stop["isDrawn"], stop
        assert stop["isShown"], stop
        if words in stop["words"]:
            return
    raise AssertionError(f"{words} is not reached")


def test_the_keyboard_alone_cancels_an_event_after_its_preview(phone, live_server):
    event = make_event()
    make_registration(event)
    sign_in(phone, live_server, make_user(None, Role.STAFF))
    phone.goto(f"{live_server}/panel/eventos/{event.slug}/")
    tab_to(phone, "Cancelar el evento")
    phone.keyboard.press("Enter")
    phone.wait_for_selector("h1:has-text('Cancelar el evento')")
    tab_to(phone, "Ver a quién se le avisa")
    phone.keyboard.press("Enter")
    phone.wait_for_selector("h1:has-text('Revisa el cambio')")
    tab_to(phone, "Así lo leerá")
    phone.keyboard.press("Space")
    phone.wait_for_selector("details[open]")
    assert axe(phone) == []
    assert not overflows(phone)
    tab_to(phone, "Cancelar el evento y avisar a 1 persona")
    phone.keyboard.press("Enter")
    phone.wait_for_selector("text=El evento se canceló")
    assert Event.objects.get().status == Event.Status.CANCELLED
