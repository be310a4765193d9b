"""The sessions of an event: when, where, and who speaks."""

from django.contrib import messages
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from documentos.spanish import session_in_words
from padron.access import requires
from padron.roles import Role

from ..models import Event, Session
from ..refusal import Refusal
from . import actions, conflicts
from .asking import FORM, ask, find_event, is_new, step_url, steps
from .change_views import nothing
from .changing import ask_change, fresh
from .session_forms import SessionForm


@require_safe
@requires(Role.STAFF)
def index(request, slug):
    events = Event.objects.manageable_by(request.user).with_sessions().select_related("program")
    event = get_object_or_404(events, slug=slug)
    context = {
        "event": event,
        "steps": steps(request, "panel_sessions"),
        "is_new": is_new(request),
        "next_url": step_url("panel_event_audience", event),
    }
    return render(request, "jornadas/planning/sessions.html", context)


@FORM
@requires(Role.STAFF)
def add(request, slug):
    event = find_event(request, slug)
    last = event.sessions.aggregate(last=Max("number"))["last"] or 0
    session = Session(event=event, number=last + 1)
    return _edit(request, event, session, "Agregar una sesión")


@FORM
@requires(Role.STAFF)
def edit(request, slug, number):
    event = find_event(request, slug)
    session = get_object_or_404(event.sessions, number=number)
    session.event = event
    return _edit(request, event, session, f"Sesión {session.number}")


def _edit(request, event: Event, session: Session, title: str):
    form = SessionForm(request.POST or None, instance=session)
    back = _sessions_url(request, event)

    def act(told):
        saved, speakers = fresh(form.save(commit=False)), form.all_speakers()
        actions.save_session(session=saved, speakers=speakers, by=request.user, conflicts=told)

    def save(told):
        act(told)
        messages.success(request, "Sesión guardada.")
        return redirect(back)

    def told():
        saved = form.instance
        return conflicts.of_session(
            event,
            day=saved.day,
            starts_at=saved.starts_at,
            ends_at=saved.ends_at,
            venue=saved.venue,
            speakers=form.all_speakers(),
            pk=saved.pk,
        )

    page = {"title": title, "steps": steps(request, "panel_sessions"), "cancel_url": back}
    if event.is_public:
        page["action"] = "Revisar el cambio"
        return ask_change(request, form, event=event, act=act, conflicts=told, **page)
    page["action"] = "Guardar sesión"
    return ask(request, form, save=save, conflicts=told, event=event, **page)


def _words(session: Session) -> str:
    return session_in_words(session.day, session.starts_at, session.ends_at)


def _sessions_url(request, event: Event) -> str:
    if is_new(request):
        return step_url("panel_sessions", event)
    return reverse("panel_event", args=[event.slug])


@FORM
@requires(Role.STAFF)
def remove(request, slug, number):
    event = find_event(request, slug)
    session = get_object_or_404(event.sessions, number=number)
    back = _sessions_url(request, event)
    if event.is_public:
        return ask_change(
            request,
            nothing(request),
            event=event,
            # Fetched anew: what was deleted for the preview is no longer what it was.
            act=lambda told: actions.remove_session(
                session=event.sessions.get(number=number), by=request.user
            ),
            title=f"Quitar la sesión {session.number}",
            intro=f"{_words(session).capitalize()}. Sale del calendario de quienes la tenían.",
            action="Revisar el cambio",
            cancel_url=back,
        )
    if request.method == "POST":
        try:
            actions.remove_session(session=session, by=request.user)
        except Refusal as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "Sesión quitada.")
        return redirect(back)
    context = {
        "title": f"¿Quitar la sesión {session.number}?",
        "sentence": f"{_words(session).capitalize()}. No se puede deshacer.",
        "action": "Quitar sesión",
        "cancel_url": back,
    }
    return render(request, "components/confirm.html", context)
