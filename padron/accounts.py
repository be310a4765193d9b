"""What administrators do with accounts: open one, grant and end roles, reset a second factor."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from bitacora.record import record

from . import notices
from .models import Organizer, Person, RoleGrant, User
from .refusal import Refusal
from .roles import NEED_SECOND_FACTOR, SENTENCES, Role


def end_sessions(user: User) -> None:
    """Sign the account out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def open_account(*, email: str, by) -> User:
    """The account of this mailbox; a new one where there is none, tied to its one person."""
    email = email.strip().lower()
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email)
        people = list(Person.objects.with_mailbox(email)[:2])
        if len(people) == 1 and people[0].user_id is None:
            people[0].user = user
            people[0].save(update_fields=["user"])
        record("account.created", user, by=by)
    return user


@transaction.atomic
def grant_role(*, user: User, role: str, organizer: Organizer, by, today=None) -> RoleGrant:
    """Give `role` from today on, and tell the person. Raises Refusal."""
    today = today or timezone.localdate()
    if role not in Role.values:
        raise Refusal("Elige un rol de la lista.")
    # Two administrators may press the button at once; the account's row makes one wait.
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise Refusal("La cuenta está cerrada. Ábrela antes de darle un rol.")
    held = RoleGrant.objects.filter(user=user, role=role, organizer=organizer)
    if held.on(today).exists() or held.filter(ends_on=None).exists():
        raise Refusal(f"{user} ya tiene el rol «{Role(role).label}».")
    grant = RoleGrant.objects.create(user=user, role=role, organizer=organizer, starts_on=today)
    record("role.granted", user, by=by, role=role, organizer=organizer.slug)
    notices.role_granted(
        user.email,
        Role(role).label,
        SENTENCES[role],
        needs_second_factor=role in NEED_SECOND_FACTOR,
    )
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, by, today=None) -> None:
    """Take a role away at once; one that began today leaves no period. Raises Refusal."""
    today = today or timezone.localdate()
    # All administrators of the organiser are locked, so that two cannot remove each other.
    admins = RoleGrant.objects.select_for_update(of=("self",)).filter(
        organizer=grant.organizer, role=Role.ADMINISTRATOR, user__is_active=True
    )
    left = [other for other in admins.on(today) if other.pk != grant.pk and other.ends_on is None]
    if grant.role == Role.ADMINISTRATOR and not left:
        raise Refusal(
            "Es la última cuenta de administración: da el rol a otra persona antes de quitarlo."
        )
    record("role.ended", grant.user, by=by, role=grant.role, organizer=grant.organizer.slug)
    yesterday = today - timedelta(days=1)
    if grant.starts_on > yesterday:
        grant.delete()
    else:
        grant.ends_on = yesterday
        grant.save(update_fields=["ends_on"])


@transaction.atomic
def reset_second_factor(*, user: User, by) -> None:
    """Remove a lost second factor and end the account's sessions; the person is told by mail."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refusal("Esta cuenta no tiene segundo factor.")
    end_sessions(user)
    record("second_factor.reset", user, by=by)
    notices.second_factor_reset(user.email)


@transaction.atomic
def close_account(*, user: User, by) -> None:
    """Nobody enters with this account any more. Roles are ended first. Raises Refusal."""
    if user.held_grants:
        raise Refusal("Quita primero los roles de esta cuenta.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    record("account.closed", user, by=by)


@transaction.atomic
def reopen_account(*, user: User, by) -> None:
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account.reopened", user, by=by)
