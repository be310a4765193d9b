"""What waits for those who verify: proposals to check, and terms that passed without an answer."""

from django.db.models import Count, Q
from django.utils import timezone

from .models import Proposal

State = Proposal.State


def waiting(user, now=None) -> list[dict]:
    """By call that this user looks after, the one with most first: its slug and how many wait."""
    expired = Q(
        state=State.PREVENTED,
        preventions__answered_at=None,
        preventions__due_on__lt=timezone.localdate(now),
    )
    found = Proposal.objects.manageable_by(user).filter(Q(state=State.SENT) | expired)
    counted = found.order_by().values("call__slug").annotate(count=Count("pk", distinct=True))
    return list(counted.order_by("-count", "call__slug"))
