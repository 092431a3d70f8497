"""What the site writes of itself: lines on the console."""

import logging
import re

# whoever reads the address of a private page may open it: the logs keep none
PRIVATE = re.compile(r"(/charte/lien/|/admin/invitation/)[^/\s'\"]+")


class DiscreetFormatter(logging.Formatter):
    """Lines, tracebacks included, without the part of an address that opens a page."""

    def format(self, record):
        return PRIVATE.sub(r"\1…", super().format(record))


def logging_to_console(*, level):
    """Logging settings; a request for another host is answered, and leaves no trace."""
    line = {
        "()": DiscreetFormatter,
        "format": "{asctime} {levelname} {name}: {message}",
        "style": "{",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"}
        },
        "root": {"handlers": ["console"], "level": level},
        # Any robot may send a wrong Host: each would leave a traceback.
        "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
    }
