"""How a cell that cannot be read is told."""

from django.core.exceptions import ValidationError


def refuse(message, code, **params):
    raise ValidationError(message, code=code, params=params)


def unknown(what, text, near):
    """Words on what is not known, with what may have been meant."""
    meant = " ou ".join(near)
    asked = f" — vouliez-vous dire {meant} ?" if meant else ""
    return f"{what} « {text} »{asked}"
