"""How often one address may ask in vain, send a file, or use the API (rates in the settings).

A code that exists is always answered: many people check from one office at once, and a code has
sixty random bits, so that nobody finds one by trying. The limits keep the site free for them.
"""

from allauth.core import ratelimit
from django.shortcuts import render

MISS, UPLOAD, API = "certificate_miss", "certificate_upload", "certificate_api"
RETRY_AFTER = 60


def allows(request, action: str) -> bool:
    """Count one more of `action` for this address; False where it was one too many."""
    # A page that was looked for in vain counts as much as a form.
    return ratelimit.consume_or_429(request, action=action, limit_get=True) is None


def too_many(request):
    """The page that says so, and when to come back."""
    answer = render(request, "certificates/public/too_many.html", status=429)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer
