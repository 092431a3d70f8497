from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache

from directory.models import Pole
from directory.moderation import missing_to_publish
from directory.permissions import get_curated_pole

from .poles import pole_context


@never_cache
def pole_preview(request, pk):
    """The public sheet of a pole within scope as it would be, drafts included.

    Open to whom the admin is: a code is asked where an account has one.
    """
    if not admin.site.has_permission(request):
        return redirect_to_login(request.get_full_path(), resolve_url("admin:login"))
    poles = Pole.objects.with_stage().with_seat().select_related("carrier")
    pole = get_curated_pole(request.user, pk, queryset=poles)
    context = pole_context(pole) | {
        "preview": True,
        "missing": missing_to_publish(pole),
    }
    return render(request, "directory/pole_detail.html", context)
