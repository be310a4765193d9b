"""Conflicts of the jury: computed from padrón and authors, or declared by the seat itself.

A recusal is of a seat, for one proposal. What is computed follows from who holds the seat today:
own body, author, an earlier post there. `recompute` is called whenever one of these may have
changed, and by a chore, because posts change in the padrón, which knows nothing of juries.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bitacora.record import record
from documentos.spanish import date_in_words
from padron.models import Adscripcion, Body, Organizer
from padron.names import match_key
from padron.refusal import Refusal

from .models import Author, Call, Proposal, Recusal, Scoresheet, Seat, SeatHolder

Kind = Recusal.Kind
SYSTEM = "sistema"


# ── Computed ─────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def recompute(proposals: Iterable[Proposal], *, by=SYSTEM, now=None) -> int:
    """Write the recusals that follow from today's holders, and lift those that no longer do.

    Drafts have none, and what the jury has ruled on stays as it was. Returns how many changed.
    """
    now = now or timezone.now()
    # Two that compute at once would write the same cause twice.
    held = list(
        Proposal.objects.select_for_update(of=("self",))
        .sent()
        .filter(pk__in=[one.pk for one in proposals], ruling=None)
        .select_related("call__organizer")
        .order_by("pk")
    )
    causes = _causes(held, timezone.localdate(now))
    standing = {
        (one.proposal_id, one.seat_id, one.kind): one
        for one in Recusal.objects.standing()
        .exclude(kind=Kind.DECLARED)
        .filter(proposal__in=held)
        .select_related("proposal", "seat")
    }
    known = {one.pk: one for one in held}
    made = [
        Recusal(
            proposal=known[pk], seat=seat, kind=kind, reason=reason, made_at=now, made_by=str(by)
        )
        for (pk, seat, kind), reason in causes.items()
        if (pk, seat.pk, kind) not in standing
    ]
    Recusal.objects.bulk_create(made)
    for one in made:
        record("recusal.computed", one.proposal, by=by, seat=one.seat.number, cause=one.kind)
    wanted = {(pk, seat.pk, kind) for pk, seat, kind in causes}
    lifted = [one for key, one in standing.items() if key not in wanted]
    Recusal.objects.filter(pk__in=[one.pk for one in lifted]).update(
        withdrawn_at=now, withdrawn_by=str(by)
    )
    for one in lifted:
        record("recusal.lifted", one.proposal, by=by, seat=one.seat.number, cause=one.kind)
    return len(made) + len(lifted)


def recompute_open(now=None) -> int:
    """The same for every call whose jury is still to decide: the chore."""
    calls = Call.objects.published(now).filter(dictamen=None)
    return recompute(
        Proposal.objects.filter(call__in=calls, state=Proposal.State.ADMITTED, ruling=None),
        now=now,
    )


def _causes(proposals: list[Proposal], day) -> dict[tuple[int, Seat, str], str]:
    """Proposal, seat and kind of every conflict there is on `day`, with the reason in words."""
    holders = defaultdict(list)
    for holder in (
        SeatHolder.objects.on(day)
        .filter(seat__call__in={one.call_id for one in proposals})
        .select_related("seat", "user__person")
    ):
        holders[holder.seat.call_id].append(holder)
    people = {p.pk for found in holders.values() for one in found if (p := _person(one))}
    posts = _posts(people, proposals, day)
    written = set(
        Author.objects.filter(person__in=people, proposal__in=proposals).values_list(
            "person", "proposal"
        )
    )
    own = {organizer: _own_bodies(organizer) for organizer in {p.call.organizer for p in proposals}}
    causes: dict[tuple[int, Seat, str], str] = {}
    for one in proposals:
        for holder in holders[one.call_id]:
            if one.body_id in own[one.call.organizer]:
                causes[one.pk, holder.seat, Kind.OWN_BODY] = "Es la institución que convoca."
            person = _person(holder)
            if person is None:
                continue
            if (person.pk, one.body_id) in posts:
                kind, reason = posts[person.pk, one.body_id]
                causes[one.pk, holder.seat, kind] = reason
            if (person.pk, one.pk) in written:
                causes[one.pk, holder.seat, Kind.AUTHOR] = "Está entre quienes la elaboraron."
    return causes


def _person(holder: SeatHolder):
    return holder.user.person_or_none if holder.user else None


def _posts(people: set[int], proposals: list[Proposal], day) -> dict[tuple[int, int], tuple]:
    """By person and body: a post they hold there on `day`, otherwise the one that ended last."""
    found: dict[tuple[int, int], tuple] = {}
    posts = Adscripcion.objects.filter(
        person__in=people, body__in={one.body_id for one in proposals}, starts_on__lte=day
    )
    for post in posts.order_by("ends_on"):
        if post.holds_on(day):
            found[post.person_id, post.body_id] = Kind.OWN_BODY, "Tiene un cargo ahí."
        elif found.get((post.person_id, post.body_id), ("",))[0] != Kind.OWN_BODY:
            until = date_in_words(post.ends_on, weekday=False)
            reason = f"Tuvo un cargo ahí hasta el {until}."
            found[post.person_id, post.body_id] = Kind.EARLIER_POST, reason
    return found


def _own_bodies(organizer: Organizer) -> set[int]:
    """The institution as a sujeto obligado: by the names it has or had."""
    names = {
        match_key(name)
        for identity in organizer.identities.all()
        for name in (identity.name, identity.acronym)
        if name
    }
    if not names:
        return set()
    found = Body.objects.filter(
        Q(match_key__in=names) | Q(acronym_key__in=names) | Q(aliases__match_key__in=names)
    )
    return set(found.values_list("pk", flat=True))


# ── Said by the seat itself ──────────────────────────────────────────────────────────────────────


def holder_of(user, call: Call, now=None) -> SeatHolder | None:
    """The seat of `call` that this user holds today."""
    found = SeatHolder.objects.on(timezone.localdate(now)).filter(user=user, seat__call=call)
    return found.select_related("seat").order_by("seat__number").first()


def has_stated(proposal: Proposal, holder: SeatHolder) -> bool:
    """Whether who holds the seat said that they have no conflict, and may open the proposal."""
    sheets = Scoresheet.objects.filter(proposal=proposal, seat=holder.seat_id)
    return sheets.filter(Q(holder_name=holder.name) | Q(handed_in_at__isnull=False)).exists()


@transaction.atomic
def state_none(*, proposal: Proposal, holder: SeatHolder, by) -> None:
    """Say that there is no conflict, before opening the proposal: its scoresheet begins."""
    proposal = _before_ruling(proposal)
    if proposal.recusals.standing().filter(seat=holder.seat_id).exists():
        raise Refusal("Este asiento está excusado de la propuesta y no puede abrirla.")
    sheet, _ = Scoresheet.objects.get_or_create(proposal=proposal, seat_id=holder.seat_id)
    if sheet.handed_in_at is None and sheet.holder_name != holder.name:
        sheet.holder_name = holder.name
        sheet.save(update_fields=["holder_name"])
        record("recusal.none", proposal, by=by, seat=holder.seat.number)


@transaction.atomic
def declare(*, proposal: Proposal, seat: Seat, reason: str, by, now=None) -> Recusal:
    """Declare a conflict: from then on the seat cannot open the proposal.

    Refused once its scoresheet is handed in: what a seat has given, it does not take back.
    """
    reason = reason.strip()
    if not reason:
        raise Refusal("Escribe el motivo del conflicto.")
    proposal = _before_ruling(proposal)
    if proposal.state != Proposal.State.ADMITTED:
        raise Refusal("La propuesta todavía no llega al jurado.")
    standing = proposal.recusals.standing().filter(seat=seat, kind=Kind.DECLARED).first()
    if standing is not None:
        return standing
    if proposal.scoresheets.filter(seat=seat, handed_in_at__isnull=False).exists():
        raise Refusal(
            "Ya entregaste tu cédula de esta propuesta. Di en la sesión del jurado que hay un "
            "conflicto, para que conste en el acta."
        )
    made = Recusal.objects.create(
        proposal=proposal, seat=seat, kind=Kind.DECLARED, reason=reason,
        made_at=now or timezone.now(), made_by=str(by),
    )  # fmt: skip
    record("recusal.declared", proposal, by=by, seat=seat.number)
    return made


@transaction.atomic
def withdraw(*, recusal: Recusal, reason: str, by, now=None) -> Recusal:
    """Take back a conflict that was declared by mistake, before the seat scores."""
    reason = reason.strip()
    if not reason:
        raise Refusal("Escribe por qué se retira la excusa.")
    proposal = _before_ruling(recusal.proposal)
    recusal = Recusal.objects.select_related("seat").get(pk=recusal.pk)
    if recusal.kind != Kind.DECLARED:
        raise Refusal(
            "Esta excusa resulta del padrón o de la autoría: se quita sola cuando su causa deja "
            "de existir."
        )
    if recusal.withdrawn_at is not None:
        return recusal
    if _has_scored(proposal, recusal.seat):
        raise Refusal("Ese asiento ya calificó la propuesta: la excusa se queda.")
    recusal.withdrawn_at, recusal.withdrawn_by = now or timezone.now(), str(by)
    recusal.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("recusal.withdrawn", proposal, by=by, seat=recusal.seat.number, reason=reason)
    return recusal


def _has_scored(proposal: Proposal, seat: Seat) -> bool:
    sheets = proposal.scoresheets.filter(seat=seat)
    return sheets.filter(Q(scores__isnull=False) | Q(handed_in_at__isnull=False)).exists()


def _before_ruling(proposal: Proposal) -> Proposal:
    """The proposal, locked. Raises Refusal where the jury has decided on it."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if hasattr(proposal, "ruling"):
        raise Refusal("El jurado ya resolvió sobre esta propuesta.")
    return proposal
