"""Whose mailbox is this? A person on the roster is recognised by it; a shared one is nobody's."""

from django.db import transaction

from bitacora.record import record

from .accounts import end_sessions
from .models import Person, User

UNKNOWN, SHARED = "unknown", "shared"


@transaction.atomic
def recognise(email: str) -> tuple[User | None, str]:
    """The account that may enter with a code sent to `email`, or None and the reason.

    An account that holds a granted role enters with its own mailbox. Any other belongs to the one
    person of the roster who has that mailbox today; it is made when they ask for their first code.
    """
    # Two requests at once must not make two accounts: the person's row makes one wait.
    people = list(
        Person.objects.with_mailbox(email)
        .select_for_update(of=("self",))
        .select_related("user")[:2]
    )
    account = User.objects.filter(email__iexact=email.strip()).first()
    if account and not account.is_active:
        return None, UNKNOWN
    if account and account.held_grants:
        if len(people) == 1 and not people[0].user and not account.person_or_none:
            _link(account, people[0])
        return account, ""
    if len(people) > 1:
        return None, SHARED
    if not people:
        return None, UNKNOWN
    return _account_of(people[0], account, email)


def _account_of(person: Person, account: User | None, email: str) -> tuple[User | None, str]:
    """The account of the one person with this mailbox; made, or moved along with the roster."""
    if account and person.user_id == account.pk:
        return account, ""
    if person.user and (person.user.held_grants or not person.user.is_active):
        # A role given by the institute is not moved by a change in the roster.
        return None, UNKNOWN
    if account:
        _release(account)
    if person.user:
        person.user.email = email.strip().lower()
        person.user.save(update_fields=["email"])
        end_sessions(person.user)
        record("account.mailbox_followed", person.user, by="padrón")
        return person.user, ""
    account = User.objects.create_user(email)
    record("account.created", account, by="padrón")
    _link(account, person)
    return account, ""


def _link(account: User, person: Person) -> None:
    person.user = account
    person.save(update_fields=["user"])
    account.__dict__.pop("person_or_none", None)
    record("account.linked", account, by="padrón", person=person.pk)


def _release(account: User) -> None:
    """Take the mailbox from an account whose person no longer has it."""
    person = account.person_or_none
    moved_to = person.email if person else ""
    # Offices inherit mailboxes: the next head of the unit must not enter as the last one.
    if not moved_to or User.objects.filter(email__iexact=moved_to).exists():
        moved_to = f"cuenta-{account.pk}@sin-correo.invalid"
    account.email = moved_to
    account.save(update_fields=["email"])
    end_sessions(account)
    record("account.mailbox_released", account, by="padrón")
