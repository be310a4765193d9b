"""The pass: its state, its code, and how to give the seat back.

Whoever holds the code sees the pass: it is what one shows at the door, and it opens from the mail
on a phone where nobody has signed in. Sixty random bits with a check character leave nothing to
guess, so wrong codes are told without a limit; most never reach the database.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from documentos.qr import qr_png, qr_svg

from ..codes import is_valid, normalise, online_code, spoken, spoken_online
from ..models import Registration
from ..refusal import Refusal
from ..registration import cancel


@require_safe
def pass_page(request, code):
    written = normalise(code)
    if is_valid(written) and written != code:
        return redirect("pass", code=written)
    registration = _find(written)
    if registration is None:
        return _private(render(request, "jornadas/pass_unknown.html", {"code": code}, status=404))
    owner = request.user.is_authenticated and registration.person.user_id == request.user.pk
    context = {
        "registration": registration,
        "event": registration.event,
        "position": registration.position(),
        # The library writes the SVG from the code alone: letters and digits.
        "qr": mark_safe(qr_svg(registration.code)),
        "spoken_code": spoken(registration.code),
        "online_code": spoken_online(online_code(registration.code)),
        "has_days": registration.event.has_days(),
        "is_owner": owner,
        "can_cancel": owner and registration.can_be_cancelled(),
    }
    return _private(render(request, "jornadas/pass.html", context))


@require_safe
def pass_picture(request, code):
    """The code as a picture to keep in the phone, for a door without signal."""
    registration = _find(code)
    if registration is None or not registration.is_active:
        return _private(render(request, "jornadas/pass_unknown.html", {"code": code}, status=404))
    answer = HttpResponse(qr_png(registration.code, module=16), content_type="image/png")
    answer["Content-Disposition"] = f'attachment; filename="pase-{registration.event.slug}.png"'
    return _private(answer)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pass_cancel(request, code):
    """Ask first, then give the seat to the next in line."""
    mine = Registration.objects.for_pass().filter(person__user=request.user)
    registration = get_object_or_404(mine, code=code)
    if request.method == "POST":
        try:
            cancel(registration=registration, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "Cancelaste tu inscripción. Gracias por liberar el lugar.")
        return redirect(registration)
    if not registration.can_be_cancelled():
        return redirect(registration)
    context = {"registration": registration, "event": registration.event}
    return _private(render(request, "jornadas/pass_cancel.html", context))


def _find(code: str) -> Registration | None:
    if not is_valid(code):
        return None
    return Registration.objects.for_pass().filter(code=code).first()


def _private(answer):
    """A pass belongs in no search engine and in no shared cache."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "private, no-store"
    return answer
