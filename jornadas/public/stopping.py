"""Stopping mail from a link in it, without signing in: ask first, then stop that kind alone.

Whoever has the mail has the link, so it shows no name, and can only ever make less mail arrive.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from ..preferences import choose, read_token, wants

BY = "enlace de un correo"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request, token):
    """Some readers of mail follow every link: only POST stops anything.

    The button of a mail reader (RFC 8058) comes from a server that has no cookie of ours and
    follows no redirection: exactly that is let in without the token of a form, and answered in
    place.
    """
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        return _private(_one_click(request, token))
    return _private(_page(request, token))


def _one_click(request, token):
    found = read_token(token)
    if found is None:
        return _unknown(request)
    person, kind = found
    choose(person, {kind: False}, by=BY)
    return HttpResponse("Listo.", content_type="text/plain; charset=utf-8")


@csrf_protect
def _page(request, token):
    found = read_token(token)
    if found is None:
        return _unknown(request)
    person, kind = found
    if request.method == "POST":
        choose(person, {kind: False}, by=BY)
        return redirect("mail_stop", token=token)
    context = {"kind": kind, "is_wanted": wants(person, kind)}
    return render(request, "jornadas/mail_stop.html", context)


def _unknown(request):
    return render(request, "jornadas/mail_stop_unknown.html", status=404)


def _private(answer):
    """A link that stops somebody's mail belongs in no search engine and in no shared cache."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "private, no-store"
    return answer
