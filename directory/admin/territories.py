from django.contrib import admin
from django.utils.formats import number_format

from directory.models import Locality, Outline, Territory

from .list_filters import DepartementFilter
from .pages import DirectoryAdmin, FoldedSearch
from .positions import PositionFields


@admin.register(Territory)
class TerritoryAdmin(PositionFields, DirectoryAdmin):
    editors_may = {"view"}
    curators_may = {"view"}
    list_display = ["name", "code", "level", "nature", "inhabitants", "departement"]
    list_filter = ["level", DepartementFilter, "nature"]
    list_select_related = ["departement"]
    search_fields = ["code", "folded_name"]
    search_help_text = "Nom, code officiel ou code postal."
    autocomplete_fields = ["departement", "region", "epci", "ept"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", ("level", "nature"), ("code", "vintage")]}),
        ("Appartenance", {"fields": ["epci", "ept", "departement", "region"]}),
        (
            "Position",
            {"fields": [("latitude", "longitude"), "position_basis"]},
        ),
        ("Population et courrier", {"fields": ["population", "postal_codes"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("departement")

    def get_search_results(self, request, queryset, search_term):
        """Best first, unless the list was sorted by one of its columns."""
        if not search_term.strip():
            return queryset, False
        found = queryset.search(search_term)
        if "o" in request.GET:
            found = found.order_by(*queryset.query.order_by)
        return found, False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "postal_codes":
            kwargs["help_text"] = "Séparés par des virgules."
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def describe(self, territory):
        words = [territory.get_level_display(), territory.code]
        if territory.departement:
            words.insert(1, territory.departement.name)
        return f"{territory.name} ({', '.join(words)})"

    @admin.display(description="population", ordering="population")
    def inhabitants(self, territory):
        if territory.population is None:
            return None
        return number_format(territory.population, force_grouping=True)


@admin.register(Locality)
class LocalityAdmin(FoldedSearch, DirectoryAdmin):
    editors_may = {"view"}
    curators_may = {"view"}
    list_display = ["__str__", "code", "kind", "commune"]
    list_filter = ["kind"]
    list_select_related = ["commune"]
    search_fields = ["folded_name__contains", "code", "commune__folded_name__contains"]
    search_help_text = "Nom, code, ou nom de la commune actuelle."
    autocomplete_fields = ["commune"]


@admin.register(Outline)
class OutlineAdmin(FoldedSearch, DirectoryAdmin):
    list_display = ["territory", "level", "code"]
    list_filter = ["territory__level"]
    search_fields = ["territory__folded_name__contains", "territory__code"]
    search_help_text = "Nom ou code du territoire."
    autocomplete_fields = ["territory"]
    ordering = ["territory__folded_name", "territory__code"]

    def get_queryset(self, request):
        outlines = super().get_queryset(request).select_related("territory")
        return outlines.defer("geometry")

    @admin.display(description="échelon", ordering="territory__level")
    def level(self, outline):
        return outline.territory.get_level_display()

    @admin.display(description="code", ordering="territory__code")
    def code(self, outline):
        return outline.territory.code
