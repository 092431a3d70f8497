"""Health of the process and of its database, for supervisors."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http import JsonResponse


class HealthMiddleware:
    """Answer `/sante/` before hosts are checked: a supervisor calls by address.

    200 when the database answers, 503 otherwise; nothing of the site is told.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path != "/sante/":
            return self.get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except (DatabaseError, ImproperlyConfigured):
            connection.close()
            return JsonResponse({"etat": "indisponible"}, status=503)
        return JsonResponse({"etat": "ok"})
