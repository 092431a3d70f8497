"""The form of a search: one wrong value takes none of the right ones away."""

from django import forms
from django.core.exceptions import ValidationError

LONGEST_SHOWN = 60


class SearchForm(forms.Form):
    """Keep the right values of a field of many; tell the wrong ones, each once.

    A blank value is none: that is what « tous » sends. The words of `ou` are not looked
    up when `territoire` or `position`, read before, gave a place.
    """

    def clean_territoire(self):
        return self._stands_for_words(self.cleaned_data["territoire"])

    def clean_position(self):
        return self._stands_for_words(self.cleaned_data["position"])

    def _stands_for_words(self, place):
        if place:
            self.fields["ou"].disabled = True
        return place

    def clean(self):
        for name in [name for name in self.errors if self._takes_many(name)]:
            field, given = self.fields[name], dict.fromkeys(self[name].data)
            wrong = [one for one in given if one and not field.valid_value(one)]
            del self.errors[name]
            if wrong:
                self.add_error(name, [unknown(field, one) for one in wrong])
            right = [one for one in given if one and one not in wrong]
            self.cleaned_data[name] = right

    def _takes_many(self, name):
        return isinstance(self.fields.get(name), forms.MultipleChoiceField)


def unknown(field, value):
    """What to say of a value that is no choice of a field, in its own words."""
    shown = "".join(letter for letter in value if letter.isprintable())
    return ValidationError(
        field.error_messages["invalid_choice"],
        code="invalid_choice",
        params={"value": shown[:LONGEST_SHOWN]},
    )
