"""Public servants, the posts they hold over time, and the enlaces of each body."""

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from ..names import match_key, sort_key
from .catalogue import Body
from .periods import Dated


class PersonQuerySet(models.QuerySet):
    def with_mailbox(self, email: str):
        return self.filter(email__iexact=email.strip())

    def search(self, text: str):
        """Those whose name holds every word of `text`, or whose mailbox begins with it."""
        found = Q()
        for word in match_key(text).split():
            found &= Q(match_key__contains=word)
        return (
            self.filter(found | Q(email__startswith=text.strip().lower())) if text.strip() else self
        )

    def with_current_posts(self, day=None):
        """Bring `current_posts` with their bodies, so that a list of people costs two queries."""
        current = Adscripcion.objects.on(day or timezone.localdate()).select_related("body")
        return self.prefetch_related(Prefetch("adscripciones", current, to_attr="current_posts"))

    def in_bodies(self, bodies, *, day=None, enabled: bool | None = None):
        """Those with a post in one of `bodies` on `day`; only (not) habilitados where said."""
        posts = Adscripcion.objects.on(day or timezone.localdate()).filter(body__in=bodies)
        if enabled is not None:
            posts = posts.filter(is_enabled=enabled)
        return self.filter(pk__in=posts.values("person"))

    def visible_to_enlace(self, user):
        """People with a current post in a body whose enlace this user is."""
        return self.filter(
            adscripciones__in=Adscripcion.objects.current().filter(
                body__in=Body.objects.represented_by(user)
            )
        ).distinct()


class Person(models.Model):
    """A public servant. The person is not the post: posts come and go in `adscripciones`."""

    given_names = models.CharField("nombre(s)", max_length=80)
    first_surname = models.CharField("primer apellido", max_length=60)
    second_surname = models.CharField("segundo apellido", max_length=60, blank=True)
    title = models.CharField("grado académico", max_length=20, blank=True)
    certificate_name = models.CharField("nombre para constancia", max_length=160, blank=True)
    # When the person last said how their name is to be printed; empty: never asked or answered.
    name_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Not unique: some offices share one mailbox, which then identifies nobody.
    email = models.EmailField("correo institucional", blank=True, db_index=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    sort_key = models.CharField(max_length=260, editable=False, db_index=True)
    match_key = models.CharField(max_length=220, editable=False, db_index=True)

    objects = PersonQuerySet.as_manager()

    PERSONAL = {
        "given_names": "Identificar a la persona en listas, pases y constancias.",
        "first_surname": "Identificar a la persona en listas, pases y constancias.",
        "second_surname": "Identificar a la persona en listas, pases y constancias.",
        "title": "Escribir el nombre como la persona lo usa.",
        "certificate_name": "Escribir el nombre en la constancia como la persona lo pide.",
        "email": "Entrar al sitio y recibir avisos de las inscripciones.",
    }
    KEEP = "Mientras la persona siga en el padrón y 5 años después de su última constancia."

    class Meta:
        verbose_name = "servidor público"
        verbose_name_plural = "servidores públicos"
        ordering = ["sort_key"]

    def __str__(self):
        return self.full_name

    def save(self, **kwargs):
        self.set_keys()
        super().save(**kwargs)

    def set_keys(self):
        self.email = self.email.strip().lower()
        self.sort_key = sort_key(self.first_surname, self.second_surname, self.given_names)
        self.match_key = match_key(self.given_names, self.first_surname, self.second_surname)

    @property
    def full_name(self) -> str:
        """Name as one is called: "María del Rosario Mejía Ayala"."""
        return " ".join(filter(None, [self.given_names, self.first_surname, self.second_surname]))

    @property
    def printed_name(self) -> str:
        """Name for constancias: as the person wrote it, otherwise full and with the title."""
        return self.certificate_name or f"{self.title} {self.full_name}".strip()

    @property
    def list_name(self) -> str:
        """Name as lists are sorted: "Mejía Ayala, María del Rosario"."""
        surnames = " ".join(filter(None, [self.first_surname, self.second_surname]))
        return f"{surnames}, {self.given_names}"


class Adscripcion(Dated):
    """A post in a body during a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="adscripciones")
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="adscripciones", verbose_name="sujeto obligado"
    )
    post = models.CharField("cargo", max_length=160, blank=True)
    area = models.CharField("área", max_length=160, blank=True)
    # Servidor público habilitado (Ley de Transparencia del Estado de México, art. 3).
    is_enabled = models.BooleanField("servidor público habilitado", default=True)

    PERSONAL = {"post": "Cargo con el que participa.", "area": "Área con la que participa."}
    KEEP = "Mientras la persona siga en el padrón y 5 años después de su última constancia."

    class Meta(Dated.Meta):
        verbose_name = "adscripción"
        verbose_name_plural = "adscripciones"
        ordering = ["-starts_on", "-id"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "body"],
                condition=Q(ends_on=None),
                name="one_open_adscripcion_per_body",
            ),
        ]

    def __str__(self):
        return f"{self.person} en {self.body}"


class Enlace(Dated):
    """Who answers for a body before the institute: the head of its Unidad de Transparencia."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enlaces")
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="enlaces", verbose_name="sujeto obligado"
    )

    class Meta(Dated.Meta):
        verbose_name = "enlace"
        verbose_name_plural = "enlaces"
        ordering = ["body__sort_key", "-starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "body"], condition=Q(ends_on=None), name="one_open_enlace"
            ),
        ]

    def __str__(self):
        return f"{self.person}, enlace de {self.body}"
