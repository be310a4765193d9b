"""The shapes of the register's API, as its OpenAPI document shows them."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema


class PracticeBodyOut(Schema):
    key: str
    name: str
    municipality: str = Field(description="Vacío en los estatales.")
    inegi_key: str = Field(description="Clave INEGI del municipio, o vacío.")


class PracticeCallOut(Schema):
    slug: str
    title: str
    year: int
    dictamen: str = Field(description="Folio del dictamen del jurado.")
    results_at: datetime = Field(description="Cuándo se dieron a conocer.")


class PracticeDocumentOut(Schema):
    folio: str
    verify_url: str
    withdrawn_at: datetime | None
    reason: str = Field(description="Por qué se retiró; vacío si no.")


class PracticeOut(Schema):
    slug: str
    title: str
    summary: str
    body: PracticeBodyOut
    population_group: str = Field(description="A quién sirve; vacío si no se dijo.")
    call: PracticeCallOut
    starts_on: date
    ends_on: date = Field(description="Último día de vigencia, incluido.")
    state: Literal["vigente", "vencida", "retirada", "por-empezar"] = Field(
        description="El día de la consulta."
    )
    document: PracticeDocumentOut | None = Field(
        description="El reconocimiento emitido; vacío mientras no se emite."
    )
    information_url: str = Field(description="Dónde publica la información su autor; puede faltar.")
    url: str


class PracticesOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[PracticeOut]


class PracticeFilters(Schema):
    q: str = Field("", max_length=80, description="Palabras de la práctica o su sujeto obligado.")
    body: str = Field("", max_length=20, description="Clave del sujeto obligado.")
    municipality: str = Field("", max_length=5, description="Clave INEGI del municipio.")
    group: str = Field("", max_length=40, description="Clave del grupo de la población.")
    year: int | None = Field(None, ge=2000, le=2999, description="De la convocatoria.")
    state: Literal["", "vigente", "vencida", "retirada", "por-empezar"] = ""
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=100)
