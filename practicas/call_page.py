"""What the page of a call says, to everybody and in the preview of who writes it."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone

from documentos.spanish import counted, date_in_words, moment_in_words

from .models import Call, SeatHolder


@dataclass(frozen=True)
class State:
    """How a call stands: a word, and a sentence for who wants to take part."""

    key: str
    words: str
    tone: str
    sentence: str


def state(call: Call, now=None) -> State:
    """How it stands at `now`. Give it with its dictamen, so that a list costs one query."""
    now = now or timezone.now()
    if call.published_at is None:
        return State("draft", "Borrador", "info", "Nadie la ve todavía.")
    if call.published_at > now:
        when = moment_in_words(call.published_at)
        return State("scheduled", "Por publicarse", "info", f"Se publica el {when}.")
    if call.is_open(now):
        return State("open", "Abierta", "success", how_long(call, now))
    if has_results(call, now):
        return State("results", "Con resultados", "neutral", "Ya se conocen sus resultados.")
    if call.results_at and call.results_at > now:
        when = on(call.results_at)
        sentence = f"Ya no recibe propuestas. Los resultados se dan a conocer el {when}."
        return State("closed", "Cerrada", "neutral", sentence)
    return State("closed", "Cerrada", "neutral", "Ya no recibe propuestas.")


def has_results(call: Call, now) -> bool:
    """As `Call.objects.with_results`, of one that is at hand."""
    told = getattr(call, "dictamen", None)
    return bool(told and call.results_at and call.results_at <= now and told.published_at <= now)


def how_long(call: Call, now) -> str:
    """How long it still takes proposals, in words."""
    day = date_in_words(call.closes_on)
    days = (call.closes_on - call.today(now)).days
    if days == 0:
        hours = int((call.closes_at - now).total_seconds() // 3600)
        left = f"quedan {counted(hours, 'hora', 'horas')}" if hours > 1 else "queda poco tiempo"
        return f"Hoy es el último día: cierra a las 24:00, hora del centro; {left}."
    if days == 1:
        return f"Cierra mañana, {day}, al terminar el día."
    return f"Recibe propuestas hasta el {day}: quedan {days} días."


def on(moment) -> str:
    """A moment in words; only its day where no hour was set."""
    at_midnight = timezone.localtime(moment).time() == time(0)
    return date_in_words(moment) if at_midnight else moment_in_words(moment)


def shares(criteria) -> list[Decimal]:
    """What each criterion counts, of a hundred."""
    whole = sum((one.weight for one in criteria), Decimal(0))
    return [round(100 * one.weight / whole, 1) for one in criteria]


def holders_of(call: Call, now) -> Prefetch:
    """Those who sat in the jury between publication and results, or until today."""
    first = call.today(call.published_at or now)
    last = call.today(min(call.results_at, now) if call.results_at else now)
    held = SeatHolder.objects.filter(starts_on__lte=max(first, last)).exclude(ends_on__lt=first)
    return Prefetch("holders", held.order_by("starts_on"), to_attr="held_by")


def content(call: Call, now=None) -> dict:
    """Everything the page shows of it; a constant number of questions."""
    now = now or timezone.now()
    criteria = list(call.criteria.prefetch_related("levels"))
    seats = list(call.seats.prefetch_related(holders_of(call, now)))
    situation = state(call, now)
    return {
        "call": call,
        "state": situation,
        "closes": date_in_words(call.closes_on),
        "results": on(call.results_at) if call.results_at else "",
        "scores_due": moment_in_words(call.scores_due_at) if call.scores_due_at else "",
        "requirements": list(call.requirements.all()),
        "criteria": list(zip(criteria, shares(criteria), strict=True)),
        "weighs_equally": len({one.weight for one in criteria}) == 1,
        "has_levels": any(one.levels.all() for one in criteria),
        "seats": seats,
        "silences": [line for line in call.silences.splitlines() if line.strip()],
        "validity": validity(call),
        "moves": moves(call, now),
    }


def validity(call: Call) -> str:
    months = counted(call.validity_months, "mes", "meses")
    if call.validity_from == Call.Validity.DAY and call.validity_day:
        return f"{months}, desde el {date_in_words(call.validity_day, weekday=False)}"
    return f"{months}, desde que se publican los resultados"


def moves(call: Call, now):
    """What was moved after publication; of the dictamen, only once it is known."""
    told = call.corrigenda.filter(proposal=None)
    dictamen = getattr(call, "dictamen", None)
    if dictamen and not has_results(call, now):
        told = told.filter(made_at__lt=dictamen.made_at)
    return list(told)
