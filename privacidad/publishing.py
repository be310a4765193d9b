"""A notice is never edited: a change is a new revision."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bitacora.record import record

from .models import Notice


@transaction.atomic
def publish(*, purpose: str, approved_on, summary: str, body: str, by, now=None) -> Notice:
    """Publish the next revision for a purpose; who registers from now on is shown this one."""
    # Two publishers at once must not take the same number; the lock makes one wait.
    list(Notice.objects.select_for_update().filter(purpose=purpose))
    last = Notice.objects.filter(purpose=purpose).aggregate(last=Max("revision"))["last"] or 0
    notice = Notice.objects.create(
        purpose=purpose,
        revision=last + 1,
        approved_on=approved_on,
        published_at=now or timezone.now(),
        summary=summary,
        body=body,
    )
    record("notice.published", notice, by=by)
    return notice
