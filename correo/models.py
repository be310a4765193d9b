"""A message: who gets it, why, what it says, and what became of it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .words import KINDS

# Mail that could go and has waited longer than this waits for somebody to look at it.
LATE = timedelta(minutes=15)


def make_message_id() -> str:
    """One Message-ID (RFC 5322) for the life of the message: a second copy is the same mail."""
    host = settings.SITE_URL.split("://", 1)[-1].split(":")[0].split("/")[0]
    return f"<{uuid.uuid4()}@{host}>"


class MessageQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=Message.State.QUEUED)

    def due(self, now=None):
        """Pending ones whose moment has come."""
        return self.pending().filter(next_attempt_at__lte=now or timezone.now())

    def sendable(self, now=None):
        """Due ones with no older one of their stream still waiting, in the order they leave.

        Codes go first: whoever asked for one sits before the page and waits.
        """
        mine = Message.objects.filter(stream=OuterRef("stream"))
        older = mine.pending().filter(pk__lt=OuterRef("pk"))
        due = self.due(now)
        first = due.filter(stream="") | due.filter(~Exists(older))
        return first.order_by("-is_secret", "pk")

    def late(self, now=None):
        """Those that could have left long ago: no worker is at work, or no server takes mail."""
        now = now or timezone.now()
        return self.sendable(now).filter(next_attempt_at__lt=now - LATE)

    def claimed(self, now=None):
        """Those that a worker tries at this moment, or tried when it died."""
        waiting = self.pending().filter(next_attempt_at__gt=now or timezone.now())
        return waiting.exclude(claimed_by="")

    def failed(self):
        return self.filter(state=Message.State.FAILED)

    def revivable(self):
        """Parked ones that still make sense today: no codes, which have expired, and nothing that a
        later message of its stream has overtaken."""
        mine = Message.objects.filter(stream=OuterRef("stream"), state=Message.State.SENT)
        later = mine.filter(pk__gt=OuterRef("pk"))
        parked = self.failed().filter(is_secret=False)
        return parked.filter(stream="") | parked.filter(~Exists(later))


class Message(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", "Por enviar"
        SENT = "sent", "Enviado"
        FAILED = "failed", "No se pudo enviar"

    kind = models.CharField(max_length=60)
    to = models.EmailField()
    # The facts at the moment of the cause; the words are made from them when it is sent.
    context = models.JSONField(default=dict)
    # Messages of one stream leave in the order they were written.
    stream = models.CharField(max_length=120, blank=True)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    message_id = models.CharField(max_length=200, unique=True, default=make_message_id)
    # What may be written only once, such as the reminder of a day; empty for all else.
    key = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    # The worker that tries it now, `host:pid:start`; of a sent one, the worker that sent it.
    claimed_by = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    # What was sent, as it was read. Empty before, and for good where the words are a secret.
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    # What went with it: calendar objects in full, of other files their names.
    parts = models.JSONField(default=list)
    is_secret = models.BooleanField(default=False)

    objects = MessageQuerySet.as_manager()

    PERSONAL = {"to": "Enviar el mensaje y probar que se envió.", "context": "Redactar el mensaje."}
    KEEP = "2 años desde el envío."

    class Meta:
        verbose_name = "mensaje"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "next_attempt_at", "id"]),
            models.Index(fields=["stream", "state"]),
            models.Index(fields=["about_type", "about_id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="what_has_a_key_is_said_once"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="sent_message_says_when",
            ),
            models.CheckConstraint(
                condition=Q(is_secret=False) | Q(subject="", text="", html="", parts=[]),
                name="secret_words_are_not_kept",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def words(self) -> str:
        """What a list calls it: the subject once it is written, its kind before."""
        return self.subject or KINDS.get(self.kind, self.kind)
