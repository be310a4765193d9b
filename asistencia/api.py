"""The gate's part of the API: pair, scan, roster, status, undo."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from ninja import Router
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from ninja.security import HttpBearer

from bitacora.record import record
from jornadas.refusal import Refusal

from . import checkin, devices, practice, quick, readiness_api, roster, walkin_api, walkins, words
from .models import Device, Scan, WalkIn
from .schemas import (
    PairIn,
    PairOut,
    Problem,
    RosterOut,
    ScansIn,
    ScansOut,
    StatusOut,
    UndoIn,
    UndoOut,
)
from .sessions import session_at
from .undo import undo_at_gate


class DeviceToken(HttpBearer):
    """`Authorization: Bearer <token>`: the token knows its event and gate."""

    def __call__(self, request) -> Device:
        return super().__call__(request) or self.authenticate(request, "")

    def authenticate(self, request, token) -> Device:
        try:
            return devices.with_token(token)
        except Refusal as reason:
            raise HttpError(401, str(reason)) from reason


router = Router(tags=["Control de acceso"], auth=DeviceToken())
router.add_router("", walkin_api.router)
router.add_router("", readiness_api.router)


@router.post(
    "/pair",
    auth=None,
    response={200: PairOut, (403, 422): Problem},
    summary="Emparejar un dispositivo con el código de un solo uso del panel",
)
def pair(request, invitation: PairIn):
    try:
        device, token = devices.accept(invitation.secret)
    except Refusal as reason:
        raise HttpError(403, str(reason)) from reason
    return {
        "token": token,
        "device": device.pk,
        "pin": device.pin,
        "pins": devices.pins_of(invitation.before, device.event),
        "event": device.event,
        "gate": device.gate,
        "expires_at": device.expires_at,
        "server_time": timezone.now(),
    }


@router.post(
    "/scans",
    response={200: ScansOut, (400, 401, 413, 422): Problem},
    summary="Registrar de 1 a 500 lecturas",
)
def scans(request, batch: ScansIn):
    """Contesta en el mismo orden. Repetir un `id` da la misma respuesta y no cambia nada."""
    answers = checkin.receive(request.auth, batch.scans)
    # Straight to JSON: going through the schema again costs a tenth of a scan. A test holds the two
    # together.
    return JsonResponse({"results": [_answer(answer) for answer in answers]})


@router.get(
    "/roster",
    response={200: RosterOut, 401: Problem},
    summary="Las personas del evento, o lo que cambió desde el cursor",
)
# Safe: a token in a header, and nothing in the answer that whoever listens could have put there.
@decorate_view(gzip_page)
def people(request, since: str = ""):
    device = request.auth
    changed = roster.changes(device.event, since)
    if changed.people:
        record("people.listed", device.event, by=device, people=len(changed.people))
    # Straight to JSON here, too: of 5,000 people the schema looks at 40,000 values.
    return JsonResponse(
        {
            "people": [_person(registration) for registration in changed.people],
            "cursor": changed.cursor,
            "full": changed.is_full,
            "has_more": changed.has_more,
        },
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


@router.get(
    "/status",
    response={200: StatusOut, 401: Problem},
    summary="Cuentas, sesión y hora del servidor",
)
def status(request):
    device, now = request.auth, timezone.now()
    session = session_at(quick.sessions(device.event_id), now)
    return {
        "event": device.event,
        "gate": device.gate,
        "session": session,
        "counts": roster.counts(device.event, session),
        "capacity": device.event.seats_in_person,
        "free": roster.free_seats(device.event),
        "practice": [one.code for one in practice.PASSES],
        "server_time": now,
        "expires_at": device.expires_at,
    }


@router.post(
    "/undo",
    response={200: UndoOut, (400, 401, 404, 409, 422): Problem},
    summary="Deshacer una lectura o una llegada propia, hasta 15 minutos después",
)
def undo(request, mistake: UndoIn):
    device = request.auth
    try:
        if walkin := WalkIn.objects.filter(pk=mistake.id, event=device.event_id).first():
            return walkins.undo_at_gate(device=device, walkin=walkin)
        if scan := Scan.objects.filter(pk=mistake.id, event=device.event_id).first():
            return undo_at_gate(device=device, scan=scan)
    except Refusal as reason:
        raise HttpError(409, str(reason)) from reason
    raise HttpError(404, "No hay una lectura con ese id en este evento.")


def _answer(answer: checkin.Answer) -> dict:
    scan = answer.scan
    registration = scan.registration if scan else None
    first = scan.first if scan else None
    return {
        "id": answer.id,
        "result": answer.result,
        "person": registration
        and {"name": registration.person.full_name, "body": registration.body.name},
        "first": first and {"at": timezone.localtime(first.scanned_at), "gate": first.device.gate},
        "message": words.sentence(scan),
    }


def _person(registration) -> dict:
    return {
        "code": registration.code,
        "name": registration.person.full_name,
        "body": registration.body.name,
        "status": registration.status,
        "mode": registration.mode,
        "revision": registration.revision,
        "entered_at": registration.entered_at,
        "inside": registration.is_inside,
    }
