"""Django's settings. What an office may set comes from the environment, see ``docs/deploy.md``."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from luoshi.city.config.databases import database_settings
from luoshi.city.config.environment import Environment, secret_in, secure_origin_of
from luoshi.city.config.logs import logging_settings
from luoshi.city.config.mail import mail_settings
from luoshi.city.config.security import *
from luoshi.knowledge import toml_table

_env = Environment()
_CITY = Path(__file__).resolve().parent.parent

DATA = Path(_env.text("DATA", "luoshi-data")).resolve()
DEMO = _env.flag("DEMO")
HTTPS = _env.flag("HTTPS", default=not DEMO)
# The place that the office serves, by name or code; empty where the site is not to ask about other places.
PLACE = _env.text("PLACE", toml_table("luoshi.city.demo", "city.toml")["place"] if DEMO else "")

SECRET_KEY = _env.text("SECRET_KEY") or secret_in(DATA)
# Former keys open what they signed or sealed until it is signed or sealed anew.
SECRET_KEY_FALLBACKS = _env.names("FORMER_SECRET_KEYS")
DEBUG = False
ALLOWED_HOSTS = _env.hosts("HOSTS", anybody=DEMO)
# The address that links in e-mails begin with; its forms are the site's own, whatever port a proxy passes on.
SITE_ADDRESS = _env.text("ADDRESS", "http://127.0.0.1:8000").rstrip("/")
# Empty, or the path below which the site lies: /duban.
SITE_PATH = urlsplit(SITE_ADDRESS).path
FORCE_SCRIPT_NAME = SITE_PATH or None
CSRF_TRUSTED_ORIGINS = [*_env.names("ORIGINS"), *filter(None, [secure_origin_of(SITE_ADDRESS)])]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "luoshi.city.site",
    "luoshi.city.chain",
    "luoshi.city.search",
    "luoshi.city.people",
    "luoshi.city.audit",
    "luoshi.city.reports",
    "luoshi.city.tasks",
    "luoshi.city.documents",
    "luoshi.city.dashboards",
    "luoshi.city.public",
    "luoshi.city.api",
    "luoshi.city.demo",
    # after people, whose templates stand in for allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "luoshi.city.site.keeping.KeepingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "luoshi.city.site.methods.MethodsMiddleware",
    "luoshi.city.api.middleware.OneShapeMiddleware",
    "luoshi.city.site.middleware.WaitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luoshi.city.people.middleware.ActorMiddleware",
    "luoshi.city.site.middleware.LanguageMiddleware",
    "luoshi.city.site.bodies.BodyMiddleware",
    "luoshi.city.people.login_gates.DutyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luoshi.city.site.middleware.RefusalMiddleware",
    "luoshi.city.site.secrecy.SecrecyMiddleware",
    "axes.middleware.AxesMiddleware",
]

# In the database: a session that ended has ended for every worker.
SESSION_ENGINE = "luoshi.city.people.sessions"
MESSAGE_STORAGE = "luoshi.city.site.said.SaidInCookie"

ROOT_URLCONF = "luoshi.city.config.urls"
THREADS = _env.number("THREADS", 8)
WSGI_APPLICATION = "luoshi.city.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["luoshi.city.site.template_loader.UnindentedLoader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "luoshi.city.site.context.frame",
            ],
            "builtins": ["luoshi.city.site.templatetags.site"],
        },
    }
]

# How long a page waits for what others have locked before it says that the site is busy; imports wait longer.
BUSY_SECONDS = 5
BUSY_SECONDS_OF_IMPORTS = 20
DATABASES: dict[str, Any] = {
    "default": database_settings(_env.text("DATABASE_URL"), DATA),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL: what was acknowledged survives a power cut. IMMEDIATE: a write that read first never finds
    # its snapshot outdated.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": BUSY_SECONDS_OF_IMPORTS,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
# Limits of single forms and codes used a moment ago: once for all processes of the site. Whoever fills it
# evicts nothing that counts; the daily run clears what is over.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_tries",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = _env.zone("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# Served out of the packages; each address carries a part of the file's hash, so that browsers may keep it.
STATIC_URL = f"{SITE_PATH}/static/"
STATICFILES_DIRS = [("showing", _CITY.parent / "output" / "web")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "luoshi.city.config.assets.VersionedAssets"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 7 * 24 * 3600

# Uploads lie outside everything that the web server serves.
FILES = DATA / "files"
MAX_UPLOAD = _env.number("MAX_UPLOAD_MB", 50) * 1024 * 1024
# A request brings the largest file and the rest of its form, or several smaller ones; the proxy's limit, too.
MAX_REQUEST = MAX_UPLOAD + 10 * 1024 * 1024
# What a child process that opens a file may use: while a page waits for it, and in a job.
OPENING_SECONDS = _env.number("OPENING_SECONDS", 15)
OPENING_MEMORY_MB = _env.number("OPENING_MEMORY_MB", 1024)
OPENING_NICENESS = _env.number("OPENING_NICENESS", 15)
READING_MINUTES = _env.number("READING_MINUTES", 2)
RECOGNITION_MINUTES = _env.number("RECOGNITION_MINUTES", 15)
READING_MEMORY_MB = _env.number("READING_MEMORY_MB", 2048)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

MAIL = mail_settings(_env.text("EMAIL_URL"))
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL.backend, MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = MAIL.starttls, MAIL.ssl, 20
DEFAULT_FROM_EMAIL = _env.text("EMAIL_FROM", "luoshi@localhost")

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(
    _env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
    _env.choice("LOG_FORMAT", ("text", "json"), "text"),
)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{SITE_PATH}/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "luoshi.city.site.views.expired"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^health/"]
BEHIND_PROXY = _env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# What an office serves beside this site under the same domain is not ours to force to HTTPS.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "luoshi.city.people.backends.PersonBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

HTMX_CONFIG = {"includeIndicatorStyles": False, "allowEval": False}
