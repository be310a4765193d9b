"""The register of recognised practices: the one meaning of each filter, for page, API and data.

Whether one stands is told by its dates, every time somebody asks; nothing has to run at midnight.
Those that expired or were withdrawn stay, and say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from padron.names import match_key

from .models import Recognition
from .result_documents import Document, documents

IN_FORCE, EXPIRED, WITHDRAWN, TO_COME = "vigente", "vencida", "retirada", "por-empezar"
STATES = {
    IN_FORCE: ("Vigente", "success"),
    EXPIRED: ("Vencida", "neutral"),
    WITHDRAWN: ("Retirada", "danger"),
    TO_COME: ("Por empezar", "info"),
}


@dataclass(frozen=True)
class Entry:
    """A practice with how it stands on a day."""

    recognition: Recognition
    state: str
    document: Document | None

    @property
    def words(self) -> str:
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        return STATES[self.state][1]

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.recognition.get_absolute_url()

    @property
    def verify_url(self) -> str:
        return settings.SITE_URL + self.document.url if self.document else ""


def public(now=None) -> QuerySet[Recognition]:
    """What everybody may see, with all that a row says: newest first."""
    return (
        Recognition.objects.public(now)
        .select_related("body__municipality", "body__sector")
        .select_related("proposal__call", "proposal__population_group")
        .order_by("-starts_on", "body__sort_key", "pk")
    )


def find(
    *, text="", body="", municipality="", group="", year=None, state="", now=None
) -> QuerySet[Recognition]:
    """Those that fit. `body` is its key, `municipality` that of INEGI, `group` a slug.

    `text`: every word of it, in the practice's name, what it is about, or its body.
    """
    found = public(now)
    if body:
        found = found.filter(body__key=body)
    if municipality:
        found = found.filter(body__municipality=municipality)
    if group:
        found = found.filter(proposal__population_group__slug=group)
    if year:
        found = found.filter(proposal__call__year=year)
    if state:
        found = _standing(found, state, timezone.localdate(now))
    if words := match_key(text).split():
        found = found.filter(pk__in=_holding(words, found))
    return found


def entries(recognitions: Iterable[Recognition], now=None) -> list[Entry]:
    """How each stands today. One query for all of them."""
    found, today = list(recognitions), timezone.localdate(now)
    told = documents([one.pk for one in found])
    return [Entry(one, state_of(one, told.get(one.pk), today), told.get(one.pk)) for one in found]


def state_of(one: Recognition, document: Document | None, today: date) -> str:
    if document and document.withdrawn_at:
        return WITHDRAWN
    if one.starts_on > today:
        return TO_COME
    return IN_FORCE if one.is_in_force(today) else EXPIRED


def withdrawn(recognitions) -> list[int]:
    """Those of these whose document was withdrawn."""
    told = documents(recognitions.order_by().values("pk"))
    return [pk for pk, one in told.items() if one.withdrawn_at]


def _standing(found, state: str, today: date):
    gone = withdrawn(found)
    if state == WITHDRAWN:
        return found.filter(pk__in=gone)
    found = found.exclude(pk__in=gone)
    if state == EXPIRED:
        return found.expired(today)
    return found.filter(starts_on__gt=today) if state == TO_COME else found.in_force(today)


def _holding(words: list[str], found) -> list[int]:
    """Those that hold every word, whatever its accents and case."""
    told = found.order_by().values_list("pk", "title", "summary", "body__name", "body__acronym")
    pages = {pk: match_key(*filter(None, parts)) for pk, *parts in told}
    return [pk for pk, page in pages.items() if all(word in page for word in words)]
