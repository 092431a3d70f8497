"""E-mails that the directory sends: plain French text, from templates/emails/."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string


def site_origin(request=None):
    """Scheme and host that links begin with: those of the settings, else of a request.

    Without either, the address of a demonstration.
    """
    told = getattr(settings, "SITE_ORIGIN", None)
    if told or request is None:
        return told or "http://127.0.0.1:8000"
    return f"{request.scheme}://{request.get_host()}"


def send(to, subject, template_name, context):
    """Send one e-mail; raise OSError when the server does not take it."""
    # no line may break in a subject
    subject = " ".join(subject.split())
    send_mail(subject, render_to_string(template_name, context), None, [to])


def invitation_email(invitation, link):
    """The link that lets someone curate the entries of a network."""
    network = invitation.network
    send(
        invitation.email,
        f"Invitation à tenir les fiches de : {network}",
        "emails/invitation.txt",
        {"invitation": invitation, "network": network, "link": link},
    )
