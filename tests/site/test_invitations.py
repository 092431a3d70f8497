"""The link of an invitation: for a new account, hers, another; used, old, altered."""

from datetime import timedelta

import pytest
from axes.models import AccessLog
from django.contrib.auth.models import User
from django.core import signing
from django.core.cache import cache
from django.utils import timezone

from directory import moderation
from directory.models import Curator
from directory.models.invitations import SALT, VALIDITY
from directory.permissions import Role, role_of
from tests.accounts import (
    CHOSEN,
    PASSWORD,
    invite,
    make_manager,
    network_of,
    path_of,
    turn_on_two_factor,
)
from tests.makers import make_user
from tests.site.test_admin_csp import assert_safe_french

pytestmark = pytest.mark.django_db

ACCOUNT = {
    "first_name": "Dora",
    "last_name": "Essai",
    "username": "dora@reseau.example",
    "password1": CHOSEN,
    "password2": CHOSEN,
}


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


@pytest.fixture
def boss(claire):
    """Claire, responsible for her network."""
    return make_manager(claire)


@pytest.fixture
def invitation(boss):
    return invite(boss)


def make_dora(**fields):
    return make_user("dora", email="dora@reseau.example", **fields)


def shown(response, words, status=200):
    assert_safe_french(response, status)
    assert words in response.content.decode()
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_a_link_says_who_invites_to_what_and_holds_no_address(client, invitation):
    path = path_of(invitation)
    assert "dora" not in path
    shown(client.get(path), "Réseau de Bretagne")
    shown(client.get(path), "<strong>claire</strong>")
    shown(client.get(path), 'value="dora@reseau.example"')


def test_looking_at_a_link_changes_nothing(client, invitation):
    for method in (client.get, client.head, client.get):
        assert method(path_of(invitation)).status_code == 200
    invitation.refresh_from_db()
    assert invitation.is_pending
    assert not User.objects.filter(email=invitation.email).exists()
    assert "sessionid" not in client.cookies


def test_a_new_account_is_signed_in_and_curates(client, invitation):
    response = client.post(path_of(invitation), ACCOUNT, follow=True)
    assert response.redirect_chain[-1][0] == "/admin/"
    assert "Vous avez maintenant accès" in response.content.decode()
    dora = User.objects.get(username="dora@reseau.example")
    assert (dora.email, dora.get_full_name()) == (dora.username, "Dora Essai")
    assert dora.check_password(CHOSEN)
    assert not dora.is_superuser
    assert role_of(dora) == Role.CURATOR
    assert dora.curated_networks.get().network == invitation.network
    assert AccessLog.objects.get().username == dora.username


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password1": "court", "password2": "court"}, "au minimum 12 caractères"),
        ({"password2": "un autre long secret"}, "ne correspondent pas"),
        ({"password1": "12345678901234", "password2": "12345678901234"}, "numérique"),
        (
            {"password1": "dora@reseau.example"} | {"password2": "dora@reseau.example"},
            "trop semblable",
        ),
        ({"username": "Claire"}, "existe déjà"),
        ({"username": "do ra"}, "nom d’utilisateur valide"),
        ({"last_name": ""}, "obligatoire"),
        ({"username": "d" * 151}, "au plus 150"),
    ],
)
def test_a_refused_form_says_why(client, invitation, change, words):
    shown(client.post(path_of(invitation), ACCOUNT | change), words)
    invitation.refresh_from_db()
    assert invitation.is_pending
    assert not Curator.objects.filter(user__email=invitation.email).exists()


def test_nothing_sent_makes_a_superuser_or_another_address(client, invitation):
    more = {"is_superuser": "on", "email": "eva@reseau.example", "role": "responsable"}
    client.post(path_of(invitation), ACCOUNT | more)
    dora = User.objects.get(username="dora@reseau.example")
    assert (dora.is_superuser, dora.email) == (False, "dora@reseau.example")
    assert dora.curated_networks.get().role == Curator.Role.CURATOR


def test_a_link_serves_once(client, invitation):
    client.post(path_of(invitation), ACCOUNT)
    for browser in (client, type(client)()):
        shown(browser.get(path_of(invitation)), "déjà servi", 410)
        shown(browser.post(path_of(invitation), ACCOUNT), "déjà servi", 410)
    assert User.objects.filter(email=invitation.email).count() == 1


def test_a_revoked_or_expired_link_says_so_and_leads_somewhere(client, boss):
    revoked = invite(boss)
    moderation.revoke_invitation(revoked, by=boss)
    late = invite(boss, "eva@reseau.example")
    late.expires_at = timezone.now() - timedelta(seconds=1)
    late.save()
    shown(client.get(path_of(revoked)), "a été annulée", 410)
    shown(client.get(path_of(late)), "a expiré", 410)
    shown(client.get(path_of(late)), 'href="/reseaux/"', 410)
    shown(client.post(path_of(late), ACCOUNT), "a expiré", 410)


def test_an_old_link_of_a_renewed_invitation_is_dead(client, boss, monkeypatch):
    invitation = invite(boss)
    long_ago = timezone.now().timestamp() - VALIDITY.total_seconds() - 1
    with monkeypatch.context() as then:
        then.setattr(signing.time, "time", lambda: long_ago)
        old = path_of(invitation)
    shown(client.get(old), "a expiré", 410)
    assert client.get(path_of(invitation)).status_code == 200


@pytest.mark.parametrize("token", ["abc", "MQ", "a:b:c", "é", "%00", "x" * 5000])
def test_an_altered_link_is_not_found(client, invitation, token):
    shown(client.get(f"/admin/invitation/{token}/"), "incomplet", 404)
    shown(client.get(path_of(invitation)[:-3] + "zz/"), "incomplet", 404)


def test_a_signature_of_something_else_is_not_found(client, invitation):
    gone = signing.dumps(invitation.pk + 1, salt=SALT)
    other = signing.dumps(invitation.pk, salt="other")
    for token in (gone, other):
        shown(client.get(f"/admin/invitation/{token}/"), "incomplet", 404)


# --- Accounts that exist -----------------------------------------------------------


def test_who_has_an_account_signs_in_then_accepts(client, invitation):
    dora = make_dora(is_active=True)
    path = path_of(invitation)
    shown(client.get(path), f"/admin/login/?next={path}".replace(":", "%3A"))
    assert client.post(path, ACCOUNT).status_code == 200
    assert not dora.curated_networks.exists()
    credentials = {"username": "dora", "password": PASSWORD, "next": path}
    assert client.post("/admin/login/", credentials)["Location"] == path
    shown(client.get(path), "Accepter")
    assert client.post(path)["Location"] == "/admin/"
    assert dora.curated_networks.get().network == invitation.network


def test_a_former_curator_may_sign_in_to_accept(client, boss, invitation):
    dora = make_dora()
    dora.is_staff = False
    dora.save()
    credentials = {"username": "dora", "password": PASSWORD}
    credentials["next"] = path = path_of(invitation)
    assert client.post("/admin/login/", credentials)["Location"] == path
    assert client.get("/admin/").status_code == 302
    client.post(path)
    assert client.get("/admin/").status_code == 200
    moderation.dismiss(dora.curated_networks.get(), by=boss)
    client.logout()
    assert client.post("/admin/login/", credentials).status_code == 200


def test_another_account_signs_out_first(client, karim, invitation):
    client.force_login(karim)
    path = path_of(invitation)
    shown(client.get(path), "Me déconnecter")
    client.post(path, ACCOUNT)
    assert karim.curated_networks.count() == 1
    assert client.post(path, {"leave": "1"})["Location"] == path
    shown(client.get(path), "Créer mon compte")


def test_a_closed_account_is_not_opened_by_an_invitation(client, invitation):
    make_dora(is_active=False)
    shown(client.get(path_of(invitation)), "est fermé")
    shown(client.post(path_of(invitation), ACCOUNT), "est fermé")
    assert User.objects.filter(email=invitation.email).count() == 1


def test_a_session_that_has_not_given_its_code_accepts_nothing(client, invitation):
    dora = make_dora()
    client.force_login(dora)
    turn_on_two_factor(dora)
    shown(client.get(path_of(invitation)), "connectez-vous, puis acceptez")
    client.post(path_of(invitation))
    assert not dora.curated_networks.exists()


def test_a_link_refused_at_the_last_moment_says_so(client, boss, invitation):
    dora = make_dora()
    client.force_login(dora)
    moderation.grant(network_of(boss), dora, by=boss)
    assert client.post(path_of(invitation))["Location"] == "/admin/"
    assert dora.curated_networks.count() == 1


def test_a_link_whose_sender_lost_her_right_opens_nothing_and_leads_somewhere(
    client, boss, admin, invitation
):
    moderation.change_role(boss.curated_networks.get(), "curation", by=admin)
    invitation.refresh_from_db()
    invitation.revoked_at = None
    invitation.save()
    words = "La personne qui vous a invité n'est plus responsable de ce réseau."
    shown(client.get(path_of(invitation)), words, 410)
    shown(client.get(path_of(invitation)), 'href="/reseaux/', 410)
    shown(client.post(path_of(invitation), ACCOUNT), words, 410)
    assert not User.objects.filter(email=invitation.email).exists()
