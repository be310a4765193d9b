"""The API's root: version 1, its errors as problem details (RFC 9457), its OpenAPI document."""

import functools
import json
import logging

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError

from asistencia.api import router as checkin
from certificates.api import router as certificates
from jornadas.api import router as events
from practicas.api import router as practices

logger = logging.getLogger(__name__)

# Status: its title, and what is said where nobody said anything better.
PROBLEMS = {
    400: ("Petición ilegible", "No pudimos leer la petición. Envía JSON bien formado en UTF-8."),
    401: ("No autorizado", "Falta el permiso del dispositivo: empareja de nuevo desde el panel."),
    403: ("Sin permiso", "No tienes permiso para hacer esto."),
    404: ("No existe", "No hay nada en esta dirección. Revisa /api/v1/openapi.json."),
    405: ("Método no permitido", "Esta dirección no acepta ese método."),
    409: ("No se puede ahora", "Lo que pides choca con lo que ya está registrado."),
    413: ("Demasiado grande", "La petición es demasiado grande. Envía menos lecturas a la vez."),
    422: ("Datos incorrectos", "Los datos no tienen la forma esperada."),
    429: ("Demasiadas peticiones", "Hiciste demasiadas peticiones. Espera un momento y reintenta."),
    500: ("Error del servidor", "Algo falló de nuestro lado y ya quedó anotado. Reintenta."),
}
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


def problem(status: int, detail: str = "", **more) -> HttpResponse:
    """An error as `application/problem+json`."""
    title, usual = PROBLEMS.get(status, PROBLEMS[500])
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or usual}
    response = HttpResponse(
        json.dumps(body | more, ensure_ascii=False),
        status=status,
        content_type="application/problem+json",
    )
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


class Api(NinjaAPI):
    @property
    def urls(self):
        """The addresses, with the errors that django-ninja does not hand to its handlers."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            pattern.callback = _explained(pattern.callback)
        return patterns, app_name, namespace


def _explained(view):
    @functools.wraps(view)
    def explained(request, *args, **kwargs):
        try:
            # The document and the root, which django-ninja lets any method read.
            if isinstance(view, functools.partial) and request.method not in ("GET", "HEAD"):
                response = HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
            else:
                response = view(request, *args, **kwargs)
        except Http404:
            return problem(404)
        if response.status_code == 405:
            allowed = response["Allow"]
            response = problem(405, f"Esta dirección solo acepta {allowed}.")
            response["Allow"] = allowed
        return response

    explained.csrf_exempt = True  # tokens, no cookies: nothing to forge
    return explained


api = Api(
    title="Jornadas",
    version="1",
    description=(
        "Control de acceso de los eventos y datos públicos. Los errores son *problem details* "
        "(RFC 9457) con un `detail` en español que dice qué hacer."
    ),
    urls_namespace="api",
    docs_url=None,
)
api.add_router("/checkin", checkin)
api.add_router("/events", events)
api.add_router("/certificates", certificates)
api.add_router("/practices", practices)

# Last: whatever no room knows.
nowhere = Router()


@nowhere.api_operation(METHODS, "/{path:rest}", include_in_schema=False)
def unknown_address(request, rest: str):
    raise Http404


api.add_router("", nowhere)


@api.exception_handler(HttpError)
def _http_error(request, error):
    # django-ninja's own sentences are in English; ours come from the rooms, for other statuses.
    return problem(error.status_code, "" if error.status_code in (400, 429) else str(error))


@api.exception_handler(Http404)
def _not_found(request, error):
    return problem(404)


@api.exception_handler(RequestDataTooBig)
def _too_big(request, error):
    return problem(413)


@api.exception_handler(UnreadablePostError)
def _unreadable(request, error):
    return problem(400)


@api.exception_handler(ValidationError)
def _not_valid(request, error):
    faults = [{"where": _where(fault["loc"]), "why": _why(fault)} for fault in error.errors]
    told = "; ".join(f"{fault['where']}: {fault['why']}" for fault in faults[:3])
    return problem(422, f"{PROBLEMS[422][1]} {told}."[:500], errors=faults)


@api.exception_handler(Exception)
def _failed(request, error):
    # Without the request's content: it may hold people's data.
    logger.exception("API error at %s", request.path)
    return problem(500)


def _where(location) -> str:
    """A place in the body: "scans.3.id"; the name of our argument says nothing to a caller."""
    return ".".join(str(part) for part in location[2:]) or "cuerpo"


def _why(fault: dict) -> str:
    context = fault.get("ctx", {})
    return {
        "missing": "falta",
        "too_short": "está vacío",
        "too_long": f"pasa de {context.get('max_length')}",
        "string_too_long": f"pasa de {context.get('max_length')} caracteres",
        "string_type": "debe ser un texto",
        "list_type": "debe ser una lista",
        "uuid_parsing": "debe ser un UUID",
        "uuid_type": "debe ser un UUID",
    }.get(fault["type"], "no tiene la forma esperada")
