"""What visitors send to the admin: refused in words, never an error of the server."""

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from ptce_site.requests import visitor_address
from tests.admin_pages import page, posted
from tests.makers import make_pole

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


@pytest.fixture
def office(client, admin):
    """Browser of the superuser."""
    client.force_login(admin)
    return client


# --- Signing in ----------------------------------------------------------------


@pytest.mark.parametrize("length", [151, 256, 100_000])
def test_a_name_longer_than_any_account_is_refused_in_french(client, length):
    wrong = {"username": "é" * length, "password": "raté"}
    response = client.post(LOGIN, wrong)
    assert response.status_code == 200
    assert "a au plus 150 caractères" in response.content.decode()
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head"])
def test_no_method_breaks_the_login_page(client, method):
    response = getattr(client, method)(LOGIN)
    assert response.status_code < 500


def test_a_put_with_a_body_does_not_break_the_login_page(client):
    body = b"username=claire%00&password=x"
    kind = "application/x-www-form-urlencoded"
    assert client.put(LOGIN, body, content_type=kind).status_code < 500


def test_signing_in_without_a_destination_leads_to_the_admin(client, claire):
    right = {"username": "claire", "password": "mot de passe"}
    response = client.post(LOGIN, right)
    assert response["Location"] == reverse("admin:index")
    assert client.get("/admin/login/")["Location"] == reverse("admin:index")


def test_an_attempt_while_suspended_does_not_prolong_the_suspension(settings):
    assert settings.AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT is False


# --- NUL characters ---------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/admin/login/?next=%00",
        "/admin/autocomplete/?app_label=directory&model_name=pole&field_name=seat"
        "&term=%00",
        "/admin/directory/pole/?q=%00",
        "/admin/directory/pole/?etape=%00",
        "/admin/directory/territory/?departement=%00",
        "/admin/directory/pole/add/?name=%00",
        "/admin/directory/pole/?%00=1",
    ],
)
def test_a_nul_in_an_address_of_the_admin_is_refused_in_french(office, path):
    response = office.get(path)
    assert response.status_code == 400
    assert "<h1>Demande refusée</h1>" in response.content.decode()
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_nul_in_a_form_of_the_admin_is_refused(client, office):
    for name in ("name", "seat", "sectors"):
        values = posted(office.get(page("pole", "add"))) | {name: "\0"}
        assert office.post(page("pole", "add"), values).status_code == 400
    client.logout()
    wrong = {"username": "a\0", "password": "x"}
    assert client.post(LOGIN, wrong).status_code == 400


def test_a_nul_in_the_session_cookie_is_refused(client):
    client.cookies["sessionid"] = "a\0b"
    assert client.get("/admin/").status_code == 400


def test_public_pages_answer_a_nul_themselves(client):
    assert client.get("/poles/?quoi=%00").status_code == 200


# --- What is not a key --------------------------------------------------------------


@pytest.mark.parametrize("value", ["abc", "1.5", "9" * 30, "é", "-1", "None"])
def test_what_is_not_a_key_is_nobodys_choice(office, value):
    adding = page("pole", "add")
    fields = ("seat", "carrier", "sectors", "sources", "networks")
    for field in fields:
        assert office.get(adding, {field: value}).status_code == 200
    values = posted(office.get(adding), name="Pôle", slug="pole")
    for field in fields:
        assert office.post(adding, values | {field: value}).status_code == 200
    query = {"commune": value, "kind": value}
    assert office.get(page("structure", "add"), query).status_code == 200
    change = page("pole", "change", make_pole().pk)
    assert office.post(change, posted(office.get(change), seat=value)).status_code < 500


# --- Address of the visitor -----------------------------------------------------------


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("1.2.3.4, 5.6.7.8,2001:db8::7", "2001:db8::7"),
        ("", "10.0.0.1"),
        ("1.2.3.4, inconnu", "10.0.0.1"),
        ("fe80::1%eth0", "10.0.0.1"),
    ],
)
def test_behind_tls_only_the_address_our_proxy_wrote_counts(
    rf, settings, forwarded, found
):
    settings.BEHIND_TLS = True
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert visitor_address(request) == found


def test_without_tls_no_header_is_believed(rf, settings):
    settings.BEHIND_TLS = False
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4")
    assert visitor_address(request) == "10.0.0.1"


def test_forged_addresses_do_not_escape_the_suspension(client, claire, settings):
    settings.BEHIND_TLS = True
    wrong = {"username": "claire", "password": "raté"}
    statuses = [
        client.post(
            LOGIN, wrong, headers={"X-Forwarded-For": f"9.9.9.{number}, 203.0.113.7"}
        ).status_code
        for number in range(5)
    ]
    assert statuses == [200, 200, 200, 200, 429]
    assert AccessAttempt.objects.get().ip_address == "203.0.113.7"
