"""The institution's dated identities, for administrators."""

from django.contrib import messages
from django.db.models import Prefetch
from django.forms.models import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ..access import requires
from ..institution import add_identity
from ..models import Organizer, OrganizerIdentity
from ..refusal import Refusal
from ..roles import Role
from .account_forms import IdentityForm


def _organizers(user):
    newest_first = Prefetch("identities", OrganizerIdentity.objects.order_by("-starts_on"))
    return Organizer.objects.filter(pk__in=user.organizer_ids()).prefetch_related(newest_first)


@require_safe
@requires(Role.ADMINISTRATOR)
def index(request):
    today = timezone.localdate()
    organizers = [
        (
            organizer,
            [(identity, identity.holds_on(today)) for identity in organizer.identities.all()],
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
        model_to_dict(newest, exclude=["id", "organizer", "starts_on", "ends_on"]) if newest else {}
    )
    form = IdentityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            add_identity(organizer=organizer, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error("starts_on", str(reason))
        else:
            messages.success(request, "Identidad nueva guardada. Lo ya emitido conserva la suya.")
            return redirect("panel_institution")
    return render(request, "padron/institution/new.html", {"form": form, "organizer": organizer})
