"""Who holds the seats of a jury, from a day to a day, and with which account they score.

A seat is a post: who holds it changes, also after the call was published, and the seat stays.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from bitacora.record import record
from documentos.spanish import date_in_words
from padron.models import RoleGrant, User
from padron.refusal import Refusal
from padron.roles import Role

from . import conflicts
from .models import Call, Seat, SeatHolder


def accounts(call: Call, tied: int | None = None):
    """The accounts that may be tied to a seat: those with the role of jury today.

    `tied`: one that is tied already stays so, also where its role has ended meanwhile.
    """
    granted = RoleGrant.objects.current().filter(role=Role.JURY, organizer=call.organizer_id)
    may = Q(is_active=True, pk__in=granted.values("user"))
    return User.objects.filter(may | Q(pk=tied)).order_by("email")


@transaction.atomic
def seat_somebody(
    *, seat: Seat, name: str, starts_on: date, by, user=None, ends_on: date | None = None
) -> SeatHolder:
    """`name` holds the seat from `starts_on`; who held it until then, until the day before.

    Raises Refusal where the days overlap with another holder's, or the account may not be tied.
    """
    _lock(seat)
    before = seat.holders.filter(ends_on=None, starts_on__lt=starts_on).first()
    if before:
        before.ends_on = starts_on - timedelta(days=1)
        before.save(update_fields=["ends_on"])
    holder = SeatHolder(seat=seat, name=name, user=user, starts_on=starts_on, ends_on=ends_on)
    _check(holder)
    holder.save()
    record("call.seat_held", seat, by=by, holder=holder.pk, starts_on=starts_on.isoformat())
    _conflicts_anew(seat)
    return holder


@transaction.atomic
def change_holder(*, holder: SeatHolder, by) -> SeatHolder:
    """Keep what a form wrote into `holder`: name, account, days. Raises Refusal as above."""
    _lock(holder.seat)
    had = SeatHolder.objects.get(pk=holder.pk)
    if had.user_id and had.user_id != holder.user_id and _has_scored(had):
        raise Refusal(
            "Con esa cuenta ya se entregaron cédulas de este asiento. Escribe el último día de "
            "quien lo ocupa y agrega a quien sigue."
        )
    _check(holder, had.user_id)
    holder.save()
    record("call.holder_changed", holder.seat, by=by, holder=holder.pk)
    _conflicts_anew(holder.seat)
    return holder


@transaction.atomic
def remove_holder(*, holder: SeatHolder, by) -> None:
    """Take back somebody seated by mistake. Raises Refusal once the seat has scored."""
    _lock(holder.seat)
    if _has_scored(holder):
        raise Refusal("Este asiento ya entregó cédulas; escribe mejor el último día de su titular.")
    record("call.holder_removed", holder.seat, by=by, holder=holder.pk)
    seat = holder.seat
    holder.delete()
    _conflicts_anew(seat)


def _has_scored(holder: SeatHolder) -> bool:
    """Whether the seat handed in a scoresheet while they held it."""
    handed_in = holder.seat.scoresheets.filter(handed_in_at__date__gte=holder.starts_on)
    if holder.ends_on:
        handed_in = handed_in.filter(handed_in_at__date__lte=holder.ends_on)
    return handed_in.exists()


def _check(holder: SeatHolder, tied: int | None = None) -> None:
    if holder.ends_on and holder.ends_on < holder.starts_on:
        raise Refusal("El último día no puede ser anterior al primero.")
    others = SeatHolder.objects.exclude(pk=holder.pk).filter(_meets(holder))
    if clash := others.filter(seat=holder.seat).first():
        until = f" al {date_in_words(clash.ends_on, False)}" if clash.ends_on else ""
        raise Refusal(
            f"{clash.name} ocupa el asiento desde el {date_in_words(clash.starts_on, False)}"
            f"{until}. Cambia las fechas para que no se encimen."
        )
    if holder.user is None:
        return
    call = holder.seat.call
    if not accounts(call, tied).filter(pk=holder.user.pk).exists():
        raise Refusal("Esa cuenta no tiene hoy el rol de jurado.")
    if clash := others.filter(seat__call=call, user=holder.user).select_related("seat").first():
        raise Refusal(f"Esa cuenta ya ocupa otro asiento en esas fechas: {clash.seat.post}.")


def _meets(holder: SeatHolder) -> Q:
    """Those that hold on some day on which `holder` does."""
    before_end = Q(starts_on__lte=holder.ends_on) if holder.ends_on else Q()
    return before_end & (Q(ends_on=None) | Q(ends_on__gte=holder.starts_on))


def _conflicts_anew(seat: Seat) -> None:
    """Whoever sits there now may have conflicts that whoever sat there before had not."""
    conflicts.recompute(seat.call.proposals.sent())


def _lock(seat: Seat) -> Call:
    """The call's row: two who seat somebody at once take turns."""
    return Call.objects.select_for_update().get(pk=seat.call_id)
