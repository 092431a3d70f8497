"""The review of a suggestion: each field side by side, each decided apart."""

from django import forms
from django.core.exceptions import ValidationError

from directory import values
from directory.models import ProposedChange
from directory.moderation import fingerprint

from .review_inputs import input_for
from .review_words import Words, compare, joined

Decision = ProposedChange.Decision
LATER = ""
CHOICES = [
    (LATER, "plus tard"),
    (Decision.ACCEPTED, "accepter"),
    (Decision.EDITED, "modifier et accepter"),
    (Decision.REFUSED, "refuser"),
]
REASON = ProposedChange._meta.get_field("reason").max_length
ACCEPTED = (Decision.ACCEPTED, None, None)
# values of the buttons that decide on several fields
ACCEPT_REST, REFUSE_ALL = "accepter", "refuser"


class ReasonField(forms.CharField):
    """Why something is refused; None when untold."""

    def __init__(self, label):
        widget = forms.TextInput({"class": "vTextField"})
        super().__init__(
            label=label,
            required=False,
            max_length=REASON,
            empty_value=None,
            widget=widget,
        )


class ChangeForm(forms.Form):
    """The decision on one proposed change."""

    decision = forms.ChoiceField(
        label="décision", choices=CHOICES, required=False, widget=forms.RadioSelect
    )
    # fingerprint of the value that the page showed as today's
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, change, words, data=None):
        self.change, self.model = change, words.model
        initial = {"decision": LATER, "value": change.proposed}
        super().__init__(data, prefix=change.field, initial=initial)
        self.fields["value"] = input_for(self.model, change.field, words)
        self.fields["reason"] = ReasonField("Motif du refus (facultatif)")

    def clean(self):
        """An edited value as it would be written; none is looked at otherwise."""
        cleaned = super().clean()
        if cleaned.get("decision") != Decision.EDITED:
            self.errors.pop("value", None)
        elif "value" in cleaned:
            field = self.change.field
            try:
                cleaned["value"] = values.clean(self.model, field, cleaned["value"])
            except ValidationError as error:
                self.add_error("value", error)
        return cleaned

    @property
    def decided(self):
        """(decision, value, reason) of a valid form."""
        names = ("decision", "value", "reason")
        return tuple(self.cleaned_data.get(name) for name in names)


class AllForm(forms.Form):
    """The buttons that decide on several fields, and the reason to refuse them all."""

    all = forms.ChoiceField(
        choices=[(ACCEPT_REST, ""), (REFUSE_ALL, "")], required=False
    )
    why = ReasonField("Motif, si vous refusez tout (facultatif)")


class Row:
    """One field of a suggestion, as the page shows it.

    `conflict`: today's value is neither the one its author saw, nor the one proposed.
    """

    def __init__(self, change, today, words, form):
        self.change, self.form = change, form
        self.label = values.label(words.model, change.field)
        self.is_list = words.is_list(change.field)
        self.fingerprint = fingerprint(today)
        self.settled_already = today == change.proposed
        same = today == change.before or not (today or change.before)
        self.conflict = not same and not self.settled_already
        told = {
            name: words.parts(change.field, value)
            for name, value in (
                ("before", change.before),
                ("today", today),
                ("proposed", change.proposed),
                ("settled", change.settled),
            )
        }
        old, new = compare(told["today"], told["proposed"])
        self.today, self.proposed = self._shown(old), self._shown(new)
        self.before = self._shown([(part, False) for part in told["before"]])
        self.settled = self._shown([(part, False) for part in told["settled"]])

    def _shown(self, parts):
        return parts if self.is_list else joined(parts)


class Review:
    """The page of a suggestion: its rows, and the decisions sent, once valid.

    The suggestion comes with its target and its changes.
    """

    def __init__(self, suggestion, data=None):
        self.suggestion, self.data, self.errors = suggestion, data, []
        self.all = AllForm(data)
        changes, target = list(suggestion.changes.all()), suggestion.target
        today = {
            change.field: values.read(target, change.field) if target else None
            for change in changes
        }
        pairs = list(today.items())
        for change in changes:
            versions = (change.before, change.proposed, change.settled)
            pairs += [(change.field, value) for value in versions]
        words = Words(suggestion.model, pairs)
        opened = suggestion.status == suggestion.Status.OPEN
        self.forms = {
            change.field: ChangeForm(change, words, data)
            for change in changes
            if opened and change.decision == Decision.PENDING
        }
        self.rows = [
            Row(change, today[change.field], words, self.forms.get(change.field))
            for change in changes
        ]

    @property
    def conflicts(self):
        """Fields to decide whose value changed since the suggestion was made."""
        return [row for row in self.rows if row.form and row.conflict]

    def is_valid(self):
        """Whether what was sent can be decided upon; tells the errors otherwise.

        A decision on a field that another person decided meanwhile is kept for the
        verb to refuse.
        """
        whole = self.all.is_valid()
        wanted = self.all.cleaned_data.get("all")
        wrong = [form for form in self.forms.values() if not form.is_valid()]
        if wanted == REFUSE_ALL:
            self.decisions, wrong = self._refusals(), []
        else:
            self.decisions = {
                field: form.decided
                for field, form in self.forms.items()
                if form not in wrong and form.decided[0] != LATER
            }
        if wanted == ACCEPT_REST:
            self.decisions = dict.fromkeys(self.forms, ACCEPTED) | self.decisions
        self.decisions |= dict.fromkeys(self._overtaken(wanted), ACCEPTED)
        if not wrong and not self.decisions:
            self.errors.append("Choisissez au moins une décision.")
        return whole and not wrong and bool(self.decisions)

    def _refusals(self):
        why = self.all.cleaned_data.get("why")
        return {
            field: (Decision.REFUSED, None, form.cleaned_data.get("reason") or why)
            for field, form in self.forms.items()
        }

    def _overtaken(self, wanted):
        """Fields decided since the page was opened, and decided there too."""
        for change in self.suggestion.changes.all():
            shown = f"{change.field}-seen" in self.data
            decided = wanted or self.data.get(f"{change.field}-decision")
            if change.field not in self.forms and shown and decided:
                yield change.field

    @property
    def seen(self):
        """Fingerprints of the values that the page showed as today's, by field."""
        return {
            field: form.cleaned_data.get("seen", "")
            for field, form in self.forms.items()
        }

    def add_errors(self, error):
        """Show what a verb refused: beside the fields it names, or above them all."""
        for field, found in error.update_error_dict({}).items():
            if field in self.forms:
                self.forms[field].add_error(None, found)
            else:
                self.errors += ValidationError(found).messages
