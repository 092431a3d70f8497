"""One field, one child or a whole version comes back, or nothing is written."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import (
    Membership,
    Network,
    Perimeter,
    Pole,
    Recognition,
    Sector,
    Source,
    StageRecord,
    Structure,
    YearlyFigures,
    one_change,
)
from directory.moderation import Refused, revert_to
from directory.timeline import STANDING, Timeline, held_now
from tests.makers import make_pole, territory

pytestmark = pytest.mark.django_db


def state(row):
    """What a row and its children hold, whatever a revert leaves alone."""
    return {
        key: {n: v for n, v in snapshot.values.items() if n not in STANDING}
        for key, snapshot in held_now(row).items()
    }


def last_change(row):
    return Timeline(type(row), row.pk)[:1][0]


def save(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


# --- Any sequence of edits ---------------------------------------------------------

YEARS = range(2018, 2021)
TERRITORIES = ("commune:26281", "region:84", "departement:26")
DESCRIPTIONS = ("Un pôle pour les tests.", "Il agit.", "Il agit\nencore plus loin.")


def edit_columns(pole, pick):
    pole.refresh_from_db()
    year = pick(YEARS)
    save(
        pole,
        name=pick(["Nyons", "Valence", "Die"]),
        slug=pick(["nyons", "valence", "die"]),
        description=pick(DESCRIPTIONS),
        created_on=pick([None, date(year, 2, 1)]),
        created_precision=pick(["mois", "annee"]),
        carrier=pick([None, *Structure.objects.all()]),
        curation_note=pick([None, "À voir."]),
    )


def edit_links(pole, pick):
    name, model = pick(
        [("sectors", Sector), ("networks", Network), ("sources", Source)]
    )
    rows = list(model.objects.order_by("pk")[:3])
    getattr(pole, name).set([row for row in rows if pick([True, False])])


def edit_standing(pole, pick):
    pole.refresh_from_db()
    save(pole, publication=pick(["brouillon", "publie", "archive"]))
    pole.stewards.set(pick([[], Network.objects.all()[:1]]))


def add_child(pole, pick):
    year, member = pick(YEARS), pick(list(Structure.objects.order_by("pk")))
    place, stage = territory(pick(TERRITORIES)), pick(["emergence", "clos"])
    model, key = pick(
        [
            (Perimeter, {"territory": place}),
            (Membership, {"structure": member, "role": pick(["membre", "porteur"])}),
            (StageRecord, {"stage": stage, "on": date(year, 1, 1)}),
            (Recognition, {"text": pick(["Appel A", "Appel B"])}),
            (YearlyFigures, {"year": year}),
        ]
    )
    if not model.objects.filter(pole=pole, **key).exists():
        source = pick([None, *Source.objects.order_by("pk")[:2]])
        model.objects.create(pole=pole, source=source, **key)


def children(pole):
    kinds = ("perimeters", "memberships", "stage_records", "recognitions", "figures")
    return [row for kind in kinds for row in getattr(pole, kind).order_by("pk")]


def edit_child(pole, pick):
    found = children(pole)
    if not found:
        return
    row = pick(found)
    row.source = pick([None, *Source.objects.order_by("pk")[:2]])
    if isinstance(row, Perimeter | Membership):
        row.until = pick([None, date(2019, 6, 1)])
    elif isinstance(row, YearlyFigures):
        row.volunteers = pick([None, 0, 12])
    row.save()


def swap_children(pole, pick):
    """Two children exchange what must be unique, through a third value."""
    found = list(pole.figures.order_by("pk")[:2])
    if len(found) == 2:
        one, other = found
        years = one.year, other.year
        save(one, year=1999)
        save(other, year=years[0])
        save(one, year=years[1])


def delete_child(pole, pick):
    if found := children(pole):
        pick(found).delete()


EDITS = [
    edit_columns,
    edit_links,
    edit_standing,
    add_child,
    add_child,
    edit_child,
    swap_children,
    delete_child,
]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_past_version_comes_back_as_it_was_read(admin, data):
    def pick(choices):
        return data.draw(st.sampled_from(list(choices)))

    Pole.objects.all().delete()
    pole = make_pole("Nyons", acts_on=TERRITORIES[:1])
    for number in range(2):
        Structure.objects.get_or_create(
            slug=f"membre-{number}",
            defaults={"name": f"Membre {number}", "kind_id": 1},
        )
        Source.objects.get_or_create(title=f"Source {number}")
    seen = {}
    for _ in range(data.draw(st.integers(1, 6))):
        with one_change() as change:
            for _ in range(data.draw(st.integers(1, 3))):
                pick(EDITS)(pole, pick)
        if Timeline(Pole, pole.pk).get(str(change)):
            seen[str(change)] = state(pole)

    for key in data.draw(st.permutations(list(seen))):
        change = Timeline(Pole, pole.pk).get(key)
        pole.refresh_from_db()
        kept = pole.publication, set(pole.stewards.all())
        if state(pole) == seen[key]:
            with pytest.raises(Refused, match="déjà"):
                revert_to(pole, change, by=admin)
            continue
        revert_to(pole, change, by=admin)
        assert state(pole) == seen[key]
        pole.refresh_from_db()
        assert (pole.publication, set(pole.stewards.all())) == kept
