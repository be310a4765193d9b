"""The demonstration's constancias: those of one event that has been, one corrected, one revoked."""

from datetime import date, timedelta

from consultas import insert_all
from correo.models import Message
from jornadas.codes import make_code
from jornadas.demo import Demo
from jornadas.models import Event

from . import corrections, issuing, snapshots
from .candidates import Candidate, candidates, kind_of
from .folios import lock_series, take
from .models import Certificate

MOST = 40
BY = "demostración"


def create_certificates(demo: Demo) -> None:
    """Those who wait for theirs stay in sight: they are what the panel's button is for."""
    organizer = demo.program.organizer
    organizer.signatories.create(
        name="Firmante de Demostración",
        post="Persona inventada, titular del área responsable",
        starts_on=date(2021, 1, 1),
    )
    event = _first_past(demo)
    if event is None:
        return
    moment = demo.now - timedelta(hours=1)
    issued = _issue(demo, event, _due(demo, event), moment)
    if len(issued) > 2:
        _correct(demo, issued[1], moment)
        reason = "Se emitió por error: la persona avisó que no asistió."
        corrections.revoke(certificate=issued[2], reason=reason, by=BY, now=moment)
    # Nobody is written to about what the demonstration did.
    Message.objects.filter(kind__startswith="certificates.").delete()


def _first_past(demo: Demo) -> Event | None:
    """The first of those that the person whom the demonstration signs in as has been to."""
    past = demo.program.events.jornadas().with_days().past(demo.today)
    past = past.filter(registrations__person=demo.posts[0].person_id)
    related = past.select_related("program__organizer").prefetch_related("sessions__speakers")
    return related.order_by("last_day", "pk").first()


def _due(demo: Demo, event: Event) -> list[Candidate]:
    """Some of those who came, whom the demonstration signs in as among them."""
    due = [one for one in candidates(event, demo.now) if one.is_due and one.person]
    due.sort(key=lambda one: one.person.pk != demo.posts[0].person_id)
    return due[:MOST]


def _issue(demo: Demo, event: Event, due: list[Candidate], moment) -> list[Certificate]:
    frame = snapshots.frame(event, kind_of(event), moment.date())
    folios = take(lock_series(frame.identity.folio_prefix, moment.year), len(due))
    insert_all(
        [
            issuing.make(one, folio, frame, BY, moment, code=make_code(demo.rng.choice))
            for one, folio in zip(due, folios, strict=True)
        ]
    )
    return list(Certificate.objects.filter(event=event).order_by("number"))


def _correct(demo: Demo, certificate: Certificate, moment) -> None:
    corrections.correct_name(
        certificate=certificate,
        name=f"{certificate.facts['holder']['name']} (nombre corregido)",
        reason="El nombre estaba incompleto.",
        by=BY,
        now=moment,
        code=make_code(demo.rng.choice),
    )
