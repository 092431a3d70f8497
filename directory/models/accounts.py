"""Accounts are Django's own; this is what the directory says and asks of them."""

from django.contrib.auth import get_user_model
from django_otp.plugins.otp_totp.models import TOTPDevice


def accounts_of(email):
    """Accounts of an e-mail address, closed ones included, whatever its case."""
    return get_user_model().objects.filter(email__iexact=email)


def account_name(user):
    """Name of an account for those who share its work: never an e-mail address."""
    return user.get_full_name() or user.get_username().partition("@")[0]


def code_device(user):
    """The device whose codes an account signs in with; None when it asks for none."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).first()
