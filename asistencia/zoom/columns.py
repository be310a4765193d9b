"""What the columns of a report mean, by their words in whatever language and generation of Zoom."""

from dataclasses import dataclass

from padron.names import match_key

HEADER_WITHIN = 30
LONGEST_HEADING = 120

# Headings that are exactly this, without case, accents and marks.
EXACT = {
    "attended": "attended|asistio|asistencia|participo|asistio si no",
    "name": "name|nombre|participant|participante|participants|user name|username|usuario|"
    "nombre de usuario|display name|nombre para mostrar|nombre mostrado|nombre del participante|"
    "nombre y apellidos|nombre completo|full name|participant name|attendee|asistente|"
    "attendee name|nombre del asistente",
    "first_name": "first name|nombre de pila|nombres|primer nombre|given name",
    "last_name": "last name|apellido|apellidos|surname|family name",
    "topic": "topic|tema|meeting topic|webinar topic|tema de la reunion|titulo",
    "joined": "join|joined|entrada|ingreso|entro|se unio|unirse|se conecto|conexion",
    "left": "leave|left|salida|salio|se fue|se desconecto|desconexion",
}
MEANING = {text: field for field, texts in EXACT.items() for text in texts.split("|")}
# Otherwise, by words: all of one of the sets. The first that fits.
BY_WORDS = (
    ("waiting", ({"waiting", "room"}, {"sala", "espera"})),
    ("host_email", ({"host", "email"}, {"host", "mail"}, {"anfitrion", "correo"},
                    {"anfitrion", "mail"}, {"anfitrion", "email"})),
    ("host_name", ({"host"}, {"anfitrion"})),
    ("name", ({"name", "original"}, {"nombre", "original"}, {"nombre", "usuario"},
              {"user", "name"})),
    ("email", ({"email"}, {"e", "mail"}, {"correo"}, {"mail"})),
    ("joined", ({"join"}, {"joined"}, {"unirse"}, {"unio"}, {"hora", "entrada"},
                {"hora", "ingreso"}, {"hora", "union"}, {"hora", "conexion"}, {"incorporacion"},
                {"ingreso", "fecha"}, {"entrada", "fecha"}, {"hora", "acceso"})),
    ("left", ({"leave"}, {"left"}, {"salir"}, {"hora", "salida"}, {"hora", "abandono"},
              {"hora", "desconexion"}, {"salida", "fecha"}, {"abandono"})),
)  # fmt: skip
# Words of the titles that stand alone above the sections of a webinar's report.
TITLE_WORDS = {
    "attendee", "attendees", "attended", "other", "others", "host", "hosts", "panelist",
    "panelists", "details", "detail", "report", "co", "alternative", "participants", "registrants",
    "asistente", "asistentes", "asistieron", "asistio", "otro", "otros", "otras", "anfitrion",
    "anfitriones", "panelista", "panelistas", "detalle", "detalles", "reporte", "informe", "de",
    "del", "la", "las", "los", "el", "que", "personas", "participantes", "participaron",
    "alternativos", "alternativo", "registrados", "y", "and", "the",
}  # fmt: skip
HOST_TITLES = {
    "host", "hosts", "panelist", "panelists", "anfitrion", "anfitriones", "panelista", "panelistas",
}  # fmt: skip


@dataclass
class Table:
    """The rows under one header: what each column means, whether they are of those who hold the
    meeting, and the rows by their number in the file, from 1."""

    fields: dict[str, int]
    of_hosts: bool
    rows: list[tuple[int, list]]


@dataclass
class Found:
    """Everything in a file: its tables, what its head says, and whether it is of a webinar."""

    tables: list[Table]
    topic: str = ""
    host_emails: frozenset[str] = frozenset()
    host_names: frozenset[str] = frozenset()
    is_webinar: bool = False


def find(grid: list[list]) -> Found | None:
    """The tables of attendance; None where no header stands within the first rows."""
    head: dict[str, str] = {}
    table: Table | None = None
    tables: list[Table] = []
    of_hosts = is_webinar = False
    for number, cells in enumerate(grid, start=1):
        if table is not None and _is_row(cells, table.fields):
            table.rows.append((number, cells))
            continue
        fields = read_headings(cells)
        if {"name", "joined", "left"} <= fields.keys():
            table = Table(fields, of_hosts, [])
            tables.append(table)
            is_webinar = is_webinar or "attended" in fields
        elif not tables and number > HEADER_WITHIN:
            return None
        elif title := _title(cells):
            # What follows a title has a header of its own; until then nothing is anybody's.
            of_hosts, table = bool(title & HOST_TITLES), None
        elif table is not None:
            if any(_text(cell) for cell in cells):
                table.rows.append((number, cells))
        elif "topic" in fields or "host_email" in fields or "email" in fields:
            _read_head(grid, number, fields, head)
    if not tables:
        return None
    return Found(
        tables,
        topic=head.get("topic", ""),
        host_emails=frozenset(filter(None, [head.get("host_email"), head.get("email")])),
        host_names=frozenset(filter(None, [match_key(head.get("host_name", ""))])),
        is_webinar=is_webinar,
    )


def _is_row(cells: list, fields: dict[str, int]) -> bool:
    """Whether it is plainly somebody's row: there is a figure where the hour stands."""
    position = fields["joined"]
    return position < len(cells) and any(c.isdigit() for c in str(cells[position]))


def _read_head(grid, number: int, fields: dict[str, int], head: dict[str, str]) -> None:
    """The meeting's own line: a header, and below it one row that says what the meeting was."""
    below = next((row for row in grid[number : number + 3] if any(map(_text, row))), [])
    for field, position in fields.items():
        if position < len(below) and field not in head:
            text = _text(below[position])
            head[field] = text.lower() if "email" in field else text


def _title(cells: list) -> set[str] | None:
    """The words of a section's title, where the row is one."""
    texts = [text for cell in cells if (text := _text(cell))]
    if len(texts) != 1 or len(texts[0]) > 60:
        return None
    words = set(match_key(texts[0]).split())
    return words if words and words <= TITLE_WORDS else None


def read_headings(cells: list) -> dict[str, int]:
    """Column of each meaning; where two mean the same, the first one."""
    fields: dict[str, int] = {}
    for position, cell in enumerate(cells):
        field = meaning(cell) if isinstance(cell, str) else None
        if field == "name" and "name" in fields and match_key(str(cell)) == "nombre":
            field = "first_name"
        if field and field not in fields:
            fields[field] = position
    # "Nombre" and "Apellidos", and no column of the name shown: the name is in two.
    if "name" not in fields and "first_name" in fields:
        fields["name"] = fields["first_name"]
    return fields


def meaning(text: str) -> str | None:
    if not text or len(text) > LONGEST_HEADING:
        return None
    key = match_key(text)
    if key in MEANING:
        return MEANING[key]
    words = set(key.split())
    return next((field for field, sets in BY_WORDS if any(s <= words for s in sets)), None)


def _text(cell) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""
