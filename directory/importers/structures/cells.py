"""Cells of a list, each cleaned by one function.

Each takes the text of a cell that is not empty, and returns the value with what had to
be mended, in French, or None. It raises ValidationError for what cannot be taken.
"""

import re

from django.core.exceptions import ValidationError

from directory.models import Structure
from directory.models.place_vocabulary import CONTROL
from directory.models.plausible import validate_words
from directory.models.structures import validate_siret

SIREN_DIGITS, SIRET_DIGITS = 9, 14
# the smallest SIREN in use begins with three zeros
LOST_ZEROS = 3
DIGITS = re.compile(r"[0-9]+")
SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
# what a spreadsheet adds to a number that it took for a decimal one
DECIMALS = re.compile(r"[.,]0+$")
COMMUNE_CODE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
POSTAL_CODE = re.compile(r"[0-9]{5}")
# programs write tiny numbers with a negative exponent
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]+)?(?:e-[0-9]{1,2})?", re.IGNORECASE)
BARE_ADDRESS = re.compile(r"[^\s/:@]+\.[^\W\d]{2,}(?:[/?#]\S*)?")
LOST_LETTER = "\N{REPLACEMENT CHARACTER}"
ZERO_MENDED = "un zéro perdu au début est remis"

NAME, ADDRESS, WEBSITE = (
    Structure._meta.get_field(name) for name in ("name", "address", "website")
)


def tidy(text):
    """Text on one line, its spaces single; '' for what holds no letter and no digit.

    Raises ValidationError for a control character, or a letter that was lost.
    """
    if CONTROL.search(text):
        raise ValidationError("Un caractère de contrôle s'y trouve.", code="control")
    if LOST_LETTER in text:
        raise ValidationError(
            "Une lettre y est perdue : enregistrez la liste en CSV UTF-8.",
            code="lost_letter",
        )
    text = " ".join(text.split())
    return text if any(map(str.isalnum, text)) else ""


def siret(text):
    bare = re.sub(r"\s", "", text)
    if SCIENTIFIC.fullmatch(bare):
        raise ValidationError(
            "Le tableur a perdu des chiffres : mettez la colonne au format texte, et "
            "reprenez les SIRET à leur source.",
            code="scientific",
        )
    bare = DECIMALS.sub("", bare).replace(".", "")
    if DIGITS.fullmatch(bare) and len(bare) == SIREN_DIGITS:
        raise ValidationError(
            "Neuf chiffres font un SIREN : donnez le SIRET de l'établissement.",
            code="siren",
        )
    lost = SIRET_DIGITS - len(bare)
    if DIGITS.fullmatch(bare) and 0 < lost <= LOST_ZEROS:
        padded = bare.zfill(SIRET_DIGITS)
        validate_siret(padded)
        zeros = ZERO_MENDED if lost == 1 else f"{lost} zéros perdus sont remis"
        return padded, zeros
    validate_siret(bare)
    return bare, None


def name(text):
    NAME.run_validators(text)
    validate_words(text)
    return text, None


def address(text):
    ADDRESS.run_validators(text)
    return text, None


def commune_code(text):
    bare = DECIMALS.sub("", text.replace(" ", "")).upper()
    code = bare.zfill(5) if DIGITS.fullmatch(bare) and len(bare) == 4 else bare
    if not COMMUNE_CODE.fullmatch(code):
        raise ValidationError(
            "Un code de commune a cinq signes : 01004, 2A004, 97411.", code="code"
        )
    return code, None if code == bare else ZERO_MENDED


def postal_code(text):
    bare = DECIMALS.sub("", text.replace(" ", ""))
    code = bare.zfill(5) if DIGITS.fullmatch(bare) and len(bare) == 4 else bare
    if not POSTAL_CODE.fullmatch(code):
        raise ValidationError("Un code postal a cinq chiffres.", code="postal_code")
    return code, None if code == bare else ZERO_MENDED


def degrees(text):
    bare = re.sub(r"\s", "", text).replace(",", ".").replace("\N{MINUS SIGN}", "-")
    if not DEGREES.fullmatch(bare):
        raise ValidationError(
            "Une position se donne en degrés (WGS 84), par exemple 47,21837.",
            code="degrees",
        )
    return float(bare), None


def website(text):
    mended = None
    if BARE_ADDRESS.fullmatch(text):
        text, mended = f"https://{text}", "« https:// » est mis devant"
    WEBSITE.run_validators(text)
    return text, mended


CLEANERS = {
    "siret": siret,
    "name": name,
    "address": address,
    "postal_code": postal_code,
    "commune_code": commune_code,
    "latitude": degrees,
    "longitude": degrees,
    "website": website,
}
