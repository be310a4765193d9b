"""The first page of the panel tells staff of mail that failed and of mail that does not leave."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from config.attention import matters
from correo.models import LATE, Message
from tests.make import make_user

pytestmark = pytest.mark.django_db


def test_failed_and_late_mail_is_told_where_it_is_seen():
    now = timezone.now()
    facts = {"kind": "jornadas.confirmed", "to": "ana@example.org"}
    Message.objects.create(state="failed", **facts)
    late = now - LATE - timedelta(seconds=1)
    for _ in range(2):
        Message.objects.create(next_attempt_at=late, **facts)
    Message.objects.create(next_attempt_at=now, **facts)
    url = reverse("panel_messages")
    assert [(m.count, m.words, m.url, m.tone) for m in matters(make_user(None, "staff"), now)] == [
        (1, "mensaje que no se pudo enviar", f"{url}?estado=failed", "danger"),
        (2, "mensajes que debieron salir hace más de 15 minutos", f"{url}?estado=queued", "danger"),
    ]
