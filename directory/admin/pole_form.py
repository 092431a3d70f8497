"""The form of a pole: nothing that another person changed meanwhile is lost."""

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from directory import moderation
from directory.models import Pole, account_name
from directory.timeline import CHILDREN

from .addresses import AddressForm
from .alike import AlikeForm
from .dates import PartialDatesForm
from .stories import MotiveForm

POINT = ("latitude", "longitude", "position_precision")


def last_change(pole):
    """Last record of the history of a pole and of its children; None without any."""
    histories = [Pole.history.filter(id=pole.pk)]
    histories += [model.history.filter(pole_id=pole.pk) for model in CHILDREN]
    records = [
        history.select_related("history_user").order_by("-history_date").first()
        for history in histories
    ]
    return max(filter(None, records), key=lambda one: one.history_date, default=None)


class PoleForm(AlikeForm, PartialDatesForm, AddressForm, MotiveForm):
    """Form that only saves over the version of the pole that its page showed.

    To be validated in a transaction: the row stays locked until its end.
    """

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened_version"] = self.instance.version

    def clean(self):
        super().clean()
        if self.instance.pk:
            poles = Pole.objects.select_for_update().filter(pk=self.instance.pk)
            version = poles.values_list("version", flat=True).first()
            if version != self.cleaned_data.get("opened_version"):
                raise forms.ValidationError(self._stale(), code="stale")
        if "seat" in self.changed_data and not any(map(self.cleaned_data.get, POINT)):
            self.cleaned_data |= moderation.point_of_seat(self.cleaned_data.get("seat"))
        return self.cleaned_data

    def _get_validation_exclusions(self):
        """The state of publication is not in the form, but what it demands holds."""
        return super()._get_validation_exclusions() - {"publication"}

    def _stale(self):
        record = last_change(self.instance)
        if record is None:
            known = ""
        else:
            moment = timezone.localtime(record.history_date)
            by = record.history_user
            who = account_name(by) if by else "un import ou une commande"
            known = f" (le {date_format(moment, 'j F Y à H:i')}, par {who})"
        return format_html(
            "Cette fiche a changé depuis que vous l'avez ouverte{} : reportez-y vos "
            'saisies, qui sont ci-dessous. <a href="{}" target="_blank">Ouvrir la '
            "fiche à jour dans un autre onglet</a>",
            known,
            reverse("admin:directory_pole_change", args=[self.instance.pk]),
        )
