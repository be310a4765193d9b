"""The accounts of the demonstration: every role, so that every room can be tried in a minute."""

import base64
import hashlib

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

from .models import Organizer, Person, RoleGrant, User
from .roles import NEED_SECOND_FACTOR, SENTENCES, Role

DOMAIN = "demo.jornadas.example"

# What stands before the @, and the role it shows. In the order of the page.
ACCOUNTS = {
    "servidor": "servidor",
    "enlace": "enlace",
    "puerta": Role.GATE,
    "personal": Role.STAFF,
    "verificacion": Role.VERIFIER,
    "jurado": Role.JURY,
    "jurado2": Role.JURY,
    "jurado3": Role.JURY,
    "jurado4": Role.JURY,
    "jurado5": Role.JURY,
    "administracion": Role.ADMINISTRATOR,
}
LABELS = {
    "servidor": "Servidor público",
    "enlace": "Enlace",
    # A jury is several: each holds a seat of the demonstration's call.
    "jurado": "Jurado, asiento 1",
    "jurado2": "Jurado, asiento 2",
    "jurado3": "Jurado, asiento 3",
    "jurado4": "Jurado, asiento 4",
    "jurado5": "Jurado, asiento 5",
}


@transaction.atomic
def create_demo_accounts(*, servidor: Person, enlace: Person, organizer: Organizer) -> list[User]:
    """Make the accounts. The two persons get the demonstration's mailboxes."""
    people = {"servidor": servidor, "enlace": enlace}
    return [_create(name, role, people.get(name), organizer) for name, role in ACCOUNTS.items()]


def _create(name: str, role: str, person: Person | None, organizer: Organizer) -> User:
    user = User.objects.create_user(f"{name}@{DOMAIN}")
    if person:
        person.email, person.user = user.email, user
        person.save()
        return user
    RoleGrant.objects.create(user=user, role=role, organizer=organizer)
    if role in NEED_SECOND_FACTOR:
        Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.TOTP,
            data={"secret": encrypt(_known_secret(name))},
        )
    return user


def _known_secret(name: str) -> str:
    """The same for every demonstration: it protects nothing and can be kept in a phone."""
    return base64.b32encode(hashlib.sha1(f"jornadas-demo-{name}".encode()).digest()).decode()


def demo_users():
    return User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True)


def listed() -> list[dict]:
    """What the page shows of each account: who, what for, and the code of its second factor."""
    users = {user.email.split("@")[0]: user for user in demo_users().select_related("person")}
    factors = {
        factor.user_id: factor
        for factor in Authenticator.objects.filter(
            user__in=users.values(), type=Authenticator.Type.TOTP
        )
    }
    return [
        {
            "user": users[name],
            "label": LABELS[name] if name in LABELS else Role(role).label,
            "sentence": SENTENCES[role],
            "code": current_code(factors[users[name].pk]) if users[name].pk in factors else "",
        }
        for name, role in ACCOUNTS.items()
        if name in users
    ]


def current_code(factor: Authenticator) -> str:
    """What an authenticator application would show now for this second factor."""
    counters = list(yield_hotp_counters_from_time())
    now = counters[len(counters) // 2]
    return format_hotp_value(hotp_value(decrypt(factor.data["secret"]), now))
