"""The whole thread with the people of the demonstration, in a real Chromium: from registering in a
workshop to the public register, with a prevención, a recusal, a tie and a rejection with feedback.

The pictures it takes stay in build/screenshots/ to be looked at.
"""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from asistencia.models import Scan
from padron.models import Enlace, Organizer, User
from practicas import scoring
from practicas.demo import edition
from practicas.models import Proposal, Recognition
from practicas.table import table
from tests import make
from tests.browser import sign_in
from tests.practicas.make import make_proposal
from tests.test_main_job import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FICHA = {
    "need": "Saber a qué hora abre cada servicio sin ir a preguntar.",
    "information": "Los horarios de cuarenta servicios.",
    "location": "En cada área.",
    "form": "En carteles.",
    "reach": "Por teléfono y en la radio local.",
    "reuse": "Las escuelas.",
}
# What the ficha does not say yet.
ANSWERS = {
    "criterion-5": "Tres grupos de vecinas revisaron la lista.",
    "criterion-6": "Se pregunta menos por horarios.",
    "summary": "Los horarios de todos los servicios, en una tabla.",
    "url": "https://ejemplo.example/horarios",
}


def enlace_of(body) -> User:
    held = Enlace.objects.filter(body=body).select_related("person").first()
    person = held.person if held else make.make_enlace(body)
    return person.user or make.make_user(person)


@pytest.fixture
def world(db):
    """The demonstration, and a call that opened yesterday whose seats its accounts hold."""
    call_command("load_demo", people=40, verbosity=0)
    today, demo = timezone.localdate(), "@demo.jornadas.example"
    call = edition(
        Organizer.objects.get(),
        published=today - timedelta(days=1),
        closes=date(today.year + 2, 1, 31),
        scored=date(today.year + 2, 2, 10),
        results=date(today.year + 2, 2, 20),
        seated=today - timedelta(days=1),
    )
    call.results_at = None  # when the dictamen says
    call.save()
    person = User.objects.get(email=f"servidor{demo}").person
    body = person.adscripciones.get().body
    return SimpleNamespace(
        call=call,
        person=person,
        body=body,
        enlace=enlace_of(body),
        staff=User.objects.get(email=f"personal{demo}"),
        verifier=User.objects.get(email=f"verificacion{demo}"),
        jury=list(User.objects.filter(email__startswith="jurado").order_by("pk")),
    )


def take_part(phone, site, world):
    """Register in a workshop, come to it, and write its ficha on the phone."""
    event = make.make_workshop(begun=False, title="Taller de horarios públicos").event
    sign_in(phone, site, world.person.user)
    phone.goto(f"{site}{event.get_absolute_url()}")
    phone.get_by_role("link", name=re.compile("nscribirme")).first.click()
    phone.get_by_role("button", name="Confirmar inscripción").click()
    phone.wait_for_url("**/pase/**")
    look(phone, "hilo-01-pase-del-taller")

    # The hour comes: the workshop begins, and the pass is read at its door.
    now, session = timezone.now(), event.sessions.get()
    session.starts_at, session.ends_at = now - timedelta(hours=1), now + timedelta(hours=1)
    session.day = timezone.localdate(session.starts_at)
    session.save()
    registration = event.registrations.get(person=world.person)
    Scan.objects.create(
        event=event,
        device=make.make_device(event),
        session=session,
        registration=registration,
        code=registration.code,
        result=Scan.Result.ADMITTED,
        scanned_at=session.starts_at,
    )

    phone.goto(f"{site}{reverse('workshop_fichas', args=[event.slug])}")
    phone.get_by_role("button", name="Empezar una ficha").click()
    with phone.expect_response("**/guardar/"):
        phone.locator("[name=population_group]").select_option(index=1)
    fill(phone, {"title": "Horarios en un solo lugar", **FICHA})
    phone.get_by_text("8 de 8", exact=True).wait_for()
    look(phone, "hilo-02-ficha")
    phone.get_by_role("button", name="Terminar la ficha").click()
    phone.get_by_text("La ficha está terminada").wait_for()


def fill(phone, answers: dict[str, str]) -> None:
    """Answer one after another, each kept before the next: memory lets one writer in at a time."""
    for field, text in answers.items():
        with phone.expect_response("**/guardar/") as kept:
            phone.locator(f"[name={field}]").fill(text)
            phone.keyboard.press("Tab")
        assert kept.value.ok


def propose(phone, site, world) -> Proposal:
    """From the ficha in one step; completed and sent by the enlace."""
    sign_in(phone, site, world.enlace)
    phone.goto(f"{site}{world.call.get_absolute_url()}")
    phone.get_by_role("link", name="Proponer una práctica").first.click()
    look(phone, "hilo-03-proponer")
    card = phone.locator("li.card", has_text="Horarios en un solo lugar")
    card.get_by_role("button", name=re.compile("Proponer")).click()
    phone.wait_for_url("**/propuestas/**")
    fill(phone, ANSWERS)
    look(phone, "hilo-04-propuesta")
    phone.get_by_role("button", name="Revisar y enviar").click()
    phone.get_by_role("button", name="Enviar la propuesta").wait_for()
    look(phone, "hilo-05-enviar")
    phone.get_by_role("button", name="Enviar la propuesta").click()
    phone.get_by_role("heading", name="Acuses").wait_for()
    look(phone, "hilo-06-acuse")
    proposal = world.call.proposals.get(body=world.body)
    assert (proposal.state, proposal.number, proposal.ficha.title) == (
        "sent",
        1,
        "Horarios en un solo lugar",
    )
    assert proposal.authors.get().person == world.person
    return proposal


def check(phone, site, world, proposal, *, met: list[bool]) -> None:
    """The verifier's findings, one by one."""
    phone.goto(f"{site}{reverse('panel_proposal', args=[proposal.pk])}")
    for number, is_met in enumerate(met, start=1):
        answer = "si" if is_met else "no"
        phone.locator(f"[name=met-{number}][value={answer}]").check()
        if not is_met:
            phone.locator(f"[name=text-{number}]").fill("Falta la tabla en formato abierto.")
    phone.get_by_role("button", name="Guardar la revisión").click()


def complete(phone, site, world, proposal) -> None:
    """A prevención, its answer with a file, and the admission."""
    sign_in(phone, site, world.verifier)
    check(phone, site, world, proposal, met=[True, True, False, True])
    phone.get_by_role("link", name=re.compile("Prevenir: pedir")).click()
    look(phone, "hilo-07-prevenir")
    phone.get_by_role("button", name="Prevenir y avisar al enlace").click()
    phone.get_by_text("Se previno a").wait_for()

    sign_in(phone, site, world.enlace)
    phone.goto(f"{site}{reverse('proposal_prevention', args=[proposal.pk])}")
    phone.locator("textarea").fill("Va la tabla en CSV.")
    table_csv = {"name": "horarios.csv", "mimeType": "text/csv", "buffer": b"servicio,hora\nA,9\n"}
    phone.locator("input[type=file]").set_input_files(table_csv)
    look(phone, "hilo-08-contestar")
    phone.get_by_role("button", name="Enviar la respuesta").click()
    phone.get_by_role("heading", name="Prevención contestada").wait_for()
    assert proposal.receipts.count() == 2

    sign_in(phone, site, world.verifier)
    check(phone, site, world, proposal, met=[True, True, True, True])
    phone.get_by_role("link", name="Admitir", exact=True).click()
    phone.locator("textarea").fill("Cumple los requisitos.")
    phone.locator("main form button").last.click()
    phone.wait_for_url(f"**{reverse('panel_proposal', args=[proposal.pk])}")
    proposal.refresh_from_db()
    assert proposal.state == "admitted"


def reject(phone, site, world, proposal) -> None:
    """Another body's does not meet a requirement."""
    check(phone, site, world, proposal, met=[True, True, True, False])
    phone.get_by_role("link", name="No admitir").click()
    phone.locator("textarea").fill("La dirección no abre: no puede consultarse.")
    look(phone, "hilo-09-no-admitir")
    phone.locator("main form button").last.click()
    phone.wait_for_url(f"**{reverse('panel_proposal', args=[proposal.pk])}")
    proposal.refresh_from_db()
    assert proposal.state == "rejected"


def judge(phone, site, world, proposal, tied) -> None:
    """A seat declares a conflict, one scores on the phone, the others give what makes a tie."""
    scorer, recused = world.jury[0], world.jury[-1]
    sign_in(phone, site, recused)
    phone.goto(f"{site}{reverse('recusal', args=[proposal.pk])}")
    phone.locator("textarea").fill("Trabajé con esa área.")
    look(phone, "hilo-10-conflicto")
    phone.get_by_role("button", name="Declarar el conflicto").click()
    phone.wait_for_load_state()
    answer = phone.goto(f"{site}{reverse('jury_proposal', args=[proposal.pk])}")
    assert answer.status == 404

    sign_in(phone, site, scorer)
    phone.goto(f"{site}{reverse('jury')}")
    look(phone, "hilo-11-jurado")
    phone.get_by_role("link", name=re.compile("Horarios en un solo lugar")).first.click()
    phone.get_by_role("button", name="Abrir la propuesta").click()
    for number in range(1, 7):
        card = phone.locator(f"section[aria-labelledby=criterio-{number}]")
        with phone.expect_response("**/guardar/"):
            card.get_by_role("radio").last.check()
        with phone.expect_response("**/guardar/"):
            card.locator("textarea").fill("Se ve en la tabla.")
            phone.keyboard.press("Tab")
    look(phone, "hilo-12-cedula")
    phone.get_by_role("button", name="Guardar y entregar").click()
    phone.get_by_role("button", name="Entregar la cédula").click()
    phone.get_by_text("Entregaste tu cédula").wait_for()

    seats = list(world.call.seats.all())
    score(proposal, seats[1:4], level=4)
    for one in tied:
        score(one, seats, level=3)


def score(proposal, seats, *, level: int) -> None:
    for seat in seats:
        for criterion in proposal.call.criteria.all():
            scoring.score(
                proposal=proposal,
                seat=seat,
                criterion=criterion,
                level=criterion.levels.get(value=level),
                reason="Se ve en los soportes.",
                by="prueba",
            )
        scoring.hand_in(proposal=proposal, seat=seat, by="prueba")


def decide(desktop, site, world, proposal, tied) -> None:
    """The session: the table, each ruling, the tie in words, and the dictamen."""
    sign_in(desktop, site, world.staff)
    desktop.goto(f"{site}{reverse('panel_jury_table', args=[world.call.slug])}")
    assert "Empate" in desktop.locator("main").inner_text()
    look(desktop, "hilo-13-mesa")
    desktop.get_by_role("link", name="Abrir la sesión").click()
    for box in desktop.get_by_role("checkbox").all():
        box.check()
    desktop.get_by_role("button", name="Abrir la sesión").click()
    desktop.get_by_role("heading", name="Por resolver (3)").wait_for()
    for one, is_recognised in ((proposal, True), (tied[0], True), (tied[1], False)):
        desktop.get_by_role("link", name=re.compile(re.escape(one.title))).first.click()
        desktop.get_by_label(
            "Procedente: se reconoce" if is_recognised else "No procedente"
        ).check()
        if one == tied[1]:
            desktop.locator("[name=tie_broken]").fill("Se prefirió la que otros reutilizan.")
        look(desktop, f"hilo-14-resolver-{one.number}")
        desktop.get_by_role("button", name="Guardar la resolución").click()
        desktop.get_by_role("heading", name="Sesión del jurado").wait_for()
    desktop.get_by_role("link", name="Cerrar la sesión").click()
    desktop.locator("main form button").last.click()
    desktop.goto(f"{site}{reverse('panel_jury_sign', args=[world.call.slug])}")
    now = timezone.localtime()
    desktop.locator("[name=published_at]").fill(f"{now:%Y-%m-%dT%H:%M}")
    desktop.get_by_role("checkbox").check()
    look(desktop, "hilo-15-firmar")
    desktop.get_by_role("button", name="Firmar el dictamen").click()
    desktop.get_by_text("está firmado").wait_for()


def test_from_a_workshop_to_the_public_register(phone, desktop, live_server, world):
    site = str(live_server)
    take_part(phone, site, world)
    proposal = propose(phone, site, world)
    call = world.call
    tied = [make_proposal(call, title="Mapa del agua"), make_proposal(call, title="Lista de obras")]
    refused = make_proposal(call, title="Sin dirección", state="sent")
    complete(phone, site, world, proposal)
    reject(phone, site, world, refused)
    judge(phone, site, world, proposal, tied)
    rows = {row.proposal.pk: row for row in table(call)}
    assert [other.proposal.pk for other in rows[tied[0].pk].tied_with] == [tied[1].pk]
    decide(desktop, site, world, proposal, tied)

    # Everybody reads the results and the register; each body why.
    phone.context.clear_cookies()
    phone.goto(f"{site}{reverse('call_results', args=[call.slug])}")
    assert "Horarios en un solo lugar" in phone.locator("main").inner_text()
    look(phone, "hilo-16-resultados")
    phone.goto(f"{site}{reverse('practices')}")
    phone.get_by_role("link", name="Horarios en un solo lugar").click()
    expect(phone.locator("main")).to_contain_text("igente")
    look(phone, "hilo-17-practica")
    told = set(Recognition.objects.public().filter(proposal__call=call).values_list("title"))
    assert told == {("Horarios en un solo lugar",), ("Mapa del agua",)}

    sign_in(phone, site, enlace_of(tied[1].body))
    phone.goto(f"{site}{reverse('proposal_feedback', args=[tied[1].pk])}")
    assert "No procedente" in phone.locator("main").inner_text()
    look(phone, "hilo-18-retroalimentacion")
    sign_in(phone, site, enlace_of(refused.body))
    phone.goto(f"{site}{reverse('proposal_feedback', args=[refused.pk])}")
    assert "La dirección no abre" in phone.locator("main").inner_text()

    # And the thread tells it from one end to the other.
    sign_in(desktop, site, world.staff)
    desktop.goto(f"{site}{reverse('panel_thread_body', args=[world.body.pk])}")
    words = desktop.locator("main").inner_text()
    assert "Taller de horarios públicos" in words
    assert "Horarios en un solo lugar" in words
    look(desktop, "hilo-19-hilo")
