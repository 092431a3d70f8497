"""Settings of the tests, with the charter taken out: the directory alone."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "charter"]  # noqa: F405
