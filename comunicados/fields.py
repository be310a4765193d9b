"""Fields in braces within a text, such as {nombre}: plain replacement, never a template."""

import re

from django.conf import settings

from documentos.spanish import session_in_words
from jornadas.models import Event, Registration
from jornadas.models.events import Mode

_FIELD = re.compile(r"\{([^{}\n]*)\}")

# What each stands for, in the words of the help.
OF_THE_EVENT = {
    "evento": "el título del evento",
    "fecha": "cuándo es, con cada sesión",
    "lugar": "la sede, o que es en línea",
    "sujeto_obligado": "el sujeto obligado de quien lo recibe",
}
OF_A_REGISTRATION = {
    "nombre": "el nombre de pila de quien lo recibe",
    **OF_THE_EVENT,
    "pase": "la dirección de su pase",
}


def unknown(text: str, known) -> list[str]:
    """The fields of `text` that nobody knows, as they were typed, each once."""
    found = (match[0] for match in _FIELD.finditer(text) if _name(match) not in known)
    return list(dict.fromkeys(found))


def fill(text: str, values: dict[str, str]) -> str:
    """`text` with its fields replaced. What a value says is text, whatever braces it holds."""
    return _FIELD.sub(lambda match: values.get(_name(match), match[0]), text)


def of_event(event: Event) -> dict[str, str]:
    """Values that are the same for everybody, save `sujeto_obligado`."""
    return {"evento": event.title, "fecha": _when(event), "lugar": _where(event)}


def of_registration(registration: Registration, event: Event) -> dict[str, str]:
    """The values for one person; `event` has its sessions and venues."""
    return {
        **of_event(event),
        "lugar": _where(event, registration.mode),
        "nombre": registration.person.given_names,
        "sujeto_obligado": registration.body.name,
        "pase": settings.SITE_URL + registration.get_absolute_url(),
    }


def _name(match) -> str:
    return match[1].strip().lower()


def _when(event: Event) -> str:
    days = [session_in_words(s.day, s.starts_at, s.ends_at) for s in event.sessions.all()]
    return "; ".join(days) or "fecha por confirmar"


def _where(event: Event, mode: str = "") -> str:
    """Where one with this mode goes; every way to take part where no mode is said."""
    venues = dict.fromkeys(_place(s.venue) for s in event.sessions.all() if s.venue)
    here = "; ".join(venues) or "sede por confirmar"
    modes = [mode] if mode else event.modes
    ways = [here if one == Mode.IN_PERSON else "en línea" for one in modes]
    return " y ".join(ways) or here


def _place(venue) -> str:
    return ", ".join(filter(None, [venue.name, " ".join(venue.address.split())]))
