"""The register as open data: csv, json and xlsx of the same columns, each told in a dictionary."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from documentos.spreadsheets import RUNS, Column, xlsx_response

from .register import Entry

NAME = "practicas-reconocidas"


@dataclass(frozen=True)
class Field:
    """A column: its name in the data, its heading, what it means, and how it is read."""

    name: str
    heading: str
    meaning: str
    read: Callable[[Entry], Any]
    width: float = 18
    wrap: bool = False


def _municipality(entry: Entry):
    return entry.recognition.body.municipality


def _group(entry: Entry):
    return entry.recognition.proposal.population_group


FIELDS = [
    Field("clave", "Clave", "La de su dirección en este sitio; no cambia.",
          lambda one: one.recognition.slug, 30),
    Field("practica", "Práctica", "Nombre de la práctica.",
          lambda one: one.recognition.title, 44, True),
    Field("descripcion", "De qué se trata", "Como la describió su sujeto obligado.",
          lambda one: one.recognition.summary, 60, True),
    Field("sujeto_obligado", "Sujeto obligado", "Quién la hizo.",
          lambda one: one.recognition.body.name, 44, True),
    Field("clave_sujeto_obligado", "Clave del sujeto obligado", "La del padrón de este sitio.",
          lambda one: one.recognition.body.key),
    Field("municipio", "Municipio", "Donde está el sujeto obligado; vacío en los estatales.",
          lambda one: _municipality(one).name if _municipality(one) else "", 24),
    Field("clave_inegi", "Clave INEGI", "Del municipio: estado y municipio, cinco cifras.",
          lambda one: _municipality(one).pk if _municipality(one) else ""),
    Field("grupo_poblacion", "Grupo de la población", "A quién sirve la información.",
          lambda one: _group(one).name if _group(one) else "", 28),
    Field("convocatoria", "Convocatoria", "En la que se reconoció.",
          lambda one: one.recognition.proposal.call.title, 44, True),
    Field("anio", "Año", "De la convocatoria.",
          lambda one: one.recognition.proposal.call.year, 10),
    Field("vigencia_desde", "Vigente desde", "Primer día.",
          lambda one: one.recognition.starts_on),
    Field("vigencia_hasta", "Vigente hasta", "Último día, incluido.",
          lambda one: one.recognition.ends_on),
    Field("estado", "Estado", "El día de la descarga: vigente, vencida, retirada o por-empezar.",
          lambda one: one.state),
    Field("motivo_retiro", "Motivo del retiro", "Vacío si no se retiró.",
          lambda one: one.document.reason if one.document else "", 40, True),
    Field("folio", "Folio del reconocimiento", "Vacío mientras no se emite el documento.",
          lambda one: one.document.folio if one.document else "", 28),
    Field("verificar", "Verificar", "Página donde se verifica el reconocimiento.",
          lambda one: one.verify_url, 40),
    Field("consultar", "Dónde se consulta", "La información misma, donde la publica su autor.",
          lambda one: one.recognition.url, 40),
    Field("pagina", "Página", "La de la práctica en este registro.",
          lambda one: one.url, 40),
]  # fmt: skip


def row(entry: Entry) -> dict[str, Any]:
    """Everything about one, by name; days as dates."""
    return {field.name: field.read(entry) for field in FIELDS}


def csv_response(entries: list[Entry]) -> HttpResponse:
    """UTF-8 with its mark, so that a spreadsheet program reads the accents."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{NAME}.csv"'
    writer = csv.writer(response)
    writer.writerow([field.name for field in FIELDS])
    writer.writerows([_safe(value) for value in row(one).values()] for one in entries)
    return _open(response)


def json_response(entries: list[Entry]) -> JsonResponse:
    """The rows, and what each field means."""
    told = {
        "generado": timezone.localtime().isoformat(timespec="seconds"),
        "diccionario": {field.name: field.meaning for field in FIELDS},
        "practicas": [row(one) for one in entries],
    }
    return _open(JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2}))


def sheet_response(entries: list[Entry]) -> HttpResponse:
    columns = [Column(field.heading, field.width, wrap=field.wrap) for field in FIELDS]
    name = f"{NAME}-{timezone.localdate():%Y-%m-%d}"
    return xlsx_response(
        name, columns, (list(row(one).values()) for one in entries), title="Prácticas"
    )


def _safe(value):
    """What a spreadsheet program would run as a formula stays a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RUNS) else value


def _open(response):
    """For any site to read."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
