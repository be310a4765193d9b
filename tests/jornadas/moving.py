"""An event of one session is moved by the staff, and who counts on it is told."""

from datetime import timedelta

from django.utils import timezone

from jornadas import changes
from jornadas.planning import actions

WHY = changes.Why(asked_by="Prueba", asked_on="2026-01-01")


def move(event, hours=24) -> None:
    def act():
        session = event.sessions.get()
        session.starts_at += timedelta(hours=hours)
        session.ends_at += timedelta(hours=hours)
        session.day = timezone.localdate(session.starts_at)
        actions.save_session(session=session, speakers=[], by="prueba")

    changes.change(event=event, act=act, why=WHY, by="prueba")
