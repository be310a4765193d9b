"""/enlace/: the roster of one's own body, and nobody else's."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bitacora.record import record
from documentos.spreadsheets import xlsx_response

from . import posts
from .access import requires
from .adding import add_person
from .models import AccessRequest, Adscripcion, Body, Person
from .panel.pages import form_page, show_form
from .panel.people import COLUMNS, change_post_page, end_post_page
from .panel.roster_forms import ColleagueForm, EnlacePersonForm, PostForm
from .refusal import Refusal

PER_PAGE = 50


class NewColleagueForm(PostForm, ColleagueForm):
    """A colleague and their post in one of the enlace's bodies."""

    body = forms.ModelChoiceField(label="Sujeto obligado", queryset=Body.objects.none())
    is_enabled = forms.BooleanField(
        label="Es servidor público habilitado", required=False, initial=True
    )
    field_order = [
        *ColleagueForm.base_fields,
        "body",
        "post",
        "area",
        "starts_on",
        "is_enabled",
    ]

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies
        if len(bodies) == 1:
            self.fields["body"].initial = bodies[0]
            self.fields["body"].widget = forms.HiddenInput()


def own_bodies(user):
    return Body.objects.represented_by(user).order_by("sort_key")


def own_posts(user):
    """Every post there is or was in the bodies of this enlace."""
    bodies = Body.objects.represented_by(user)
    return Adscripcion.objects.filter(body__in=bodies).select_related("person", "body")


def open_posts(user):
    """Those that hold today or will: who left is no longer this enlace's to see."""
    return own_posts(user).filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))


def _found(request):
    """The people of one's own bodies that the filters ask for, with their posts there."""
    held = own_posts(request.user).current().order_by("person__sort_key", "body__sort_key")
    people = Person.objects.search(request.GET.get("q", ""))
    held = held.filter(person__in=people) if request.GET.get("q", "").strip() else held
    if (body := request.GET.get("sujeto", "")).isdecimal():
        held = held.filter(body=body)
    enabled = {"si": True, "no": False}.get(request.GET.get("habilitadas", ""))
    return held if enabled is None else held.filter(is_enabled=enabled)


@require_safe
@requires("enlace")
def index(request):
    page = Paginator(_found(request), PER_PAGE).get_page(request.GET.get("page"))
    bodies = list(own_bodies(request.user))
    for body in bodies:
        record("people.listed", body, by=request.user, people=len(page))
    waiting = AccessRequest.objects.pending().filter(body__in=bodies).count()
    context = {"page_obj": page, "bodies": bodies, "waiting": waiting}
    return render(request, "padron/enlace/index.html", context)


@require_safe
@requires("enlace")
def export(request):
    held = list(_found(request))
    record("people.listed", by=request.user, people=len(held), list="mi sujeto obligado, hoja")
    rows = (
        [
            post.person.given_names, post.person.first_surname, post.person.second_surname,
            post.person.email, post.body.name, post.post, post.area,
            "sí" if post.is_enabled else "no", post.starts_on,
        ]
        for post in held
    )  # fmt: skip
    return xlsx_response("mi-sujeto-obligado", COLUMNS, rows, title="Personas")


def _person(user, pk) -> Person:
    """Somebody who works in a body of this enlace."""
    return get_object_or_404(Person.objects.filter(pk__in=open_posts(user).values("person")), pk=pk)


def _works_elsewhere(user, person: Person) -> bool:
    current = person.adscripciones.current()
    return current.exclude(body__in=Body.objects.represented_by(user)).exists()


@require_safe
@requires("enlace")
def detail(request, pk):
    person = _person(request.user, pk)
    record("people.listed", person, by=request.user, people=1)
    context = {
        "person": person,
        "posts": list(own_posts(request.user).filter(person=person)),
        "may_edit": not _works_elsewhere(request.user, person),
    }
    return render(request, "padron/enlace/detail.html", context)


@form_page
@requires("enlace")
def new(request):
    bodies = own_bodies(request.user)
    form = NewColleagueForm(request.POST or None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        try:
            person, _ = add_person(by=request.user, within={body.pk}, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"Se agregó a {person}.")
            return redirect("enlace_person", person.pk)
    lead = str(bodies[0]) if len(bodies) == 1 else ""
    return show_form(
        request,
        form,
        "Agregar a una persona",
        reverse("enlace"),
        "Agregar",
        base="base.html",
        lead=lead,
    )


@form_page
@requires("enlace")
def edit(request, pk):
    """Names and mailbox, of one's own people only.

    Whoever changes a mailbox may enter with it: not where the person also works for others.
    """
    person = _person(request.user, pk)
    if _works_elsewhere(request.user, person):
        raise Http404
    form = EnlacePersonForm(request.POST or None, instance=person)
    back = reverse("enlace_person", args=[pk])
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record("person.edited", person, by=request.user, fields=form.changed_data)
        messages.success(request, "Datos guardados.")
        return redirect(back)
    return show_form(request, form, "Editar los datos", back, base="base.html")


def _open_post(request, pk) -> Adscripcion:
    return get_object_or_404(own_posts(request.user).filter(ends_on=None), pk=pk)


@form_page
@requires("enlace")
def change_post(request, pk):
    held = _open_post(request, pk)
    back = reverse("enlace_person", args=[held.person_id])
    return change_post_page(request, held, back, base="base.html")


@form_page
@requires("enlace")
def end_post(request, pk):
    held = _open_post(request, pk)
    back = reverse("enlace_person", args=[held.person_id])
    if held.person == request.user.person_or_none:
        messages.error(request, "Tu propia adscripción la termina el instituto: pídeselo.")
        return redirect(back)
    return end_post_page(request, held, back, base="base.html", after=reverse("enlace"))


@require_POST
@requires("enlace")
def set_enabled(request, pk):
    held = _open_post(request, pk)
    posts.set_enabled(
        adscripcion=held, is_enabled=request.POST.get("habilitar") == "si", by=request.user
    )
    messages.success(request, "Se guardó.")
    return redirect("enlace_person", held.person_id)
