"""The file that a curator sends: read as a sheet, or refused beside the field."""

from django import forms

from directory.importers.sheets.columns import KEY
from directory.importers.sheets.reading import MOST_BYTES, Unreadable, read_sheet

from .sheet_words import told_fault


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label="Fichier CSV ou XLSX",
        help_text="Celui que vous avez exporté, puis modifié. 5 Mo au plus.",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        },
    )

    def clean_sheet(self):
        """The Sheet of the file sent; what cannot be read is said beside the field."""
        sent = self.cleaned_data["sheet"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 5 Mo.", code="too_big")
        try:
            sheet = read_sheet(sent.name, sent.read())
        except Unreadable as error:
            raise forms.ValidationError(str(error), code="unreadable") from error
        if KEY not in sheet.headers:
            raise forms.ValidationError(
                f"Il manque la colonne « {KEY} », que porte tout export : "
                "laissez-la vide pour les fiches à créer.",
                code="no_key",
            )
        if sheet.faults:
            raise forms.ValidationError([told_fault(*one) for one in sheet.faults[:50]])
        if not sheet.lines:
            raise forms.ValidationError("Ce fichier n'a aucune ligne.", code="no_line")
        return sheet
