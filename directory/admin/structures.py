from django import forms
from django.contrib import admin
from django.db.models import Q

from directory.models import Membership, Structure, StructureAlias, StructureKind
from directory.permissions import EDITORS
from directory.text import fold

from .addresses import AddressForm, LastingAddress
from .list_filters import CommuneRegionFilter
from .pages import DirectoryAdmin, FoldedSearch, HistoryAdmin
from .positions import PositionFields
from .rights import EDITING, Rights, role

# namesakes listed when a structure looks like others
SHOWN = 5


class PolesInline(Rights, admin.TabularInline):
    """Poles of a structure, drafts included: edited from the page of each pole."""

    superusers_may = {"view"}
    model = Membership
    fields = ["pole", "role", "role_as_told", "since", "until"]
    show_change_link = True
    verbose_name_plural = "participations aux pôles"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("pole", "structure")


class StructureForm(AddressForm):
    """Form that asks whether a structure like one already there is another indeed."""

    another = forms.BooleanField(
        label="c'est une autre structure",
        required=False,
        # shown when there is something to confirm
        widget=forms.HiddenInput,
    )

    def clean(self):
        super().clean()
        alike = self._alike()
        if alike:
            self.fields["another"].widget = forms.CheckboxInput()
            if not self.cleaned_data.get("another"):
                raise forms.ValidationError(
                    "Déjà dans l'annuaire, sous ce nom ou ce SIREN : %(alike)s. Si "
                    "c'est la même, choisissez-la dans la liste ; sinon, cochez "
                    "« c'est une autre structure » et enregistrez.",
                    code="alike",
                    params={"alike": " ; ".join(map(in_full, alike))},
                )
        return self.cleaned_data

    def _alike(self):
        """Other structures of the same name or number, if these are new here."""
        if self.instance.pk and not {"name", "siren"} & set(self.changed_data):
            return []
        same = Q(folded_name=fold(self.cleaned_data.get("name") or ""))
        if siren := self.cleaned_data.get("siren"):
            same |= Q(siren=siren)
        others = Structure.objects.filter(same).exclude(pk=self.instance.pk)
        return list(others.select_related("kind", "commune")[:SHOWN])


def in_full(structure):
    """Its name with what tells it from its namesakes, as far as it is known."""
    siren = structure.siren and f"SIREN {structure.siren}"
    known = filter(None, [str(structure.kind), structure.commune, siren])
    return f"{structure.name} ({', '.join(map(str, known))})"


@admin.register(Structure)
class StructureAdmin(PositionFields, LastingAddress, HistoryAdmin):
    form = StructureForm
    editors_may = EDITING
    curators_may = EDITING
    placing_door = "curation:place_structure"
    menu_rank = 2
    list_display = ["name", "kind", "commune", "siren", "poles"]
    list_filter = ["kind__family", CommuneRegionFilter]
    list_select_related = ["kind", "commune"]
    # annotated lists lose the order of the model
    ordering = ["folded_name", "pk"]
    # told to Django, which asks for them; `holding_words` searches
    search_fields = ["folded_name", "siren", "siret"]
    search_help_text = "Nom, SIREN ou SIRET."
    autocomplete_fields = ["kind", "commune"]
    inlines = [PolesInline]
    fieldsets = [
        ("Identité", {"fields": ["name", "slug", "kind", "legal_form"]}),
        (
            "Numéros",
            {
                "fields": [("siren", "siret")],
                "description": "Chiffres seuls ; laissez vide un numéro inconnu.",
            },
        ),
        (
            "Adresse et position",
            {"fields": ["commune", "address", ("latitude", "longitude")]},
        ),
        ("Contact", {"fields": ["website"]}),
        ("Provenance", {"fields": ["origin", "import_key", "public_id"]}),
        (None, {"fields": ["another"]}),
    ]
    readonly_fields = ["public_id"]

    def get_queryset(self, request):
        structures = super().get_queryset(request).with_pole_count()
        return structures.select_related("kind", "commune")

    def get_search_results(self, request, queryset, search_term):
        return queryset.holding_words(search_term), False

    def get_fieldsets(self, request, obj=None):
        """Without the last one, of confirmation, for who may only look."""
        fieldsets = super().get_fieldsets(request, obj)
        may_save = self.has_change_permission(request, obj) or not obj
        return fieldsets if may_save else fieldsets[:-1]

    def get_readonly_fields(self, request, obj=None):
        if role(request) in EDITORS:
            return self.readonly_fields
        return [*self.readonly_fields, "origin", "import_key"]

    def view_on_site(self, structure):
        shown = Structure.objects.in_published_poles().filter(pk=structure.pk).exists()
        return structure.get_absolute_url() if shown else None

    def describe(self, structure):
        """Its commune, or all that is known, tells a structure from its namesakes."""
        if structure.commune is None:
            return in_full(structure)
        return f"{structure.name} ({structure.commune})"

    @admin.display(description="pôles publiés", ordering="pole_count")
    def poles(self, structure):
        return structure.pole_count


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
