"""Filters of the admin lists."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from directory.models import Pole, Stage, Territory

UNKNOWN = "inconnu"
EVERY = "tout"
LONG_AGO = timedelta(days=365)


class StageFilter(admin.SimpleListFilter):
    """Stage of today, of poles annotated by `with_stage`."""

    title = "étape"
    parameter_name = "etape"

    def lookups(self, request, model_admin):
        return [*Stage.choices, (UNKNOWN, "non renseignée")]

    def queryset(self, request, queryset):
        if self.value() == UNKNOWN:
            return queryset.filter(stage__isnull=True)
        return queryset.filter(stage=self.value()) if self.value() else queryset


class ConfirmationFilter(admin.SimpleListFilter):
    title = "confirmation"
    parameter_name = "confirmation"

    def lookups(self, request, model_admin):
        return [
            ("recente", "depuis moins d'un an"),
            ("ancienne", "il y a plus d'un an"),
            (UNKNOWN, "jamais confirmé"),
        ]

    def queryset(self, request, queryset):
        a_year_ago = timezone.localdate() - LONG_AGO
        conditions = {
            "recente": Q(confirmed_on__gte=a_year_ago),
            "ancienne": Q(confirmed_on__lt=a_year_ago),
            UNKNOWN: Q(confirmed_on__isnull=True),
        }
        return queryset.filter(conditions.get(self.value(), Q()))


class LivingFilter(admin.SimpleListFilter):
    """Leaves archived rows out of a list, unless they are asked for.

    Subclasses say by `narrowed` which rows a value keeps, None being those in use, and
    what these are called: `living`.
    """

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": self.living}, *others]

    def queryset(self, request, queryset):
        if self.value() == EVERY:
            return queryset
        return self.narrowed(queryset, self.value())


class PublicationFilter(LivingFilter):
    title = "publication"
    parameter_name = "publication__exact"
    living = "brouillons et publiés"

    def lookups(self, request, model_admin):
        return [*Pole.Publication.choices, (EVERY, "tous, archivés compris")]

    def narrowed(self, poles, publication):
        if publication in Pole.Publication.values:
            return poles.filter(publication=publication)
        return poles.kept()


class ArchivedFilter(LivingFilter):
    title = "état"
    parameter_name = "archivee"
    living = "en usage"

    def lookups(self, request, model_admin):
        return [("oui", "archivées"), (EVERY, "toutes, archivées comprises")]

    def narrowed(self, structures, archived):
        return structures.filter(archived=archived == "oui")


class FoldedRelationFilter(admin.RelatedOnlyFieldListFilter):
    """Filter with many choices: folded until one is chosen.

    It offers what rows within the user's reach have, and nothing else.
    """

    template = "admin/filter_folded.html"


class RegionFilter(admin.SimpleListFilter):
    """Région of a place; subclasses tell which."""

    title = "région"
    parameter_name = "region"
    template = "admin/filter_folded.html"

    def lookups(self, request, model_admin):
        """The régions of rows within the user's reach."""
        rows = model_admin.get_queryset(request).order_by()
        regions = Territory.objects.of_level(Territory.Level.REGION)
        held = Q()
        for path in self.paths:
            held |= Q(pk__in=rows.values(path))
        return list(regions.filter(held).values_list("code", "name"))

    def queryset(self, request, queryset):
        regions = Territory.objects.of_level(Territory.Level.REGION)
        region = self.value() and regions.filter(code=self.value()).first()
        return self.within(queryset, region) if region else queryset


class SeatRegionFilter(RegionFilter):
    title = "région du siège"
    paths = ("seat", "seat__region")

    def within(self, queryset, region):
        return queryset.seated_in(region)


class CommuneRegionFilter(RegionFilter):
    title = "région de la commune"
    paths = ("commune__region",)

    def within(self, queryset, region):
        return queryset.filter(commune__region=region)


class DepartementFilter(admin.SimpleListFilter):
    """Territories that meet a département, typed with suggestions: there are 109."""

    title = "département"
    parameter_name = "departement"
    template = "admin/filter_suggested.html"

    def __init__(self, request, params, model, model_admin):
        # the other parameters go along with the form of this one
        self.kept = [
            (name, value)
            for name, value in request.GET.items()
            if name not in (self.parameter_name, "p")
        ]
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        departements = Territory.objects.of_level(Territory.Level.DEPARTEMENT)
        return list(departements.order_by("code").values_list("code", "name"))

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        departement = Territory.objects.filter(
            level=Territory.Level.DEPARTEMENT, code=self.value().strip().upper()
        ).first()
        if departement is None:
            return queryset.none()
        meeting = Territory.objects.sharing_communes_with(departement)
        return queryset.filter(pk__in=meeting.order_by().values("pk"))
