"""Rows edited together on the page of another: what is wrong is said in words."""

from itertools import combinations

from django import forms

GONE = (
    "Une ligne n'existe plus dans cette fiche : elle a été supprimée entre-temps. "
    "Rechargez la page."
)
# rows that one page may add of each sort: each costs time to draw and to check
MOST_NEW = 100
TOO_MANY = f"Pas plus de {MOST_NEW} nouvelles lignes à la fois : enregistrez d'abord."


class Rows(forms.BaseInlineFormSet):
    """Rows whose every error is shown.

    The admin draws neither the errors of hidden inputs, nor a row deleted meanwhile.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # a few bytes are enough to ask for thousands of rows
            self.absolute_max = len(self.get_queryset()) + MOST_NEW
            self.error_messages["too_many_forms"] = TOO_MANY

    def full_clean(self):
        super().full_clean()
        hidden = {self.model._meta.pk.name, self.fk.name}
        if any(hidden & errors.keys() for errors in self._errors):
            self._non_form_errors.append(GONE)

    def get_unique_error_message(self, unique_check):
        """Django's names the fields as the code does, and not as the page does."""
        fields = [name for name in unique_check if name != self.fk.name]
        labels = [str(self.form.base_fields[name].label) for name in fields]
        return f"Deux lignes ont les mêmes valeurs : {', '.join(labels).lower()}."


class ConsistentRows(Rows):
    """Rows sent together may not clash: the database only compares saved ones."""

    def clean(self):
        super().clean()
        rows = [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms and form.is_valid() and form.cleaned_data
        ]
        for one, other in combinations(rows, 2):
            if self.clash(one, other):
                raise forms.ValidationError(
                    "« %(row)s » est indiqué deux fois.",
                    code="twice",
                    params={"row": one},
                )


class PerimeterRows(ConsistentRows):
    @staticmethod
    def clash(one, other):
        """Same territory for periods that overlap; a NULL bound is open."""

        def ends_before(first, second):
            return first.until and second.since and first.until <= second.since

        return one.territory_id == other.territory_id and not (
            ends_before(one, other) or ends_before(other, one)
        )


class MembershipRows(ConsistentRows):
    @staticmethod
    def clash(one, other):
        return (one.structure_id, one.role, one.since) == (
            other.structure_id,
            other.role,
            other.since,
        )
