"""The calendars that everybody may subscribe, and how calendars are kept.

One is built at most once a minute and served from its row in between. Its date is that of its last
difference, so that whoever looks again is told that nothing changed. What staff change is seen at
once: it ages all of them (`forget_all`).
"""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from .calendars import calendar, event_calendar, event_entries
from .models import Event, Feed, Group

ALL = "Jornadas y talleres"
# How long what has passed stays in the feeds that everybody may subscribe.
PAST = timedelta(days=365)
FRESH = timedelta(seconds=60)
# The row that says when a plan was last changed.
CHANGES = "cambios"
# The clocks of several machines may differ so much.
SETTLING = timedelta(seconds=1)


def everything(now=None) -> Feed:
    """Every published event."""
    now = now or timezone.now()
    return kept("todos", lambda: _of_events(ALL, Event.objects.published(), now), now)


def of_group(group: Group, now=None) -> Feed:
    """The published events of one group; it comes with its programme."""
    now = now or timezone.now()
    name, events = f"{group}: {group.program}", group.events.published()
    return kept(f"grupo:{group.pk}", lambda: _of_events(name, events, now), now)


def of_event(event: Event, now=None) -> Feed:
    """One published event, however long ago it was."""
    whole = Event.objects.for_calendar()
    return kept(
        f"evento:{event.pk}",
        lambda: event_calendar(whole.get(pk=event.pk)),
        now or timezone.now(),
    )


def forget_all(now=None) -> None:
    """Let no feed be served as it was built before. Called in the transaction of the change."""
    _note_change(now)
    # Once more when all can see it: a feed that was built in between does not know of the change.
    transaction.on_commit(_note_change, robust=True)


def _note_change(now=None) -> None:
    now = now or timezone.now()
    _put(Feed(key=CHANGES, body=b"", digest="", changed_at=now, built_at=now))


def _of_events(name: str, events, now) -> bytes:
    since = timezone.localdate(now) - PAST
    lasting = events.with_days().filter(last_day__gte=since).order_by("first_day", "pk")
    return calendar(
        name, [entry for event in lasting.for_calendar() for entry in event_entries(event)]
    )


def kept(key: str, build: Callable[[], bytes], now) -> Feed:
    """The feed as it stands in its row while that is fresh, else as it is built anew."""
    rows = {row.key: row for row in Feed.objects.filter(key__in=[key, CHANGES])}
    known = rows.get(key)
    if known and _is_fresh(known, rows.get(CHANGES), now):
        return known
    body = build()
    digest = sha256(body).hexdigest()
    if known and known.digest == digest:
        Feed.objects.filter(pk=known.pk).update(built_at=now)
        return known
    feed = Feed(key=key, body=body, digest=digest, changed_at=now, built_at=now)
    _put(feed)
    return feed


def _put(feed: Feed) -> None:
    """Two who build at once write the same: the last one stays."""
    Feed.objects.bulk_create(
        [feed],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["body", "digest", "changed_at", "built_at"],
    )


def _is_fresh(feed: Feed, change: Feed | None, now) -> bool:
    settled = change is None or feed.built_at > change.built_at + SETTLING
    return settled and now - feed.built_at < FRESH
