"""The page that says who may do what is made from the pages themselves."""

import re

import pytest
from django.contrib import admin

from directory.admin.rights import EDITING
from directory.admin.rights_page import lines
from directory.models import Pole
from tests.makers import make_pole, make_user
from tests.page import Page

pytestmark = pytest.mark.django_db

PATH = "/admin/droits/"


def test_it_says_what_each_role_may_do_and_where(client, claire, karim):
    make_pole("Pôle de Rennes", stewards=[claire.curated_networks.get().network])
    client.force_login(claire)
    response = client.get(PATH)
    words = " ".join(response.content.decode().split())
    assert "<strong>1 pôle</strong>" in words
    assert "Réseau de Bretagne" in words
    assert "Occitanie" not in words
    heads = [tag for tag in Page(response).tags if tag["tag"] == "th"]
    assert len(heads) > len(admin.site._registry) / 2


def test_the_reader_finds_her_own_column_first(client, claire, admin):
    for user, label in (
        (claire, "Curation d&#x27;un réseau"),
        (admin, "Administration technique"),
    ):
        client.force_login(user)
        table = client.get(PATH).content.decode().partition('class="rights"')[2]
        heads = re.findall(r'<th scope="col">([^<]+)</th>', table)
        assert heads[2] == label


def test_a_right_changed_in_the_code_changes_the_page(monkeypatch):
    def allowed():
        [pole] = [line for line in lines() if line.name == "Pôles"]
        return pole.allowed

    before = allowed()
    page = type(admin.site._registry[Pole])
    monkeypatch.setattr(page, "curators_may", EDITING | {"delete"})
    assert allowed() != before


def test_staff_without_a_network_may_not_open_it(client, db):
    client.force_login(make_user("paul"))
    assert client.get(PATH).status_code == 403


def test_a_visitor_is_sent_to_the_login_page(client, db):
    assert client.get(PATH)["Location"].startswith("/admin/login/")
