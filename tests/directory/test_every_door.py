"""Every door of the admin, tried by each role: no row of another région shows.

Addresses come from the URL resolver, choices from the pages themselves: a new page is
tried without a line added here.
"""

import io
import json
import zipfile
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib import admin
from django.db import connection
from django.forms import ModelChoiceField
from django.urls import URLPattern, get_resolver

from directory.models import Pole, Source, Structure, Suggestion
from tests.makers import make_network, make_user
from tests.three_regions import make_three_regions, state

pytestmark = pytest.mark.django_db

ADMIN = "/admin/"
# the one page for curators that is not under it
PREVIEW = "/poles/<int:pk>/apercu/"
LEAVES = {"/admin/logout/", "/admin/login/"}
MOST_PAGES = 700
# arguments that name no row
KNOWN = {"noun": {"poles", "structures"}, "extension": {"csv", "xlsx"}}


@pytest.fixture
def regions(db):
    align_keys()
    return make_three_regions()


def align_keys():
    """Let all tables give the same next key, as those of a new database do.

    An address is tried with the keys of all rows: as tests go by, the tables would
    each count apart, and the addresses to try be ten times as many.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass,"
            " (SELECT max(last_value) FROM pg_sequences WHERE schemaname = 'public'))"
            " FROM pg_sequences WHERE schemaname = 'public'"
        )


@pytest.fixture
def editor():
    network = make_network("Édition nationale", regions=[], edits_all=True)
    return make_user("edition", networks=[network])


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        address = dict(attributes).get("href" if tag == "a" else "action")
        if address and tag in ("a", "form"):
            self.found.add(address)


def told(response):
    """All the text of a response, that of a workbook included."""
    content = b"".join(response) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8", "replace")


def routes(patterns, prefix=()):
    """(parts of the route, names of its arguments) of every pattern."""
    for pattern in patterns:
        route = (*prefix, pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def addresses(strangers):
    """Every address for curators, its arguments filled with the rows of strangers."""
    keys = {str(row.pk) for one in strangers for row in one.rows}
    keys |= {str(one.network.pk) for one in strangers}
    keys |= {str(one.curator.pk) for one in strangers}
    versions = {
        str(record.pk)
        for one in strangers
        for row in one.of(Pole, Structure)
        for record in row.history.all()
    }
    changes = {
        str(record.change)
        for one in strangers
        for row in one.of(Pole, Structure)
        for record in row.history.all()
    }
    ids = {
        str(row.public_id)
        for one in strangers
        for row in one.of(Pole, Structure, Suggestion)
    }
    for route in routes(get_resolver().url_patterns):
        path = "/" + "".join(str(part) for part in route)
        if not path.startswith(ADMIN) and path != PREVIEW:
            continue
        if "^" in path or "(?P" in path:
            continue
        yield from filled(path, keys, versions, changes | ids)


def filled(path, keys, versions, names):
    """A route with each of its arguments replaced by what a stranger's may be."""
    if "<" not in path:
        yield path
        return
    start, _, rest = path.partition("<")
    argument, _, end = rest.partition(">")
    converter, _, name = argument.rpartition(":")
    if name == "app_label" or name == "url":
        return
    values = KNOWN.get(name) or (versions if name == "version_id" else names | keys)
    if converter == "int":
        values = keys | versions if name != "pk" else keys
    for value in sorted(values):
        if converter == "uuid" and "-" not in value:
            continue
        if name == "object_id" and "-" in value:
            continue
        yield from filled(f"{start}{value}{end}", keys, versions, names)


def links(response, path):
    """Addresses of the admin that a page leads to."""
    for address in Links(told(response)).found:
        parts = urlsplit(urljoin(path, address))
        if parts.path.startswith(ADMIN) and parts.path not in LEAVES:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def crawl(client, start):
    """Pages reached by links, each with its response; a few of each sort of query."""
    seen, waiting, by_path = set(start), list(start), {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        response = client.get(path)
        yield path, response
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        for found in links(response, path):
            page = found.partition("?")[0]
            by_path[page] = by_path.get(page, 0) + (found not in seen)
            if found not in seen and by_path[page] <= 25:
                seen.add(found)
                waiting.append(found)


def assert_untold(response, path, strangers):
    words = told(response)
    for one in strangers:
        assert one.token not in words, (one.token, path)


def changelists():
    for model in admin.site._registry:
        yield f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def as_role(client, role, regions, editor, superuser):
    """Sign in; return (régions one may see, régions one may not)."""
    by_role = {
        "a curator": (regions["zzbre"].curator, {"zzbre"}),
        "a curator of two": (regions["zzbre"].curator, {"zzbre", "zznor"}),
        "an editor": (editor, set(regions)),
        "a superuser": (superuser, set(regions)),
    }
    user, hers = by_role[role]
    if role == "a curator of two":
        regions["zznor"].network.curators.create(user=user, role="responsable")
    client.force_login(user)
    return (
        [one for token, one in regions.items() if token in hers],
        [one for token, one in regions.items() if token not in hers],
    )


CURATORS = ["a curator", "a curator of two"]
EVERYONE = [*CURATORS, "an editor", "a superuser"]


@pytest.mark.parametrize("role", CURATORS)
def test_no_address_tells_or_changes_a_strangers_row(
    client, role, regions, editor, admin
):
    _, strangers = as_role(client, role, regions, editor, admin)
    before = state(strangers)
    tried = 0
    for path in addresses(strangers):
        assert_untold(client.get(path), path, strangers)
        assert_untold(client.post(path, {}), path, strangers)
        tried += 1
    assert tried > 200
    assert state(strangers) == before


@pytest.mark.parametrize("role", CURATORS)
def test_no_link_leads_to_a_strangers_row(client, role, regions, editor, admin):
    mine, strangers = as_role(client, role, regions, editor, admin)
    start = ["/admin/", *(f"{path}?q=zz" for path in changelists())]
    shown = ""
    for path, response in crawl(client, start):
        assert response.status_code < 500, path
        assert_untold(response, path, strangers)
        shown += told(response) if response.status_code == 200 else ""
    for one in mine:
        for row in one.of(Pole, Structure, Source):
            assert str(row) in shown


@pytest.mark.parametrize("role", EVERYONE)
def test_a_list_shows_the_rows_of_ones_own_regions_and_no_other(
    client, role, regions, editor, admin
):
    mine, strangers = as_role(client, role, regions, editor, admin)
    for noun, model in (("pole", Pole), ("structure", Structure), ("source", Source)):
        response = client.get(f"/admin/directory/{noun}/", {"q": "zz"})
        words = told(response)
        assert_untold(response, noun, strangers)
        assert all(str(row) in words for one in mine for row in one.of(model))


@pytest.mark.parametrize("role", CURATORS)
def test_no_autocomplete_proposes_a_strangers_row(client, role, regions, editor, admin):
    mine, strangers = as_role(client, role, regions, editor, admin)
    found = ""
    for model, field in autocompletes():
        asked = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": field,
            "term": "zz",
        }
        response = client.get("/admin/autocomplete/", asked)
        assert_untold(response, asked, strangers)
        if response.status_code == 200:
            labels = json.loads(response.content)["results"]
            found += " ".join(label["text"] for label in labels)
    for one in mine:
        assert f"Membre {one.token}" in found
        assert f"Source {one.token}" in found


def autocompletes():
    for page in admin.site._registry.values():
        for owner in (page, *page.inlines):
            for field in owner.autocomplete_fields:
                yield owner.model, field


@pytest.mark.parametrize("role", CURATORS)
def test_no_form_accepts_a_strangers_row_as_a_choice(
    client, role, regions, editor, admin
):
    mine, strangers = as_role(client, role, regions, editor, admin)
    hidden = {}
    for row in (row for one in strangers for row in one.rows):
        hidden.setdefault(type(row), set()).add(row.pk)
    tried = 0
    for path in form_pages(mine):
        response = client.get(path)
        for field in choice_fields(response):
            keys = hidden.get(field.queryset.model, set())
            assert not field.queryset.filter(pk__in=keys).exists(), (path, field.label)
            tried += bool(keys)
    assert tried > 20


def form_pages(mine):
    for path in changelists():
        yield f"{path}add/"
    for one in mine:
        for row in one.rows:
            model = row._meta
            yield f"/admin/{model.app_label}/{model.model_name}/{row.pk}/change/"


def choice_fields(response):
    context = getattr(response, "context_data", None) or {}
    if "adminform" not in context:
        return
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [*inline.formset.forms, inline.formset.empty_form]
    for form in forms:
        for field in form.fields.values():
            # the key of a row already there is no choice
            if isinstance(field, ModelChoiceField) and not field.widget.is_hidden:
                yield field


@pytest.mark.parametrize("role", CURATORS)
def test_an_action_with_one_stranger_among_its_rows_changes_none(
    client, role, regions, editor, admin
):
    mine, strangers = as_role(client, role, regions, editor, admin)
    before = state([*mine, *strangers])
    for path in changelists():
        response = client.get(path)
        context = getattr(response, "context_data", None) or {}
        form = context.get("action_form")
        names = (
            [name for name, _ in form.fields["action"].choices if name] if form else []
        )
        model = context["cl"].model if "cl" in context else Pole
        chosen = [row.pk for one in (*mine, *strangers) for row in one.of(model)]
        for name in names:
            asked = {"action": name, "_selected_action": chosen}
            asked |= {"post": "yes", "confirmed": "oui"}
            assert_untold(client.post(path, asked, follow=True), path, strangers)
    assert state([*mine, *strangers]) == before


def test_a_visitor_is_told_nothing_at_all(client, regions):
    everyone = list(regions.values())
    before = state(everyone)
    for path in addresses(everyone):
        for response in (client.get(path), client.post(path, {})):
            assert_untold(response, path, everyone)
            is_open = path.startswith(OPEN_TO_ALL)
            assert response.status_code != 200 or is_open, path
    assert state(everyone) == before


# the pages of a forgotten password tell nothing about rows
OPEN_TO_ALL = ("/admin/login/", "/admin/jsi18n/", "/admin/mot-de-passe/")


def test_a_right_withdrawn_is_gone_at_the_next_request(client, regions):
    one = regions["zzbre"]
    client.force_login(one.curator)
    [pole] = one.of(Pole)
    path = f"/admin/directory/pole/{pole.pk}/change/"
    assert client.get(path).status_code == 200
    one.network.curators.get().delete()
    assert client.get(path).status_code in (403, 404)
    assert client.get("/admin/droits/").status_code == 403
