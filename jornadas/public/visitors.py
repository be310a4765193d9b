"""Pages that are the same for every visitor are made once and shown to all for a moment.

When a call opens, hundreds look at the same page at once. What they see may be `SECONDS` old; who
has signed in, or has a message waiting, gets a page of their own, and seats are given under the
lock, never by what a page says.
"""

from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

SECONDS = 3


def same_for_visitors(view):
    """Keep a view's page in the memory of this process for visitors without a session."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        if not _is_visitor(request):
            return view(request, *args, **kwargs)
        pages, key = caches["pages"], f"page:{request.path}"
        page = pages.get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            page = response.content
            pages.set(key, page, SECONDS)
        response = HttpResponse(page)
        patch_vary_headers(response, ["Cookie"])
        return response

    return shown


def _is_visitor(request) -> bool:
    return (
        not request.GET
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
    )
