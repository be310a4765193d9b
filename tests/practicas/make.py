"""Calls, seats and proposals: the least that is valid; what a test is about is said in the call."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from practicas.models import Call, Dictamen, JurySession, Proposal, Recusal, Ruling, SeatHolder
from practicas.recognising import recognise
from tests.make import make_body, make_organizer, make_user

_numbers = count(1)

CRITERIA = [
    "Identificación de información útil",
    "Calidad de la información",
    "Medios de difusión",
    "Consulta y reutilización",
    "Participación ciudadana",
    "Efectos positivos",
]
VALUES = [0, 1, 2, 3, 4]


def make_call(**fields):
    """A call that takes proposals: six criteria of five levels, two requirements, five seats."""
    n, now = next(_numbers), timezone.now()
    fields = {
        "organizer": fields.pop("organizer", None) or make_organizer(),
        "title": f"Convocatoria {n}",
        "slug": f"convocatoria-{n}",
        "year": timezone.localdate(now).year,
        "purpose": "Reconocer prácticas.",
        "who_may": "Los sujetos obligados.",
        "bases": "Primera. Participar.",
        "published_at": now - timedelta(days=10),
        "closes_on": timezone.localdate(now) + timedelta(days=10),
    } | fields
    call = Call.objects.create(**fields)
    for number, name in enumerate(CRITERIA, start=1):
        criterion = call.criteria.create(number=number, name=name, guidance="Qué contar.")
        for value in VALUES:
            criterion.levels.create(value=value, anchor=f"Se ve {value} de 4.")
    for number in (1, 2):
        call.requirements.create(number=number, text=f"Requisito {number}", legal_reference="Bases")
    for number in range(1, 6):
        call.seats.create(number=number, post=f"Titular {number}")
    return call


def seat_user(call, number: int, user=None, *, person=None):
    """Seat somebody; return their account (role `jury`, and the seat as a dated post)."""
    user = user or make_user(person, "jury")
    SeatHolder.objects.create(
        seat=call.seats.get(number=number), name=f"Jurado {number}", user=user,
        starts_on="2020-01-01",
    )  # fmt: skip
    return user


def make_proposal(call=None, body=None, *, state=Proposal.State.ADMITTED, **fields):
    """A proposal with an answer to each criterion; sent ones have a number and a moment."""
    call = call or make_call()
    sent = state not in (Proposal.State.DRAFT, Proposal.State.WITHDRAWN)
    last = call.proposals.order_by("-number").values_list("number", flat=True).first() or 0
    fields = {
        "title": f"Práctica {next(_numbers)}",
        "summary": "Un mapa de los servicios que se usan más.",
        "number": last + 1 if sent else None,
        "sent_at": timezone.now() if sent else None,
        "sent_by": "prueba" if sent else "",
        "created_by": "prueba",
    } | fields
    proposal = Proposal.objects.create(call=call, body=body or make_body(), state=state, **fields)
    for criterion in call.criteria.all():
        proposal.answers.create(criterion=criterion, text=f"Así fue con {criterion.name.lower()}.")
    return proposal


def recuse(proposal, seat, **fields):
    fields = {"kind": Recusal.Kind.DECLARED, "reason": "Amistad.", "made_by": "prueba"} | fields
    return Recusal.objects.create(proposal=proposal, seat=seat, **fields)


def rule(proposal, *, is_recognised=True, reasons="Cumple con los criterios."):
    """The jury's ruling on a proposal."""
    session = JurySession.objects.get_or_create(
        call=proposal.call, defaults={"held_at": timezone.now()}
    )[0]
    return Ruling.objects.create(
        proposal=proposal, session=session, is_recognised=is_recognised, reasons=reasons,
        made_by="prueba",
    )  # fmt: skip


def tell_results(call, at=None, **facts):
    """Sign the dictamen off for a moment, by default an hour ago; return the recognitions."""
    call.results_at = at or timezone.now() - timedelta(hours=1)
    call.save()
    Dictamen.objects.create(
        call=call, folio=f"DICTAMEN/{call.pk}", facts=facts, made_by="prueba",
        published_at=call.results_at,
    )  # fmt: skip
    return recognise(call, by="prueba")
