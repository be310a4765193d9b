"""The sujetos obligados: list, one, its names, its enlace."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response

from .. import posts
from ..access import requires
from ..models import Body, BodyAlias, Enlace, Municipality, Person, Sector
from ..refusal import Refusal
from ..roles import Role
from .pages import form_page, show_confirm, show_form
from .roster_forms import AliasForm, BodyForm, EndForm, EnlaceForm

PER_PAGE = 50
COLUMNS = [
    Column("Clave", 12),
    Column("Nombre", 60),
    Column("Siglas", 18),
    Column("Sector", 32),
    Column("Municipio", 26),
    Column("Personas", 10),
    Column("Enlace", 36),
    Column("Correo del enlace", 36),
]


def _found(params):
    """The bodies that the filters of the list ask for."""
    found = Body.objects.with_people().select_related("sector", "municipality")
    if query := params.get("q", "").strip():
        found = found.search(query)
    if sector := params.get("sector"):
        found = found.filter(sector__slug=sector)
    if municipality := params.get("municipio"):
        found = found.filter(municipality__inegi_key=municipality)
    which = params.get("ver", "")
    if which == "sin-enlace":
        found = found.filter(enlace_id=None)
    elif which == "sin-personas":
        found = found.filter(people=0)
    if which == "no-vigentes":
        return found.filter(is_active=False)
    return found.filter(is_active=True)


def _with_enlaces(bodies) -> list[Body]:
    """Those bodies, each with `enlace`, the person who answers for it today (or None)."""
    bodies = list(bodies)
    wanted = [body.enlace_id for body in bodies if body.enlace_id]
    enlaces = Enlace.objects.select_related("person").in_bulk(wanted)
    for body in bodies:
        body.enlace = enlaces.get(body.enlace_id)
    return bodies


@require_safe
@requires(Role.STAFF)
def index(request):
    page = Paginator(_found(request.GET), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "bodies": _with_enlaces(page),
        "sectors": Sector.objects.all(),
        "municipalities": Municipality.objects.only("inegi_key", "name"),
    }
    shown = sum(body.enlace is not None for body in context["bodies"])
    record("people.listed", by=request.user, people=shown, list="enlaces")
    return render(request, "padron/bodies/index.html", context)


@require_safe
@requires(Role.STAFF)
def export(request):
    bodies = _with_enlaces(_found(request.GET))
    people = sum(body.enlace is not None for body in bodies)
    record("people.listed", by=request.user, people=people, list="sujetos obligados, hoja")
    rows = (
        [
            body.key, body.name, body.acronym, body.sector.name,
            body.municipality.name if body.municipality else "", body.people,
            body.enlace.person.full_name if body.enlace else "",
            body.enlace.person.email if body.enlace else "",
        ]
        for body in bodies
    )  # fmt: skip
    return xlsx_response("sujetos-obligados", COLUMNS, rows, title="Sujetos obligados")


@require_safe
@requires(Role.STAFF)
def detail(request, pk):
    found = Body.objects.with_people().select_related("sector", "municipality")
    body = get_object_or_404(found, pk=pk)
    people = Person.objects.in_bodies([body]).with_current_posts().search(request.GET.get("q", ""))
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    for person in page:
        person.here = next(p for p in person.current_posts if p.body_id == body.pk)
    context = {
        "body": body,
        "page_obj": page,
        "enlaces": body.enlaces.select_related("person").order_by("-starts_on"),
        "aliases": body.aliases.order_by("spelling"),
    }
    record("people.listed", body, by=request.user, people=len(page))
    return render(request, "padron/bodies/detail.html", context)


@form_page
@requires(Role.STAFF)
def new(request):
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        body = form.save()
        record("body.created", body, by=request.user)
        messages.success(request, f"Se agregó {body}.")
        return redirect("panel_body", body.pk)
    return show_form(request, form, "Agregar un sujeto obligado", reverse("panel_bodies"))


@form_page
@requires(Role.STAFF)
def edit(request, pk):
    body = get_object_or_404(Body, pk=pk)
    form = BodyForm(request.POST or None, instance=body)
    if request.method == "POST" and form.is_valid():
        body = form.save()
        record("body.edited", body, by=request.user, fields=form.changed_data)
        messages.success(request, "Datos guardados.")
        return redirect("panel_body", body.pk)
    return show_form(request, form, "Editar el sujeto obligado", reverse("panel_body", args=[pk]))


@form_page
@requires(Role.STAFF)
def new_alias(request, pk):
    body = get_object_or_404(Body, pk=pk)
    form = AliasForm(request.POST or None, instance=BodyAlias(body=body))
    if request.method == "POST" and form.is_valid():
        form.save()
        record("body.alias_added", body, by=request.user)
        return redirect("panel_body", body.pk)
    return show_form(
        request, form, "Otra forma de escribirlo", reverse("panel_body", args=[pk]), lead=str(body)
    )


@form_page
@requires(Role.STAFF)
def drop_alias(request, pk):
    alias = get_object_or_404(BodyAlias.objects.select_related("body"), pk=pk)
    back = reverse("panel_body", args=[alias.body_id])
    if request.method == "POST":
        record("body.alias_dropped", alias.body, by=request.user)
        alias.delete()
        messages.success(request, "Se quitó.")
        return redirect(back)
    return show_confirm(
        request,
        title=f"¿Quitar «{alias.spelling}»?",
        sentence=f"Al importar ya no se entenderá como {alias.body}; se preguntará otra vez.",
        action="Quitar",
        cancel_url=back,
    )


@form_page
@requires(Role.STAFF)
def new_enlace(request, pk):
    """Say who answers for the body, from a day on."""
    body = get_object_or_404(Body, pk=pk)
    people = Person.objects.in_bodies([body])
    if not people.exists():
        messages.warning(request, f"{body} no tiene personas todavía. Agrega primero a su enlace.")
        return redirect("panel_body", body.pk)
    form = EnlaceForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = posts.set_enlace(body=body, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request, f"{made.person} es enlace desde el {made.starts_on:%d/%m/%Y}."
            )
            return redirect("panel_body", body.pk)
    record("people.listed", body, by=request.user, people=people.count())
    return show_form(
        request, form, "Nombrar enlace", reverse("panel_body", args=[pk]), "Nombrar", lead=str(body)
    )


@form_page
@requires(Role.STAFF)
def end_enlace(request, pk):
    enlace = get_object_or_404(Enlace.objects.select_related("person", "body"), pk=pk)
    back = reverse("panel_body", args=[enlace.body_id])
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            posts.end_enlace(enlace=enlace, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Se guardó el último día del enlace.")
            return redirect(back)
    return show_confirm(
        request,
        title="¿Terminar el enlace?",
        sentence=f"{enlace.person} dejará de ver y llevar el padrón de {enlace.body}.",
        action="Terminar",
        cancel_url=back,
        form=form,
    )
