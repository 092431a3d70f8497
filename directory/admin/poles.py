from django.contrib import admin, messages
from django.utils import timezone
from django.utils.formats import date_format

from directory.models import (
    FAR_KM,
    Network,
    Pole,
    PoleAlias,
    Stage,
    acronyms,
    describe_date,
)
from directory.permissions import EDITORS

from .addresses import LastingAddress
from .alike import AlikeWarning
from .confirming_entries import confirm_selected
from .list_filters import (
    ConfirmationFilter,
    FoldedRelationFilter,
    PublicationFilter,
    SeatRegionFilter,
    StageFilter,
)
from .pages import DirectoryAdmin, FoldedSearch
from .pole_form import PoleForm
from .pole_inlines import (
    MembershipInline,
    PerimeterInline,
    PoleAliasInline,
    RecognitionInline,
    StageRecordInline,
    YearlyFiguresInline,
)
from .positions import PositionFields, seat_distance_km
from .publishing import Publishing
from .rights import EDITING, role
from .stories import StoryAdmin
from .todo import ToDoFilter

SHORT = "d/m/Y"
IDENTITY = {
    "fields": [
        "name",
        "slug",
        "short_name",
        "description",
        "sectors",
        "objectives",
        "milieu",
        "carrier",
        ("created_on", "closed_on"),
    ]
}
SEAT = {
    # the template draws the children after this one
    "classes": ["then-children"],
    "fields": [
        "seat",
        "address",
        ("latitude", "longitude", "position_precision"),
    ],
    "description": (
        "La position place le pôle sur la carte : cliquez, ou déplacez le repère, "
        "et dites sa précision. Laissez les trois champs vides quand le siège n'est "
        "connu qu'au département ou à la région."
    ),
}
REFERENCES = {
    "classes": ["collapse"],
    "fields": [
        "publication",
        ("version", "created_at", "updated_at"),
        ("public_id", "import_key"),
        "opened_version",
    ],
}


@admin.register(Pole)
class PoleAdmin(
    AlikeWarning,
    Publishing,
    PositionFields,
    LastingAddress,
    FoldedSearch,
    StoryAdmin,
):
    form = PoleForm
    editors_may = EDITING
    curators_may = EDITING
    placing_door = "curation:place_pole"
    list_display = [
        "name",
        "publication",
        "complete",
        "confirmed",
        "stage_in_words",
        "seat",
        "steward_names",
        "updated",
    ]
    list_filter = [
        ToDoFilter,
        PublicationFilter,
        StageFilter,
        ConfirmationFilter,
        SeatRegionFilter,
        ("sectors", FoldedRelationFilter),
        ("networks", FoldedRelationFilter),
        ("stewards", FoldedRelationFilter),
    ]
    list_select_related = ["seat"]
    search_fields = ["folded_name__contains", "seat__folded_name__contains", "slug"]
    search_help_text = "Nom du pôle ou de la commune de son siège."
    autocomplete_fields = [
        "seat",
        "carrier",
        "sectors",
        "objectives",
        "networks",
        "stewards",
        "sources",
    ]
    readonly_fields = [
        "publication",
        "public_id",
        "version",
        "created_at",
        "updated_at",
    ]
    actions = [confirm_selected, *StoryAdmin.actions]
    fieldsets = [
        ("Identité", IDENTITY),
        ("Siège et position", SEAT),
        (
            "Contact",
            {"fields": ["website", "website_is_carriers", "email", "phone"]},
        ),
        ("Sources", {"fields": ["sources"]}),
        ("Réseaux", {"fields": ["networks", "stewards"]}),
        ("Note de travail", {"fields": ["curation_note"]}),
        (
            "Confirmation datée autrement qu'aujourd'hui",
            {"classes": ["collapse"], "fields": [("confirmed_on", "confirmed_by")]},
        ),
        ("Références de la fiche", REFERENCES),
    ]
    inlines = [
        PerimeterInline,
        MembershipInline,
        StageRecordInline,
        RecognitionInline,
        YearlyFiguresInline,
        PoleAliasInline,
    ]

    def get_queryset(self, request):
        poles = super().get_queryset(request)
        return poles.with_stage().with_completeness().prefetch_related("stewards")

    def get_list_display(self, request):
        """A table that fits: editors read who keeps an entry, curators its stage."""
        left_out = "stage_in_words" if role(request) in EDITORS else "steward_names"
        return [name for name in self.list_display if name != left_out]

    def get_readonly_fields(self, request, obj=None):
        """Who keeps an entry is changed by handing it over, never from its page."""
        kept = list(self.readonly_fields)
        if role(request) not in EDITORS:
            kept += ["import_key", *(["slug"] if obj else [])]
        if obj or role(request) not in EDITORS:
            kept.append("stewards")
        return kept

    def save_related(self, request, form, formsets, change):
        """A curator's new pole is kept by the networks she curates."""
        super().save_related(request, form, formsets, change)
        if not change and role(request) not in EDITORS:
            form.instance.stewards.set(Network.objects.curated_by(request.user))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if {"seat", "latitude", "longitude"} & set(form.changed_data):
            distance = seat_distance_km(obj)
            if distance and distance > FAR_KM:
                messages.warning(
                    request,
                    f"La position est à {distance:.0f} km de la mairie de {obj.seat} : "
                    "vérifiez le siège et le repère.",
                )

    def view_on_site(self, pole):
        published = pole.publication == Pole.Publication.PUBLISHED
        return pole.get_absolute_url() if published else None

    @admin.display(description="étape", ordering="stage")
    def stage_in_words(self, pole):
        if pole.stage is None:
            return None
        known_at = describe_date(pole.stage_on, pole.stage_precision)
        return f"{Stage(pole.stage).label} ({known_at})"

    @admin.display(description="complète à", ordering="completeness")
    def complete(self, pole):
        return f"{pole.completeness} %"

    @admin.display(description="confirmée le", ordering="confirmed_on")
    def confirmed(self, pole):
        return date_format(pole.confirmed_on, SHORT) if pole.confirmed_on else None

    @admin.display(description="modifiée le", ordering="updated_at")
    def updated(self, pole):
        return date_format(timezone.localtime(pole.updated_at), SHORT)

    @admin.display(description="tenu par")
    def steward_names(self, pole):
        return acronyms(pole.stewards.all()) or None


@admin.register(PoleAlias)
class PoleAliasAdmin(FoldedSearch, DirectoryAdmin):
    list_display = ["slug", "pole"]
    list_select_related = ["pole"]
    search_fields = ["slug", "pole__folded_name__contains"]
    autocomplete_fields = ["pole"]
