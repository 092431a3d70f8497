"""Forms that grow without scripts: a button sends them, and they come back unsaved."""

from django.contrib.admin.helpers import AdminErrorList

from .choosing import SEVERAL, UNFOUND

# Name of the button; its value is the prefix of the rows that one is added to, or ''.
MORE = "_more"


def grown(data):
    """What was sent, with one more row among those that the button names."""
    total = f"{data[MORE]}-TOTAL_FORMS"
    if not data.get(total, "").isdecimal():
        return data
    data = data.copy()
    data[total] = str(min(int(data[total]), 1000) + 1)
    return data


def unsaved(form_class):
    """A form that is never valid, and so never saved."""

    class Unsaved(form_class):
        def is_valid(self):
            super().is_valid()
            return False

    return Unsaved


def only_searches(form):
    """Leave of the errors of a form those that answer a search."""
    for name, found in list(form.errors.items()):
        found.data = [one for one in found.as_data() if one.code in (UNFOUND, SEVERAL)]
        if not found.data:
            del form.errors[name]


class Growing:
    """Admin page whose form is sent back as it was typed when `MORE` sends it.

    Nothing is saved, and nothing that is not finished is called an error.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if MORE in request.POST:
            request.POST = grown(request.POST)
            # the address shown ends with the place of the row: what is saved next
            # would come back there, far below its errors
            form_url = form_url or request.get_full_path()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return unsaved(form) if MORE in request.POST else form

    def render_change_form(self, request, context, *args, **kwargs):
        if MORE in request.POST:
            form = context["adminform"].form
            formsets = [one.formset for one in context["inline_admin_formsets"]]
            only_searches(form)
            for formset in formsets:
                for row in formset.forms:
                    only_searches(row)
                formset._non_form_errors = formset.error_class()
            context["errors"] = AdminErrorList(form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)
