"""What constancias of each kind say: a text of the institution's own, or ours by custom.

In a text, {names} in braces are filled with the facts; a part in [brackets] is left out where a
fact that it names is not known, so that nobody reads "con una duración de ." A change is a new
version; what was issued keeps the one it was issued with.
"""

import re
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db import transaction

from bitacora.record import record
from padron.models import Organizer

from .designs import DEFAULT, marco
from .models import Kind, Wording

# What may stand in braces, and what it becomes.
PLACEHOLDERS = {
    "nombre": "el nombre de la persona, como lo pidió",
    "cargo": "su cargo",
    "sujeto_obligado": "su sujeto obligado",
    "al_evento": "«a la jornada», «al foro» o «al taller»",
    "en_el_evento": "«en la jornada», «en el foro» o «en el taller»",
    "titulo": "el título del evento",
    "temas": "los títulos de las sesiones que impartió (solo ponentes)",
    "programa": "el nombre del programa",
    "fechas": "«el 4 de noviembre de 2021» o «los días 4 y 5 de noviembre de 2021»",
    "modalidad": "«presencial», «virtual» o «híbrida»",
    "duracion": "«2 horas», por las horas oficiales",
    "acuerdo": "el acuerdo que aprobó el evento o su programa",
    "institucion": "el nombre de la institución en la fecha del evento",
    "area": "el área responsable",
    "practica": "el nombre de la práctica (solo reconocimientos)",
    "grupo": "el grupo de la población al que se dirige (solo reconocimientos)",
    "convocatoria": "el título de la convocatoria (solo reconocimientos)",
    "dictamen": "el folio del dictamen del jurado (solo reconocimientos)",
    "vigencia": "«del 1 de agosto de 2026 al 31 de julio de 2027» (solo reconocimientos)",
}
LONGEST = 900
_HELD = "que tuvo lugar {fechas}[ en modalidad {modalidad}][, con una duración de {duracion}]."
_EVENT = "«{titulo}»[, del programa «{programa}»], "
TEXTS = {
    Kind.ATTENDANCE: "Por haber asistido {al_evento} " + _EVENT + _HELD,
    Kind.WORKSHOP: "Por haber participado en el taller " + _EVENT + _HELD,
    Kind.SPEAKER: (
        "Por haber participado como ponente {en_el_evento} «{titulo}»[, con el tema {temas}]"
        "[, del programa «{programa}»], " + _HELD
    ),
    Kind.RECOGNITION: (
        "Por su práctica de transparencia proactiva «{practica}»[, dirigida a {grupo}], que el "
        "Jurado Calificador declaró procedente[ en su dictamen {dictamen}] conforme a la "
        "convocatoria «{convocatoria}». Este reconocimiento tiene vigencia {vigencia}."
    ),
}
HEADINGS = {Kind.RECOGNITION: "RECONOCIMIENTO"}
HEADING = "CONSTANCIA"
DESIGN_OF = {Kind.RECOGNITION: marco.SLUG}
_NAME = re.compile(r"\{([^{}]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def in_force(organizer: Organizer, kind: str) -> Wording:
    """The version that holds now; ours by custom, as version 0, where none was written."""
    return Wording.objects.latest_of(organizer, kind) or by_custom(organizer, kind)


def by_custom(organizer: Organizer, kind: str) -> Wording:
    return Wording(
        organizer=organizer,
        kind=kind,
        version=0,
        heading=HEADINGS.get(Kind(kind), HEADING),
        text=TEXTS[Kind(kind)],
        design=DESIGN_OF.get(Kind(kind), DEFAULT),
        made_by="sistema",
    )


def fill(text: str, facts: dict[str, str]) -> str:
    """The sentence that is printed."""

    def optional(match):
        part = match[1]
        return part if all(facts.get(name) for name in _NAME.findall(part)) else ""

    sentence = _NAME.sub(lambda match: facts.get(match[1], ""), _OPTIONAL.sub(optional, text))
    return " ".join(sentence.split())


def check(text: str) -> None:
    """Raise ValidationError, in words that say what to mend, for a text that cannot be filled."""
    unknown = [name for name in _NAME.findall(text) if name not in PLACEHOLDERS]
    if unknown:
        raise ValidationError([_unknown(name) for name in dict.fromkeys(unknown)])
    if any(brace in _NAME.sub("", text) for brace in "{}"):
        raise ValidationError("Hay una llave { o } sin su pareja.")
    if any(bracket in _OPTIONAL.sub("", text) for bracket in "[]"):
        raise ValidationError("Hay un corchete [ o ] sin su pareja, o uno dentro de otro.")


def _unknown(name: str) -> str:
    near = get_close_matches(name.strip().lower(), PLACEHOLDERS, n=1)
    hint = f" ¿Quisiste decir {{{near[0]}}}?" if near else " Usa uno de la lista."
    return f"No conocemos el dato {{{name}}}.{hint}"


@transaction.atomic
def rewrite(*, organizer: Organizer, kind: str, heading: str, text: str, design: str, by):
    """A new version of what constancias of a kind say; those already issued do not change."""
    check(text)
    # Of two people who save at once, the second gets the next number.
    Organizer.objects.select_for_update().get(pk=organizer.pk)
    last = Wording.objects.latest_of(organizer, kind)
    wording = Wording.objects.create(
        organizer=organizer,
        kind=kind,
        version=(last.version if last else 0) + 1,
        heading=heading,
        text=text,
        design=design,
        made_by=str(by),
    )
    record("wording.changed", wording, by=by, version=wording.version)
    return wording
