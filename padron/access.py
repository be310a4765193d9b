"""Who gets in: the role a page asks for, and the second factor that some roles need.

Somebody without the role is told nothing (404); a visitor is asked to sign in.
"""

from functools import wraps

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from .roles import Role


class SecondFactorMiddleware:
    """Tell the user of each request whether their session has a second factor.

    The roles that need one are worth nothing without it, whatever page or queryset asks, so that
    a page that forgets `requires` gives nothing away.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        plain = request.user
        request.user = SimpleLazyObject(lambda: _told(plain, request))
        return self.get_response(request)


def _told(user, request):
    if user.is_authenticated:
        user.has_second_factor = has_second_factor(request, user)
    return user


def has_second_factor(request, user=None) -> bool:
    """Whether this session was opened with a second factor (TOTP, passkey, recovery code)."""
    records = get_authentication_records(request, user or request.user)
    return any(record.get("method") == "mfa" for record in records)


def requires(*roles: str):
    """Let in who holds one of `roles` today. Administrators may do what staff may."""
    wanted = {*roles, Role.ADMINISTRATOR} if Role.STAFF in roles else set(roles)

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            user = request.user
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if user.roles & wanted:
                return view(request, *args, **kwargs)
            if user.held_roles & wanted:
                return ask_second_factor(request)
            raise Http404

        return guarded

    return decorate


def ask_second_factor(request):
    """Lead to the second factor, and from there back to where one wanted to go."""
    query = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('second_factor')}?{query}")
