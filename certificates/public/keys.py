"""The published keys, the issuer of badges, and the page that checks without asking this server."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documentos.models import SealingKey
from documentos.sealing.keys import public_keys
from padron.models import Organizer

from ..badges import issuer
from ..published_keys import published, raw_keys

# Keys change once in years; a new one is seen within the hour.
KEPT = 60 * 60


@require_safe
def keys(request):
    everything = public_keys()
    uses = [
        (title, text, [key for key in everything if key.use == use])
        for use, title, text in (
            (
                SealingKey.Use.SNAPSHOT,
                "Para lo que dice la constancia",
                "Firma los datos y el código QR (Ed25519).",
            ),
            (
                SealingKey.Use.PDF,
                "Para el archivo PDF",
                "Firma el documento (PAdES); los lectores de PDF la muestran.",
            ),
        )
    ]
    return render(request, "certificates/public/keys.html", {"uses": uses})


@require_safe
def keys_json(request):
    return _open(JsonResponse(published(), json_dumps_params={"ensure_ascii": False, "indent": 2}))


@require_safe
def issuer_json(request):
    organizer = Organizer.objects.prefetch_related("identities").order_by("pk").first()
    told = issuer(organizer.identity() if organizer else None)
    return _open(JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2}))


@require_safe
def check(request):
    """Works wholly in the browser: keys and script are in the page."""
    return render(request, "certificates/public/check.html", {"keys": raw_keys()})


def _open(answer):
    """For any site to read, and for caches to keep a while."""
    answer["Cache-Control"] = f"public, max-age={KEPT}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
