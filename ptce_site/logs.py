"""What the site writes of itself: lines on the console."""


def logging_to_console(*, level):
    """Logging settings; a request for another host is answered, and leaves no trace."""
    line = {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
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
