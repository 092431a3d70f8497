"""Cells of a spreadsheet: how a value is written for people, and read back."""

import re
from datetime import date, datetime

from directory.text import revived

from .refusing import refuse

SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
YES, NO = {"oui", "o", "vrai", "true", "1"}, {"non", "n", "faux", "false", "0"}


def text_of(cell):
    """A cell of a workbook or of a CSV file as text, surrounding space dropped."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return revived(str(cell).strip())


class Text:
    def write(self, value):
        return "" if value is None else str(value)

    def read(self, text):
        return text or None


class Number(Text):
    """Digits kept as text: a spreadsheet likes to shorten them."""

    def read(self, text):
        if SCIENTIFIC.fullmatch(text):
            refuse(
                "Le tableur a remplacé le numéro par « %(text)s » : mettez la "
                "colonne au format texte et ressaisissez-le.",
                "scientific",
                text=text,
            )
        return re.sub(r"[\s.]", "", text) or None


class Phone(Text):
    """A telephone number as it was typed, unless it lost its first zero."""

    def read(self, text):
        if re.fullmatch(r"[1-9]\d{8}", re.sub(r"[\s.-]", "", text)):
            refuse(
                "« %(text)s » a perdu son zéro : écrivez « 0%(text)s », la colonne "
                "étant au format texte.",
                "lost_zero",
                text=text,
            )
        return super().read(text)


class YesNo:
    def write(self, value):
        return "oui" if value else "non"

    def read(self, text):
        answer = text.lower()
        if answer not in YES | NO | {""}:
            refuse(
                "« %(text)s » n'est ni « oui » ni « non ».",
                "yes_no",
                text=text,
            )
        return answer in YES


class PartialDate(Text):
    """A year, a month or a day, the way the French or ISO write them."""

    LAYOUTS = {
        r"(\d{4})": "{0}",
        r"(\d{4})-(\d{2})": "{0}-{1}",
        r"(\d{4})-(\d{2})-(\d{2})": "{0}-{1}-{2}",
        r"(\d{1,2})/(\d{4})": "{1}-{0:0>2}",
        r"(\d{1,2})/(\d{1,2})/(\d{4})": "{2}-{1:0>2}-{0:0>2}",
    }

    def read(self, text):
        if not text:
            return None
        for layout, written in self.LAYOUTS.items():
            if found := re.fullmatch(layout, text):
                return self._checked(written.format(*found.groups()), text)
        return self._refuse(text)

    def _checked(self, value, text):
        parts = [int(part) for part in value.split("-")]
        try:
            date(*[*parts, 1, 1][:3])
        except ValueError:
            self._refuse(text)
        return value

    def _refuse(self, text):
        refuse(
            "« %(text)s » n'est pas une date : 2014, 09/2014 ou 19/09/2014 (le jour "
            "d'abord).",
            "date",
            text=text,
        )


class Degrees:
    def write(self, value):
        return "" if value is None else value

    def read(self, text):
        if not text:
            return None
        try:
            return float(re.sub(r"\s", "", text).replace(",", "."))
        except ValueError:
            return refuse("« %(text)s » n'est pas un nombre.", "number", text=text)
