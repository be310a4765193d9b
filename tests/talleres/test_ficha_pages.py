"""The pages of a ficha: who writes, who reads, what facilitators see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bitacora.models import Entry
from padron.roles import Role
from talleres import fichas
from talleres.loading import load_population_groups
from talleres.models import Ficha, FichaComment, PopulationGroup
from tests.make import (
    make_body,
    make_enlace,
    make_organizer,
    make_person,
    make_program,
    make_user,
    make_workshop,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return make_body("Ayuntamiento de Prueba")


@pytest.fixture
def ana(body):
    return make_person(body, given_names="Ana")


@pytest.fixture
def beto(body):
    return make_person(body, given_names="Beto")


@pytest.fixture
def workshop(ana, beto):
    return make_workshop(ana, beto, slug="taller")


@pytest.fixture
def ficha(workshop, ana):
    return fichas.begin(workshop=workshop, person=ana, by=ana)


@pytest.fixture
def writer(client, ana):
    return sign_in(client, make_user(ana))


def at(name, ficha, *more):
    return reverse(name, args=[ficha.pk, *more])


def told(answer) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


def whole(**answers) -> dict:
    """The form as a browser without scripts sends it: each answer, and what it was."""
    given = {}
    for field in Ficha.ASKED:
        value, seen = answers.get(field, ("", ""))
        given |= {field: value, f"seen-{field}": seen}
    return given


def test_from_the_workshop_to_a_ficha(writer, workshop):
    page = writer.get(workshop.event.get_absolute_url()).content.decode()
    address = reverse("workshop_fichas", args=["taller"])
    assert address in page
    assert "Empezar una ficha" in writer.get(address).content.decode()
    answer = writer.post(address)
    ficha = Ficha.objects.get()
    assert answer.url == f"/talleres/ficha/{ficha.pk}/"
    page = writer.get(answer.url).content.decode()
    assert [f"Pregunta {n} de 8" in page for n in range(1, 10)] == [True] * 8 + [False]
    assert "0 de 8" in page
    assert ficha.get_absolute_url() in writer.get(address).content.decode()
    assert ficha.get_absolute_url() in writer.get(reverse("mine_fichas")).content.decode()


def test_before_the_first_session_the_page_says_when_it_opens(client, ana):
    workshop = make_workshop(ana, begun=False, slug="pronto")
    sign_in(client, make_user(ana))
    address = reverse("workshop_fichas", args=["pronto"])
    sentence = "Las fichas se abren cuando empieza la primera sesión del taller."
    page = client.get(address).content.decode()
    assert sentence in page
    assert "Empezar una ficha" not in page
    assert told(client.post(address, follow=True)) == [sentence]
    assert workshop.fichas.count() == 0
    assert sentence in client.get(reverse("mine_fichas")).content.decode()


def test_a_ficha_is_of_its_team_and_nobody_else_knows_of_it(client, ficha, beto):
    sign_in(client, make_user(beto))  # a colleague in the same workshop, not of the team
    reads = ["ficha", "ficha_state", "ficha_team", "ficha_leave", "ficha_comments"]
    assert {client.get(at(name, ficha)).status_code for name in reads} == {404}
    writes = ["ficha", "ficha_save", "ficha_finish", "ficha_reopen", "ficha_comment"]
    assert {client.post(at(name, ficha)).status_code for name in writes} == {404}
    assert ficha.members.count() == 1


def test_the_enlace_reads_and_does_not_write(client, ficha, body):
    fichas.save_answer(ficha=ficha, field="need", value="Saber horarios", seen="", by="prueba")
    sign_in(client, make_user(make_enlace(body)))
    page = client.get(at("ficha", ficha)).content.decode()
    assert "Saber horarios" in page
    assert "<textarea" not in page
    assert Entry.objects.filter(action="people.listed").count() == 1
    assert client.post(at("ficha", ficha), whole(need=("Otra", ""))).status_code == 403
    assert client.post(at("ficha_save", ficha)).status_code == 404
    assert "Otras de tu institución" in client.get(reverse("mine_fichas")).content.decode()
    sign_in(client, make_user(make_enlace(make_body())))
    assert client.get(at("ficha", ficha)).status_code == 404


@pytest.mark.parametrize("name", ["ficha_save", "ficha_finish", "ficha_reopen", "ficha_comment"])
def test_what_changes_something_is_not_done_by_looking(writer, ficha, name):
    assert writer.get(at(name, ficha)).status_code == 405


def test_one_answer_is_saved_as_it_is_typed(writer, ficha):
    def send(value, seen):
        answer = writer.post(
            at("ficha_save", ficha), {"field": "need", "value": value, "seen": seen}
        )
        return answer.status_code, answer.json()

    status, said = send("Saber", "")
    assert (status, said["revision"], len(said["time"])) == (200, 1, 5)
    assert send("Otra", "") == (409, {"revision": 1, "theirs": "Saber"})
    fichas.close(workshop=ficha.workshop, by="prueba")
    status, said = send("Otra", "Saber")
    assert (status, list(said)) == (422, ["sentence"])
    state = writer.get(at("ficha_state", ficha)).json()
    assert (state["revision"], state["is_open"], state["answers"]["need"]) == (1, False, "Saber")


def test_without_a_script_the_button_saves_all_that_was_changed(writer, ficha):
    load_population_groups()
    group = str(PopulationGroup.objects.get(slug="mujeres").pk)
    data = whole(title=("Comedores", ""), population_group=(group, ""), need=("Uno\r\nDos", ""))
    assert told(writer.post(at("ficha", ficha), data, follow=True)) == ["Tu ficha quedó guardada."]
    ficha.refresh_from_db()
    assert (ficha.title, ficha.population_group.slug, ficha.need) == (
        "Comedores",
        "mujeres",
        "Uno\nDos",
    )
    assert (ficha.answered, ficha.revision) == (3, 3)


def test_without_a_script_a_conflict_shows_both_texts_and_the_rest_is_saved(writer, ficha):
    fichas.save_answer(ficha=ficha, field="need", value="La de Beto", seen="", by="Beto")
    page = writer.post(
        at("ficha", ficha), whole(need=("La mía", ""), reach=("La radio", ""))
    ).content.decode()
    assert "<blockquote data-theirs>La de Beto</blockquote>" in page
    assert "La mía</textarea>" in page
    ficha.refresh_from_db()
    assert (ficha.need, ficha.reach) == ("La de Beto", "La radio")
    # The page now starts from the other text: pressing again is a decision.
    assert 'name="seen-need" value="La de Beto"' in page
    writer.post(at("ficha", ficha), whole(need=("La mía", "La de Beto")))
    ficha.refresh_from_db()
    assert ficha.need == "La mía"


def test_what_cannot_be_saved_is_told_and_what_was_typed_stays(writer, ficha):
    page = writer.post(at("ficha", ficha), whole(title=("x" * 161, ""), need=("Saber", "")))
    assert list(page.context["form"].errors) == ["title"]
    assert "x" * 161 in page.content.decode()
    ficha.refresh_from_db()
    assert (ficha.title, ficha.need) == ("", "Saber")
    fichas.close(workshop=ficha.workshop, by="prueba")
    page = writer.post(at("ficha", ficha), whole(need=("Tarde", "Saber"))).content.decode()
    assert "cerraron sus fichas" in page
    assert "Tarde</textarea>" in page


def test_it_is_finished_and_reopened(writer, ficha):
    assert told(writer.post(at("ficha_finish", ficha), follow=True))[0].startswith("Antes de")
    load_population_groups()
    for field in Ficha.ASKED:
        value = str(PopulationGroup.objects.first().pk) if field == "population_group" else "Algo"
        fichas.save_answer(ficha=ficha, field=field, value=value, seen="", by="prueba")
    answer = writer.post(at("ficha_finish", ficha), follow=True)
    assert told(answer) == ["La ficha quedó terminada."]
    assert '<form class="ficha"' not in answer.content.decode()
    answer = writer.post(at("ficha_reopen", ficha), follow=True)
    assert told(answer) == ["La ficha está abierta otra vez."]
    assert '<form class="ficha"' in answer.content.decode()


def test_a_colleague_joins_and_one_leaves(writer, client, ficha, beto):
    page = writer.get(at("ficha_team", ficha)).content.decode()
    assert str(beto) in page
    assert writer.post(at("ficha_team", ficha), {"person": ""}).context["form"].errors
    foreign = make_person()
    assert writer.post(at("ficha_team", ficha), {"person": foreign.pk}).context["form"].errors
    answer = writer.post(at("ficha_team", ficha), {"person": beto.pk}, follow=True)
    assert told(answer) == [f"{beto} ya puede escribir en esta ficha."]
    assert "¿Salir del equipo" in writer.get(at("ficha_leave", ficha)).content.decode()
    assert writer.post(at("ficha_leave", ficha)).url == reverse("mine_fichas")
    assert writer.get(at("ficha", ficha)).status_code == 404
    sign_in(client, make_user(beto))
    assert told(client.post(at("ficha_leave", ficha), follow=True))[0].startswith("Eres la única")


def test_facilitators_see_fichas_grow_and_comment_and_the_team_sees_to_it(client, ficha, ana):
    sign_in(client, make_user(None, Role.STAFF))
    fichas.save_answer(ficha=ficha, field="title", value="Comedores", seen="", by=ana)
    listing = reverse("panel_fichas", args=["taller"])
    page = client.get(listing).content.decode()
    assert "Comedores" in page
    assert "1 de 8" in page
    one = reverse("panel_fichas_one", args=["taller", ficha.pk])
    fichas.save_answer(ficha=ficha, field="need", value="Saber horarios", seen="", by=ana)
    assert "2 de 8" in client.get(f"{listing}avance/").content.decode()
    assert "Saber horarios" in client.get(f"{one}avance/").content.decode()
    assert client.post(one, {"text": ""}).context["form"].errors
    client.post(one, {"about": "need", "text": "¿De cuáles?"})
    comment = FichaComment.objects.get()
    assert comment.by_facilitator
    sign_in(client, make_user(ana))
    page = client.get(at("ficha_comments", ficha)).content.decode()
    assert "¿De cuáles?" in page
    assert "Sobre: ¿Qué necesita ese grupo?" in page
    client.post(at("ficha_settle", ficha, comment.pk))
    comment.refresh_from_db()
    assert comment.settled_at
    answer = client.post(at("ficha_comment", ficha), {"text": "De los municipales"}, follow=True)
    assert told(answer)[-1] == "Comentario agregado."
    answer = client.post(at("ficha_comment", ficha), {"text": " "}, follow=True)
    assert told(answer) == ["Escribe el comentario."]
    assert not FichaComment.objects.get(text="De los municipales").by_facilitator


def test_facilitators_close_and_open_the_fichas_of_their_workshop(client, ficha):
    sign_in(client, make_user(None, Role.STAFF))
    for name, is_open in [("panel_fichas_close", False), ("panel_fichas_open", True)]:
        client.post(reverse(name, args=["taller"]))
        ficha.workshop.refresh_from_db()
        assert ficha.workshop.fichas_open is is_open


def test_staff_of_another_organizer_learn_nothing(client, ana):
    program = make_program(organizer=make_organizer("otro"))
    workshop = make_workshop(ana, program=program, slug="ajeno")
    ficha = fichas.begin(workshop=workshop, person=ana, by=ana)
    sign_in(client, make_user(None, Role.STAFF))
    pages = [
        reverse("panel_fichas", args=["ajeno"]),
        reverse("panel_fichas_one", args=["ajeno", ficha.pk]),
        at("ficha", ficha),
    ]
    assert [client.get(page).status_code for page in pages] == [404] * 3


def test_a_comment_is_settled_by_its_own_team(writer, ficha, workshop, beto):
    other = fichas.begin(workshop=workshop, person=beto, by=beto)
    foreign = fichas.comment(ficha=other, text="Otro", by="prueba")
    assert writer.post(at("ficha_settle", ficha, foreign.pk)).status_code == 404


PAGES = {
    "mine": (lambda ficha: reverse("mine_fichas"), "ana"),
    "of the workshop": (lambda ficha: reverse("workshop_fichas", args=["taller"]), "ana"),
    "one": (lambda ficha: at("ficha", ficha), "ana"),
    "of the enlace": (lambda ficha: reverse("mine_fichas"), "enlace"),
    "panel": (lambda ficha: reverse("panel_fichas", args=["taller"]), "staff"),
    "fragment": (lambda ficha: reverse("panel_fichas_fragment", args=["taller"]), "staff"),
    "one in the panel": (
        lambda ficha: reverse("panel_fichas_one", args=["taller", ficha.pk]),
        "staff",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_cost_the_same_for_one_and_for_three(name, client, ficha, ana, beto, body):
    """Of fichas, of people in a team, and of comments."""
    page, who = PAGES[name]
    users = {"ana": lambda: ana, "enlace": lambda: make_enlace(body), "staff": lambda: None}
    roles = [Role.STAFF] if who == "staff" else []
    sign_in(client, make_user(users[who](), *roles))
    fichas.save_answer(ficha=ficha, field="title", value="Una", seen="", by=ana)
    fichas.comment(ficha=ficha, text="Uno", by="prueba")

    def cost():
        client.get(page(ficha))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(ficha)).status_code == 200
        return len(queries)

    one = cost()
    fichas.add_member(ficha=ficha, person=beto, by=ana)
    for number in range(2):
        other = fichas.begin(workshop=ficha.workshop, person=ana, by=ana)
        fichas.save_answer(ficha=other, field="title", value=f"Otra {number}", seen="", by=ana)
        fichas.comment(ficha=other, text="Uno", by="prueba")
        fichas.comment(ficha=ficha, text="Otro", by="prueba")
    assert cost() == one
    assert one <= 20


def test_a_year_of_workshops_costs_mi_espacio_no_more(client, ana):
    sign_in(client, make_user(ana))
    make_workshop(ana, starts_in=timedelta(days=40))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("mine_fichas"))
        return len(queries)

    cost()
    one = cost()
    make_workshop(ana, starts_in=timedelta(days=50), begun=False)
    make_workshop(ana, starts_in=timedelta(days=60), begun=False)
    assert cost() == one
