"""What forms refuse although the database could store it."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils import timezone

FIRST_YEAR = 1900
PHONE = re.compile(r"[0-9 +.-]+")
PHONE_DIGITS = 9
NOT_IN_ADDRESSES = re.compile(r'["<>`\\\s]')


def validate_words(text):
    """Raise ValidationError for a text without any letter, such as an invisible one."""
    if not any(character.isalpha() for character in text):
        raise ValidationError("Ce texte n'a pas une lettre.", code="no_letter")


def validate_year(date):
    """Raise ValidationError for a date before 1900 or after next year."""
    last = timezone.localdate().year + 1
    if not FIRST_YEAR <= date.year <= last:
        raise ValidationError(
            "L'année va de %(first)s à %(last)s.",
            code="implausible_year",
            params={"first": FIRST_YEAR, "last": last},
        )


def validate_phone(text):
    digits = sum(character.isdigit() for character in text)
    if digits < PHONE_DIGITS or not PHONE.fullmatch(text):
        raise ValidationError(
            "Un téléphone a au moins neuf chiffres, et rien d'autre que des espaces, "
            "« + », « . » et « - ».",
            code="phone",
        )


def validate_web_address(text):
    """Raise ValidationError for what a public page should not link to."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise ValidationError(
            "Une adresse commence par http:// ou https://, sans nom ni mot de passe.",
            code="web_address",
        )
    if NOT_IN_ADDRESSES.search(text):
        raise ValidationError(
            "Une adresse n'a ni espace, ni guillemet, ni chevron.", code="web_address"
        )


POLE = {
    "name": validate_words,
    "description": validate_words,
    "phone": validate_phone,
    "created_on": validate_year,
    "closed_on": validate_year,
}


def refuse_implausible_pole(pole):
    """Raise ValidationError for fields of a pole that are neither empty nor valid."""
    errors = _errors(pole, POLE)
    at_commune = pole.seat and pole.seat.level == pole.seat.Level.COMMUNE
    if pole.latitude is not None and not at_commune:
        errors["latitude"] = (
            "Un siège connu seulement au département n'a pas de position."
            if pole.seat
            else "Sans siège connu, un pôle n'a pas de position."
        )
    archived = pole.publication == pole.Publication.ARCHIVED
    if pole.carrier and pole.carrier.archived and not archived:
        errors["carrier"] = "Cette structure est archivée : rétablissez-la d'abord."
    if errors:
        raise ValidationError(errors)


def _errors(row, validators):
    errors = {}
    for name, validate in validators.items():
        value = getattr(row, name)
        try:
            if value not in (None, ""):
                validate(value)
        except ValidationError as error:
            errors[name] = error
    return errors


class FormerAddress:
    """Mixin of aliases of the row that `owner` names: a living address is not one."""

    def clean(self):
        living = self._meta.get_field(self.owner).related_model.objects
        if living.filter(slug=self.slug).exists():
            raise ValidationError(
                {"slug": "Cette adresse est celle d'une fiche d'aujourd'hui."},
                code="alias_is_slug",
            )
