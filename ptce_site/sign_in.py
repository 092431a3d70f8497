"""The form that opens the admin; importable once the models are."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError


class SignInForm(AdminAuthenticationForm):
    """Refuse a name that no account can have, before it is noted as an attempt."""

    def clean_username(self):
        username = self.cleaned_data["username"]
        if len(username) > self.fields["username"].max_length:
            raise ValidationError(
                "Un nom de compte a au plus %(limit)s caractères.",
                code="max_length",
                params={"limit": self.fields["username"].max_length},
            )
        return username
