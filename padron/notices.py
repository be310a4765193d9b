"""What we write to people about their account: the facts now, the words when it is sent."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from correo import outbox
from correo.registry import Mail, composer

from .models import AccessRequest, Organizer


def login_code(email: str, code: str) -> None:
    """The code to enter. Its words are a secret: the outbox forgets them once they are sent."""
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    _queue("padron.login_code", email, is_secret=True, code=code, minutes=minutes)


def unknown_mailbox(email: str) -> None:
    """Somebody asked for a code with a mailbox that no single person has."""
    _queue("padron.unknown_mailbox", email, request_url=_url("access_request"))


def shared_mailbox(email: str) -> None:
    _queue("padron.shared_mailbox", email, request_url=_url("access_request"))


def security_news(email: str, news: str) -> None:
    _queue("padron.security_news", email, news=news, security_url=_url("mfa_index"))


def second_factor_reset(email: str) -> None:
    _queue("padron.second_factor_reset", email, security_url=_url("second_factor"))


def role_granted(email: str, role: str, sentence: str, *, needs_second_factor: bool) -> None:
    _queue(
        "padron.role_granted",
        email,
        role=role,
        sentence=sentence,
        needs_second_factor=needs_second_factor,
        login_url=_url("account_login"),
    )


def access_requested(request: AccessRequest) -> None:
    _queue("padron.access_requested", request.email, about=request, **_about(request))


def already_on_the_roster(email: str) -> None:
    _queue("padron.already_on_the_roster", email, login_url=_url("account_login"))


def request_waits(email: str, request: AccessRequest) -> None:
    """Tell the enlace of the body that somebody waits for an answer."""
    where = settings.SITE_URL + reverse("enlace_request", args=[request.pk])
    _queue("padron.request_waits", email, about=request, url=where, body=request.body.name)


def access_accepted(request: AccessRequest) -> None:
    _queue("padron.access_accepted", request.email, about=request, **_about(request))


def access_rejected(request: AccessRequest) -> None:
    _queue("padron.access_rejected", request.email, about=request, **_about(request))


def _about(request: AccessRequest) -> dict:
    return {
        "name": request.given_names,
        "body": request.body.name,
        "reason": request.reason,
        "login_url": _url("account_login"),
        "request_url": _url("access_request"),
    }


def _url(name: str) -> str:
    return settings.SITE_URL + reverse(name)


def _queue(kind: str, to: str, *, about=None, is_secret=False, **facts) -> None:
    organizer = Organizer.objects.prefetch_related("identities").order_by("pk").first()
    identity = organizer.identity() if organizer else None
    outbox.queue(
        kind,
        to=to,
        about=about,
        is_secret=is_secret,
        context={
            **facts,
            "site_url": settings.SITE_URL,
            "institution": identity.name if identity else "",
            "acronym": identity.acronym if identity else "",
            "address": identity.address if identity else "",
        },
    )


def _compose(template: str, subject: str, context: dict) -> Mail:
    return Mail(
        subject=subject,
        text=render_to_string(f"padron/mail/{template}.txt", context),
        html=render_to_string(f"padron/mail/{template}.html", context),
    )


@composer("padron.login_code")
def _compose_login_code(context):
    return _compose("login_code", f"{context['code']} es tu código para entrar", context)


@composer("padron.unknown_mailbox")
def _compose_unknown_mailbox(context):
    return _compose("unknown_mailbox", "Pediste entrar, pero no encontramos tu correo", context)


@composer("padron.shared_mailbox")
def _compose_shared_mailbox(context):
    return _compose("shared_mailbox", "Este correo lo comparten varias personas", context)


@composer("padron.security_news")
def _compose_security_news(context):
    return _compose("security_news", "Cambió la seguridad de tu cuenta", context)


@composer("padron.second_factor_reset")
def _compose_second_factor_reset(context):
    return _compose("second_factor_reset", "Se quitó el segundo factor de tu cuenta", context)


@composer("padron.role_granted")
def _compose_role_granted(context):
    return _compose("role_granted", f"Tienes un rol nuevo: {context['role']}", context)


@composer("padron.access_requested")
def _compose_access_requested(context):
    return _compose("access_requested", "Recibimos tu solicitud de acceso", context)


@composer("padron.already_on_the_roster")
def _compose_already_on_the_roster(context):
    return _compose("already_on_the_roster", "Ya puedes entrar con este correo", context)


@composer("padron.request_waits")
def _compose_request_waits(context):
    return _compose("request_waits", "Una persona de tu institución pide acceso", context)


@composer("padron.access_accepted")
def _compose_access_accepted(context):
    return _compose("access_accepted", "Ya puedes entrar", context)


@composer("padron.access_rejected")
def _compose_access_rejected(context):
    return _compose("access_rejected", "Respuesta a tu solicitud de acceso", context)
