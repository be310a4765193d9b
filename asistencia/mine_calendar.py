"""Mi calendario personal: the secret address of one's own calendar, to make, change and remove."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jornadas.models import FeedToken
from jornadas.personal_feeds import NAME, change_address, close_address, open_address
from jornadas.public.feeds import Address

ASK = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def mine_calendar(request):
    person = request.user.person_or_none
    if person is None:
        return redirect("mi_espacio")
    token = FeedToken.objects.usable().filter(person=person).first()
    address = Address(NAME, "", token.get_absolute_url()) if token else None
    context = {"token": token, "address": address}
    return _private(render(request, "asistencia/mine_calendar.html", context))


@require_POST
@login_required
def mine_calendar_create(request):
    open_address(person=_person(request), by=request.user)
    messages.success(request, "Tu dirección está lista.")
    return redirect("mine_calendar")


@ASK
@login_required
def mine_calendar_change(request):
    token = _token(request)
    if request.method == "POST":
        change_address(person=token.person, by=request.user)
        messages.success(request, "Tu dirección es otra. Suscríbete de nuevo con ella.")
        return redirect("mine_calendar")
    return _question(
        request,
        title="Cambiar la dirección",
        sentence="La dirección de ahora deja de servir en todos los calendarios que la usan. "
        "Te damos otra y te suscribes de nuevo con ella.",
        action="Cambiarla",
    )


@ASK
@login_required
def mine_calendar_remove(request):
    token = _token(request)
    if request.method == "POST":
        close_address(person=token.person, by=request.user)
        messages.success(request, "Quitamos la dirección: ya no muestra nada a nadie.")
        return redirect("mine_calendar")
    return _question(
        request,
        title="Quitar mi calendario personal",
        sentence="La dirección deja de servir en todos los calendarios que la usan. "
        "Tus inscripciones siguen igual.",
        action="Quitarla",
    )


def _person(request):
    person = request.user.person_or_none
    if person is None:
        raise Http404
    return person


def _token(request) -> FeedToken:
    usable = FeedToken.objects.usable().select_related("person")
    token = usable.filter(person=_person(request)).first()
    if token is None:
        raise Http404
    return token


def _question(request, **words):
    context = words | {"confirm_base": "base.html", "cancel_url": reverse("mine_calendar")}
    return _private(render(request, "components/confirm.html", context))


def _private(answer):
    """The address stays out of every cache, as a password would."""
    answer["Cache-Control"] = "private, no-store"
    return answer
