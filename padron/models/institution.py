"""The institution is data: who organises, under which name and legal basis, from when to when."""

from django.db import models
from django.utils import timezone

from .periods import Dated


class Organizer(models.Model):
    """An institution that organises; its name and address are in its dated identities."""

    slug = models.SlugField("clave", max_length=40, unique=True)

    class Meta:
        verbose_name = "institución organizadora"
        verbose_name_plural = "instituciones organizadoras"

    def __str__(self):
        identity = self.identity()
        return identity.acronym if identity else self.slug

    def identity(self, day=None):
        """The identity that held on `day` (today by default); the last one before it otherwise."""
        day = day or timezone.localdate()
        known = sorted(self.identities.all(), key=lambda i: i.starts_on, reverse=True)
        return next((i for i in known if i.starts_on <= day), known[-1] if known else None)


class OrganizerIdentity(Dated):
    """Name, address, area, folio prefix and legal basis during a time."""

    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, related_name="identities")
    name = models.CharField("nombre completo", max_length=250)
    acronym = models.CharField("acrónimo", max_length=40)
    area = models.CharField("área responsable", max_length=200)
    area_acronym = models.CharField("siglas del área", max_length=40)
    address = models.TextField("domicilio", blank=True)
    phone = models.CharField("teléfono", max_length=80, blank=True)
    website = models.CharField("sitio", max_length=200, blank=True)
    folio_prefix = models.CharField("prefijo de folio", max_length=40)
    legal_basis = models.TextField("fundamento jurídico", blank=True)
    # For documents; a slot that is empty by default. PNG or SVG, checked by content.
    logo = models.FileField("logotipo", upload_to="identidad/", blank=True, max_length=200)

    class Meta(Dated.Meta):
        verbose_name = "identidad"
        verbose_name_plural = "identidades"
        ordering = ["organizer", "-starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["organizer", "starts_on"], name="one_identity_starts_a_day"
            ),
        ]

    def __str__(self):
        return self.name


class Signatory(Dated):
    """Who signs documents of an institution during a time, in the order they are printed."""

    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, related_name="signatories")
    name = models.CharField("nombre", max_length=160)
    post = models.CharField("cargo", max_length=200)
    order = models.PositiveSmallIntegerField("orden", default=1)

    PERSONAL = {"name": "Decir quién firma las constancias.", "post": "Decir con qué cargo firma."}
    KEEP = "Permanente: forma parte de los documentos emitidos."

    class Meta(Dated.Meta):
        verbose_name = "firmante"
        verbose_name_plural = "firmantes"
        ordering = ["organizer", "order", "pk"]

    def __str__(self):
        return f"{self.name}, {self.post}"
