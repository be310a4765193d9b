"""/cuentas/demo/: try every role of the demonstration with one button. Exists only with DEMO=1."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bitacora.record import record

from .demo_accounts import demo_users, listed


@require_safe
@never_cache
def demo(request):
    if not settings.DEMO:
        raise Http404
    return render(request, "account/demo.html", {"accounts": listed()})


@require_POST
def enter(request):
    """Sign in as one of the demonstration's accounts; its second factor counts as given."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(demo_users(), email=request.POST.get("email", ""))
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, user, "code", email=user.email)
    record_authentication(request, user, "mfa", type="demo")
    adapter = get_adapter()
    adapter.login(request, user)
    record("account.signed_in", user, by=user, demo=True)
    return redirect(adapter.get_login_redirect_url(request))
