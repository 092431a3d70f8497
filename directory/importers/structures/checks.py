"""Checks of a row: what it says of a structure, or why it is refused.

They are those of the model and of its form, without a query.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from directory.geo import distance_km, is_in_world
from directory.models import FAR_KM
from directory.text import fold

from .cells import ADDRESS, CLEANERS, tidy
from .columns import COLUMNS
from .known import Commune
from .remarks import Level, Remark


@dataclass(slots=True)
class Candidate:
    """What a row says of a structure; None for what it does not say."""

    number: int
    siret: str
    name: str
    kind: int | None = None
    commune: Commune | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    website: str | None = None


def check_row(raw, known):
    """A Candidate, or None for a row that is refused; and the remarks on the row."""
    check = RowCheck(raw, known)
    check.cells()
    if not raw.extra:
        check.kind()
        check.commune()
        check.position()
        check.address()
    return check.candidate(), check.remarks


class RowCheck:
    """The check of one row: every fault of it is told, not the first alone."""

    def __init__(self, raw, known):
        self.raw, self.known = raw, known
        self.values, self.remarks = {}, []

    def candidate(self):
        if any(remark.level == Level.REFUSED for remark in self.remarks):
            return None
        values = {
            name: value
            for name, value in self.values.items()
            if name not in ("postal_code", "commune_code")
        }
        return Candidate(self.raw.number, **values)

    def remark(self, level, column, reason, value=None):
        if value is None:
            value = self.raw.cells.get(column, "").strip()
        siret = self.values.get("siret")
        self.remarks.append(
            Remark(self.raw.number, siret, level, column, reason, value)
        )

    def refuse(self, column, reason):
        self.remark(Level.REFUSED, column, reason)

    def cells(self):
        if self.raw.extra:
            self.refuse(None, "La ligne a plus de cellules que d'en-têtes.")
            return
        for column in COLUMNS:
            try:
                text = tidy(self.raw.cells.get(column.name, ""))
                if not text:
                    if column.required:
                        self.refuse(column.name, "Cette cellule est obligatoire.")
                    continue
                clean = CLEANERS.get(column.name)
                value, mended = clean(text) if clean else (text, None)
            except ValidationError as error:
                self.refuse(column.name, " ".join(error.messages))
                continue
            self.values[column.name] = value
            if mended:
                self.remark(Level.MENDED, column.name, f"{mended} : {value}.")

    def kind(self):
        if words := self.values.pop("kind", None):
            self.values["kind"] = self.known.kinds.get(fold(words))
            if self.values["kind"] is None:
                self.refuse("kind", "Ce type de structure n'est pas connu.")

    def commune(self):
        """The commune of a code, or the only one that a postal code serves."""
        code, postal_code = map(self.values.get, ("commune_code", "postal_code"))
        if code is None:
            served = self.known.communes_served_by(postal_code)
            if len(served) == 1:
                [self.values["commune"]] = served
                told = f"la commune {served[0].name} est déduite du code postal."
                self.remark(Level.MENDED, "commune_code", told)
            return
        found = self.known.communes_of(code, postal_code)
        if len(found) == 1:
            self.values["commune"] = found[0]
            self._compare(found[0], postal_code)
        elif found:
            names = ", ".join(f"{one.name} ({one.code})" for one in found)
            self.refuse(
                "commune_code", f"Cette ancienne commune fut partagée : {names}."
            )
        else:
            self.refuse("commune_code", "Aucune commune ne porte ce code.")

    def _compare(self, commune, postal_code):
        """Doubt a postal code of another département; a CEDEX is known to no file."""
        if postal_code and postal_code not in commune.postal_codes:
            departements = {code[:2] for code in commune.postal_codes}
            if postal_code[:2] not in departements | {commune.code[:2]}:
                told = f"Ce code postal n'est pas de {commune.name} ({commune.code})."
                self.remark(Level.DOUBTFUL, "postal_code", told)

    def position(self):
        latitude, longitude = map(self.values.get, ("latitude", "longitude"))
        refused = {remark.column for remark in self.remarks}
        if {"latitude", "longitude"} & refused:
            return
        if (latitude is None) != (longitude is None):
            lacking = "latitude" if latitude is None else "longitude"
            self.refuse(lacking, "Une position a une latitude et une longitude.")
        elif latitude is not None and not is_in_world(latitude, longitude):
            wrong = "latitude" if abs(latitude) > 90 else "longitude"
            self.refuse(wrong, "Cette position n'est pas sur le globe.")
        elif latitude == longitude == 0:
            del self.values["latitude"], self.values["longitude"]
            self.remark(Level.MENDED, "latitude", "0 ; 0 est tenu pour inconnu.")
        elif latitude is not None:
            self._measure(latitude, longitude)

    def _measure(self, latitude, longitude):
        """Doubt a position far from the town hall of the commune."""
        commune = self.values.get("commune")
        if commune is None or commune.latitude is None:
            return
        hall = commune.latitude, commune.longitude
        distance = distance_km(latitude, longitude, *hall)
        if distance > FAR_KM:
            told = (
                f"La position est à {distance:.0f} km de la mairie de {commune.name}."
            )
            if distance_km(longitude, latitude, *hall) <= FAR_KM:
                told += " Latitude et longitude semblent échangées."
            self.remark(Level.DOUBTFUL, "latitude", told)

    def address(self):
        """The postal code, which has no column of its own, ends the address."""
        address, postal_code = map(self.values.get, ("address", "postal_code"))
        if address and postal_code and postal_code not in address:
            self.values["address"] = f"{address}, {postal_code}"
            try:
                ADDRESS.run_validators(self.values["address"])
            except ValidationError as error:
                self.refuse("address", " ".join(error.messages))
