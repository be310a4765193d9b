"""A roster somebody sent, from the upload to its result; the file is kept no longer than needed."""

from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from trabajos.models import Job

from ..names import fold
from .catalogue import Body


class RosterImportQuerySet(models.QuerySet):
    def by_staff(self):
        """Those for the whole padrón."""
        return self.filter(body=None)

    def of_enlace(self, user):
        """Those this user sent for a body whose enlace they are today."""
        return self.filter(uploaded_by=user, body__in=Body.objects.represented_by(user))

    def open(self):
        return self.exclude(state__in=RosterImport.OVER)


class RosterImport(models.Model):
    """One file: read, compared, shown, decided and applied whole, or not at all."""

    class State(models.TextChoices):
        READING = "reading", "Comparando"
        REVIEW = "review", "Por revisar"
        APPLYING = "applying", "Aplicando"
        DONE = "done", "Aplicada"
        FAILED = "failed", "No se pudo leer"
        CANCELLED = "cancelled", "Cancelada"

    WORKING = (State.READING, State.APPLYING)
    OVER = (State.DONE, State.FAILED, State.CANCELLED)

    file = models.FileField("archivo", upload_to="rosters/", blank=True)
    file_name = models.CharField("archivo", max_length=200)
    # An enlace imports into one body of theirs only; staff into all.
    body = models.ForeignKey(
        Body,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="roster_imports",
        verbose_name="sujeto obligado",
    )
    starts_on = models.DateField("cambios válidos desde", default=timezone.localdate)
    state = models.CharField("estado", max_length=10, choices=State, default=State.READING)
    # Why it could not be read, or what changed since it was shown.
    message = models.TextField(blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    decisions = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    unused = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_by_label = models.CharField("quién la envió", max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = RosterImportQuerySet.as_manager()

    PERSONAL = {
        "file": "Comparar con el padrón lo que alguien envió.",
        "uploaded_by_label": "Rendir cuentas de quién cambió el padrón.",
    }
    KEEP = "El archivo, hasta que se aplica o se cancela y a lo más 7 días; el resumen, 5 años."

    class Meta:
        verbose_name = "importación de padrón"
        verbose_name_plural = "importaciones de padrón"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "failed", "cancelled"])
                | Q(finished_at__isnull=False, file=""),
                name="import_that_is_over_keeps_no_file",
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def within(self) -> set[int] | None:
        return {self.body_id} if self.body_id else None

    def count(self, *kinds: str) -> int:
        return sum(self.counts.get(kind, 0) for kind in kinds)

    @property
    def writes(self) -> int:
        """How many rows would change the padrón."""
        return self.count("new", "joins", "post", "data")

    def close(self, state: str, message: str = "") -> None:
        """Say how it ended and forget the file."""
        name = self.file.name
        self.state, self.message, self.file = state, message, ""
        self.finished_at = timezone.now()
        self.save()
        if name:
            transaction.on_commit(lambda: self.file.storage.delete(name))

    @staticmethod
    def tidy_name(name: str) -> str:
        return Path(name).name[:200] or "archivo"


class RosterRowQuerySet(models.QuerySet):
    def search(self, text: str):
        """Those whose name, mailbox or body holds every word of `text`."""
        for word in fold(text).split():
            self = self.filter(search__contains=word)
        return self


class RosterRow(models.Model):
    """What becomes of one row of the file: the plan as people see it."""

    roster_import = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("fila")
    kind = models.CharField(max_length=10)
    question = models.CharField(max_length=520, blank=True)
    name = models.CharField(max_length=400, blank=True)
    email = models.CharField(max_length=254, blank=True)
    body = models.CharField(max_length=250, blank=True)
    post = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    said = models.JSONField(default=list)
    # As they came, to give back the rows that were left out.
    cells = models.JSONField(default=list)
    search = models.TextField(blank=True)

    objects = RosterRowQuerySet.as_manager()

    PERSONAL = {
        "name": "Mostrar qué cambiaría en el padrón.",
        "email": "Mostrar qué cambiaría en el padrón.",
        "cells": "Devolver las filas que no se importaron.",
    }
    KEEP = "Hasta 7 días después de aplicar o cancelar la importación."

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["roster_import", "kind", "number"])]

    def __str__(self):
        return f"fila {self.number}"
