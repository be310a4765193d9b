"""A convocatoria: written as a draft, published, and from then on changed only with a reason."""

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from bitacora.record import record
from documentos.spanish import counted, date_in_words, moment_in_words
from jornadas.planning.actions import free_slug
from padron.refusal import Refusal

from . import move_notices
from .criteria import give_standard, take_over
from .models import Call, Corrigendum, Criterion, Level, Requirement, Seat

Part = Requirement | Criterion | Seat
FROZEN = "La convocatoria ya se publicó: sus bases no cambian. Solo se mueven fechas, con motivo."
FEWEST_LEVELS = 2
# What may be moved once it is published, and how the notice calls it.
MOVABLE = {
    "closes_on": "Último día para enviar",
    "scores_due_at": "El jurado califica hasta",
    "results_at": "Los resultados se dan a conocer",
}


@transaction.atomic
def create(*, call: Call, by, like: Call | None = None) -> Call:
    """A draft with the facts of `call`, which nobody sees until it is published.

    `like`: an earlier call whose requirements, criteria and seats it begins with. Without one, it
    begins with the six criteria of the Lineamientos, of equal weight.
    """
    text = call.title if str(call.year) in call.title else f"{call.title} {call.year}"
    call.slug = free_slug(Call, text)
    call.published_at = None
    call.save()
    if like:
        take_over(call, like)
    else:
        give_standard(call)
    record("call.created", call, by=by, like=like.slug if like else "")
    return call


@transaction.atomic
def change(*, call: Call, changed: list[str], by) -> Call:
    """Keep what a form wrote into `call`: the fields `changed`. Raises Refusal once published."""
    _lock_draft(call)
    if changed:
        call.save(update_fields=changed)
        record("call.changed", call, by=by, fields=changed)
    return call


@transaction.atomic
def save_part(*, part: Part, by, levels: dict[int, str] | None = None) -> Part:
    """Keep a part of a draft; of a criterion, `levels` is what one sees to give each value."""
    _lock_draft(part.call)
    if is_new := part.pk is None:
        siblings = type(part).objects.filter(call=part.call)
        part.number = (siblings.aggregate(last=Max("number"))["last"] or 0) + 1
    part.save()
    if isinstance(part, Criterion) and levels is not None:
        part.levels.all().delete()
        Level.objects.bulk_create(
            Level(criterion=part, value=value, anchor=anchor)
            for value, anchor in sorted(levels.items())
        )
    record(f"call.{_kind(part)}_{'added' if is_new else 'changed'}", part, by=by)
    return part


@transaction.atomic
def remove_part(*, part: Part, by) -> None:
    """Take it out of a draft; those after it move up a number."""
    _lock_draft(part.call)
    if isinstance(part, Seat) and part.holders.exists():
        raise Refusal("El asiento tiene titulares. Quítalos antes de quitar el asiento.")
    record(f"call.{_kind(part)}_removed", part, by=by)
    following = type(part).objects.filter(call=part.call, number__gt=part.number)
    pks = list(following.order_by("number").values_list("pk", flat=True))
    part.delete()
    # One by one: two may never have the same number, not even for a moment.
    for pk in pks:
        type(part).objects.filter(pk=pk).update(number=F("number") - 1)


def missing(call: Call, at=None) -> list[str]:
    """What it lacks to be published at `at` (now); nothing where it may be."""
    at = at or timezone.now()
    seats = call.seats.count()
    criteria = call.criteria.prefetch_related("levels")
    flat = [one.number for one in criteria if len(one.levels.all()) < FEWEST_LEVELS]
    found = [
        (call.closes_at <= at, "El último día para enviar es anterior a la publicación."),
        (call.results_at is None, "Falta decir cuándo se dan a conocer los resultados."),
        *_disorder(call.closes_at, call.scores_due_at, call.results_at),
        (not call.requirements.exists(), "Falta al menos un requisito."),
        (not criteria, "Falta al menos un criterio."),
        (
            bool(flat),
            f"Falta la escala, con al menos {FEWEST_LEVELS} niveles, en: criterio "
            f"{', '.join(map(str, flat))}.",
        ),
        (not seats, "Falta al menos un asiento del jurado."),
        (
            0 < seats < call.quorum,
            f"El quórum es de {call.quorum} y solo hay "
            f"{counted(seats, 'asiento', 'asientos')} en el jurado.",
        ),
    ]
    return [sentence for is_so, sentence in found if is_so]


@transaction.atomic
def publish(*, call: Call, at=None, by, now=None) -> Call:
    """Let everybody read it and propose, at once or at `at`. Raises Refusal: what is missing."""
    now = now or timezone.now()
    held = _lock_draft(call)
    if at and at < now:
        raise Refusal("Ese momento ya pasó. Elige uno que esté por venir o publica ahora.")
    if lacks := missing(held, at or now):
        raise Refusal(" ".join(lacks))
    call.published_at = at or now
    call.save(update_fields=["published_at"])
    record("call.published", call, by=by, at=call.published_at.isoformat())
    return call


@transaction.atomic
def withdraw(*, call: Call, by, now=None) -> None:
    """Take back a publication whose moment has not come: it is a draft again."""
    held = _lock(call)
    if held.published_at is None:
        return
    if held.published_at <= (now or timezone.now()):
        raise Refusal("La convocatoria ya se publicó; no se puede retirar.")
    call.published_at = None
    call.save(update_fields=["published_at"])
    record("call.withdrawn", call, by=by)


@transaction.atomic
def discard(*, call: Call, by) -> None:
    """Delete a draft, with all that was written for it."""
    _lock_draft(call)
    record("call.discarded", call, by=by)
    call.delete()


@transaction.atomic
def move(*, call: Call, reason: str, by, now=None, **moments) -> list[Corrigendum]:
    """Move the last day, the jury's term or the moment of the results of a published call.

    `moments`: those of MOVABLE that are to change. What it said, what it says now and the reason
    are shown to everybody, and sent to those with a proposal there. Raises Refusal where it is too
    late or out of order.
    """
    now = now or timezone.now()
    held = _lock(call)
    changed = {field: to for field, to in moments.items() if getattr(held, field) != to}
    reason = reason.strip()
    if held.published_at is None or held.published_at > now:
        raise Refusal("Todavía no se publica: como borrador, sus fechas se cambian sin motivo.")
    if not reason:
        raise Refusal("Escribe el motivo: se muestra junto a la fecha nueva.")
    if not changed:
        raise Refusal("Ninguna fecha cambió.")
    _refuse_what_is_too_late(held, changed, now)
    told = [
        Corrigendum(
            call=call,
            said=_say(field, getattr(held, field)),
            should_say=_say(field, to),
            reason=reason,
            made_at=now,
            made_by=str(by)[:200],
        )
        for field, to in changed.items()
    ]
    for field, to in changed.items():
        setattr(held, field, to)
        setattr(call, field, to)
    order = _disorder(held.closes_at, held.scores_due_at, held.results_at)
    if wrong := [sentence for is_so, sentence in order if is_so]:
        raise Refusal(" ".join(wrong))
    held.save(update_fields=list(changed))
    Corrigendum.objects.bulk_create(told)
    move_notices.queue(call, told, now)
    record("call.moved", call, by=by, fields=sorted(changed), reason=reason)
    return told


def _refuse_what_is_too_late(held: Call, changed: dict, now) -> None:
    if "closes_on" in changed and held.is_closed(now):
        raise Refusal("El plazo ya terminó; no se puede abrir otra vez.")
    if "closes_on" in changed and changed["closes_on"] < held.today(now):
        raise Refusal("El último día para enviar no puede ser un día que ya pasó.")
    if hasattr(held, "dictamen"):
        raise Refusal("El dictamen ya está firmado; sus fechas no cambian.")
    for field in ("scores_due_at", "results_at"):
        had, to = getattr(held, field), changed.get(field)
        if field in changed and had and had <= now:
            raise Refusal(f"«{MOVABLE[field]}» ya pasó; no se puede mover.")
        if field in changed and (to is None or to <= now):
            raise Refusal(f"«{MOVABLE[field]}» debe ser un momento por venir.")


def _disorder(closes_at, scores_due_at, results_at) -> list[tuple[bool, str]]:
    """Whether the moments stand in the wrong order, and the sentence that says so."""
    return [
        (
            bool(scores_due_at and scores_due_at < closes_at),
            "El plazo para calificar no puede terminar antes que el de enviar.",
        ),
        (
            bool(results_at and results_at < closes_at),
            "Los resultados no pueden darse a conocer antes de que termine el plazo.",
        ),
        (
            bool(scores_due_at and results_at and results_at < scores_due_at),
            "Los resultados no pueden darse a conocer antes de que el jurado termine.",
        ),
    ]


def _say(field: str, value) -> str:
    if value is None:
        words = "sin fecha"
    elif field == "closes_on":
        words = date_in_words(value)
    else:
        words = moment_in_words(value)
    return f"{MOVABLE[field]}: {words}"


def _kind(part: Part) -> str:
    return str(part._meta.model_name)


def _lock(call: Call) -> Call:
    """Its row, held until the transaction ends: nobody sends or publishes meanwhile."""
    return Call.objects.select_for_update().get(pk=call.pk)


def _lock_draft(call: Call) -> Call:
    held = _lock(call)
    if held.published_at is not None:
        raise Refusal(FROZEN)
    return held
