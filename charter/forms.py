"""Forms of the pages that a pole's team opens by a link, and of how to ask for one."""

from django import forms
from django.utils import timezone

from charter.models import STEPS, CharterVersion, Practice, Signature, TeamLink
from charter.verbs.rules import MERGED
from directory.models import Pole, heir_of
from directory.models.plausible import validate_web_address, validate_words

Purpose = TeamLink.Purpose
FIRST_YEAR = 1990
UNKNOWN_POLE = "Aucun pôle publié ne porte ce nom\u00a0: choisissez-le dans la liste."
SEVERAL_POLES = "Plusieurs pôles portent ce nom\u00a0: dites lequel."


def required(words):
    return {"required": words}


def at_most(length, what):
    """The message of a text too long, which tells both lengths."""
    return f"{what}\u00a0: {length} caractères au plus\u00a0; il y en a %(show_value)s."


class OneLine(forms.CharField):
    """A line of text with at least a letter."""

    def __init__(self, *, label, max_length, **kwargs):
        messages = {
            "required": f"{label}\u00a0: à remplir.",
            "max_length": at_most(max_length, label),
        }
        kwargs["validators"] = [validate_words]
        super().__init__(
            label=label, max_length=max_length, error_messages=messages, **kwargs
        )


class AskForm(forms.Form):
    """What a link is asked for: a pole, by its name or that of its address, and why.

    `near` holds poles whose names look like the one that was not found.
    """

    pole = forms.CharField(
        label="Votre pôle",
        help_text="Son nom dans l'annuaire, ou la fin de l'adresse de sa fiche.",
        max_length=200,
        error_messages={
            "required": "Dites de quel pôle il s'agit.",
            "max_length": at_most(200, "Nom du pôle"),
        },
        widget=forms.TextInput(attrs={"list": "poles", "autocomplete": "off"}),
    )
    pour = forms.ChoiceField(
        label="Vous voulez",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites ce que vous voulez faire.",
            "invalid_choice": "Ce choix n'est pas ou plus proposé.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.near = []
        self.to_sign = CharterVersion.objects.to_sign().select_related("charter")
        self.fields["pour"].choices = [
            (value, words) for value, words, *_ in self._choices()
        ]

    def _choices(self):
        """(value, words, purpose, version) of each thing that may be asked."""
        signed = Signature.objects.public().of_poles().values("version")
        versions = CharterVersion.objects.public().filter(pk__in=signed)
        to_withdraw = versions.select_related("charter").newest_first()
        for purpose, words, found in (
            (Purpose.SIGN, "signer", self.to_sign),
            (Purpose.WITHDRAW, "retirer notre signature de", to_withdraw),
        ):
            for version in found:
                told = f"{words} «\u00a0{version}\u00a0»"
                yield f"{purpose}-{version.pk}", told, purpose, version
        words = "ouvrir la page de l'équipe\u00a0: dire nos pratiques, nous évaluer"
        yield Purpose.TEAM.value, words, Purpose.TEAM, None

    def clean_pole(self):
        told = self.cleaned_data["pole"]
        published = Pole.objects.published()
        if found := published.filter(slug=told).first():
            return found
        if heir := heir_of(published, told):
            self.near = [heir]
            raise forms.ValidationError(MERGED)
        self.near = list(published.named_like(told).with_seat()[:5])
        exact = [pole for pole in self.near if pole.likeness == 1]
        if len(exact) == 1:
            return exact[0]
        raise forms.ValidationError(SEVERAL_POLES if exact else UNKNOWN_POLE)

    def clean_pour(self):
        """(purpose, version or None)."""
        wanted = {value: (what, of) for value, _, what, of in self._choices()}
        return wanted[self.cleaned_data["pour"]]


class SignForm(forms.Form):
    """Who signs for a pole; told to no one but its curators."""

    name = OneLine(
        label="Votre nom",
        max_length=150,
        help_text="Jamais publié. Effacé si la signature est retirée.",
    )
    role = OneLine(
        label="Votre fonction dans le pôle",
        max_length=150,
        help_text="Jamais publiée.",
    )
    email = forms.EmailField(
        label="Votre courriel, pour le reçu",
        help_text="Jamais publié. Le reçu part aussi au courriel du pôle.",
        required=False,
        max_length=254,
        empty_value=None,
        error_messages={
            "invalid": "Ce courriel n'est pas entier\u00a0: il s'écrit nom@domaine.fr.",
            "max_length": at_most(254, "Courriel"),
        },
    )
    agreed = forms.BooleanField(
        label="Je signe au nom du pôle, qui m'en a donné le pouvoir",
        error_messages=required("Cochez cette case pour signer au nom du pôle."),
    )

    def __init__(self, *args, has_address, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_address:
            self.fields["email"].help_text = (
                "Jamais publié. L'annuaire ne connaît pas de courriel du pôle\u00a0: "
                "sans celui-ci, aucun reçu ne part."
            )


class PracticeForm(forms.Form):
    """How a pole lives a commitment."""

    text = forms.CharField(
        label="Comment le pôle le vit",
        help_text=(
            "1\u00a0500 caractères au plus, soit une vingtaine de lignes. Du texte "
            "seul\u00a0: ni mise en forme, ni nom de personne."
        ),
        max_length=Practice._meta.get_field("text").max_length,
        validators=[validate_words],
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={
            "required": "Dites en quelques mots comment le pôle vit cet engagement.",
            "max_length": at_most("1\u00a0500", "Votre texte"),
        },
    )
    url = forms.URLField(
        label="Un lien pour en savoir plus",
        help_text="Une page publique\u00a0: https://…",
        required=False,
        max_length=500,
        empty_value=None,
        assume_scheme="https",
        validators=[validate_web_address],
        error_messages={
            "invalid": "Cette adresse n'est pas entière\u00a0: https://exemple.fr/page.",
            "max_length": at_most(500, "Adresse"),
        },
    )
    year = forms.IntegerField(
        label="Depuis quelle année",
        help_text="Quatre chiffres.",
        required=False,
        min_value=FIRST_YEAR,
        error_messages={
            "invalid": "L'année s'écrit en quatre chiffres.",
            "min_value": f"L'année va de {FIRST_YEAR} à aujourd'hui.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, data=None, **kwargs):
        # browsers send two characters for the end of a line
        if data is not None:
            data = {name: value.replace("\r\n", "\n") for name, value in data.items()}
        super().__init__(data, **kwargs)
        # a browser would cut what is pasted, without a word
        del self.fields["text"].widget.attrs["maxlength"]

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(f"L'année va de {FIRST_YEAR} à aujourd'hui.")
        return year


class AssessmentForm(forms.Form):
    """The answers of a team to a référentiel: a step for each point, or none.

    `last` is the assessment before: its answers are filled in when it is of today,
    which it is to be made again, and told beside each point when it is older.
    """

    def __init__(self, points, *args, last=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.points, self.last = list(points), last
        answers = last.answers.all() if last else []
        self.before = {answer.commitment_id: answer.step for answer in answers}
        self.is_of_today = bool(last) and last.answered_on == timezone.localdate()
        for point in self.points:
            self.fields[_name(point)] = self._field(point)

    def _field(self, point):
        return forms.TypedChoiceField(
            label=point.title,
            choices=[*STEPS.items(), ("", "sans réponse")],
            coerce=int,
            empty_value=None,
            required=False,
            initial=self.before.get(point.pk, "") if self.is_of_today else "",
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "Cette réponse n'est pas proposée."},
        )

    @property
    def rows(self):
        """(point, its field, words of the last time or None), in reading order."""
        before = {} if self.is_of_today else self.before
        return [
            (point, self[_name(point)], STEPS.get(before.get(point.pk)))
            for point in self.points
        ]

    @property
    def steps(self):
        """{point: step, None without an answer} of a valid form."""
        return {point: self.cleaned_data[_name(point)] for point in self.points}


def _name(point):
    return f"point-{point.pk}"
