"""A real Chromium for tests: fixtures `phone` and `desktop`, signing in, looking with axe-core.

@pytest.mark.browser
def test_something(phone, live_server):
    sign_in(phone, live_server, user)
    phone.goto(f"{live_server}/mi-espacio/")
    assert axe(phone) == []
"""

import os
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Error, expect, sync_playwright

from tests import make

# Playwright's sync API runs an event loop in this thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
# Waiting costs only where something fails: a slow machine must not be what fails.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
HERE = {"locale": "es-MX", "timezone_id": "America/Mexico_City"}
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
# WCAG 2.2 A and AA, and what axe holds to be good practice.
AXE_RUN = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags},
    resultTypes: ["violations"],
  });
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)}`));
}"""


@pytest.fixture(scope="session")
def playwright():
    """Playwright, which a thread can start only once."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright):
    """One Chromium for all tests of this process."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


# Told by the page itself, of this document alone: axe's own attempts at styles come later.
WATCH = """window.stoppedByPolicy = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.stoppedByPolicy.push(`${event.violatedDirective}: ${event.blockedURI}`);
});"""


def watched(page):
    """The same page, keeping in `faults` its scripts' errors and what the policy had to stop."""
    page.faults, page.errors = [], []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda line: page.faults.extend(_stopped(line.text)))
    page.add_init_script(WATCH)
    return page


def _stopped(line: str) -> list[str]:
    return [line] if "Content Security Policy" in line else []


def faults_now(page) -> list[str]:
    """Faults of the document that is shown, without any that axe-core caused on an earlier one."""
    return page.errors + page.evaluate("window.stoppedByPolicy")


def _page(chromium, options):
    context = chromium.new_context(**HERE, **options)
    context.set_default_timeout(PATIENCE)
    yield watched(context.new_page())
    context.close()


@pytest.fixture
def phone(chromium):
    """A page on a phone of 360 × 740."""
    yield from _page(chromium, PHONE)


@pytest.fixture
def desktop(chromium):
    """A page on a laptop."""
    yield from _page(chromium, DESKTOP)


def sign_in(page, live_server, user) -> None:
    """Open a session for `user` as if all the factors had been given."""
    client = make.sign_in(Client(), user)
    page.context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": client.session.session_key,
                "url": str(live_server),
            }
        ]
    )


def axe(page) -> list[str]:
    """What axe-core finds wrong on the page, one line per element, once its styles are there."""
    page.wait_for_load_state()
    try:
        if not page.evaluate("typeof window.axe === 'object'"):
            page.evaluate(AXE)
        return page.evaluate(AXE_RUN)
    except Error as error:
        # The page before was still there: its successor is the one that is meant.
        if "context was destroyed" not in str(error):
            raise
        return axe(page)


def overflows(page) -> bool:
    """Whether the page scrolls sideways, once its styles are there."""
    page.wait_for_load_state()
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
