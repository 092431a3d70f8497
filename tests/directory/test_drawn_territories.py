"""Régions and départements drawn ahead, once for all visitors."""

import pytest

from directory.drawings.sheets import as_json, draw_sheet, kept_sheet
from directory.importers.drawn_territories import draw_territories
from directory.models import DrawnTerritory, Territory
from tests.makers import territory

pytestmark = pytest.mark.django_db


def parts_of(place):
    epcis = Territory.objects.sharing_communes_with(place).of_level("epci")
    above = epcis.filter(nature=Territory.EPT)
    return [list(rows.values_list("pk", flat=True)) for rows in (epcis, above)]


@pytest.mark.parametrize("key", ["departement:26", "region:11", "region:04"])
def test_what_was_drawn_ahead_is_what_would_be_drawn_now(key, queries):
    place = territory(key)
    parts, above = parts_of(place)
    drawn = draw_sheet(place.pk, parts, above, place.vintage)
    kept = kept_sheet(place.pk, parts, above, place.vintage)
    assert kept.frame is None
    assert as_json(kept) == as_json(drawn)
    with queries(0):
        assert kept_sheet(place.pk, reversed(parts), above, place.vintage) is kept


def test_other_parts_than_those_drawn_ahead_are_drawn_now():
    place = territory("departement:26")
    parts, above = parts_of(place)
    kept = kept_sheet(place.pk, parts[1:], above, place.vintage)
    assert kept.frame is not None
    assert set(kept.shapes) == set(parts[1:])


def test_all_are_drawn_anew_each_time(monkeypatch):
    from directory.importers import drawn_territories

    before = DrawnTerritory.objects.count()
    assert before > 110
    assert draw_territories() == before
    monkeypatch.setattr(drawn_territories, "_drawn", lambda place: None)
    assert draw_territories() == 0
    assert not DrawnTerritory.objects.exists()
