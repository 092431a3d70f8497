"""Admin pages as tests use them: addresses, rows found, forms sent back."""

import json
from datetime import date

from django.urls import reverse

from directory.models import (
    Membership,
    Recognition,
    Source,
    StageRecord,
    YearlyFigures,
)
from tests.makers import make_pole, make_structure, territory


def page(noun, view="changelist", *args):
    return reverse(f"admin:directory_{noun}_{view}", args=args)


def posted(response, **changes):
    """What a browser would post from a form page, with some fields changed."""
    context = response.context_data
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, date):
                value = value.strftime("%d/%m/%Y")
            if value is not None and value is not False:
                values[field.html_name] = value
    return values | changes


def rows(response):
    return list(response.context_data["cl"].result_list)


def found(response):
    return {str(row) for row in rows(response)}


def suggested(client, noun, field, term):
    """Labels that the autocomplete of a foreign key proposes."""
    query = {
        "app_label": "directory",
        "model_name": noun,
        "field_name": field,
        "term": term,
    }
    response = client.get("/admin/autocomplete/", query)
    assert response.status_code == 200
    return [row["text"] for row in json.loads(response.content)["results"]]


def make_full_pole(name, *, members=1, **fields):
    """A pole with some children of every sort."""
    pole = make_pole(name, acts_on=["commune:26281", "region:84"], **fields)
    for number in range(members):
        commune = territory("commune:26281")
        source = Source.objects.create(title=f"Source {number} de {name}")
        structure = make_structure(f"Membre {number} de {name}", commune=commune)
        structure.aliases.create(slug=f"ancien-{structure.slug}")
        dated = {"pole": pole, "source": source}
        Membership.objects.create(structure=structure, **dated)
        Recognition.objects.create(text=f"Appel {number}", **dated)
        YearlyFigures.objects.create(year=2000 + number, **dated)
        day = date(2000 + number, 1, 1)
        StageRecord.objects.create(stage="emergence", on=day, **dated)
    pole.aliases.create(slug=f"ancien-{pole.slug}")
    return pole
