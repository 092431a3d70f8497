"""Names in addresses of new structures: unique, and the same at each attempt."""

import uuid

from django.utils.text import slugify

from directory.models import Structure

from .tables import taken_slugs

LONGEST = Structure._meta.get_field("slug").max_length


def slugs_for(candidates):
    """A free slug for each candidate, in their order; one query.

    The name; for a namesake, the name and the commune; then the name and the SIRET.
    Former addresses are not free.
    """
    wished = [_wishes(candidate) for candidate in candidates]
    taken = taken_slugs(list({slug for slugs in wished for slug in slugs}))
    chosen = []
    for slugs in wished:
        slug = next((one for one in slugs if one not in taken), None)
        chosen.append(slug or f"structure-{uuid.uuid4()}")
        taken.add(chosen[-1])
    return chosen


def _wishes(candidate):
    base = slugify(candidate.name) or "structure"
    endings = ["", f"-{candidate.siret}"]
    if candidate.commune:
        endings.insert(1, f"-{candidate.commune.slug}")
    return [base[: LONGEST - len(end)].strip("-_") + end for end in endings]
