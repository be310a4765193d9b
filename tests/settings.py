"""The settings of the site, with what tests change: an own data folder, fast files, no waiting."""

import os

from tests.folders import own_folder

os.environ["DATA_DIR"] = own_folder()
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("SITE_URL", "http://testserver")

from config.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
# whitenoise warns where its folder is missing; the live server needs no collected files.
STATIC_ROOT = os.path.join(os.environ["DATA_DIR"], "static")
os.makedirs(STATIC_ROOT, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# SQLite in memory, each worker its own; under another name than Django's own the engine is not
# known to do so.
if DATABASES["default"]["ENGINE"] == "config.sqlite":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
# Every test sees its own page; jornadas/public/visitors.py has a test of its own.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405
