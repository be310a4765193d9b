"""What every page shows: the institution, the person's rooms, whether this is the demonstration."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from padron.models import Organizer

from . import brand, navigation


def _institution():
    organizer = Organizer.objects.prefetch_related("identities").order_by("pk").first()
    return organizer.identity() if organizer else None


def site(request) -> dict:
    """Lazy, so that fragments and mails that show none of it ask the database nothing."""
    user = getattr(request, "user", None)
    return {
        "institution": SimpleLazyObject(_institution),
        "navigation": SimpleLazyObject(lambda: navigation.main(user, request.path)),
        "panel_sections": SimpleLazyObject(lambda: navigation.panel(user, request.path)),
        "privacy_url": navigation.address("privacidad:index", "privacidad"),
        **brand.addresses(),
        "is_demo": settings.DEMO,
        "site_url": settings.SITE_URL,
    }
