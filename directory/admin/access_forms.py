"""Forms about accounts: an invitation, a new account, a proof of who acts."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import UserCreationForm
from django.core.exceptions import ValidationError

from directory.models import Curator
from directory.moderation.two_factor import WRONG_CODE


class InviteForm(forms.Form):
    email = forms.EmailField(label="Courriel", max_length=254)
    role = forms.ChoiceField(label="Rôle", choices=Curator.Role, required=False)

    def clean_role(self):
        return self.cleaned_data["role"] or Curator.Role.CURATOR


class NewAccountForm(UserCreationForm):
    """An account for the address of an invitation, which is its first name."""

    class Meta(UserCreationForm.Meta):
        fields = ["first_name", "last_name", "username"]
        labels = {"username": "Nom de compte"}
        help_texts = {
            "username": "Pour vous connecter : votre courriel, sauf si vous préférez "
            "un autre nom (lettres, chiffres et @ . + - _)."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["username"] = self.instance.email[:150]
        self.fields["username"].widget.attrs.pop("autofocus")
        for name, purpose in (
            ("first_name", "given-name"),
            ("last_name", "family-name"),
        ):
            self.fields[name].required = True
            self.fields[name].widget.attrs["autocomplete"] = purpose


class PasswordForm(forms.Form):
    """Password of the account signed in.

    Failures are counted and suspended like those of the login page.
    """

    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request, *args, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self):
        given = super().clean()
        if not self.errors:
            self._prove("password", "Mot de passe refusé.", password=given["password"])
        return given

    def _prove(self, field, refusal, **credentials):
        who = self.request.user.get_username()
        if authenticate(self.request, username=who, **credentials) is None:
            self.add_error(field, ValidationError(refusal))


class ProofForm(PasswordForm):
    """Password and code of the account signed in: both are right or none is said."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Les six chiffres de votre application, ou un code de secours.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    def clean(self):
        given = super().clean()
        if not self.errors:
            self._prove("code", WRONG_CODE, token=given["code"])
        return given


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code à six chiffres",
        max_length=10,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )
