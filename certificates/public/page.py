"""/c/<code>/: what a constancia says, whether it stands, and how to check that without us.

Whoever has the code sees what is printed, and no more.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bitacora.record import record
from jornadas.codes import is_valid, normalise
from padron.models import Body
from practicas.models import Recognition

from ..badges import badge, status_list
from ..models import Certificate
from ..papers import paper
from ..verification import find
from ..words import of_kind
from .limits import MISS, allows, too_many
from .verify import private


@require_safe
def certificate(request, code):
    written = normalise(code)
    if is_valid(written) and written != code:
        return redirect("certificate", code=written)
    found = find(written)
    if found is None:
        if not allows(request, MISS):
            return too_many(request)
        unknown = render(request, "certificates/public/unknown.html", {"code": code}, status=404)
        return private(unknown)
    context = {
        "found": found,
        "certificate": found.certificate,
        "facts": found.facts,
        "is_owner": _is_owner(request.user, found.certificate),
        "may_download": _may_download(request.user, found.certificate),
        "address": settings.SITE_URL + found.certificate.get_absolute_url(),
        "data_url": reverse("api:certificate", args=[found.certificate.code]),
    }
    return private(render(request, "certificates/public/certificate.html", context))


@require_safe
@login_required
def certificate_pdf(request, code):
    """The very file whose hash is kept; drawn now where issuing was interrupted."""
    found = _openable(request.user, code)
    answer = HttpResponse(paper(found), content_type="application/pdf")
    name = of_kind(found.kind).title.lower()
    answer["Content-Disposition"] = f'attachment; filename="{name}-{found.code}.pdf"'
    if not _is_owner(request.user, found):
        record("certificate.downloaded", found, by=request.user, people=1)
    return private(answer)


@require_safe
@login_required
def certificate_badge(request, code):
    """An Open Badge of one that stands."""
    found = _openable(request.user, code, Certificate.objects.standing())
    answer = JsonResponse(badge(found), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="insignia-{found.code}.json"'
    if not _is_owner(request.user, found):
        record("certificate.downloaded", found, by=request.user, people=1)
    return private(answer)


@require_safe
def certificate_status(request, code):
    """Where readers of badges ask whether it was revoked."""
    found = find(code)
    if found is None:
        if not allows(request, MISS):
            return too_many(request)
        return private(JsonResponse({"detail": "No existe."}, status=404))
    return private(JsonResponse(status_list(found)))


def _openable(user, code: str, certificates=None) -> Certificate:
    """One's own, or of one's institution; strangers learn nothing (404)."""
    certificates = Certificate.objects.all() if certificates is None else certificates
    mine = Q(person__user=user) | Q(organizer__in=user.organizer_ids("staff"))
    mine |= Q(recognition__body__in=Body.objects.represented_by(user))
    return get_object_or_404(certificates.select_related("person").filter(mine), code=code)


def _is_owner(user, certificate: Certificate) -> bool:
    person = certificate.person
    return bool(user.is_authenticated and person and person.user_id == user.pk)


def _may_download(user, certificate: Certificate) -> bool:
    """Its owner, its institution, and the enlace of the body that it recognises."""
    if not user.is_authenticated:
        return False
    if _is_owner(user, certificate) or certificate.organizer_id in user.organizer_ids("staff"):
        return True
    if not certificate.recognition_id:
        return False
    mine = Recognition.objects.filter(body__in=Body.objects.represented_by(user))
    return mine.filter(pk=certificate.recognition_id).exists()
