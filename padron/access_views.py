"""Asking for access, and answering: staff in the panel, an enlace for their own body."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record

from . import access_requests
from .access import requires
from .access_forms import AcceptForm, AccessRequestForm, RejectForm
from .models import AccessRequest, Body
from .refusal import Refusal
from .roles import Role

PER_PAGE = 25


@require_http_methods(["GET", "POST"])
def ask(request):
    form = AccessRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        access_requests.ask(by=request.user, **form.facts())
        return redirect("access_request_sent")
    bodies = Body.objects.active().values_list("name", flat=True)
    return render(request, "account/access_request.html", {"form": form, "bodies": bodies})


@require_safe
def sent(request):
    return render(request, "account/access_request_sent.html")


class Desk:
    """One desk where requests are answered: the same pages for staff and for an enlace."""

    def __init__(self, area: str, *roles: str):
        self.area = area
        self.requests = require_safe(requires(*roles)(self._requests))
        self.detail = require_safe(requires(*roles)(self._detail))
        self.accept = require_POST(requires(*roles)(self._accept))
        self.reject = require_POST(requires(*roles)(self._reject))

    def _mine(self, user):
        """Staff decide all; an enlace those of their own body, at their own desk."""
        found = AccessRequest.objects.select_related("body")
        if self.area == "enlace":
            return found.filter(body__in=Body.objects.represented_by(user))
        return found.decidable_by(user)

    def _requests(self, request):
        state = request.GET.get("estado", AccessRequest.State.PENDING)
        found = self._mine(request.user)
        if state in AccessRequest.State.values:
            found = found.filter(state=state)
        if state != AccessRequest.State.PENDING:
            found = found.order_by("-decided_at", "-created_at")
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        record("people.listed", by=request.user, people=len(page), list="solicitudes")
        context = {"page_obj": page, "state": state, "states": AccessRequest.State.choices}
        return render(request, f"padron/requests/{self.area}_list.html", context)

    def _detail(self, request, pk):
        thing = get_object_or_404(self._mine(request.user), pk=pk)
        record("people.listed", thing, by=request.user, people=1)
        return self._page(request, thing)

    def _page(self, request, thing, accept=None, reject=None, status=200):
        context = {
            "thing": thing,
            "accept": accept or AcceptForm(access_request=thing),
            "reject": reject or RejectForm(),
            "back_url": reverse(f"{self.area}_requests"),
            "accept_url": reverse(f"{self.area}_request_accept", args=[thing.pk]),
            "reject_url": reverse(f"{self.area}_request_reject", args=[thing.pk]),
        }
        template = f"padron/requests/{self.area}_detail.html"
        return render(request, template, context, status=status)

    def _accept(self, request, pk):
        thing = get_object_or_404(self._mine(request.user), pk=pk)
        form = AcceptForm(request.POST, access_request=thing)
        if not form.is_valid():
            return self._page(request, thing, accept=form, status=422)
        return self._answer(
            request,
            lambda: access_requests.accept(request=thing, by=request.user, person=form.chosen),
            "Solicitud aceptada. Le escribimos para decirle que ya puede entrar.",
        )

    def _reject(self, request, pk):
        thing = get_object_or_404(self._mine(request.user), pk=pk)
        form = RejectForm(request.POST)
        if not form.is_valid():
            return self._page(request, thing, reject=form, status=422)
        return self._answer(
            request,
            lambda: access_requests.reject(request=thing, by=request.user, **form.cleaned_data),
            "Solicitud no aceptada. Le enviamos el motivo.",
        )

    def _answer(self, request, act, done: str):
        try:
            act()
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, done)
        return redirect(f"{self.area}_requests")


panel = Desk("panel", Role.STAFF)
enlace = Desk("enlace", "enlace")
