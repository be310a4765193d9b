"""GET /api/v1/practices: the register of recognised practices, for other systems."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from ninja import Query, Router
from ninja.errors import HttpError

from asistencia.schemas import Problem

from . import register
from .models import Recognition
from .register import Entry
from .schemas import PracticeFilters, PracticeOut, PracticesOut

router = Router(tags=["Prácticas reconocidas"])
NO_SUCH = "No hay una práctica reconocida con esa clave. Busca en /api/v1/practices."


@router.get("", response=PracticesOut, summary="Las prácticas reconocidas, por páginas")
def practices(request, response: HttpResponse, filters: Query[PracticeFilters]):
    _fresh(response)
    found = register.find(
        text=filters.q,
        body=filters.body,
        municipality=filters.municipality,
        group=filters.group,
        year=filters.year,
        state=filters.state,
    ).select_related("proposal__call__dictamen")
    page = Paginator(found, filters.page_size).get_page(filters.page)
    return {
        "count": page.paginator.count,
        "next": _page_url(request, page.next_page_number()) if page.has_next() else None,
        "previous": _page_url(request, page.previous_page_number())
        if page.has_previous()
        else None,
        "results": [_told(entry) for entry in register.entries(page.object_list)],
    }


@router.get("/{slug}", response={200: PracticeOut, 404: Problem}, summary="Una práctica reconocida")
def practice(request, response: HttpResponse, slug: str):
    _fresh(response)
    found = register.public().select_related("proposal__call__dictamen").filter(slug=slug)
    told = register.entries(found)
    if not told:
        raise HttpError(404, NO_SUCH)
    return _told(told[0])


def _fresh(response: HttpResponse) -> None:
    """Every copy is asked for anew: results have a moment."""
    response["Cache-Control"] = "no-cache"


def _page_url(request, number: int) -> str:
    query = request.GET.copy()
    query["page"] = number
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


def _told(entry: Entry) -> dict[str, Any]:
    one: Recognition = entry.recognition
    call, group, place = one.proposal.call, one.proposal.population_group, one.body.municipality
    document = entry.document
    return {
        **{name: getattr(one, name) for name in ("slug", "title", "summary")},
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "state": entry.state,
        "body": {
            "key": one.body.key,
            "name": one.body.name,
            "municipality": place.name if place else "",
            "inegi_key": place.pk if place else "",
        },
        "population_group": group.name if group else "",
        "call": {
            "slug": call.slug,
            "title": call.title,
            "year": call.year,
            "dictamen": call.dictamen.folio,
            "results_at": call.dictamen.published_at,
        },
        "document": {
            "folio": document.folio,
            "verify_url": entry.verify_url,
            "withdrawn_at": document.withdrawn_at,
            "reason": document.reason,
        }
        if document
        else None,
        "information_url": one.url,
        "url": entry.url,
    }
