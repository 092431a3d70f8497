"""SIREN and SIRET: the numbers of French companies, associations and bodies."""

from django.core.exceptions import ValidationError
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siren, siret


def validate_siren(value):
    """Raise ValidationError unless the nine digits bear a right check digit."""
    try:
        siren.validate(value)
    except NumberError as error:
        raise ValidationError(
            "« %(value)s » n'est pas un SIREN : neuf chiffres, clé comprise.",
            code="siren",
            params={"value": value},
        ) from error


def validate_siret(value):
    """Raise ValidationError unless the fourteen digits bear a right check digit."""
    try:
        siret.validate(value)
    except NumberError as error:
        raise ValidationError(
            "« %(value)s » n'est pas un SIRET : quatorze chiffres, clé comprise.",
            code="siret",
            params={"value": value},
        ) from error
