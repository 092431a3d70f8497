"""Signing in with a code of a telephone: turned on, renewed, turned off."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from directory.models import code_device

from .refusals import Refused

BACKUP_CODES = 10
WRONG_CODE = (
    "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant, et vérifiez "
    "l'heure de votre téléphone."
)


def pending_device(user):
    """The device that an account is turning on; None when it is not."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=False).first()


@transaction.atomic
def begin(user):
    """Draw a secret for an account, to be confirmed by a code; return the device."""
    if code_device(user):
        raise Refused("La double authentification est déjà activée.")
    cancel(user)
    return TOTPDevice.objects.create(user=user, name="Téléphone", confirmed=False)


def cancel(user):
    """Forget a secret that was not confirmed."""
    TOTPDevice.objects.devices_for_user(user, confirmed=False).delete()


def confirm(user, code):
    """Turn on by a first code; return the device and the backup codes.

    A wrong code is counted, and soon makes the device refuse any for a while.
    """
    device = pending_device(user)
    if device is None:
        raise Refused("Recommencez l'activation : aucun secret n'est à confirmer.")
    device = verify_token(user, device.persistent_id, code)
    if device is None:
        raise Refused(WRONG_CODE)
    with transaction.atomic():
        device.confirmed = True
        device.save()
        return device, renew_backup_codes(user)


@transaction.atomic
def renew_backup_codes(user):
    """Replace the backup codes of an account by ten new ones, each good for once."""
    # the same device: a session that one of its codes opened stays so
    device, _ = StaticDevice.objects.get_or_create(
        user=user, defaults={"name": "Codes de secours"}
    )
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(BACKUP_CODES)]
    for code in codes:
        device.token_set.create(token=code)
    return codes


@transaction.atomic
def turn_off(user):
    """Sign in by the password alone from now on."""
    TOTPDevice.objects.devices_for_user(user).delete()
    StaticDevice.objects.devices_for_user(user).delete()


@transaction.atomic
def remove_lost_device(user, *, by):
    """Turn off for someone who lost her telephone and codes; the log keeps it."""
    if user == by:
        raise Refused("Pour votre compte, passez par votre page de sécurité.")
    if code_device(user) is None:
        raise Refused("Ce compte n'a pas de double authentification.")
    turn_off(user)
    LogEntry.objects.log_actions(
        by.pk,
        [user],
        CHANGE,
        "Double authentification retirée : appareil perdu.",
        single_object=True,
    )
