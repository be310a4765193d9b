"""axe-core finds nothing on any page of the site, for any role, on a phone of 360 pixels."""

import re
import zlib

import pytest
from django.test import Client

from tests.browser import HERE, PHONE, axe, faults_now, overflows, sign_in, watched
from tests.make import sign_in as sign_in_client
from tests.urls_examples import address, build_world, give_second_factors, patterns

pytestmark = [pytest.mark.browser, pytest.mark.slow]


ROLES = ["visitor", "administrator", "staff", "gate", "verifier", "jury", "enlace", "servidor"]
# The addresses are looked at in parts, so that several browsers share them.
PARTS = 4
# Django's own pages for catalogues have their own look. A mail is shown as it was sent, for a
# program that reads mail; its own tests look at it.
NOT_LOOKED_AT = ("admin/", "panel/correo/<int:pk>/html/")


def pages_for(user, world, part: int) -> dict[str, str]:
    """Address and HTML of what answers this role with a page (not a redirection or a file)."""
    client = Client()
    if user:
        sign_in_client(client, user)
    found = {}
    for name, pattern in patterns():
        mine = zlib.crc32(pattern.encode()) % PARTS == part
        if mine and not pattern.startswith(NOT_LOOKED_AT):
            path = address(world, name, pattern)
            answer = client.get(path)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                html = answer.content.decode()
                # Pieces that a page fetches to renew itself are seen within that page.
                if "</html>" in html:
                    found[path] = html
            answer.close()
    return found


def content_and_frame(html: str) -> tuple[str, str]:
    """What a page says, and what stands around it, without what differs at every look."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"| aria-current="\w+"', "", html)
    html = re.sub(r"<title>.*?</title>", "", html, flags=re.DOTALL)
    sections = re.findall(r'<nav class="sections".*?</nav>', html, re.DOTALL)
    html = re.sub(r'<nav class="sections".*?</nav>', "", html, flags=re.DOTALL)
    before, main, rest = re.split(r"(<main\b.*</main>)", html, flags=re.DOTALL)
    return main, before + rest + "".join(sections)


def faults_of(page, address: str) -> list[str]:
    """What is wrong with a page: for axe-core, for the policy, for its scripts, for its width."""
    page.errors.clear()
    page.goto(address)
    # Before axe-core looks: it tries styles that the policy stops.
    found = faults_now(page)
    return axe(page) + found + (["scrolls sideways"] if overflows(page) else [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_to_every_role(part, chromium, live_server, settings):
    """What two roles see alike, frame and content, is looked at once."""
    settings.DEMO = True
    world = build_world()
    give_second_factors(world)
    seen, wrong, looked_at = set(), {}, 0
    for role in ROLES:
        context = chromium.new_context(**HERE, **PHONE)
        page = watched(context.new_page())
        user = world.users.get(role)
        if user:
            sign_in(page, live_server, user)
        for path, html in pages_for(user, world, part).items():
            parts = set(content_and_frame(html))
            if not parts <= seen:
                looked_at += 1
                if found := faults_of(page, f"{live_server}{path}"):
                    wrong[role, path] = found
            seen |= parts
        context.close()
    assert wrong == {}
    assert looked_at > 15


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/cuentas/entrar/", "/cuentas/solicitar-acceso/"])
def test_a_form_with_errors_is_accessible_and_the_summary_has_the_focus(path, phone, live_server):
    build_world()
    phone.goto(f"{live_server}{path}")
    phone.locator("main form button.button").first.click()
    # The answer of a form arrives when it arrives: looked at when it has its focus.
    phone.wait_for_selector(".error-summary:focus")
    assert axe(phone) == []
    # From the summary one gets to the field.
    phone.locator(".error-summary a").first.click()
    phone.wait_for_selector("[aria-invalid='true']:focus")


@pytest.mark.django_db(transaction=True)
def test_the_keyboard_meets_the_skip_link_first_and_it_leads_to_the_content(desktop, live_server):
    desktop.goto(f"{live_server}/")
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.textContent") == "Saltar al contenido"
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "contenido"


@pytest.mark.django_db(transaction=True)
def test_the_menu_of_a_phone_opens_without_a_script(chromium, live_server):
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto(f"{live_server}/")
    assert not page.get_by_role("link", name="Talleres", exact=True).is_visible()
    page.get_by_text("Menú").click()
    page.get_by_role("link", name="Talleres", exact=True).click()
    page.wait_for_url(f"{live_server}/talleres/")
    context.close()


@pytest.mark.django_db(transaction=True)
def test_what_can_be_touched_is_as_large_as_a_finger(phone, live_server):
    phone.goto(f"{live_server}/")
    small = phone.evaluate(
        """() => [...document.querySelectorAll("button, .button, summary, nav a, input, select")]
          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
          .map((e) => e.outerHTML)"""
    )
    assert small == []
