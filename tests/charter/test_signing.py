"""Signing and withdrawing by a link: only the form does, once, and says so."""

import logging
import re
from datetime import date
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from charter.models import Signature, TeamLink
from charter.verbs import give_link, withdraw_signature
from directory.models import Pledge, Pole
from ptce_site.logs import logging_to_console
from tests.accounts import link_in
from tests.charter.makers import make_version, states
from tests.makers import make_pole

pytestmark = pytest.mark.django_db
WHO = {"name": "Dora Essai", "role": "présidente", "email": "dora@exemple.test"}
SIGNED = {**WHO, "agreed": "on"}


@pytest.fixture(autouse=True)
def origin(settings):
    settings.SITE_ORIGIN = "https://annuaire.example"


@pytest.fixture
def version():
    return make_version()


@pytest.fixture
def pole():
    return make_pole("Pôle du Levant", email="contact@levant.example")


@pytest.fixture
def link(pole, version):
    return give_link(pole, TeamLink.Purpose.SIGN, version=version)


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    """Send a form; the mails that follow are in the mailbox."""

    def send(path, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, data or {})

    return send


def problems(response):
    """{field: what is said beside it} of a form that is shown again."""
    assert response.status_code == 200
    content = response.content.decode().replace("&#x27;", "'")
    found = re.findall(r'<p class="error" id="id_(\w+)_error">(.*?)</p>', content)
    return dict(found)


def test_the_page_shows_the_pole_the_whole_text_and_what_signing_is_not(client, link):
    content = client.get(link.get_absolute_url()).content.decode()
    assert "Pôle du Levant" in content
    assert "Nous coopérons sur nos territoires." in content
    for title in ("Coopérer", "Partir du territoire", "Partager"):
        assert title in content
    assert "ni un label, ni une reconnaissance par l'État" in content
    assert content.count("Jamais publié") == 3


def test_a_pole_signs_then_sees_that_it_is_done(client, post, link):
    response = post(link.get_absolute_url(), SIGNED)
    assert response.status_code == 302
    assert states() == [("2021", "Pôle du Levant", "declaree")]
    signature = Signature.objects.get()
    assert signature.signatory_name == "Dora Essai"
    assert Pledge.objects.get().pole == link.pole
    for _ in range(2):
        done = client.get(response.url)
        assert done.status_code == 200
        assert "C'est signé" in done.content.decode()
        assert "Dora" not in done.content.decode()
        assert "no-store" in done["Cache-Control"]


def test_the_receipt_goes_to_the_pole_and_to_who_signs_apart(post, link):
    post(link.get_absolute_url(), SIGNED)
    assert [message.to for message in mail.outbox] == [
        ["contact@levant.example"],
        ["dora@exemple.test"],
    ]
    for message in mail.outbox:
        assert "a signé" in message.body
        assert "Dora" not in message.body


def test_without_any_address_it_is_said_that_there_is_no_receipt(client, post, version):
    link = give_link(make_pole("Pôle sans adresse"), "signer", version=version)
    seen = client.get(link.get_absolute_url()).content.decode()
    assert "aucun reçu ne part" in seen
    response = post(link.get_absolute_url(), {**SIGNED, "email": ""})
    assert "il n'y a pas de reçu" in client.get(response.url).content.decode()
    assert not mail.outbox


@pytest.mark.parametrize("missing", ["name", "role", "agreed"])
def test_what_is_missing_is_said_beside_it_and_nothing_is_lost(post, link, missing):
    told = {**SIGNED, missing: ""}
    del told[missing]
    response = post(link.get_absolute_url(), told)
    assert list(problems(response)) == [missing]
    content = response.content.decode()
    for name in {"name", "role", "email"} - {missing}:
        assert f'value="{SIGNED[name]}"' in content
    assert not Signature.objects.exists()
    link.refresh_from_db()
    assert link.is_open


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "x" * 20_000),
        ("role", "x" * 151),
        ("name", "\u200b"),
        ("name", "   "),
        ("email", "pas un courriel"),
        ("email", "a@b.fr\nCc: c@d.fr"),
        ("email", f"{'x' * 300}@exemple.test"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_it(post, link, field, text):
    response = post(link.get_absolute_url(), {**SIGNED, field: text})
    assert list(problems(response)) == [field]
    assert not Signature.objects.exists()
    assert not mail.outbox


def test_markup_in_a_name_is_kept_as_text_and_shown_to_nobody(client, post, link):
    name = "<script>alert(1)</script>"
    again = post(link.get_absolute_url(), {"name": name})
    assert name not in again.content.decode()
    response = post(link.get_absolute_url(), {**SIGNED, "name": name})
    assert Signature.objects.get().signatory_name == name
    assert "script>alert" not in client.get(response.url).content.decode()


def test_a_nul_character_is_refused(post, link):
    response = post(link.get_absolute_url(), {**SIGNED, "name": "a\0b"})
    assert response.status_code == 400
    assert not Signature.objects.exists()


def test_a_second_press_signs_nothing_more_and_says_what_was_signed(post, link):
    path = link.get_absolute_url()
    post(path, SIGNED)
    again = post(path, SIGNED)
    assert again.status_code == 410
    assert "a bien signé" in again.content.decode()
    assert len(states()) == 1
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closed_on": date(2020, 1, 1)}, "clos"),
        ({"publication": "archive"}, "n'est pas publiée"),
    ],
)
def test_a_pole_that_may_sign_no_more_is_told_why(client, post, link, change, words):
    Pole.objects.filter(pk=link.pole_id).update(**change)
    seen = client.get(link.get_absolute_url()).content.decode()
    assert words in seen
    assert "Signer au nom du pôle</button>" not in seen
    response = post(link.get_absolute_url(), SIGNED)
    assert response.status_code in (200, 410)
    assert words in response.content.decode()
    assert not Signature.objects.exists()


def test_a_version_that_is_no_longer_the_last_is_not_signed(client, post, link):
    make_version(link.version.charter, on="2025-06-01")
    assert "plus la dernière" in client.get(link.get_absolute_url()).content.decode()
    response = post(link.get_absolute_url(), SIGNED)
    assert "plus la dernière" in response.content.decode()
    assert 'value="Dora Essai"' in response.content.decode()
    assert not Signature.objects.exists()


def test_a_signature_is_withdrawn_by_the_link_of_the_receipt(client, post, link):
    post(link.get_absolute_url(), SIGNED)
    path = re.search(r"annuaire\.example(/charte/lien/\S+)", mail.outbox[0].body)[1]
    seen = client.get(path).content.decode()
    assert "a signé" in seen
    assert states() == [("2021", "Pôle du Levant", "declaree")]
    response = post(path)
    assert response.status_code == 302
    assert states() == [("2021", "Pôle du Levant", "retiree")]
    assert Signature.objects.get().signatory_name is None
    assert not Pledge.objects.exists()
    assert "La signature est retirée" in client.get(response.url).content.decode()
    assert post(path).status_code == 410


def test_what_was_done_is_no_longer_said_once_it_is_undone(client, post, link):
    response = post(link.get_absolute_url(), SIGNED)
    withdraw = TeamLink.objects.get(purpose="retirer")
    withdraw_signature(withdraw.signature, link=withdraw)
    gone = client.get(response.url)
    assert gone.status_code == 410
    assert "pas, ou plus, en vigueur" in gone.content.decode()


def test_nothing_is_done_before_the_link_has_served(client, link):
    response = client.get(f"{link.get_absolute_url()}?fait")
    assert response.status_code == 200
    assert "C'est signé" not in response.content.decode()
    assert not Signature.objects.exists()


def test_a_signature_withdrawn_by_a_curator_is_not_withdrawn_twice(
    client, post, link, admin
):
    post(link.get_absolute_url(), SIGNED)
    withdraw = TeamLink.objects.get(purpose="retirer")
    withdraw_signature(withdraw.signature, by=admin, reason="Demande par téléphone.")
    assert client.get(withdraw.get_absolute_url()).status_code == 410
    assert post(withdraw.get_absolute_url()).status_code == 410
    assert states() == [("2021", "Pôle du Levant", "retiree")]


def test_who_signs_reaches_no_log(post, link, caplog):
    caplog.set_level(logging.DEBUG)
    path = link.get_absolute_url()
    post(path, SIGNED)
    for secret in (*WHO.values(), path):
        assert secret not in caplog.text


def test_an_address_that_is_refused_reaches_no_log_and_stops_no_other(
    post, link, caplog, monkeypatch
):
    taken = []

    def send(message, **kwargs):
        (address,) = message.to
        if address == "contact@levant.example":
            raise SMTPRecipientsRefused({address: (550, b"unknown")})
        taken.append(address)

    monkeypatch.setattr(EmailMessage, "send", send)
    assert post(link.get_absolute_url(), SIGNED).status_code == 302
    assert taken == [WHO["email"]]
    assert "SMTPRecipientsRefused" in caplog.text
    assert "levant.example" not in caplog.text


def test_a_link_that_is_refused_is_not_written_whole_in_the_log(client, link, caplog):
    path = f"{link.get_absolute_url()}pratiques/1/"
    assert client.get(path).status_code == 404
    (record,) = caplog.records
    console = logging_to_console(level="INFO")["formatters"]["line"]
    made = dict(console)
    line = made.pop("()")(made.pop("format"), **made).format(record)
    assert path in record.getMessage()
    assert path not in line
    assert "/charte/lien/…/pratiques/1/" in line


def test_a_sent_link_is_one_line_of_its_mail(post, pole, version):
    post("/charte/signer/", {"pole": pole.slug, "pour": f"signer-{version.pk}"})
    assert link_in(mail.outbox[0]).startswith("/charte/lien/")
    assert "levant" not in link_in(mail.outbox[0])


def test_pages_of_a_link_ask_as_much_of_the_database_for_many_commitments(
    client, queries, pole
):
    titles = [f"Engagement {number}" for number in range(40)]
    version = make_version(titles=titles)
    link = give_link(pole, TeamLink.Purpose.SIGN, version=version)
    with queries(12):
        client.get(link.get_absolute_url())
