"""One filter set feeds the list, the map and whatever else shows a set of poles."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from .models import Network, Pole, Programme, Sector, Stage, Territory

UNKNOWN = "inconnu"
LONGEST_TEXT = 200

ORDERS = {
    "nom": "par nom",
    "recent": "fiches modifiées récemment",
}


class TerritoryField(forms.CharField):
    """A territory named by its key, such as 'commune:33063'."""

    def clean(self, value):
        key = super().clean(value)
        if not key:
            return None
        level, _, code = key.partition(":")
        territories = Territory.objects.select_related("departement")
        found = territories.filter(level=level, code=code.upper()).first()
        if found is None:
            raise ValidationError(
                "Aucun territoire ne porte la clé « %(key)s ».",
                code="unknown",
                params={"key": key},
            )
        return found


class PlaceField(forms.CharField):
    """A place in a visitor's words; gives the territories it may be, best first."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = list(Territory.objects.search(text).select_related("departement")[:10])
        if not found:
            raise ValidationError(
                "Aucune commune ni aucun territoire ne ressemble à « %(text)s ».",
                code="unknown",
                params={"text": text},
            )
        return found


class TerritoryFilter(django_filters.Filter):
    field_class = TerritoryField

    def filter(self, queryset, territory):
        return queryset.acting_on(territory) if territory else queryset


class PlaceFilter(django_filters.Filter):
    field_class = PlaceField

    def filter(self, queryset, places):
        return queryset.acting_on(places[0]) if places else queryset


class AnyOf(django_filters.MultipleChoiceFilter):
    """Any of several values, shown as boxes to tick; a wrong one is told."""

    def __init__(self, *, label, **kwargs):
        super().__init__(
            label=label,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": f"{label} : « %(value)s » n'existe pas."},
            **kwargs,
        )


class AnyOfColumn(AnyOf):
    """Any of several values of a column; 'inconnu' stands for NULL."""

    def filter(self, queryset, values):
        if not values:
            return queryset
        condition = Q(**{f"{self.field_name}__in": values})
        if UNKNOWN in values:
            condition |= Q(**{f"{self.field_name}__isnull": True})
        return queryset.filter(condition)


class PoleFilter(django_filters.FilterSet):
    """Filters of the query string; a value that does not exist is told and ignored."""

    ou = PlaceFilter(label="Où ?", max_length=LONGEST_TEXT)
    quoi = django_filters.CharFilter(
        label="Quoi ?", method="filter_words", max_length=LONGEST_TEXT
    )
    territoire = TerritoryFilter(label="Territoire", max_length=40)
    thematique = AnyOf(label="Thématique", method="filter_sectors")
    etape = AnyOfColumn(
        label="Étape",
        field_name="stage",
        choices=[*Stage.choices, (UNKNOWN, "étape inconnue")],
    )
    milieu = AnyOfColumn(
        label="Milieu",
        field_name="milieu",
        choices=[*Pole.Milieu.choices, (UNKNOWN, "non renseigné")],
    )
    reseau = AnyOf(label="Réseau", method="filter_networks")
    reconnaissance = AnyOf(label="Reconnaissance", method="filter_programmes")
    tri = django_filters.ChoiceFilter(
        label="Trier",
        choices=list(ORDERS.items()),
        method="order",
        empty_label=None,
        error_messages={"invalid_choice": "Tri : « %(value)s » n'existe pas."},
    )

    class Meta:
        model = Pole
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read once: the form, its errors and the page all go through them.
        for name, rows in (
            ("thematique", Sector.objects),
            ("reseau", Network.objects),
            ("reconnaissance", Programme.objects),
        ):
            self.form.fields[name].choices = list(rows.values_list("slug", "name"))

    def filter_words(self, queryset, name, value):
        return queryset.matching(value)

    def filter_sectors(self, queryset, name, slugs):
        return queryset.on_sectors(slugs)

    def filter_networks(self, queryset, name, slugs):
        return queryset.of_networks(slugs)

    def filter_programmes(self, queryset, name, slugs):
        return queryset.recognised_by(slugs)

    def order(self, queryset, name, value):
        if value == "recent":
            return queryset.order_by("-updated_at", "folded_name", "pk")
        return queryset.order_by("folded_name", "pk")

    @property
    def places(self):
        """Territories that `ou` may mean, best first; none when it is not asked."""
        return self.form.cleaned_data.get("ou") or []

    @property
    def place(self):
        """The territory the poles act on: `territoire`, or else the best of `ou`."""
        asked = self.form.cleaned_data.get("territoire")
        return asked or next(iter(self.places), None)
