"""What events use: speakers, venues and the days on which the institution does not work."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, ProtectedError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bitacora.record import record
from padron.access import requires
from padron.models import Organizer
from padron.names import match_key
from padron.roles import Role

from ..models import NonWorkingDay, Speaker, Venue
from ..working_days import LAW, mandatory_rest_days
from .asking import FORM, ask
from .catalogue_forms import DayForm, SpeakerForm, VenueForm

PER_PAGE = 30


def _search(things, text: str) -> list:
    """Those whose words hold every word of `text`, whatever its accents and case."""
    words = match_key(text).split()
    return [thing for thing in things if all(word in match_key(str(thing)) for word in words)]


def _list(request, things, template):
    text = request.GET.get("q", "").strip()[:80]
    things = _search(things, text) if text else things
    page = Paginator(things, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, f"jornadas/planning/{template}.html", {"page": page, "q": text})


def _save(request, form, *, title, kind, index):
    def save(told):
        with transaction.atomic():
            is_new = form.instance.pk is None
            thing = form.save()
            record(f"{kind}.{'created' if is_new else 'changed'}", thing, by=request.user)
        messages.success(request, "Cambios guardados.")
        return redirect(index)

    return ask(request, form, save=save, title=title, cancel_url=reverse(index))


def _delete(request, thing, *, kind, index, title, in_use):
    if request.method == "POST":
        try:
            with transaction.atomic():
                record(f"{kind}.deleted", thing, by=request.user)
                thing.delete()
        except ProtectedError:
            messages.error(request, in_use)
        else:
            messages.success(request, "Eliminado.")
        return redirect(index)
    context = {
        "title": title,
        "sentence": f"«{thing}» se quita de la lista. No se puede deshacer.",
        "action": "Eliminar",
        "cancel_url": reverse(index),
    }
    return render(request, "components/confirm.html", context)


@require_safe
@requires(Role.STAFF)
def speakers(request):
    # Grouping drops the model's own order, so it is said again.
    people = (
        Speaker.objects.annotate(session_count=Count("sessions"))
        .order_by("name", "pk")
        .order_by("name")
    )
    return _list(request, people, "speakers")


@FORM
@requires(Role.STAFF)
def speaker_add(request):
    form = SpeakerForm(request.POST or None)
    return _save(request, form, title="Nuevo ponente", kind="speaker", index="panel_speakers")


@FORM
@requires(Role.STAFF)
def speaker(request, pk):
    form = SpeakerForm(request.POST or None, instance=get_object_or_404(Speaker, pk=pk))
    return _save(request, form, title="Editar ponente", kind="speaker", index="panel_speakers")


@FORM
@requires(Role.STAFF)
def speaker_delete(request, pk):
    return _delete(
        request,
        get_object_or_404(Speaker, pk=pk),
        kind="speaker",
        index="panel_speakers",
        title="¿Eliminar este ponente?",
        in_use="Participa en alguna sesión; quítalo de ella primero.",
    )


@require_safe
@requires(Role.STAFF)
def venues(request):
    places = Venue.objects.select_related("municipality").order_by("name")
    return _list(
        request, places.annotate(session_count=Count("sessions")).order_by("name", "pk"), "venues"
    )


@FORM
@requires(Role.STAFF)
def venue_add(request):
    form = VenueForm(request.POST or None)
    return _save(request, form, title="Nueva sede", kind="venue", index="panel_venues")


@FORM
@requires(Role.STAFF)
def venue(request, pk):
    form = VenueForm(request.POST or None, instance=get_object_or_404(Venue, pk=pk))
    return _save(request, form, title="Editar sede", kind="venue", index="panel_venues")


@FORM
@requires(Role.STAFF)
def venue_delete(request, pk):
    return _delete(
        request,
        get_object_or_404(Venue, pk=pk),
        kind="venue",
        index="panel_venues",
        title="¿Eliminar esta sede?",
        in_use="Hay sesiones en esta sede; cámbialas primero.",
    )


def _days(request):
    return NonWorkingDay.objects.filter(organizer__in=request.user.organizer_ids("staff"))


@require_safe
@requires(Role.STAFF)
def days(request):
    this_year = timezone.localdate().year
    mine = _days(request)
    years = sorted({day.year for day in mine.dates("day", "year")} | {this_year, this_year + 1})
    asked = request.GET.get("anio", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else this_year
    held = set(mine.values_list("day", flat=True))
    context = {
        "year": year,
        "years": years,
        "days": mine.filter(day__year=year),
        "lacks_law": [day for day in mandatory_rest_days(year) if day not in held],
    }
    return render(request, "jornadas/planning/days.html", context)


@FORM
@requires(Role.STAFF)
def day_add(request):
    form = DayForm(request.POST or None, user=request.user)
    return _save(request, form, title="Nuevo día inhábil", kind="day", index="panel_days")


@FORM
@requires(Role.STAFF)
def day_delete(request, pk):
    return _delete(
        request,
        get_object_or_404(_days(request), pk=pk),
        kind="day",
        index="panel_days",
        title="¿Quitar este día inhábil?",
        in_use="",
    )


@require_POST
@requires(Role.STAFF)
def days_of_law(request, year):
    """Add the federal days of rest of a year, for each of the user's institutions."""
    if not 2000 <= year <= 2100:
        messages.error(request, "Elige un año entre 2000 y 2100.")
        return redirect("panel_days")
    with transaction.atomic():
        mine = Organizer.objects.filter(pk__in=request.user.organizer_ids("staff"))
        NonWorkingDay.objects.bulk_create(
            [
                NonWorkingDay(organizer=organizer, day=day, reason=LAW)
                for organizer in mine
                for day in mandatory_rest_days(year)
            ],
            ignore_conflicts=True,
        )
        record("day.law_added", by=request.user, year=year)
    messages.success(request, f"Los descansos obligatorios de {year} están en la lista.")
    return redirect(f"{reverse('panel_days')}?anio={year}")
