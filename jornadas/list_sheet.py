"""A list of people on carta: what each part of it says."""

from itertools import groupby

from documentos.spanish import moment_in_words, session_in_words
from documentos.tables import (
    FOOT,
    SIZE,
    WIDTH_MM,
    Column,
    Group,
    Part,
    Section,
    divide,
    text_height,
)
from documentos.typesetting import Setter

from .list_marks import BESIDE, drawn, layout
from .lists import AttendanceList, places
from .models import Registration, Session
from .models.events import Mode

# Room for a pen; a list that nobody signs is closer set.
TO_SIGN, TO_READ = 31, 19
NUMBER, SIGNATURE, FACT_LABELS = 11, 46, 22  # mm
# The last line of a page and what its codes need above them.
FOOT_TO_SIGN = FOOT + 6
LABELS = {"person": "Nombre", "body": "Sujeto obligado", "post": "Cargo"}
SHARES = {"person": 5, "body": 5, "post": 4}


def as_pdf(made: AttendanceList) -> bytes:
    """The list as a tagged PDF, to be read."""
    with Setter("list") as setter:
        return setter.set(_content(made))


def to_sign(made: AttendanceList, code: str) -> tuple[bytes, list[dict]]:
    """The list with its `code` as a PDF, and where on it what stands (`list_marks.layout`)."""
    with Setter("list") as setter:
        parts, opening = divided = _divided(made)
        pages = layout(parts, opening)
        return setter.set(_content(made, divided), {"drawn": drawn(code, pages)}), pages


def _content(made: AttendanceList, divided: tuple | None = None) -> dict:
    parts, opening = divided or _divided(made)
    return {
        **_head(made),
        "opening": opening,
        "pages": [[part.as_data() for part in page] for page in parts],
    }


def _divided(made: AttendanceList) -> tuple[list[list[Part]], float]:
    """The pages, and how much stands above the table of the first one."""
    opening = _opening_height(_head(made))
    foot = FOOT if made.options.public else FOOT_TO_SIGN
    return divide(list(_sections(made)), opening, foot), opening


def _head(made: AttendanceList) -> dict:
    identity = made.identity
    return {
        "institution": identity.name if identity else "",
        "area": identity.area if identity else "",
        "head": identity.acronym if identity else "",
        "title": "Lista de inscripciones" if made.options.public else "Lista de asistencia",
        "subtitle": made.event.title,
        "foot": f"Inscripciones hasta el {moment_in_words(made.made_at)}",
        "facts": _facts(made),
        "notice": _notice(made),
        "beside": 0 if made.options.public else BESIDE,
    }


def _notice(made: AttendanceList) -> str:
    if made.options.public:
        return "Versión pública."
    return (
        "Marca el cuadro y firma en tu renglón. Uso interno: contiene datos personales; sirve solo "
        "para registrar la asistencia."
    )


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
    sign, everything = not made.options.public, ["person", "body", "post"]
    if made.options.by_body:
        rows, people = list(_rows_by_body(made)), made.confirmed
        yield _section(["person", "post"], rows, _keys(rows, people), sign=sign)
    else:
        rows = [_row(n, one, everything, sign) for n, one in enumerate(made.confirmed, start=1)]
        yield _section(everything, rows, _keys(rows, made.confirmed), sign=sign)
    if made.waiting:
        rows = [_row(place, one, everything, True) for place, one in places(made.waiting)]
        yield _section(
            everything,
            rows,
            _keys(rows, [one for _, one in places(made.waiting)]),
            heading="Lista de espera",
            note="Todavía sin lugar. El número es el lugar en la fila de su modalidad.",
        )
    if made.options.blank and sign:
        start = len(made.confirmed) + 1
        rows = [[str(start + n), "", "", "", ""] for n in range(made.options.blank)]
        yield _section(
            everything,
            rows,
            _keys(rows, [None] * len(rows)),
            heading="Asistencia sin inscripción previa",
            note="Con letra de molde: apellidos y nombre, sujeto obligado y cargo.",
        )


def _section(fields, rows: list, keys: list, *, sign=True, heading="", note="") -> Section:
    # The box stands beside the number, away from signatures, which often go over their place.
    number = NUMBER + (BESIDE if sign else 0)
    room = WIDTH_MM - number - (SIGNATURE if sign else 0)
    total = sum(SHARES[name] for name in fields)
    columns = [Column("No.", number)]
    columns += [Column(LABELS[name], room * SHARES[name] / total) for name in fields]
    columns += [Column("Firma", SIGNATURE)] if sign else []
    return Section(columns, rows, heading, note, least=TO_SIGN if sign else TO_READ, keys=keys)


def _keys(rows: list, people: list) -> list:
    """By what each row is known when the list comes back; a label across the table is none."""
    whose = iter(people)
    return [None if isinstance(row, Group) else _key(row, next(whose)) for row in rows]


def _key(row: list, one: Registration | None) -> dict:
    return {"registration": one and one.pk, "number": row[0], "said": bool(row[-1])}


def _rows_by_body(made: AttendanceList):
    number = 0
    for body, group in groupby(made.confirmed, key=lambda one: one.body):
        people = list(group)
        yield Group(f"{body.name} ({len(people)})")
        for one in people:
            number += 1
            yield _row(number, one, ["person", "post"], not made.options.public)


def _row(number: int, one: Registration, fields: list[str], sign: bool) -> list:
    cells = {"person": one.person.list_name, "body": one.body.name, "post": one.post}
    known = [cells[name] for name in fields]
    if not sign:
        return [str(number), *known]
    return [str(number), *known, "En línea" if one.mode == Mode.ONLINE else ""]
