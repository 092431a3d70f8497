"""Three régions with a network, a curator and entries of every sort each.

Every name of a région's rows bears its token, which no page may show to a stranger.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone

from directory.models import (
    HandOver,
    ImportBatch,
    ImportedRow,
    Invitation,
    Membership,
    Pole,
    ProposedChange,
    Recognition,
    Source,
    StageRecord,
    Suggestion,
    SuggestionEvent,
    YearlyFigures,
)
from tests.makers import make_network, make_pole, make_structure, make_user, territory

# The directory is tested without the charter too.
if apps.is_installed("charter"):
    from tests.charter.region_rows import make_charter_rows
else:

    def make_charter_rows(*of_the_region):
        return []


@dataclass
class Region:
    """What one région holds; `rows` lists (name of the model, row)."""

    token: str
    network: object
    curator: object
    rows: list

    def of(self, *models):
        return [row for row in self.rows if isinstance(row, models)]


def make_region(token, region, commune):
    # networks are public: any curator may read their names
    network = make_network(f"Réseau de {territory(region)}", regions=[region])
    curator = make_user(f"curatrice-{token}", networks=[network])
    source = Source.objects.create(title=f"Source {token}")
    member = make_structure(f"Membre {token}", commune=territory(commune))
    lone = make_structure(f"Voisine {token}", commune=territory(commune))
    pole = make_pole(
        f"Pôle {token}",
        seat=commune,
        publication=Pole.Publication.DRAFT,
        stewards=[network],
        acts_on=[commune],
        curation_note=f"Note {token}",
        website=f"https://{token}.example/",
    )
    dated = {"pole": pole, "source": source}
    children = [
        Membership.objects.create(structure=member, role_as_told=token, **dated),
        StageRecord.objects.create(
            stage="emergence", on="2020-01-01", note=token, **dated
        ),
        Recognition.objects.create(text=f"Appel {token}", **dated),
        YearlyFigures.objects.create(year=2020, jobs_fte=4, **dated),
        pole.perimeters.get(),
    ]
    pole.aliases.create(slug=f"ancien-{token}")
    member.aliases.create(slug=f"ancienne-{token}")
    suggestion = Suggestion.objects.create(
        origin="public", pole=pole, message=f"Message {token}"
    )
    suggestion.networks.set([network])
    ProposedChange.objects.create(
        suggestion=suggestion, field="short_name", proposed=f"Nom {token}"
    )
    SuggestionEvent.objects.create(suggestion=suggestion, kind="reçue", text=token)
    batch = ImportBatch.objects.create(
        noun="poles", file_name=f"{token}.csv", by=curator
    )
    batch.networks.set([network])
    ImportedRow.objects.create(
        batch=batch, number=2, pole=pole, after={"short_name": token}
    )
    hand_over = HandOver.objects.create(pole=pole, by=curator, reason=token)
    hand_over.receivers.set([network])
    invitation = Invitation.objects.create(
        network=network,
        email=f"invitee-{token}@reseau.example",
        expires_at=timezone.now(),
    )
    return Region(
        token,
        network,
        curator,
        [
            *(pole, member, lone, source, suggestion, batch, hand_over, invitation),
            *children,
            *make_charter_rows(token, network, pole, member),
        ],
    )


def make_three_regions():
    """Bretagne, Normandie and Occitanie, by token."""
    places = {
        "zzbre": ("region:53", "commune:35238"),
        "zznor": ("region:28", "commune:14118"),
        "zzocc": ("region:76", "commune:31555"),
    }
    return {token: make_region(token, *where) for token, where in places.items()}


def state(regions):
    """All that the rows of some régions hold, to compare before and after."""
    rows = {}
    for region in regions:
        for row in region.rows:
            manager = type(row)._base_manager
            held = manager.filter(pk=row.pk).values().first()
            related = {
                field.name: sorted(
                    getattr(row, field.name).values_list("pk", flat=True)
                )
                for field in type(row)._meta.many_to_many
            }
            rows[type(row).__name__, row.pk] = held, related
        user = get_user_model().objects.filter(pk=region.curator.pk)
        rows["rights", region.token] = (
            list(user.values("is_staff", "is_active", "username")),
            list(region.network.curators.values("user", "role")),
        )
    return rows
