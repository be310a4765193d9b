"""A list of people on carta: what each part of it says."""

from itertools import groupby

from documentos.spanish import moment_in_words, session_in_words
from documentos.tables import SIZE, WIDTH_MM, Column, Group, Section, paginate, text_height
from documentos.typesetting import typeset

from .lists import AttendanceList, places
from .models import Registration, Session
from .models.events import Mode

# Room for a pen; a list that nobody signs is closer set.
TO_SIGN, TO_READ = 31, 19
NUMBER, SIGNATURE, FACT_LABELS = 11, 46, 22  # mm
LABELS = {"person": "Nombre", "body": "Sujeto obligado", "post": "Cargo"}
SHARES = {"person": 5, "body": 5, "post": 4}


def as_pdf(made: AttendanceList) -> bytes:
    """The list as a tagged PDF."""
    return typeset("list", _content(made))


def _content(made: AttendanceList) -> dict:
    identity = made.identity
    content = {
        "institution": identity.name if identity else "",
        "area": identity.area if identity else "",
        "head": identity.acronym if identity else "",
        "title": "Lista de inscripciones" if made.options.public else "Lista de asistencia",
        "subtitle": made.event.title,
        "foot": f"Inscripciones hasta el {moment_in_words(made.made_at)}",
        "facts": _facts(made),
        "notice": (
            "Versión pública."
            if made.options.public
            else "Uso interno: contiene datos personales; sirve solo para registrar la asistencia."
        ),
    }
    opening = _opening_height(content)
    return {**content, "opening": opening, "pages": paginate(list(_sections(made)), opening)}


def _opening_height(content: dict) -> float:
    """What stands above the table of the first page."""
    return (
        text_height(content["institution"], 11)
        + text_height(content["area"], 8.5)
        + text_height(content["title"], 17)
        + text_height(content["subtitle"], 13)
        + sum(text_height(v, SIZE, WIDTH_MM - FACT_LABELS) + 1 for _, v in content["facts"])
        + text_height(content["notice"], SIZE)
        + 26
    )


def _facts(made: AttendanceList) -> list[list[str]]:
    facts = [_when_and_where(session, made) for session in made.sessions]
    facts = facts or [["Cuándo", "Fecha por confirmar"]]
    facts.append(["Para", ", ".join(made.audience) or "Todos los sujetos obligados"])
    if made.options.mode:
        facts.append(["Modalidad", Mode(made.options.mode).label])
    facts.append(["Con lugar", _people(len(made.confirmed))])
    if made.waiting:
        facts.append(["En espera", _people(len(made.waiting))])
    return facts


def _when_and_where(session: Session, made: AttendanceList) -> list[str]:
    when = session_in_words(session.day, session.starts_at, session.ends_at)
    parts = [session.title, when[0].upper() + when[1:], session.venue and session.venue.name]
    alone = len(made.event.sessions.all()) == 1
    return ["Cuándo" if alone else f"Sesión {session.number}", ". ".join(filter(None, parts))]


def _people(count: int) -> str:
    return "1 persona" if count == 1 else f"{count:,} personas"


def _sections(made: AttendanceList):
    public, everything = made.options.public, ["person", "body", "post"]
    if made.options.by_body:
        yield _section(["person", "post"], list(_rows_by_body(made)), sign=not public)
    else:
        rows = [_row(n, one, everything, public) for n, one in enumerate(made.confirmed, start=1)]
        yield _section(everything, rows, sign=not public)
    if made.waiting:
        yield _section(
            everything,
            [_row(place, one, everything, False) for place, one in places(made.waiting)],
            heading="Lista de espera",
            note="Todavía sin lugar. El número es el lugar en la fila de su modalidad.",
        )
    if made.options.blank and not public:
        start = len(made.confirmed) + 1
        yield _section(
            everything,
            [[str(start + n), "", "", "", ""] for n in range(made.options.blank)],
            heading="Asistencia sin inscripción previa",
            note="Con letra de molde: apellidos y nombre, sujeto obligado y cargo.",
        )


def _section(fields: list[str], rows: list, *, sign=True, heading="", note="") -> Section:
    room = WIDTH_MM - NUMBER - (SIGNATURE if sign else 0)
    total = sum(SHARES[name] for name in fields)
    columns = [Column("No.", NUMBER)]
    columns += [Column(LABELS[name], room * SHARES[name] / total) for name in fields]
    columns += [Column("Firma", SIGNATURE)] if sign else []
    return Section(columns, rows, heading, note, least=TO_SIGN if sign else TO_READ)


def _rows_by_body(made: AttendanceList):
    number = 0
    for body, group in groupby(made.confirmed, key=lambda one: one.body):
        people = list(group)
        yield Group(f"{body.name} ({len(people)})")
        for one in people:
            number += 1
            yield _row(number, one, ["person", "post"], made.options.public)


def _row(number: int, one: Registration, fields: list[str], public: bool) -> list[str]:
    cells = {"person": one.person.list_name, "body": one.body.name, "post": one.post}
    row = [str(number), *(cells[name] for name in fields)]
    if public:
        return row
    return [*row, "En línea" if one.mode == Mode.ONLINE else ""]
