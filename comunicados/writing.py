"""Drafts: written, changed and thrown away before anything is sent; and copied after."""

from django.db import transaction
from django.utils import timezone

from bitacora.record import record

from . import oficios
from .models import Announcement, Letterhead


@transaction.atomic
def write(*, form, event, by) -> Announcement:
    """Keep a new draft as a valid form says it."""
    announcement = form.instance
    announcement.event, announcement.made_by_label = event, str(by)[:200]
    form.save()
    record("announcement.created", announcement, by=by)
    return announcement


@transaction.atomic
def throw_away(*, announcement: Announcement, by) -> None:
    """Delete a draft; its letterhead goes with it, and no number was taken."""
    record("announcement.deleted", announcement, by=by)
    announcement.delete()


@transaction.atomic
def duplicate(*, announcement: Announcement, by, now=None) -> Announcement:
    """The same as a new draft; an oficio with the date of today and the next free number."""
    copy = Announcement.objects.create(
        event=announcement.event,
        audience=announcement.audience,
        mode=announcement.mode,
        subject=announcement.subject,
        text=announcement.text,
        made_by_label=str(by)[:200],
    )
    copy.groups.set(announcement.groups.all())
    copy.bodies.set(announcement.bodies.all())
    _copy_letterhead(announcement, copy, now)
    record("announcement.created", copy, by=by, copy_of=announcement.pk)
    return copy


def _copy_letterhead(announcement: Announcement, copy: Announcement, now) -> None:
    head = getattr(announcement, "letterhead", None)
    if head is None:
        return
    today = timezone.localdate(now)
    names = ("place", "prefix", "basis", "signatory_name", "signatory_post", "copies")
    Letterhead.objects.create(
        announcement=copy,
        dated_on=today,
        first_number=oficios.next_number(announcement.event.program.organizer, today.year),
        **{name: getattr(head, name) for name in names},
    )
