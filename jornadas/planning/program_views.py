"""Programmes and their groups."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bitacora.record import record
from padron.access import requires
from padron.models import Body
from padron.roles import Role

from .. import feeds
from ..models import Group, GroupException, Program
from .actions import free_slug
from .asking import FORM, ask
from .catalogue_forms import ExceptionForm, GroupForm, ProgramForm


def _find(request, slug) -> Program:
    return get_object_or_404(Program.objects.manageable_by(request.user), slug=slug)


def _find_group(request, slug) -> Group:
    groups = Group.objects.filter(program__in=Program.objects.manageable_by(request.user))
    return get_object_or_404(groups.select_related("program"), slug=slug)


@require_safe
@requires(Role.STAFF)
def index(request):
    programs = Program.objects.manageable_by(request.user).annotate(
        event_count=Count("events", distinct=True), group_count=Count("groups", distinct=True)
    )
    # A query that counts forgets the order of its model.
    programs = programs.order_by("-starts_on", "pk")
    return render(request, "jornadas/planning/programs.html", {"programs": programs})


@require_safe
@requires(Role.STAFF)
def detail(request, slug):
    program = _find(request, slug)
    counts = dict(
        program.events.order_by()
        .values_list("status")
        .annotate(n=Count("pk"))
        .values_list("status", "n")
    )
    context = {
        "program": program,
        "groups": program.groups.prefetch_related("sectors"),
        "counts": counts,
        "total": sum(counts.values()),
    }
    return render(request, "jornadas/planning/program.html", context)


@FORM
@requires(Role.STAFF)
def add(request):
    form = ProgramForm(request.POST or None, user=request.user)
    return _save_program(request, form, "Nuevo programa", reverse("panel_programs"))


@FORM
@requires(Role.STAFF)
def edit(request, slug):
    program = _find(request, slug)
    form = ProgramForm(request.POST or None, instance=program, user=request.user)
    return _save_program(request, form, "Datos del programa", _url(program))


def _save_program(request, form, title, cancel_url):
    def save(told):
        with transaction.atomic():
            program = form.save(commit=False)
            is_new = program.pk is None
            program.slug = program.slug or free_slug(Program, program.name)
            program.save()
            record("program.created" if is_new else "program.changed", program, by=request.user)
        messages.success(request, "Programa guardado.")
        return redirect(_url(program))

    return ask(request, form, save=save, title=title, cancel_url=cancel_url)


def _url(program: Program) -> str:
    return reverse("panel_program", args=[program.slug])


@FORM
@requires(Role.STAFF)
def publish(request, slug):
    """Show the programme to everybody, or hide it while nobody has registered."""
    program = _find(request, slug)
    hides = program.is_published
    has_people = program.events.filter(registrations__isnull=False).exists()
    if hides and has_people:
        messages.error(request, "Sus eventos ya tienen inscripciones; no se puede ocultar.")
        return redirect(_url(program))
    if request.method == "POST":
        with transaction.atomic():
            program.is_published = not hides
            program.save(update_fields=["is_published"])
            record("program.hidden" if hides else "program.published", program, by=request.user)
            feeds.forget_all()
        messages.success(
            request,
            "El programa ya no se ve." if hides else "El programa y sus eventos publicados se ven.",
        )
        return redirect(_url(program))
    context = {
        "title": "¿Ocultar el programa?" if hides else "¿Publicar el programa?",
        "sentence": (
            "Dejarán de verse el programa y todos sus eventos."
            if hides
            else "Se verán el programa y los eventos que ya estén publicados; los borradores no."
        ),
        "action": "Ocultar" if hides else "Publicar",
        "kind": "danger" if hides else "primary",
        "cancel_url": _url(program),
    }
    return render(request, "components/confirm.html", context)


@FORM
@requires(Role.STAFF)
def group_add(request, slug):
    program = _find(request, slug)
    number = program.groups.count() + 1
    initial = {"number": number, "name": f"Grupo {number}"}
    group = Group(program=program)
    form = GroupForm(request.POST or None, instance=group, initial=initial)
    return _save_group(request, form, "Nuevo grupo", _url(program))


@FORM
@requires(Role.STAFF)
def group_edit(request, slug):
    group = _find_group(request, slug)
    form = GroupForm(request.POST or None, instance=group)
    return _save_group(request, form, f"Editar {group.name}", _group_url(group))


def _save_group(request, form, title, cancel_url):
    def save(told):
        with transaction.atomic():
            group = form.save(commit=False)
            is_new = group.pk is None
            group.slug = group.slug or free_slug(
                Group, f"{group.name} {group.program.starts_on.year}"
            )
            group.save()
            form.save_m2m()
            record("group.created" if is_new else "group.changed", group, by=request.user)
        messages.success(request, "Grupo guardado.")
        return redirect(_group_url(group))

    return ask(request, form, save=save, title=title, cancel_url=cancel_url)


def _group_url(group: Group) -> str:
    return reverse("panel_group", args=[group.slug])


@require_safe
@requires(Role.STAFF)
def group(request, slug):
    group = _find_group(request, slug)
    context = {
        "group": group,
        "bodies": group.bodies().select_related("sector"),
        "exceptions": group.exceptions.select_related("body").order_by("body__sort_key"),
        "events": group.events.with_days().order_by("first_day", "pk"),
    }
    return render(request, "jornadas/planning/group.html", context)


@FORM
@requires(Role.STAFF)
def group_delete(request, slug):
    group = _find_group(request, slug)
    if group.events.exists():
        messages.error(request, "Hay eventos para este grupo; quítalo de ellos primero.")
        return redirect(_group_url(group))
    if request.method == "POST":
        with transaction.atomic():
            record("group.deleted", group, by=request.user)
            group.delete()
        messages.success(request, "Grupo eliminado.")
        return redirect(_url(group.program))
    context = {
        "title": f"¿Eliminar {group.name}?",
        "sentence": "Se eliminan el grupo y sus excepciones. No se puede deshacer.",
        "action": "Eliminar grupo",
        "cancel_url": _group_url(group),
    }
    return render(request, "components/confirm.html", context)


@FORM
@requires(Role.STAFF)
def exception_add(request, slug):
    group = _find_group(request, slug)
    form = ExceptionForm(request.POST or None, instance=GroupException(group=group))

    def save(told):
        with transaction.atomic():
            exception = form.save(commit=False)
            exception.body = form.cleaned_data["body"]
            exception.save()
            record("group.exception_added", exception, by=request.user, reason=exception.reason)
        messages.success(request, f"«{exception.body}» está ahora en {group.name}.")
        return redirect(_group_url(group))

    return ask(
        request,
        form,
        save=save,
        title=f"Agregar una excepción a {group.name}",
        intro="Un sujeto obligado que va en este grupo aunque su sector no esté en él.",
        all_bodies=Body.objects.active(),
        action="Agregar",
        cancel_url=_group_url(group),
    )


@FORM
@requires(Role.STAFF)
def exception_remove(request, slug, pk):
    group = _find_group(request, slug)
    exception = get_object_or_404(group.exceptions.select_related("body"), pk=pk)
    if request.method == "POST":
        with transaction.atomic():
            record("group.exception_removed", exception, by=request.user)
            exception.delete()
        messages.success(request, f"«{exception.body}» vuelve al grupo de su sector.")
        return redirect(_group_url(group))
    context = {
        "title": "¿Quitar la excepción?",
        "sentence": f"«{exception.body}» volverá al grupo que corresponde a su sector.",
        "action": "Quitar excepción",
        "cancel_url": _group_url(group),
    }
    return render(request, "components/confirm.html", context)
