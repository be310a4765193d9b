"""What each row of a roster says: names, mailbox, body, post. Nothing is guessed."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ..names import fold, match_key
from .columns import Table, clean

# What people write in a cell to say that there is nothing to write.
NOTHING = {"", "n a", "na", "nd", "n d", "s d", "s n", "no", "no tiene", "sin correo", "ninguno",
           "pendiente", "sin dato", "no aplica", "x", "xx", "xxx"}  # fmt: skip
YES = {"si", "s", "x", "1", "yes", "verdadero", "true", "habilitado", "habilitada", "activo"}
NO = {"no", "n", "0", "falso", "false", "no habilitado", "no habilitada", "inactivo", "baja"}
# Words that belong to the surname after them: "de la Cruz" is one surname.
PARTICLES = {"de", "del", "la", "las", "los", "el", "y", "e", "da", "dos", "san", "santa", "van",
             "von", "mac", "mc"}  # fmt: skip
# How long each may be (models.people).
LIMITS = {
    "given_names": (80, "El nombre"),
    "first_surname": (60, "El primer apellido"),
    "second_surname": (60, "El segundo apellido"),
    "email": (254, "El correo"),
    "post": (160, "El cargo"),
    "area": (160, "El área"),
    "title": (20, "El grado académico"),
    "body": (250, "El sujeto obligado"),
}
NAME_ORDER_QUESTION = "names"


@dataclass
class Row:
    """One row, read. `problem` says why it cannot be used; `question` what has to be decided."""

    number: int
    cells: list
    given_names: str = ""
    first_surname: str = ""
    second_surname: str = ""
    title: str = ""
    email: str = ""
    body: str = ""
    body_key: str = ""
    post: str = ""
    area: str = ""
    enabled: bool | None = None
    # The whole name in one column, when its parts are not known.
    full_name: str = ""
    problem: str = ""
    question: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        parts = [self.given_names, self.first_surname, self.second_surname]
        return " ".join(filter(None, parts)) or self.full_name

    @cached_property
    def name_key(self) -> str:
        return match_key(self.name)


def parse(table: Table, *, name_order: str = "") -> list[Row]:
    """Every row that says anything. `name_order` ("given" or "surnames") is what somebody decided
    about a single column of names whose heading does not tell."""
    if table.surnames_first is not None:
        name_order = "surnames" if table.surnames_first else "given"
    rows = []
    for number, cells in table.rows:
        texts = {f: clean(cells[i]) for f, i in table.fields.items() if i < len(cells)}
        if any(texts.values()):
            rows.append(_row(number, cells, texts, name_order))
    return rows


def _row(number: int, cells: list, texts: dict[str, str], name_order: str) -> Row:
    row = Row(number, cells)
    for name in ("title", "body", "body_key", "post", "area"):
        setattr(row, name, texts.get(name, ""))
    if match_key(row.post) in NOTHING:
        row.post = ""
    if match_key(row.area) in NOTHING:
        row.area = ""
    problems = [
        _read_name(row, texts, name_order),
        _read_email(row, texts.get("email", "")),
        _read_enabled(row, texts.get("enabled", "")),
        _too_long(row),
    ]
    row.problem = " ".join(filter(None, problems))
    return row


def _read_name(row: Row, texts: dict[str, str], name_order: str) -> str:
    if "full_name" in texts:
        return _read_full_name(row, texts["full_name"], name_order)
    row.given_names = texts.get("given_names", "")
    if "surnames" in texts and "first_surname" not in texts:
        split = split_surnames(texts["surnames"])
        if split is None:
            return (
                "No se sabe dónde acaba el primer apellido; escribe los apellidos en dos columnas."
            )
        row.first_surname, row.second_surname = split
    else:
        row.first_surname = texts.get("first_surname", "")
        row.second_surname = texts.get("second_surname", "")
    if match_key(row.second_surname) in NOTHING:
        row.second_surname = ""
    return _check_name(row)


def _read_full_name(row: Row, text: str, name_order: str) -> str:
    if not text:
        return "Falta el nombre."
    row.full_name = text
    if text.count(",") == 1:
        surnames, given = (part.strip() for part in text.split(","))
        split = split_surnames(surnames)
        if split is None or not given:
            return "No se sabe dónde acaban los apellidos; escribe nombre y apellidos por separado."
        row.given_names, (row.first_surname, row.second_surname) = given, split
        return _check_name(row)
    if not name_order:
        row.question = NAME_ORDER_QUESTION
        return "" if _is_name(text) else BAD_NAME
    split_name = split_full_name(text, name_order)
    if split_name is None:
        return "No se sabe dónde acaban los apellidos; escribe nombre y apellidos por separado."
    row.given_names, row.first_surname, row.second_surname = split_name
    return _check_name(row)


def _units(text: str) -> list[str]:
    """Words, with the particles joined to the word they introduce."""
    units: list[str] = []
    open_unit: list[str] = []
    for word in text.split():
        open_unit.append(word)
        if fold(word).strip(".") not in PARTICLES:
            units.append(" ".join(open_unit))
            open_unit = []
    return units + ([" ".join(open_unit)] if open_unit else [])


def split_surnames(text: str) -> tuple[str, str] | None:
    """First and second surname; None where it would be a guess."""
    units = _units(text)
    if not units or len(units) > 2:
        return None
    return units[0], units[1] if len(units) == 2 else ""


def split_full_name(text: str, order: str) -> tuple[str, str, str] | None:
    """Given names, first and second surname in the `order` somebody vouched for.

    Two units are a name and a surname; with three or four, two are surnames. More would be a guess.
    """
    units = _units(text)
    if len(units) < 2 or len(units) > 4:
        return None
    count = 1 if len(units) == 2 else 2
    if order == "surnames":
        surnames, given = units[:count], units[count:]
    else:
        given, surnames = units[:-count], units[-count:]
    return " ".join(given), surnames[0], surnames[1] if count == 2 else ""


BAD_NAME = "El nombre trae cifras o signos que no son de un nombre."


def _is_name(text: str) -> bool:
    return not re.search(r"[\d@<>=+*/\\|_#$%&{}\[\]^~\"?!;:]", text) and bool(match_key(text))


def _check_name(row: Row) -> str:
    if not row.given_names and not row.first_surname:
        return "Falta el nombre."
    if not row.given_names:
        return "Falta el nombre de pila."
    if not row.first_surname:
        return "Falta el primer apellido."
    return "" if _is_name(row.name) and match_key(row.first_surname) else BAD_NAME


def _read_email(row: Row, text: str) -> str:
    """The mailbox in lower case. None is no obstacle: it is told."""
    text = re.sub(r"^mailto:", "", text.strip(" .,;:<>()\"'"), flags=re.IGNORECASE)
    if "@" not in text and match_key(text) in NOTHING:
        row.notes.append("Sin correo: no podrá entrar al sitio hasta que lo tenga.")
        return ""
    text = text.lower()
    try:
        validate_email(text)
    except ValidationError:
        if text.count("@") > 1:
            return f"Hay más de un correo en la celda («{text[:120]}»); deja uno."
        return f"El correo «{text[:120]}» no está bien escrito."
    row.email = text
    return ""


def _read_enabled(row: Row, text: str) -> str:
    key = match_key(text)
    if key in YES or key in NO:
        row.enabled = key in YES
        return ""
    return (
        f"No se entiende «{text[:40]}» en la columna de habilitado; escribe sí o no." if key else ""
    )


def _too_long(row: Row) -> str:
    for name, (limit, label) in LIMITS.items():
        if len(getattr(row, name)) > limit:
            return f"{label} tiene más de {limit} letras."
    return ""
