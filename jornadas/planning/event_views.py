"""What an event is: a page of its own, one matter at a time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from padron.access import requires
from padron.roles import Role

from ..eligibility import audiences, eligible_bodies
from ..minimum import minimum_in_words
from ..models import Event
from ..situation import situation
from . import actions, conflicts
from .asking import FORM, STEPS, ask, find_event, following, frame, step_url, steps
from .change_forms import DateStatusForm
from .changing import ask_change
from .event_forms import BasicsForm, DetailsForm, SeatsForm, WindowForm


@FORM
@requires(Role.STAFF)
def add(request):
    form = BasicsForm(request.POST or None, user=request.user)

    def save(told):
        event = actions.create_event(event=form.save(commit=False), by=request.user)
        return redirect(step_url("panel_sessions", event))

    labels = [label for label, _ in STEPS]
    return ask(
        request,
        form,
        save=save,
        title="Nuevo evento",
        steps=[(label, label == "Datos") for label in labels],
        action="Guardar y seguir",
        cancel_url=reverse("panel_events"),
    )


@require_safe
@requires(Role.STAFF)
def detail(request, slug):
    events = Event.objects.manageable_by(request.user)
    event = get_object_or_404(events.for_page(), slug=slug)
    context = {
        "event": event,
        "situation": situation(event),
        "audience": audiences([event])[event.pk],
        "bodies": eligible_bodies(event).count(),
        "changes": event.changes.all(),
        "conflicts": conflicts.of_event(event),
        "people": event.confirmed_in_person + event.confirmed_online + event.waiting,
        "steps": steps(request, "panel_event"),
        "minimum": minimum_in_words(event),
    }
    return render(request, "jornadas/planning/event.html", context)


def _edit(request, slug, form_class, title, here=""):
    """Change some fields of an event that need no more than being kept."""
    event = find_event(request, slug)
    more = {"user": request.user} if form_class is BasicsForm else {}
    form = form_class(request.POST or None, instance=event, **more)

    def save(told):
        actions.change_event(
            event=form.save(commit=False), changed=form.changed_data, by=request.user
        )
        messages.success(request, "Cambios guardados.")
        return redirect("panel_event", event.slug)

    return ask(request, form, save=save, title=title, **frame(request, event, here))


@FORM
@requires(Role.STAFF)
def basics(request, slug):
    return _edit(request, slug, BasicsForm, "Datos del evento", "panel_event_basics")


@FORM
@requires(Role.STAFF)
def details(request, slug):
    return _edit(request, slug, DetailsForm, "Nota y acuerdo")


@FORM
@requires(Role.STAFF)
def date_status(request, slug):
    event = find_event(request, slug)
    if not event.is_public:
        return _edit(request, slug, DateStatusForm, "Estado de la fecha")
    form = DateStatusForm(request.POST or None, instance=event)

    def act(told):
        changed = ["date_status"]
        actions.change_event(event=form.save(commit=False), changed=changed, by=request.user)

    page = frame(request, event, "") | {"action": "Revisar el cambio"}
    return ask_change(request, form, act=act, title="Estado de la fecha", **page)


@FORM
@requires(Role.STAFF)
def seats(request, slug):
    event = find_event(request, slug)
    form = SeatsForm(
        request.POST or None,
        initial={
            "modality": event.modality,
            "in_person": event.seats_in_person,
            "online": event.seats_online,
        },
    )

    def act(told):
        return actions.set_seats(
            event=event,
            modality=form.cleaned_data["modality"],
            seats=form.seats,
            by=request.user,
            conflicts=told,
        )

    def save(told):
        messages.success(request, _seats_saved(len(act(told))))
        return following(request, event, "panel_event_seats")

    def against():
        return conflicts.of_seats(event, form.modes, form.seats)

    page = {
        "title": "Modalidad y lugares",
        "intro": (
            "Si aumentas los lugares, los nuevos se dan en el momento a quienes están en lista de "
            "espera, por orden de llegada. Si una modalidad se quita, sus inscripciones pasan a la "
            "que queda."
        ),
        **frame(request, event, "panel_event_seats"),
    }
    other = request.method == "POST" and request.POST.get("modality") != event.modality
    if event.is_public and other:
        return ask_change(request, form, act=act, conflicts=against, **page)
    return ask(request, form, save=save, conflicts=against, **page)


def _seats_saved(promoted: int) -> str:
    if not promoted:
        return "Cambios guardados."
    if promoted == 1:
        return "Cambios guardados. Una persona de la lista de espera ya tiene lugar; le escribimos."
    return (
        f"Cambios guardados. {promoted} personas de la lista de espera ya tienen lugar; les "
        "escribimos."
    )


@FORM
@requires(Role.STAFF)
def window(request, slug):
    event = find_event(request, slug)
    form = WindowForm(request.POST or None, event=event)

    def save(told):
        event.registration_opens_at, event.registration_closes_at = form.opens, form.closes
        fields = ["registration_opens_at", "registration_closes_at"]
        actions.change_event(event=event, changed=fields, by=request.user, conflicts=told)
        messages.success(request, "Cambios guardados.")
        return following(request, event, "panel_event_window")

    return ask(
        request,
        form,
        save=save,
        conflicts=lambda: conflicts.of_window(event, form.closes),
        title="Inscripción",
        intro="Horas del centro de México.",
        **frame(request, event, "panel_event_window"),
    )
