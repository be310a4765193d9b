"""A proposal on a phone: saved as one types, its pages whole at 360 px."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from practicas.models import Proposal
from talleres.loading import load_population_groups
from tests.browser import axe, faults_now, overflows, sign_in
from tests.make import make_body, make_enlace, make_person, make_user
from tests.practicas.make import make_call, make_proposal

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def test_it_is_saved_as_one_types_and_sent_on_a_phone(phone, live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_population_groups()
    call, body = make_call(), make_body()
    proposal = make_proposal(call, body, state="draft")
    proposal.authors.create(person=make_person(body), added_by="prueba")
    sign_in(phone, live_server, make_user(make_enlace(body)))
    phone.goto(f"{live_server}{proposal.get_absolute_url()}")
    assert phone.get_by_role("button", name="Guardar", exact=True).count() == 0
    phone.locator("[name=criterion-2]").fill("En CSV, cada mes.")
    expect(phone.locator("[data-saved]")).to_have_text(re.compile(r"^Guardado \d\d:\d\d$"))
    assert proposal.answers.get(criterion__number=2).text == "En CSV, cada mes."
    whole(phone)

    phone.goto(f"{live_server}{reverse('proposal_evidence_add', args=[proposal.pk])}")
    whole(phone)
    file = {"name": "datos.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    phone.set_input_files("[name=upload]", file)
    phone.get_by_role("button", name="Agregar").click()
    phone.get_by_role("link", name="Ver las primeras filas").click()
    whole(phone)

    phone.goto(f"{live_server}{proposal.get_absolute_url()}")
    # What was just typed is saved first.
    phone.locator("[name=criterion-3]").fill("En la radio.")
    phone.get_by_role("button", name="Revisar y enviar").click()
    expect(phone.get_by_role("heading", name="¿Enviar esta propuesta?")).to_be_visible()
    whole(phone)
    phone.get_by_role("button", name="Enviar la propuesta").click()
    expect(phone.get_by_text("quedó enviada con el folio")).to_be_visible()
    whole(phone)
    assert Proposal.objects.get().state == "sent"
    assert proposal.answers.get(criterion__number=3).text == "En la radio."
    phone.goto(f"{live_server}{reverse('mine_proposals')}")
    whole(phone)


def test_what_is_on_its_way_when_the_button_is_pressed_is_waited_for(phone, live_server):
    load_population_groups()
    body = make_body()
    proposal = make_proposal(make_call(), body, state="draft")
    sign_in(phone, live_server, make_user(make_enlace(body)))
    phone.goto(f"{live_server}{proposal.get_absolute_url()}")
    held = []
    saving = f"**{reverse('proposal_save', args=[proposal.pk])}"
    phone.route(saving, lambda route: held.append(route), times=1)
    answer = phone.locator("[name=criterion-3]")
    with phone.expect_request(lambda request: request.method == "POST"):
        answer.fill("En la radio.")
    opened = []
    phone.on("request", lambda request: request.is_navigation_request() and opened.append(request))
    # More is written, and the button pressed, while the first words have not arrived; nothing seems
    # to happen, so it is pressed again.
    answer.fill("En la radio y en el mercado.")
    phone.get_by_role("button", name="Revisar y enviar").dblclick()
    held[0].continue_()
    expect(phone.get_by_role("heading", name="Antes de enviar")).to_be_visible()
    assert len(opened) == 1
    saved = proposal.answers.get(criterion__number=3).text
    assert saved == "En la radio y en el mercado."


def whole(page) -> None:
    # Before axe-core looks: it tries styles that the policy stops.
    assert faults_now(page) == []
    assert axe(page) == []
    assert not overflows(page)
