"""Accounts as tests use them: managers, links of e-mails, codes of telephones."""

import re
import time

from django_otp.oath import totp

from directory import moderation
from directory.models import Curator
from directory.moderation import two_factor
from tests.makers import make_user

PASSWORD = "mot de passe"
CHOSEN = "un très long secret"


def network_of(user):
    return user.curated_networks.get().network


def make_manager(user):
    """The user, who becomes responsible for her network."""
    right = user.curated_networks.get()
    right.role = Curator.Role.MANAGER
    right.save()
    return user


def make_colleague(user, username="dora", **fields):
    """Someone else who curates the network of a user; returns her right."""
    fields = {"email": f"{username}@reseau.example", **fields}
    colleague = make_user(username, networks=[network_of(user)], **fields)
    return colleague.curated_networks.get()


def link_in(email):
    """Path of the link that an e-mail holds, without the host."""
    return re.search(r"^https?://[^/]+(/\S+)$", email.body, re.MULTILINE)[1]


def invite(manager, email="dora@reseau.example", **options):
    return moderation.invite(network_of(manager), email, by=manager, **options)


def path_of(invitation):
    return f"/admin/invitation/{invitation.token}/"


def code_of(device, *, ago=0):
    """The code that a telephone shows, or showed some seconds ago."""
    return f"{totp(device.bin_key, t0=ago):06}"


def turn_on_two_factor(user):
    """Return the device and the backup codes; its next code is not used yet."""
    device = two_factor.begin(user)
    device, codes = two_factor.confirm(user, code_of(device))
    # the code of a moment ago, so that the present one is still good
    device.last_t = int(time.time()) // device.step - 1
    device.save()
    return device, codes
