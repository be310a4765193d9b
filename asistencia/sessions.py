"""Which session a moment at the door belongs to."""

from datetime import datetime

from django.utils import timezone

from jornadas.models import Session


def session_at(sessions: list[Session], moment: datetime, *, leaving=False) -> Session | None:
    """The session that runs at `moment`; otherwise the nearest of that day; None without one.

    Between two sessions of a day who enters comes for the next one and who leaves comes from the
    last one. A session whose day is still to be confirmed takes what no other session takes.
    """
    for session in sessions:
        if session.starts_at and session.starts_at <= moment < session.runs_until:
            return session
    today = timezone.localtime(moment).date()
    of_today = [session for session in sessions if session.day == today]
    timed = sorted((s for s in of_today if s.starts_at), key=lambda s: s.starts_at)
    if not timed:
        undated = [session for session in sessions if session.day is None]
        return next(iter(of_today + undated), None)
    past = [session for session in timed if session.runs_until <= moment]
    coming = [session for session in timed if session.starts_at > moment]
    if leaving:
        return (past or coming[:1])[-1]
    return (coming or past[-1:])[0]
