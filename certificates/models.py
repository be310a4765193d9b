"""Constancias: what one says is frozen when it is issued, and nothing of it is changed later."""

import json

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from jornadas.codes import make_code
from jornadas.models import Event, Registration, Speaker
from padron.models import Organizer, Person
from practicas.models import Recognition


class Kind(models.TextChoices):
    ATTENDANCE = "attendance", "Asistencia a jornada"
    WORKSHOP = "workshop", "Participación en taller"
    SPEAKER = "speaker", "Ponente"
    RECOGNITION = "recognition", "Reconocimiento de práctica"


class WordingQuerySet(models.QuerySet):
    def latest_of(self, organizer, kind):
        """The one in force; None where the institution has not written any."""
        return self.filter(organizer=organizer, kind=kind).order_by("-version").first()


class Wording(models.Model):
    """What constancias of a kind say and how they look; a change is a new version."""

    organizer = models.ForeignKey(Organizer, on_delete=models.PROTECT, related_name="wordings")
    kind = models.CharField("tipo", max_length=12, choices=Kind)
    version = models.PositiveSmallIntegerField("versión")
    heading = models.CharField("encabezado", max_length=80)
    # With {names} in braces, which `certificates/wordings.py` lists and fills.
    text = models.TextField("texto")
    # A module of `certificates/designs/`.
    design = models.CharField("diseño", max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = "texto de constancia"
        verbose_name_plural = "textos de constancia"
        ordering = ["organizer", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organizer", "kind", "version"], name="one_wording_per_version"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, versión {self.version}"


class FolioSeries(models.Model):
    """Consecutive numbers of an area (`prefix`) and year; `last` is the one given last."""

    prefix = models.CharField("prefijo", max_length=60)
    year = models.PositiveSmallIntegerField("año")
    last = models.PositiveIntegerField("último", default=0)

    class Meta:
        verbose_name = "serie de folios"
        verbose_name_plural = "series de folios"
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="one_series_per_area_and_year")
        ]

    def __str__(self):
        return f"{self.prefix} {self.year}"


class CertificateQuerySet(models.QuerySet):
    def standing(self):
        """Vigentes: neither revoked nor replaced by a later one."""
        return self.filter(revoked_at=None, superseded_at=None)

    def without_document(self):
        """Issued, and their PDF not yet drawn: what an interrupted issuing left to do."""
        return self.filter(pdf_sha256="")

    def manageable_by(self, user):
        return self.filter(organizer__in=user.organizer_ids("staff"))

    def of(self, person):
        return self.filter(person=person)


class Certificate(models.Model):
    """A constancia. Its row is kept for ever; its state says whether it still stands."""

    # As random as a pass's: 60 bits and a check character (jornadas/codes.py).
    code = models.CharField("código", max_length=13, unique=True, default=make_code)
    kind = models.CharField("tipo", max_length=12, choices=Kind)
    organizer = models.ForeignKey(Organizer, on_delete=models.PROTECT, related_name="certificates")
    # Empty on a recognition, which is of a practice.
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    speaker = models.ForeignKey(
        Speaker, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    series = models.ForeignKey(FolioSeries, on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField("consecutivo")
    folio = models.CharField("folio", max_length=80, unique=True)
    # Canonical JSON (RFC 8785) of every fact printed; what `signature` signs, byte by byte.
    snapshot = models.TextField("lo que dice")
    # Ed25519 (RFC 8032) in base64 by the key of this id (documentos.SealingKey).
    signature = models.CharField("firma", max_length=88)
    key_id = models.CharField("llave", max_length=16)
    pdf = models.FileField("documento", max_length=200, blank=True)
    pdf_sha256 = models.CharField("huella del documento", max_length=64, blank=True, db_index=True)
    issued_at = models.DateTimeField("emitida")
    issued_by = models.CharField("emitida por", max_length=200)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    superseded_at = models.DateTimeField("sustituida", null=True)
    revoked_at = models.DateTimeField("revocada", null=True)
    revoked_by = models.CharField("revocada por", max_length=200, blank=True)
    # Why it was replaced or revoked, as the public reads it.
    reason = models.TextField("motivo", blank=True)

    objects = CertificateQuerySet.as_manager()

    PERSONAL = {
        "person": "Emitir la constancia.",
        "snapshot": "Probar qué se certificó, también años después.",
        "pdf": "Probar qué se certificó, también años después.",
    }
    KEEP = "Permanente: es prueba de lo que la institución certificó."

    class Meta:
        verbose_name = "constancia"
        ordering = ["series", "number"]
        indexes = [models.Index(fields=["event", "kind"])]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="one_certificate_per_folio"),
            models.UniqueConstraint(
                fields=["registration", "kind"],
                condition=Q(revoked_at=None, superseded_at=None),
                name="one_standing_certificate_per_registration",
            ),
            models.UniqueConstraint(
                fields=["event", "speaker"],
                condition=Q(revoked_at=None, superseded_at=None),
                name="one_standing_certificate_per_speaker",
            ),
            models.UniqueConstraint(
                fields=["recognition"],
                condition=Q(revoked_at=None, superseded_at=None),
                name="one_standing_certificate_per_recognition",
            ),
            models.CheckConstraint(
                condition=Q(
                    registration__isnull=False, person__isnull=False, speaker=None, recognition=None
                )
                | Q(registration=None, person=None, speaker__isnull=False, recognition=None)
                | Q(registration=None, person=None, speaker=None, recognition__isnull=False),
                name="certificate_is_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind="recognition", event=None, recognition__isnull=False)
                | (~Q(kind="recognition") & Q(event__isnull=False, recognition=None)),
                name="recognition_is_of_a_practice_the_rest_of_an_event",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="") & ~Q(reason="")),
                name="revoked_says_when_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | (~Q(reason="") & Q(revoked_at=None)),
                name="replaced_says_why",
            ),
            models.CheckConstraint(
                condition=Q(pdf="", pdf_sha256="") | (~Q(pdf="") & ~Q(pdf_sha256="")),
                name="document_and_its_hash_come_together",
            ),
        ]

    def __str__(self):
        return self.folio

    def get_absolute_url(self):
        return reverse("certificate", args=[self.code])

    @property
    def facts(self) -> dict:
        """The snapshot, read. Its keys are told in `certificates/snapshots.py`."""
        return json.loads(self.snapshot)

    @property
    def is_standing(self) -> bool:
        return self.revoked_at is None and self.superseded_at is None
