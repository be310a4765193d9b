"""Oficios in the panel: a draft to look at, the letters one by one, those to be printed."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bitacora.record import record
from padron.access import requires
from padron.roles import Role

from . import paper, previewing, sending
from .models import Announcement
from .panel import PER_PAGE, find


def _find(request, slug, pk) -> Announcement:
    invitations = Announcement.objects.filter(audience=Announcement.Audience.ENLACES)
    return find(request, slug, pk, invitations)


@require_safe
@requires(Role.STAFF)
def draft(request, slug, pk):
    """The letter to one body (the first, or the one at `n`) as it would be, marked as a draft."""
    announcement = _find(request, slug, pk)
    if not hasattr(announcement, "letterhead"):
        raise Http404
    number = request.GET.get("n", "")
    event = sending.read_event(announcement)
    one = previewing.sample(announcement, event, int(number) if number.isdecimal() else 1)
    if one is None:
        raise Http404
    record("people.listed", announcement, by=request.user, people=1)
    return _pdf(paper.as_pdf([one.context["letter"]], draft=True), "borrador.pdf")


@require_safe
@requires(Role.STAFF)
def index(request, slug, pk):
    announcement = _find(request, slug, pk)
    found = announcement.oficios.with_mailing().select_related("body")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "announcement": announcement,
        "event": announcement.event,
        "page_obj": page,
        "to_print": announcement.oficios.to_print().count(),
    }
    return render(request, "comunicados/panel/oficios.html", context)


@require_safe
@requires(Role.STAFF)
def download(request, slug, pk, number):
    """One letter, as its body gets it."""
    oficio = get_object_or_404(_find(request, slug, pk).oficios, number=number)
    letter = _pdf(paper.as_pdf([oficio.facts]), paper.file_name(oficio.folio))
    record("oficio.downloaded", oficio, by=request.user, people=1)
    return letter


@require_safe
@requires(Role.STAFF)
def to_print(request, slug, pk):
    """The letters that no mailbox gets, in one file: 350 of them take some 3 seconds."""
    announcement = _find(request, slug, pk)
    letters = list(announcement.oficios.to_print().values_list("facts", flat=True))
    if not letters:
        raise Http404
    record("oficio.downloaded", announcement, by=request.user, people=len(letters))
    return _pdf(paper.as_pdf(letters), f"oficios-para-imprimir-{announcement.pk}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
