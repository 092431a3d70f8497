"""What visitors read when the database gives up a query or does not answer."""

from django.db import OperationalError
from django.http import JsonResponse
from django.utils.log import log_response

from .requests import refused

RETRY_AFTER = 5  # seconds
BUSY = "Le site est trop sollicité, réessayez dans un instant."


class AvailabilityMiddleware:
    """Answer 503 instead of 500 to a query out of time, a lock, a lost connection.

    One line of log tells the cause, without traceback: nothing is wrong in the code.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError):
            return None
        response = busy(request)
        response["Retry-After"] = RETRY_AFTER
        cause = str(exception).partition("\n")[0]
        log_response(
            "%s: %s (%s)",
            *(response.reason_phrase, request.path, cause),
            response=response,
            request=request,
        )
        return response


def busy(request):
    """A page, or JSON where a script asked for suggestions."""
    if request.resolver_match.url_name == "territory_suggestions":
        return JsonResponse({"erreur": BUSY}, status=503)
    return refused(503)
