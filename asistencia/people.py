"""Who is registered for an event and who has entered, in the panel: list, sheet, one person."""

from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bitacora.models import Entry
from bitacora.record import record
from correo.models import Message
from documentos.spreadsheets import Column, xlsx_response
from jornadas.codes import spoken
from jornadas.models import Event, Registration
from padron.access import requires
from padron.roles import Role

from .people_forms import PeopleFilter
from .presence import with_entry

PAGE = 50
COLUMNS = [
    Column("Primer apellido", 20),
    Column("Segundo apellido", 20),
    Column("Nombre(s)", 24, wrap=True),
    Column("Sujeto obligado", 46, wrap=True),
    Column("Cargo", 34, wrap=True),
    Column("Modalidad", 13),
    Column("Estado", 20),
    Column("Lugar en la fila", 10),
    Column("Se inscribió", 17),
    Column("Quién inscribió", 22),
    Column("Primera entrada", 17),
]


def _event(request, slug) -> Event:
    return get_object_or_404(Event.objects.manageable_by(request.user).with_counts(), slug=slug)


def _registrations(event: Event):
    """Those of `event` with `entered_at` and `line_position`, in list order."""
    ahead = (
        Registration.objects.filter(
            event=OuterRef("event"),
            mode=OuterRef("mode"),
            place_in_line__lte=OuterRef("place_in_line"),
        )
        .order_by()
        .values("event")
        .annotate(n=Count("pk"))
        .values("n")
    )
    found = with_entry(event.registrations.select_related("person", "body").in_list_order())
    return found.annotate(line_position=Coalesce(Subquery(ahead, output_field=IntegerField()), 0))


@require_safe
@requires(Role.STAFF)
def registrations(request, slug):
    event = _event(request, slug)
    form = PeopleFilter(request.GET, event=event)
    page = Paginator(form.results(_registrations(event)), PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        record("people.listed", event, by=request.user, people=len(page.object_list))
    context = {
        "event": event,
        "form": form,
        "page": page,
        "query": request.GET.urlencode(),
        "to_reconcile": event.walkins.to_reconcile().count(),
    }
    return render(request, "asistencia/panel/registrations.html", context)


@require_safe
@requires(Role.STAFF)
def registrations_xlsx(request, slug):
    """What the filters show, whole."""
    event = _event(request, slug)
    found = list(PeopleFilter(request.GET, event=event).results(_registrations(event)))
    name = f"inscripciones-{event.slug}-{timezone.localtime():%Y-%m-%d-%H%M}"
    response = xlsx_response(name, COLUMNS, map(_row, found), title="Inscripciones")
    record("list.printed", event, by=request.user, people=len(found), format="xlsx")
    return response


def _row(one: Registration) -> list:
    return [
        one.person.first_surname,
        one.person.second_surname,
        one.person.given_names,
        one.body.name,
        one.post,
        one.get_mode_display(),
        one.get_status_display(),
        one.line_position or None,
        one.created_at,
        one.get_source_display(),
        one.entered_at,
    ]


@require_safe
@requires(Role.STAFF)
def registration(request, slug, pk):
    """One registration: how it stands, its readings, its mails and its history."""
    one = get_object_or_404(_registrations(_event(request, slug)), pk=pk)
    record("people.listed", one.event, by=request.user, people=1)
    about = {"about_type": one._meta.label_lower, "about_id": str(one.pk)}
    context = {
        "event": one.event,
        "registration": one,
        "code": spoken(one.code),
        "scans": one.scans.select_related("device", "session").order_by("-scanned_at"),
        "mails": Message.objects.filter(**about),
        "history": [(entry, WORDS[entry.action]) for entry in _history(one)],
        "has_begun": one.event.has_begun(),
    }
    return render(request, "asistencia/panel/registration.html", context)


WORDS = {
    "registration.created": "Se inscribió",
    "registration.promoted": "Recibió un lugar que se liberó",
    "registration.cancelled": "Se canceló",
    "registration.resent": "Se le escribió otra vez",
    "waitlist.advanced": "Se adelantó en la fila",
    "presence.added": "Se le registró asistencia a mano",
    "presence.withdrawn": "Se retiró una asistencia registrada a mano",
    "presence_review.asked": "Pidió que se revisara su asistencia",
    "presence_review.answered": "Se contestó su revisión de asistencia",
}


def _history(one: Registration):
    return Entry.objects.about(one).filter(action__in=WORDS).order_by("at", "pk")
