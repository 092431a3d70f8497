"""E-mails of the charter: plain text, in French, each address apart."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from charter.models import TeamLink

PREFIX = "[Annuaire des PTCE] "
WHY_THIS = (
    "Vous recevez ce message parce que cette adresse est celle de votre pôle dans "
    "l'annuaire des PTCE, ou que vous l'avez donnée en signant."
)
DECLARATION = (
    "Signer est une déclaration du pôle\u00a0: ni un label, ni une reconnaissance par "
    "l'État."
)


logger = logging.getLogger(__name__)


def on_commit(function, *args):
    """Send once the change is sure; a failure is logged and undoes nothing."""
    # Django logs the name of the callback, which a `partial` has not
    transaction.on_commit(lambda: function(*args), robust=True)


def absolute(path):
    """The address of a page of this site, for a reader who is not on it."""
    return (settings.SITE_ORIGIN or "").rstrip("/") + path


def link_sent(link):
    """The link that lets a pole sign, withdraw, or tell and look at itself."""
    until = date_format(timezone.localtime(link.expires_at), "j F Y à H:i")
    subject, asked = _asked(link)
    _send(
        [link.sent_to],
        subject,
        "Bonjour,",
        asked,
        absolute(link.get_absolute_url()),
        f"Ce lien sert jusqu'au {until}. Ouvrir la page ne change rien\u00a0: seul son "
        "bouton le fait. Ne le transmettez qu'à qui peut parler pour le pôle.",
        "Si vous n'attendiez pas ce message, ne faites rien.",
        WHY_THIS,
    )


def signature_receipt(signature, way_out, addresses):
    """What was signed, for which pole, on which day, and how to withdraw."""
    _send(
        addresses,
        f"Signature enregistrée\u00a0: {signature.version}",
        f"«\u00a0{signature.pole}\u00a0» a signé «\u00a0{signature.version}\u00a0» "
        f"{signature.signed}.",
        DECLARATION,
        f"Le texte signé\u00a0:\n{absolute(signature.version.get_absolute_url())}\n\n"
        f"La fiche du pôle\u00a0:\n{absolute(signature.pole.get_absolute_url())}",
        "Qui a signé n'est jamais publié.",
        "Pour retirer cette signature, à tout moment pendant un an\u00a0:\n"
        f"{absolute(way_out.get_absolute_url())}\n"
        "Ensuite, demandez un nouveau lien\u00a0:\n"
        f"{absolute(reverse('charter:how_to_sign'))}",
        WHY_THIS,
    )


def withdrawal_receipt(signature, addresses):
    """That a signature ended, and no longer shows."""
    _send(
        addresses,
        f"Signature retirée\u00a0: {signature.version}",
        f"La signature de «\u00a0{signature.version}\u00a0» par "
        f"«\u00a0{signature.signer}\u00a0» est retirée, et n'apparaît plus sur le "
        "site.",
        "Le nom, la fonction et le courriel du signataire sont effacés.",
        WHY_THIS,
    )


def _asked(link):
    """Subject of the e-mail of a link, and the sentence before it."""
    pole = f"«\u00a0{link.pole}\u00a0»"
    signed = link.signature and link.signature.version
    return {
        TeamLink.Purpose.SIGN: (
            f"Signer\u00a0: {link.version}",
            f"Pour lire puis signer «\u00a0{link.version}\u00a0» au nom de "
            f"{pole}\u00a0:",
        ),
        TeamLink.Purpose.WITHDRAW: (
            f"Retirer la signature de votre pôle\u00a0: {signed}",
            f"Pour retirer la signature de «\u00a0{signed}\u00a0» par {pole}\u00a0:",
        ),
        TeamLink.Purpose.TEAM: (
            "La page de votre pôle\u00a0: pratiques et auto-évaluation",
            f"Pour raconter comment {pole} vit ses engagements, et regarder où il en "
            "est\u00a0:",
        ),
    }[link.purpose]


def _send(addresses, subject, *paragraphs):
    """Send the same text to each address, none of which sees the others.

    What the mail server does not take keeps nothing from the other addresses, and is
    logged without its address, which may be that of who signed.
    """
    subject = PREFIX + " ".join(subject.split())
    text = "\n\n".join(paragraphs) + "\n"
    for address in addresses:
        try:
            EmailMessage(subject, text, to=[address]).send()
        except OSError as error:
            logger.error("E-mail not sent (%s): %s", type(error).__name__, subject)
