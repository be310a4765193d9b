"""Accounts: an e-mail address, the roles it holds, and requests from those not on the roster."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from ..roles import NEED_SECOND_FACTOR, Role
from .catalogue import Body
from .institution import Organizer
from .people import Enlace
from .periods import Dated


class UserManager(BaseUserManager):
    def create_user(self, email: str, **fields):
        """An account without a password: people enter with a code by mail."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """An account. Its name is its person's; what it may do follows from roles and padrón."""

    email = models.EmailField("correo", unique=True)
    is_active = models.BooleanField("activa", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    PERSONAL = {"email": "Entrar al sitio."}
    KEEP = "Mientras la cuenta esté activa y 1 año después."

    class Meta:
        verbose_name = "cuenta"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_mailbox")]

    def __str__(self):
        person = self.person_or_none
        return person.full_name if person else self.email

    @cached_property
    def person_or_none(self):
        # The reverse of a one-to-one raises where there is none, an AttributeError among others.
        return getattr(self, "person", None) if self.pk else None

    # Whether the session behind this user was opened with a second factor. padron.access says so
    # for each request; without it, the roles that need one give nothing anywhere on the site.
    has_second_factor = True

    @cached_property
    def held_grants(self) -> list:
        """The roles granted today, usable in this session or not."""
        return list(self.role_grants.current().select_related("organizer"))

    @cached_property
    def grants(self) -> list:
        """The roles granted today that this session may use."""
        return [
            grant
            for grant in self.held_grants
            if self.has_second_factor or grant.role not in NEED_SECOND_FACTOR
        ]

    @cached_property
    def roles(self) -> set[str]:
        """Every role this session may use today, those that follow from the padrón included."""
        roles = {grant.role for grant in self.grants}
        person = self.person_or_none
        if person:
            roles.add("servidor")
            if Enlace.objects.current().filter(person=person).exists():
                roles.add("enlace")
        return roles

    @cached_property
    def held_roles(self) -> set[str]:
        """Every role held today, also those that wait for a second factor."""
        return self.roles | {grant.role for grant in self.held_grants}

    def organizer_ids(self, *roles: str) -> list[int]:
        """Organisers for which this user holds one of `roles` (administrators: their own too)."""
        wanted = {*roles, Role.ADMINISTRATOR}
        return [grant.organizer_id for grant in self.grants if grant.role in wanted]

    @property
    def needs_second_factor(self) -> bool:
        return bool({grant.role for grant in self.held_grants} & NEED_SECOND_FACTOR)

    # What django.contrib.admin asks: administrators may do everything there, nobody else anything.
    @property
    def is_staff(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    def has_perm(self, perm, obj=None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label) -> bool:
        return self.is_active and self.is_staff


class RoleGrant(Dated):
    """A role held by an account, for one organiser, during a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField("rol", max_length=20, choices=Role)
    organizer = models.ForeignKey(
        Organizer, on_delete=models.PROTECT, related_name="role_grants", verbose_name="institución"
    )

    class Meta(Dated.Meta):
        verbose_name = "rol otorgado"
        verbose_name_plural = "roles otorgados"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "role", "organizer"],
                condition=Q(ends_on=None),
                name="one_open_grant_per_role",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


class AccessRequestQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=AccessRequest.State.PENDING)

    def decidable_by(self, user):
        """Staff decide all; an enlace those of their own body."""
        if user.roles & {Role.STAFF, Role.ADMINISTRATOR}:
            return self
        return self.filter(body__in=Body.objects.represented_by(user))


class AccessRequest(models.Model):
    """Somebody who is not on the roster asks to be let in."""

    class State(models.TextChoices):
        PENDING = "pending", "En espera"
        APPROVED = "approved", "Aceptada"
        REJECTED = "rejected", "No aceptada"

    given_names = models.CharField("nombre(s)", max_length=80)
    first_surname = models.CharField("primer apellido", max_length=60)
    second_surname = models.CharField("segundo apellido", max_length=60, blank=True)
    email = models.EmailField("correo institucional")
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="access_requests",
        verbose_name="sujeto obligado",
    )
    post = models.CharField("cargo", max_length=160)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.CharField(max_length=200, blank=True, editable=False)
    reason = models.TextField("motivo", blank=True)

    objects = AccessRequestQuerySet.as_manager()

    PERSONAL = {
        "given_names": "Saber quién pide acceso.",
        "first_surname": "Saber quién pide acceso.",
        "second_surname": "Saber quién pide acceso.",
        "email": "Contestar la solicitud.",
        "post": "Saber si es servidor público habilitado.",
    }
    KEEP = "1 año desde que se resuelve."

    class Meta:
        verbose_name = "solicitud de acceso"
        verbose_name_plural = "solicitudes de acceso"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=Q(state="pending"), name="one_pending_request_per_mailbox"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None)
                | (~Q(state="pending") & Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="decided_request_says_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.given_names} {self.first_surname} ({self.body})"
