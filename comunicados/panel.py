"""Announcements of an event in the panel: written, reviewed, sent, followed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record
from documentos.spanish import counted
from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.access import requires
from padron.roles import Role

from . import audience, oficios, previewing, sending, writing
from .forms import AnnouncementForm, LetterheadForm, OficioForm, usual_letterhead
from .models import Announcement

FORM = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 25


def find_event(request, slug) -> Event:
    events = Event.objects.manageable_by(request.user).select_related("program__organizer")
    return get_object_or_404(events.prefetch_related("sessions"), slug=slug)


def find(request, slug, pk, among=None) -> Announcement:
    """An announcement of an event that this user plans, among `among` where said."""
    found = Announcement.objects.all() if among is None else among
    found = found.manageable_by(request.user).filter(event__slug=slug)
    return get_object_or_404(found.select_related("event"), pk=pk)


def find_draft(request, slug, pk) -> Announcement:
    """A draft, locked: nobody begins to send what somebody else is changing."""
    return find(request, slug, pk, Announcement.objects.drafts().select_for_update(of=("self",)))


@require_safe
@requires(Role.STAFF)
def index(request, slug):
    event = find_event(request, slug)
    found = event.announcements.with_progress()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "comunicados/panel/index.html", {"event": event, "page_obj": page})


@FORM
@requires(Role.STAFF)
def add(request, slug):
    return _new(request, find_event(request, slug), AnnouncementForm, "Escribir un comunicado")


@FORM
@requires(Role.STAFF)
def add_oficio(request, slug):
    return _new(request, find_event(request, slug), OficioForm, "Invitar con un oficio")


def _new(request, event: Event, kind, title: str):
    form = kind(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        announcement = writing.write(form=form, event=event, by=request.user)
        return redirect(_next_step(announcement), event.slug, announcement.pk)
    return _show(request, form, event, title, reverse("panel_announcements", args=[event.slug]))


def _next_step(announcement: Announcement) -> str:
    lacks = announcement.is_oficio and not hasattr(announcement, "letterhead")
    return "panel_letterhead" if lacks else "panel_announcement"


@FORM
@requires(Role.STAFF)
@transaction.atomic
def edit(request, slug, pk):
    announcement = find_draft(request, slug, pk)
    event = find_event(request, slug)
    kind = OficioForm if announcement.is_oficio else AnnouncementForm
    form = kind(request.POST or None, instance=announcement, event=event)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(_next_step(announcement), slug, pk)
    return _show(request, form, event, "Cambiar el borrador", _address(announcement, event))


@FORM
@requires(Role.STAFF)
@transaction.atomic
def letterhead(request, slug, pk):
    """Place, numbers and signature of an oficio."""
    announcement = find_draft(request, slug, pk)
    if not announcement.is_oficio:
        raise Http404
    event = find_event(request, slug)
    form = LetterheadForm(
        request.POST or None,
        instance=getattr(announcement, "letterhead", None),
        initial=usual_letterhead(event, timezone.localdate()),
    )
    if request.method == "POST" and form.is_valid():
        form.instance.announcement = announcement
        form.save()
        return redirect("panel_announcement", slug, pk)
    return _show(request, form, event, "Datos del oficio", _address(announcement, event))


def _show(request, form, event: Event, title: str, back: str):
    context = {"form": form, "event": event, "title": title, "cancel_url": back}
    status = 422 if form.errors else 200
    return render(request, "comunicados/panel/form.html", context, status=status)


def _address(announcement: Announcement, event: Event) -> str:
    return reverse("panel_announcement", args=[event.slug, announcement.pk])


@require_safe
@requires(Role.STAFF)
def detail(request, slug, pk):
    """A draft to be reviewed, or what became of it."""
    announcement = find(request, slug, pk, Announcement.objects.with_progress())
    announcement.event = sending.read_event(announcement)
    if not announcement.is_draft:
        response = render(request, "comunicados/panel/sent.html", _progress(announcement))
        if announcement.state == Announcement.State.SENDING:
            # Without scripts the page still moves on by itself; with them it is done sooner.
            response["Refresh"] = "15"
        return response
    if announcement.is_oficio and not hasattr(announcement, "letterhead"):
        return redirect("panel_letterhead", slug, pk)
    return render(request, "comunicados/panel/review.html", _review(request, announcement))


def _review(request, announcement: Announcement) -> dict:
    event, tally = announcement.event, audience.tally(announcement)
    number = request.GET.get("n", "")
    sample = previewing.sample(announcement, event, int(number) if number.isdecimal() else 1)
    if sample and not announcement.is_oficio:
        record("people.listed", announcement, by=request.user, people=1)
    context = {"announcement": announcement, "event": event, "tally": tally, "sample": sample}
    if announcement.is_oficio:
        head = announcement.letterhead
        context["last_number"] = head.first_number + max(0, tally.total - 1)
        context["used"] = oficios.used_number(announcement, event, tally.total)
    return context


def _progress(announcement: Announcement) -> dict:
    counts = dict(
        sending.sent_by(announcement).order_by().values_list("state").annotate(Count("pk"))
    )
    queued = counts.get("queued", 0)
    return {
        "announcement": announcement,
        "event": announcement.event,
        "sent": counts.get("sent", 0),
        "queued": queued,
        "failed": counts.get("failed", 0),
        "is_moving": announcement.state == Announcement.State.SENDING or queued > 0,
        "about": f"{announcement._meta.label_lower}:{announcement.pk}",
        "to_print": announcement.oficios.to_print().count() if announcement.is_oficio else 0,
    }


@require_safe
@requires(Role.STAFF)
def progress(request, slug, pk):
    """The figures of a page that is looked at while it is sent (`data-live`)."""
    begun = Announcement.objects.exclude(state=Announcement.State.DRAFT).with_progress()
    announcement = find(request, slug, pk, begun)
    return render(request, "comunicados/panel/_progress.html", _progress(announcement))


@require_safe
@requires(Role.STAFF)
def without_mailbox(request, slug, pk):
    """Who gets nothing for want of a mailbox; of oficios, the bodies that no mail reaches."""
    announcement = find(request, slug, pk)
    announcement.event = sending.read_event(announcement)
    rows = audience.without_mailbox(announcement)
    record("people.listed", announcement, by=request.user, people=len(rows))
    context = {"announcement": announcement, "event": announcement.event, "rows": rows}
    return render(request, "comunicados/panel/without_mailbox.html", context)


@require_POST
@requires(Role.STAFF)
def send_test(request, slug, pk):
    announcement = find(request, slug, pk, Announcement.objects.drafts())
    event = sending.read_event(announcement)
    done, test = "La prueba va en camino a tu correo.", previewing.send_test
    return _do(request, slug, pk, done, test, announcement=announcement, event=event)


@FORM
@requires(Role.STAFF)
def send(request, slug, pk):
    """The question before it is sent, with how many get it."""
    announcement = find(request, slug, pk)
    if not announcement.is_draft:
        return redirect("panel_announcement", slug, pk)
    expected = request.POST.get("expected", "")
    if request.method == "POST" and expected.isdecimal():
        done = "Empezó el envío."
        return _do(
            request, slug, pk, done, sending.start, announcement=announcement,
            expected=int(expected),
        )  # fmt: skip
    tally = audience.tally(announcement)
    if not tally.total:
        return redirect("panel_announcement", slug, pk)
    context = {"announcement": announcement, "event": announcement.event, "tally": tally}
    return render(request, "comunicados/panel/send.html", context)


@require_POST
@requires(Role.STAFF)
def pause(request, slug, pk):
    done = "En pausa: no se escribe a nadie más."
    return _do(request, slug, pk, done, sending.pause, announcement=find(request, slug, pk))


@require_POST
@requires(Role.STAFF)
def resume(request, slug, pk):
    done = "El envío sigue donde se quedó."
    return _do(request, slug, pk, done, sending.resume, announcement=find(request, slug, pk))


@FORM
@requires(Role.STAFF)
def stop(request, slug, pk):
    announcement = find(request, slug, pk, Announcement.objects.with_progress())
    if request.method == "POST":
        done = "Envío detenido."
        return _do(request, slug, pk, done, sending.stop, announcement=announcement)
    if announcement.is_draft or announcement.is_over:
        return redirect("panel_announcement", slug, pk)
    left = counted(announcement.waiting, "persona", "personas")
    return _ask(
        request, announcement, "¿Detener el envío?", "Detener",
        f"Ya no se escribirá a {left}. No se puede seguir después; para parar un rato, usa Pausar.",
    )  # fmt: skip


@FORM
@requires(Role.STAFF)
@transaction.atomic
def delete(request, slug, pk):
    announcement = find_draft(request, slug, pk)
    if request.method == "POST":
        writing.throw_away(announcement=announcement, by=request.user)
        messages.success(request, "Borrador eliminado.")
        return redirect("panel_announcements", slug)
    sentence = f"«{announcement.headline}» se elimina. No se le ha enviado a nadie."
    return _ask(request, announcement, "¿Eliminar este borrador?", "Eliminar borrador", sentence)


@require_POST
@requires(Role.STAFF)
def duplicate(request, slug, pk):
    copy = writing.duplicate(announcement=find(request, slug, pk), by=request.user)
    messages.success(request, "Este es un borrador nuevo, con lo mismo.")
    return redirect("panel_announcement", slug, copy.pk)


def _do(request, slug, pk, done: str, action, **facts):
    """Do what was asked, and say what came of it on the announcement's page."""
    try:
        action(by=request.user, **facts)
    except Refusal as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return redirect("panel_announcement", slug, pk)


def _ask(request, announcement: Announcement, title: str, action: str, sentence: str):
    back = reverse("panel_announcement", args=[announcement.event.slug, announcement.pk])
    context = {"title": title, "sentence": sentence, "action": action, "cancel_url": back}
    return render(request, "components/confirm.html", context)
