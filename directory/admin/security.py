"""Signing in with a code: each account turns it on and off for itself."""

from base64 import b32encode
from functools import partial

import django_otp
import segno
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from django_otp.plugins.otp_static.models import StaticToken

from directory.models import account_name, code_device
from directory.moderation import Refused, two_factor
from directory.permissions import Role

from .access_forms import CodeForm, PasswordForm, ProofForm
from .confirmations import confirm
from .doors import door, render_door


@door("Sécurité de son compte : mot de passe, double authentification")
@require_safe
def security(request):
    codes = StaticToken.objects.filter(device__user=request.user)
    return render_door(
        request,
        "admin/curation/security.html",
        {"device": code_device(request.user), "codes_left": codes.count()},
        title="Sécurité de mon compte",
    )


@door("Double authentification : préparer l'activation")
def begin_two_factor(request):
    """Asks for the password: a session left open locks nobody out of her account."""
    form = PasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            two_factor.begin(request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("curation:security")
        return redirect("curation:turn_on_two_factor")
    return _show_proof(
        request,
        form,
        title="Activer la double authentification",
        words="À chaque connexion, un code vous sera demandé après le mot de passe.",
        button="Continuer",
    )


@door("Double authentification : activer par un premier code")
def turn_on_two_factor(request):
    device = two_factor.pending_device(request.user)
    if device is None:
        return redirect("curation:security")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device, codes = two_factor.confirm(request.user, form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            django_otp.login(request, device)
            return _show_codes(request, codes, "Double authentification activée")
    context = {"form": form, **_to_scan(device)}
    title = "Activer la double authentification"
    return render_door(
        request, "admin/curation/two_factor_on.html", context, title=title
    )


def _to_scan(device):
    """The secret of a device as a picture, a link and a text in groups of four."""
    secret = b32encode(device.bin_key).decode()
    picture = segno.make_qr(device.config_url, error="m")
    return {
        "link": device.config_url,
        "picture": picture.svg_data_uri(scale=5, light="#fff"),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    }


def _show_codes(request, codes, title):
    context = {"codes": codes}
    return render_door(
        request, "admin/curation/backup_codes.html", context, title=title
    )


@door("Double authentification : de nouveaux codes de secours")
def renew_backup_codes(request):
    form = ProofForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and code_device(request.user):
        codes = two_factor.renew_backup_codes(request.user)
        return _show_codes(request, codes, "Nouveaux codes de secours")
    return _ask_proof(
        request,
        form,
        title="Nouveaux codes de secours",
        words="Les codes que vous aviez ne serviront plus.",
        button="Créer dix nouveaux codes",
    )


@door("Double authentification : désactiver")
def turn_off_two_factor(request):
    form = ProofForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        two_factor.turn_off(request.user)
        messages.success(request, "La double authentification est désactivée.")
        return redirect("curation:security")
    return _ask_proof(
        request,
        form,
        title="Désactiver la double authentification",
        words="Votre mot de passe suffira de nouveau pour vous connecter.",
        button="Désactiver",
    )


def _ask_proof(request, form, *, title, words, button):
    if code_device(request.user) is None:
        return redirect("curation:security")
    return _show_proof(request, form, title=title, words=words, button=button)


def _show_proof(request, form, *, title, words, button):
    context = {"form": form, "words": words, "button": button}
    return render_door(request, "admin/curation/proof.html", context, title=title)


@door(
    "Double authentification : la retirer à qui a perdu son appareil",
    roles={Role.SUPERUSER},
)
def remove_lost_device(request, pk):
    user = get_object_or_404(get_user_model(), pk=pk)
    name = account_name(user)
    return confirm(
        request,
        partial(two_factor.remove_lost_device, user, by=request.user),
        title=f"Retirer la double authentification de {name}",
        words=[
            "À ne faire que si cette personne a perdu son téléphone et ses codes de "
            "secours, et qu'elle vous l'a dit de vive voix.",
            "Son mot de passe suffira pour se connecter, jusqu'à ce qu'elle active un "
            "nouvel appareil.",
        ],
        button="Retirer la double authentification",
        done=f"La double authentification de {name} est retirée.",
        back="admin:auth_user_changelist",
        grave=True,
    )
