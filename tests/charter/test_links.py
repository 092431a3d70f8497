"""Asking for a link: the same words whatever the pole has; and links that are over."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from charter.models import TeamLink
from charter.verbs import (
    Refused,
    give_link,
    revoke_link,
    send_link,
    sign,
    withdraw_signature,
)
from directory import moderation
from directory.models import Pole
from tests.accounts import link_in
from tests.charter.makers import (
    make_awaited,
    make_charter,
    make_signature,
    make_version,
)
from tests.makers import make_network, make_pole

pytestmark = pytest.mark.django_db
ASK = "/charte/signer/"
Purpose = TeamLink.Purpose


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
def ask(client, django_capture_on_commit_callbacks):
    """What the page answers to a demand, and the text of where it leads."""

    def send(pole, what):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(ASK, {"pole": pole, "pour": what})
        led = client.get(response.url) if response.status_code == 302 else response
        return response, led.content.decode()

    return send


def problem_beside(content, field):
    """What is said of a field, beside it; None when nothing is."""
    found = re.search(rf'<p class="error" id="id_{field}_error">(.*?)</p>', content)
    return found and found[1].replace("&#x27;", "'")


def sent_links():
    return TeamLink.objects.filter(sent_to__isnull=False)


def test_a_link_asked_for_goes_to_the_address_of_the_pole(ask, client, version, pole):
    response, _ = ask("Pôle du Levant", f"signer-{version.pk}")
    assert response.status_code == 302
    (message,) = mail.outbox
    assert message.to == ["contact@levant.example"]
    link = TeamLink.objects.get()
    assert client.get(link_in(message)).context["link"] == link
    assert (link.pole, link.version, link.created_by) == (pole, version, None)


def test_nothing_tells_whether_a_pole_has_an_address(ask, version, pole):
    make_pole("Pôle du Couchant")
    _, with_address = ask("pole-du-levant", f"signer-{version.pk}")
    _, without = ask("pole-du-couchant", f"signer-{version.pk}")
    assert len(mail.outbox) == 1
    assert "levant.example" not in with_address

    def same(content):
        content = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content)
        return re.sub("(?i)levant|couchant", "…", content)

    assert same(with_address) == same(without)
    assert "Si l'annuaire connaît le courriel de ce pôle" in with_address


def test_who_asks_is_told_which_network_to_call(ask, version, pole):
    make_network(
        "Réseau des Alpes", regions=["region:84"], phone="04 00 00 00 00", rank=1
    )
    _, content = ask("Pôle du Levant", f"signer-{version.pk}")
    assert "Réseau des Alpes" in content
    assert "04 00 00 00 00" in content


def test_one_open_link_an_hour_is_sent_for_each_purpose(ask, version, pole):
    for what in (f"signer-{version.pk}", f"signer-{version.pk}", "equipe", "equipe"):
        response, content = ask("Pôle du Levant", what)
        assert response.status_code == 302
        assert "Demande reçue" in content
    assert [link.purpose for link in sent_links()] == [Purpose.TEAM, Purpose.SIGN]
    assert all(link.is_open for link in sent_links())
    for link in sent_links():
        link.created_at -= timedelta(hours=2)
        link.save()
    ask("Pôle du Levant", "equipe")
    assert len(mail.outbox) == 3


def test_so_many_links_a_day_are_sent_to_one_pole(ask, pole):
    for _ in range(6):
        ask("Pôle du Levant", "equipe")
        for link in sent_links():
            link.created_at -= timedelta(hours=2)
            link.save()
    assert len(mail.outbox) == 4
    # whoever asks ends no link that the pole holds
    assert sent_links().open().count() == 4


def test_so_many_links_a_day_are_sent_over_all_poles(ask, pole, monkeypatch, caplog):
    monkeypatch.setattr("charter.verbs.asking.MOST_A_DAY", 1)
    make_pole("Pôle du Couchant", email="contact@couchant.example")
    ask("Pôle du Levant", "equipe")
    assert not caplog.records
    _, content = ask("Pôle du Couchant", "equipe")
    assert "Demande reçue" in content
    assert len(mail.outbox) == 1
    assert "no more is sent" in caplog.text


def test_one_visitor_uses_up_no_more_than_her_share(ask, pole, monkeypatch):
    monkeypatch.setattr("charter.views.demands.MOST_A_DAY", 1)
    make_pole("Pôle du Couchant", email="contact@couchant.example")
    first, _ = ask("Pôle du Levant", "equipe")
    second, content = ask("Pôle du Couchant", "equipe")
    assert first.status_code == second.status_code == 302
    assert "Demande reçue" in content
    assert [message.to for message in mail.outbox] == [[pole.email]]


def test_a_pole_is_found_whatever_the_accents_and_the_case(ask, pole):
    response, _ = ask("pole DU levant", "equipe")
    assert response.status_code == 302
    assert TeamLink.objects.get().pole == pole


def test_an_unknown_name_is_refused_beside_the_field_with_those_near(ask, pole):
    response, content = ask("Pôle de Levan", "equipe")
    assert response.status_code == 200
    assert "Aucun pôle publié ne porte ce nom" in problem_beside(content, "pole")
    assert 'href="?pole=pole-du-levant&amp;pour=equipe"' in content
    assert not TeamLink.objects.exists()


def test_two_poles_of_one_name_are_told_apart(ask, client, pole):
    make_pole("Pôle du Levant", slug="pole-du-levant-2", seat="commune:35238")
    _, content = ask("Pôle du Levant", "equipe")
    assert "Plusieurs pôles" in problem_beside(content, "pole")
    assert "Rennes" in content
    ask("pole-du-levant-2", "equipe")
    assert TeamLink.objects.filter(pole=pole).count() == 0


@pytest.mark.parametrize(
    "text",
    ["", " ", "x" * 20_000, "<script>alert(1)</script>", "' OR 1=1 --", "%", "\u200b"],
    ids=range(7),
)
def test_what_names_no_pole_is_refused_in_words(ask, pole, text):
    response, content = ask(text, "equipe")
    assert response.status_code == 200
    assert problem_beside(content, "pole")
    assert "<script>alert" not in content


@pytest.mark.parametrize("what", ["", "autre", "signer-0", "retirer-1", "signer"])
def test_a_wish_that_is_not_offered_is_refused_beside_it(ask, pole, what):
    response, content = ask("Pôle du Levant", what)
    assert response.status_code == 200
    assert problem_beside(content, "pour")
    assert not TeamLink.objects.exists()


def test_drafts_and_archived_poles_are_not_known_here(ask, client, version):
    for name, publication in (("Pôle secret", "brouillon"), ("Pôle rangé", "archive")):
        make_pole(name, publication=publication, email="c@exemple.test")
        response, content = ask(name, "equipe")
        assert "Aucun pôle publié" in problem_beside(content, "pole")
        assert f'<option value="{name}"' not in content
    assert not TeamLink.objects.exists()


def test_a_closed_pole_does_not_sign_and_is_told_so(ask, version):
    make_pole("Pôle clos", email="c@exemple.test", closed_on="2020-01-01")
    _, content = ask("Pôle clos", f"signer-{version.pk}")
    assert "clos" in problem_beside(content, "pole")
    assert not mail.outbox


def test_a_merged_pole_leads_to_the_one_that_was_kept(ask, version, pole, admin):
    old = make_pole("Pôle d'autrefois", email="c@exemple.test")
    moderation.merge_poles(pole, old, by=admin)
    _, content = ask("pole-dautrefois", f"signer-{version.pk}")
    assert "fusionnée" in problem_beside(content, "pole")
    assert "?pole=pole-du-levant&amp;" in content
    assert not mail.outbox


def test_a_pole_that_has_signed_is_told_so(ask, version, pole):
    make_signature(version, pole)
    _, content = ask("Pôle du Levant", f"signer-{version.pk}")
    assert "déjà signé" in problem_beside(content, "pole")
    assert not mail.outbox


def test_an_older_version_is_not_offered(ask, pole, version):
    older = make_version(version.charter, on="2014-09-19")
    response, content = ask("Pôle du Levant", f"signer-{older.pk}")
    assert problem_beside(content, "pour")
    assert not TeamLink.objects.exists()


def test_a_pole_asks_to_withdraw_what_it_signed_and_nothing_else(ask, version, pole):
    _, content = ask("Pôle du Levant", f"retirer-{version.pk}")
    assert problem_beside(content, "pour")
    make_signature(version, make_pole("Un autre"))
    _, content = ask("Pôle du Levant", f"retirer-{version.pk}")
    assert "n'a pas signé" in problem_beside(content, "pole")
    signature = make_signature(version, pole)
    response, _ = ask("Pôle du Levant", f"retirer-{version.pk}")
    assert response.status_code == 302
    assert TeamLink.objects.get().signature == signature
    assert str(version) in mail.outbox[0].subject


def test_without_a_text_to_sign_the_page_says_why_and_what_else(client):
    awaited = make_awaited()
    content = client.get(ASK).content.decode()
    assert "Rien ne se signe ici pour l'instant" in content
    assert str(awaited) in content
    assert 'value="equipe"' in content
    assert 'value="signer-' not in content


def test_with_a_text_to_sign_the_page_says_what_signing_is_not(client, version):
    response = client.get(
        ASK, {"pole": "pole-du-levant", "pour": f"signer-{version.pk}"}
    )
    content = response.content.decode()
    assert "ni un label, ni une reconnaissance par l'État" in content
    assert 'value="pole-du-levant"' in content
    assert re.search(rf'value="signer-{version.pk}"[^>]* checked', content)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "query", ["pole=" + "x" * 3000, "demande=nulle-part", "pour=%22%3E", "demande=" * 9]
)
def test_an_odd_address_gives_the_page(client, version, query):
    assert client.get(f"{ASK}?{query}").status_code == 200


def test_the_page_asks_as_much_of_the_database_for_many_poles(client, version, queries):
    for number in range(30):
        make_signature(version, make_pole(f"Pôle {number}"))
    with queries(12):
        client.get(ASK, {"demande": "pole-1"})


def test_a_form_is_taken_from_this_site_alone(pole):
    response = Client(enforce_csrf_checks=True).post(
        ASK, {"pole": pole.slug, "pour": "equipe"}
    )
    assert response.status_code == 403
    assert not TeamLink.objects.exists()


# --- Links that are over -----------------------------------------------------------


def private(response, status):
    """The text of a page of a link, which goes nowhere else."""
    assert response.status_code == status
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    content = response.content.decode()
    assert 'name="robots" content="noindex"' in content
    assert 'rel="canonical"' not in content
    return content


@pytest.fixture(params=["signer", "retirer", "equipe"])
def any_link(request, version, pole):
    about = {}
    if request.param == "signer":
        about = {"version": version}
    elif request.param == "retirer":
        about = {"signature": make_signature(version, pole)}
    return give_link(pole, request.param, **about)


def test_an_open_link_opens_and_looking_changes_nothing(client, any_link):
    for method in (client.get, client.head, client.get):
        response = method(any_link.get_absolute_url())
        assert response.status_code == 200
    private(response, 200)
    any_link.refresh_from_db()
    assert any_link.is_open
    assert "sessionid" not in client.cookies


def test_an_altered_link_is_refused_with_a_way_out(client, any_link):
    token = any_link.token
    for bad in (token[:-1], f"{token}x", token[1:], "x", "a:b:c", "é", "%00"):
        for response in (
            client.get(f"/charte/lien/{bad}/"),
            client.post(f"/charte/lien/{bad}/"),
            client.get(f"/charte/lien/{bad}/pratiques/1/"),
            client.get(f"/charte/lien/{bad}/evaluation/essai/"),
        ):
            content = private(response, 404)
            assert 'href="/charte/signer/"' in content
            assert 'href="/reseaux/"' in content


def closed(link, how, admin):
    """The link, once it serves no more."""
    if how == "expiré":
        link.expires_at = timezone.now() - timedelta(minutes=1)
        link.save()
    elif how == "annulé":
        revoke_link(link, by=admin)
    elif link.purpose == Purpose.SIGN:
        sign(link, name="Claire", role="présidente")
    else:
        withdraw_signature(link.signature, link=link)
    return link


def then(link, how):
    """What may be asked after a link: to undo what it did, or to do it anew."""
    if link.purpose == Purpose.TEAM:
        return "equipe"
    signed = (link.purpose == Purpose.SIGN) == (how == "déjà servi")
    version = link.version or link.signature.version
    return f"{'retirer' if signed else 'signer'}-{version.pk}"


@pytest.mark.parametrize(
    ("any_link", "how"),
    [
        (purpose, how)
        for purpose in Purpose.values
        for how in ("expiré", "annulé", "déjà servi")
        # that of a team serves many times
        if (purpose, how) != ("equipe", "déjà servi")
    ],
    indirect=["any_link"],
)
def test_a_link_that_serves_no_more_says_which_and_gives_a_way_out(
    client, any_link, admin, how
):
    link = closed(any_link, how, admin)
    path = link.get_absolute_url()
    for response in (client.get(path), client.post(path, {"name": "x"})):
        content = private(response, 410)
        assert how in re.search("<h1>(.*?)</h1>", content)[1]
        assert f"{ASK}?pole=pole-du-levant&amp;pour={then(link, how)}" in content
        assert 'data-contact="' in content


def test_pages_of_a_team_are_refused_to_another_link(client, version, pole):
    token = give_link(pole, Purpose.SIGN, version=version).token
    commitment = version.commitments.first()
    path = f"/charte/lien/{token}/pratiques/{commitment.pk}/"
    private(client.get(path), 404)
    private(client.get(f"/charte/lien/{token}/evaluation/essai/"), 404)


@pytest.mark.parametrize("publication", ["brouillon", "archive"])
def test_a_hidden_pole_may_only_withdraw(client, any_link, pole, publication):
    Pole.objects.filter(pk=pole.pk).update(publication=publication)
    response = client.get(any_link.get_absolute_url())
    if any_link.purpose == Purpose.WITHDRAW:
        assert response.status_code == 200
        return
    content = private(response, 410)
    assert "n'est pas publiée" in content
    assert "/poles/pole-du-levant/" not in content


def test_a_link_sent_to_an_address_that_the_pole_has_left_serves_no_more(
    client, version, pole
):
    sent = send_link(pole, Purpose.SIGN, version=version)
    handed = give_link(pole, Purpose.TEAM)
    pole.email = "accueil@levant.example"
    pole.save()
    told = private(client.get(sent.get_absolute_url()), 410)
    assert "l'adresse du pôle a changé" in told
    assert client.get(handed.get_absolute_url()).status_code == 200


def test_a_new_link_of_a_curator_ends_the_one_before(client, version, pole, admin):
    old = send_link(pole, Purpose.SIGN, version=version)
    new = send_link(pole, Purpose.SIGN, version=version, by=admin)
    assert "plus récent" in private(client.get(old.get_absolute_url()), 410)
    assert client.get(new.get_absolute_url()).status_code == 200


def test_what_a_stranger_asks_for_ends_no_link_of_the_pole(client, version, pole):
    held = [
        send_link(pole, Purpose.SIGN, version=version),
        give_link(pole, Purpose.TEAM),
    ]
    for purpose, about in ((Purpose.SIGN, {"version": version}), (Purpose.TEAM, {})):
        send_link(pole, purpose, **about)
    for link in held:
        assert client.get(link.get_absolute_url()).status_code == 200


def test_signing_ends_the_other_links_that_would_sign_the_same(version, pole):
    links = [send_link(pole, Purpose.SIGN, version=version) for _ in range(2)]
    sign(links[0], name="Claire", role="présidente")
    assert not TeamLink.objects.open().filter(purpose=Purpose.SIGN).exists()


def test_a_merger_leaves_only_links_to_withdraw(client, any_link, pole, admin):
    kept = make_pole("Pôle gardé")
    moderation.merge_poles(kept, pole, by=admin)
    response = client.get(any_link.get_absolute_url())
    if any_link.purpose == Purpose.WITHDRAW:
        assert "Pôle gardé" in private(response, 200)
    else:
        private(response, 410)


def test_a_link_that_signed_for_a_pole_merged_since_tells_the_one_that_was_kept(
    client, version, pole, admin
):
    link = give_link(pole, Purpose.SIGN, version=version)
    sign(link, name="Claire", role="présidente")
    kept = make_pole("Pôle gardé")
    moderation.merge_poles(kept, pole, by=admin)
    content = private(client.get(link.get_absolute_url()), 410)
    assert "«\u00a0Pôle gardé\u00a0» a bien signé" in content
    assert f"{ASK}?pole={kept.slug}" in content


def test_a_link_withdraws_a_signature_in_force_of_its_pole_alone(version, pole, admin):
    others = make_signature(version, make_pole("Un autre"))
    withdrawn = make_signature(version, pole)
    withdraw_signature(withdrawn, by=admin)
    for signature in (others, withdrawn):
        with pytest.raises(Refused, match="déjà retirée"):
            give_link(pole, Purpose.WITHDRAW, signature=signature)


def test_a_local_charter_is_not_signed_by_poles(client, pole):
    local = make_version(make_charter(kind="locale", pole=pole))
    assert f"signer-{local.pk}" not in client.get(ASK).content.decode()
