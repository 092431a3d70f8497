"""How much two poles, or two structures, look like one and the same, and why."""

from dataclasses import dataclass

from directory.geo import distance_km
from directory.text import name_key, similarity, web_host

from .territories import Territory

# From the first on, whoever types a name is shown the row; from the second, two rows
# already there are shown side by side; from the third, whoever adds one is asked to
# confirm that it is another.
LEAST = 0.3
DOUBTFUL = 0.4
STRONG = 0.6

# Share of trigrams of names that look alike, and that are nearly the same.
ALIKE = 0.45
NEARLY = 0.7
NEAR_M = 500
FAR_KM = 30


@dataclass(frozen=True)
class Facts:
    """What is compared of a row, or of what is typed in its form; None is unknown.

    `commune` is a Territory; `point` a (latitude, longitude) finer than a commune.
    """

    names: tuple = ()
    siren: str | None = None
    siret: str | None = None
    host: str | None = None
    carrier: int | None = None
    commune: Territory | None = None
    point: tuple | None = None

    @classmethod
    def of_pole(cls, pole):
        """Facts of a pole; the site of its carrier is not its own."""
        at_commune = pole.seat and pole.seat.level == Territory.Level.COMMUNE
        vague = pole.position_precision == pole.PositionPrecision.COMMUNE
        site = pole.website and not pole.website_is_carriers
        return cls(
            names=tuple(filter(None, [pole.name, pole.short_name])),
            host=web_host(pole.website) if site else None,
            carrier=pole.carrier_id,
            commune=pole.seat if at_commune else None,
            point=None if vague else point_of(pole),
        )

    @classmethod
    def of_structure(cls, structure):
        return cls(
            names=tuple(filter(None, [structure.name])),
            siren=structure.siren,
            siret=structure.siret,
            host=web_host(structure.website) if structure.website else None,
            commune=structure.commune,
            point=point_of(structure),
        )

    @property
    def keys(self):
        return [key for key in map(name_key, self.names) if key]

    def metres_from(self, other):
        """Distance, by the town hall where only the commune is known; None if not."""
        ends = [
            one.point or one.commune and point_of(one.commune) for one in (self, other)
        ]
        if not all(ends):
            return None
        return distance_km(*ends[0], *ends[1]) * 1000


def point_of(row):
    """(latitude, longitude) of a row; None when unknown."""
    return None if row.latitude is None else (row.latitude, row.longitude)


def likeness(one, other):
    """(score from 0 to 1, reasons in French, the strongest first).

    Each proof leaves a share of doubt, and the shares multiply: the same SIREN, name,
    site or carrier, a name alike. A place shared adds to a proof and is none by
    itself; a place far away, or another SIREN, takes from the score, and is said.
    Names are compared without the words that many names of the field have.
    """
    proofs = [*of_number(one, other), *of_name(one, other), *of_links(one, other)]
    if not proofs:
        return 0.0, []
    proofs += of_place(one, other)
    doubt = 1.0
    for weight, _reason in proofs:
        doubt *= 1 - weight
    score = 1 - doubt
    reasons = [reason for _weight, reason in sorted(proofs, key=lambda one: -one[0])]
    for factor, reason in against(one, other):
        score *= factor
        reasons.append(reason)
    return score, reasons


def of_number(one, other):
    if not one.siren or one.siren != other.siren:
        return []
    if one.siret and other.siret and one.siret != other.siret:
        return [(0.5, "même SIREN, autre établissement")]
    return [(0.9, "même SIREN")]


def of_name(one, other):
    shared = [similarity(a, b) for a in one.keys for b in other.keys]
    best = max(shared, default=0)
    if set(one.keys) & set(other.keys):
        return [(0.75, "même nom")]
    if best >= NEARLY:
        return [(0.6, "nom presque identique")]
    if any(within(a, b) or within(b, a) for a in one.keys for b in other.keys):
        return [(0.5, "nom contenu dans l'autre")]
    return [(0.35, "nom ressemblant")] if best >= ALIKE else []


def within(key, other):
    """Whether two words at least, all those of a key, are among those of another."""
    words = set(key.split())
    return len(words) > 1 and words < set(other.split())


def of_links(one, other):
    if one.host and one.host == other.host:
        yield 0.6, "même site"
    if one.carrier and one.carrier == other.carrier:
        yield 0.45, "même structure porteuse"


def of_place(one, other):
    metres = one.metres_from(other)
    if one.point and other.point and metres <= NEAR_M:
        shown = max(50, round(metres, -1 if metres < 100 else -2))
        return [(0.4, f"à {shown:.0f} m" if metres > 50 else "à moins de 50 m")]
    if one.commune and one.commune == other.commune:
        return [(0.25, "même commune")]
    return []


def against(one, other):
    if one.siren and other.siren and one.siren != other.siren:
        yield 0.3, "mais SIREN différents"
    metres = one.metres_from(other)
    if metres is not None and metres > FAR_KM * 1000:
        yield 0.5, f"mais à {metres / 1000:.0f} km"
