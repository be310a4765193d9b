"""Accounts and roles, for administrators: who holds which role, and a lost second factor."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitacora.record import record

from .. import accounts
from ..access import requires
from ..models import Enlace, Organizer, RoleGrant, User
from ..names import match_key
from ..refusal import Refusal
from ..roles import SENTENCES, Role
from .account_forms import GrantRoleForm, OpenAccountForm

PER_PAGE = 25


def _users():
    """Accounts with all that a list shows of each, in a fixed number of queries."""
    return (
        User.objects.select_related("person")
        .prefetch_related(
            Prefetch("role_grants", RoleGrant.objects.current(), to_attr="current_grants")
        )
        .annotate(
            has_enrolled=Exists(Authenticator.objects.filter(user=OuterRef("pk"))),
            is_enlace=Exists(Enlace.objects.current().filter(person__user=OuterRef("pk"))),
        )
    )


def _search(users, text: str):
    words = Q(email__icontains=text)
    if key := match_key(text):
        words |= Q(person__match_key__contains=key)
    return users.filter(words)


def _with_role(users, role: str):
    if role in Role.values:
        return users.filter(pk__in=RoleGrant.objects.current().filter(role=role).values("user_id"))
    if role == "enlace":
        return users.filter(is_enlace=True)
    if role == "servidor":
        return users.filter(person__isnull=False)
    return users


@require_safe
@requires(Role.ADMINISTRATOR)
def index(request):
    text, role = request.GET.get("q", "").strip(), request.GET.get("rol", "")
    users = _with_role(_users(), role).order_by("email")
    if text:
        users = _search(users, text)
    page = Paginator(users, PER_PAGE).get_page(request.GET.get("page"))
    record("people.listed", by=request.user, people=len(page), list="cuentas")
    choices = [*Role.choices, ("enlace", "Enlace"), ("servidor", "Servidor público")]
    context = {"page_obj": page, "q": text, "role": role, "roles": choices}
    return render(request, "padron/accounts/list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def new(request):
    form = OpenAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = accounts.open_account(email=form.cleaned_data["email"], by=request.user)
        return redirect("panel_account_grant", pk=user.pk)
    return render(request, "padron/accounts/new.html", {"form": form})


@require_safe
@requires(Role.ADMINISTRATOR)
def detail(request, pk):
    user = get_object_or_404(_users(), pk=pk)
    record("people.listed", user, by=request.user, people=1)
    grants = user.role_grants.select_related("organizer").order_by("-starts_on", "pk")
    context = {
        "account": user,
        "grants": [(grant, SENTENCES[grant.role]) for grant in user.current_grants],
        "past": [grant for grant in grants if grant not in user.current_grants],
        "mine": request.user.organizer_ids(Role.ADMINISTRATOR),
        "factors": Authenticator.objects.filter(user=user).order_by("pk"),
        "sentences": SENTENCES,
    }
    return render(request, "padron/accounts/detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def grant(request, pk):
    user = get_object_or_404(User, pk=pk)
    organizers = Organizer.objects.filter(pk__in=request.user.organizer_ids()).order_by("pk")
    form = GrantRoleForm(request.POST or None, organizers=organizers)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.grant_role(user=user, by=request.user, **form.cleaned_data)
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Rol otorgado. Le escribimos para decirle qué puede hacer.")
            return redirect("panel_account", pk=user.pk)
    return render(request, "padron/accounts/grant.html", {"form": form, "account": user})


@require_http_methods(["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def end_role(request, pk):
    held = get_object_or_404(
        RoleGrant.objects.current()
        .filter(organizer__in=request.user.organizer_ids())
        .select_related("user", "organizer"),
        pk=pk,
    )
    return _confirmed(
        request,
        held.user,
        lambda: accounts.end_role(grant=held, by=request.user),
        title=f"¿Quitar el rol «{held.get_role_display()}»?",
        sentence=f"{held.user} ya no podrá hacer lo que este rol permite: {SENTENCES[held.role]}",
        action="Quitar el rol",
        done="Rol retirado.",
    )


@require_http_methods(["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def reset_second_factor(request, pk):
    user = get_object_or_404(User, pk=pk)
    return _confirmed(
        request,
        user,
        lambda: accounts.reset_second_factor(user=user, by=request.user),
        title="¿Quitar el segundo factor?",
        sentence=(
            f"Hazlo sólo si {user} te lo pidió en persona o por un medio que conoces: se cerrarán "
            "sus sesiones y al entrar de nuevo tendrá que registrar otro. Le avisaremos por correo."
        ),
        action="Quitar el segundo factor",
        done="Segundo factor retirado. Le avisamos por correo.",
    )


@require_http_methods(["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def close(request, pk):
    user = get_object_or_404(User, pk=pk, is_active=True)
    return _confirmed(
        request,
        user,
        lambda: accounts.close_account(user=user, by=request.user),
        title="¿Cerrar esta cuenta?",
        sentence=f"{user} no podrá entrar. Su historia y sus constancias se conservan.",
        action="Cerrar la cuenta",
        done="Cuenta cerrada.",
    )


@require_POST
@requires(Role.ADMINISTRATOR)
def reopen(request, pk):
    user = get_object_or_404(User, pk=pk, is_active=False)
    accounts.reopen_account(user=user, by=request.user)
    messages.success(request, "Cuenta abierta de nuevo.")
    return redirect("panel_account", pk=user.pk)


def _confirmed(request, user, act, *, done: str, **question):
    """Ask on GET; act on POST, and say what became of it."""
    back = reverse("panel_account", args=[user.pk])
    if request.method != "POST":
        return render(request, "components/confirm.html", {**question, "cancel_url": back})
    try:
        act()
    except Refusal as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return redirect(back)
