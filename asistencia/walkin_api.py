"""The gate's part of the API for who comes without a registration."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from ninja import Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from pydantic import Field, field_validator

from jornadas.refusal import Refusal
from padron.models import Body

from . import walkin_words, walkins
from .schemas import AT, Problem, example

router = Router(tags=["Control de acceso"])
WALKIN_ID = "5b0d6a52-6a3f-4e0c-8f0d-0f1a4a7f9b11"


class WalkInIn(Schema):
    """Alguien que llegó sin inscripción."""

    model_config = example(
        id=WALKIN_ID,
        given_names="Ana",
        first_surname="Ruiz",
        second_surname="",
        body=12,
        body_said="Ayuntamiento de Metepec",
        post="",
        email="",
        came_at=AT,
        reason="",
        offline=False,
    )
    id: UUID = Field(description="Lo hace el dispositivo; repetirlo da la misma respuesta.")
    given_names: str = Field(max_length=80)
    first_surname: str = Field(max_length=60)
    second_surname: str = Field("", max_length=60)
    body: int | None = Field(None, description="El sujeto obligado, de `bodies`.")
    body_said: str = Field("", max_length=200, description="Como lo dijo, si no está en la lista.")
    post: str = Field("", max_length=160)
    email: str = Field("", max_length=254, description="Si no está completo, no se guarda.")
    came_at: datetime = Field(description="Cuándo llegó, con su zona horaria.")
    reason: str = Field("", max_length=300, description="Por qué entra aunque no haya lugar.")
    offline: bool = Field(False, description="Se anotó sin red: la persona ya entró.")

    @field_validator("came_at")
    @classmethod
    def _in_a_calendar(cls, at: datetime) -> datetime:
        if not 1900 < at.year < 9000:
            raise ValueError("La hora no es de este siglo.")
        return timezone.make_aware(at) if timezone.is_naive(at) else at


class WalkInOut(Schema):
    model_config = example(
        id=WALKIN_ID, name="Ana Ruiz", over=False, message="Adelante, Ana. Su llegada…"
    )
    id: UUID
    name: str
    over: bool = Field(description="Ya no quedaban lugares.")
    message: str = Field(description="Qué decir y hacer en la puerta.")


class BodyOut(Schema):
    model_config = example(id=12, name="Ayuntamiento de Metepec", acronym="")
    id: int
    name: str
    acronym: str


@router.post(
    "/walkins",
    response={200: WalkInOut, (400, 401, 409, 422): Problem},
    summary="Registrar a alguien que llegó sin inscripción",
)
def add_walkin(request, arrival: WalkInIn):
    """Repetir un `id` da la misma respuesta. Sin lugar, sin motivo y con red contesta 409."""
    try:
        walkin = walkins.receive(request.auth, walkins.Arrival(**arrival.dict()))
    except walkins.NoSeat as reason:
        raise HttpError(409, str(reason)) from reason
    except Refusal as reason:
        raise HttpError(422, str(reason)) from reason
    return {
        "id": walkin.pk,
        "name": walkin.full_name,
        "over": walkin.is_over,
        "message": walkin_words.sentence(walkin),
    }


@router.get(
    "/bodies",
    response={200: list[BodyOut], 401: Problem},
    summary="Los sujetos obligados vigentes, para elegirlos sin red",
)
# Safe: a token in a header, and nothing in the answer that whoever listens could have put there.
@decorate_view(gzip_page)
def bodies(request):
    return Body.objects.active().order_by("sort_key").only("name", "acronym")
