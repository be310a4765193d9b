"""Asking for access: who is not on the roster asks; staff or the body's enlace answers."""

from django.db import transaction
from django.utils import timezone

from bitacora.record import record

from . import notices
from .models import AccessRequest, Adscripcion, Enlace, Person
from .names import match_key
from .refusal import Refusal


@transaction.atomic
def ask(*, by, **facts) -> AccessRequest | None:
    """Write the request and tell who answers it; None where there is nothing to ask.

    The asker sees the same page in every case; what is so is said by mail, to the mailbox only.
    """
    email = facts["email"].strip().lower()
    # Two taps on the button are one request; the constraint makes sure, this makes it quiet.
    if AccessRequest.objects.pending().filter(email__iexact=email).exists():
        return None
    if Person.objects.with_mailbox(email).count() == 1:
        notices.already_on_the_roster(email)
        return None
    request = AccessRequest.objects.create(**{**facts, "email": email})
    record("access.requested", request, by=by)
    notices.access_requested(request)
    for enlace in Enlace.objects.current().filter(body=request.body).select_related("person"):
        notices.request_waits(enlace.person.email, request)
    return request


def candidates(request: AccessRequest) -> list[Person]:
    """People of the roster this may be: who has that mailbox, or that name in that body."""
    name = match_key(request.given_names, request.first_surname, request.second_surname)
    with_mailbox = Person.objects.with_mailbox(request.email).filter(match_key=name)
    with_name = Person.objects.filter(
        match_key=name, adscripciones__in=Adscripcion.objects.current().filter(body=request.body)
    )
    return list((with_mailbox.distinct() | with_name.distinct()).distinct())


@transaction.atomic
def accept(*, request: AccessRequest, by, person: Person | None = None, now=None) -> Person:
    """Put the asker on the roster, or give the mailbox to who is already there. Raises Refusal."""
    request = _locked(request)
    taken = Person.objects.with_mailbox(request.email)
    if (taken.exclude(pk=person.pk) if person else taken).exists():
        raise Refusal(
            "Ese correo ya está en el padrón a nombre de otra persona. Pide que la solicitud se "
            "haga con un correo propio, o corrige primero el padrón."
        )
    if person is None:
        person = Person.objects.create(
            given_names=request.given_names,
            first_surname=request.first_surname,
            second_surname=request.second_surname,
            email=request.email,
        )
    elif person.email != request.email:
        if person.user and person.user.held_grants:
            raise Refusal(
                "Esa persona tiene un rol del instituto: su correo lo cambia la institución."
            )
        person.email = request.email
        person.save()
    Adscripcion.objects.get_or_create(
        person=person, body=request.body, ends_on=None, defaults={"post": request.post}
    )
    _decide(request, AccessRequest.State.APPROVED, by, now)
    record("access.accepted", request, by=by, person=person.pk)
    notices.access_accepted(request)
    return person


@transaction.atomic
def reject(*, request: AccessRequest, by, reason: str, now=None) -> None:
    """Say no, and why. Raises Refusal."""
    request = _locked(request)
    if not reason.strip():
        raise Refusal("Escribe el motivo: se le enviará a quien pidió el acceso.")
    request.reason = reason.strip()
    _decide(request, AccessRequest.State.REJECTED, by, now)
    record("access.rejected", request, by=by)
    notices.access_rejected(request)


def _locked(request: AccessRequest) -> AccessRequest:
    # Staff and the enlace may answer at the same moment; the second one is told.
    request = AccessRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.state != AccessRequest.State.PENDING:
        raise Refusal(f"Esta solicitud ya fue atendida por {request.decided_by}.")
    return request


def _decide(request: AccessRequest, state: str, by, now) -> None:
    request.state = state
    request.decided_at = now or timezone.now()
    request.decided_by = str(by)[:200]
    request.save()
