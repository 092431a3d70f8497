"""Numbers as the French write them: spaces between thousands, a decimal comma."""

from django import forms


class Spaced:
    """Mixin of fields of numbers. A number input would silently drop spaces."""

    def __init__(self, *args, **kwargs):
        kwargs["widget"] = forms.TextInput({"inputmode": "decimal", "size": 12})
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        """Without spaces, no-break ones included."""
        if isinstance(value, str):
            value = "".join(value.split())
        return super().to_python(value)


class SpacedInteger(Spaced, forms.IntegerField):
    pass


class SpacedDecimal(Spaced, forms.DecimalField):
    def to_python(self, value):
        return super().to_python(
            value.replace(",", ".") if isinstance(value, str) else value
        )
