"""Searching people without writing what was typed into addresses.

Addresses end in histories, bookmarks and the logs of proxies; a name or a mailbox does not belong
there. A form with `{% include "components/private_search.html" %}` is sent by POST; what it says
is kept in the session under a random key, and the page is opened again with that key alone. Views
read `request.GET` as ever, so Back, paging and downloads go on working.
"""

import secrets

from django.http import HttpRequest, HttpResponseRedirect, QueryDict

MARK = "_buscar"  # the field by which a form says that its words are private
KEY = "b"  # the parameter that stands for them in the address
KEPT = 20  # searches a session remembers


class PrivateQueryDict(QueryDict):
    """What was searched for, whose `urlencode` shows only the key of it."""

    hidden: frozenset[str] = frozenset()
    key = ""

    def copy(self):
        twin = super().copy()
        twin.hidden, twin.key = self.hidden, self.key
        return twin

    def __deepcopy__(self, memo):
        twin = super().__deepcopy__(memo)
        twin.hidden, twin.key = self.hidden, self.key
        return twin

    def urlencode(self, safe=None) -> str:
        shown = QueryDict(mutable=True)
        shown[KEY] = self.key
        for name, values in self.lists():
            if name not in self.hidden:
                shown.setlist(name, values)
        return shown.urlencode(safe)


class PrivateSearchMiddleware:
    """After sessions and CSRF: keeps what was searched for, and gives it back by its key."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        if key := request.GET.get(KEY):
            request.GET = _recall(request, key)  # type: ignore[assignment]  # read-only as well
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # Reading the form here would choose how an upload is read; those who see to that
        # themselves (certificates/public/uploads.py) have no searches.
        if getattr(view, "csrf_exempt", False):
            return None
        if request.method != "POST" or MARK not in request.POST:
            return None
        key = _keep(request)
        return HttpResponseRedirect(f"{request.path}?{KEY}={key}" if key else request.path)


def _keep(request) -> str:
    """Remember the filled fields in the session; return their key, empty where there are none."""
    said = {
        name: values
        for name, values in request.POST.lists()
        if name not in (MARK, "csrfmiddlewaretoken") and any(values)
    }
    if not said:
        return ""
    key = secrets.token_urlsafe(6)
    searches = [*request.session.get("searches", {}).items(), (key, said)]
    request.session["searches"] = dict(searches[-KEPT:])
    return key


def _recall(request, key: str) -> QueryDict:
    """The query of this key with whatever else the address says (such as the page)."""
    said = request.session.get("searches", {}).get(key, {})
    query = PrivateQueryDict(mutable=True)
    query.key, query.hidden = key, frozenset(said)
    for name, values in [*request.GET.lists(), *said.items()]:
        if name != KEY:
            query.setlist(name, values)
    query._mutable = False
    return query
