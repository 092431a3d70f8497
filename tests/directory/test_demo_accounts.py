from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from directory.emails import site_origin
from directory.models import Network, Pole, account_name
from ptce_site.management.commands import demo
from tests.makers import make_network, make_pole

pytestmark = pytest.mark.django_db

User = get_user_model()


@pytest.fixture
def accounts(settings):
    settings.DEBUG = True
    call_command("create_demo_accounts", verbosity=0)
    return User.objects.in_bulk(field_name="username")


def test_without_debug_no_account_is_created(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("create_demo_accounts")
    assert not User.objects.exists()


def test_with_debug_three_accounts_share_the_public_password(accounts):
    assert set(accounts) == {"admin", "curation-na", "curation-occitanie"}
    for user in accounts.values():
        assert user.check_password("demo")
        assert user.is_staff
    assert [name for name, user in accounts.items() if user.is_superuser] == ["admin"]


def test_each_account_signs_by_its_role(accounts):
    assert account_name(accounts["curation-na"]) == "La curation Nouvelle-Aquitaine"
    for user in accounts.values():
        assert account_name(user) != user.username


def test_a_second_call_resets_no_password(accounts):
    accounts["curation-na"].set_password("choisi depuis")
    accounts["curation-na"].save()
    call_command("create_demo_accounts", verbosity=0)
    assert User.objects.count() == 3
    assert User.objects.get(username="curation-na").check_password("choisi depuis")


def test_each_curator_edits_the_entries_of_its_region_only(accounts):
    ours = make_pole("Pôle aquitain", stewards=[_network("cress-nouvelle-aquitaine")])
    theirs = make_pole("Pôle occitan", stewards=[_network("cress-occitanie")])
    make_pole("Pôle lointain", stewards=[make_network("Réseau lointain")])
    assert list(Pole.objects.for_curator(accounts["curation-na"])) == [ours]
    assert list(Pole.objects.for_curator(accounts["curation-occitanie"])) == [theirs]
    assert Pole.objects.for_curator(accounts["admin"]).count() == 3


def _network(slug):
    return Network.objects.get(slug=slug)


def test_rights_come_from_the_networks_not_from_groups_or_permissions(accounts):
    user = accounts["curation-na"]
    assert not Group.objects.exists()
    assert user.get_all_permissions() == set()


def test_a_missing_network_stops_the_command_and_creates_nothing(settings):
    settings.DEBUG = True
    Network.objects.filter(slug="cress-occitanie").delete()
    with pytest.raises(CommandError, match="load_reference"):
        call_command("create_demo_accounts", verbosity=0)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("told", "origin"), [(None, "http://127.0.0.1:8123"), ("https://x.example",) * 2]
)
def test_links_of_emails_lead_where_the_demonstration_runs(
    settings, monkeypatch, told, origin
):
    settings.DEBUG, settings.DATABASE_URL = True, None
    monkeypatch.delenv("SITE_ORIGIN", raising=False)
    if told:
        monkeypatch.setenv("SITE_ORIGIN", told)
    served = []
    monkeypatch.setattr(
        demo, "call_command", lambda name, *a, **k: served.append((name, site_origin()))
    )
    call_command("demo", port=8123, stdout=StringIO())
    assert served[-1] == ("runserver", origin)
