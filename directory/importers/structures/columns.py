"""Columns of a list of structures, and the headers that name them.

`docs/import-structures.md` describes them to who makes the list.
"""

from dataclasses import dataclass

from directory.text import fold


@dataclass(frozen=True)
class Column:
    """`headers` are other names that lists give it, folded; see `fold`."""

    name: str
    label: str
    required: bool = False
    headers: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "siret",
        "SIRET",
        required=True,
        headers=(
            *("numero siret", "n siret", "no siret", "code siret"),
            *("siret etablissement", "siret de l etablissement"),
        ),
    ),
    Column(
        "name",
        "nom",
        required=True,
        headers=(
            *("denomination", "raison sociale", "nom de la structure", "libelle"),
            *("structure", "nom de l etablissement", "denomination sociale"),
        ),
    ),
    Column(
        "kind",
        "type",
        headers=(
            *("type de structure", "famille", "famille ess", "famille de l ess"),
            *("categorie", "statut", "statut juridique", "forme juridique"),
        ),
    ),
    Column(
        "address",
        "adresse",
        headers=("adresse postale", "voie", "rue", "adresse de l etablissement"),
    ),
    Column("postal_code", "code postal", headers=("cp", "codepostal")),
    Column(
        "commune_code",
        "code commune",
        headers=(
            *("code insee", "insee", "code insee commune", "code insee de la commune"),
            *("code officiel geographique", "cog", "depcom", "codecommune"),
            *("code commune insee", "codecommuneetablissement", "code de la commune"),
        ),
    ),
    Column("latitude", "latitude", headers=("lat",)),
    Column("longitude", "longitude", headers=("lon", "lng", "long")),
    Column(
        "website",
        "site internet",
        headers=("site", "site web", "url", "adresse du site", "siteinternet"),
    ),
)
LABELS = {column.name: column.label for column in COLUMNS}
REQUIRED = [column for column in COLUMNS if column.required]
BY_HEADER = {
    fold(header): column.name
    for column in COLUMNS
    for header in (column.name, column.label, *column.headers)
}


def column_of(header):
    """Name of the column that a header names; None when it is none of ours."""
    return BY_HEADER.get(fold(header))
