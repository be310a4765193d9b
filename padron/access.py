"""Who gets in: the role a page asks for, and the second factor that some roles need.

Somebody without the role is told nothing (404); a visitor is asked to sign in.
"""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect

from .roles import Role


def requires(*roles: str):
    """Let in who holds one of `roles` today. Administrators may do what staff may."""
    wanted = {*roles, Role.ADMINISTRATOR} if Role.STAFF in roles else set(roles)

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.roles & wanted:
                raise Http404
            if request.user.needs_second_factor and not has_second_factor(request):
                return redirect("second_factor")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def has_second_factor(request) -> bool:
    """Whether this session was opened with a second factor (TOTP, passkey, recovery code)."""
    methods = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in methods)
