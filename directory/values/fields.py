"""Values of one column or one relation: each is read, cleaned, told and set."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from directory.models import Territory

UNKNOWN = "non renseigné"


class Plain:
    """A column of text, of choices or a yes or no, checked as its form field does."""

    # whether it is set on a saved row only, in tables of its own
    apart = False

    def __init__(self, model, name):
        self.column = model._meta.get_field(name)
        self.name = name
        self.label = str(self.column.verbose_name)
        # names of the columns it stands for
        self.columns = [name]

    def read(self, row):
        return getattr(row, self.name)

    def clean(self, value):
        """The value as it is stored; raise ValidationError in French."""
        field = self.column.formfield()
        cleaned = field.clean(field.to_python("" if value is None else value))
        if cleaned in (None, ""):
            return None
        self.column.run_validators(cleaned)
        return cleaned

    def tell(self, value):
        """Words for a value; 'non renseigné' for NULL or an empty list."""
        if value in (None, "", []):
            return UNKNOWN
        if isinstance(value, bool):
            return "oui" if value else "non"
        return dict(self.column.flatchoices).get(value, str(value))

    def set(self, row, value):
        setattr(row, self.name, value)


class Key(Plain):
    """A foreign key, written as the key of its row: a territory's, a slug, an id."""

    def __init__(self, model, name, *, key):
        super().__init__(model, name)
        self.key = key

    def read(self, row):
        found = getattr(row, self.name)
        return None if found is None else str(getattr(found, self.key))

    def find(self, value):
        """The row of a key; raise ValidationError when there is none."""
        related = self.column.related_model
        try:
            if related is Territory:
                return territory_of(value)
            return related.objects.get(**{self.key: value})
        except (related.DoesNotExist, ValidationError) as error:
            raise ValidationError(
                "« %(value)s » n'existe pas.", code="unknown", params={"value": value}
            ) from error

    def clean(self, value):
        if value in (None, ""):
            if not self.column.null:
                raise ValidationError("Ce champ est obligatoire.", code="required")
            return None
        found = self.find(str(value).strip())
        wanted = self.column.get_limit_choices_to()
        if any(getattr(found, name) != there for name, there in wanted.items()):
            raise ValidationError(
                "« %(value)s » n'a pas l'échelon attendu.",
                code="level",
                params={"value": value},
            )
        return str(getattr(found, self.key))

    def tell(self, value):
        if value in (None, ""):
            return UNKNOWN
        try:
            found = self.find(value)
        except ValidationError:
            return str(value)
        return told_territory(found) if isinstance(found, Territory) else str(found)

    def set(self, row, value):
        setattr(row, self.name, None if value is None else self.find(value))


class Keys(Plain):
    """A many-to-many field, written as the sorted slugs of its rows."""

    apart = True

    def read(self, row):
        return sorted(held.slug for held in getattr(row, self.name).all())

    def clean(self, value):
        slugs = sorted(set(value or []))
        known = set(self._rows(slugs).values_list("slug", flat=True))
        if unknown := [slug for slug in slugs if slug not in known]:
            raise ValidationError(
                "« %(value)s » n'existe pas.",
                code="unknown",
                params={"value": ", ".join(unknown)},
            )
        return slugs

    def tell(self, value):
        names = [str(row) for row in self._rows(value or [])]
        return ", ".join(names) or UNKNOWN

    def set(self, row, value):
        getattr(row, self.name).set(self._rows(value))

    def _rows(self, slugs):
        return self.column.related_model.objects.filter(slug__in=slugs)


def territory_of(key):
    """A territory by its key; raise ValidationError when there is none."""
    return territories_of([key])[0]


def territories_of(keys):
    """Territories by their keys, in their order; raise ValidationError for one unknown.

    One query.
    """
    parts = [str(key).partition(":")[::2] for key in keys]
    parts = [(level, code.upper()) for level, code in parts]
    wanted = Q(pk__in=[])
    for level in {level for level, _code in parts}:
        codes = {code for one, code in parts if one == level}
        wanted |= Q(level=level, code__in=codes)
    rows = Territory.objects.filter(wanted) if keys else []
    known = {(row.level, row.code): row for row in rows}
    if unknown := [
        key for key, part in zip(keys, parts, strict=True) if part not in known
    ]:
        raise ValidationError(
            "Aucun territoire ne porte la clé « %(key)s ».",
            code="unknown",
            params={"key": unknown[0]},
        )
    return [known[part] for part in parts]


def told_territory(territory):
    return f"{territory.name} ({territory.get_level_display()} {territory.code})"
