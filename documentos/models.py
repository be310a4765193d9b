"""The public halves of the keys that seal documents: published, and kept when they are replaced."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class SealingKeyQuerySet(models.QuerySet):
    def standing(self):
        """Those that seal today."""
        return self.filter(retired_at=None)


class SealingKey(models.Model):
    """A key that seals or sealed; what it sealed stays verifiable after it is retired."""

    class Use(models.TextChoices):
        # Ed25519 over the canonical text of what a document says (RFC 8032).
        SNAPSHOT = "snapshot", "Contenido"
        # The X.509 certificate of the PDF's signature (PAdES, ETSI EN 319 142-1).
        PDF = "pdf", "Documento PDF"

    # The first 16 hexadecimal digits of the SHA-256 of `public`.
    key_id = models.CharField("identificador", max_length=16, primary_key=True)
    use = models.CharField("para", max_length=8, choices=Use)
    # PEM: a public key (SPKI) or a certificate.
    public = models.TextField("parte pública")
    subject = models.CharField("a nombre de", max_length=200, blank=True)
    # Made by this installation and vouched for by nobody else.
    is_self_made = models.BooleanField("hecha aquí", default=False)
    created_at = models.DateTimeField("desde", default=timezone.now)
    retired_at = models.DateTimeField("hasta", null=True, blank=True)

    objects = SealingKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "llave de sellado"
        verbose_name_plural = "llaves de sellado"
        ordering = ["use", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["use"], condition=Q(retired_at=None), name="one_key_seals_for_each_use"
            )
        ]

    def __str__(self):
        return f"{self.get_use_display()} {self.key_id}"
