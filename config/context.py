"""What every page shows: the institution, the person's rooms, whether this is the demonstration."""

from django.conf import settings

from padron.models import Organizer


def site(request) -> dict:
    organizer = Organizer.objects.prefetch_related("identities").order_by("pk").first()
    return {
        "institution": organizer.identity() if organizer else None,
        "is_demo": settings.DEMO,
        "site_url": settings.SITE_URL,
    }
