"""Autocompletes whose choices say enough to be told apart."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect

from directory.models import Source, Structure


class DescribedChoice(forms.ModelChoiceField):
    """Choice of a row, worded by a function instead of `str`."""

    def __init__(self, *args, describe=str, **kwargs):
        self.label_from_instance = describe
        super().__init__(*args, **kwargs)


class DescribedSelect(AutocompleteSelect):
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
        }
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = DescribedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.is_relation and field:
            widget = field.widget
            widget.can_delete_related = False
            if db_field.remote_field.model not in self.ADDED_ON_THE_WAY:
                widget.can_add_related = False
        return field
