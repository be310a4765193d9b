"""The door through which a web server calls the site."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Loaded now rather than by the first request, so that processes forked from this one share it.
_ = get_resolver().url_patterns
