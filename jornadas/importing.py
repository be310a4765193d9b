"""A programme of events from a file: what would change first, then all of it or nothing.

An event is the same by programme, group and ordinal. A column that is not there, or a blank cell,
leaves what is known as it is.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from bitacora.record import record
from padron.names import match_key

from . import minimum
from .models import Event, Group, Program, Session, Speaker, Venue
from .planning import conflicts
from .planning.actions import free_slug
from .program_rows import plan_event, plan_session
from .program_sheet import Row
from .refusal import Refusal

CREATED, UPDATED, UNCHANGED, REJECTED = "created", "updated", "unchanged", "rejected"
LABELS = {
    "title": "título",
    "kind": "tipo",
    "modality": "modalidad",
    "seats_in_person": "lugares presenciales",
    "seats_online": "lugares en línea",
    "date_status": "estado de la fecha",
    "note": "nota",
    "when": "fecha y hora",
    "venue": "sede",
    "link": "liga",
    "speaker": "ponente",
}


@dataclass
class Outcome:
    """What becomes of one row: `changes` tells a new value by its field, `reason` a rejection."""

    row: int
    label: str
    action: str
    reason: str = ""
    changes: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    event: Event | None = None
    group: Group | None = None
    session: Session | None = None
    speaker: Speaker | None = None
    venue: Venue | None = None

    @property
    def changes_in_words(self) -> list[str]:
        return [f"{LABELS[name]}: {value}" for name, value in self.changes.items()]


@dataclass
class Plan:
    program: Program
    outcomes: list[Outcome]

    def of(self, action: str) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.action == action]

    @property
    def warnings(self) -> list[str]:
        told = [w for o in self.outcomes for w in o.warnings if o.action in (CREATED, UPDATED)]
        return list(dict.fromkeys(told))

    @property
    def is_savable(self) -> bool:
        return not self.of(REJECTED) and bool(self.of(CREATED) or self.of(UPDATED))

    def summary(self) -> dict:
        """The counts, and each rejected row with its reason: what the command prints."""
        counts = Counter(outcome.action for outcome in self.outcomes)
        return {
            "program": self.program.slug,
            "created": counts[CREATED],
            "updated": counts[UPDATED],
            "unchanged": counts[UNCHANGED],
            "rejected": [{"row": o.row, "reason": o.reason} for o in self.of(REJECTED)],
            "warnings": self.warnings,
        }


def find_program(rows: list[Row], programs, slug: str = "") -> Program:
    """The programme of these rows: the one said, the one the file names, the one of its dates."""
    if slug:
        if program := programs.filter(slug=slug).first():
            return program
        raise Refusal(f"No hay un programa con la clave «{slug[:60]}».")
    named = {row.values.get("program", "") for row in rows} - {""}
    if len(named) > 1:
        raise Refusal("El archivo nombra varios programas. Importa uno a la vez.")
    if named:
        key = match_key(named.copy().pop())
        fits = [p for p in programs if key in (match_key(p.name), match_key(p.slug))]
    else:
        days = [date.fromisoformat(day) for row in rows if (day := row.values.get("day"))]
        fits = [p for p in programs if days and p.starts_on <= min(days) and max(days) <= p.ends_on]
    if len(fits) != 1:
        raise Refusal(
            "No se sabe a qué programa pertenecen estos eventos. Dilo en una columna «programa», o "
            "elige el programa."
        )
    return fits[0]


def plan(rows: list[Row], program: Program) -> Plan:
    """What each row would do to `program`. Writes nothing."""
    groups = {name: g for g in program.groups.all() for name in _names_of(g)}
    known: dict[tuple, list[Event]] = {}
    events = program.events.prefetch_related("groups", "sessions__venue", "sessions__speakers")
    for event in events.select_related("program__organizer"):
        for group in event.groups.all() or [None]:
            known.setdefault((group and group.pk, event.ordinal), []).append(event)
    seen: dict[tuple, int] = {}
    venues = {match_key(venue.name): venue for venue in Venue.objects.all()}
    outcomes = []
    for row in rows:
        outcome = Outcome(row.number, row.values.get("title", "")[:200], REJECTED)
        outcomes.append(outcome)
        try:
            _plan_row(outcome, row, program, groups, known, seen, venues)
        except Refusal as reason:
            outcome.action, outcome.reason = REJECTED, str(reason)
    return Plan(program, outcomes)


def _names_of(group: Group) -> set[str]:
    return {str(group.number), match_key(group.name), match_key(group.slug)}


def _plan_row(outcome, row, program, groups, known, seen, venues) -> None:
    if row.problem:
        raise Refusal(row.problem)
    values = row.values
    if not values.get("ordinal"):
        raise Refusal("Falta el ordinal.")
    outcome.group = _group(values.get("group", ""), groups)
    key = (outcome.group and outcome.group.pk, int(values["ordinal"]))
    if key in seen:
        raise Refusal(f"Repite el grupo y el ordinal de la fila {seen[key]}.")
    seen[key] = row.number
    same = known.get(key, [])
    if len(same) > 1:
        raise Refusal("En el programa hay varios eventos con ese grupo y ordinal.")
    event = same[0] if same else Event(program=program, ordinal=key[1], kind=Event.Kind.JORNADA)
    outcome.event = event
    plan_event(outcome, values)
    plan_session(outcome, values, venues)
    if event.pk is None:
        outcome.action = CREATED
    else:
        outcome.action = UPDATED if outcome.changes else UNCHANGED
    if outcome.action != UNCHANGED:
        outcome.warnings = _warnings(outcome)


def _group(text: str, groups: dict[str, Group]) -> Group | None:
    if not text:
        return None
    if group := groups.get(match_key(text)):
        return group
    names = ", ".join(dict.fromkeys(group.name for group in groups.values())) or "ninguno"
    raise Refusal(f"El programa no tiene el grupo «{text[:40]}». Sus grupos: {names}.")


def _warnings(outcome: Outcome) -> list[str]:
    """What stands against it, as far as it can be told before it is saved."""
    session = outcome.session
    if session is None:
        return []
    venue = session.venue if session.venue_id else None
    speakers = [outcome.speaker] if outcome.speaker else []
    if session.pk and not speakers:
        speakers = list(session.speakers.all())
    return [
        f"Fila {outcome.row}: {sentence}"
        for sentence in conflicts.of_session(
            outcome.event,
            day=session.day,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            venue=venue,
            speakers=[speaker for speaker in speakers if speaker.pk],
            pk=session.pk,
        )
    ]


@transaction.atomic
def apply(made: Plan, *, by) -> None:
    """Save everything the plan says, or nothing. Raises Refusal where a row is rejected."""
    if made.of(REJECTED):
        raise Refusal(
            "Hay filas que no se pueden usar; no se guardó nada. Corrígelas y vuelve a enviar el "
            "archivo."
        )
    for outcome in made.outcomes:
        if outcome.action != UNCHANGED:
            _save(outcome, made.program)
    counts = {key: value for key, value in made.summary().items() if isinstance(value, int)}
    record("program.imported", made.program, by=by, despite=made.warnings, **counts)


def _save(outcome: Outcome, program: Program) -> None:
    event = outcome.event
    if outcome.action == CREATED:
        group = f" {outcome.group.slug}" if outcome.group else ""
        event.slug = free_slug(Event, slugify(f"{event.title}{group}"))
        minimum.begin(event)
        event.save()
        if outcome.group:
            event.groups.add(outcome.group)
    else:
        names = [name for name in outcome.changes if hasattr(event, name)]
        if names:
            event.save(update_fields=names)
    session = outcome.session
    if session is None:
        return
    if outcome.venue:
        # A venue that several rows name is made once.
        outcome.venue, _ = Venue.objects.get_or_create(
            name=outcome.venue.name, defaults={"address": outcome.venue.address}
        )
        session.venue = outcome.venue
    session.event = event
    session.save()
    if speaker := outcome.speaker:
        speaker, _ = Speaker.objects.get_or_create(name=speaker.name, post=speaker.post)
        session.speakers.set([speaker])
