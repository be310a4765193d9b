"""What constancias say, in the panel: read, changed as a new version, looked at beforehand."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padron.access import requires
from padron.models import Organizer
from padron.roles import Role

from . import previews, wordings
from .designs import DESIGNS
from .models import Kind, Wording
from .panel_forms import WordingForm


def _find(request, slug, kind) -> tuple[Organizer, str]:
    if kind not in Kind.values:
        raise Http404
    mine = Organizer.objects.filter(pk__in=request.user.organizer_ids("staff"))
    return get_object_or_404(mine, slug=slug), kind


@require_safe
@requires(Role.STAFF)
def index(request):
    mine = Organizer.objects.filter(pk__in=request.user.organizer_ids("staff"))
    organizers = [
        (organizer, [(kind, _shown(organizer, kind)) for kind in Kind])
        for organizer in mine.prefetch_related("identities").order_by("pk")
    ]
    context = {"organizers": organizers}
    return render(request, "certificates/panel/wordings.html", context)


def _shown(organizer: Organizer, kind: str) -> Wording:
    wording = wordings.in_force(organizer, kind)
    wording.design_name = DESIGNS[wording.design].NAME
    return wording


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
def edit(request, organizer, kind):
    """A new version; what was issued keeps the one it was issued with."""
    organizer, kind = _find(request, organizer, kind)
    form = WordingForm.showing(request.POST or None, wordings.in_force(organizer, kind))
    if request.method == "POST" and form.is_valid():
        wording = wordings.rewrite(
            organizer=organizer, kind=kind, by=request.user, **form.cleaned_data
        )
        messages.success(
            request,
            f"Guardado como versión {wording.version}. Lo ya emitido no cambia.",
        )
        return redirect("panel_certificates_wordings")
    return _show(request, form, organizer, kind)


@require_POST
@requires(Role.STAFF)
def preview(request, organizer, kind):
    """The PDF as it would look with what is typed, on an event's own facts; nothing is kept."""
    organizer, kind = _find(request, organizer, kind)
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _show(request, form, organizer, kind)
    wording = Wording(
        organizer=organizer,
        kind=kind,
        version=wordings.in_force(organizer, kind).version + 1,
        **form.cleaned_data,
    )
    response = HttpResponse(previews.pdf(wording), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="ejemplo.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _show(request, form: WordingForm, organizer: Organizer, kind: str):
    context = {
        "form": form,
        "organizer": organizer,
        "kind": Kind(kind),
        "placeholders": wordings.PLACEHOLDERS,
        "designs": DESIGNS.values(),
        "versions": organizer.wordings.filter(kind=kind),
    }
    status = 422 if form.errors else 200
    return render(request, "certificates/panel/wording.html", context, status=status)
