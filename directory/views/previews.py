from django.contrib.admin.views.decorators import staff_member_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from directory.models import Pole
from directory.moderation import missing_to_publish
from directory.permissions import get_curated_pole

from .poles import pole_context


@never_cache
@staff_member_required(login_url="admin:login")
def pole_preview(request, pk):
    """The public sheet of a pole within scope as it would be, drafts included."""
    poles = Pole.objects.with_stage().with_seat().select_related("carrier")
    pole = get_curated_pole(request.user, pk, queryset=poles)
    context = pole_context(pole) | {
        "preview": True,
        "missing": missing_to_publish(pole),
    }
    return render(request, "directory/pole_detail.html", context)
