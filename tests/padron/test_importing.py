"""What a roster would change, and what it changes: every trap of files as people send them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bitacora.models import Entry
from documentos.spreadsheets import Sheet, Unreadable
from padron.importing import columns, parsing
from padron.importing.applying import PadronChanged, import_rows
from padron.importing.planning import plan as make_plan
from padron.models import Adscripcion, BodyAlias, Enlace, Person
from tests.make import make_body, make_enlace, make_person

pytestmark = pytest.mark.django_db

HEADER = ["Nombre(s)", "Apellido paterno", "Apellido materno", "Correo", "Sujeto obligado", "Cargo"]
TODAY = date(2026, 3, 2)
ANA = ["Ana", "Ruiz", "Gil", "ana@toluca.gob.mx", "Ayuntamiento de Toluca", "Analista"]


@pytest.fixture
def toluca():
    return make_body("Ayuntamiento de Toluca", acronym="AYTOL")


def rows_of(*rows, header=HEADER, **kwargs):
    return parsing.parse(columns.find([Sheet("", [header, *rows])]), **kwargs)


def plan(*rows, header=HEADER, day=TODAY, name_order="", **kwargs):
    return make_plan(rows_of(*rows, header=header, name_order=name_order), day=day, **kwargs)


def outcome(*rows, **kwargs):
    """Kind and reason of each row."""
    return [(str(e.kind), e.reason) for e in plan(*rows, **kwargs).entries]


def apply(*rows, day=TODAY, header=HEADER, **kwargs):
    return import_rows(rows_of(*rows, header=header), day=day, by="prueba", **kwargs)


def posts_of(person):
    held = person.adscripciones.order_by("starts_on", "pk")
    return [(p.body.name, p.post, p.starts_on, p.ends_on) for p in held.select_related("body")]


# The header --------------------------------------------------------------------------------


def test_the_header_is_found_under_banners_in_any_order_case_and_accent(toluca):
    sheet = Sheet(
        "Hoja1",
        [
            ["GOBIERNO DEL ESTADO DE MÉXICO"],
            [],
            ["Padrón de servidores públicos habilitados de los sujetos obligados, 2026"],
            ["No.", "CARGO O PUESTO", "correo\nelectrónico", "MATERNO", "A. Paterno", "NOMBRE (S)",
             "Dependencia", "Teléfono"],
            [1, "Analista", "ANA@TOLUCA.GOB.MX ", "Gil", "Ruiz", " Ana ", "AYUNTAMIENTO DE TOLUCA",
             722],
            [],
            ["No.", "CARGO O PUESTO", "correo\nelectrónico", "MATERNO", "A. Paterno", "NOMBRE (S)",
             "Dependencia", "Teléfono"],
            [2],
        ],
    )  # fmt: skip
    table = columns.find([Sheet("Portada", [["Índice"]]), sheet])
    (row,) = parsing.parse(table)
    assert [row.number, row.given_names, row.first_surname, row.second_surname] == [
        5,
        "Ana",
        "Ruiz",
        "Gil",
    ]
    assert [row.email, row.body, row.post] == [
        "ana@toluca.gob.mx",
        "AYUNTAMIENTO DE TOLUCA",
        "Analista",
    ]
    assert table.unused == ["No.", "Teléfono"]


def test_a_header_of_two_rows_is_read_as_one():
    sheet = Sheet(
        "",
        [
            ["Sujeto obligado", "Nombre del servidor", "", "", "Contacto"],
            ["", "Paterno", "Materno", "Nombre(s)", "Correo"],
            ["Ayuntamiento de Toluca", "Ruiz", "Gil", "Ana", "ana@x.mx"],
        ],
    )
    assert columns.find([sheet]).fields == {
        "body": 0,
        "first_surname": 1,
        "second_surname": 2,
        "given_names": 3,
        "email": 4,
    }


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (["a", "b"], "No se encontró la fila de encabezados."),
        (["Nombre", "Apellido paterno", "Correo"], "Falta una columna con el sujeto obligado;"),
        (["Correo", "Dependencia"], "Falta una columna con el nombre de las personas;"),
    ],
)
def test_a_header_that_does_not_serve_says_what_is_missing(header, sentence):
    with pytest.raises(Unreadable) as refused:
        columns.find([Sheet("", [header, ["x", "y"]])])
    assert str(refused.value).startswith(sentence)


# Names, mailboxes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order", "parts"),
    [
        ("Mejía Ayala, María del Rosario", "", ("María del Rosario", "Mejía", "Ayala")),
        ("María del Rosario Mejía Ayala", "given", ("María del Rosario", "Mejía", "Ayala")),
        ("de la Cruz Pérez Juan", "surnames", ("Juan", "de la Cruz", "Pérez")),
        ("Sharon Morales", "given", ("Sharon", "Morales", "")),
    ],
)
def test_a_whole_name_is_split_only_by_a_comma_or_a_decision(toluca, text, order, parts):
    (row,) = rows_of([text, "Toluca"], header=["Nombre completo", "Dependencia"], name_order=order)
    assert (row.given_names, row.first_surname, row.second_surname) == parts


def test_without_a_decision_a_whole_name_is_asked_and_a_known_one_is_recognised(toluca):
    make_person(
        toluca, given_names="María del Rosario", first_surname="Mejía", second_surname="Ayala"
    )
    header = ["Nombre completo", "Dependencia"]
    names = ["María del Rosario Mejía Ayala", "Ana Ruiz Gil"]
    entries = plan(*([n, toluca.name] for n in names), header=header).entries
    assert [(str(e.kind), e.question) for e in entries] == [("unchanged", ""), ("decide", "names")]


def test_a_heading_may_tell_the_order_of_names(toluca):
    header = ["Apellidos y nombre", "Dependencia"]
    (row,) = rows_of(["Ruiz Gil Ana Luisa", toluca.name], header=header)
    assert (row.given_names, row.first_surname, row.second_surname) == ("Ana Luisa", "Ruiz", "Gil")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({0: ""}, "Falta el nombre de pila."),
        ({1: ""}, "Falta el primer apellido."),
        ({1: "=1+1"}, "El nombre trae cifras o signos que no son de un nombre."),
        ({3: "ana(at)toluca"}, "El correo «ana(at)toluca» no está bien escrito."),
        ({3: "a@x.mx; b@x.mx"}, "Hay más de un correo en la celda («a@x.mx; b@x.mx»); deja uno."),
        ({4: ""}, "Falta el sujeto obligado."),
        ({5: "x" * 161}, "El cargo tiene más de 160 letras."),
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_stops_no_other(toluca, change, reason):
    bad = [change.get(i, value) for i, value in enumerate(ANA)]
    good = ["Luis", "Mora", "", "luis@x.mx", toluca.name, ""]
    assert outcome(bad, good) == [("rejected", reason), ("new", "")]


def test_a_row_without_mailbox_is_taken_and_told(toluca):
    (entry,) = plan([*ANA[:3], "sin correo", *ANA[4:]]).entries
    assert (str(entry.kind), entry.notes) == (
        "new",
        ["Sin correo: no podrá entrar al sitio hasta que lo tenga."],
    )


# Bodies ------------------------------------------------------------------------------------


def test_a_body_is_known_by_name_acronym_key_or_a_decided_spelling(toluca):
    BodyAlias.objects.create(body=toluca, spelling="Toluca, H. Ayuntamiento")
    texts = ["AYUNTAMIENTO DE TOLUCA", "aytol", "toluca h ayuntamiento"]
    entries = plan(*([f"Ana{c}", "Ruiz", "", "", t, ""] for c, t in zip("abc", texts, strict=True)))
    assert [e.body.id for e in entries.entries] == [toluca.pk] * 3


def test_a_body_written_otherwise_is_asked_and_never_guessed(toluca):
    assert outcome([*ANA[:4], "H. Ayuntamiento de Toluca", ""]) == [
        ("decide", "«H. Ayuntamiento de Toluca» no está en el catálogo: hay que decidir cuál es.")
    ]


def test_an_acronym_of_two_bodies_is_asked():
    make_body("Sindicato Uno", acronym="SU")
    make_body("Sindicato Unido", acronym="SU")
    assert outcome([*ANA[:4], "S.U.", ""])[0][0] == "decide"


def test_a_decision_about_a_body_is_remembered(toluca):
    row = [*ANA[:4], "H. Ayuntamiento de Toluca", ""]
    decisions = {"bodies": {"h ayuntamiento de toluca": toluca.pk}}
    apply(row, decisions=decisions)
    assert BodyAlias.objects.values_list("spelling", "body").get() == (row[4], toluca.pk)
    assert outcome(row) == [("unchanged", "")]


def test_key_and_name_must_not_disagree(toluca):
    other = make_body("Ayuntamiento de Lerma")
    header = [*HEADER, "Clave"]
    assert outcome([*ANA, other.key], header=header) == [
        (
            "rejected",
            f"La clave {other.key} es de Ayuntamiento de Lerma y el nombre es de "
            "Ayuntamiento de Toluca.",
        )
    ]


def test_a_body_out_of_force_takes_nobody():
    make_body("Ayuntamiento de Toluca", is_active=False)
    assert outcome(ANA) == [
        ("rejected", "Ayuntamiento de Toluca ya no está vigente en el catálogo.")
    ]


# Who is who --------------------------------------------------------------------------------


def test_a_new_person_is_written_with_a_post_from_the_day(toluca):
    assert apply(ANA).counts["new"] == 1
    person = Person.objects.get()
    assert [person.full_name, person.email, person.match_key] == [
        "Ana Ruiz Gil",
        "ana@toluca.gob.mx",
        "ana ruiz gil",
    ]
    assert posts_of(person) == [(toluca.name, "Analista", TODAY, None)]


def test_the_same_file_again_changes_nothing(toluca):
    rows = [ANA, ["Luis", "Mora", "", "", toluca.name, "Auxiliar"]]
    apply(*rows)
    before = list(Person.objects.values()), list(Adscripcion.objects.values())
    entries = Entry.objects.count()
    assert apply(*rows, day=TODAY + timedelta(days=30)).counts["unchanged"] == 2
    assert (list(Person.objects.values()), list(Adscripcion.objects.values())) == before
    assert Entry.objects.count() == entries


def test_case_and_accents_do_not_make_another_person_nor_change_the_spelling(toluca):
    apply(["José", "Núñez", "Peña", "jose@x.mx", toluca.name, "Analista"])
    assert outcome(
        ["JOSE", "NUNEZ", "PENA", "JOSE@X.MX", "AYUNTAMIENTO DE TOLUCA", "ANALISTA"]
    ) == [("unchanged", "")]


def test_another_mailbox_in_the_same_body_is_an_update(toluca):
    apply(ANA)
    plan = apply([*ANA[:3], "a.ruiz@toluca.gob.mx", *ANA[4:]])
    assert plan.entries[0].changes == [
        "Correo: a.ruiz@toluca.gob.mx en lugar de ana@toluca.gob.mx."
    ]
    assert Person.objects.get().email == "a.ruiz@toluca.gob.mx"


def test_a_changed_post_ends_the_old_one_and_keeps_history(toluca):
    apply(ANA, day=date(2026, 1, 1))
    assert apply([*ANA[:5], "Directora"]).counts["post"] == 1
    assert posts_of(Person.objects.get()) == [
        (toluca.name, "Analista", date(2026, 1, 1), date(2026, 3, 1)),
        (toluca.name, "Directora", TODAY, None),
    ]


def test_a_post_that_began_that_very_day_is_corrected(toluca):
    apply(ANA)
    apply([*ANA[:5], "Directora"])
    assert posts_of(Person.objects.get()) == [(toluca.name, "Directora", TODAY, None)]


def test_somebody_known_elsewhere_gets_a_new_adscripcion_and_keeps_the_old(toluca):
    lerma = make_body("Ayuntamiento de Lerma")
    apply(ANA, day=date(2026, 1, 1))
    moved = [*ANA[:4], lerma.name, "Directora"]
    (entry,) = plan(moved).entries
    assert entry.changes == ["Nueva adscripción en Ayuntamiento de Lerma."]
    assert entry.notes == ["Sigue adscrita también a Ayuntamiento de Toluca."]
    apply(moved)
    assert posts_of(Person.objects.get()) == [
        (toluca.name, "Analista", date(2026, 1, 1), None),
        (lerma.name, "Directora", TODAY, None),
    ]


def test_where_asked_the_old_adscripcion_ends_and_the_enlace_with_it(toluca):
    lerma = make_body("Ayuntamiento de Lerma")
    person = make_enlace(toluca, given_names="Ana", first_surname="Ruiz", email="ana@x.mx")
    apply(["Ana", "Ruiz", "", "ana@x.mx", lerma.name, ""], decisions={"moves": "end"})
    assert [(name, ends_on) for name, _, _, ends_on in posts_of(person)] == [
        (toluca.name, date(2026, 3, 1)),
        (lerma.name, None),
    ]
    assert Enlace.objects.get().ends_on == date(2026, 3, 1)


def test_who_stands_in_two_bodies_of_the_file_leaves_neither(toluca):
    lerma = make_body("Ayuntamiento de Lerma")
    apply(ANA, day=date(2026, 1, 1))
    apply([*ANA[:4], lerma.name, ""], ANA, decisions={"moves": "end"})
    assert [ends_on for *_, ends_on in posts_of(Person.objects.get())] == [None, None]


def test_one_new_person_in_two_bodies_is_one_person(toluca):
    lerma = make_body("Ayuntamiento de Lerma")
    apply(ANA, [*ANA[:4], lerma.name, "Asesora"])
    assert len(posts_of(Person.objects.get())) == 2


def test_a_namesake_elsewhere_with_another_mailbox_is_somebody_else_and_told(toluca):
    make_person(make_body("Ayuntamiento de Lerma"), given_names="Ana", first_surname="Ruiz",
                second_surname="Gil", email="ana@lerma.gob.mx")  # fmt: skip
    (entry,) = plan(ANA).entries
    assert (str(entry.kind), entry.notes) == (
        "new",
        ["Hay otra persona con este nombre en Ayuntamiento de Lerma, con otro correo."],
    )


def test_people_repeated_in_the_file_are_told_with_the_row_of_the_first(toluca):
    assert outcome(ANA, ANA, [*ANA[:5], "Directora"], [*ANA[:3], "otra@x.mx", *ANA[4:]]) == [
        ("new", ""),
        ("rejected", "Repetida: es la persona de la fila 2."),
        ("rejected", "Ya está en la fila 2 con otro cargo: deja el que vale."),
        (
            "rejected",
            "Mismo nombre y sujeto obligado que la fila 2, con otro correo: deja una, o impórtalas "
            "por separado si son dos personas.",
        ),
    ]


def test_two_people_of_the_file_may_share_a_mailbox_and_it_is_told(toluca):
    rows = [ANA, ["Luis", "Mora", "", ANA[3], toluca.name, ""]]
    entries = plan(*rows).entries
    assert [(str(e.kind), e.notes) for e in entries] == [
        ("new", []),
        ("new", ["Comparte el correo con la fila 2: un correo compartido no identifica a nadie al "
                 "entrar."]),
    ]  # fmt: skip
    apply(*rows)
    assert [kind for kind, _ in outcome(*rows)] == ["unchanged", "unchanged"]


MAILBOX = "ana@toluca.gob.mx ana r ruiz gil"


@pytest.mark.parametrize(
    ("decided", "kind", "names"),
    [
        (None, "decide", ["Ana Ruiz Gil"]),
        ("other", "new", ["Ana Ruiz Gil", "Ana R. Ruiz Gil"]),
        ("same", "data", ["Ana R. Ruiz Gil"]),
        ("reject", "rejected", ["Ana Ruiz Gil"]),
    ],
)
def test_the_mailbox_of_another_name_waits_for_a_decision(toluca, decided, kind, names):
    apply(ANA)
    decisions = {"mailboxes": {MAILBOX: decided}} if decided else {}
    plan = apply(["Ana R.", *ANA[1:]], decisions=decisions)
    assert str(plan.entries[0].kind) == kind
    assert [p.full_name for p in Person.objects.order_by("pk")] == names


def test_habilitado_is_read_as_yes_or_no(toluca):
    header = [*HEADER, "Habilitado"]
    apply([*ANA, "No"], header=header)
    assert [p.is_enabled for p in Adscripcion.objects.all()] == [False]
    plan = apply([*ANA, "SÍ"], header=header)
    assert plan.entries[0].changes == ["Queda habilitada."]
    assert outcome([*ANA, "quizá"], header=header)[0][0] == "rejected"


# Writing -----------------------------------------------------------------------------------


def test_a_plan_writes_nothing(toluca):
    plan(ANA)
    assert [Person.objects.count(), Adscripcion.objects.count(), Entry.objects.count()] == [0, 0, 0]


def test_where_the_padron_changed_since_it_was_shown_nothing_is_written(toluca):
    shown = plan(ANA).fingerprint
    apply(ANA)
    with pytest.raises(PadronChanged) as changed:
        apply(ANA, expected=shown)
    assert changed.value.plan.counts["unchanged"] == 1
    assert Person.objects.count() == 1


def test_it_is_written_whole_or_not_at_all(toluca, monkeypatch):
    monkeypatch.setattr("padron.importing.applying._create_posts", lambda plan: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply(ANA)
    assert [Person.objects.count(), Entry.objects.count()] == [0, 0]


def test_what_was_written_is_recorded_once_with_how_many(toluca):
    apply(ANA, ["Luis", "Mora", "", "", toluca.name, ""])
    assert list(Entry.objects.values_list("action", "people")) == [("roster.imported", 2)]


# An enlace ---------------------------------------------------------------------------------


def test_an_enlace_imports_only_into_their_own_body(toluca):
    make_body("Ayuntamiento de Lerma")
    rows = [ANA, [*ANA[:4], "Ayuntamiento de Lerma", ""], ["Eva", "Sol", "", "", "", ""]]
    assert outcome(*rows, within={toluca.pk}) == [
        ("new", ""),
        ("rejected", "«Ayuntamiento de Lerma» no es tu sujeto obligado."),
        ("new", ""),
    ]


def test_an_enlace_learns_nothing_of_people_elsewhere_nor_changes_them(toluca):
    lerma = make_body("Ayuntamiento de Lerma")
    make_person(lerma, given_names="Ana", first_surname="Ruiz", second_surname="Gil", email=ANA[3])
    make_person(lerma, given_names="Eva", first_surname="Sol", email="eva@lerma.gob.mx")
    entries = plan(
        ANA, ["Otro", "Nombre", "", "eva@lerma.gob.mx", toluca.name, ""], within={toluca.pk}
    ).entries
    assert [(str(e.kind), e.changes, e.notes) for e in entries] == [
        ("joins", ["Nueva adscripción en Ayuntamiento de Toluca."], []),
        ("rejected", [], []),
    ]
    assert "Eva" not in entries[1].reason
    apply(ANA, within={toluca.pk})
    later = [*ANA[:3], "enlace@toluca.gob.mx", *ANA[4:]]
    apply(later, within={toluca.pk}, day=timezone.localdate())
    assert Person.objects.get(given_names="Ana").email == ANA[3]
