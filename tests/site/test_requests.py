"""What visitors send: refused in words, unread when it can be, never an error."""

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ptce_site.requests import FORMS, LONGEST_QUERY, MOST_FIELDS, visitor_address
from tests.admin_pages import page, posted
from tests.makers import make_pole

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


@pytest.fixture
def office(client, admin):
    """Browser of the superuser."""
    client.force_login(admin)
    return client


class UnfinishedBody:
    """A body that its sender never finishes: to read it is to wait."""

    def read(self, *sizes):
        raise AssertionError("The body was read.")

    readline = read


def unfinished(size=200):
    return {
        "content_type": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(size),
        "wsgi.input": UnfinishedBody(),
    }


def refusal(response, status):
    """The refusal told on a page, in French, that nothing inline or foreign adorns."""
    assert response.status_code == status
    text = response.content.decode()
    assert '<html lang="fr">' in text
    assert "unsafe" not in response["Content-Security-Policy"]
    return text


# --- Methods and bodies -----------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/poles/", "/poles/inconnu/", "/nulle-part/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_public_page_takes_nothing_and_reads_no_body(client, queries, method, path):
    with queries(0):
        response = getattr(client, method)(path, **unfinished())
    assert "ne fait que se lire" in refusal(response, 405)
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("method", ["options", "trace"])
def test_only_reading_and_sending_are_answered(client, method):
    for path, allowed in {"/poles/": "GET, HEAD", LOGIN: "GET, HEAD, POST"}.items():
        response = getattr(client, method)(path)
        refusal(response, 405)
        assert response["Allow"] == allowed


def test_the_head_of_a_public_page_is_answered(client):
    assert client.head("/poles/").status_code == 200


def test_a_form_without_our_cookie_is_refused_unread():
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(LOGIN, **unfinished()).status_code == 403


@pytest.mark.parametrize("at", FORMS)
def test_a_body_too_large_is_refused_unread(client, queries, at):
    with queries(0):
        response = client.post(f"{at}x/", **unfinished(FORMS[at] + 1))
    assert "trop lourd" in refusal(response, 413)


@pytest.mark.parametrize("length", ["²", "-1", "1e3", "abc"])
def test_a_body_of_senseless_length_is_refused_unread(client, length):
    refusal(client.post(LOGIN, **unfinished(length)), 400)


# --- Query strings and hosts ---------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/poles/", "/poles/carte.svg", "/structures/"])
def test_a_query_string_too_long_is_refused(client, queries, path):
    with queries(0):
        response = client.get(path, QUERY_STRING="q=" + "é" * LONGEST_QUERY)
    assert "trop longue" in refusal(response, 414)


def test_a_query_string_of_too_many_fields_is_refused(client, queries):
    with queries(0):
        response = client.get("/poles/", QUERY_STRING="&" * MOST_FIELDS)
    refusal(response, 400)


def test_the_longest_query_string_is_answered(client):
    fields = "&".join(["x=1"] * MOST_FIELDS)
    assert client.get("/structures/", QUERY_STRING=fields).status_code == 200
    fields += "1" * (LONGEST_QUERY - len(fields))
    assert client.get("/structures/", QUERY_STRING=fields).status_code == 200


@pytest.mark.parametrize("path", ["/", "/poles/", LOGIN, "/nulle-part/"])
def test_another_host_is_refused_without_a_traceback(client, caplog, path):
    response = client.get(path, headers={"host": "evil.example"})
    assert "<h1>Demande refusée</h1>" in refusal(response, 400)
    assert "evil.example" not in response.content.decode()
    assert not [record for record in caplog.records if record.exc_info]


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


def test_an_address_that_tries_many_accounts_is_suspended(client, claire):
    here, there = "203.0.113.7", "203.0.113.8"
    right = {"username": "claire", "password": "mot de passe"}
    for number in range(29):
        AccessAttempt.objects.create(
            username=f"compte{number}", ip_address=here, failures_since_start=1
        )
    assert client.post(LOGIN, right, REMOTE_ADDR=here).status_code == 302
    wrong = {"username": "autre", "password": "raté"}
    refused = client.post(LOGIN, wrong, REMOTE_ADDR=here)
    assert refused.status_code == 429
    assert "depuis votre réseau" in refused.content.decode()
    assert client.post(LOGIN, right, REMOTE_ADDR=here).status_code == 429
    assert client.post(LOGIN, right, REMOTE_ADDR=there).status_code == 302


def test_failures_of_an_address_are_forgotten_after_an_hour(client, claire):
    attempt = AccessAttempt.objects.create(
        username="compte", ip_address="127.0.0.1", failures_since_start=40
    )
    attempt.attempt_time -= timezone.timedelta(minutes=61)
    attempt.save()
    right = {"username": "claire", "password": "mot de passe"}
    assert client.post(LOGIN, right).status_code == 302


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
