"""An event that is over, whose people have earned their constancia; what became of them."""

import time
from datetime import timedelta
from statistics import median

from django.db import transaction
from django.utils import timezone

from bench.scenes import Scan, gate, sign_in
from certificates import drawing, jobs
from certificates.models import Certificate, FolioSeries
from correo.models import Message
from jornadas.models import Event
from padron.models import RoleGrant, User
from tests.make import make_organizer
from trabajos.models import Job, run_next


@transaction.atomic
def ended(people: int) -> dict:
    """`people` whose pass was read at the door of yesterday's event; one of the staff."""
    found = gate(people)
    event = Event.objects.get(pk=found["event"])
    yesterday = timezone.now() - timedelta(days=1)
    event.sessions.update(
        day=timezone.localdate(yesterday),
        starts_at=yesterday,
        ends_at=yesterday + timedelta(hours=2),
    )
    session, device = event.sessions.get(), event.devices.get()
    Scan.objects.bulk_create(
        Scan(
            event=event,
            device=device,
            session=session,
            registration=one,
            code=one.code,
            result=Scan.Result.ADMITTED,
            scanned_at=yesterday,
        )
        for one in event.registrations.all()
    )
    user = User.objects.create_user("personal@example.org")
    RoleGrant.objects.create(user=user, role="staff", organizer=make_organizer())
    registrations = list(event.registrations.order_by("pk").values_list("pk", flat=True))
    path = f"/panel/eventos/{event.slug}/constancias/"
    return {"slug": event.slug, "path": path, "session": sign_in(user), "all": registrations}


def ask(slug: str, expected: int) -> dict:
    """Ask for all of them, as the panel does."""
    event = Event.objects.get(slug=slug)
    user = User.objects.get(email="personal@example.org")
    return {"job": jobs.start(event=event, expected=expected, by=user).pk}


def expire() -> dict:
    """A minute passes: whoever held a job and died is taken for dead."""
    past = timezone.now() - timedelta(seconds=1)
    running = Job.objects.filter(state=Job.State.RUNNING)
    return {"expired": running.update(lease_until=past)}


def work() -> dict:
    """What a worker does, until no job is left."""
    while run_next():
        pass
    return {}


def one_on_demand() -> dict:
    """Seconds that one document takes while somebody waits for it, after the first."""
    taken = []
    for certificate in Certificate.objects.order_by("pk")[:6]:
        start = time.perf_counter()
        drawing.document(certificate)
        taken.append(time.perf_counter() - start)
    return {"seconds": median(taken[1:])}


def told() -> dict:
    """All that was issued: folios, whose they are, files, mails, and what the jobs said."""
    found = Certificate.objects.order_by("number")
    mails = Message.objects.filter(kind="certificates.ready")
    return {
        "numbers": list(found.values_list("number", flat=True)),
        "last": list(FolioSeries.objects.values_list("last", flat=True)),
        "registrations": sorted(found.values_list("registration", flat=True)),
        "undrawn": found.without_document().count(),
        "files": len({one.pdf.name for one in found if one.pdf.storage.exists(one.pdf.name)}),
        "mailed": sorted(mails.values_list("to", flat=True)),
        "results": [one.result for one in Job.objects.order_by("pk")],
    }
