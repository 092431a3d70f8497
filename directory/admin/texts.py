"""Texts of several lines, kept as they were written."""

from django import forms


class LinesField(forms.CharField):
    """Text whose lines end in a bare newline; None when empty, for it is unknown.

    Browsers send "\\r\\n": otherwise, saving a page untouched would change its texts.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"empty_value": None, **kwargs})

    def to_python(self, value):
        text = super().to_python(value)
        return text and text.replace("\r\n", "\n")
