"""Every setting of Groundwork, read from the environment; docs/deployment.md lists them."""

import logging
from pathlib import Path
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from environs import env

from config.environment import database, kept_secret, mail, read, replica_of, secret, wrong

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

# DEBUG is on in a bare checkout, where only this computer is answered; a deployment sets DEBUG=0 and names its hosts.
DEBUG = read(env.bool, "DEBUG", True, example="0")
DEMO = read(env.bool, "DEMO", False, example="1")
HTTPS = read(env.bool, "HTTPS", not DEBUG, example="1")
SECRET_KEY = secret("SECRET_KEY", example="/run/secrets/groundwork") or (
    kept_secret(VAR_DIR / "secret_key") if DEBUG else ""
)
if not SECRET_KEY:
    raise wrong("SECRET_KEY", "needed when DEBUG=0", "a long random text, or SECRET_KEY_FILE=/run/secrets/groundwork")
if DEMO and HTTPS:
    raise wrong("DEMO", "lets anyone in, so it is refused where HTTPS=1", "0")

LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = read(env.list, "ALLOWED_HOSTS", LOOPBACK_HOSTS if DEBUG else [], example="groundwork.example.org")
if not ALLOWED_HOSTS:
    raise wrong("ALLOWED_HOSTS", "needed when DEBUG=0", "groundwork.example.org")
CSRF_TRUSTED_ORIGINS = read(env.list, "CSRF_TRUSTED_ORIGINS", [], example="https://groundwork.example.org")
if any("://" not in origin for origin in CSRF_TRUSTED_ORIGINS):
    raise wrong("CSRF_TRUSTED_ORIGINS", "every origin starts with its scheme", "https://groundwork.example.org")

INSTALLED_APPS = [
    "accounts",
    "search",
    "interviews",
    "discovery",
    "config.apps.ConfigConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.TwoFacesMiddleware",
    "config.middleware.ToastsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.FirstRunMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.ReadingMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
FORM_RENDERER = "config.forms.FieldRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
            ],
            "builtins": ["django.templatetags.static", "config.templatetags.parts", "config.templatetags.explored"],
        },
    }
]

DATABASES = {
    "default": database(
        env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'groundwork.sqlite3'}",
        pool=read(env.bool, "DATABASE_POOL", False, example="1"),
        bouncer=read(env.bool, "DATABASE_PGBOUNCER", False, example="1"),
    )
}
# A second PostgreSQL that follows the first one answers what is only read, while it is at most so many seconds behind.
if replica_url := env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = replica_of(DATABASES["default"], replica_url)
    DATABASE_ROUTERS = ["config.replica.ReplicaRouter"]
    MIDDLEWARE.append("config.replica.ReplicaMiddleware")
DATABASE_REPLICA_LAG = read(env.float, "DATABASE_REPLICA_LAG", 2, example="2")
# Shared by all processes, because sign-in attempts are counted in it. The table is made by the migrations of accounts.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cacheentry"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.SignInForm",
    "reset_password": "accounts.sign_in.ForgottenForm",
    "reset_password_from_key": "accounts.sign_in.NewPasswordForm",
    "change_password": "accounts.sign_in.ChangePasswordForm",
    "set_password": "accounts.sign_in.SetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# How many proxies in front of the app add to X-Forwarded-For: needed to count sign-in attempts per visitor.
ALLAUTH_TRUSTED_PROXY_COUNT = read(env.int, "PROXY_COUNT", 0, example="1")
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

vars().update(mail("console:" if DEBUG or DEMO else "smtp://localhost:25"))
EMAIL_TIMEOUT = globals().get("EMAIL_TIMEOUT") or 15  # seconds: somebody waits for the answer
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default="Groundwork <groundwork@localhost>")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
if TIME_ZONE not in available_timezones():
    raise wrong("TIME_ZONE", f"{TIME_ZONE!r} is no time zone", "Europe/Lisbon")
USE_I18N = False
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.stored.CollectedFiles"
    },
}

# Notes are long texts; a transcript comes as a file and is measured by the view that reads it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# The sound or film of a conversation; it is written to disk while it arrives, never held in memory.
RECORDING_MAX_MB = read(env.int, "RECORDING_MAX_MB", 512, example="1024")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if read(env.bool, "BEHIND_PROXY", False, example="1"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    raise wrong("LOG_LEVEL", f"{LOG_LEVEL!r} is no level", "WARNING")


def without_traceback(record: logging.LogRecord) -> bool:
    """A request that was refused is one line of the log: there is nothing to mend. Always lets the record through."""
    if getattr(record, "status_code", 500) < 500:
        record.exc_info = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"short": {"()": "django.utils.log.CallbackFilter", "callback": without_traceback}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["short"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
