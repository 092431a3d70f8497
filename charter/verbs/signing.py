"""Signing is a declaration: made, noted, verified, withdrawn; each step is logged."""

from django.db import transaction
from django.utils import timezone

from charter import emails
from charter.models import Signature, SignatureStep, TeamLink
from directory.models import DatePrecision

from .links import give_link, use
from .locking import locked, locked_pole
from .refusals import Refused
from .rules import refuse_recording, refuse_signing

State = Signature.State
Through = SignatureStep.Through


@transaction.atomic
def sign(link, *, name, role, email=None):
    """The signature of the pole of a link, declared today; the link serves no more.

    A receipt goes to the pole's address and to `email`, with a link to withdraw. Raise
    Refused when the link serves no more, or when the pole may not sign any more.
    """
    pole = locked_pole(link.pole_id)
    link = use(link, TeamLink.Purpose.SIGN)
    refuse_signing(pole, link.version)
    signature = Signature.objects.create(
        version=link.version,
        pole=pole,
        signed_on=timezone.localdate(),
        precision=DatePrecision.DAY,
        signatory_name=name,
        signatory_role=role,
        signatory_email=email,
    )
    _log(signature, Through.LINK)
    _used(link)
    others = TeamLink.objects.filter(pole=pole, version=link.version).open()
    others.update(revoked_at=link.used_at)
    way_out = give_link(pole, TeamLink.Purpose.WITHDRAW, signature=signature)
    addresses = list(dict.fromkeys(filter(None, [link.sent_to, pole.email, email])))
    emails.on_commit(emails.signature_receipt, signature, way_out, addresses)
    return signature


@transaction.atomic
def record_signature(
    version, *, signed_on, precision, by, pole=None, structure=None, **evidence
):
    """Note a signature that happened elsewhere, with its date and what proves it.

    `evidence`: `source`, `evidence_url`, `evidence_note`, one of them at least. `by` is
    None for a command. Raise Refused as `refuse_recording` does, out of the scope of
    `by`, or without evidence.
    """
    if not any(evidence.values()):
        raise Refused("Indiquez ce qui prouve cette signature.")
    holder = pole or version.charter.pole
    if holder is not None:
        holder = locked(holder, by=by)
    refuse_recording(
        version,
        pole and holder,
        structure,
        signed_on=signed_on,
        precision=precision,
    )
    signature = Signature.objects.create(
        version=version,
        pole=pole,
        structure=structure,
        signed_on=signed_on,
        precision=precision,
        **evidence,
    )
    _log(signature, Through.CURATOR, by=by)
    return signature


@transaction.atomic
def verify_signature(signature, *, by, reason=None):
    """A curator checked it with the pole; raise Refused unless it is declared."""
    signature = locked(signature, by=by)
    if signature.state != State.DECLARED:
        raise Refused("Seule une signature déclarée se vérifie.")
    signature.state = State.VERIFIED
    signature.save()
    _log(signature, Through.CURATOR, by=by, reason=reason)


@transaction.atomic
def withdraw_signature(signature, *, by=None, link=None, reason=None):
    """End a signature at once, by its link or by a curator, and forget who signed.

    Raise Refused when it is withdrawn already, or the link serves no more.
    """
    if (by is None) == (link is None):
        raise ValueError("a withdrawal is by a curator or by a link")
    signature = locked(signature, by=by)
    if link is not None:
        link = use(link, TeamLink.Purpose.WITHDRAW)
        if link.signature_id != signature.pk:
            raise Refused("Ce lien n'est pas celui de cette signature.")
    if not signature.is_in_force:
        raise Refused("Cette signature est déjà retirée.")
    pole = signature.pole
    addresses = [pole and pole.email, signature.signatory_email]
    signature.state, signature.withdrawn_at = State.WITHDRAWN, timezone.now()
    signature.signatory_name = signature.signatory_role = None
    signature.signatory_email = None
    signature.save()
    _log(signature, Through.LINK if link else Through.CURATOR, by=by, reason=reason)
    if link is not None:
        _used(link)
    signature.links.open().update(revoked_at=timezone.now())
    told = list(dict.fromkeys(filter(None, addresses)))
    emails.on_commit(emails.withdrawal_receipt, signature, told)


def _log(signature, through, *, by=None, reason=None):
    SignatureStep.objects.create(
        signature=signature,
        state=signature.state,
        through=through,
        by=by,
        reason=reason,
    )


def _used(link):
    link.used_at = timezone.now()
    link.save()
