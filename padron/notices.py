"""What we write to people about their account: the facts now, the words (letters.py) when sent."""

from django.conf import settings
from django.urls import reverse

from correo import outbox

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
