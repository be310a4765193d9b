"""Writing a ficha: begun by one person or a team of one body, saved as one types.

Fichas are written from the first session of a workshop until its facilitators close them.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from padron.models import Person
from padron.refusal import Refusal

from .models import Ficha, FichaComment, FichaMember, PopulationGroup, Workshop

GROUP = "population_group"
# More than anybody writes in a workshop; a paste of a whole book is refused.
LONGEST = 10_000
LONGEST_COMMENT = 2_000


@dataclass(frozen=True)
class Saved:
    """What became of an answer. `conflict`: what somebody else wrote meanwhile, and that stays."""

    revision: int
    conflict: str | None = None


@transaction.atomic
def begin(*, workshop: Workshop, person: Person, by, now=None) -> Ficha:
    """A ficha of `person` for the body they came for. One that nobody has touched is taken again.

    Raises Refusal where the fichas are not open or the person has no seat in the workshop.
    """
    if workshop.pk is None:
        workshop = Workshop.objects.get_or_create(event=workshop.event)[0]
    # Two taps on the button: the second finds the ficha of the first.
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    _refuse_if(workshop.why_fichas_closed(now))
    seat = workshop.seats().filter(person=person).first()
    if seat is None:
        raise Refusal("Para escribir una ficha necesitas un lugar en este taller.")
    blank = workshop.fichas.of(person).filter(revision=0, body=seat.body_id).first()
    if blank is not None:
        return blank
    moment = now or timezone.now()
    ficha = Ficha.objects.create(
        workshop=workshop,
        body_id=seat.body_id,
        created_at=moment,
        changed_at=moment,
        changed_by=_label(by),
    )
    FichaMember.objects.create(ficha=ficha, person=person, joined_at=moment, added_by=_label(by))
    record("ficha.begun", ficha, by=by)
    return ficha


@transaction.atomic
def save_answer(*, ficha: Ficha, field: str, value: str, seen: str, by, now=None) -> Saved:
    """Keep one answer. `seen` is what it said when the writer began to change it.

    Where somebody else has changed it since, nothing is kept and the answer tells of theirs. Other
    answers are no matter: two people may write two of them at once.
    """
    if field not in Ficha.ASKED:
        raise Refusal("Esa pregunta no es de la ficha.")
    value, seen = plain(value), plain(seen)
    ficha = _locked(ficha)
    held = ficha.answer(field)
    if value == held:
        return Saved(ficha.revision)
    _refuse_if(ficha.why_closed(now))
    if held != seen:
        return Saved(ficha.revision, conflict=held)
    setattr(ficha, field, _meant(field, value))
    ficha.revision += 1
    _changed(ficha, by, now, field, "revision")
    return Saved(ficha.revision)


@transaction.atomic
def finish(*, ficha: Ficha, by, now=None) -> Ficha:
    """Say that it is complete. Raises Refusal that names the questions without an answer."""
    ficha = _locked(ficha)
    if ficha.is_finished:
        return ficha
    _refuse_if(ficha.why_closed(now))
    if missing := ficha.missing():
        raise Refusal(f"Antes de terminar falta contestar: {', '.join(missing)}.")
    ficha.state, ficha.finished_at = Ficha.State.FINISHED, now or timezone.now()
    _changed(ficha, by, now, "state", "finished_at")
    record("ficha.finished", ficha, by=by)
    return ficha


@transaction.atomic
def reopen(*, ficha: Ficha, by, now=None) -> Ficha:
    """Let its team go on writing, while the workshop's fichas are open."""
    ficha = _locked(ficha)
    _refuse_if(ficha.workshop.why_fichas_closed(now))
    if not ficha.is_finished:
        return ficha
    ficha.state, ficha.finished_at = Ficha.State.GROWING, None
    _changed(ficha, by, now, "state", "finished_at")
    record("ficha.reopened", ficha, by=by)
    return ficha


@transaction.atomic
def add_member(*, ficha: Ficha, person: Person, by, now=None) -> FichaMember:
    """Let a colleague write too: of the same body, with a seat in the same workshop."""
    ficha = _locked(ficha)
    _refuse_if(ficha.workshop.why_fichas_closed(now))
    if not ficha.workshop.seats().filter(person=person, body=ficha.body_id).exists():
        raise Refusal(
            f"{person} no tiene lugar en este taller por {ficha.body}: el equipo es de un solo "
            "sujeto obligado."
        )
    already = ficha.members.filter(person=person, left_at=None).first()
    if already is not None:
        return already
    made = FichaMember.objects.create(
        ficha=ficha, person=person, joined_at=now or timezone.now(), added_by=_label(by)
    )
    record("ficha.member_added", ficha, by=by, person=person.pk)
    return made


@transaction.atomic
def leave(*, ficha: Ficha, person: Person, by, now=None) -> None:
    """No longer write it; somebody always stays."""
    ficha = _locked(ficha)
    _refuse_if(ficha.workshop.why_fichas_closed(now))
    writing = ficha.members.filter(left_at=None)
    if not writing.exclude(person=person).exists():
        raise Refusal("Eres la única persona en esta ficha: alguien tiene que quedarse con ella.")
    if writing.filter(person=person).update(left_at=now or timezone.now()):
        record("ficha.member_left", ficha, by=by, person=person.pk)


@transaction.atomic
def comment(
    *, ficha: Ficha, text: str, by, about: str = "", person: Person | None = None, now=None
) -> FichaComment:
    """Say something about a ficha or one of its questions: its team (`person`) or staff."""
    text = plain(text).strip()
    if not text:
        raise Refusal("Escribe el comentario.")
    if len(text) > LONGEST_COMMENT:
        raise Refusal(f"El comentario es demasiado largo: usa hasta {LONGEST_COMMENT} letras.")
    if about and about not in Ficha.ASKED:
        raise Refusal("Esa pregunta no es de la ficha.")
    made = FichaComment.objects.create(
        ficha=ficha,
        about=about,
        text=text,
        by_facilitator=person is None,
        author=_label(by),
        person=person,
        made_at=now or timezone.now(),
    )
    record("ficha.commented", ficha, by=by)
    return made


@transaction.atomic
def settle(*, comment: FichaComment, by, now=None) -> None:
    """Say that what a comment asked for was seen to."""
    found = FichaComment.objects.filter(pk=comment.pk, settled_at=None)
    if found.update(settled_at=now or timezone.now()):
        record("ficha.comment_settled", comment.ficha, by=by)


@transaction.atomic
def close(*, workshop: Workshop, by) -> None:
    """Nobody begins or changes a ficha of this workshop any more."""
    if Workshop.objects.filter(pk=workshop.pk, fichas_open=True).update(fichas_open=False):
        record("workshop.fichas_closed", workshop, by=by)


@transaction.atomic
def open_again(*, workshop: Workshop, by) -> None:
    if Workshop.objects.filter(pk=workshop.pk, fichas_open=False).update(fichas_open=True):
        record("workshop.fichas_opened", workshop, by=by)


def colleagues(ficha: Ficha):
    """Seats of those who could join its team: of its body, in its workshop, not writing it yet."""
    writing = ficha.members.filter(left_at=None).values("person")
    seats = ficha.workshop.seats().filter(body=ficha.body_id).exclude(person__in=writing)
    return seats.select_related("person").in_list_order()


def plain(text: str) -> str:
    """`text` as it is kept and compared: one way to end a line, nothing that cannot be stored."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _locked(ficha: Ficha) -> Ficha:
    """Its row, held until the transaction ends: two who write at once take turns."""
    found = Ficha.objects.select_related("workshop__event", "body")
    return found.select_for_update(of=("self",)).get(pk=ficha.pk)


def _refuse_if(reason: str) -> None:
    if reason:
        raise Refusal(reason)


def _meant(field: str, value: str):
    """What a text means for its field; raises Refusal where it means nothing."""
    if field == GROUP:
        return _group(value) if value else None
    longest = Ficha._meta.get_field(field).max_length or LONGEST
    if len(value) > longest:
        raise Refusal(f"Es demasiado largo: usa hasta {longest:,} letras.")
    return value


def _group(value: str) -> PopulationGroup:
    group = PopulationGroup.objects.filter(pk=value, is_active=True).first() if _pk(value) else None
    if group is None:
        raise Refusal("Elige un grupo de la lista.")
    return group


def _pk(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 10


def _changed(ficha: Ficha, by, now, *fields: str) -> None:
    ficha.changed_at, ficha.changed_by = now or timezone.now(), _label(by)
    ficha.save(update_fields=[*fields, "changed_at", "changed_by"])


def _label(by) -> str:
    return str(by)[:200]
