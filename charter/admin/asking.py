"""Small forms of the doors: a reason, a name, a link to give."""

from django import forms

REASON = 1000
# what stands at the place of a version in addresses
TAKEN = {"differences"}


class ReasonForm(forms.Form):
    """Why; asked for only by the decisions that need it."""

    reason = forms.CharField(
        label="Raison",
        required=False,
        max_length=REASON,
        empty_value=None,
        widget=forms.Textarea({"rows": 3, "cols": 60}),
    )

    def __init__(self, *args, asked=False, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        # the page holds decisions that need none: the browser does not ask
        self.use_required_attribute = False
        reason.required, reason.help_text = asked, help_text
        reason.error_messages["required"] = "Dites pourquoi."

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        return reason and reason.replace("\r\n", "\n")


class VersionNamed:
    """Form of the name of a version in addresses, which is not that of another page."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in TAKEN:
            raise forms.ValidationError("Ce nom est déjà celui d'une autre page.")
        return slug


class CopyForm(VersionNamed, forms.Form):
    """The name of a copy in addresses."""

    slug = forms.SlugField(
        label="Nom dans les adresses",
        max_length=60,
        help_text="En lettres minuscules, chiffres et tirets\u00a0: 2025, par exemple.",
        error_messages={
            "invalid": "Des lettres sans accent, des chiffres et des tirets."
        },
    )


class LinkForm(forms.Form):
    """What a link would let a pole do, among `choices`."""

    what = forms.ChoiceField(
        label="Le lien permet de",
        error_messages={
            "required": "Choisissez ce que le lien permet.",
            "invalid_choice": "Ce lien n'est plus proposé\u00a0: choisissez-en un.",
        },
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices
