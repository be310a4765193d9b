"""All constancias in the panel, and what goes out of them: the sheet and the zip."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.spreadsheets import xlsx_response
from jornadas.models import Event
from padron.access import requires
from padron.roles import Role

from . import exports
from .models import Certificate
from .panel import find_event
from .panel_forms import CertificateFilter, state_of, years_of

PAGE = 50


def _filtered(request):
    mine = Certificate.objects.manageable_by(request.user)
    form = CertificateFilter(request.GET, years=years_of(mine))
    return form, form.results(mine)


@require_safe
@requires(Role.STAFF)
def index(request):
    form, found = _filtered(request)
    related = found.select_related("event", "recognition", "series").order_by("-issued_at", "-pk")
    page = Paginator(related, PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        record("people.listed", by=request.user, people=len(page.object_list))
    slug = form.cleaned_data.get("evento")
    context = {
        "form": form,
        "page": page,
        "rows": [(one, one.facts["holder"], state_of(one)) for one in page],
        "event": Event.objects.manageable_by(request.user).filter(slug=slug).first(),
        "query": request.GET.urlencode(),
    }
    return render(request, "certificates/panel/all.html", context)


@require_safe
@requires(Role.STAFF)
def issued_xlsx(request):
    """Those that the filters show, whole."""
    _, found = _filtered(request)
    name = f"constancias-emitidas-{timezone.localtime():%Y-%m-%d-%H%M}"
    response = xlsx_response(name, exports.COLUMNS, exports.rows(found), title="Constancias")
    record("list.printed", by=request.user, people=found.count(), format="xlsx")
    return response


@require_safe
@requires(Role.STAFF)
def event_zip(request, slug):
    """The documents of those of an event that stand."""
    event = find_event(request, slug)
    found = Certificate.objects.filter(event=event).standing()
    count = found.count()
    if not count:
        messages.info(request, "Todavía no hay constancias vigentes de este evento.")
        return redirect("panel_certificates", event.slug)
    record("certificates.downloaded", event, by=request.user, people=count)
    response = StreamingHttpResponse(exports.zipped(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="constancias-{event.slug}.zip"'
    return response
