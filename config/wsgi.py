"""The door through which a web server calls the site."""

import os

from django.core.wsgi import get_wsgi_application

from .warming import warm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
warm()
