"""What the charter holds of each région of `make_three_regions`."""

from datetime import date, timedelta

from django.utils import timezone

from charter.models import (
    Charter,
    CharterVersion,
    Commitment,
    Milestone,
    Practice,
    Signature,
    SignatureStep,
    TeamLink,
)

from .makers import make_source, make_version


def make_charter_rows(token, network, pole, member):
    """Rows of a région whose every text bears its token, rather than by the verbs:
    its pole is a draft.
    """
    version = CharterVersion.objects.first() or make_version()
    local = Charter.objects.create(
        slug=f"locale-{token}", kind=Charter.Kind.LOCAL, title=token, pole=pole
    )
    manifesto = Charter.objects.create(
        slug=f"region-{token}",
        kind=Charter.Kind.REGIONAL,
        title=f"Manifeste {token}",
        network=network,
    )
    drafts = [
        CharterVersion.objects.create(
            charter=charter,
            slug=f"brouillon-{token}",
            title=f"Version de {charter}",
            introduction=token,
        )
        for charter in (local, manifesto)
    ]
    draft = drafts[0]
    signed_on = date(2022, 1, 1)
    signature = Signature.objects.create(
        version=version, pole=pole, signed_on=signed_on, signatory_name=f"Nom {token}"
    )
    of_member = Signature.objects.create(
        version=draft, structure=member, signed_on=signed_on, evidence_note=token
    )
    for one in (signature, of_member):
        SignatureStep.objects.create(
            signature=one, state="declaree", through="curation", reason=token
        )
    return [
        *(local, manifesto, *drafts, signature, of_member),
        Milestone.objects.create(
            key=f"repere-{token}", on=signed_on, title=token, source=make_source()
        ),
        Commitment.objects.create(version=draft, title=f"Engagement {token}"),
        Practice.objects.create(
            pole=pole, commitment=version.commitments.first(), text=f"Pratique {token}"
        ),
        TeamLink.objects.create(
            pole=pole,
            purpose=TeamLink.Purpose.TEAM,
            sent_to=f"{token}@pole.example",
            expires_at=timezone.now() + timedelta(days=1),
        ),
    ]
