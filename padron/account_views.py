"""Entering: one field, then the mailed code; and the second factor where a role asks for it."""

from allauth.account import views as account
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from . import notices
from .access import has_second_factor
from .account_forms import MailboxForm
from .recognition import SHARED, recognise
from .roles import SENTENCES

SECOND_FACTOR_NEXT = "second_factor_next"


class LoginView(account.RequestLoginCodeView):
    """One field. Whoever asks, the next screen is the same: nobody learns who is on the roster."""

    form_class = MailboxForm
    template_name = "account/login.html"

    def get_form_class(self):
        return self.form_class

    def _redirect_to_pending_stage(self, request, stage):
        """A mistyped mailbox is corrected by going back to the form."""

    @transaction.atomic
    def form_valid(self, form):
        email = form.cleaned_data["email"]
        user, reason = recognise(email)
        LoginCodeVerificationProcess.initiate(request=self.request, user=user, email=email)
        if user is None:
            notice = notices.shared_mailbox if reason == SHARED else notices.unknown_mailbox
            notice(email)
        return HttpResponseRedirect(self.get_success_url())


login = LoginView.as_view()


class ConfirmCodeView(account.ConfirmLoginCodeView):
    """The mailed code; where it expired or was guessed too often, back to the first screen."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        # allauth found the login under way, and in it a code that is too old.
        if hasattr(request, "_login_stage") and self._process is None:
            messages.warning(request, "El código venció. Pide otro.")
            return redirect(self.passthrough_next_url(reverse("account_login")))
        return response

    def _resend_form_valid(self, form):
        response = super()._resend_form_valid(form)
        messages.info(self.request, "Enviamos otro código. El anterior ya no sirve.")
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if isinstance(response, HttpResponseRedirect):
            return redirect(self.passthrough_next_url(reverse("account_login")))
        return response


confirm_code = ConfirmCodeView.as_view()


@require_safe
@login_required
def second_factor(request):
    """Enrol one where there is none, give it where this session lacks it, then go on."""
    wanted = request.GET.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        request.session[SECOND_FACTOR_NEXT] = wanted
    if has_second_factor(request):
        return redirect(request.session.pop(SECOND_FACTOR_NEXT, "") or _room(request))
    enrolled = Authenticator.objects.filter(user=request.user)
    here = reverse("second_factor")
    if enrolled.filter(type=Authenticator.Type.TOTP).exists():
        return redirect(f"{reverse('mfa_reauthenticate')}?next={here}")
    if enrolled.filter(type=Authenticator.Type.WEBAUTHN).exists():
        return redirect(f"{reverse('mfa_reauthenticate_webauthn')}?next={here}")
    return render(
        request,
        "account/second_factor.html",
        {"grants": [(g.get_role_display(), SENTENCES[g.role]) for g in request.user.held_grants]},
    )


def _room(request):
    return resolve_url("panel" if request.user.held_grants else "mi_espacio")


def _entered_with(request, kind: str) -> None:
    """Who just enrolled has just proved to hold it: this session counts as opened with it."""
    newest = Authenticator.objects.filter(user=request.user, type=kind).latest("pk")
    post_authentication(request, newest, reauthenticated=True)


class ActivateTOTPView(totp.ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        _entered_with(self.request, Authenticator.Type.TOTP)
        return response


activate_totp = ActivateTOTPView.as_view()


class AddPasskeyView(webauthn.AddWebAuthnView):
    def get_context_data(self, **kwargs):
        # allauth's own leaves out the form that was filled in, and with it the errors.
        return super().get_context_data(**kwargs) | kwargs

    def form_valid(self, form):
        response = super().form_valid(form)
        _entered_with(self.request, Authenticator.Type.WEBAUTHN)
        return response


add_passkey = AddPasskeyView.as_view()
