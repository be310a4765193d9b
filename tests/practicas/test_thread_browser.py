"""The thread and the plan on a phone: nothing is cut or stopped, and axe-core finds nothing."""

import pytest
from django.urls import reverse

from practicas import plan
from practicas.models import PlanAction
from tests.browser import axe, faults_now, overflows, sign_in
from tests.make import make_body, make_enlace, make_group, make_organizer, make_program, make_user
from tests.practicas.test_thread_pages import all_the_way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_staff_and_an_enlace_read_the_thread_on_a_phone(phone, live_server):
    body = all_the_way()
    make_group(make_program(starts_on="2020-01-01"), body.sector, name="Grupo 2")
    make_body("Ayuntamiento de Toluca")
    staff, enlace = make_user(None, "staff"), make_user(make_enlace(body))
    plan.load(make_organizer(), by="prueba")
    action = PlanAction.objects.first()
    plan.mark(action=action, month=plan.FIRST, state="done", note="Dos días", by="prueba")
    pages = [
        (staff, reverse("panel_thread")),
        (staff, reverse("panel_thread") + "?por=municipio"),
        (staff, reverse("panel_thread_stopped", args=["propuesta"])),
        (staff, reverse("panel_thread_body", args=[body.pk])),
        (staff, reverse("panel_plan")),
        (staff, reverse("panel_plan_mark", args=[action.pk, 2021, 9])),
        (enlace, reverse("enlace_thread")),
    ]
    wrong, who = {}, None
    for user, path in pages:
        if user != who:
            sign_in(phone, live_server, user)
            who = user
        phone.goto(f"{live_server}{path}")
        found = [*faults_now(phone), *(["scrolls sideways"] if overflows(phone) else [])]
        if found := found + axe(phone):
            wrong[path] = found
    assert wrong == {}
