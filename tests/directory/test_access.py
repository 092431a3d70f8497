"""Rights: who invites whom, who accepts, who changes and ends them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from directory import moderation
from directory.models import Curator, Invitation, Network
from directory.moderation import Refused
from directory.moderation.access import MOST_EMAILS_AN_HOUR, MOST_PENDING
from directory.permissions import Role, role_of
from tests.accounts import (
    invite,
    link_in,
    make_colleague,
    make_manager,
    network_of,
)
from tests.makers import make_network, make_user

pytestmark = pytest.mark.django_db

MANAGER = Curator.Role.MANAGER


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


@pytest.fixture
def boss(claire):
    """Claire, responsible for her network."""
    return make_manager(claire)


@pytest.fixture
def dora(boss):
    """The right of Dora, who curates the entries of Claire's network."""
    return make_colleague(boss)


# --- Inviting ---------------------------------------------------------------------


def test_an_invitation_leaves_by_email_with_its_link(
    boss, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(
            boss, " Dora@Reseau.example ", origin="https://site.example"
        )
    assert invitation.email == "dora@reseau.example"
    assert invitation.is_pending
    sent = mail.outbox[0]
    assert sent.to == ["dora@reseau.example"]
    assert sent.subject.endswith("Réseau de Bretagne")
    assert "https://site.example/admin/invitation/" in sent.body
    token = link_in(sent).split("/")[-2]
    assert Invitation.objects.of_link(token) == invitation
    # Claire has not told her name
    assert "Réseau de Bretagne\N{NO-BREAK SPACE}» vous invite" in sent.body
    boss.first_name, boss.last_name = "Claire", "Essai"
    boss.save()
    with django_capture_on_commit_callbacks(execute=True):
        invite(boss, "eva@reseau.example")
    assert "Claire Essai vous invite" in mail.outbox[-1].body
    assert "dora" not in link_in(sent)


def test_a_pending_invitation_is_sent_anew_and_not_doubled(
    boss, django_capture_on_commit_callbacks
):
    first = invite(boss)
    with django_capture_on_commit_callbacks(execute=True):
        second = invite(boss, "DORA@reseau.example", role=MANAGER)
    assert second == first == Invitation.objects.get()
    assert second.role == MANAGER
    assert second.expires_at > first.expires_at
    assert len(mail.outbox) == 1


def test_who_has_access_is_not_invited(boss, dora):
    with pytest.raises(Refused, match="déjà accès"):
        invite(boss, "Dora@reseau.example")


def test_only_managers_invite_and_only_to_their_network(boss, karim, admin):
    with pytest.raises(Refused, match="pas responsable"):
        invite(karim)
    with pytest.raises(Refused, match="pas responsable"):
        moderation.invite(network_of(karim), "dora@reseau.example", by=boss)
    assert moderation.invite(network_of(karim), "dora@reseau.example", by=admin)
    assert moderation.invite(network_of(boss), "dora@reseau.example", by=None)


def test_a_network_has_a_bounded_number_of_pending_invitations(boss):
    for number in range(MOST_PENDING):
        invite(boss, f"dora{number}@reseau.example")
    with pytest.raises(Refused, match="invitations en attente"):
        invite(boss, "eva@reseau.example")
    moderation.revoke_invitation(Invitation.objects.first(), by=boss)
    assert invite(boss, "eva@reseau.example")


def test_an_address_receives_a_bounded_number_of_emails(boss):
    for _ in range(MOST_EMAILS_AN_HOUR):
        invite(boss)
    with pytest.raises(Refused, match="une heure"):
        invite(boss)
    assert invite(boss, "eva@reseau.example")


# --- Accepting ----------------------------------------------------------------------


def test_an_accepted_invitation_gives_the_right_and_tells_the_history(boss):
    invitation = invite(boss, role=MANAGER)
    dora = make_user("dora", email="Dora@reseau.example")
    User.objects.filter(pk=dora.pk).update(is_staff=False)
    dora.refresh_from_db()
    right = moderation.accept_invitation(invitation, user=dora)
    assert (right.network, right.role) == (network_of(boss), MANAGER)
    invitation.refresh_from_db()
    assert invitation.accepted_by == dora
    dora.refresh_from_db()
    assert role_of(dora) == Role.CURATOR
    record = right.history.get()
    assert record.history_user == boss
    assert record.history_change_reason == "Invitation acceptée"


def test_an_invitation_serves_once(boss):
    invitation = invite(boss)
    dora = make_user("dora", email=invitation.email)
    moderation.accept_invitation(invitation, user=dora)
    with pytest.raises(Refused, match="déjà servi"):
        moderation.accept_invitation(invitation, user=dora)
    with pytest.raises(Refused, match="déjà servi"):
        moderation.revoke_invitation(invitation, by=boss)


def test_a_revoked_or_expired_invitation_is_refused(boss):
    revoked = invite(boss)
    moderation.revoke_invitation(revoked, by=boss)
    late = invite(boss, "eva@reseau.example")
    late.expires_at = timezone.now() - timedelta(seconds=1)
    late.save()
    for invitation, words in ((revoked, "annulée"), (late, "expiré")):
        user = make_user(words, email=invitation.email)
        with pytest.raises(Refused, match=words):
            moderation.accept_invitation(invitation, user=user)
        assert not user.curated_networks.exists()


def test_an_invitation_is_for_the_account_of_its_address(boss, karim):
    with pytest.raises(Refused, match="autre compte"):
        moderation.accept_invitation(invite(boss), user=karim)
    closed = make_user("dora", email="dora@reseau.example", is_active=False)
    with pytest.raises(Refused, match="autre compte"):
        moderation.accept_invitation(invite(boss), user=closed)


def test_a_new_account_is_opened_with_the_right(boss):
    new = User(username="dora")
    moderation.accept_invitation(invite(boss), user=new)
    assert User.objects.get(username="dora").email == "dora@reseau.example"
    assert role_of(new) == Role.CURATOR


def test_one_address_opens_one_account(boss, karim):
    here = invite(boss)
    there = invite(make_manager(karim))
    moderation.accept_invitation(here, user=User(username="dora"))
    with pytest.raises(Refused, match="existe déjà"):
        moderation.accept_invitation(there, user=User(username="dora-2"))
    dora = User.objects.get(username="dora")
    moderation.accept_invitation(there, user=dora)
    assert dora.curated_networks.count() == 2


def test_a_name_taken_meanwhile_is_refused_in_words(boss, karim):
    invitation = invite(boss)
    with pytest.raises(Refused, match="vient d'être pris"):
        moderation.accept_invitation(invitation, user=User(username="karim"))
    invitation.refresh_from_db()
    assert invitation.is_pending


@pytest.mark.parametrize("lost", ["right", "role", "account"])
def test_an_invitation_does_not_outlive_the_right_of_who_sent_it(boss, lost):
    invitation = invite(boss, role=MANAGER)
    if lost == "account":
        User.objects.filter(pk=boss.pk).update(is_active=False)
    elif lost == "role":
        Curator.objects.filter(user=boss).update(role=Curator.Role.CURATOR)
    else:
        Curator.objects.filter(user=boss).delete()
    invitation = Invitation.objects.get(pk=invitation.pk)
    with pytest.raises(Refused, match="n'est plus responsable"):
        moderation.accept_invitation(invitation, user=User(username="dora"))
    assert not User.objects.filter(username="dora").exists()
    assert not Curator.objects.exclude(user=boss).exists()


def test_an_invitation_sent_by_a_command_is_worth_itself(boss):
    invitation = moderation.invite(network_of(boss), "dora@reseau.example", by=None)
    right = moderation.accept_invitation(invitation, user=User(username="dora"))
    assert right.network == network_of(boss)


def test_accepting_what_one_has_already_changes_no_right(boss):
    invitation = invite(boss, role=MANAGER)
    dora = make_colleague(boss)
    assert moderation.accept_invitation(invitation, user=dora.user) == dora
    dora.refresh_from_db()
    assert dora.role == Curator.Role.CURATOR


# --- Giving, changing, ending ---------------------------------------------------------


def test_a_right_is_given_once_without_invitation(boss):
    dora = User.objects.create_user("dora")
    right = moderation.grant(network_of(boss), dora, by=boss, reason="Remplacement")
    dora.refresh_from_db()
    assert dora.is_staff
    record = right.history.get()
    assert (record.history_user, record.history_change_reason) == (boss, "Remplacement")
    with pytest.raises(Refused, match="déjà accès"):
        moderation.grant(network_of(boss), dora, by=boss)


def test_a_dismissed_curator_has_no_role_at_the_next_request(boss, dora):
    moderation.dismiss(dora, by=boss)
    user = User.objects.get(username="dora")
    assert not user.is_staff
    assert role_of(user) is None
    record = Curator.history.filter(user=user, history_type="-").get()
    assert record.history_user == boss
    with pytest.raises(Refused, match="déjà retiré"):
        moderation.dismiss(dora, by=boss)


def test_a_curator_dismissed_from_one_network_keeps_the_other(boss, dora, karim):
    Curator.objects.create(user=dora.user, network=network_of(karim))
    moderation.dismiss(dora, by=boss)
    user = User.objects.get(username="dora")
    assert user.is_staff
    assert list(Network.objects.curated_by(user)) == [network_of(karim)]


def test_a_superuser_without_a_network_stays_of_the_admin(boss, admin):
    right = moderation.grant(network_of(boss), admin, by=boss)
    moderation.dismiss(right, by=boss)
    admin.refresh_from_db()
    assert admin.is_staff


def test_a_manager_changes_and_dismisses_nobody_of_another_network(boss, karim):
    his = karim.curated_networks.get()
    for verb in (
        lambda: moderation.dismiss(his, by=boss),
        lambda: moderation.change_role(his, MANAGER, by=boss),
        lambda: moderation.grant(his.network, boss, by=boss),
        lambda: moderation.revoke_invitation(
            moderation.invite(his.network, "eva@reseau.example", by=None), by=boss
        ),
    ):
        with pytest.raises(Refused, match="pas responsable"):
            verb()
    his.refresh_from_db()
    assert his.role == Curator.Role.CURATOR


def test_a_curator_who_is_no_manager_dismisses_nobody(boss, dora):
    mine = boss.curated_networks.get()
    with pytest.raises(Refused, match="pas responsable"):
        moderation.dismiss(mine, by=dora.user)


def test_a_network_keeps_a_manager(boss, dora, admin):
    last = boss.curated_networks.get()
    for verb in (
        lambda: moderation.dismiss(last, by=boss),
        lambda: moderation.change_role(last, Curator.Role.CURATOR, by=boss),
    ):
        with pytest.raises(Refused, match="seule personne responsable"):
            verb()
    moderation.change_role(dora, MANAGER, by=boss)
    moderation.dismiss(last, by=boss)
    moderation.dismiss(dora, by=admin)
    assert not Curator.objects.filter(network=last.network).exists()


def test_a_manager_whose_account_is_closed_counts_for_nothing(boss, dora):
    moderation.change_role(dora, MANAGER, by=boss)
    dora.user.is_active = False
    dora.user.save()
    with pytest.raises(Refused, match="seule personne responsable"):
        moderation.dismiss(boss.curated_networks.get(), by=boss)


def test_a_national_manager_dismisses_the_last_manager(boss):
    national = make_network("Réseau national", kind="national", edits_all=True)
    editor = make_manager(make_user("elsa", networks=[national]))
    moderation.dismiss(boss.curated_networks.get(), by=editor)
    assert role_of(User.objects.get(username="claire")) is None


def test_the_invitations_of_a_former_manager_are_cancelled(boss, dora):
    moderation.change_role(dora, MANAGER, by=boss)
    hers = moderation.invite(network_of(boss), "eva@reseau.example", by=dora.user)
    other = invite(boss, "fanny@reseau.example")
    moderation.change_role(dora, Curator.Role.CURATOR, by=boss)
    for invitation in (hers, other):
        invitation.refresh_from_db()
    assert not hers.is_pending
    assert other.is_pending


def test_a_changed_role_is_in_the_history(boss, dora):
    moderation.change_role(dora, MANAGER, by=boss)
    assert [r.role for r in dora.history.all()] == [MANAGER, "curation"]
    assert dora.history.first().history_user == boss
    assert network_of(dora.user) in Network.objects.managed_by(dora.user)
