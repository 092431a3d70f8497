"""A page saves only over what it showed: nothing written meanwhile is lost."""

from django import forms
from django.db.models import Max
from django.urls import reverse
from django.utils.html import format_html

STALE = (
    "Cette page a changé depuis que vous l'avez ouverte\u00a0: reportez-y vos saisies, "
    'qui sont ci-dessous. <a href="{}" target="_blank">Ouvrir la page à jour dans un '
    "autre onglet</a>"
)


def last_records(row, parts=None):
    """The last record of a row and of each sort of its parts; '' for a new row."""
    if row.pk is None:
        return ""
    histories = [type(row).history.filter(id=row.pk)]
    for model, key in (parts or {}).items():
        histories.append(model.history.filter(**{key: row.pk}))
    last = [records.aggregate(last=Max("history_id"))["last"] for records in histories]
    return "-".join(str(number or 0) for number in last)


class OpenedForm(forms.ModelForm):
    """Form of a row that has a history, as have its `parts`, which its page edits too.

    `parts` are their models, each with the name of its key to the row. To be validated
    in a transaction: the row stays locked until its end.
    """

    parts = {}
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened"] = last_records(self.instance, self.parts)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            rows = type(self.instance).objects.select_for_update(of=["self"])
            rows.filter(pk=self.instance.pk).first()
            now = last_records(self.instance, self.parts)
            if now != self.cleaned_data.get("opened"):
                words = format_html(STALE, self._address())
                raise forms.ValidationError(words, code="stale")
        return cleaned

    def _address(self):
        name = f"admin:charter_{self.instance._meta.model_name}_change"
        return reverse(name, args=[self.instance.pk])
