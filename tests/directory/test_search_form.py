"""Values of facets that do not exist, among others that do."""

import pytest

from tests.makers import make_pole
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    """One pole that closed, beside one that has no known stage."""
    make_pole("Clos", stage="clos")
    make_pole("Autre")


def seen(client, query):
    """Slugs of the answer, and the text of the page."""
    response = client.get(f"/poles/?{query}")
    return Page(response).poles(), response.content.decode()


def test_a_wrong_value_leaves_the_right_one_beside_it_in_force(client, closed):
    poles, text = seen(client, "etape=clos&etape=zzz&etape=zzz&etape=yyy")
    assert poles == ["clos"]
    assert text.count("« zzz »") == text.count("« yyy »") == 1


def test_a_wrong_value_alone_is_told_and_ignored(client, closed):
    poles, text = seen(client, "etape=zzz")
    assert len(poles) == 2
    assert "« zzz »" in text


@pytest.mark.parametrize("query", ["etape=", "page=", "etape=&milieu=&page=&quoi="])
def test_a_blank_value_asks_for_nothing(client, closed, query):
    poles, text = seen(client, query)
    assert len(poles) == 2
    assert 'class="problem"' not in text


def test_a_wrong_value_is_shown_short_and_without_control(client):
    _poles, text = seen(client, "etape=%00%1b" + "z" * 500)
    assert f"« {'z' * 60} »" in text
    assert "z" * 61 not in text.split('class="problem"')[1].split("</p>")[0]
