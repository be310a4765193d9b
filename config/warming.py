"""What each process would make for itself at its first page, made once before they are forked.

They share it then: without this a site with two web processes and a worker takes some 30 MB more.
"""

from django.apps import apps
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext


def warm() -> None:
    """Load the map of the site, the relations of its models, its words and its first pages."""
    reverse("home")
    for model in apps.get_models(include_auto_created=True):
        # Both are kept by Django from the first time on.
        _ = model._meta.get_fields(), model._meta.related_objects
        # Composed, not asked.
        _ = str(model._base_manager.all().query)
    gettext("Save")
    for page in ("home.html", "jornadas/calendar.html", "jornadas/event.html"):
        get_template(page)
