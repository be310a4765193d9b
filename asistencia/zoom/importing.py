"""A report of Zoom into an event: shown first, then kept whole or not at all.

The same file again changes nothing; another one of the same session adds to it. Presence is the
union of the stays, so what two files both tell counts once.
"""

from collections import defaultdict
from datetime import date
from hashlib import sha256
from pathlib import PurePath
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from bitacora.record import record
from consultas import insert_all, update_all
from jornadas.locking import lock_event
from jornadas.models import Event, Session
from jornadas.refusal import Refusal

from ..models import ZoomAttendee, ZoomReport, ZoomStay
from ..presence import hours
from ..spans import Pair, clip, length, seconds_of, union
from .matching import Match, Roster
from .names import LONGEST, name_key
from .outcome import Outcome, Seen
from .reading import Report, Row, read_report
from .suggesting import Suggester

State, How = ZoomAttendee.State, ZoomAttendee.How
HOST = Match(State.IGNORED, How.HOST)


def preview(
    *,
    event: Event,
    content: bytes,
    file_name: str,
    session: Session | None = None,
    time_zone: ZoneInfo | None = None,
    day_first: bool | None = None,
) -> Outcome:
    """What importing would do. Writes nothing. Raises Unreadable, AskDayOrder or Refusal."""
    report = _read(event, content, session, time_zone, day_first)
    standing = _standing(event, content)
    plan = _meet(_drafts(event, report), ZoomAttendee.objects.filter(event=event))
    return _outcome(event, standing, bool(standing), report, plan, session)


def import_report(
    *,
    event: Event,
    content: bytes,
    file_name: str,
    session: Session | None = None,
    time_zone: ZoneInfo | None = None,
    day_first: bool | None = None,
    by,
) -> Outcome:
    """Keep a report's stays and say whose they are. Raises Unreadable, AskDayOrder or Refusal."""
    report = _read(event, content, session, time_zone, day_first)
    # What takes long is done before the lock is taken.
    drafts = _drafts(event, report)
    with transaction.atomic():
        # One file sent twice at once is one report, and two files tell of one attendee once.
        lock_event(event.pk)
        standing = _standing(event, content)
        # Locked, so that what a person settles meanwhile is not written over.
        plan = _meet(drafts, ZoomAttendee.objects.select_for_update().filter(event=event))
        if standing:
            return _outcome(event, standing, True, report, plan, session)
        made = ZoomReport.objects.create(
            event=event,
            session=session,
            file_name=PurePath(file_name.replace("\\", "/")).name[-160:] or "reporte",
            sha256=_digest(content),
            kind=ZoomReport.Kind.WEBINAR if report.is_webinar else ZoomReport.Kind.MEETING,
            topic=report.topic,
            time_zone=str(time_zone or settings.ZOOM_TIME_ZONE),
            rows=sum(len(seen.rows) for seen in plan),
            imported_by=str(by)[:200],
        )
        _save(event, made, plan)
        outcome = _outcome(event, made, False, report, plan, session)
        record(
            "zoom.imported",
            made,
            by=by,
            people=len(plan),
            matched=outcome.matched,
            to_confirm=outcome.to_confirm,
            ignored=outcome.ignored,
            problems=len(report.problems),
        )
    return outcome


@transaction.atomic
def withdraw(*, report: ZoomReport, reason: str, by) -> ZoomReport:
    """Let a report count no longer: the wrong file, the wrong session. It is kept with the reason,
    and so is what people decided about its attendees."""
    reason = reason.strip()
    if not reason:
        raise Refusal("Escribe por qué se retira el reporte.")
    report = ZoomReport.objects.select_for_update().get(pk=report.pk)
    if report.withdrawn_at is not None:
        raise Refusal("El reporte ya se había retirado.")
    report.withdrawn_at, report.withdrawn_by = timezone.now(), str(by)[:200]
    report.withdrawn_reason = reason
    report.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record("zoom.withdrawn", report, by=by, reason=reason)
    return report


def _read(event, content, session, time_zone, day_first) -> Report:
    if session is not None and session.event_id != event.pk:
        raise Refusal("Esa sesión es de otro evento.")
    sessions = [session] if session else event.sessions.all()
    days: list[date] = [one.day for one in sessions if one.day]
    zone = time_zone or ZoneInfo(settings.ZOOM_TIME_ZONE)
    return read_report(content, days=days, time_zone=zone, day_first=day_first)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _standing(event: Event, content: bytes) -> ZoomReport | None:
    """The report that this very file already is."""
    standing = ZoomReport.objects.standing().filter(event=event, sha256=_digest(content))
    return standing.select_related("session").first()


def _drafts(event: Event, report: Report) -> list[Seen]:
    """Who is in the report, each as a new attendee who matches or not."""
    roster = Roster(event)
    suggester = Suggester(roster)
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in report.rows:
        grouped[name_key(row.shown, row.original), row.email].append(row)
    drafts = []
    for (key, email), rows in grouped.items():
        guest = [row for row in rows if not row.is_host]
        attendee = ZoomAttendee(
            event=event,
            shown_name=rows[0].shown[:LONGEST],
            original_name=rows[0].original[:LONGEST],
            email=email,
            name_key=key,
        )
        _set(attendee, roster.match(attendee) if guest else HOST)
        drafts.append(Seen(attendee, guest or rows, roster, suggester))
    return drafts


def _meet(drafts: list[Seen], attendees) -> list[Seen]:
    """The same, where those who are known in the event are who they are there."""
    known = {(one.name_key, one.email): one for one in attendees}
    for seen in drafts:
        if one := known.get((seen.attendee.name_key, seen.attendee.email)):
            _meet_again(seen, one)
    return drafts


def _meet_again(seen: Seen, known: ZoomAttendee) -> None:
    drafted, seen.attendee, seen.is_new = seen.attendee, known, False
    if known.decided_by:
        return
    if drafted.how == How.HOST:
        # Holding another meeting takes nothing from whom we know as a guest, and adds nothing.
        seen.rows = seen.rows if known.how == How.HOST else []
    elif known.how == How.HOST or known.state == State.TO_CONFIRM:
        seen.was_host = known.how == How.HOST
        seen.is_changed = seen.was_host or drafted.state != known.state
        known.state, known.how = drafted.state, drafted.how
        known.registration_id = drafted.registration_id


def _set(attendee: ZoomAttendee, match: Match) -> None:
    attendee.state, attendee.how = match.state, match.how
    attendee.registration_id = match.member and match.member.pk


def _save(event: Event, report: ZoomReport, plan: list[Seen]) -> None:
    changed: list[Model] = [seen.attendee for seen in plan if seen.is_changed]
    hosts = [seen.attendee.pk for seen in plan if seen.was_host]
    # While they held meetings it was nobody's presence, and it does not become somebody's now.
    ZoomStay.objects.filter(attendee__in=hosts).delete()
    update_all(changed, ["state", "how", "registration"])
    insert_all([seen.attendee for seen in plan if seen.is_new])
    keys = ZoomAttendee.objects.filter(event=event).values_list("name_key", "email", "pk")
    made = {(key, email): pk for key, email, pk in keys}
    stays: list[Model] = []
    for seen in plan:
        attendee = seen.attendee
        attendee.pk = made[attendee.name_key, attendee.email]
        attendee._state.adding = False
        stays += [
            ZoomStay(
                report=report,
                attendee_id=attendee.pk,
                row=row.number,
                joined_at=row.joined_at,
                left_at=row.left_at,
            )
            for row in seen.rows
        ]
    insert_all(stays)


def _outcome(event, made, already, report: Report, plan: list[Seen], session) -> Outcome:
    return Outcome(
        report=made,
        already=already,
        attendees=plan,
        minutes=_minutes(plan, _official(event, made.session if made else session)),
        problems=report.problems,
        is_webinar=report.is_webinar,
        topic=report.topic,
        absent=report.absent,
    )


def _official(event: Event, session: Session | None) -> list[Pair]:
    """The hours that count: those that are known, or the whole days where none are."""
    sessions = [session] if session else list(event.sessions.all())
    timed = [one for one in sessions if one.starts_at and one.ends_at] or sessions
    return union(pair for one in timed if (pair := hours(one)))


def _minutes(plan: list[Seen], official: list[Pair]) -> int:
    """Of the people identified, each with all their devices together."""
    stays: dict[int, list[Pair]] = defaultdict(list)
    for seen in plan:
        if registration := seen.attendee.registration_id:
            stays[registration] += [
                (seconds_of(row.joined_at), seconds_of(row.left_at)) for row in seen.rows
            ]
    return sum(
        sum(length(clip(pairs, within)) for within in official) // 60 for pairs in stays.values()
    )
