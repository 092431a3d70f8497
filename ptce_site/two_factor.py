"""The second step of signing in: a code of a telephone, or a backup code."""

import time

from django import forms
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice

from directory.models import code_device
from directory.moderation.two_factor import WRONG_CODE

WAITING = "waiting_for_code"
PATIENCE = 600
DIGITS = 6


class CodeBackend(ModelBackend):
    """Check the code of an account whose password is known: each is good for once.

    As a backend, so that failures are counted and suspended like those of passwords.
    """

    def authenticate(self, request, username=None, token=None, **credentials):
        if username is None or token is None:
            return None
        user = get_user_model().objects.filter(username=username).first()
        token = "".join(token.split()).lower()
        device = user and self._device(user, token)
        if device is None or not self.user_can_authenticate(user):
            return None
        user.otp_device = verify_token(user, device.persistent_id, token)
        return user if user.otp_device else None

    def _device(self, user, token):
        """The device that a code is for: one wrong code must not slow both."""
        if token.isdecimal() and len(token) == DIGITS:
            return code_device(user)
        return StaticDevice.objects.devices_for_user(user, confirmed=True).first()


def wait_for_code(request, user):
    """Remember, for ten minutes, whose password was given; nobody is signed in yet."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "account": user.pk,
        "password": user.get_session_auth_hash(),
        "since": time.time(),
    }


def who_waits(request):
    """The account whose password was given in this session; None for nobody."""
    told = request.session.get(WAITING)
    if not told or time.time() - told["since"] > PATIENCE:
        return None
    user = get_user_model().objects.filter(pk=told["account"], is_active=True).first()
    same = user and constant_time_compare(
        user.get_session_auth_hash(), told["password"]
    )
    return user if same else None


class CodeForm(forms.Form):
    """Asks the account that waits for its code; `get_user` when it is right."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Les six chiffres de votre application, ou un code de secours.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True}
        ),
    )

    def __init__(self, request, *args, **kwargs):
        self.request, self.user = request, None
        super().__init__(*args, **kwargs)

    def clean_code(self):
        waiting = who_waits(self.request)
        self.user = waiting and authenticate(
            self.request,
            username=waiting.get_username(),
            token=self.cleaned_data["code"],
        )
        if self.user is None:
            raise ValidationError(WRONG_CODE, code="wrong_code")
        return self.cleaned_data["code"]

    def get_user(self):
        return self.user
