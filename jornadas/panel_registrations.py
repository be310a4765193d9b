"""What staff do with the registrations of an event: register somebody, cancel, advance, resend.

The list itself is in `asistencia`, because it also tells who has entered.
"""

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bitacora.record import record
from padron.access import requires
from padron.models import Adscripcion, Person
from padron.names import match_key
from padron.roles import Role

from . import registration as registering
from . import resending, waitlist
from .eligibility import eligible_adscripciones
from .models import Event, Registration
from .panel_registration_forms import PersonSearch, ReasonForm, StaffRegistrationForm
from .refusal import Refusal
from .situation import situation

FOUND = 20


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.manageable_by(request.user).for_page(), slug=slug)


def _registration(request, slug, pk) -> Registration:
    return get_object_or_404(
        Registration.objects.filter(event__in=Event.objects.manageable_by(request.user)),
        event__slug=slug,
        pk=pk,
    )


@require_safe
@requires(Role.STAFF)
def search_person(request, slug):
    """Whom to register."""
    event = _event(request, slug)
    form = PersonSearch(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    people = people_holding(text)
    if people:
        record("people.listed", event, by=request.user, people=len(people))
    registered = dict(event.registrations.active().values_list("person", "pk"))
    for person in people:
        person.registration_pk = registered.get(person.pk)
    context = {"event": event, "form": form, "text": text, "people": people, "limit": FOUND}
    return render(request, "jornadas/panel/register_search.html", context)


def people_holding(text: str) -> list[Person]:
    """People on the roster that hold every word of `text` in name, body or mailbox."""
    words = match_key(text).split()
    if not words:
        return []
    posts = Adscripcion.objects.current()
    found = Person.objects.all()
    if "@" in text:
        found = found.with_mailbox(text)
    else:
        for word in words:
            there = posts.filter(body__match_key__contains=word).values("person")
            found = found.filter(Q(match_key__contains=word) | Q(pk__in=there))
    current = Prefetch("adscripciones", posts.select_related("body"), to_attr="posts")
    return list(found.prefetch_related(current)[:FOUND])


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
def register_person(request, slug, person):
    """Register somebody on their behalf; where that may not be, say why."""
    event = _event(request, slug)
    person = get_object_or_404(Person, pk=person)
    context = {"event": event, "person": person, "situation": situation(event)}
    try:
        registering.check(event=event, person=person)
    except Refusal as reason:
        context["reason"] = reason
        return render(request, "jornadas/panel/register_person.html", context)
    posts = eligible_adscripciones(event, person)
    form = StaffRegistrationForm(
        request.POST if request.method == "POST" else None,
        seats=context["situation"].seats,
        posts=posts,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.register(
                event=event,
                person=person,
                by=request.user,
                source=Registration.Source.STAFF,
                **form.details(),
            )
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _registered(made))
            return redirect("panel_registration", slug, made.pk)
    context |= {"form": form, "posts": posts}
    return render(request, "jornadas/panel/register_person.html", context)


def _registered(made: Registration) -> str:
    if made.status == Registration.Status.WAITLISTED:
        return f"{made.person} quedó en lista de espera, en el lugar {made.position()}."
    return f"{made.person} tiene su lugar confirmado. Se le envió el pase por correo."


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
def cancel(request, slug, pk):
    one = _registration(request, slug, pk)
    if request.method == "POST":
        return _done(
            request,
            one,
            lambda: registering.cancel(registration=one, by=request.user),
            f"Se canceló la inscripción de {one.person}. Se le avisó por correo.",
        )
    question = {
        "title": f"¿Cancelar la inscripción de {one.person}?",
        "sentence": "Su pase deja de valer y se le avisa por correo. Si alguien espera, su lugar "
        "pasa en el momento a la primera persona de la fila.",
        "action": "Sí, cancelarla",
        "cancel_url": reverse("panel_registration", args=[slug, pk]),
    }
    return render(request, "components/confirm.html", question)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
def advance(request, slug, pk):
    """Put somebody first in line, with a reason (the published rule allows it only so)."""
    one = _registration(request, slug, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _done(
            request,
            one,
            lambda: waitlist.advance(registration=one, reason=reason, by=request.user),
            f"{one.person} quedó en el primer lugar de la fila.",
        )
    question = {
        "title": f"¿Adelantar a {one.person} en la lista de espera?",
        "sentence": "Queda en el primer lugar de su fila, antes de quienes llegaron primero. No "
        "crea lugares: tendrá el siguiente que se libere.",
        "action": "Sí, adelantar",
        "kind": "primary",
        "form": form,
        "cancel_url": reverse("panel_registration", args=[slug, pk]),
    }
    return render(request, "components/confirm.html", question)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.STAFF)
def resend(request, slug, pk):
    one = _registration(request, slug, pk)
    if request.method == "POST":
        return _done(
            request,
            one,
            lambda: resending.resend(registration=one, by=request.user),
            "El correo queda en la bandeja de salida y se envía en un momento.",
        )
    question = {
        "title": f"¿Enviar otra vez el correo a {one.person}?",
        "sentence": f"Se envía a {one.person.email or 'su correo'} lo mismo que al inscribirse, "
        "con los datos de hoy.",
        "action": "Sí, enviarlo",
        "kind": "primary",
        "cancel_url": reverse("panel_registration", args=[slug, pk]),
    }
    return render(request, "components/confirm.html", question)


def _done(request, one: Registration, act, words: str):
    """Do it and go back to the registration; a refusal is said there."""
    try:
        act()
    except Refusal as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, words)
    return redirect("panel_registration", one.event.slug, one.pk)
