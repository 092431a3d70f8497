"""What the admin says otherwise than Django: in plain French, without its objects."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin import site as admin_site
from django.urls import reverse

import ptce_site.admin  # noqa: F401  (registers every page)
from tests.makers import make_network, make_pole

pytestmark = pytest.mark.django_db

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES"
PHRASE = re.compile(r'^(?:msgid|msgid_plural|msgstr(?:\[\d\])?) "(.+)"$', re.MULTILINE)
DJANGOS = re.compile(r"\bobjets?\b|Sélectionnez|Modification de|Administration de")


def test_the_compiled_catalogue_is_that_of_its_source():
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)._catalog
    known = {
        word
        for key, told in catalogue.items()
        if key
        for word in (key[0] if isinstance(key, tuple) else key, told)
    }
    source = (CATALOGUE / "django.po").read_text()
    written = {one.replace('\\"', '"') for one in PHRASE.findall(source)}
    # the catalogue keys a plural by its singular
    assert known | {"All %(total_count)s selected"} == written


@pytest.mark.parametrize("model", admin_site._registry, ids=lambda one: one.__name__)
def test_no_list_nor_form_speaks_of_objects(client, admin, model):
    make_pole(stewards=[make_network()])
    client.force_login(admin)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    pages = [client.get(reverse(f"{name}_changelist"))]
    if pages[0].context_data["has_add_permission"]:
        pages.append(client.get(reverse(f"{name}_add")))
    for page in pages:
        assert not (found := DJANGOS.search(page.content.decode())), found


def test_what_is_done_is_said_without_objects(client, admin):
    pole = make_pole("Pôle de Rennes")
    client.force_login(admin)
    source = reverse("admin:directory_source_add")
    content = client.post(source, {"title": "Étude"}, follow=True).content.decode()
    assert "Ajout enregistré\N{NO-BREAK SPACE}: source" in content
    history = reverse("admin:directory_territory_history", args=[pole.seat_id])
    assert "Rien n'a été modifié ici." in client.get(history).content.decode()


def test_the_menu_follows_its_groups_and_leaves_no_page_out(client, admin):
    client.force_login(admin)
    response = client.get("/admin/directory/pole/")
    groups = response.context_data["available_apps"]
    assert [group["name"] for group in groups][:2] == ["Mes fiches", "Détail des pôles"]
    listed = [entry["model"] for group in groups for entry in group["models"]]
    assert sorted(listed, key=str) == sorted(admin_site._registry, key=str)
