"""The composition of article 9: a help, read on known members, and never public."""

import ast
from datetime import date
from pathlib import Path

import pytest

from charter.composition import composition
from directory.models import Membership
from tests.makers import make_pole, make_structure

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def pole_of(*kinds):
    members = [make_structure(f"Membre {kind}", kind=kind) for kind in kinds]
    return make_pole(members=members)


def met(pole):
    return [check.is_met for check in composition(pole).checks]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), [False, False, False]),
        (("association", "tpe-pme", "collectivite"), [True, True, True]),
        (("scic", "artisan-commercant", "organisme-formation"), [True, True, True]),
        (("scop", "association", "universite"), [True, False, True]),
        (("tpe-pme", "entreprise", "collectivite"), [False, True, True]),
        (("association", "tpe-pme"), [False, True, False]),
        # whether they are of the ESS depends on each: they count for nothing
        (("association", "reseau", "autre", "bailleur-social"), [False, False, False]),
        (("association", "tpe-pme", "citoyens"), [False, True, False]),
    ],
    ids=str,
)
def test_each_condition_is_read_on_the_kinds_of_the_members(kinds, expected):
    pole = pole_of(*kinds)
    assert met(pole) == expected
    assert composition(pole).met == sum(expected)


def test_it_names_who_counts_and_who_does_not():
    found = composition(pole_of("association", "tpe-pme", "autre"))
    everyone, companies, others = found.checks
    assert everyone.names == ["Membre association", "Membre tpe-pme"]
    assert companies.names == ["Membre tpe-pme"]
    assert others.names == []
    assert found.uncounted == ["Membre autre"]


def test_only_the_members_of_the_day_count_and_once_each():
    pole = pole_of("association", "tpe-pme", "collectivite")
    Membership.objects.create(
        pole=pole, structure=pole.memberships.first().structure, role="fondateur"
    )
    gone = pole.memberships.get(structure__name="Membre collectivite")
    gone.until, gone.until_precision = date(2020, 1, 1), "jour"
    gone.save()
    archived = pole.memberships.get(structure__name="Membre tpe-pme").structure
    archived.archived = True
    archived.save()
    assert composition(pole).checks[0].names == ["Membre association"]
    assert composition(pole, on=date(2019, 1, 1)).checks[2].is_met


def test_it_takes_one_query(queries):
    pole = pole_of("association", "tpe-pme", "collectivite", "autre")
    with queries(1):
        composition(pole)


def test_the_admin_alone_reads_it():
    """No page for visitors, file or command knows of it."""
    readers = set()
    for app in ("charter", "directory", "ptce_site"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and "composition" in (
                    node.module or ""
                ):
                    readers.add(str(path.relative_to(ROOT)))
    assert readers == {"charter/admin/pole_doors.py"}


def test_no_visitor_opens_the_page_that_tells_it(client):
    pole = pole_of("association")
    response = client.get(f"/admin/charte/poles/{pole.pk}/")
    assert response["Location"].startswith("/admin/login/")
    shown = client.get(pole.get_absolute_url()).content.decode()
    assert "article 9" not in shown
