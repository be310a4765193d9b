"""The outbox, for staff: what was written to whom, what became of it, and another try."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

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
    state = request.GET.get("estado", "")
    found, to, kind = _asked_for(request)
    found = found.defer("text", "html", "context", "parts")
    if state in Message.State.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    record("people.listed", by=request.user, people=len(page), list="correo")
    kinds = Message.objects.order_by("kind").values_list("kind", flat=True).distinct()
    context = {
        "page_obj": page,
        "state": state,
        "states": Message.State.choices,
        "to": to,
        "kind": kind,
        "about": request.GET.get("sobre", ""),
        "kinds": [(name, KINDS.get(name, name)) for name in kinds],
        "failed": Message.objects.failed().count(),
    }
    return render(request, "correo/panel/list.html", context)


def _asked_for(request):
    """The messages of the kind and mailbox that the address names, and both of these.

    `sobre` is what they are about, such as "comunicados.announcement:7"; a page of that leads here.
    """
    to, kind = request.GET.get("para", "").strip(), request.GET.get("tipo", "")
    about_type, _, about_id = request.GET.get("sobre", "").partition(":")
    found = Message.objects.all()
    if about_id:
        found = found.filter(about_type=about_type, about_id=about_id)
    if to:
        found = found.filter(to__icontains=to)
    if kind:
        found = found.filter(kind=kind)
    return found, to, kind


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
    try_again(Message.objects.filter(pk=pk))
    record("message.retried", message, by=request.user)
    messages.success(request, "El mensaje se intentará enviar de nuevo en un momento.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(back)
    return redirect("panel_message", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
@transaction.atomic
def retry_all(request):
    """Ask on GET; on POST try again what was parked, of the kind and mailbox in the address."""
    found = _asked_for(request)[0]
    back = f"{reverse('panel_messages')}?estado={Message.State.FAILED}"
    if request.method != "POST":
        parked = found.revivable().aggregate(count=Count("pk"), oldest=Min("created_at"))
        return render(request, "correo/panel/retry.html", {**parked, "cancel_url": back})
    retried = try_again(found.filter(pk__in=found.revivable().values("pk")))
    if retried:
        record("messages.retried", by=request.user, messages=retried)
    messages.success(request, _retried_in_words(retried))
    return redirect("panel_messages")


def _retried_in_words(count: int) -> str:
    if count == 1:
        return "Un mensaje se intentará enviar de nuevo en un momento."
    return f"{count} mensajes se intentarán enviar de nuevo en un momento."
