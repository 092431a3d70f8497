"""Base map of the site: France by départements and régions, light enough for phones."""

from typing import Any

from directory.importers import coverages
from directory.importers.decoupage import Area, Decoupage

# degrees: details of about 1.3 km, a pixel of a map of France 1,000 px wide
TOLERANCE = 0.0125
DECIMALS = 3
# square degrees, about 2 km²: keeps Batz and Bréhat, drops Sein and Molène
SMALLEST_ISLAND = 2.5e-4


def base_map(decoupage: Decoupage, departements: dict[str, Any]) -> dict[str, Any]:
    """{"departements": FeatureCollection, "regions": FeatureCollection}.

    `departements` are outlines by code that fit together. Régions are unions of the
    simplified départements, so that their borders coincide.
    """
    areas = [area for area in decoupage.departements if area.code in departements]
    lightened = coverages.simplify(
        {
            area.code: coverages.without_specks(
                departements[area.code], smallest=SMALLEST_ISLAND
            )
            for area in areas
        },
        tolerance=TOLERANCE,
        decimals=DECIMALS,
    )
    regions = coverages.dissolve(lightened, {area.code: area.region for area in areas})
    return {
        "departements": _collection(areas, lightened),
        "regions": _collection(decoupage.regions, regions),
    }


def _collection(areas: list[Area], outlines: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": area.code, "nom": area.name},
                "geometry": coverages.as_geojson(outlines[area.code]),
            }
            for area in sorted(areas, key=lambda area: area.code)
            if area.code in outlines
        ],
    }
