from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from directory.models import Pole, Source
from directory.permissions import EDITORS

from .pages import DirectoryAdmin
from .rights import EDITING, role


@admin.register(Source)
class SourceAdmin(DirectoryAdmin):
    """Sources: a curator corrects those that only her poles cite."""

    editors_may = EDITING
    curators_may = {"view", "add"}
    curators_may_besides = "modifier celles que seuls ses pôles citent"
    list_display = ["title", "year", "licence", "read_on", "url"]
    list_filter = ["year", "licence"]
    search_fields = ["title__unaccent", "url", "year"]
    search_help_text = "Titre, adresse ou année."

    def has_change_permission(self, request, obj=None):
        if super().has_change_permission(request, obj):
            return True
        if obj is None or not self.has_view_permission(request, obj):
            return False
        sources = Source.objects.filter(pk=obj.pk)
        return sources.correctable_by(request.user).exists()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Tell which poles cite the source, and who may correct it."""
        if obj:
            context |= {
                "citing": list(citing(obj, request.user)),
                "by_editors": role(request) in EDITORS,
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def citing(source, user):
    """(pole, address) of those that cite a source and that a user may know of.

    The address is that of its page of the admin, or its public page out of her scope.
    """
    keys = source.keys_of_poles()
    mine = set(
        Pole.objects.for_curator(user).filter(pk__in=keys).values_list("pk", flat=True)
    )
    shown = Q(pk__in=mine) | Q(publication=Pole.Publication.PUBLISHED)
    for pole in Pole.objects.filter(shown, pk__in=keys).in_name_order():
        change = reverse("admin:directory_pole_change", args=[pole.pk])
        yield pole, change if pole.pk in mine else pole.get_absolute_url()
