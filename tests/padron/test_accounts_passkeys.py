"""A passkey, with a virtual authenticator in a real Chromium: registered, then the way in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.make import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_authenticator(page):
    """A device with a fingerprint that always fits."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_staff_register_a_passkey_and_enter_with_it_alone(phone, live_server, client):
    # Browsers allow passkeys on localhost, not on an address.
    site = live_server.url.replace("127.0.0.1", "localhost")
    staff = make_user(None, "staff")
    client.force_login(staff)
    phone.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
    )
    with_authenticator(phone)
    phone.goto(site + reverse("panel_requests"))
    assert phone.url.startswith(site + reverse("second_factor"))
    phone.get_by_role("link", name="Usar una llave de acceso").click()
    phone.get_by_label("Nombre para reconocerla").fill("Teléfono de pruebas")
    phone.get_by_role("button", name="Agregar").click()
    phone.wait_for_url(re.compile(reverse("mfa_view_recovery_codes")))
    phone.get_by_role("link", name="Ya los guardé: continuar").click()
    phone.wait_for_url(site + reverse("panel_requests"))
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Teléfono de pruebas"

    phone.context.clear_cookies()
    phone.goto(f"{site}{reverse('account_login')}?next={reverse('panel_messages')}")
    phone.get_by_role("button", name="Entrar con llave de acceso").click()
    phone.wait_for_url(site + reverse("panel_messages"))
    assert phone.get_by_role("heading", name="Correo").is_visible()
    assert phone.faults == []
