"""What is wrong in a form that was sent, listed at its top with links to mend it."""

from dataclasses import dataclass

from django.utils.text import capfirst


@dataclass(frozen=True)
class Wrong:
    """An error: `anchor` is the id of what to mend, '' when no field is at fault."""

    anchor: str
    where: str
    words: str


def wrongs(form, inlines):
    """Errors of a form and of the rows edited with it, in the order of the page."""
    yield from _of_form(form)
    for inline in inlines:
        formset, opts = inline.formset, inline.opts
        rows = capfirst(str(opts.verbose_name_plural))
        for words in formset.non_form_errors():
            yield Wrong(f"{formset.prefix}-group", rows, words)
        for number, row in enumerate(formset.forms, 1):
            # a row that leaves may be wrong
            if not getattr(row, "cleaned_data", {}).get("DELETE"):
                name = f"{capfirst(str(opts.verbose_name))} {number}"
                yield from _of_form(row, anchor=row.prefix, name=name)


def _of_form(form, anchor="", name=""):
    for field, found in form.errors.items():
        if field not in form.fields:
            yield from (Wrong(anchor, name, words) for words in found)
            continue
        bound = form[field]
        where = ", ".join(filter(None, [name, str(bound.label).lower()]))
        for words in found:
            at = anchor if bound.is_hidden else bound.id_for_label or bound.auto_id
            yield Wrong(at, capfirst(where), words)


class ErrorSummary:
    """Admin page of a form whose errors are listed at its top, as `wrongs`.

    Django's own line, which only counts them, gives way.
    """

    def render_change_form(self, request, context, *args, **kwargs):
        if context.get("errors"):
            form = context["adminform"].form
            context["wrongs"] = list(wrongs(form, context["inline_admin_formsets"]))
            context["errors"] = None
        return super().render_change_form(request, context, *args, **kwargs)
