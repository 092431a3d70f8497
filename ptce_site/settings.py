"""Settings of the site; README.md lists every environment variable read here."""

from pathlib import Path

from environs import Env

from .content_policy import content_policy
from .logs import logging_to_console
from .password_rules import PASSWORD_RULES

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="demo-only") if DEBUG else env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])

# --- Application -----------------------------------------------------------

INSTALLED_APPS = [
    # Without autodiscovery: `leaflet.admin` cannot be imported where GDAL is missing.
    "ptce_site.admin_site.DirectoryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "leaflet",
    "simple_history",
    "directory",
    "charter",
    "ptce_site",
]

MIDDLEWARE = [
    "ptce_site.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "ptce_site.requests.PublicPageMiddleware",
    "csp.middleware.CSPMiddleware",
    "ptce_site.requests.DoorMiddleware",
    "ptce_site.availability.AvailabilityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ptce_site.requests.NulMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ptce_site.urls"
WSGI_APPLICATION = "ptce_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "ptce_site.context_processors.site",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default=None)
ALLOW_EMBEDDED_POSTGRES = env.bool("ALLOW_EMBEDDED_POSTGRES", default=DEBUG)

if DATABASE_URL:
    DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "ptce_site.embedded_postgres",
            "NAME": "ptce",
            "EMBEDDED": {
                "data_dir": env.path(
                    "EMBEDDED_POSTGRES_DIR", default=BASE_DIR / "var" / "postgres"
                ),
                "bindir": env.str("PG_BINDIR", default=None),
            },
        }
    }
if database_name := env.str("DATABASE_NAME", default=None):
    DATABASES["default"]["NAME"] = database_name
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
}

# --- Language, time ----------------------------------------------------------

LANGUAGE_CODE = "fr"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- Static files ------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "ptce_site.storage.ModuleManifestStorage"
        )
    },
}

# --- Map ---------------------------------------------------------------------

# Remote tiles are asked for by the visitor, never by the page itself.
TILES_URL = env.str(
    "TILES_URL",
    default=(
        "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
        "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
        "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
    ),
)
TILES_ATTRIBUTION = env.str("TILES_ATTRIBUTION", default="© IGN, Plan IGN")
TILES_MAX_ZOOM = env.int("TILES_MAX_ZOOM", default=18)

# --- Geocoding (of the admin, on request) ----------------------------------------

# Service of the Base Adresse Nationale: host and path, without scheme.
GEOCODER_DOMAIN = env.str("GEOCODER_DOMAIN", default="data.geopf.fr/geocodage")
GEOCODER_SCHEME = env.str("GEOCODER_SCHEME", default="https")

# --- Security ----------------------------------------------------------------

BEHIND_TLS = env.bool("BEHIND_TLS", default=not DEBUG)
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
# The tile servers of IGN and OpenStreetMap refuse requests without a Referer.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": content_policy(tiles_url=TILES_URL)}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "ptce_site.two_factor.CodeBackend",
]
AUTH_PASSWORD_VALIDATORS = PASSWORD_RULES
PASSWORD_RESET_TIMEOUT = 2 * 3600
# A member of a pole takes eleven fields of its form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Issuer shown by an authenticator application.
OTP_TOTP_ISSUER = "Annuaire des PTCE"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# Five failures for one account from one address suspend that pair for an hour;
# thirty over all accounts suspend the address.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = "ptce_site.lockout.lockout_parameters"
AXES_CLIENT_IP_CALLABLE = "ptce_site.requests.visitor_address"
AXES_LOCKOUT_TEMPLATE = "admin/lockout.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- E-mail ------------------------------------------------------------------

EMAIL_CONFIG = env.str("EMAIL_HOST", default=None)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_CONFIG
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = EMAIL_CONFIG or "localhost"
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=True)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="ne-pas-repondre@localhost")
SITE_ORIGIN = env.str("SITE_ORIGIN", default="http://127.0.0.1:8000" if DEBUG else None)

# --- Legal notices (a system check reports what is missing) --------------------

LEGAL_NOTICES = {
    name: env.str(name, default=None)
    for name in (
        "PUBLISHER_NAME",
        "PUBLISHER_ADDRESS",
        "PUBLISHER_PHONE",
        "PUBLISHER_EMAIL",
        "PUBLICATION_DIRECTOR",
        "HOST_NAME",
        "HOST_ADDRESS",
        "HOST_PHONE",
    )
}

# --- Logs ----------------------------------------------------------------------

LOGGING = logging_to_console(level=env.str("LOG_LEVEL", default="INFO"))
