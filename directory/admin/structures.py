from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR

from directory.models import Membership, Structure, StructureAlias, StructureKind
from directory.permissions import EDITORS

from .addresses import AddressForm, LastingAddress
from .alike import AlikeForm, AlikeWarning, in_full
from .list_filters import ArchivedFilter, CommuneRegionFilter
from .pages import DirectoryAdmin, FoldedSearch
from .positions import PositionFields
from .rights import EDITING, Rights, role
from .stories import MotiveForm, StoryAdmin

# None is the question of `AlikeForm`
ESSENTIAL = {None, "Identité", "Numéros"}
FOLDED = ["collapse"]


class PolesInline(Rights, admin.TabularInline):
    """Poles of a structure, drafts included: edited from the page of each pole."""

    superusers_may = {"view"}
    model = Membership
    fields = ["pole", "role", "role_as_told", "since", "until"]
    show_change_link = True
    verbose_name_plural = "participations aux pôles"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("pole", "structure")


class StructureForm(AlikeForm, AddressForm, MotiveForm):
    """Form of a structure, that asks whether one like another is another indeed."""


@admin.register(Structure)
class StructureAdmin(AlikeWarning, PositionFields, LastingAddress, StoryAdmin):
    form = StructureForm
    editors_may = EDITING
    curators_may = EDITING
    placing_door = "curation:place_structure"
    list_display = ["name", "state", "kind", "commune", "siren", "poles"]
    list_filter = [ArchivedFilter, "kind__family", CommuneRegionFilter]
    list_select_related = ["kind", "commune"]
    # annotated lists lose the order of the model
    ordering = ["folded_name", "pk"]
    # told to Django, which asks for them; `holding_words` searches
    search_fields = ["folded_name", "siren", "siret"]
    search_help_text = "Nom, SIREN ou SIRET."
    autocomplete_fields = ["kind", "commune"]
    inlines = [PolesInline]
    fieldsets = [
        ("Identité", {"fields": ["name", "slug", "kind", "commune"]}),
        (
            "Numéros",
            {
                "fields": [("siren", "siret")],
                "description": "Chiffres seuls ; laissez vide un numéro inconnu.",
            },
        ),
        (
            "Adresse et position",
            {"fields": ["address", ("latitude", "longitude")]},
        ),
        ("Forme juridique et contact", {"fields": ["legal_form", "website"]}),
        ("Provenance", {"fields": ["origin", "import_key", "public_id"]}),
    ]
    readonly_fields = ["public_id"]

    def get_list_display(self, request):
        """Whether a row is archived is told only in lists where some may be."""
        if ArchivedFilter.parameter_name in request.GET:
            return self.list_display
        return [name for name in self.list_display if name != "state"]

    def get_queryset(self, request):
        structures = super().get_queryset(request).with_pole_count()
        return structures.select_related("kind", "commune")

    def get_fieldsets(self, request, obj=None):
        """In the window opened from another form, what it does not need is folded."""
        fieldsets = super().get_fieldsets(request, obj)
        if IS_POPUP_VAR not in {*request.GET, *request.POST}:
            return fieldsets
        return [
            (name, options if name in ESSENTIAL else {**options, "classes": FOLDED})
            for name, options in fieldsets
        ]

    def get_search_results(self, request, queryset, search_term):
        return queryset.holding_words(search_term), False

    def get_readonly_fields(self, request, obj=None):
        if role(request) in EDITORS:
            return self.readonly_fields
        kept = [*self.readonly_fields, "origin", "import_key"]
        return [*kept, "slug"] if obj else kept

    def offered(self, structures):
        """Those that a list of choices proposes: archived ones are not chosen anew."""
        return structures.current()

    def view_on_site(self, structure):
        shown = Structure.objects.in_published_poles().filter(pk=structure.pk).exists()
        return structure.get_absolute_url() if shown else None

    def describe(self, structure):
        """Its commune, or all that is known, tells a structure from its namesakes."""
        if structure.commune is None:
            return in_full(structure)
        return f"{structure.name} ({structure.commune})"

    # not sorted by: it is counted for the rows of a page alone
    @admin.display(description="pôles publiés")
    def poles(self, structure):
        return structure.pole_count

    @admin.display(description="état", ordering="archived")
    def state(self, structure):
        return "archivée" if structure.archived else None


@admin.register(StructureKind)
class StructureKindAdmin(DirectoryAdmin):
    editors_may = EDITING
    curators_may = {"view"}
    list_display = ["name", "expanded", "family", "is_ess", "rank"]
    list_filter = ["family", "is_ess"]
    search_fields = ["name__unaccent", "expanded__unaccent"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(StructureAlias)
class StructureAliasAdmin(FoldedSearch, DirectoryAdmin):
    list_display = ["slug", "structure"]
    list_select_related = ["structure"]
    search_fields = ["slug", "structure__folded_name__contains"]
    autocomplete_fields = ["structure"]
