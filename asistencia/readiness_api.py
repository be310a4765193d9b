"""The gate's part of the API in which a device says how it is."""

import re
from datetime import datetime
from typing import Literal

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field, field_validator

from . import readiness
from .schemas import AT, Problem, example

router = Router(tags=["Control de acceso"])

WAYS = Literal["camera", "scanner", "typed", "offline"]
_PLAIN = re.compile(r"[\w.:-]*", re.ASCII)
_LARGEST = 2**53 - 1


class HealthIn(Schema):
    """Cómo está el dispositivo. Lo que el navegador no dice queda en nulo."""

    model_config = example(
        battery=0.82,
        charging=False,
        camera="granted",
        scanner=None,
        storage_free=1_200_000_000,
        persisted=True,
        roster_size=120,
        roster_at=AT,
        roster_version="120.1770303600.5",
        queue=0,
        clock_offset_ms=-350,
        secure=True,
        installed=True,
        version="7f3a",
        tried=["camera"],
    )
    battery: float | None = Field(None, ge=0, le=1, allow_inf_nan=False)
    charging: bool | None = None
    camera: Literal["working", "granted", "prompt", "denied", "missing"] | None = None
    scanner: Literal["working", "corrected", "failing"] | None = Field(
        None, description="Lo último que dijo la prueba del lector USB."
    )
    storage_free: int | None = Field(None, ge=0, le=_LARGEST, description="En bytes.")
    persisted: bool | None = Field(None, description="El navegador prometió no borrar lo guardado.")
    roster_size: int | None = Field(None, ge=0, le=1_000_000)
    roster_at: datetime | None = Field(
        None, description="Cuándo se pidió la lista por última vez, con su zona horaria."
    )
    roster_version: str | None = Field(None, max_length=60, description="El cursor de la lista.")
    # The one thing that every device knows, and must say.
    queue: int = Field(ge=0, le=1_000_000, description="Cuánto falta por enviar.")
    clock_offset_ms: int | None = Field(
        None, ge=-_LARGEST, le=_LARGEST, description="Nuestra hora menos la del dispositivo."
    )
    secure: bool | None = Field(None, description="La página se abrió con https.")
    installed: bool | None = Field(None, description="Se abrió desde la pantalla de inicio.")
    version: str | None = Field(None, max_length=60, description="La versión de la página.")
    tried: list[WAYS] = Field([], max_length=4, description="Cómo se leyeron pases de práctica.")

    @field_validator("roster_version", "version")
    @classmethod
    def _plain(cls, text: str | None) -> str | None:
        if text is not None and not _PLAIN.fullmatch(text):
            raise ValueError("Sólo letras, números, puntos y guiones.")
        return text

    @field_validator("roster_at")
    @classmethod
    def _in_a_calendar(cls, at: datetime | None) -> datetime | None:
        if at and not 1900 < at.year < 9000:
            raise ValueError("La hora no es de este siglo.")
        return timezone.make_aware(at) if at and timezone.is_naive(at) else at


class HealthOut(Schema):
    model_config = example(server_time=AT)
    server_time: datetime


@router.post(
    "/health",
    response={200: HealthOut, (400, 401, 413, 422): Problem},
    summary="Decir cómo está el dispositivo",
)
def health(request, said: HealthIn):
    """Cada minuto y cuando algo cambia. El panel muestra lo último que dijo cada dispositivo."""
    now = timezone.now()
    readiness.tell(device=request.auth, health=said.model_dump(mode="json"), now=now)
    return {"server_time": now}
