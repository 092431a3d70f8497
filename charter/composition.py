"""Who makes up a pole, read with article 9 of the law of 31 July 2014.

A help for curators: what the members known here say of three conditions that decree
2015-431 put to the State's calls. Neither a verdict nor a public figure.
"""

from dataclasses import dataclass

from directory.models import Membership, StructureKind

Family = StructureKind.Family
OTHERS = frozenset({Family.PUBLIC, Family.RESEARCH, Family.TRAINING})
LEAST = 3


@dataclass(frozen=True)
class Check:
    """A condition in words, whether it is met, and the names that count for it."""

    words: str
    is_met: bool
    names: list

    @property
    def count(self):
        return len(self.names)


@dataclass(frozen=True)
class Composition:
    """`checks`, in the order of the decree; `uncounted`: names of the other members.

    These count for nothing: whether they are enterprises of the ESS is unknown, or they
    are no legal persons.
    """

    checks: list
    uncounted: list

    @property
    def met(self):
        return sum(check.is_met for check in self.checks)


def composition(pole, on=None):
    """The composition of a pole at a date, today if None; one query.

    Each structure counts once, whatever its parts in the pole, unless archived.
    """
    rows = Membership.objects.at(on).filter(pole=pole, structure__archived=False)
    rows = rows.select_related("structure__kind").order_by("structure__folded_name")
    members = list({row.structure_id: row.structure for row in rows}.values())
    of_ess = [one for one in members if one.kind.is_ess]
    companies = [one for one in members if _is_company(one.kind)]
    others = [one for one in members if one.kind.family in OTHERS]
    counted = [one for one in members if one in of_ess + companies + others]
    checks = [
        Check(
            "Au moins trois personnes morales, dont une entreprise de l'ESS",
            len(counted) >= LEAST and bool(of_ess),
            _names(counted),
        ),
        Check(
            "Au moins une entreprise hors de l'ESS", bool(companies), _names(companies)
        ),
        Check(
            "Au moins une autre personne\u00a0: collectivité, recherche, formation…",
            bool(others),
            _names(others),
        ),
    ]
    return Composition(checks, _names(one for one in members if one not in counted))


def _is_company(kind):
    return kind.family == Family.COMPANY and kind.is_ess is False


def _names(structures):
    return [str(one) for one in structures]
