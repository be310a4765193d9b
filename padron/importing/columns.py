"""Finds the header of a roster and what each column means, however people wrote it."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from documentos.spreadsheets import Sheet, Unreadable

from ..names import match_key

# Rows looked at in each sheet: banners above a header are rarely longer.
HEADER_WITHIN = 40
# Longer texts are banners, not headings.
LONGEST_HEADING = 90

# What a heading means when it is exactly one of these (after match_key).
EXACT = {
    "given_names": "nombre|nombres|nombre s|nombre de pila|nombre o nombres|nombre propio",
    "full_name": (
        "nombre completo|nombre y apellidos|nombres y apellidos|nombre s y apellidos|"
        "nombre s y apellido s|nombre completo del servidor publico|nombre del servidor publico|"
        "nombre del servidor publico habilitado|nombre de la persona servidora publica|"
        "servidor publico|servidora publica|servidor publico habilitado|persona servidora publica|"
        "persona|participante|nombre del participante|funcionario|nombre del funcionario|"
        "apellidos y nombre|apellidos y nombres|apellidos y nombre s|apellidos nombre|"
        "apellidos nombre s"
    ),
    "surnames": "apellidos|apellido|apellido s",
    "first_surname": "apellido paterno|paterno|primer apellido|ap paterno|a paterno|apellido 1|"
    "apellido1|1er apellido|1 apellido",
    "second_surname": "apellido materno|materno|segundo apellido|ap materno|a materno|apellido 2|"
    "apellido2|2do apellido|2o apellido|2 apellido",
    "title": "titulo|grado|grado academico|profesion|tratamiento|grado de estudios|abreviatura",
    "email": "correo|correo electronico|correo institucional|email|e mail|mail|correo e|"
    "direccion de correo|direccion electronica",
    "body": "dependencia|sujeto obligado|institucion|so|organismo|entidad|ente|ente publico|"
    "dependencia o entidad|dependencia organismo|organizacion|ayuntamiento|sujeto",
    "body_key": "clave|clave so|clave del so|clave de so|clave sujeto obligado|"
    "clave del sujeto obligado|clave de la institucion|clave dependencia",
    "post": "cargo|puesto|nombramiento|categoria|cargo o puesto|puesto o cargo|cargo puesto",
    "area": "area|unidad administrativa|unidad|departamento|area o unidad administrativa|"
    "area de adscripcion|unidad administrativa de adscripcion|unidad de adscripcion",
    "belongs": "adscripcion|lugar de adscripcion",
    "enabled": "habilitado|habilitada|sph|es habilitado|es sph|habilitado si no|habilitado a",
}
MEANING = {text: field for field, texts in EXACT.items() for text in texts.split("|")}

# Otherwise by the words it holds; the first line that fits decides.
BY_WORDS = [
    ("body_key", {"clave", "sujeto"}),
    ("body_key", {"clave", "dependencia"}),
    ("email", {"correo"}),
    ("email", {"email"}),
    ("email", {"mail"}),
    ("full_name", {"nombre", "completo"}),
    ("full_name", {"apellido", "nombre"}),
    ("full_name", {"apellidos", "nombre"}),
    ("full_name", {"paterno", "materno", "nombre"}),
    ("first_surname", {"apellido", "paterno"}),
    ("second_surname", {"apellido", "materno"}),
    ("first_surname", {"primer", "apellido"}),
    ("second_surname", {"segundo", "apellido"}),
    ("surnames", {"paterno", "materno"}),
    ("body", {"sujeto", "obligado"}),
    ("body", {"dependencia"}),
    ("body", {"institucion"}),
    ("post", {"cargo"}),
    ("post", {"puesto"}),
    ("area", {"unidad", "administrativa"}),
    ("area", {"area"}),
    ("enabled", {"habilitado"}),
]

PARTS_OF_NAMES = {"given_names", "first_surname", "second_surname"}
NAMES = {
    "given_names": "Nombre(s)",
    "full_name": "Nombre completo",
    "surnames": "Apellidos",
    "first_surname": "Primer apellido",
    "second_surname": "Segundo apellido",
    "title": "Grado académico",
    "email": "Correo",
    "body": "Sujeto obligado",
    "body_key": "Clave",
    "post": "Cargo",
    "area": "Área",
    "enabled": "Habilitado",
}
HELP = (
    "La primera fila de la tabla debe decir qué hay en cada columna: Nombre(s), Apellido paterno, "
    "Apellido materno, Correo, Sujeto obligado, Cargo, Área."
)


@dataclass(frozen=True)
class Table:
    """A table found in a sheet: what the columns mean and the rows under the header."""

    headings: list[str]
    fields: dict[str, int]
    rows: list[tuple[int, list]]  # (number of the row in the file, from 1; cells)

    @property
    def unused(self) -> list[str]:
        """Headings nobody asked for: what stands there never enters the padrón."""
        used = set(self.fields.values())
        return [text for i, text in enumerate(self.headings) if text and i not in used]

    @property
    def surnames_first(self) -> bool | None:
        """Whether the heading of a single column of names tells their order; None where not."""
        if "full_name" not in self.fields:
            return None
        key = match_key(self.headings[self.fields["full_name"]])
        if "apellido" not in key and "paterno" not in key:
            return None
        return key.startswith(("apellido", "paterno", "ap "))


def find(sheets: list[Sheet], *, needs_body: bool = True) -> Table:
    """The first table of people in the file. Raises Unreadable where there is none."""
    best: dict[str, int] = {}
    for sheet in sheets:
        for i in range(min(len(sheet.rows), HEADER_WITHIN)):
            for headings, first in _possible_headers(sheet.rows, i):
                fields = read_headings(headings)
                if _serves(fields, needs_body):
                    return Table(headings, fields, _below(sheet.rows, first, headings))
                best = max(best, fields, key=len)
    raise Unreadable(_what_is_missing(best, needs_body, any(s.rows for s in sheets)))


def heading(cell) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _possible_headers(rows: list[list], i: int):
    """Row `i` as a header; with the one below it where merged cells make a header of two rows."""
    upper = [heading(c) for c in rows[i]]
    lower = [heading(c) for c in rows[i + 1]] if i + 1 < len(rows) else []
    if any(map(meaning, upper)) and {meaning(text) for text in lower} & PARTS_OF_NAMES:
        pairs = zip_longest(upper, lower, fillvalue="")
        yield [below if meaning(below) else above or below for above, below in pairs], i + 2
    yield upper, i + 1


def meaning(text: str) -> str | None:
    """The field that a heading names, if any."""
    if not text or len(text) > LONGEST_HEADING:
        return None
    key = match_key(text)
    if key in MEANING:
        return MEANING[key]
    words = set(key.split())
    return next((field for field, needed in BY_WORDS if needed <= words), None)


def read_headings(headings: list[str]) -> dict[str, int]:
    """Column of each field; where two columns mean the same, the first one."""
    fields: dict[str, int] = {}
    for i, text in enumerate(headings):
        field = meaning(text)
        if field and field not in fields:
            fields[field] = i
    # "Adscripción" may be the body or the area: whichever has no column of its own.
    if (belongs := fields.pop("belongs", None)) is not None:
        field = "area" if "body" in fields else "body"
        fields.setdefault(field, belongs)
    has_surname = "first_surname" in fields or "surnames" in fields
    # "Nombre" alone, without surnames beside it, is the whole name.
    if "given_names" in fields and not has_surname and "full_name" not in fields:
        fields["full_name"] = fields.pop("given_names")
    if "given_names" in fields and has_surname:
        fields.pop("full_name", None)
    return fields


def _serves(fields: dict[str, int], needs_body: bool) -> bool:
    has_name = "full_name" in fields or (
        "given_names" in fields and ("first_surname" in fields or "surnames" in fields)
    )
    has_body = "body" in fields or "body_key" in fields
    if needs_body:
        return has_name and has_body
    # Any word may look like a heading; two of them side by side are a header.
    return has_name and len(fields) > 1


def _below(rows: list[list], first: int, headings: list[str]) -> list[tuple[int, list]]:
    """The rows under the header, without blank ones and without the header said again."""
    said = [text for text in headings if text]
    below = []
    for number, cells in enumerate(rows[first:], start=first + 1):
        texts = [text for cell in cells if (text := heading(cell))]
        # A printed list, pasted, repeats its header on every page.
        if texts and not (len(texts) == len(said) and _same_words(texts, said)):
            below.append((number, cells))
    return below


def _same_words(texts: list[str], others: list[str]) -> bool:
    return all(match_key(a) == match_key(b) for a, b in zip(texts, others, strict=True))


def _what_is_missing(best: dict[str, int], needs_body: bool, any_rows: bool) -> str:
    if not any_rows:
        return "El archivo está vacío. Elige el que tiene las filas."
    if not best:
        return f"No se encontró la fila de encabezados. {HELP}"
    found = ", ".join(f"«{NAMES.get(field, field)}»" for field in best)
    has_body = "body" in best or "body_key" in best
    if needs_body and not has_body:
        return f"Falta una columna con el sujeto obligado; se entendió {found}. {HELP}"
    return f"Falta una columna con el nombre de las personas; se entendió {found}. {HELP}"


def clean(cell) -> str:
    """A cell as text: one space between words, no invisible characters."""
    if cell is None:
        return ""
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", str(cell))
    return " ".join(text.split())
