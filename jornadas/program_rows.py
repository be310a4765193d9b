"""What one row of a programme's file says of its event and of its session."""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from documentos.spanish import session_in_words
from padron.names import match_key

from .models import Event, Session, Speaker, Venue
from .refusal import Refusal
from .working_days import opening

KINDS = {
    "foro y jornada": "foro_y_jornada",
    "foro de arranque y jornada": "foro_y_jornada",
    "foro": "foro",
    "jornada": "jornada",
    "taller": "taller",
}
MODALITIES = {
    "presencial": "in_person",
    "virtual": "online",
    "en linea": "online",
    "remota": "online",
    "hibrida": "hybrid",
    "mixta": "hybrid",
    "por confirmar": "to_confirm",
}


def plan_event(outcome, values: dict[str, str]) -> None:
    event = outcome.event
    title = values.get("title", "")
    if not title and event.pk is None:
        raise Refusal("Falta el título.")
    if len(title) > 200:
        raise Refusal("El título tiene más de 200 letras.")
    outcome.label = title or event.title
    wanted = {
        "title": title,
        "kind": _choice(values, "kind", KINDS, "el tipo"),
        "note": values.get("note", ""),
        "date_status": _date_status(values.get("state", "")),
        "modality": _choice(values, "modality", MODALITIES, "la modalidad"),
    }
    if event.pk is None and not wanted["modality"]:
        wanted["modality"] = Event.Modality.TO_CONFIRM
    for name, value in wanted.items():
        if value and value != getattr(event, name):
            setattr(event, name, value)
            outcome.changes[name] = _shown(event, name)
    _plan_seats(outcome, values)


def _choice(values: dict[str, str], name: str, choices: dict[str, str], what: str) -> str:
    key = match_key(values.get(name, ""))
    if key and key not in choices:
        raise Refusal(f"No se entiende {what} «{values[name][:40]}»; usa: {', '.join(choices)}.")
    return choices[key] if key else ""


def _date_status(text: str) -> str:
    key = match_key(text)
    if "cancel" in key:
        raise Refusal("Un evento no se cancela con un archivo; hazlo en su página.")
    if "cambio" in key and "pendiente" in key:
        return Event.DateStatus.CHANGE_PENDING
    if "por confirmar" in key or key == "pendiente":
        return Event.DateStatus.TO_CONFIRM
    if not key or key in ("borrador", "publicado", "publicada"):
        return ""
    if any(word in key for word in ("aprobad", "confirmad", "programad")):
        return Event.DateStatus.CONFIRMED
    raise Refusal(f"No se entiende el estado «{text[:40]}»; usa aprobada o por confirmar.")


def _plan_seats(outcome, values: dict[str, str]) -> None:
    event = outcome.event
    seats = {"in_person": values.get("seats", ""), "online": values.get("seats_online", "")}
    if event.modality == Event.Modality.ONLINE and not seats["online"]:
        # One column of seats is enough where there is one modality.
        seats = {"in_person": "", "online": seats["in_person"]}
    for mode, count in seats.items():
        name = f"seats_{mode}"
        if not count:
            continue
        if mode not in event.modes:
            raise Refusal("Los lugares no corresponden a la modalidad. Di cuál es en su columna.")
        if int(count) != getattr(event, name):
            setattr(event, name, int(count))
            outcome.changes[name] = count
    if event.pk and event.registrations.exists() and outcome.changes.keys() & _FOR_PEOPLE:
        raise Refusal("Ya tiene inscripciones; cambia modalidad y lugares en su página.")


_FOR_PEOPLE = {"modality", "seats_in_person", "seats_online"}


def _shown(event: Event, name: str) -> str:
    display = getattr(event, f"get_{name}_display", None)
    return str(display() if display else getattr(event, name))


def plan_session(outcome, values: dict[str, str], venues: dict[str, Venue]) -> None:
    event = outcome.event
    sessions = list(event.sessions.all()) if event.pk else []
    session = sessions[0] if sessions else Session(number=1)
    before = session_in_words(session.day, session.starts_at, session.ends_at)
    speakers = list(session.speakers.all()) if session.pk else []
    changes = {}
    _set_times(session, values)
    after = session_in_words(session.day, session.starts_at, session.ends_at)
    if after != before:
        changes["when"] = after
    outcome.venue = _venue(values.get("venue", ""), venues)
    if outcome.venue and outcome.venue != session.venue:
        session.venue = outcome.venue
        changes["venue"] = outcome.venue.name
    if (link := values.get("link", "")) and link != session.link:
        _check_link(link)
        session.link = link
        changes["link"] = link
    if name := values.get("speaker", ""):
        facts = {"name": name[:160], "post": values.get("post", "")[:160]}
        if not any(s.name == facts["name"] and s.post == facts["post"] for s in speakers):
            outcome.speaker = Speaker.objects.filter(**facts).first() or Speaker(**facts)
            changes["speaker"] = str(outcome.speaker)
    if changes and len(sessions) > 1:
        raise Refusal("El evento tiene varias sesiones; cámbialas en su página.")
    outcome.changes |= changes
    outcome.session = session if changes else None


def _check_link(link: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError as error:
        raise Refusal(f"La liga «{link[:60]}» no es una dirección completa.") from error
    if len(link) > 200:
        raise Refusal("La liga tiene más de 200 letras.")


def _set_times(session: Session, values: dict[str, str]) -> None:
    day, starts, ends = (values.get(name, "") for name in ("day", "starts", "ends"))
    if starts and not (day or session.day):
        raise Refusal("Tiene hora, pero no fecha.")
    if ends and not (starts or session.starts_at):
        raise Refusal("Tiene hora de término, pero no de inicio.")
    hours = [session.starts_at, session.ends_at]
    if day and session.day != date.fromisoformat(day):
        session.day = date.fromisoformat(day)
        # The hours that were known move with the day.
        hours = [
            moment and opening(session.day, timezone.localtime(moment).time()) for moment in hours
        ]
    if starts:
        hours[0] = opening(session.day, time.fromisoformat(starts))
    if ends:
        hours[1] = opening(session.day, time.fromisoformat(ends))
    session.starts_at, session.ends_at = hours
    if session.ends_at and session.ends_at <= session.starts_at:
        raise Refusal("Termina antes de empezar.")


def _venue(text: str, venues: dict[str, Venue]) -> Venue | None:
    if not text or match_key(text) == "por confirmar":
        return None
    if len(text) > 160:
        raise Refusal("El nombre de la sede tiene más de 160 letras.")
    return venues.setdefault(match_key(text), Venue(name=text))
