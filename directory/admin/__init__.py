"""Admin pages of the directory; importing this package registers them all."""

from . import (
    figures,
    memberships,
    networks,
    perimeters,
    poles,
    recognitions,
    records,
    sectors,
    sources,
    stages,
    structures,
    territories,
)

__all__ = [
    "figures",
    "memberships",
    "networks",
    "perimeters",
    "poles",
    "recognitions",
    "records",
    "sectors",
    "sources",
    "stages",
    "structures",
    "territories",
]
