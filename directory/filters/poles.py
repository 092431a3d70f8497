"""One filter set feeds the list, the map and whatever else shows a set of poles."""

import django_filters
from django import forms

from directory.models import Pole, Synonym, answers_of, census

from .asked import Asked
from .facets import Facets, choices_of_facets
from .fields import PlaceField, PositionField, TerritoryField, ZoneField
from .neighbours import km_between, nearby
from .search_form import SearchForm
from .told import Told

LONGEST_TEXT = 200
ORDERS = {
    "pertinence": "les plus pertinents",
    "distance": "les plus proches",
    "nom": "par nom",
    "recent": "fiches modifiées récemment",
}


def messages_of_text(label, longest):
    """What to say of a text that is too long, or that no page can show."""
    return {
        "max_length": f"« {label} » : au plus {longest} caractères.",
        "null_characters_not_allowed": f"« {label} » : caractère interdit.",
    }


class Facet(django_filters.MultipleChoiceFilter):
    """A facet of the list: `Facets` does the filtering, and the counts with it."""

    def __init__(self, label):
        super().__init__(
            label=label,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": f"{label} : « %(value)s » n'existe pas."},
        )

    def filter(self, queryset, values):
        return queryset


class Where(django_filters.Filter):
    """A place: told apart from the rest of the set, not filtered in the query."""

    def __init__(self, label, field_class, max_length=LONGEST_TEXT):
        self.field_class = field_class
        super().__init__(
            label=label,
            max_length=max_length,
            error_messages=messages_of_text(label, max_length),
        )

    def filter(self, queryset, value):
        return queryset


class ZoneFilter(django_filters.Filter):
    field_class = ZoneField

    def filter(self, queryset, zone):
        return queryset.in_zone(*zone) if zone else queryset


class PoleFilter(Asked, Told, django_filters.FilterSet):
    """Filters of the query string; a value that does not exist is told and ignored.

    The set is read when the filter is made; it holds published poles only. `wordings`
    are the words asked, said in one way or more.
    """

    wordings = ()

    ou = Where("Où ?", PlaceField)
    territoire = Where("Territoire", TerritoryField, max_length=40)
    position = Where("Autour de", PositionField, max_length=60)
    zone = ZoneFilter(
        label="Zone de la carte",
        max_length=100,
        error_messages=messages_of_text("Zone de la carte", 100),
    )
    quoi = django_filters.CharFilter(
        label="Quoi ?",
        method="filter_words",
        max_length=LONGEST_TEXT,
        error_messages=messages_of_text("Quoi ?", LONGEST_TEXT),
    )
    thematique = Facet("Thématique")
    etape = Facet("Étape")
    membre = Facet("Type de membre")
    milieu = Facet("Milieu")
    niveau = Facet("Échelle du territoire d'action")
    reseau = Facet("Réseau")
    reconnaissance = Facet("Reconnaissance")
    charte = Facet("Charte signée")
    tri = django_filters.ChoiceFilter(
        label="Trier",
        choices=list(ORDERS.items()),
        method="keep",
        empty_label=None,
        error_messages={"invalid_choice": "Tri : « %(value)s » n'existe pas."},
    )

    class Meta:
        model = Pole
        fields = []
        form = SearchForm

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        # A place that one of these gives makes the words of `ou` needless.
        self.form.order_fields(["territoire", "position"])
        self.choices = choices_of_facets(themes=self.form["thematique"].data or ())
        for name, choices in self.choices.items():
            self.form.fields[name].choices = [choice[:2] for choice in choices]
        self._read()

    def filter_words(self, queryset, name, value):
        self.wordings = Synonym.objects.wordings(value)
        return queryset.matching_any(self.wordings)

    def keep(self, queryset, name, value):
        return queryset

    def _read(self):
        """Ask which poles answer; the `census` knows the rest of them.

        Sets `answering`, why each answers the place (None without a place) by its id;
        `facets`; and the ids `among` which facets choose, those `found`, and those
        `elsewhere`: the poles that answer everything but the place.
        """
        self.form.is_valid()
        answer = self.filter_queryset(self.queryset)
        answer = answer if self.order == "pertinence" else answer.order_by()
        if self.place:
            answers = answers_of(answer, self.place.territory)
        else:
            answers = dict.fromkeys(answer.values_list("pk", flat=True))
        self.census = census()
        # in the order of the query; a pole published since the census is left out
        self.answering = {
            pk: reasons for pk, reasons in answers.items() if pk in self.census.poles
        }
        chosen = {name: self.cleaned.get(name) or [] for name in self.choices}
        self.facets = Facets(self.census.holders, chosen)
        self.among = {
            pk
            for pk, reasons in self.answering.items()
            if reasons is None or reasons.acts
        }
        self.found = self.facets.found(among=self.among)
        self.elsewhere = self.facets.found(among=self.answering.keys() - self.among)

    @property
    def qs(self):
        """The poles found, in no order; `poles` gives them in the order asked."""
        return self.queryset.filter(pk__in=self.found)

    def poles(self):
        """The poles found as the census knows them, in the order asked."""
        poles = [pole for pk, pole in self.census.poles.items() if pk in self.found]
        if self.order == "pertinence":
            return [self.census.poles[pk] for pk in self.answering if pk in self.found]
        if self.order == "recent":
            poles.sort(key=lambda pole: pole.updated_at, reverse=True)
        if self.order == "distance":
            poles.sort(key=lambda pole: (pole.latitude is None, self._km_to(pole)))
        return poles

    def _km_to(self, pole):
        return km_between(self.place, pole) if pole.latitude is not None else 0

    @property
    def order(self):
        """The order asked, when it can be; else the one that fits the question."""
        asked = self.cleaned.get("tri")
        possible = self.orders
        return asked if asked in possible else next(iter(possible))

    @property
    def orders(self):
        """Orders that make sense for the question, the natural one first."""
        orders = dict(ORDERS)
        if not self.cleaned.get("quoi"):
            orders.pop("pertinence")
        if not (self.place and self.place.latitude is not None):
            orders.pop("distance")
        if not (self.place and self.place.is_position) and "pertinence" not in orders:
            orders = {"nom": orders.pop("nom"), **orders}
        return orders

    @property
    def cleaned(self):
        """Valid values by name; a wrong one is absent, its message in `form.errors`."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def places(self):
        """What `ou` may mean, best first; empty when it was not asked."""
        return self.cleaned.get("ou") or []

    @property
    def place(self):
        """The place in question: a territory, a position, or the best of `ou`."""
        named = self.cleaned.get("territoire") or self.cleaned.get("position")
        return named or next(iter(self.places), None)

    def options(self):
        """Facets in page order: (name, label, options with their counts).

        A facet that has no option is left out.
        """
        return [
            (
                name,
                self.form.fields[name].label,
                self.facets.options(name, self.choices[name], among=self.among),
            )
            for name, field in self.filters.items()
            if isinstance(field, Facet) and self.choices[name]
        ]

    def themes_of(self, pk):
        """Names of the themes of a pole of the set, in the order of the facet."""
        holders = self.census.holders.get("thematique", {})
        themes = self.choices["thematique"]
        return [label for slug, label, _ in themes if pk in holders.get(slug, ())]

    def nearby(self):
        """Poles that answer all but the place, near it: see `nearby`."""
        if not self.place:
            return []
        poles = [self.census.poles[pk] for pk in self.elsewhere]
        vague = {pk for pk in self.elsewhere if self.answering[pk].seat_around}
        return nearby(self.place, poles, vague)
