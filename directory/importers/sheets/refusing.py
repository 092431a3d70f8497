"""How a cell that cannot be read is told."""

from django.core.exceptions import ValidationError

# characters of a cell that are told of it
LONGEST_TOLD = 100


def refuse(message, code, **params):
    told = {name: shortened(text) for name, text in params.items()}
    raise ValidationError(message, code=code, params=told)


def shortened(text):
    """A text that a message may quote, cut when it is a novel."""
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"


def unknown(what, text, near):
    """Words on what is not known, with what may have been meant."""
    meant = " ou ".join(near)
    asked = f" — vouliez-vous dire {meant} ?" if meant else ""
    return f"{what} « {shortened(text)} »{asked}"
