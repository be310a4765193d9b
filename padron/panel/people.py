"""The people of the padrón: list, one person, their posts over time."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response

from .. import posts
from ..access import requires
from ..adding import add_person
from ..models import Adscripcion, Body, Person
from ..refusal import Refusal
from ..roles import Role
from .pages import form_page, show_confirm, show_form
from .roster_forms import EndForm, NewPersonForm, NewPostForm, PersonForm, PostForm

PER_PAGE = 50
# Those that the importer understands, so that what was downloaded can be sent back corrected.
COLUMNS = [
    Column("Nombre(s)", 24),
    Column("Apellido paterno", 20),
    Column("Apellido materno", 20),
    Column("Correo", 34),
    Column("Sujeto obligado", 50),
    Column("Cargo", 34),
    Column("Área", 34),
    Column("Habilitado", 12),
    Column("Desde", 12),
]


def _found(params):
    """The people that the filters of the list ask for."""
    found = Person.objects.with_current_posts().search(params.get("q", ""))
    enabled = {"si": True, "no": False}.get(params.get("habilitadas", ""))
    if text := params.get("sujeto", "").strip():
        # A whole name means that body alone: Atizapán is not Atizapán de Zaragoza.
        bodies = Body.objects.named(text)
        bodies = bodies if bodies.exists() else Body.objects.search(text)
        found = found.in_bodies(bodies, enabled=enabled)
    elif enabled is not None:
        found = found.in_bodies(Body.objects.all(), enabled=enabled)
    if params.get("ver") == "sin-adscripcion":
        current = Adscripcion.objects.current().values("person")
        found = found.exclude(pk__in=current)
    elif params.get("ver") == "sin-correo":
        found = found.filter(email="")
    return found


@require_safe
@requires(Role.STAFF)
def index(request):
    page = Paginator(_found(request.GET), PER_PAGE).get_page(request.GET.get("page"))
    record("people.listed", by=request.user, people=len(page), list="padrón")
    return render(request, "padron/people/index.html", {"page_obj": page})


@require_safe
@requires(Role.STAFF)
def export(request):
    people = list(_found(request.GET))
    record("people.listed", by=request.user, people=len(people), list="padrón, hoja")
    return xlsx_response("padron", COLUMNS, _rows(people), title="Padrón")


def _rows(people):
    """One row a post, in the columns that the importer understands."""
    for person in people:
        names = [person.given_names, person.first_surname, person.second_surname, person.email]
        for post in person.current_posts:
            yield [*names, post.body.name, post.post, post.area, "sí" if post.is_enabled else "no",
                   post.starts_on]  # fmt: skip
        if not person.current_posts:
            yield [*names, "", "", "", "", None]


@require_safe
@requires(Role.STAFF)
def detail(request, pk):
    person = get_object_or_404(Person.objects.select_related("user"), pk=pk)
    held = list(person.adscripciones.select_related("body"))
    enlaces = list(person.enlaces.select_related("body").order_by("-starts_on"))
    record("people.listed", person, by=request.user, people=1)
    context = {
        "person": person,
        "posts": held,
        "enlaces": enlaces,
        "shares_mailbox": bool(person.email)
        and Person.objects.with_mailbox(person.email).exclude(pk=person.pk).exists(),
    }
    return render(request, "padron/people/detail.html", context)


def _bodies():
    return Body.objects.active().values_list("name", flat=True)


@form_page
@requires(Role.STAFF)
def new(request):
    initial = {}
    if (wanted := request.GET.get("sujeto", "")).isdecimal():
        initial["body"] = Body.objects.filter(pk=wanted).first()
    form = NewPersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            person, known = add_person(by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            said = "ya estaba en el padrón; se agregó la adscripción." if known else "se agregó."
            messages.success(request, f"{person}: {said}")
            return redirect("panel_person", person.pk)
    return show_form(
        request, form, "Agregar una persona", reverse("panel_people"), "Agregar", bodies=_bodies()
    )


@form_page
@requires(Role.STAFF)
def edit(request, pk):
    person = get_object_or_404(Person, pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            person = form.save()
            changed = [name for name in form.changed_data if name != "shares_mailbox"]
            record("person.edited", person, by=request.user, fields=changed)
        messages.success(request, "Datos guardados.")
        return redirect("panel_person", person.pk)
    return show_form(request, form, "Editar los datos", reverse("panel_person", args=[pk]))


@form_page
@requires(Role.STAFF)
def new_post(request, pk):
    person = get_object_or_404(Person, pk=pk)
    form = NewPostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            posts.assign(person=person, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Se agregó la adscripción.")
            return redirect("panel_person", pk)
    back = reverse("panel_person", args=[pk])
    title = "Agregar una adscripción"
    return show_form(request, form, title, back, "Agregar", lead=str(person), bodies=_bodies())


@form_page
@requires(Role.STAFF)
def change_post(request, pk):
    held = get_object_or_404(Adscripcion.objects.select_related("person", "body"), pk=pk)
    return change_post_page(request, held, reverse("panel_person", args=[held.person_id]))


def change_post_page(request, held: Adscripcion, back: str, base: str = ""):
    """Another post or area for `held`, from a day on."""
    initial = {"post": held.post, "area": held.area}
    form = PostForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            posts.change_post(adscripcion=held, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error("starts_on", str(reason))
        else:
            messages.success(request, "Se guardó el cargo; el anterior queda en su historia.")
            return redirect(back)
    lead = f"{held.person}, {held.body}"
    return show_form(request, form, "Cambiar de cargo o de área", back, lead=lead, base=base)


@form_page
@requires(Role.STAFF)
def end_post(request, pk):
    held = get_object_or_404(Adscripcion.objects.select_related("person", "body"), pk=pk)
    return end_post_page(request, held, reverse("panel_person", args=[held.person_id]))


def end_post_page(request, held: Adscripcion, back: str, base: str = "panel/base.html", after=""):
    """The last day of a post, confirmed."""
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            posts.end_post(adscripcion=held, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error("ends_on", str(reason))
        else:
            messages.success(request, "Se guardó el último día. Su historia se conserva.")
            return redirect(after or back)
    return show_confirm(
        request,
        title="¿Terminar la adscripción?",
        sentence=(
            f"Después de ese día {held.person} ya no será de {held.body}; si es su enlace, también "
            "deja de serlo. Sus inscripciones y constancias se conservan."
        ),
        action="Terminar la adscripción",
        cancel_url=back,
        form=form,
        confirm_base=base,
    )


@require_POST
@requires(Role.STAFF)
def set_enabled(request, pk):
    held = get_object_or_404(Adscripcion, pk=pk)
    posts.set_enabled(
        adscripcion=held, is_enabled=request.POST.get("habilitar") == "si", by=request.user
    )
    messages.success(request, "Se guardó.")
    return redirect("panel_person", held.person_id)
