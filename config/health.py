"""/salud/: what a monitor asks. Counts, ages and sizes; nothing of anybody.

503 where people would notice: the database does not answer or cannot be written, no worker is at
work, the disk is nearly full, or mail does not leave. Mail that failed is told, and is for staff.
"""

import logging
import shutil
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Min
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from correo.models import Message
from trabajos.models import beat, workers_are_alive

log = logging.getLogger(__name__)

# A turn of the worker is shorter than this, and a longer job renews its lease.
WORKER_SILENT_FOR = timedelta(seconds=90)
LEAST_FREE_DISK = 200 * 1024**2


@require_safe
@never_cache
def health(request):
    found = {"database": _database(), "disk": _disk()}
    if found["database"]["ok"]:
        found |= {"worker": _worker(), "outbox": _outbox()}
    ok = all(part.get("ok", True) for part in found.values())
    return JsonResponse({"ok": ok, **found}, status=200 if ok else 503)


def _database() -> dict:
    """Write a row and read it again, as a registration would."""
    try:
        with transaction.atomic():
            beat("health")
    except Error as error:
        log.error("The database does not work: %s", type(error).__name__)
        return {"ok": False, "kind": connection.vendor}
    return {"ok": True, "kind": connection.vendor}


def _worker() -> dict:
    return {"ok": workers_are_alive(within=WORKER_SILENT_FOR)}


def _disk() -> dict:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return {"ok": free >= LEAST_FREE_DISK, "free_mb": free // 1024**2}


def _outbox() -> dict:
    now = timezone.now()
    # Behind an older one of its stream a message waits its turn, and one that waits after a failure
    # is not due: neither says anything of the worker or the server.
    oldest = Message.objects.sendable(now).aggregate(oldest=Min("next_attempt_at"))["oldest"]
    return {
        "ok": not Message.objects.late(now).exists(),
        "pending": Message.objects.pending().count(),
        "oldest_due_seconds": int((now - oldest).total_seconds()) if oldest else 0,
        "failed": Message.objects.failed().count(),
    }
