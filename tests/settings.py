"""Settings of the tests: production's, with fast hashing and mail in memory."""

import os

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("BEHIND_TLS", "0")
# Playwright runs an event loop in the thread of the tests, which does no harm to them.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
os.environ.setdefault("ALLOW_EMBEDDED_POSTGRES", "1")

from ptce_site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# Nothing is collected: the browser tests alone serve static files.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # noqa: F405
