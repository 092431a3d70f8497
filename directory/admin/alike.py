"""Whoever types a name is told what it looks like: by a script, and by the form."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from directory import moderation
from directory.models import Pole, alike_for
from directory.models.likeness import STRONG

ELSEWHERE = (
    "une fiche ressemblante existe hors de votre périmètre : demandez à l'édition "
    "nationale"
)
ANOTHER = {"pole": "c'est un autre pôle", "structure": "c'est une autre structure"}
# What is typed that tells a row from others, beside its name.
COMPARED = {
    "pole": [
        "name",
        "short_name",
        "website",
        "website_is_carriers",
        "carrier",
        "seat",
        "latitude",
        "longitude",
        "position_precision",
    ],
    "structure": [
        "name",
        "siren",
        "siret",
        "website",
        "commune",
        "latitude",
        "longitude",
    ],
}
# A row already there is compared anew when one of these changes.
TELLING = {"name", "short_name", "siren", "website"}


def in_full(row):
    """Its name with what tells it from its namesakes, as far as it is known."""
    if isinstance(row, Pole):
        known = [row.seat, row.get_publication_display()]
    else:
        siren = row.siren and f"SIREN {row.siren}"
        known = [row.kind, row.commune, siren, row.archived and "archivée"]
    return f"{row.name} ({', '.join(map(str, filter(None, known)))})"


class AlikeForm(forms.ModelForm):
    """Form that asks whether a row much like one already there is another indeed.

    `curator` is whose scope counts: what lies outside is not named.
    """

    another = forms.BooleanField(
        required=False,
        # shown when there is something to confirm
        widget=forms.HiddenInput,
    )
    curator = None
    # rows of which whoever types said that this one is another
    told_apart = ()

    class Media:
        css = {"all": ["css/admin-duplicates.css"]}
        js = [forms.Script("js/alike.js", type="module")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        noun = self._meta.model._meta.model_name
        if "another" in self.fields:
            self.fields["another"].label = ANOTHER[noun]
        if "name" in self.fields:
            self.fields["name"].widget.attrs |= {
                "data-alike": reverse("curation:near"),
                "data-noun": noun,
                "data-row": self.instance.pk or "",
            }

    def clean(self):
        super().clean()
        found, elsewhere = self._alike()
        if found or elsewhere:
            self.fields["another"].widget = forms.CheckboxInput()
            if not self.cleaned_data.get("another"):
                raise forms.ValidationError(self._question(found), code="alike")
        self.told_apart = found
        return self.cleaned_data

    def _alike(self):
        """(rows much like this one, whether one is out of scope), if that is new."""
        if self.instance.pk and not TELLING & set(self.changed_data):
            return [], False
        if self.curator is None or not self.cleaned_data.get("name"):
            return [], False
        model = self._meta.model
        typed = {
            name: self.cleaned_data[name]
            for name in COMPARED[model._meta.model_name]
            if name in self.cleaned_data
        }
        found, elsewhere = alike_for(self.curator, model(pk=self.instance.pk, **typed))
        return [one.row for one in found if one.score >= STRONG], elsewhere

    def _question(self, rows):
        """HTML: the rows much like this one, to be opened apart, and what to do."""
        links = format_html_join(
            "; ", '<a href="{}" target="_blank">{}</a>', map(_link, rows)
        )
        told = format_html("Déjà dans l'annuaire : {}", links)
        return format_html(
            "{}. Si c'est la même fiche, n'en gardez qu'une ; sinon, cochez « {} » "
            "et enregistrez.",
            told if rows else ELSEWHERE[0].upper() + ELSEWHERE[1:],
            self.fields["another"].label,
        )


def _link(row):
    noun = row._meta.model_name
    return reverse(f"admin:directory_{noun}_change", args=[row.pk]), in_full(row)


class AlikeWarning:
    """Admin page whose form, an `AlikeForm`, knows who types, and is remembered."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.curator = request.user  # the class is made for this request
        return form

    def get_fieldsets(self, request, obj=None):
        """With the confirmation first, by the error that asks it, for who may save."""
        may_save = self.has_change_permission(request, obj) or not obj
        first = [(None, {"fields": ["another"]})] if may_save else []
        return [*first, *super().get_fieldsets(request, obj)]

    def save_related(self, request, form, formsets, change):
        """What was said to be another is not asked again."""
        super().save_related(request, form, formsets, change)
        for row in form.told_apart:
            moderation.tell_apart(form.instance, row, by=request.user)
