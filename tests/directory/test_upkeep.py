"""What entries lack or need, as words on poles."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from directory.models import LinkCheck, Pole, Source, YearlyFigures, next_to_fill
from directory.models.upkeep import months_ago, parts
from tests.makers import make_pole, make_structure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2026, 11, 26), 12, date(2025, 11, 26)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 18, date(2024, 7, 15)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
    ],
)
def test_months_are_counted_back_as_people_do(on, months, expected):
    assert months_ago(months, on) == expected


def confirmed(name, days):
    day = timezone.localdate() - timedelta(days=days)
    return make_pole(name, confirmed_on=day, confirmed_by="reseau")


def test_a_published_pole_is_unconfirmed_after_months_or_when_it_never_was():
    confirmed("Récent", 100)
    old, older = confirmed("Ancien", 400), confirmed("Plus ancien", 600)
    never = make_pole("Jamais")
    make_pole("Brouillon", publication="brouillon")
    assert set(Pole.objects.unconfirmed(12)) == {old, older, never}
    assert set(Pole.objects.unconfirmed(18)) == {older, never}
    assert list(Pole.objects.unconfirmed(12, under=18)) == [old]


def test_a_seat_coarser_than_the_commune_is_vague():
    make_pole("Précis")
    vague = make_pole("Vague", seat="departement:26")
    lost = make_pole("Perdu", seat=None)
    assert set(Pole.objects.vaguely_placed()) == {vague, lost}


def test_a_website_that_failed_twice_is_dead():
    now = timezone.now()
    dead = make_pole("Mort", website="https://mort.example/")
    make_pole("Vif", website="https://vif.example/")
    make_pole("Sans site")
    LinkCheck.objects.create(url="https://mort.example/", checked_at=now, failures=2)
    LinkCheck.objects.create(url="https://vif.example/", checked_at=now, failures=1)
    assert list(Pole.objects.with_dead_link()) == [dead]


def test_completeness_goes_from_nothing_to_all_and_says_what_to_fill_next():
    make_pole("Vide", seat=None, description=None, publication="brouillon")
    full = make_pole(
        "Plein",
        acts_on=["commune:26281"],
        members=[make_structure()],
        stage="developpement",
        sectors=["culture"],
        milieu="rural",
        created_on=date(2014, 1, 1),
        website="https://plein.example/",
    )
    full.sources.add(Source.objects.create(title="Étude"))
    full.recognitions.create(text="Appel")
    YearlyFigures.objects.create(pole=full, year=2020)
    found = {pole.name: pole for pole in Pole.objects.with_completeness()}
    assert found["Vide"].completeness == 0
    assert found["Plein"].completeness == 100
    assert next_to_fill(found["Plein"]) == []
    assert next_to_fill(found["Vide"]) == [
        "ce que fait le pôle",
        "territoire d'action",
        "un moyen de contact",
    ]


def test_each_part_lacking_is_found_by_its_own_word():
    pole = make_pole(seat=None, description=None, publication="brouillon")
    for part in parts():
        assert list(Pole.objects.lacking(part.slug)) == [pole]


def test_completeness_takes_one_query_whatever_the_number_of_poles(queries):
    for number in range(5):
        make_pole(f"Pôle {number}")
    with queries(1):
        for pole in Pole.objects.with_completeness():
            next_to_fill(pole)
