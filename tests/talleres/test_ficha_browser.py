"""Saving as one types, in a real browser: with a network, without one, and two at once."""

import re

import pytest
from playwright.sync_api import expect

from padron.roles import Role
from talleres import fichas
from talleres.loading import load_population_groups
from talleres.models import PopulationGroup
from tests.browser import PATIENCE, axe, faults_now, overflows, sign_in
from tests.make import make_body, make_person, make_user, make_workshop

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

SAVED = re.compile(r"^Guardado \d\d:\d\d$")


@pytest.fixture
def world():
    load_population_groups()
    body = make_body()
    ana = make_person(body, given_names="Ana")
    beto = make_person(body, given_names="Beto")
    workshop = make_workshop(ana, beto)
    ficha = fichas.begin(workshop=workshop, person=ana, by=ana)
    fichas.add_member(ficha=ficha, person=beto, by=ana)
    return ficha, make_user(ana), make_user(beto)


def write(page, field, text):
    page.locator(f"[name={field}]").fill(text)


def said(page):
    return page.locator("[data-saved]")


def keeps_nothing(page):
    """Wait until nothing is kept in this browser that the server has not."""
    for _ in range(PATIENCE // 100):
        if page.evaluate("Object.keys(localStorage).length") == 0:
            return
        page.wait_for_timeout(100)
    pytest.fail("something is still kept in the browser")


def acknowledged(page):
    keeps_nothing(page)
    expect(said(page)).to_have_text(SAVED)


def test_it_is_saved_as_one_types_on_a_phone(phone, live_server, world):
    ficha, ana, _ = world
    sign_in(phone, live_server, ana)
    phone.goto(f"{live_server}{ficha.get_absolute_url()}")
    assert phone.get_by_role("button", name="Guardar", exact=True).count() == 0
    phone.locator("[name=need]").press_sequentially("Saber horarios\nde comedores", delay=5)
    expect(said(phone)).to_have_text(SAVED)
    group = PopulationGroup.objects.get(slug="mujeres")
    phone.locator("[name=population_group]").select_option(label="Mujeres")
    expect(phone.locator("[data-progress-words]")).to_have_text("2 de 8")
    expect(said(phone)).to_have_text(SAVED)
    acknowledged(phone)
    ficha.refresh_from_db()
    assert (ficha.need, ficha.population_group) == ("Saber horarios\nde comedores", group)
    # Before axe-core looks: it tries styles that the policy stops.
    assert faults_now(phone) == []
    assert axe(phone) == []
    assert not overflows(phone)
    small = phone.evaluate(
        """() => [...document.querySelector("main").querySelectorAll(
            "button, .button, summary, select, textarea, input")]
          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
          .map((e) => e.outerHTML)"""
    )
    assert small == []


def test_what_is_written_without_a_network_is_kept_and_saved_when_it_is_back(
    phone, live_server, world
):
    ficha, ana, _ = world
    sign_in(phone, live_server, ana)
    address = f"{live_server}{ficha.get_absolute_url()}"
    phone.goto(address)
    phone.context.set_offline(True)
    write(phone, "location", "En el archivo")
    expect(said(phone)).to_have_text("Sin red: se guarda al volver")
    phone.context.set_offline(False)
    expect(said(phone)).to_have_text(SAVED)
    ficha.refresh_from_db()
    assert ficha.location == "En el archivo"
    # Also where the page was closed in between.
    phone.context.route("**/guardar/", lambda route: route.abort("internetdisconnected"))
    write(phone, "location", "En el archivo municipal")
    expect(said(phone)).to_have_text("Sin red: se guarda al volver")
    phone.goto("about:blank")
    phone.context.unroute("**/guardar/")
    phone.goto(address)
    expect(phone.locator("[name=location]")).to_have_value("En el archivo municipal")
    keeps_nothing(phone)
    ficha.refresh_from_db()
    assert (ficha.location, ficha.revision) == ("En el archivo municipal", 2)


def test_two_who_write_one_answer_see_both_texts_and_decide(phone, desktop, live_server, world):
    ficha, ana, beto = world
    address = f"{live_server}{ficha.get_absolute_url()}"
    other = desktop
    for page, user in [(phone, ana), (other, beto)]:
        sign_in(page, live_server, user)
        page.goto(address)
    write(phone, "need", "La de Ana")
    acknowledged(phone)
    write(other, "need", "La de Beto")
    notice = other.locator("[data-answer=need] [data-conflict]")
    expect(notice.locator("[data-theirs]")).to_have_text("La de Ana")
    expect(other.locator("[name=need]")).to_have_value("La de Beto")
    ficha.refresh_from_db()
    assert ficha.need == "La de Ana"
    # Beto puts both together; Ana, who writes elsewhere, sees it come.
    write(other, "need", "La de Ana y la de Beto")
    notice.get_by_role("button", name="Guardar la mía").click()
    expect(notice).to_be_hidden()
    acknowledged(other)
    phone.locator("[name=reach]").focus()
    expect(phone.locator("[name=need]")).to_have_value("La de Ana y la de Beto")
    # And the other way about: who prefers the other text takes it.
    other.locator("[name=reach]").focus()  # nothing is changed under one's hands
    write(phone, "reach", "La radio")
    acknowledged(phone)
    write(other, "reach", "Un cartel")
    notice = other.locator("[data-answer=reach] [data-conflict]")
    notice.get_by_role("button", name="Usar la otra").click()
    expect(other.locator("[name=reach]")).to_have_value("La radio")
    ficha.refresh_from_db()
    assert (ficha.need, ficha.reach) == ("La de Ana y la de Beto", "La radio")
    assert faults_now(phone) + faults_now(other) == []


def test_a_facilitator_sees_it_grow_without_asking_again(phone, live_server, world):
    ficha, ana, _ = world
    staff = make_user(None, Role.STAFF)
    sign_in(phone, live_server, staff)
    slug = ficha.workshop.event.slug
    phone.goto(f"{live_server}/panel/talleres/{slug}/fichas/")
    expect(phone.get_by_text("0 de 8")).to_be_visible()
    fichas.save_answer(ficha=ficha, field="title", value="Comedores", seen="", by=ana)
    expect(phone.get_by_role("link", name="Comedores")).to_be_visible()
    phone.get_by_role("link", name="Comedores").click()
    fichas.save_answer(ficha=ficha, field="need", value="Saber horarios", seen="", by=ana)
    expect(phone.get_by_text("Saber horarios")).to_be_visible()


def test_a_session_that_ended_keeps_what_was_typed(phone, live_server, world):
    ficha, ana, _ = world
    sign_in(phone, live_server, ana)
    phone.goto(f"{live_server}{ficha.get_absolute_url()}")
    phone.context.clear_cookies(name="sessionid")
    write(phone, "need", "Saber horarios")
    expect(said(phone)).to_contain_text("Tu sesión terminó")
    sign_in(phone, live_server, ana)
    phone.reload()
    expect(phone.locator("[name=need]")).to_have_value("Saber horarios")
    expect(said(phone)).to_have_text(SAVED)
    ficha.refresh_from_db()
    assert ficha.need == "Saber horarios"
