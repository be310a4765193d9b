"""Where a USB scanner is tried out before its day. The page knows nobody and keeps nothing."""

from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from documentos.qr import qr_svg

# What keyboards of other languages change: Y, Z, A, Q, W, M, digits and punctuation; and both
# cases. Nothing in it is a pass or an address. `static/js/gate/findings.js` compares with it.
SCANNER_TEST = "LECTOR:yzYZ-aqAQ_wmWM/1234567890?fin;"


@require_safe
def scanner(request):
    # Our own SVG of our own text.
    qr = mark_safe(qr_svg(SCANNER_TEST))
    return render(request, "asistencia/scanner.html", {"qr": qr, "text": SCANNER_TEST})
