"""The page that makes one row of two: field by field, with what will move."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse

from directory import moderation
from directory.models import Pole
from directory.moderation.comparing import ABSORBED, KEPT, compare, fingerprint

from .doors import door, render_door
from .merging_words import moving, rows_of, words_of
from .nouns import get_curated, get_noun
from .sides import change_page


class MergeForm(forms.Form):
    """A choice for each field that differs; `seen` is what the page showed."""

    seen = forms.CharField(required=False)
    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Facultatif ; gardé dans l'historique des deux fiches.",
    )

    def __init__(self, data, kept, absorbed):
        super().__init__(data)
        self.kept, self.absorbed = kept, absorbed
        self.lines = compare(kept, absorbed)
        self.words = {line.name: words_of(line, kept, absorbed) for line in self.lines}
        self.shown = fingerprint(self.lines)
        for line in self.lines:
            if line.may_be_chosen:
                sides = zip((KEPT, ABSORBED), self.words[line.name], strict=True)
                self.fields[choice_of(line.name)] = forms.ChoiceField(
                    choices=list(sides),
                    widget=forms.RadioSelect,
                    initial=line.side,
                    label=line.label,
                    required=False,
                )

    def merge(self, *, by):
        """Merge as chosen; False, and the errors in the form, when it is refused."""
        if not self.is_valid():
            return False
        verb = (
            moderation.merge_poles
            if isinstance(self.kept, Pole)
            else moderation.merge_structures
        )
        chosen = {
            line.name: self.cleaned_data.get(choice_of(line.name))
            for line in self.lines
        }
        try:
            verb(
                self.kept,
                self.absorbed,
                by=by,
                choices={name: side for name, side in chosen.items() if side},
                reason=self.cleaned_data["reason"] or None,
                seen=self.cleaned_data["seen"],
            )
        except moderation.Refused as refusal:
            self.add_error(None, str(refusal))
        except ValidationError as error:
            for name, found in error.update_error_dict({}).items():
                field = choice_of(name)
                self.add_error(field if field in self.fields else None, found)
        return not self.errors


def choice_of(name):
    return f"choix-{name}"


@door("Fusionner deux fiches d'une même chose")
def merge(request):
    noun = get_noun(request.GET)
    kept = get_curated(request.user, noun, request.GET, "garder")
    absorbed = get_curated(request.user, noun, request.GET, "absorber")
    form = MergeForm(request.POST or None, kept, absorbed)
    if request.method == "POST" and form.merge(by=request.user):
        messages.success(request, f"« {absorbed} » est fusionnée dans « {kept} ».")
        return redirect(f"{reverse('curation:duplicates')}?noun={noun}")
    context = {
        "noun": noun,
        "kept": kept,
        "absorbed": absorbed,
        "kept_url": change_page(kept),
        "absorbed_url": change_page(absorbed),
        "form": form,
        "rows": rows_of(form),
        "moving": moving(absorbed, request.user),
        "forbidden": moderation.refusal_to_merge(kept, absorbed),
    }
    return render_door(
        request,
        "admin/curation/merge.html",
        context,
        title="Fusionner deux fiches",
        status=422 if form.errors else 200,
    )
