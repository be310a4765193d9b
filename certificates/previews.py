"""A constancia as it would look: a past event's own facts, with its longest name; plainly an
example, and never signed."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from jornadas.models import Event, Program, Session
from padron import logos
from padron.models import Body, Organizer
from practicas.models import Call, Proposal, Recognition
from practicas.recognising import ends_on

from . import drawing, recognitions, snapshots
from .models import Kind, Wording
from .snapshots import EXAMPLE, Frame, Holder

# As long as the claim of a real one, so that the QR has as many modules (certificates/claims.py).
CLAIM = 420
PRACTICE = ["proposal__population_group", "proposal__call__dictamen"]
NOBODY = Holder(
    name="Lic. María Fernanda Núñez de la O",
    body="Sujeto obligado de ejemplo",
    post="Titular de la Unidad de Transparencia",
)


def facts(wording: Wording, now=None) -> dict:
    """Those of the last event of its kind; invented ones where there is none yet."""
    today = timezone.localdate(now)
    if wording.kind == Kind.RECOGNITION:
        return _of_practice(wording, today)
    event = _last_event(wording, today)
    if event:
        frame = snapshots.frame(event, wording.kind, today, wording=wording)
        holder = _longest(event, wording.kind)
    else:
        frame, holder = _invented(wording, today, now or timezone.now()), NOBODY
    folio = f"{frame.identity.folio_prefix}/{EXAMPLE}/{today.year}"
    holder = Holder(f"{holder.name} ({EXAMPLE})", holder.body, holder.post)
    return frame.facts(code=EXAMPLE, folio=folio, holder=holder)


def _of_practice(wording: Wording, today: date) -> dict:
    """Those of the last practice; an invented one where there is none yet."""
    known = Recognition.objects.filter(proposal__call__organizer=wording.organizer_id).public()
    one = known.select_related("body", *PRACTICE).order_by("-starts_on", "-pk").first()
    if one is None:
        call = Call(title="Convocatoria de Ejemplo", organizer=wording.organizer)
        one = Recognition(
            title="Mapa de servicios de ejemplo",
            body=Body(name=NOBODY.body),
            proposal=Proposal(call=call),
            starts_on=today,
            ends_on=ends_on(today, call.validity_months),
        )
    said = recognitions.sheet(one, today, wording=wording)
    folio = f"{said.identity.folio_prefix}/{EXAMPLE}/{today.year}"
    return said.facts(code=EXAMPLE, folio=folio, holder=Holder(f"{one.body.name} ({EXAMPLE})"))


def pdf(wording: Wording) -> bytes:
    """Unsigned, with a QR that leads to no constancia."""
    said = facts(wording)
    qr = f"{settings.SITE_URL}/c/{EXAMPLE}/#".ljust(CLAIM, "-")
    logo = logos.read(said["issuer"]["logo_sha256"])
    return drawing.draw(said, qr=qr, design=wording.design, logo=logo)


def _last_event(wording: Wording, today) -> Event | None:
    events = Event.objects.filter(program__organizer=wording.organizer_id).with_days()
    events = events.workshops() if wording.kind == Kind.WORKSHOP else events.jornadas()
    events = events.exclude(status=Event.Status.CANCELLED).filter(last_day__lt=today)
    events = events.select_related("program__organizer").prefetch_related("sessions")
    return events.order_by("-last_day", "-pk").first()


def _longest(event: Event, kind: str) -> Holder:
    """Whose name breaks lines first."""
    if kind == Kind.SPEAKER:
        speakers = {one for session in event.sessions.all() for one in session.speakers.all()}
        found = [Holder(one.name, post=one.post) for one in speakers]
    else:
        people = event.registrations.active().select_related("person", "body")
        found = [Holder(one.person.printed_name, one.body.name, one.post) for one in people]
    return max(found, key=lambda one: len(one.name), default=NOBODY)


def _invented(wording: Wording, today, now) -> Frame:
    organizer: Organizer = wording.organizer
    is_workshop = wording.kind == Kind.WORKSHOP
    event = Event(
        title="Taller de ejemplo" if is_workshop else "Primera Jornada de Ejemplo",
        kind=Event.Kind.TALLER if is_workshop else Event.Kind.JORNADA,
        modality=Event.Modality.HYBRID,
        program=Program(organizer=organizer, name=f"Jornadas de Ejemplo {today.year}"),
    )
    session = Session(
        title="Transparencia proactiva", day=today, starts_at=now, ends_at=now + timedelta(hours=2)
    )
    return Frame(
        event=event,
        sessions=[session],
        wording=wording,
        identity=organizer.identity(today),
        signatories=list(organizer.signatories.on(today)),
        issued_on=today,
    )
