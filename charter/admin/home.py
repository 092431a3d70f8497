"""The charter in the admin: what waits, then the poles with what they signed."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Value

from charter.models import Charter, Signature
from directory.models import Pole
from directory.models.expressions import Fold

from .pages import desk_page
from .waiting import practices_to_read, signatures_to_check

SHOWN = 5
PAGE_SIZE = 50


def charter_home(request):
    """`q` looks for a pole by its name, whatever its accents and case."""
    user, words = request.user, request.GET.get("q", "").strip()
    practices, declared = practices_to_read(user), signatures_to_check(user)
    poles = Paginator(_poles(user, words), PAGE_SIZE)
    context = {
        "practice_count": practices.count(),
        "practices": practices.select_related("pole", "commitment")[:SHOWN],
        "declared_count": declared.count(),
        "declared": declared[:SHOWN],
        "charter_count": Charter.objects.for_curator(user).count(),
        "page": poles.get_page(request.GET.get("page")),
        "words": words,
    }
    return desk_page(request, "home.html", context, title="La charte")


def _poles(user, words):
    """Poles in use within a user's scope; those that signed come first."""
    in_force = Signature.objects.in_force()
    mine = Pole.objects.for_curator(user).kept()
    if words:
        mine = mine.filter(folded_name__contains=Fold(Value(words)))
    signers = Exists(in_force.filter(pole=OuterRef("pk")))
    signed = Prefetch("signatures", in_force.select_related("version__charter"))
    return mine.order_by(signers.desc(), "folded_name", "pk").prefetch_related(signed)
