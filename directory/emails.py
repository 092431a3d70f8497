"""E-mails of the site: plain text, in French, each address apart.

One function for each e-mail, called by a verb through `on_commit`.
"""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from directory import values
from directory.models import Pole, ProposedChange, Structure

PREFIX = "[Annuaire des PTCE] "
TO_CURATORS = (
    "Vous recevez ce message parce que vous tenez des fiches de l'annuaire des PTCE."
)
TO_SENDER = "Votre adresse ne sert qu'à cette réponse et n'est jamais publiée."


def on_commit(function, *args):
    """Send once the change is sure; an e-mail that fails is logged and undoes nothing.

    A mail server that is down must not turn a change already written into an error.
    """
    # Django logs the name of the callback, which a `partial` has not
    transaction.on_commit(lambda: function(*args), robust=True)


def send(addresses, subject, *paragraphs):
    """Send the same text to each address, none of which sees the others."""
    subject = PREFIX + " ".join(subject.split())
    text = "\n\n".join(paragraphs) + "\n"
    messages = [EmailMessage(subject, text, to=[address]) for address in addresses]
    get_connection().send_messages(messages)


def site_origin(request=None):
    """Scheme and host that links begin with: those of the settings, else of a request.

    Without either, the address of a demonstration.
    """
    if settings.SITE_ORIGIN or request is None:
        return settings.SITE_ORIGIN or "http://127.0.0.1:8000"
    return f"{request.scheme}://{request.get_host()}"


def absolute(path):
    """The address of a page of this site, for a reader who is not on it."""
    return (settings.SITE_ORIGIN or "").rstrip("/") + path


def suggestion_received(suggestion, addresses):
    """Tell curators what waits for them, and nothing of who sent it."""
    review = reverse("curation:review_suggestion", args=[suggestion.public_id])
    waiting = reverse("admin:directory_suggestion_changelist")
    names = [_name(change) for change in suggestion.changes.all()]
    send(
        addresses,
        f"À examiner : {suggestion.subject}",
        f"Une suggestion attend une décision : {suggestion.subject}.",
        f"Origine : {suggestion.get_origin_display()}.\n"
        f"Champs proposés : {', '.join(names)}.",
        f"Comparer et décider :\n{absolute(review)}",
        f"Tout ce qui attend vos réseaux :\n{absolute(waiting)}?status__exact=ouverte",
        TO_CURATORS,
    )


def suggestion_settled(suggestion):
    """Answer who sent a suggestion: what became of each field, and why."""
    received = date_format(timezone.localtime(suggestion.created_at), "j F Y")
    shown = _is_public(suggestion.target)
    sheet = absolute(suggestion.target.get_absolute_url()) if shown else None
    send(
        [suggestion.sender_email],
        f"Votre suggestion est {suggestion.get_status_display()}",
        f"Votre suggestion du {received} ({suggestion.subject}) a été examinée.",
        "\n".join(_outcome(change) for change in suggestion.changes.all()),
        *([f"La fiche :\n{sheet}"] if sheet else []),
        "Merci de votre aide.",
        TO_SENDER,
    )


def _name(change):
    return values.label(change.suggestion.model, change.field)


def _outcome(change):
    refused = change.decision == ProposedChange.Decision.REFUSED
    reason = f" ({change.reason})" if change.reason and refused else ""
    return f"- {_name(change)} : {change.get_decision_display()}{reason}"


def _is_public(target):
    """Whether visitors may read the page of a pole or of a structure."""
    if isinstance(target, Structure):
        return Structure.objects.in_published_poles().filter(pk=target.pk).exists()
    return bool(target) and target.publication == Pole.Publication.PUBLISHED


def invitation_email(invitation, link):
    """The link that lets someone curate the entries of a network.

    Raise OSError when the mail server does not take it.
    """
    until = date_format(timezone.localtime(invitation.expires_at), "j F Y à H:i")
    by = invitation.invited_by
    kept = f"les fiches de « {invitation.network} »"
    if by and by.get_full_name():
        invited = f"{by.get_full_name()} vous invite à tenir {kept}"
    elif by:
        # a login name says nothing to who reads
        invited = f"Le réseau « {invitation.network} » vous invite à tenir ses fiches"
    else:
        invited = f"Vous avez une invitation à tenir {kept}"
    send(
        [invitation.email],
        f"Invitation à tenir les fiches de : {invitation.network}",
        "Bonjour,",
        f"{invited} dans l'annuaire des PTCE. Pour accepter, ouvrez ce lien :",
        link,
        f"Il sert une fois, jusqu'au {until}. Ne le transmettez pas : il donne accès "
        "au nom de votre adresse.",
        "Si vous n'attendiez pas cette invitation, ne faites rien.",
    )
