"""The second factor: asked of the roles that need one, with real codes of an application."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse

from correo.models import Message
from correo.sending import send_due
from padron import accounts
from padron.models import AccessRequest, User
from padron.refusal import Refusal
from tests.make import make_access_request, make_person, make_user, sign_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
SECOND = reverse("second_factor")


def code(secret=SECRET, ago=0) -> str:
    """What the application shows now, or showed so many half minutes ago."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - ago))


def make_staff(*, enrolled=True):
    staff = make_user(None, "staff")
    if enrolled:
        TOTP.activate(staff, SECRET)
    return staff


def enter_with_mailed_code(client, user):
    client.post(reverse("account_login"), {"email": user.email})
    send_due()
    answer = client.post(
        reverse("account_confirm_login_code"), {"code": mail.outbox[-1].subject[:6]}
    )
    return answer.url


def test_staff_give_the_mailed_code_and_then_their_second_factor(client):
    staff = make_staff()
    assert enter_with_mailed_code(client, staff) == reverse("mfa_authenticate")
    assert client.get(reverse("panel")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).url == reverse("panel")
    assert client.get(reverse("panel_requests")).status_code == 200


def test_a_code_of_the_application_serves_once(client):
    staff = make_staff()
    used = code()
    enter_with_mailed_code(client, staff)
    client.post(reverse("mfa_authenticate"), {"code": used})
    client.post(reverse("account_logout"))
    enter_with_mailed_code(client, staff)
    again = client.post(reverse("mfa_authenticate"), {"code": used})
    assert again.context["form"].errors == {
        "code": ["El código no es correcto. Escribe el que se ve ahora en tu aplicación."]
    }


def test_a_phone_half_a_minute_late_serves_and_an_old_code_does_not(client):
    enter_with_mailed_code(client, make_staff())
    assert client.post(reverse("mfa_authenticate"), {"code": code(ago=4)}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code(ago=1)}).status_code == 302


def test_a_recovery_code_serves_in_its_place(client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    staff = make_staff()
    backup = RecoveryCodes.activate(staff).get_unused_codes()[0]
    enter_with_mailed_code(client, staff)
    assert client.post(reverse("mfa_authenticate"), {"code": backup}).url == reverse("panel")


def test_guesses_are_limited(client):
    enter_with_mailed_code(client, make_staff())
    wrong = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(7)]
    assert wrong[-1].context["form"].errors == {
        "code": ["Demasiados intentos. Espera unos minutos y vuelve a empezar."]
    }
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).status_code == 200


def test_who_has_none_enrols_one_and_goes_on_to_where_they_wanted(client):
    staff = make_staff(enrolled=False)
    sign_in(client, staff, second_factor=False)
    wanted = reverse("panel_messages") + "?estado=failed"
    asked = client.get(wanted)
    assert asked.url == f"{SECOND}?next=%2Fpanel%2Fcorreo%2F%3Festado%3Dfailed"
    assert client.get(asked.url).status_code == 200
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    assert len(client.get(done.url).context["unused_codes"]) == 10
    assert client.get(SECOND).url == wanted
    assert client.get(wanted).status_code == 200


def test_the_secret_is_not_readable_in_the_database():
    make_staff()
    assert SECRET not in str(Authenticator.objects.get().data)


def test_a_session_that_lacks_it_is_asked_for_it(client):
    sign_in(client, make_staff(), second_factor=False)
    assert client.get(SECOND).url == reverse("mfa_reauthenticate") + f"?next={SECOND}"
    answer = client.post(reverse("mfa_reauthenticate"), {"code": code(), "next": SECOND})
    assert answer.url == SECOND
    assert client.get(SECOND).url == reverse("panel")


def test_without_it_the_role_is_worth_nothing_in_any_queryset(client):
    staff = make_staff()
    make_access_request()
    assert AccessRequest.objects.decidable_by(User.objects.get(pk=staff.pk)).count() == 1
    staff.has_second_factor = False
    assert (staff.roles, staff.organizer_ids("staff")) == (set(), [])
    assert staff.held_roles == {"staff"}
    assert AccessRequest.objects.decidable_by(staff).count() == 0


def test_the_record_of_another_account_in_the_session_does_not_count(client):
    staff = make_staff()
    sign_in(client, staff)
    session = client.session
    session["account_authentication_methods_user"] = str(staff.pk + 1)
    session.save()
    assert client.get(reverse("panel_messages")).status_code == 302


def test_gate_staff_need_none(client):
    gate = make_user(None, "gate")
    assert enter_with_mailed_code(client, gate) == reverse("panel")
    assert client.get(reverse("panel")).status_code == 200


def test_changes_are_told_by_mail(client, django_capture_on_commit_callbacks):
    staff = make_staff(enrolled=False)
    sign_in(client, staff, second_factor=False)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert list(Message.objects.values_list("kind", "to")) == [
        ("padron.security_news", staff.email)
    ]


def test_removing_it_asks_for_it_first(client):
    sign_in(client, make_staff(), second_factor=False)
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.count() == 1


def test_an_administrator_resets_a_lost_one_and_the_person_is_told(client):
    staff, admin = make_staff(), make_user(None, "administrator")
    sign_in(client, staff)
    accounts.reset_second_factor(user=staff, by=admin)
    assert Authenticator.objects.count() == 0
    assert list(Message.objects.values_list("kind", "to")) == [
        ("padron.second_factor_reset", staff.email)
    ]
    with pytest.raises(Refusal):
        accounts.reset_second_factor(user=staff, by=admin)


def test_resetting_ends_the_open_sessions(client):
    staff = make_staff()
    enter_with_mailed_code(client, staff)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert client.get(reverse("panel")).status_code == 200
    accounts.reset_second_factor(user=staff, by="prueba")
    assert client.get(reverse("panel")).url.startswith(reverse("account_login"))


def test_a_servidor_may_have_one_too(client):
    sign_in(client, make_user(make_person()), second_factor=False)
    assert client.get(SECOND).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200
