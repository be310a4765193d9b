"""The panel's pages about presence: all of one registration, by hand, and requests for review."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from bitacora.record import record
from documentos.evidence import NotEvidenceError, kind_of
from jornadas.minimum import minimum_in_words
from jornadas.models import Event, Registration
from jornadas.panel_registration_forms import ReasonForm
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from .manual import add_presence, withdraw_presence
from .models import ManualPresence, PresenceReview
from .presence import presences_of
from .presence_forms import AnswerForm, PresenceForm, ReviewFilter
from .presence_lines import facts, lines
from .reviews import answer_review
from .standing import may_still, why_not

PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _registration(request, slug, pk) -> Registration:
    found = Registration.objects.filter(event__in=Event.objects.manageable_by(request.user))
    found = found.select_related("event__program", "person", "body")
    one = get_object_or_404(found, event__slug=slug, pk=pk)
    prefetch_related_objects([one.event], "sessions")
    return one


def _what_counts(registration: Registration) -> dict:
    """What every page about one registration's presence shows of it."""
    presence = presences_of([registration])[registration.pk]
    return {
        "registration": registration,
        "event": registration.event,
        "presence": presence,
        "minimum": minimum_in_words(registration.event),
        "reason": why_not(presence),
        "is_open": may_still(presence),
        "lines": lines(presence),
        "facts": facts(registration, for_staff=True),
    }


@require_safe
@requires(Role.STAFF)
def presence(request, slug, pk):
    """Everything that counts of one registration, and from where it is known."""
    one = _registration(request, slug, pk)
    record("people.listed", one.event, by=request.user, people=1)
    context = {**_what_counts(one), "reviews": one.presence_reviews.order_by("-asked_at")}
    return render(request, "asistencia/panel/presence.html", context)


@FORM
@requires(Role.STAFF)
def presence_add(request, slug, pk):
    one = _registration(request, slug, pk)
    form = PresenceForm(
        request.POST or None, request.FILES or None, sessions=one.event.sessions.all()
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            add_presence(registration=one, reason=reason, by=request.user, **form.details())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"La asistencia de {one.person} quedó registrada.")
            return redirect("panel_presence", slug, pk)
    context = {"form": form, "registration": one, "event": one.event}
    return render(request, "asistencia/panel/presence_add.html", context)


def _by_hand(request, slug, pk, found) -> ManualPresence:
    _registration(request, slug, pk)
    return get_object_or_404(
        found.select_related("session", "registration__person"), registration=pk
    )


@FORM
@requires(Role.STAFF)
def presence_withdraw(request, slug, pk, number):
    standing = ManualPresence.objects.standing().filter(pk=number)
    one = _by_hand(request, slug, pk, standing)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_presence(presence=one, reason=form.cleaned_data["reason"], by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "La asistencia registrada a mano dejó de contar.")
        return redirect("panel_presence", slug, pk)
    question = {
        "title": "¿Retirar esta asistencia registrada a mano?",
        "sentence": f"La de {one.registration.person}: {one.reason} Se conserva con quién la "
        "retiró y por qué, y deja de contar. Una constancia ya emitida no cambia por esto.",
        "action": "Retirarla",
        "form": form,
        "cancel_url": reverse("panel_presence", args=[slug, pk]),
    }
    return render(request, "components/confirm.html", question)


@require_safe
@requires(Role.STAFF)
def presence_evidence(request, slug, pk, number):
    """The file that proves it: to be kept, never shown by the browser as a page of ours."""
    one = _by_hand(request, slug, pk, ManualPresence.objects.filter(pk=number).exclude(evidence=""))
    try:
        with one.evidence.open("rb") as file:
            kind, content = kind_of(file), file.read()
    except (FileNotFoundError, NotEvidenceError) as error:
        raise Http404 from error
    record("presence.evidence_read", one.registration, by=request.user, people=1)
    name = f"evidencia-{one.pk}.{kind.extension}"
    return HttpResponse(
        content,
        content_type=kind.media_type,
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _reviews(request):
    found = PresenceReview.objects.filter(
        registration__event__in=Event.objects.manageable_by(request.user)
    )
    return found.select_related("registration__person", "registration__event")


@require_safe
@requires(Role.STAFF)
def reviews(request, slug=None):
    """Requests for review, open ones first, the oldest of them before; of one event or of all."""
    event, found = None, _reviews(request).waiting_first()
    if slug:
        event = get_object_or_404(Event.objects.manageable_by(request.user), slug=slug)
        found = found.filter(registration__event=event)
    form = ReviewFilter(request.GET)
    page = Paginator(form.results(found), PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        record("people.listed", event, by=request.user, people=len(page.object_list))
    context = {"event": event, "form": form, "page": page}
    return render(request, "asistencia/panel/reviews.html", context)


@FORM
@requires(Role.STAFF)
def review(request, pk):
    """One request beside what counts; POST answers it."""
    one = get_object_or_404(_reviews(request), pk=pk)
    registration = one.registration
    prefetch_related_objects([registration.event], "sessions")
    form = AnswerForm(
        request.POST or None, request.FILES or None, sessions=registration.event.sessions.all()
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer_review(
                review=one,
                accept=form.cleaned_data["accept"],
                answer=form.cleaned_data["reason"],
                by=request.user,
                **form.details(),
            )
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _answered(registration))
            return redirect("panel_reviews")
    record("people.listed", registration.event, by=request.user, people=1)
    is_open = one.state == PresenceReview.State.OPEN
    context = {"review": one, "form": form if is_open else None, **_what_counts(registration)}
    return render(request, "asistencia/panel/review.html", context)


def _answered(registration: Registration) -> str:
    if registration.person.email:
        return f"Se le contestó por correo a {registration.person}."
    return f"{registration.person} no tiene correo: verá la respuesta en Mi espacio."
