"""What somebody decides about an import: names in one column, unknown bodies, taken mailboxes."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Min
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from bitacora.record import record

from ..access import requires
from ..importing import jobs
from ..importing.bodies import Bodies
from ..importing.plans import Kind
from ..models import Body, RosterImport
from ..names import fold, match_key
from ..roles import Role
from .import_forms import MovesForm, NameOrderForm
from .imports import ImportDesk, enlace, staff

PER_SCREEN = 20
MAILBOX_CHOICES = [
    ("same", "Es la misma persona: corregir el nombre en el padrón"),
    ("other", "Son dos personas que comparten el correo"),
    ("reject", "No importar esta fila"),
]


def decide(desk: ImportDesk):
    """The view of one matter of an import at `desk`."""

    def view(request, pk, matter):
        one = desk.get(request, pk)
        if matter not in MATTERS or (desk is enlace and matter != "nombres"):
            raise Http404
        if one.state != RosterImport.State.REVIEW:
            return redirect(desk.url("", one.pk))
        return MATTERS[matter](desk, request, one)

    return view


@transaction.atomic
def _keep(desk: ImportDesk, request, one: RosterImport, **decided):
    """Keep what was decided and compare again, so that people see what it changes."""
    one = RosterImport.objects.select_for_update().get(pk=one.pk)
    if one.state == RosterImport.State.REVIEW:
        for name, value in decided.items():
            known = one.decisions.get(name)
            one.decisions[name] = {**known, **value} if isinstance(known, dict) else value
        jobs.start(one, by=request.user)
    return redirect(desk.url("", one.pk))


def _names(desk, request, one):
    form = NameOrderForm(request.POST or None, initial={"names": one.decisions.get("names")})
    if request.method == "POST" and form.is_valid():
        return _keep(desk, request, one, names=form.cleaned_data["names"])
    sample = one.rows.filter(question="names").values_list("name", flat=True)[:5]
    return desk.page(request, "names", {"one": one, "form": form, "sample": sample})


def _moves(desk, request, one):
    initial = {"moves": one.decisions.get("moves", "keep")}
    form = MovesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _keep(desk, request, one, moves=form.cleaned_data["moves"])
    return desk.page(request, "moves", {"one": one, "form": form})


def _questions(one, prefix: str):
    """The first questions of a kind with how many rows wait for each, most rows first."""
    asked = one.rows.filter(kind=Kind.DECIDE, question__startswith=prefix)
    return (
        asked.values("question")
        .annotate(count=Count("id"), text=Min("body"), name=Min("name"), reason=Min("reason"))
        .order_by("-count", "question")
    )


def _bodies(desk, request, one):
    if key := request.GET.get("cual", ""):
        return _search(desk, request, one, key)
    asked = _questions(one, "body:")
    shown = list(asked[:PER_SCREEN])
    if request.method == "POST":
        known = set(Body.objects.active().values_list("pk", flat=True))
        chosen = {}
        for question in shown:
            value = request.POST.get(question["question"], "")
            if value.isdecimal() and (int(value) in known or value == "0"):
                chosen[question["question"].removeprefix("body:")] = int(value)
        if chosen:
            return _keep(desk, request, one, bodies=chosen)
        messages.error(request, "Elige al menos uno, o vuelve a la revisión.")
    bodies = Bodies()
    for question in shown:
        question["key"] = question["question"].removeprefix("body:")
        question["suggestions"] = bodies.suggest(question["text"])
    return desk.page(
        request, "bodies", {"one": one, "questions": shown, "left": asked.count() - len(shown)}
    )


def _search(desk, request, one, key):
    """Look for the body of one spelling in the whole catalogue."""
    asked = _questions(one, "body:").filter(question=f"body:{key}").first()
    if asked is None:
        return redirect(desk.url("_decide", one.pk, "sujetos"))
    if request.method == "POST":
        body = request.POST.get("body", "")
        if body.isdecimal() and Body.objects.active().filter(pk=body).exists():
            return _keep(desk, request, one, bodies={key: int(body)})
    query = request.GET.get("q", asked["text"])
    found = Body.objects.active().select_related("sector")
    for word in match_key(query).split():
        found = found.filter(match_key__contains=word) | found.filter(acronym_key__contains=word)
    return desk.page(
        request,
        "body_search",
        {"one": one, "asked": asked, "key": key, "q": query, "found": found[:25]},
    )


def _mailboxes(desk, request, one):
    shown = list(_questions(one, "mailbox:")[:PER_SCREEN])
    record("people.listed", one, by=request.user, people=len(shown))
    if request.method == "POST":
        values = {value for value, _ in MAILBOX_CHOICES}
        chosen = {
            q["question"].removeprefix("mailbox:"): request.POST[q["question"]]
            for q in shown
            if request.POST.get(q["question"]) in values
        }
        if chosen:
            return _keep(desk, request, one, mailboxes=chosen)
        messages.error(request, "Elige al menos uno, o vuelve a la revisión.")
    for question in shown:
        question["email"] = fold(question["question"].removeprefix("mailbox:").split(" ")[0])
    return desk.page(
        request, "mailboxes", {"one": one, "questions": shown, "choices": MAILBOX_CHOICES}
    )


MATTERS = {"nombres": _names, "sujetos": _bodies, "correos": _mailboxes, "cambios": _moves}

_allow = require_http_methods(["GET", "HEAD", "POST"])
staff_decide = _allow(requires(Role.STAFF)(decide(staff)))
enlace_decide = _allow(requires("enlace")(decide(enlace)))
