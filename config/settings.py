"""Every setting, read from the environment (and `.env`); the README lists them."""

import secrets
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .colours import readable

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Where everything that is not code lives: database, media, mail, keys.
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret(path: Path) -> str:
    """Return the secret kept at `path`; make one that only the owner can read when absent."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", "") or _kept_secret(DATA_DIR / "keys" / "secret_key")
DEBUG = env.bool("DEBUG", False)
# The demonstration: invented people, and a page that lets anybody try every role.
DEMO = env.bool("DEMO", False)
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
_site_host = SITE_URL.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
ALLOWED_HOSTS += [_site_host, "127.0.0.1", "localhost", "[::1]"]
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    # The rooms, from the top of the house to its ground (docs/architecture.md).
    "certificates",
    "comunicados",
    "talleres",
    "practicas",
    "asistencia",
    "jornadas",
    "padron",
    "privacidad",
    "documentos",
    "correo",
    "bitacora",
    "trabajos",
    # What they stand on.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "padron.admin_site.CataloguesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.private_search.PrivateSearchMiddleware",
    "padron.access.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.announced.AnnouncedMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.ui", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]

# SQLite: WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, so
# that "read, then write" cannot fail half way; NORMAL may lose the last commits when the machine
# loses power, never when the process dies (docs/decisions/).
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
        "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
    ),
}
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'jornadas.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "config.sqlite"  # writers stand in line
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
    DATABASES["default"]["CONN_MAX_AGE"] = None
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["ENGINE"] = "config.postgresql"  # looked at without a question
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # From how often on a statement's plan is kept (consultas/asking.py). Poolers pass it on.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 3)
else:
    raise ImproperlyConfigured("DATABASE_URL must be sqlite:///… or postgres://…")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes and machines: limits of attempts count everywhere.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    # Pages that visitors look at together, for a moment (jornadas/public/visitors.py).
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

LANGUAGE_CODE = "es-mx"
LANGUAGES = [("es-mx", "Español (México)")]
USE_I18N = True
TIME_ZONE = "America/Mexico_City"
USE_TZ = True
# Of the Zoom account: its reports state none.
ZOOM_TIME_ZONE = env.str("ZOOM_TIME_ZONE", TIME_ZONE)
try:
    ZoneInfo(ZOOM_TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError, OSError) as error:
    raise ImproperlyConfigured("ZOOM_TIME_ZONE debe ser como America/Mexico_City.") from error

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.staticfiles.StaticFiles"},
}
# The institution's own colours (#RRGGBB) and logo (path of an .svg or .png), config/brand.py.
COLOR_PRIMARY = readable(env.str("COLOR_PRIMARY", ""))
COLOR_ACCENT = readable(env.str("COLOR_ACCENT", ""))
LOGO = env.str("LOGO", "")
if LOGO and Path(LOGO).suffix.lower() not in {".svg", ".png"}:
    raise ImproperlyConfigured("LOGO debe ser un archivo .svg o .png.")
# Never served by the web server: what people upload leaves through views that ask who wants it.
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600

# What seals constancias: PEM files. Where none is named, keys made here stand in DATA_DIR/keys.
SEAL_KEY = env.str("SEAL_KEY", "")
SEAL_PDF_KEY = env.str("SEAL_PDF_KEY", "")
SEAL_PDF_CERT = env.str("SEAL_PDF_CERT", "")
SEAL_PASSPHRASE = env.str("SEAL_PASSPHRASE", "")

# Mail: without EMAIL_URL every message becomes one .eml file.
if env.str("EMAIL_URL", ""):
    _email = env.email_url("EMAIL_URL")
    if _email["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        _email["EMAIL_BACKEND"] = "correo.backends.SmtpBackend"
    vars().update(_email)
else:
    EMAIL_BACKEND = "correo.backends.EmlFileBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Jornadas <jornadas@{_site_host}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Accounts: a code by mail, no passwords; a second factor where the role asks for it.
AUTH_USER_MODEL = "padron.User"
AUTHENTICATION_BACKENDS = ["padron.signing_in.Backend"]
SESSION_ENGINE = "padron.signing_in"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "mi_espacio"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "padron.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# The code proves the mailbox at every entry; a stranger's mail is written by padron.account_views.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {"confirm_login_code": "padron.account_forms.LoginCodeForm"}
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Per mailbox few (five guesses each, one in twenty thousand an hour); per address many, because a
# whole town hall goes out through one.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "120/m/ip,4/m/key,10/h/key",
    "login_failed": "60/m/ip,6/5m/key",
    "reauthenticate": "10/m/user",
    "access_request": "30/h/ip,3/h/key",
    # Codes of a room that were wrong (asistencia/arrival.py).
    "room_code": "10/5m/user",
    # Checking constancias (certificates/public/limits.py).
    "certificate_miss": "30/m/ip,600/h/ip",
    "certificate_upload": "20/m/ip,300/h/ip",
    "certificate_api": "120/m/ip",
}
# How many proxies of one's own stand before the site and name the visitor's address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1 if HTTPS else 0)
MFA_ADAPTER = "padron.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # phones whose clock is off by half a minute
MFA_FORMS = {
    "authenticate": "padron.account_forms.AuthenticateForm",
    "reauthenticate": "padron.account_forms.ReauthenticateForm",
    "activate_totp": "padron.account_forms.ActivateTOTPForm",
    "add_webauthn": "padron.account_forms.AddPasskeyForm",
    "edit_webauthn": "padron.account_forms.RenamePasskeyForm",
}
# Browsers allow passkeys without TLS on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Sessions end when a borrowed phone should have forgotten its owner.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Nothing inline and nothing from third parties.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
