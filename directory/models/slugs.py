"""Names in addresses: whoever creates an entry is given one that is free."""

from itertools import count

from django.utils.text import slugify

# of the 120 of a slug: the rest is for a number
LONGEST = 110


def free_slug(model, name):
    """An address that no row of a model with `aliases` has or had, made of a name.

    A name already taken is followed by the first free number: who creates a row has
    nothing to settle, and is not told whose the other is, be it a hidden draft.
    """
    noun = model._meta.model_name
    stem = slugify(name)[:LONGEST].strip("-_") or noun
    aliases = model._meta.get_field("aliases").related_model
    taken = {
        slug
        for owners in (model, aliases)
        for slug in owners.objects.filter(slug__startswith=stem).values_list(
            "slug", flat=True
        )
    }
    wished = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(slug for slug in wished if slug not in taken)
