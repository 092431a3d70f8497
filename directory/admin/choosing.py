"""Choices that need no script: words are sent with the form, which answers with rows.

Words that name one row exactly choose it; otherwise the rows that hold them join the
list of choices. Only the rows that the page of the model shows and offers are found.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from directory.text import fold

SUFFIX = "-words"
LONGEST = 250
MOST_PROPOSED = 30
# A list no longer than this is shown whole, as no script is there to search it.
WHOLE = 60
NAMES = ("name", "title", "acronym", "code", "siren", "siret")
UNFOUND, SEVERAL = "unfound", "several"


class Words(str):
    """What was typed to find a row, beside the list of choices.

    `chosen` is the key that a list of one choice held, '' without any.
    """

    chosen = ""


def is_named(row, words):
    """Whether words are a name or a number of a row, or all that a list says of it."""
    names = [str(row), *(getattr(row, name, None) for name in NAMES)]
    return fold(words) in {fold(str(name)) for name in names if name}


class FoundByWords:
    """Field of rows, found by words too; `search(rows, words)` gives a QuerySet."""

    def __init__(self, *args, search=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.search = search
        self.proposed, self.taken = [], {}

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.proposed, copied.taken = [], {}
        return copied

    def find(self, words):
        """The row chosen among those found, or the only one of that name.

        Raise ValidationError without one.
        """
        rows = list(self.search(self.queryset, words)[: MOST_PROPOSED + 1])
        chosen = [row for row in rows if str(row.pk) == words.chosen]
        named = chosen or [row for row in rows if is_named(row, words)]
        if len(named) == 1:
            self.taken[words] = named[0]
            return named[0]
        self.proposed += rows[:MOST_PROPOSED]
        if not rows:
            raise ValidationError(
                "Rien ne répond à « %(words)s ».", code=UNFOUND, params={"words": words}
            )
        more = len(rows) > MOST_PROPOSED
        raise ValidationError(
            "Choisissez dans la liste ce qui répond à « %(words)s »%(more)s.",
            code=SEVERAL,
            params={
                "words": words,
                "more": ", ou précisez : elle ne dit pas tout" if more else "",
            },
        )


class AskedInWords:
    """Mixin of lists of choices, with an input for words where scripts do not run.

    Where they do, one names what select2 draws of the list.
    """

    @property
    def media(self):
        naming = forms.Script("js/named-choices.js", type="module")
        return super().media + forms.Media(js=[naming])

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        # rather than at the end of the page, out of all its landmarks
        attrs["data-dropdown-parent"] = "#content-start"
        if self.allow_multiple_selected:
            # each row chosen has its own cross, and a list holds nothing but rows
            attrs["data-allow-clear"] = "false"
        return attrs

    def value_from_datadict(self, data, files, name):
        """Keys chosen and words typed; words typed take the place of a lone choice."""
        chosen = super().value_from_datadict(data, files, name)
        typed = data.get(f"{name}{SUFFIX}", "")[:LONGEST]
        if self.allow_multiple_selected:
            parts = [Words(part.strip()) for part in typed.split(";") if part.strip()]
            return [*chosen, *parts] if parts else chosen
        if not typed.strip():
            return chosen
        words = Words(typed.strip())
        words.chosen = chosen or ""
        return words

    def render(self, name, value, attrs=None, renderer=None):
        """The list, with the rows that words chose or propose, and an input for words.

        Words that chose a row are not asked again.
        """
        values = value if isinstance(value, list | tuple) else [value]
        taken = getattr(self._field, "taken", {})
        typed = [one for one in values if isinstance(one, Words)]
        keys = [taken[one].pk if one in taken else one for one in values]
        context = {
            "name": f"{name}{SUFFIX}",
            "list": (attrs or {}).get("id"),
            "several": self.allow_multiple_selected,
            "is_whole": self._whole is not None,
            "words": "; ".join(one for one in typed if self._asks_still(one)),
        }
        if typed:
            value = [one for one in keys if not isinstance(one, Words)]
        asked = render_to_string("admin/asked_in_words.html", context)
        return super().render(name, value, attrs, renderer) + asked

    def _asks_still(self, words):
        """Whether words chose nothing; a list of several may hold their answer."""
        several = self.allow_multiple_selected
        return words not in self._field.taken and not (several and self._field.proposed)

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        options = groups[0][1]
        there = {str(option["value"]) for option in options}
        if not there and not self.allow_multiple_selected:
            # or a browser would choose the first row proposed
            options.append(self.create_option(name, "", "---------", False, 0))
        for row in self._proposed():
            if str(row.pk) not in there:
                told = self._field.label_from_instance(row)
                index = len(options)
                options.append(self.create_option(name, row.pk, told, False, index))
        return groups

    @property
    def _field(self):
        return getattr(self.choices, "field", None)

    def _proposed(self):
        """Rows proposed beside those chosen: all of them, where they are few."""
        return self._whole or getattr(self._field, "proposed", [])

    @cached_property
    def _whole(self):
        """All the rows of a short list of several choices; None of another."""
        if not self.allow_multiple_selected or not self._field:
            return None
        rows = list(self._field.queryset[: WHOLE + 1])
        return rows if len(rows) <= WHOLE else None
