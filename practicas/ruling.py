"""The jury in session: who is there, what it rules on each proposal, and the dictamen.

What it decides is final and not to be appealed (Bases, dictámenes). So from the moment somebody
signs the dictamen off nothing of it changes; a mistake is told in a fe de erratas beside it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bitacora.record import record
from documentos.spanish import counted, moment_in_words
from padron.models import Organizer
from padron.refusal import Refusal

from . import dictamen, recognising, scoring
from .models import Call, Corrigendum, Dictamen, JurySession, Proposal, Ruling, Seat, SeatHolder
from .table import Row, table

LONGEST = 8_000
SIGNED = "El dictamen ya se firmó y es definitivo: solo se corrige con una fe de erratas."


@transaction.atomic
def open_session(
    *,
    call: Call,
    held_at: datetime,
    present: Iterable[Seat],
    by,
    place: str = "",
    notes: str = "",
) -> JurySession:
    """Begin a session with the seats that are there. Raises Refusal where they are too few."""
    call = _locked(call)
    if call.jury_sessions.filter(closed_at=None).exists():
        raise Refusal("Ya hay una sesión abierta: ciérrala antes de abrir otra.")
    there = _there(call, present, held_at)
    session = JurySession.objects.create(call=call, held_at=held_at, place=place, notes=notes)
    session.present.set(there)
    record("jury.session_opened", session, by=by, seats=sorted(one.number for one in there))
    return session


@transaction.atomic
def change_session(
    *, session: JurySession, present: Iterable[Seat], by, place: str = "", notes: str = ""
) -> JurySession:
    """Somebody arrives or leaves, or what was said is written down, while it goes on."""
    session = _open(session)
    there = _there(session.call, present, session.held_at)
    before = sorted(session.present.values_list("number", flat=True))
    session.place, session.notes = place, notes
    session.save(update_fields=["place", "notes"])
    session.present.set(there)
    now = sorted(one.number for one in there)
    record("jury.session_changed", session, by=by, seats_before=before, seats=now)
    return session


@transaction.atomic
def rule(
    *,
    proposal: Proposal,
    session: JurySession,
    is_recognised: bool,
    reasons: str,
    by,
    tie_broken: str = "",
    now=None,
) -> Ruling:
    """Decide on a proposal; until the session closes the jury may still think again.

    Where recusals or a term that passed left fewer sheets than the quorum, the jury in session
    decides with what there is (Bases: it settles what they do not foresee); the acta tells it.
    Raises Refusal where scores are sealed or the call's rules say otherwise.
    """
    session = _open(session)
    reasons, tie_broken = _text(reasons), _text(tie_broken)
    if not reasons:
        raise Refusal("Escribe los motivos de la resolución.")
    if scoring.is_sealed(session.call, now):
        raise Refusal(
            "Las calificaciones siguen selladas: falta que entreguen su cédula algunos asientos."
        )
    row = _row(session.call, proposal, now)
    _refuse_if(why_not(row, session, is_recognised, tie_broken))
    before = Ruling.objects.filter(proposal=proposal).first()
    facts = {
        "session": session,
        "is_recognised": is_recognised,
        "reasons": reasons,
        "score": row.median,
        "tie_broken": tie_broken,
        "made_at": now or timezone.now(),
        "made_by": str(by)[:200],
    }
    made, _ = Ruling.objects.update_or_create(proposal=row.proposal, defaults=facts)
    action = "ruling.changed" if before else "ruling.made"
    earlier = {"before": before.is_recognised} if before else {}
    record(action, made, by=by, is_recognised=is_recognised, **earlier)
    return made


def why_not(row: Row, session: JurySession, is_recognised: bool, tie_broken: str) -> str:
    """Why this cannot be decided so; empty where it can."""
    call = session.call
    if row.ruling and row.ruling.session_id != session.pk:
        return "Ya se resolvió en una sesión que se cerró."
    if is_recognised and row.meets_minimum is False:
        reached = "no tiene puntaje" if row.median is None else f"tiene {row.median}"
        return (
            f"La convocatoria pide al menos {call.minimum_score} de 100 para reconocer una "
            f"práctica, y esta {reached}."
        )
    return _why_not_by_tie(row, call, is_recognised, tie_broken)


def _why_not_by_tie(row: Row, call: Call, is_recognised: bool, tie_broken: str) -> str:
    """A tie matters where some of those who are tied are recognised and others are not."""
    against = [
        other
        for other in row.tied_with
        if other.ruling and other.ruling.is_recognised != is_recognised
    ]
    if not against:
        return ""
    names = ", ".join(f"la número {other.proposal.number}" for other in against)
    if call.tie_rule == Call.TieRule.ALL:
        return (
            f"Está empatada con {names}, que se resolvió de otro modo, y la convocatoria dice que "
            "todas las empatadas reciben la misma resolución."
        )
    for other in against:
        mine, theirs = (row, other) if is_recognised else (other, row)
        if call.tie_rule == Call.TieRule.HEAVIEST and (mine.heaviest or 0) < (theirs.heaviest or 0):
            return (
                f"Está empatada con {names}, y la convocatoria dice que gana quien tiene más en el "
                "criterio de mayor peso."
            )
    settled = call.tie_rule == Call.TieRule.HEAVIEST and all(
        other.heaviest != row.heaviest for other in against
    )
    if settled or tie_broken:
        return ""
    return f"Está empatada con {names}, que se resolvió de otro modo: escribe cómo se desempató."


@transaction.atomic
def close_session(*, session: JurySession, by, ended_at=None, now=None) -> JurySession:
    """End it: what was ruled in it is fixed, and its acta is complete."""
    now = now or timezone.now()
    session = _open(session)
    ended_at = ended_at or now
    if ended_at < session.held_at:
        raise Refusal("La sesión no puede terminar antes de empezar.")
    session.ended_at, session.closed_at, session.closed_by = ended_at, now, str(by)[:200]
    session.save(update_fields=["ended_at", "closed_at", "closed_by"])
    record("jury.session_closed", session, by=by)
    return session


@transaction.atomic
def sign_off(*, call: Call, published_at: datetime, by, now=None) -> Dictamen:
    """Sign the dictamen off: frozen now, told to everybody from `published_at`, recognised."""
    now = now or timezone.now()
    call = _locked(call)
    _refuse_if(why_not_yet(call))
    # Folios are consecutive: two calls that are signed off at once take turns.
    Organizer.objects.select_for_update().get(pk=call.organizer_id)
    # A form tells minutes.
    if published_at < now.replace(second=0, microsecond=0):
        raise Refusal("El momento de publicación ya pasó: elige uno que venga.")
    if call.results_at and published_at < call.results_at:
        raise Refusal(
            "La convocatoria dice que los resultados se dan a conocer el "
            f"{moment_in_words(call.results_at)}: no antes."
        )
    if call.results_at is None:
        # The public page asks both.
        call.results_at = published_at
        call.save(update_fields=["results_at"])
    made = Dictamen.objects.create(
        call=call,
        folio=dictamen.folio(call),
        facts=dictamen.facts(call, published_at=published_at, made_at=now),
        made_at=now,
        made_by=str(by)[:200],
        published_at=published_at,
    )
    record("dictamen.signed_off", made, by=by, published_at=published_at.isoformat())
    call.dictamen = made
    recognising.recognise(call, by=by)
    return made


def why_not_yet(call: Call) -> str:
    """Why the dictamen cannot be signed off yet; empty where it can."""
    if not call.jury_sessions.exists():
        return "Falta la sesión del jurado."
    if call.jury_sessions.filter(closed_at=None).exists():
        return "Hay una sesión abierta: ciérrala antes de firmar el dictamen."
    if waiting := waits_for_verification(call).count():
        return f"Falta verificar {counted(waiting, 'propuesta', 'propuestas')}."
    if waiting := unruled(call).count():
        return f"Falta resolver {counted(waiting, 'propuesta', 'propuestas')}."
    return ""


def unruled(call: Call):
    """Admitted proposals on which the jury has not decided."""
    return call.proposals.filter(state=Proposal.State.ADMITTED, ruling=None)


def waits_for_verification(call: Call):
    """Proposals in time on which it was not yet decided whether the jury sees them."""
    waiting = [Proposal.State.SENT, Proposal.State.PREVENTED]
    return call.proposals.filter(state__in=waiting, is_late=False)


@transaction.atomic
def corrigendum(
    *, call: Call, said: str, should_say: str, reason: str, by, proposal: Proposal | None = None
) -> Corrigendum:
    """Say what the dictamen should have said; its first words stay as they are, beside it."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not Dictamen.objects.filter(call=call).exists():
        raise Refusal("Todavía no hay dictamen firmado: corrige la resolución misma.")
    if proposal is not None and proposal.call_id != call.pk:
        raise Refusal("Esa propuesta es de otra convocatoria.")
    said, should_say, reason = _text(said), _text(should_say), _text(reason)
    if not (said and should_say and reason):
        raise Refusal("Escribe qué dice, qué debe decir y el motivo.")
    if said == should_say:
        raise Refusal("Lo que debe decir es igual a lo que dice.")
    made = Corrigendum.objects.create(
        call=call,
        proposal=proposal,
        said=said,
        should_say=should_say,
        reason=reason,
        made_by=str(by)[:200],
    )
    record("corrigendum.made", made, by=by)
    return made


def draft_reasons(proposal: Proposal) -> str:
    """The reasons of the seats by criterion, for people to edit. Nobody's name is in them."""
    sheets = proposal.scoresheets.filter(handed_in_at__isnull=False)
    recused = proposal.recusals.standing().values("seat")
    said: dict[str, list[str]] = {}
    for sheet in (
        sheets.exclude(seat__in=recused)
        .order_by("seat__number")
        .prefetch_related("scores__criterion")
    ):
        for one in sheet.scores.all():
            reasons = said.setdefault(f"{one.criterion.number}. {one.criterion.name}", [])
            if (reason := one.reason.strip()) and reason not in reasons:
                reasons.append(reason)
    ordered = sorted(said.items(), key=lambda item: int(item[0].split(".")[0]))
    return "\n".join(f"{name}: {' '.join(reasons)}" for name, reasons in ordered if reasons)


def _locked(call: Call) -> Call:
    """Its row, held until the transaction ends. Raises Refusal where the dictamen is signed."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if Dictamen.objects.filter(call=call).exists():
        raise Refusal(SIGNED)
    return call


def _open(session: JurySession) -> JurySession:
    # The call before its session, as everywhere: whoever signs off waits, or was before.
    call = _locked(session.call)
    session = JurySession.objects.select_for_update().get(pk=session.pk)
    session.call = call
    if session.closed_at:
        raise Refusal("Esta sesión ya se cerró.")
    return session


def _there(call: Call, present: Iterable[Seat], held_at: datetime) -> list[Seat]:
    there = sorted(set(present), key=lambda seat: seat.number)
    if any(seat.call_id != call.pk for seat in there):
        raise Refusal("Ese asiento es del jurado de otra convocatoria.")
    held = SeatHolder.objects.on(timezone.localdate(held_at)).filter(seat__in=there)
    taken = set(held.values_list("seat", flat=True))
    if empty := [seat.post for seat in there if seat.pk not in taken]:
        raise Refusal(f"Nadie ocupaba ese día el asiento «{empty[0]}».")
    if len(there) < call.quorum:
        raise Refusal(
            f"Sin quórum no hay sesión: hacen falta {call.quorum} asientos y hay {len(there)}."
        )
    return there


def _row(call: Call, proposal: Proposal, now) -> Row:
    for row in table(call, now):
        if row.proposal.pk == proposal.pk:
            return row
    raise Refusal("Esta propuesta no está ante el jurado.")


def _text(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise Refusal(f"Es demasiado largo: usa hasta {LONGEST:,} letras.")
    return text


def _refuse_if(reason: str) -> None:
    if reason:
        raise Refusal(reason)
