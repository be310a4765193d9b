"""The sheet of a seat in a real browser: saved as it is written, with a network and without one."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from practicas import conflicts
from practicas.models import Score, Scoresheet
from tests.browser import axe, faults_now, overflows, sign_in
from tests.make import make_body, make_user
from tests.practicas.jury_story import judged, make_jury, meet, rule_all, sign
from tests.practicas.make import make_proposal, recuse

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

SAVED = re.compile(r"^Guardado \d\d:\d\d$")


@pytest.fixture
def proposal():
    call = make_jury(scores_due_at=timezone.now() + timedelta(days=5))
    proposal = make_proposal(call, make_body("Ayuntamiento de Prueba"), title="Mapa de comedores")
    holder = conflicts.holder_of(call.people[1], call)
    conflicts.state_none(proposal=proposal, holder=holder, by="prueba")
    return proposal


def waiting(page) -> int:
    """How many criteria wait in this browser for the server."""
    return page.evaluate("Object.keys(localStorage).length")


def test_a_sheet_on_a_phone_from_the_first_level_to_handing_in(phone, live_server, proposal):
    sign_in(phone, live_server, proposal.call.people[1])
    phone.goto(f"{live_server}{reverse('jury')}")
    assert (faults_now(phone), axe(phone), overflows(phone)) == ([], [], False)
    phone.get_by_role("link", name="Mapa de comedores").click()
    expect(phone.locator("h1")).to_contain_text("Mapa de comedores")
    assert (axe(phone), overflows(phone)) == ([], False)
    said = phone.locator("[data-saved]")
    # A reason waits for its level; then both are kept.
    phone.locator("[name=c1-reason]").fill("Se ve en el soporte.")
    expect(said).to_have_text("Elige un nivel: tu razón se guarda con él")
    phone.locator("[name=c1-level][value='3']").check()
    expect(said).to_have_text(SAVED)
    assert list(Score.objects.values_list("level__value", "reason")) == [
        (3, "Se ve en el soporte.")
    ]
    # Without a network what is written waits in the phone, and goes out when there is one again.
    phone.context.set_offline(True)
    phone.locator("[name=c2-level][value='4']").check()
    phone.locator("[name=c2-reason]").fill("Está completa.")
    expect(said).to_have_text("Sin red: se guarda al volver")
    assert waiting(phone) == 1
    phone.context.set_offline(False)
    expect(said).to_have_text(SAVED)
    assert waiting(phone) == 0
    assert Score.objects.filter(level__value=4, reason="Está completa.").exists()
    for n in range(3, 7):
        phone.locator(f"[name=c{n}-level][value='2']").check()
        phone.locator(f"[name=c{n}-reason]").fill("Algo se ve.")
    expect(phone.locator("[data-progress-words]")).to_have_text("6 de 6")
    expect(said).to_have_text(SAVED)
    phone.get_by_role("button", name="Guardar y entregar").click()
    confirmed = phone.get_by_role("button", name="Entregar la cédula")
    expect(confirmed).to_be_visible()
    assert axe(phone) == []
    confirmed.click()
    expect(phone.get_by_text("Entregaste todas tus cédulas.")).to_be_visible()
    assert Scoresheet.objects.get().handed_in_at is not None
    assert Score.objects.count() == 6


def test_the_table_and_the_session_on_a_phone(phone, live_server):
    call = make_jury(minimum_score=60)
    recused = judged(call, 4, 4, 3)
    recuse(recused, call.seats.get(number=4))
    judged(call, 1, 2, 1)
    first = judged(call, 4, 4, 4)
    session = meet(call)
    to_sign, signed = make_jury(), make_jury()
    for other in (to_sign, signed):
        judged(other, 3, 3, 3)
        rule_all(other)
    sign(signed)
    sign_in(phone, live_server, make_user(None, "staff"))
    for name, shown, more in [
        ("panel_jury_table", call, []),
        ("panel_jury_session", call, [session.pk]),
        ("panel_jury_rule", call, [first.pk]),
        ("panel_jury_close", call, [session.pk]),
        ("panel_jury_open", to_sign, []),
        ("panel_jury_sign", to_sign, []),
        ("panel_jury_table", signed, []),
        ("panel_jury_corrigendum", signed, []),
    ]:
        phone.goto(f"{live_server}{reverse(name, args=[shown.slug, *more])}")
        assert (name, faults_now(phone), axe(phone), overflows(phone)) == (name, [], [], False)
