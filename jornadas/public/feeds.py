"""The calendars to subscribe: their files, and the page that explains what that is."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from .. import feeds, personal_feeds
from ..models import Event, Feed, FeedToken, Group

SECONDS = 300


@dataclass(frozen=True)
class Address:
    """A calendar to subscribe: its name, whom it is for, and where it is."""

    name: str
    about: str
    path: str

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path

    @property
    def webcal(self) -> str:
        """The same in the words that make a phone subscribe it instead of opening it once."""
        return "webcal://" + self.url.split("://", 1)[1]


@require_safe
def index(request):
    """What a subscription is, and the address of each calendar."""
    everything = Address(feeds.ALL, "Todos los eventos publicados.", reverse("calendar_all"))
    groups = Group.objects.published().filter(program__ends_on__gte=timezone.localdate())
    of_groups = [
        Address(f"{one}: {one.program}", one.description, one.get_calendar_url()) for one in groups
    ]
    addresses = [*of_groups, everything]
    return render(request, "jornadas/feeds.html", {"addresses": addresses})


@require_safe
def everything(request):
    return _answer(request, feeds.everything())


@require_safe
def group(request, slug):
    found = get_object_or_404(Group.objects.published(), slug=slug)
    return _answer(request, feeds.of_group(found))


@require_safe
def event(request, slug):
    """One event: a file to take once, or to subscribe like the others."""
    found = get_object_or_404(Event.objects.published(), slug=slug)
    answer = _answer(request, feeds.of_event(found))
    answer["Content-Disposition"] = f'inline; filename="{found.slug}.ics"'
    return answer


@require_safe
def personal(request, token):
    """Whoever has the address sees the calendar. One that was revoked is as one that never was.

    404 and not 410: nobody who tries addresses learns which of them have been one.
    """
    usable = FeedToken.objects.usable().select_related("person")
    found = get_object_or_404(usable, token=token)
    answer = _answer(request, personal_feeds.of_person(found), shared=False)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _answer(request, feed: Feed, *, shared: bool = True):
    """The file, or that it is still the one they have."""
    etag = f'"{feed.digest}"'
    answer = HttpResponse(bytes(feed.body), content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(feed.changed_at.timestamp())
    answer["Cache-Control"] = f"{'public' if shared else 'private'}, max-age={SECONDS}"
    last_modified = int(feed.changed_at.timestamp())
    return get_conditional_response(request, etag, last_modified, answer)
