"""What is believed of a request, what is refused to the admin, what may be kept."""

from ipaddress import ip_address

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import has_vary_header, patch_cache_control

NUL = "\0"


def visitor_address(request):
    """Address of who asks; behind TLS, the one that our proxy wrote.

    A proxy adds the address it was called from at the end of X-Forwarded-For: what
    comes before was sent by the visitor, who may write anything there.
    """
    if settings.BEHIND_TLS:
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        if _is_address(last):
            return last
    return request.META.get("REMOTE_ADDR")


def _is_address(text):
    """Whether PostgreSQL too would take it for an address: it refuses zones (%eth0)."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


class NulMiddleware:
    """Answer 400 to a NUL character sent to the admin: PostgreSQL stores none.

    The public pages look at what they are sent, and answer in words.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(reverse("admin:index")) and _holds_nul(request):
            return render(request, "400.html", status=400)
        return self.get_response(request)


def _holds_nul(request):
    sent = [*request.COOKIES.items()]
    for values in (request.GET, request.POST):
        sent += [(name, value) for name, found in values.lists() for value in found]
    return any(NUL in name or NUL in value for name, value in sent)


class PublicPageMiddleware:
    """Let browsers and proxies keep public pages, and ask each time for a newer one.

    They ask by ETag, and are answered 304. Nothing is said of the admin, of what
    depends on a cookie or sets one, nor where a view has said otherwise.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (
            request.method in ("GET", "HEAD")
            and response.status_code == 200
            and not request.path.startswith(reverse("admin:index"))
            and not response.has_header("Cache-Control")
            and not response.cookies
            and not has_vary_header(response, "Cookie")
        ):
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response
