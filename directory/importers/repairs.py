"""What the reader of territories repaired, or found and could not repair."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Repair:
    """One line of `repairs.csv`; `what` is a key of WHAT."""

    code: str
    what: str
    name: str
    detail: str


WHAT = {
    "contour_absent": "sans contour connu",
    "contour_complete": "contours complétés d'une ancienne commune",
    "contour_des_parties": "contours refaits avec ceux des anciennes communes",
    "mairie_absente": "sans position de mairie",
    "mairie_non_finie": "positions de mairie qui ne sont pas des nombres",
    "mairie_hors_contour": "mairies hors de leur commune, non retenues",
    "mairie_permutee": "mairies dont latitude et longitude étaient permutées",
    "mairie_signe": "mairies dont la longitude avait le mauvais signe",
    "vide_laisse": "vides entre communes non attribués",
}
