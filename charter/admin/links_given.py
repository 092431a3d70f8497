"""Links of a pole: those that a curator may give it, and what became of the others."""

from dataclasses import dataclass
from datetime import datetime

from charter.models import CharterVersion, Signature, TeamLink

Purpose = TeamLink.Purpose


@dataclass(frozen=True)
class GivenLink:
    """A link as the page of its pole tells it: what it allows, its state since `at`.

    An open link is so until then.
    """

    link: TeamLink
    allows: str
    state: str
    at: datetime


def links_given(pole):
    """Links of a pole, the last first."""
    links = TeamLink.objects.filter(pole=pole).select_related(
        "created_by", "version__charter", "signature__version__charter"
    )
    return [GivenLink(link, _allows(link), *_state(link)) for link in links]


def kinds_to_give(pole):
    """{value of a choice: (words, what `give_link` takes)} for a pole, in order."""
    versions = CharterVersion.objects.to_sign().select_related("charter")
    signed = set(_in_force(pole).values_list("version", flat=True))
    found = {
        f"{Purpose.SIGN}-{version.pk}": (
            f"Signer «\u00a0{version}\u00a0»",
            {"purpose": Purpose.SIGN, "version": version},
        )
        for version in versions
        if version.pk not in signed
    }
    found[Purpose.TEAM.value] = (
        "Raconter ses pratiques et s'évaluer",
        {"purpose": Purpose.TEAM},
    )
    return found | {
        f"{Purpose.WITHDRAW}-{signature.pk}": (
            f"Retirer sa signature de «\u00a0{signature.version}\u00a0»",
            {"purpose": Purpose.WITHDRAW, "signature": signature},
        )
        for signature in _in_force(pole).select_related("version__charter")
    }


def _in_force(pole):
    return Signature.objects.in_force().filter(pole=pole)


def _allows(link):
    if link.purpose == Purpose.SIGN:
        return f"Signer «\u00a0{link.version}\u00a0»"
    if link.purpose == Purpose.WITHDRAW:
        return f"Retirer la signature de «\u00a0{link.signature.version}\u00a0»"
    return "Raconter et s'évaluer"


def _state(link):
    if link.used_at:
        return "utilisé le", link.used_at
    if link.revoked_at:
        return "annulé le", link.revoked_at
    return "ouvert jusqu'au" if link.is_open else "expiré le", link.expires_at
