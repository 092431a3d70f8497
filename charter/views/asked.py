"""What a visitor asks of a list of the charter, by the query string."""

from collections import Counter
from urllib.parse import urlencode

from django import forms
from django.core.paginator import InvalidPage, Paginator

from directory.models import Territory

ALL = "toutes"
NO_PAGE = "Cette page n'existe pas\u00a0; voici la première."
ORDERS = {"nom": "par nom de pôle", "date": "les signatures récentes d'abord"}


def key_of(version):
    """What names a version in a query string: 'charte-nationale/2021'."""
    return f"{version.charter.slug}/{version.slug}"


def regions_by_code():
    """Every région, in name order; one query."""
    regions = Territory.objects.of_level(Territory.Level.REGION)
    return {region.code: region for region in regions.order_by("folded_name")}


def page_of(rows, number, size):
    """One page of rows, and what is wrong with its number: the first one then."""
    paginator = Paginator(rows, size)
    try:
        return paginator.page(number or 1), []
    except InvalidPage:
        return paginator.page(1), [("page", NO_PAGE)]


class RegionForm(forms.Form):
    """A form of choices; `told` gives what is asked, without what is wrong."""

    region = forms.ChoiceField(
        label="Région du siège",
        required=False,
        error_messages={"invalid_choice": "Cette région n'existe pas\u00a0: oubliée."},
    )

    def __init__(self, data, *, regions):
        super().__init__(data, auto_id="%s")
        names = [(code, region.name) for code, region in regions.items()]
        self.fields["region"].choices = [("", "Toutes les régions"), *names]

    @property
    def told(self):
        """{name: value} of what is asked and exists."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def chosen(self):
        """Names of what is told, in the order of the form."""
        return [
            dict(self.fields[name].choices)[told] for name, told in self.told.items()
        ]

    @property
    def problems(self):
        """[(name, words)] of what is wrong."""
        return [(name, words) for name, said in self.errors.items() for words in said]

    def query(self, **instead):
        """Query string of what is told, with other values instead; None leaves out."""
        values = {**self.told, **instead}
        asked = {name: values[name] for name in self.fields if values.get(name)}
        return urlencode(asked, safe="/")


class SignatoriesForm(RegionForm):
    """Whose signatures, and in which order; `versions` are those that poles sign."""

    version = forms.ChoiceField(
        label="Version de la charte",
        required=False,
        error_messages={
            "invalid_choice": "Cette version n'est pas de celles que les pôles "
            "signent\u00a0: oubliée."
        },
    )
    tri = forms.ChoiceField(
        label="Trier",
        choices=list(ORDERS.items()),
        required=False,
        error_messages={"invalid_choice": "Ce tri n'existe pas\u00a0: oublié."},
    )
    field_order = ["version", "region", "tri"]

    def __init__(self, data, *, versions, regions):
        super().__init__(data, regions=regions)
        names = [(key_of(version), _name(version, versions)) for version in versions]
        self.fields["version"].choices = [*names, (ALL, "Toutes les versions")]


class PracticesForm(RegionForm):
    """Which practices, by the pole that tells them."""

    thematique = forms.ChoiceField(
        label="Thématique du pôle",
        required=False,
        error_messages={
            "invalid_choice": "Cette thématique n'existe pas\u00a0: oubliée."
        },
    )
    field_order = ["thematique", "region"]

    def __init__(self, data, *, sectors, regions):
        super().__init__(data, regions=regions)
        themes = [(sector.slug, sector.name) for sector in sectors]
        self.fields["thematique"].choices = [("", "Toutes les thématiques"), *themes]

    def count(self, practices):
        """Tell how many practices each choice leaves; those that leave none go, unless
        they are told.
        """
        themes = Counter(theme.slug for each in practices for theme in each.themes)
        regions = Counter(each.region.code for each in practices if each.region)
        for name, numbers in (("thematique", themes), ("region", regions)):
            every, *choices = self.fields[name].choices
            self.fields[name].choices = [every] + [
                (value, f"{words} ({numbers[value]})")
                for value, words in choices
                if numbers[value] or value == self.told.get(name)
            ]


class EveryPracticeForm(PracticesForm):
    """Which practices of all texts; `versions` are those that may be read.

    `pole`, a slug, is asked by links alone.
    """

    charte = forms.ChoiceField(
        label="Texte",
        required=False,
        error_messages={"invalid_choice": "Ce texte n'existe pas\u00a0: oublié."},
    )
    pole = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": "Ce pôle n'est pas dans l'annuaire\u00a0: oublié."
        },
    )
    field_order = ["charte", "thematique", "region", "pole"]

    def __init__(self, data, *, versions, poles, sectors, regions):
        super().__init__(data, sectors=sectors, regions=regions)
        self.fields["pole"].choices = [(slug, slug) for slug in poles]
        texts = {version.charter.slug: version.charter.title for version in versions}
        self.fields["charte"].choices = [("", "Tous les textes"), *texts.items()]


def _name(version, versions):
    """Its date alone while it tells a version from the others."""
    words = version.date_words
    alike = sum(other.date_words == words for other in versions)
    return version.name if words is None or alike > 1 else words
