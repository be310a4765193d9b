"""The shapes of the gate's API, as its OpenAPI document shows them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, WithJsonSchema

MARIA = {"name": "María del Rosario Mejía Ayala", "body": "Ayuntamiento de Metepec"}
SCAN_ID = "0b1f6f0e-3a53-4a1c-9a1e-6d2f7c1e8a01"
AT = "2026-02-05T09:02:11-06:00"


ScanResult = Literal[
    "admitted",
    "duplicate",
    "exit",
    "waitlisted",
    "cancelled",
    "other_event",
    "unknown",
    "invalid",
    "practice",
]


def example(**values) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class PairIn(Schema):
    model_config = example(secret="17:sPq0…")
    secret: str = Field(
        max_length=200, description="Lo que sigue a # en la dirección del código QR del panel."
    )
    before: list[int] = Field(
        default=[],
        max_length=50,
        description="Los `device` con que este teléfono se emparejó antes y que dejaron algo por "
        "enviar.",
    )


class EventOut(Schema):
    slug: str
    title: str
    status: str = Field(description="`published`, `cancelled` o `draft`.")


class PairOut(Schema):
    model_config = example(
        token="3q2-7w…",
        device=17,
        pin="204816",
        pins={"12": "880143"},
        event={"slug": "jornada-1", "title": "Primera jornada", "status": "published"},
        gate="Puerta norte",
        expires_at="2026-02-07T00:00:00-06:00",
        server_time=AT,
    )
    token: str = Field(description="Va en `Authorization: Bearer …`. No se vuelve a mostrar.")
    device: int
    pin: str = Field(description="Seis números que abren lo que el dispositivo guarda sellado.")
    pins: dict[str, str] = Field(
        description="Los de `before` que fueron de este mismo evento: abren lo que dejaron."
    )
    event: EventOut
    gate: str
    expires_at: datetime
    server_time: datetime


ONE_SCAN = {"id": SCAN_ID, "code": "7K3M9QXT2WVAC", "scanned_at": AT, "direction": "entry"}


class ScanIn(Schema):
    """Una lectura. Las que no tienen esta forma se contestan `invalid`, cada una en su lugar."""

    model_config = example(**ONE_SCAN)
    id: UUID = Field(description="Lo hace el dispositivo; repetirlo da la misma respuesta.")
    code: str = Field(
        description="Lo leído: el código, con o sin espacios, o la dirección del pase."
    )
    scanned_at: datetime = Field(description="Cuándo se leyó, con su zona horaria.")
    direction: Literal["entry", "exit"] = "entry"
    told: ScanResult | None = Field(
        None, description="Qué dijo el dispositivo por sí mismo, si no pudo preguntar."
    )


# Each entry is judged on its own, so that one bad scan spoils no other; the document shows ScanIn.
AnyScan = Annotated[Any, WithJsonSchema(ScanIn.model_json_schema())]


class ScansIn(Schema):
    model_config = example(scans=[ONE_SCAN])
    scans: list[AnyScan] = Field(min_length=1, max_length=500)


class PersonOut(Schema):
    name: str
    body: str


class FirstOut(Schema):
    at: datetime
    gate: str


class ScanOut(Schema):
    id: str | None = Field(description="El id como llegó; nulo donde no se pudo leer.")
    result: ScanResult
    person: PersonOut | None = Field(description="De quién es el pase, donde se sabe.")
    first: FirstOut | None = Field(description="En `duplicate`: cuándo y por dónde entró.")
    message: str = Field(description="Qué decir y hacer en la puerta.")


class ScansOut(Schema):
    model_config = example(
        results=[
            {
                "id": SCAN_ID,
                "result": "duplicate",
                "person": MARIA,
                "first": {"at": AT, "gate": "Puerta norte"},
                "message": "Ya entró a las 9:02 por Puerta norte. "
                "Confirma que sea la misma persona.",
            }
        ]
    )
    results: list[ScanOut]


class RosterPersonOut(Schema):
    code: str
    name: str
    body: str
    status: Literal["confirmed", "waitlisted", "cancelled"]
    mode: Literal["in_person", "online"]
    revision: int
    entered_at: datetime | None = Field(description="Primera entrada a la sesión de hoy.")
    inside: bool


class RosterOut(Schema):
    model_config = example(
        people=[
            {
                "code": "7K3M9QXT2WVAC",
                **MARIA,
                "status": "confirmed",
                "mode": "in_person",
                "revision": 12,
                "entered_at": None,
                "inside": False,
            }
        ],
        cursor="12.1770303600.5",
        full=True,
        has_more=False,
    )
    people: list[RosterPersonOut]
    cursor: str = Field(description="Para pedir lo que cambie después: `?since=`.")
    full: bool = Field(description="La lista empieza de nuevo: lo que se tenía se descarta.")
    has_more: bool = Field(description="Falta otra página: pídela ya con el cursor.")


class CurrentSessionOut(Schema):
    number: int
    title: str
    starts_at: datetime | None
    ends_at: datetime | None


class GateCountOut(Schema):
    gate: str
    entered: int


class CountsOut(Schema):
    expected: int = Field(description="Inscripciones confirmadas presenciales.")
    entered: int = Field(description="Personas que han entrado a la sesión.")
    inside: int = Field(description="Personas que entraron y no han salido.")
    walkins: int = Field(description="De ellas, las que llegaron sin inscripción y se concilian.")
    gates: list[GateCountOut]


class StatusOut(Schema):
    model_config = example(
        event={"slug": "jornada-1", "title": "Primera jornada", "status": "published"},
        gate="Puerta norte",
        session={
            "number": 1,
            "title": "",
            "starts_at": "2026-02-05T09:00:00-06:00",
            "ends_at": "2026-02-05T14:00:00-06:00",
        },
        counts={
            "expected": 120,
            "entered": 41,
            "inside": 40,
            "walkins": 1,
            "gates": [{"gate": "Puerta norte", "entered": 41}],
        },
        capacity=150,
        free=30,
        practice=["PRACT1CA0001Z", "PRACT1CA0002S", "PRACT1CA0003V"],
        server_time=AT,
        expires_at="2026-02-07T00:00:00-06:00",
    )
    event: EventOut
    gate: str
    session: CurrentSessionOut | None = Field(description="La que corre o la más cercana de hoy.")
    counts: CountsOut
    capacity: int | None = Field(description="Lugares presenciales; nulo si no hay límite.")
    free: int | None = Field(description="Los que nadie tiene ni ocupó en la puerta.")
    practice: list[str] = Field(description="Los códigos de los pases de práctica, en su orden.")
    server_time: datetime
    expires_at: datetime


class UndoIn(Schema):
    model_config = example(id=SCAN_ID)
    id: UUID


class UndoOut(Schema):
    model_config = example(id=SCAN_ID, undone_at="2026-02-05T09:03:00-06:00")
    id: UUID
    undone_at: datetime


class Problem(Schema):
    """Un error, como RFC 9457 lo describe (`application/problem+json`)."""

    model_config = example(
        type="about:blank",
        title="No autorizado",
        status=401,
        detail="Este dispositivo no está emparejado. Emparéjalo con el código QR del panel.",
    )
    type: str
    title: str
    status: int
    detail: str = Field(description="Qué pasó y qué hacer, en español.")
    errors: list[dict] | None = Field(None, description="En 422: qué dato y por qué.")
