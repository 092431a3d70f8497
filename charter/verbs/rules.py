"""Who may sign what, and when."""

from django.utils import timezone

from charter.models import Charter, CharterVersion, Signature
from directory.models import DatePrecision, Membership, Pole, Stage

from .refusals import Refused

MERGED = "Cette fiche a été fusionnée dans une autre\u00a0: c'est elle qui peut signer."
HIDDEN = "Cette fiche n'est pas publiée\u00a0: elle ne peut pas signer."
HIDDEN_TEAM = "Cette fiche n'est pas publiée\u00a0: ce lien n'ouvre rien d'ici là."
CLOSED = "Ce pôle est clos\u00a0: il ne peut plus signer."


def refuse_signing(pole, version):
    """Raise Refused when a pole may not sign a version today, by a link."""
    _refuse_pole(pole)
    if _is_closed(pole):
        raise Refused(CLOSED)
    if not CharterVersion.objects.to_sign().filter(pk=version.pk).exists():
        raise Refused(_why_not_to_sign(version))
    refuse_twice(version, pole=pole)


def refuse_recording(version, pole=None, structure=None, *, signed_on, precision):
    """Raise Refused when a curator may not note that a version was signed at a date.

    An older version, or a pole closed since, may have been signed in its time.
    """
    charter = version.charter
    if version.status == CharterVersion.Status.DRAFT:
        raise Refused("Un brouillon ne se signe pas.")
    if signed_on > timezone.localdate():
        raise Refused("Une signature n'est pas dans l'avenir.")
    if version.issued_on and _before(signed_on, precision, version):
        raise Refused("Cette version n'existait pas encore à cette date.")
    if charter.is_signed_by_poles and pole:
        _refuse_pole(pole)
        if pole.closed_on and signed_on > pole.closed_on:
            raise Refused("Ce pôle était déjà clos à cette date.")
    elif charter.is_signed_by_members and structure:
        members = Membership.objects.filter(pole=charter.pole, structure=structure)
        if not members.exists():
            raise Refused("Cette structure n'est pas membre du pôle.")
    else:
        raise Refused(_wrong_signer(charter))
    refuse_twice(version, pole=pole, structure=structure)


def refuse_twice(version, *, pole=None, structure=None):
    """Raise Refused when a signature of the version is already in force."""
    same = Signature.objects.in_force().filter(version=version)
    if pole and same.filter(pole=pole).exists():
        raise Refused("Ce pôle a déjà signé cette version.")
    if structure and same.filter(structure=structure).exists():
        raise Refused("Cette structure a déjà signé cette version.")


def _refuse_pole(pole):
    if pole.merged_into_id:
        raise Refused(MERGED)
    if pole.publication != Pole.Publication.PUBLISHED:
        raise Refused(HIDDEN)


def _is_closed(pole):
    if pole.closed_on and pole.closed_on <= timezone.localdate():
        return True
    return Pole.objects.with_stage().get(pk=pole.pk).stage == Stage.CLOSED


def _why_not_to_sign(version):
    if not version.charter.is_signed_by_poles:
        return _wrong_signer(version.charter)
    if not version.is_published:
        return (
            "Le texte de cette version n'est pas en ligne\u00a0: on ne signe ici que "
            "ce qui peut se lire."
        )
    return (
        "Cette version n'est plus la dernière\u00a0: c'est la plus récente qui se "
        "signe aujourd'hui."
    )


def _wrong_signer(charter):
    return {
        Charter.Kind.NATIONAL: "Cette charte se signe par les pôles.",
        Charter.Kind.LOCAL: "Cette charte se signe par les membres de son pôle.",
        Charter.Kind.REGIONAL: "Un manifeste régional ne se signe pas.",
        Charter.Kind.REFERENCE: "Un référentiel ne se signe pas.",
    }[charter.kind]


def _before(signed_on, precision, version):
    """Whether a date comes before a version, by the coarser of the two precisions."""
    precisions = {precision, version.precision}
    if DatePrecision.YEAR in precisions:
        return signed_on.year < version.issued_on.year
    if DatePrecision.MONTH in precisions:
        days = (signed_on.replace(day=1), version.issued_on.replace(day=1))
        return days[0] < days[1]
    return signed_on < version.issued_on
