"""The frame of every page: navigation by role, errors, safety, and the stylesheet in one piece."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client

from config import brand, colours, manual, navigation
from config.staticfiles import bundle, squeeze
from padron.roles import Role
from tests.make import (
    make_body,
    make_enlace,
    make_event,
    make_group,
    make_person,
    make_program,
    make_sector,
    make_user,
    sign_in,
)

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def labels(links) -> list[str]:
    return [link["label"] for link in links]


def sections(user) -> list[tuple[str, list[str]]]:
    user.has_second_factor = True
    found = navigation.panel(user, "/panel/")
    return [(section["title"], labels(section["links"])) for section in found]


@pytest.mark.django_db
def test_a_visitor_is_led_to_the_calendar_and_to_entering():
    assert labels(navigation.main(None, "/")) == [
        "Calendario",
        "Talleres",
        "Convocatorias",
        "Prácticas",
        "Ayuda",
        "Entrar",
    ]


@pytest.mark.django_db
def test_an_enlace_is_led_to_their_body():
    user = make_user(make_enlace(make_body()))
    shown = labels(navigation.main(user, "/"))
    assert [name for name in shown if name in ("Mi sujeto obligado", "Panel", "Mi espacio")] == [
        "Mi sujeto obligado",
        "Mi espacio",
    ]


@pytest.mark.django_db
def test_staff_and_gate_are_led_to_the_panel_and_a_servidor_is_not():
    shown = {}
    for name, user in {
        "servidor": make_user(make_person()),
        "gate": make_user(None, Role.GATE),
        "staff": make_user(None, Role.STAFF),
    }.items():
        user.has_second_factor = True
        shown[name] = "Panel" in labels(navigation.main(user, "/"))
    assert shown == {"servidor": False, "gate": True, "staff": True}


@pytest.mark.django_db
def test_the_gate_sees_no_section_of_people_and_staff_no_section_of_roles():
    gate = [name for _title, names in sections(make_user(None, Role.GATE)) for name in names]
    staff = [name for _title, names in sections(make_user(None, Role.STAFF)) for name in names]
    assert set(gate) <= {"Inicio", "Eventos"}
    assert not set(staff) & {"Cuentas y roles", "Institución"}


@pytest.mark.django_db
def test_the_page_one_is_on_is_marked_once_and_its_parent_is_not_the_page():
    here = {link["label"]: link["here"] for link in navigation.main(None, "/jornadas/una/")}
    assert here.pop("Calendario") == "true"
    assert set(here.values()) == {""}


@pytest.mark.django_db
def test_what_does_not_exist_answers_in_the_sites_own_words(client):
    answer = client.get("/no-existe/")
    assert answer.status_code == 404
    assert "No encontramos esa página" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_says_that_the_page_expired():
    answer = Client(enforce_csrf_checks=True).post("/cuentas/entrar/", {"login": "a@example.org"})
    assert answer.status_code == 403
    assert "La página caducó" in answer.content.decode()


def test_the_page_for_a_failure_asks_nothing_of_the_database():
    assert "Algo falló de nuestro lado" in render_to_string("500.html")


@pytest.mark.django_db
def test_every_answer_carries_the_policy_and_nothing_is_allowed_inline(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(settings.BASE_DIR)))
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(path):
    text = path.read_text()
    if "/mail/" in str(path) or "/correo/" in str(path):
        # Mail programs read no stylesheet; a message is not a page and runs no script.
        assert not re.findall(r"<script|\son\w+=", text)
        return
    html = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", text, flags=re.DOTALL)
    found = re.findall(
        r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+\s*=|javascript:|src=\"https?:", html
    )
    assert found == []


@pytest.mark.django_db
def test_the_front_page_asks_as_much_for_one_event_as_for_three(client, django_assert_num_queries):
    program = make_program()
    sector = make_sector()
    groups = [make_group(program, sector) for _ in range(3)]
    make_event(program=program, groups=groups[:1])
    make_event(program=program, kind="taller")
    with django_assert_num_queries(9):
        client.get("/")
    for group in groups:
        make_event(program=program, groups=[group], sessions=3)
        make_event(program=program, kind="taller", sessions=2)
    with django_assert_num_queries(9):
        client.get("/")


@pytest.mark.django_db
def test_the_panel_asks_as_much_for_one_event_as_for_three(client, django_assert_num_queries):
    sign_in(client, make_user(None, Role.STAFF))
    program = make_program()
    make_event(program=program)
    with django_assert_num_queries(17):
        client.get("/panel/")
    for _ in range(2):
        make_event(program=program, sessions=3)
    with django_assert_num_queries(17):
        client.get("/panel/")


@pytest.mark.django_db
def test_the_style_page_shows_every_component_and_is_for_staff(client):
    assert client.get("/panel/estilo/").status_code == 302
    assert sign_in(Client(), make_user(make_person())).get("/panel/estilo/").status_code == 404
    answer = sign_in(client, make_user(None, Role.STAFF)).get("/panel/estilo/")
    shown = [example.name for example in answer.context["examples"]]
    assert len(shown) == len(list((settings.BASE_DIR / "templates/panel/style").glob("*.html")))


def test_every_drawing_that_a_template_names_is_in_the_sprite():
    sprite = (settings.BASE_DIR / "static/icons/sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    named = {
        name for path in TEMPLATES for name in re.findall(r'\{% icon "([\w-]+)"', path.read_text())
    }
    named |= {link[2] for _title, links in navigation.SECTIONS for link in links}
    assert named - drawn == set()


def test_the_stylesheet_is_put_together_in_the_order_of_its_layers():
    parts = {
        "a.css": "/* why */\na {\n  margin: 0;\n}\n",
        "b.css": 'b::before { content: "a;  b" }',
    }
    whole = '@layer one, two;\n@import "a.css" layer(one);\n@import "b.css" layer(two);\n'
    assert bundle(whole, parts.__getitem__) == (
        '@layer one,two;@layer one{a{margin: 0}}@layer two{b::before{content: "a;  b"}}'
    )


def test_squeezing_leaves_the_blanks_that_mean_something():
    assert squeeze("a { width: calc(100% - 2 * 1rem); }") == "a{width: calc(100% - 2 * 1rem)}"


def test_collected_files_hold_the_stylesheet_in_one_piece(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.staticfiles.StaticFiles"}
    }
    for _again in range(2):
        call_command("collectstatic", interactive=False, verbosity=0)
        sheets = sorted(Path(tmp_path).glob("css/site.*.css"))
        assert len(sheets) == 1
        assert "@import" not in sheets[0].read_text()
        assert sheets[0].stat().st_size < 40_000


@pytest.mark.django_db
def test_colours_of_the_institution_are_a_stylesheet_of_their_own(client, settings):
    assert "marca.css" not in client.get("/ayuda/").content.decode()
    settings.COLOR_PRIMARY = "#004080"
    assert f'href="{brand.addresses()["brand_css"]}"' in client.get("/ayuda/").content.decode()
    answer = client.get("/marca.css")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert answer.content.decode() == (
        ":root { --color-primary: #004080; --color-primary-dark: #002e5c; "
        "--tint-primary: #e6ecf2; }\n"
    )


@pytest.mark.parametrize("value", ["teal", "#12345", "#eeeeee", "#1F4E5F;}body{display:none"])
def test_a_colour_that_cannot_be_read_is_refused(value):
    with pytest.raises(ValueError, match=r"debe escribirse|muy claro"):
        colours.readable(value)


def test_the_colours_of_the_design_are_read():
    for value in ("", "#1F4E5F", "#6B1D3C"):
        assert colours.readable(value) == value


@pytest.mark.django_db
def test_there_is_no_logo_until_one_is_given(client, settings, tmp_path):
    assert client.get("/marca/logo/").status_code == 404
    settings.LOGO = str(tmp_path / "logo.svg")
    Path(settings.LOGO).write_text("<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    answer = client.get("/marca/logo/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    answer.close()


@pytest.fixture
def manual_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(manual, "FOLDER", tmp_path)
    return tmp_path


def test_a_page_of_the_manual_has_its_contents_and_no_html_of_its_own(manual_folder):
    (manual_folder / "enlace.md").write_text(
        "# Manual de enlaces\n\nPara quien responde por su gente.\n\n## Entrar\n\n"
        "Mira [esto](servidor.md#pase) y [aquello](javascript:alert(1)).\n\n"
        "## Pedir <script>alert(1)</script>\n"
    )
    page = manual.page("enlace")
    assert (page.title, page.summary, page.contents) == (
        "Manual de enlaces",
        "Para quien responde por su gente.",
        [("entrar", "Entrar"), ("pedir-scriptalert1script", "Pedir <script>alert(1)</script>")],
    )
    assert page.html == (
        "<p>Para quien responde por su gente.</p>\n"
        '<h2 id="entrar">Entrar</h2>\n'
        '<p>Mira <a href="/ayuda/servidor/#pase">esto</a> y [aquello](javascript:alert(1)).</p>\n'
        '<h2 id="pedir-scriptalert1script">Pedir &lt;script&gt;alert(1)&lt;/script&gt;</h2>\n'
    )


@pytest.mark.django_db
def test_help_that_nobody_wrote_is_not_found(client, manual_folder):
    assert client.get("/ayuda/").status_code == 200
    assert client.get("/ayuda/enlace/").status_code == 404
    assert client.get("/ayuda/..%2fsecreto/").status_code == 404


class Whole(forms.Form):
    """A form that is wrong as a whole."""

    name = forms.CharField(label="Nombre")

    def clean(self):
        raise forms.ValidationError("Así no se puede.")


def test_what_is_wrong_with_a_whole_form_is_said_once():
    page = render_to_string("components/form.html", {"form": Whole({"name": "Ana"})})
    assert page.count("Así no se puede.") == 1


def test_each_form_that_is_drawn_whole_has_a_summary_above_it():
    """A search finds nothing wrong with the whole of itself."""
    drawn = re.compile(r"<form((?:(?!</form>).)*?)\{\{ (\w*form) \}\}", re.DOTALL)
    bare = [
        f"{path.name}: {name}"
        for path in TEMPLATES
        for opening, name in drawn.findall(path.read_text())
        if 'class="filters"' not in opening
        and 'role="search"' not in opening
        and "components/errors.html" not in path.read_text()
    ]
    assert bare == []
