"""Passwords: what they must be, and what happens when one is forgotten."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.cache import cache

from ptce_site.passwords import MOST_DEMANDS, MOST_EMAILS
from tests.accounts import CHOSEN, PASSWORD, link_in
from tests.site.test_admin_csp import assert_safe_french

pytestmark = pytest.mark.django_db

FORGOTTEN = "/admin/mot-de-passe/"
SENT = "/admin/mot-de-passe/envoye/"
NEW = {"new_password1": CHOSEN, "new_password2": CHOSEN}


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


@pytest.fixture
def claire(claire):
    claire.email = "claire@reseau.example"
    claire.save()
    return claire


def text(response, status=200):
    assert_safe_french(response, status)
    return response.content.decode()


def ask(client, email="claire@reseau.example"):
    return client.post(FORGOTTEN, {"email": email})


def link_sent(client):
    ask(client)
    return link_in(mail.outbox[-1])


def test_the_login_page_leads_to_the_forgotten_password(client):
    assert f'href="{FORGOTTEN}"' in text(client.get("/admin/login/"))
    assert "lien y sera envoyé" in text(client.get(FORGOTTEN))


def test_the_answer_does_not_tell_whether_the_address_is_known(client, claire):
    for email in ("Claire@reseau.example", "personne@reseau.example"):
        assert ask(client, email)["Location"] == SENT
    assert "Si un compte a cette adresse" in text(client.get(SENT))
    assert [sent.to for sent in mail.outbox] == [["claire@reseau.example"]]
    assert "«\u00a0claire\u00a0»" in mail.outbox[0].body
    assert "adresse" in text(ask(client, "pas une adresse"))


def test_the_link_gives_a_new_password_once(client, claire):
    link = link_sent(client)
    form = client.get(link, follow=True)
    assert "Compte" in text(form)
    path = form.redirect_chain[-1][0]
    response = client.post(path, NEW, follow=True)
    assert "est enregistré" in text(response)
    claire.refresh_from_db()
    assert claire.check_password(CHOSEN)
    other = type(client)()
    assert "a déjà servi" in text(other.get(link, follow=True))
    assert other.get("/admin/").status_code == 302


def test_a_new_password_ends_the_sessions_and_the_suspension(client, claire):
    other = type(client)()
    other.force_login(claire)
    for _ in range(5):
        client.post("/admin/login/", {"username": "claire", "password": "raté"})
    right = {"username": "claire", "password": CHOSEN}
    assert client.post("/admin/login/", right).status_code == 429
    path = client.get(link_sent(client), follow=True).redirect_chain[-1][0]
    client.post(path, NEW)
    assert not AccessAttempt.objects.exists()
    assert other.get("/admin/").status_code == 302
    assert client.post("/admin/login/", right)["Location"] == "/admin/"


@pytest.mark.parametrize("link", ["MQ/abc/", "é/x-y/", "MQ/set-password/"])
def test_an_altered_link_leads_to_another(client, claire, link):
    assert "Demander un autre lien" in text(client.get(FORGOTTEN + link))
    assert client.post(FORGOTTEN + link, NEW).status_code == 200
    claire.refresh_from_db()
    assert claire.check_password(PASSWORD)


def test_a_link_lives_two_hours(client, claire, settings, monkeypatch):
    assert settings.PASSWORD_RESET_TIMEOUT == 2 * 3600
    link = link_sent(client)
    now = default_token_generator._now()
    later = now.replace(year=now.year + 1)
    monkeypatch.setattr(default_token_generator, "_now", lambda: later)
    assert "a expiré" in text(client.get(link))


def test_a_weak_new_password_is_refused_in_words(client, claire):
    path = client.get(link_sent(client), follow=True).redirect_chain[-1][0]
    weak = {"new_password1": "court", "new_password2": "court"}
    assert "12 caractères" in text(client.post(path, weak))
    claire.refresh_from_db()
    assert claire.check_password(PASSWORD)


def test_a_closed_account_receives_nothing(client, claire):
    claire.is_active = False
    claire.save()
    assert ask(client)["Location"] == SENT
    assert mail.outbox == []


def test_an_address_receives_a_bounded_number_of_links(client, claire):
    for _ in range(MOST_EMAILS + 2):
        assert ask(client)["Location"] == SENT
    assert len(mail.outbox) == MOST_EMAILS


def test_a_visitor_asks_a_bounded_number_of_times(client):
    for number in range(MOST_DEMANDS):
        ask(client, f"dora{number}@reseau.example")
    assert "Trop de demandes" in text(ask(client, "eva@reseau.example"), 429)
    response = client.post(
        FORGOTTEN, {"email": "eva@reseau.example"}, REMOTE_ADDR="192.0.2.1"
    )
    assert response.status_code == 302


def test_changing_a_password_asks_for_twelve_characters(client, claire):
    client.force_login(claire)
    values = {"old_password": PASSWORD, "new_password1": "court"}
    values["new_password2"] = "court"
    response = client.post("/admin/password_change/", values)
    assert "12 caractères" in text(response)
