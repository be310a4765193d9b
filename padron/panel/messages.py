"""The outbox, for staff: what was written to whom, what became of it, and another try."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from bitacora.record import record
from correo.models import Message
from correo.outbox import try_again
from correo.words import KINDS

from ..access import requires
from ..roles import Role

PER_PAGE = 25
# A mail is a document of its own, with inline styles and no scripts. It is shown in its own page,
# in a sandbox that neither runs nor loads anything: the site's own policy stays strict.
SANDBOX = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "sandbox": [],
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
    "form-action": ["'none'"],
}


@require_safe
@requires(Role.STAFF)
def index(request):
    state, to = request.GET.get("estado", ""), request.GET.get("para", "").strip()
    kind = request.GET.get("tipo", "")
    found = Message.objects.defer("text", "html", "context")
    if state in Message.State.values:
        found = found.filter(state=state)
    if to:
        found = found.filter(to__icontains=to)
    if kind:
        found = found.filter(kind=kind)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    record("people.listed", by=request.user, people=len(page), list="correo")
    kinds = Message.objects.order_by("kind").values_list("kind", flat=True).distinct()
    context = {
        "page_obj": page,
        "state": state,
        "states": Message.State.choices,
        "to": to,
        "kind": kind,
        "kinds": [(name, KINDS.get(name, name)) for name in kinds],
        "failed": Message.objects.failed().count(),
    }
    return render(request, "correo/panel/list.html", context)


@require_safe
@requires(Role.STAFF)
def detail(request, pk):
    message = get_object_or_404(Message, pk=pk)
    record("people.listed", message, by=request.user, people=1)
    return render(request, "correo/panel/detail.html", {"message": message})


@require_safe
@csp_replace(SANDBOX)
@requires(Role.STAFF)
def as_sent(request, pk):
    """The HTML as it was sent, as a page of its own in a sandbox."""
    message = get_object_or_404(Message.objects.exclude(html=""), pk=pk)
    record("people.listed", message, by=request.user, people=1)
    return HttpResponse(message.html)


@require_POST
@requires(Role.STAFF)
@transaction.atomic
def retry(request, pk):
    message = get_object_or_404(Message.objects.failed(), pk=pk)
    try_again(message)
    record("message.retried", message, by=request.user)
    messages.success(request, "El mensaje se intentará enviar de nuevo en un momento.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(back)
    return redirect("panel_message", pk=pk)
