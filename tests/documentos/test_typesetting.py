"""Documents: data is text and never code, nothing is cut, and no font or package is borrowed."""

import io
import re

import pytest
import typst
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfReader

from documentos import typesetting
from documentos.metrics import lines_needed, pieces
from documentos.tables import SIZE, Column, Group, Section, paginate
from documentos.typesetting import FONTS, TEMPLATES, TypesettingError, typeset

# What people are called, and what would be markup, code or an escape in a careless template.
LETTERS = "aeiouáéíóúñüMNÑÁÉZ '\"\\#$*_`@<>[]{}()=-/~^&%;:.,0189"
NAMES = st.text(LETTERS, min_size=1, max_size=60)


COLUMNS = [Column("No.", 11), Column("Nombre", 60)]


def content(rows, **more) -> dict:
    pages = paginate([Section(COLUMNS, rows)], opening=120)
    facts = {"institution": "Instituto", "area": "", "head": "", "notice": "", "facts": []}
    return {
        **facts,
        "title": "Lista",
        "subtitle": "Jornada",
        "foot": "",
        "opening": 120,
        "pages": pages,
        **more,
    }


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def bare(text: str) -> str:
    """Without what typesetting may change: where lines are broken."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


@given(st.lists(NAMES, min_size=3, max_size=12))
def test_whatever_somebody_is_called_is_printed_as_it_is(names):
    printed = bare(text_of(typeset("list", content([["1", name] for name in names]))))
    assert [bare(name) in printed for name in names] == [True] * len(names)


@pytest.mark.parametrize(
    "name",
    ["#panic()", '#read("/etc/passwd")', "$x^2$", "*hola*", "_a_", "= Título", '"\\n"', "// nada"],
)
def test_what_looks_like_code_is_text(name):
    printed = bare(text_of(typeset("list", content([["1", name]]))))
    assert bare(f"1{name}") in printed


@given(NAMES, st.floats(15, 80))
@example("0/<00000@", 15.0)  # wider than its column, and broken after the "/"
def test_rows_are_never_lower_than_their_words(text, width):
    text = " ".join(text.split())
    broken = " ".join("\u200b".join(pieces(word)) for word in text.split())
    source = """
    #set page(width: 20cm, height: 60cm)
    #set text(font: "Source Sans 3", size: %spt, lang: "es", region: "MX")
    #set par(leading: 0.55em)
    #context [#metadata(measure(block(width: %smm, sys.inputs.text)).height.pt()) <height>]
    """ % (SIZE, width)  # noqa: UP031 — typst is full of braces
    compiler = typst.Compiler(
        input=source.encode(),
        font_paths=typst.Fonts(False, False, [str(FONTS)]),
        sys_inputs={"text": broken},
    )
    height = float(compiler.query("<height>", field="value", one=True))
    one_line = SIZE * 0.66
    really = 1 + round((height - one_line) / (one_line + SIZE * 0.55)) if broken else 1
    assert lines_needed(text, width, SIZE) >= really


def test_letters_that_the_font_lacks_do_not_stop_a_list():
    pdf = typeset("list", content([["1", "中文 Ana"], ["2", "a\x07b"], ["3", "\x00\ud800ñ"]]))
    assert "Ana" in text_of(pdf)


def test_the_document_is_tagged_and_says_its_title_and_language():
    root = PdfReader(io.BytesIO(typeset("list", content([["1", "Ana"]])))).trailer["/Root"]
    info = PdfReader(io.BytesIO(typeset("list", content([["1", "Ana"]])))).metadata
    assert [root["/MarkInfo"]["/Marked"], str(root["/Lang"]).lower(), info.title] == [
        True,
        "es-mx",
        "Lista: Jornada",
    ]


def test_a_font_that_is_not_ours_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "wrong.typ").write_text('#set document(title: "x")\n#set text(font: "Arial")\nHola')
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    with pytest.raises(TypesettingError, match="unknown font family: arial"):
        typeset("wrong", {})


def test_no_template_asks_for_a_package():
    imports = [
        line
        for template in TEMPLATES.glob("*.typ")
        for line in template.read_text().splitlines()
        if "import" in line and "@" in line
    ]
    assert imports == []


def test_a_group_is_never_the_last_of_a_page():
    rows = []
    for number in range(80):
        rows += [Group(f"Cuerpo {number}"), ["1", "Ana"], ["2", "Eva"]]
    pages = paginate([Section(COLUMNS, rows)], opening=100)
    assert len(pages) > 3
    assert [isinstance(part["cells"][-1], str) for page in pages for part in page] == [True] * len(
        pages
    )


def test_a_group_that_goes_on_says_so_on_the_next_page():
    rows = [Group("Cuerpo"), *([str(n), "Ana"] for n in range(60))]
    first, second = (page[0] for page in paginate([Section(COLUMNS, rows)], opening=100))
    assert [first["cells"][0], second["cells"][0]] == [
        {"group": "Cuerpo"},
        {"group": "Cuerpo, continúa"},
    ]


def test_a_long_label_gets_the_lines_it_takes():
    label = "Organismo Público Descentralizado de Agua Potable " * 3
    ((part,),) = paginate([Section(COLUMNS, [Group(label), ["1", "Ana"]])], opening=100)
    assert part["heights"][0] > 3 * 11


def test_no_page_holds_more_than_its_height():
    from documentos.tables import FOOT, HEADING, LABELS, ROOM

    columns = [Column("No.", 11), Column("Nombre", 40)]
    rows = [[str(n), "Nombre largo de alguien " * (n % 7)] for n in range(300)]
    pages = paginate([Section(columns, rows), Section(columns, rows[:40], "Otra")], opening=150)
    used = [
        sum(LABELS + sum(part["heights"]) + (HEADING if part["heading"] else 0) for part in page)
        for page in pages
    ]
    room = [ROOM - FOOT - (0 if number else 150) for number in range(len(pages))]
    assert [u <= r for u, r in zip(used, room, strict=True)] == [True] * len(pages)
    assert sum(len(part["heights"]) for page in pages for part in page) == 340
