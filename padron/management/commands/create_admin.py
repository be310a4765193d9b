"""The first account of a real installation."""

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import EmailValidator
from django.db import transaction
from django.forms import ValidationError
from django.utils import timezone
from django.utils.text import slugify

from padron.accounts import grant_role, open_account
from padron.models import Organizer, OrganizerIdentity
from padron.refusal import Refusal
from padron.roles import Role


class Command(BaseCommand):
    help = "Da el rol de administración a un correo; entra con un código que llega a ese correo."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--institution", help="nombre completo, si todavía no hay institución")
        parser.add_argument("--acronym", help="su acrónimo")

    @transaction.atomic
    def handle(self, *, email, institution, acronym, **options):
        try:
            EmailValidator()(email)
        except ValidationError:
            raise CommandError(f"«{email}» no es un correo.") from None
        organizer = Organizer.objects.order_by("pk").first() or _found(institution, acronym)
        user = open_account(email=email, by="consola")
        try:
            grant_role(user=user, role=Role.ADMINISTRATOR, organizer=organizer, by="consola")
        except Refusal as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(
            f"{user.email} administra {organizer}. Entra con ese correo en /cuentas/entrar/; "
            "el sitio le pedirá registrar un segundo factor."
        )


def _found(institution: str | None, acronym: str | None) -> Organizer:
    """The first institution, with the least an identity needs; the rest is filled in its page."""
    if not (institution and acronym):
        raise CommandError(
            "Todavía no hay institución. Di su nombre y acrónimo: --institution «…» --acronym «…»"
        )
    organizer = Organizer.objects.create(slug=slugify(acronym))
    OrganizerIdentity.objects.create(
        organizer=organizer,
        name=institution,
        acronym=acronym,
        area=institution,
        area_acronym=acronym,
        folio_prefix=acronym.upper(),
        starts_on=timezone.localdate(),
    )
    return organizer
