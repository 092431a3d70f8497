"""Autocompletes whose choices say enough to be told apart."""

from django import forms
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError

from directory.models import Source, Structure

from .choosing import AskedInWords, FoundByWords, Words


class Described:
    """Field of rows that are worded by a function instead of `str`."""

    def __init__(self, *args, describe=str, **kwargs):
        self.label_from_instance = describe
        super().__init__(*args, **kwargs)


class DescribedChoice(Described, FoundByWords, forms.ModelChoiceField):
    def to_python(self, value):
        return (
            self.find(value) if isinstance(value, Words) else super().to_python(value)
        )


class DescribedChoices(Described, FoundByWords, forms.ModelMultipleChoiceField):
    def clean(self, value):
        keys, errors = [], []
        for one in value or ():
            try:
                keys.append(self.find(one).pk if isinstance(one, Words) else one)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return super().clean(keys)


class KnownKeys:
    """Mixin of autocompletes: what is not a key of a row is nobody's choice."""

    def optgroups(self, name, value, attr=None):
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [one for one in value if is_key(key, one)], attr)


def is_key(field, value):
    """Whether a text may be the key of a row, as the address of a form may not be."""
    try:
        return field.to_python(value) is not None
    except ValidationError:
        return False


class DescribedSelectMultiple(AskedInWords, KnownKeys, AutocompleteSelectMultiple):
    pass


class KnownSelect(KnownKeys, AutocompleteSelect):
    """Autocomplete that may know its chosen rows: `known` maps keys to labels.

    Django's asks the database for the label of each row of an inline.
    """

    known = {}

    def optgroups(self, name, value, attr=None):
        chosen = {str(key) for key in value}
        if not chosen <= self.known.keys():
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [("", "", False)]
        options += [(key, self.known[key], True) for key in chosen]
        return [(None, [self.create_option(name, *option, 0) for option in options], 0)]


class DescribedSelect(AskedInWords, KnownSelect):
    pass


def searching(related, request):
    """How the page of a model finds the rows that it offers as choices."""

    def search(rows, words):
        offered = getattr(related, "offered", lambda rows: rows)(rows)
        found, repeats = related.get_search_results(request, offered, words)
        return found.distinct() if repeats else found

    return search


class DescribedFields:
    """Foreign keys of a page or inline: described, and limited to what one may see."""

    # rows that may be created on the way, from the form that needs them
    ADDED_ON_THE_WAY = (Structure, Source)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        related = self.admin_site.get_model_admin(db_field.remote_field.model)
        kwargs |= {
            "form_class": DescribedChoice,
            "describe": getattr(related, "describe", str),
            "queryset": related.get_queryset(request),
            "search": searching(related, request),
        }
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = DescribedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        model = db_field.remote_field.model
        if self.admin_site.is_registered(model):
            related = self.admin_site.get_model_admin(model)
            kwargs |= {
                "form_class": DescribedChoices,
                "describe": getattr(related, "describe", str),
                "queryset": related.get_queryset(request),
                "search": searching(related, request),
            }
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = DescribedSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.is_relation and field:
            widget = field.widget
            widget.can_delete_related = False
            if db_field.remote_field.model not in self.ADDED_ON_THE_WAY:
                widget.can_add_related = False
        return field
