"""An event from its first draft to its publication: a page of its own, one matter at a time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record
from padron.access import requires
from padron.models import Body
from padron.roles import Role

from ..eligibility import audiences, eligible_bodies
from ..minimum import minimum_in_words
from ..models import Change, Event
from ..refusal import Refusal
from ..situation import situation
from . import actions, conflicts
from .asking import STEPS, ask, find_event, following, is_new, step_url, steps
from .change_forms import ChangeForm, DateStatusForm
from .changing import ask_change
from .event_forms import (
    AudienceForm,
    BasicsForm,
    BodyForm,
    DetailsForm,
    SeatsForm,
    WindowForm,
)

FORM = require_http_methods(["GET", "HEAD", "POST"])


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

    return ask(request, form, save=save, title=title, **_frame(request, event, here))


def _frame(request, event: Event, here: str) -> dict:
    """What every form of an event shows around itself."""
    return {
        "event": event,
        "steps": steps(request, here),
        "action": "Guardar y seguir" if is_new(request) else "Guardar",
        "cancel_url": reverse("panel_event", args=[event.slug]),
    }


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

    frame = _frame(request, event, "") | {"action": "Revisar el cambio"}
    return ask_change(request, form, act=act, title="Estado de la fecha", **frame)


@FORM
@requires(Role.STAFF)
def audience(request, slug):
    event = find_event(request, slug)
    form = AudienceForm(request.POST or None, instance=event)

    def save(told):
        form.save(commit=False)
        form.save_m2m()
        record("event.audience_changed", event, by=request.user)
        messages.success(request, "Cambios guardados.")
        return following(request, event, "panel_event_audience")

    page = {
        "title": "Para quién es",
        "intro": (
            "Sin grupos, sectores ni sujetos obligados, el evento es para todos los del padrón."
        ),
        "after": "jornadas/planning/_audience_bodies.html",
        "chosen": event.bodies.all(),
    }
    frame = _frame(request, event, "panel_event_audience")
    return ask(request, form, save=save, **page, **frame)


@FORM
@requires(Role.STAFF)
def audience_body_add(request, slug):
    event = find_event(request, slug)
    form = BodyForm(request.POST or None)

    def save(told):
        body = form.cleaned_data["body"]
        event.bodies.add(body)
        record("event.audience_changed", event, by=request.user, added=body.key)
        messages.success(request, f"«{body}» está entre los invitados.")
        return redirect(_with_step(request, "panel_event_audience", event))

    return ask(
        request,
        form,
        save=save,
        title="Agregar un sujeto obligado",
        event=event,
        all_bodies=Body.objects.active(),
        action="Agregar",
        cancel_url=_with_step(request, "panel_event_audience", event),
    )


@require_POST
@requires(Role.STAFF)
def audience_body_remove(request, slug, pk):
    event = find_event(request, slug)
    body = get_object_or_404(event.bodies, pk=pk)
    event.bodies.remove(body)
    record("event.audience_changed", event, by=request.user, removed=body.key)
    messages.success(request, f"«{body}» ya no está entre los invitados uno por uno.")
    return redirect(_with_step(request, "panel_event_audience", event))


def _with_step(request, name: str, event: Event) -> str:
    return step_url(name, event) if is_new(request) else reverse(name, args=[event.slug])


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
        **_frame(request, event, "panel_event_seats"),
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
        **_frame(request, event, "panel_event_window"),
    )


@FORM
@requires(Role.STAFF)
def change_add(request, slug):
    event = find_event(request, slug)
    form = ChangeForm(
        request.POST or None,
        instance=Change(event=event),
        initial={"what": request.GET.get("que", "")[:500]},
    )

    def save(told):
        actions.ask_for_change(change=form.save(commit=False), by=request.user)
        messages.success(request, "El cambio quedó en el historial y se ve en la página pública.")
        return redirect("panel_event", event.slug)

    return ask(
        request,
        form,
        save=save,
        title="Registrar un cambio de fecha",
        intro="Queda en el historial del evento y no se borra. Las fechas se cambian en la sesión.",
        **_frame(request, event, ""),
    )


def _question(request, slug, *, act, title, sentence, action, done, kind="danger", gone=False):
    """A question before something that cannot be undone; POST does it."""
    event = find_event(request, slug)
    cancel_url = reverse("panel_event", args=[event.slug])
    if request.method == "POST":
        try:
            act(event=event, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
            return redirect(cancel_url)
        messages.success(request, done)
        return redirect("panel_events") if gone else redirect(cancel_url)
    page = {"title": title, "sentence": sentence, "action": action, "kind": kind}
    return render(request, "components/confirm.html", {**page, "cancel_url": cancel_url})


@FORM
@requires(Role.STAFF)
def publish(request, slug):
    event = find_event(request, slug)
    told = conflicts.of_event(event)
    if request.method == "POST":
        try:
            actions.publish(event=event, by=request.user, conflicts=told)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _published(event))
        return redirect("panel_event", event.slug)
    return render(request, "jornadas/planning/publish.html", {"event": event, "conflicts": told})


def _published(event: Event) -> str:
    if event.program.is_published:
        return "El evento ya está en el calendario público."
    return "El evento se publicó. Se verá en cuanto publiques también su programa."


@FORM
@requires(Role.STAFF)
def withdraw(request, slug):
    return _question(
        request,
        slug,
        act=actions.withdraw,
        title="¿Volver a borrador?",
        sentence="El evento dejará de verse en el calendario público hasta que lo publiques.",
        action="Volver a borrador",
        done="El evento es un borrador: nadie más lo ve.",
    )


@FORM
@requires(Role.STAFF)
def delete(request, slug):
    return _question(
        request,
        slug,
        act=actions.delete,
        title="¿Eliminar este borrador?",
        sentence="Se eliminan el evento, sus sesiones y su historial. No se puede deshacer.",
        action="Eliminar borrador",
        done="Borrador eliminado.",
        gone=True,
    )


@require_POST
@requires(Role.STAFF)
def duplicate(request, slug):
    event = find_event(request, slug)
    copy = actions.duplicate(event=event, by=request.user)
    messages.success(request, "Este es un borrador nuevo, sin fechas ni inscripciones.")
    return redirect("panel_event", copy.slug)
