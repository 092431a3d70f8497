"""What is believed of a request, and what is refused before anything is read of it."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import has_vary_header, patch_cache_control

NUL = "\0"

# Where forms may be sent, with the largest body in bytes; all the rest is only read.
FORMS = {
    "/admin/": 12_000_000,
    "/invitation/": 100_000,
    "/charte/lien/": 100_000,
    "/charte/signer/": 100_000,
}
READ = ("GET", "HEAD")
# ten thousand characters of text, each percent-encoded
LONGEST_QUERY = 32_768
MOST_FIELDS = 300


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


def refused(status):
    """The page that says why, in French; it asks nothing of the database."""
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def largest_body(path):
    """Bytes that a form sent to a path may weigh; None where none is taken."""
    return next((most for at, most in FORMS.items() if path.startswith(at)), None)


class DoorMiddleware:
    """Refuse by its first lines what the site does not answer.

    The body is never read: an unfinished one would hold its thread.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        most = largest_body(request.path_info)
        allowed = READ if most is None else (*READ, "POST")
        if request.method not in allowed:
            response = refused(405)
            response["Allow"] = ", ".join(allowed)
            return response
        if request.method == "POST":
            problem = _length_problem(request, most)
        else:
            problem = _query_problem(request) if most is None else None
        return refused(problem) if problem else self.get_response(request)


def _length_problem(request, most):
    """Status that refuses a body by the length announced; Django reads no further."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()):
        return 400
    return 413 if int(length[:20]) > most else None


def _query_problem(request):
    """Status that refuses a query string, not parsed; None when nothing does."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return 414
    return 400 if query.count("&") >= MOST_FIELDS else None


class NulMiddleware:
    """Answer 400 to a NUL character sent where forms are: PostgreSQL stores none.

    To stand after the check of CSRF, which reads a form only when it comes with our
    cookie. The public pages look at what they are sent, and answer in words.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if largest_body(request.path_info) is not None:
            cookies = request.COOKIES.items()
            if _holds_nul([*cookies, *_pairs(request.GET)]):
                return refused(400)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        return refused(400) if _holds_nul(_pairs(request.POST)) else None


def _pairs(values):
    return [(name, value) for name, found in values.lists() for value in found]


def _holds_nul(pairs):
    return any(NUL in name or NUL in value for name, value in pairs)


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
