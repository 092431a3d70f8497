"""Fields for what may be unknown: a blank is stored as NULL, never as ''."""

from django.db import models

from .plausible import validate_web_address


class BlankIsUnknown:
    """Mixin of text fields: NULL and blank allowed, surrounding space dropped."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"null": True, "blank": True}
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return (value.strip() or None) if isinstance(value, str) else value

    def formfield(self, **kwargs):
        """A blank input is unknown to the form too, hence to its validation.

        A field with choices has no such argument: its blank choice is already None.
        """
        if not self.choices:
            kwargs.setdefault("empty_value", None)
        return super().formfield(**kwargs)


class OptionalCharField(BlankIsUnknown, models.CharField):
    pass


class OptionalTextField(BlankIsUnknown, models.TextField):
    pass


class OptionalURLField(BlankIsUnknown, models.URLField):
    default_validators = [*models.URLField.default_validators, validate_web_address]

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class OptionalEmailField(BlankIsUnknown, models.EmailField):
    pass
