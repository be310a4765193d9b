"""The institution's dated identities, for administrators."""

from django.contrib import messages
from django.db.models import Prefetch
from django.forms.models import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ..access import requires
from ..institution import add_identity, add_signatory, change_logo, end_signatory
from ..models import Organizer, OrganizerIdentity, Signatory
from ..refusal import Refusal
from ..roles import Role
from .account_forms import IdentityForm
from .institution_forms import EndSignatoryForm, LogoForm, SignatoryForm

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _organizers(user):
    newest_first = Prefetch("identities", OrganizerIdentity.objects.order_by("-starts_on"))
    return Organizer.objects.filter(pk__in=user.organizer_ids()).prefetch_related(
        newest_first, "signatories"
    )


@require_safe
@requires(Role.ADMINISTRATOR)
def index(request):
    today = timezone.localdate()
    organizers = [
        (
            organizer,
            [(identity, identity.holds_on(today)) for identity in organizer.identities.all()],
            [(one, one.holds_on(today)) for one in organizer.signatories.all()],
        )
        for organizer in _organizers(request.user).order_by("pk")
    ]
    return render(request, "padron/institution/list.html", {"organizers": organizers})


@require_http_methods(["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def new_identity(request, pk):
    organizer = get_object_or_404(_organizers(request.user), pk=pk)
    newest = next(iter(organizer.identities.all()), None)
    initial = (
        model_to_dict(newest, exclude=["id", "organizer", "starts_on", "ends_on", "logo"])
        if newest
        else {}
    )
    form = IdentityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            # The logo goes on until another one takes its place.
            logo = newest.logo.name if newest else ""
            add_identity(organizer=organizer, by=request.user, logo=logo, **form.cleaned_data)
        except Refusal as reason:
            form.add_error("starts_on", str(reason))
        else:
            messages.success(request, "Identidad nueva guardada. Lo ya emitido conserva la suya.")
            return redirect("panel_institution")
    return render(request, "padron/institution/new.html", {"form": form, "organizer": organizer})


@FORM
@requires(Role.ADMINISTRATOR)
def logo(request, pk):
    identities = OrganizerIdentity.objects.filter(organizer__in=request.user.organizer_ids())
    identity = get_object_or_404(identities, pk=pk)
    # No file is an answer too: it takes the logo away.
    is_sent = request.method == "POST"
    form = LogoForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        change_logo(identity=identity, content=form.cleaned_data["logo"], by=request.user)
        messages.success(request, "Logotipo guardado. Lo ya emitido conserva el suyo.")
        return redirect("panel_institution")
    since = f"{identity.starts_on:%d/%m/%Y}"
    lead = f"El que llevan los documentos de {identity}, que vale desde el {since}."
    return _form(request, form, "Logotipo", lead, "Guardar el logotipo")


@FORM
@requires(Role.ADMINISTRATOR)
def new_signatory(request, pk):
    organizer = get_object_or_404(_organizers(request.user), pk=pk)
    form = SignatoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_signatory(organizer=organizer, by=request.user, **form.cleaned_data)
        messages.success(request, "Firmante guardado. Lo ya emitido no cambia.")
        return redirect("panel_institution")
    lead = "Su nombre y cargo se imprimen en las constancias de los eventos de esas fechas."
    return _form(request, form, "Agregar firmante", lead, "Guardar el firmante")


@FORM
@requires(Role.ADMINISTRATOR)
def signatory_end(request, pk):
    mine = Signatory.objects.filter(organizer__in=request.user.organizer_ids())
    signatory = get_object_or_404(mine, pk=pk)
    form = EndSignatoryForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            end_signatory(signatory=signatory, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error("last_day", str(reason))
        else:
            messages.success(request, "Guardado. Lo ya emitido no cambia.")
            return redirect("panel_institution")
    lead = f"{signatory} firma las constancias de los eventos que terminen hasta ese día."
    return _form(request, form, "Último día de firma", lead, "Guardar")


def _form(request, form, title: str, lead: str, action: str):
    context = {"form": form, "title": title, "lead": lead, "action": action}
    status = 422 if form.errors else 200
    return render(request, "padron/institution/form.html", context, status=status)
