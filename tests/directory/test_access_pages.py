"""The pages of who has access: what a manager sees and does, and what others do not."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from directory import moderation
from directory.models import Curator, Invitation
from tests.accounts import invite, make_colleague, make_manager, network_of
from tests.makers import make_network, make_user

pytestmark = pytest.mark.django_db

ACCESS = "/admin/acces/"
LOG = "/admin/acces/journal/"


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
    return make_colleague(boss, first_name="Dora", last_name="Essai")


@pytest.fixture
def desk(client, boss, karim):
    """Browser of Claire."""
    client.force_login(boss)
    return client


@pytest.fixture
def editor(db):
    network = make_network("Réseau national", kind="national", edits_all=True)
    return make_user("elsa", networks=[network])


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def deed(name, *args):
    return reverse(f"curation:{name}", args=args)


# --- Seeing ---------------------------------------------------------------------------


def test_a_manager_sees_people_and_invitations_of_her_network(desk, boss, dora):
    invite(boss, "eva@reseau.example")
    page = text(desk.get(ACCESS))
    for words in (
        "Réseau de Bretagne",
        "Dora Essai",
        "dora@reseau.example",
        "jamais de connexion",
        "double authentification non activée",
        "eva@reseau.example",
        "invitation en attente",
        "expire le",
    ):
        assert words in page
    assert "Occitanie" not in page
    assert "karim" not in page


def test_a_curator_sees_names_and_roles_but_no_email_and_no_button(client, boss, dora):
    invite(boss, "eva@reseau.example")
    make_colleague(boss, "fanny@reseau.example", email="fanny@reseau.example")
    client.force_login(dora.user)
    page = text(client.get(ACCESS))
    assert "claire" in page
    assert "fanny" in page
    assert "tient les fiches et invite" in page
    for words in ("@", "Retirer", "Inviter", "invitation en attente", "connexion le"):
        assert words not in page.split("<main", 1)[1]


def test_who_edits_every_entry_is_told(desk, editor, admin):
    page = text(desk.get(ACCESS))
    assert "édition nationale, Réseau national" in page
    assert "administration technique" in page


def test_editors_see_every_network_by_page_and_by_name(client, editor, boss, karim):
    client.force_login(editor)
    page = text(client.get(ACCESS))
    assert "Page 1 sur" in page
    page = text(client.get(ACCESS, {"q": "reseau d'occ"}))
    assert "karim" in page
    assert "Retirer" not in page
    assert "Aucun réseau" in text(client.get(ACCESS, {"q": "nulle part"}))


def test_the_page_takes_few_queries_whatever_the_number_of_people(
    client, admin, boss, queries
):
    for number in range(12):
        make_colleague(boss, f"dora{number}")
        invite(boss, f"eva{number}@reseau.example")
    client.force_login(admin)
    with queries(14):
        client.get(ACCESS, {"q": "bretagne"})


# --- Acting ---------------------------------------------------------------------------


def test_a_manager_invites_from_the_page(
    desk, boss, django_capture_on_commit_callbacks
):
    path = deed("invite", network_of(boss).slug)
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(path, {"email": "eva@reseau.example"})
    assert response["Location"] == ACCESS
    assert "Invitation envoyée à eva@reseau.example" in text(desk.get(ACCESS))
    assert "http://testserver/admin/invitation/" in mail.outbox[0].body


def test_a_refused_invitation_is_told_in_the_form(desk, boss, dora):
    path = deed("invite", network_of(boss).slug)
    assert "déjà accès" in text(desk.post(path, {"email": "dora@reseau.example"}))
    assert "adresse" in text(desk.post(path, {"email": "pas une adresse"}))
    assert "choix valide" in text(desk.post(path, {"email": "a@b.fr", "role": "chef"}))
    assert not Invitation.objects.exists()


def test_an_email_that_does_not_leave_is_said(desk, boss, monkeypatch):
    def unreachable(*args, **options):
        raise ConnectionRefusedError

    monkeypatch.setattr(moderation, "invite", unreachable)
    path = deed("invite", network_of(boss).slug)
    response = desk.post(path, {"email": "eva@reseau.example"}, follow=True)
    assert "le courriel n&#x27;est pas parti" in text(response)


def test_each_deed_asks_before_it_acts(desk, boss, dora):
    invitation = invite(boss, "eva@reseau.example")
    paths = [
        deed("dismiss", dora.pk),
        deed("change_role", dora.pk, "responsable"),
        deed("resend_invitation", invitation.pk),
        deed("revoke_invitation", invitation.pk),
    ]
    for path in paths:
        assert "Ne rien changer" in text(desk.get(path))
    dora.refresh_from_db()
    invitation.refresh_from_db()
    assert dora.role == Curator.Role.CURATOR
    assert invitation.is_pending


def test_a_manager_changes_dismisses_resends_and_cancels(desk, boss, dora):
    invitation = invite(boss, "eva@reseau.example")
    before = invitation.expires_at
    desk.post(deed("resend_invitation", invitation.pk))
    invitation.refresh_from_db()
    assert invitation.expires_at > before
    desk.post(deed("revoke_invitation", invitation.pk))
    invitation.refresh_from_db()
    assert not invitation.is_pending
    for _ in range(2):
        desk.post(deed("change_role", dora.pk, "responsable"))
        dora.refresh_from_db()
        assert dora.role == Curator.Role.MANAGER
    assert desk.get(deed("change_role", dora.pk, "chef")).status_code == 404
    desk.post(deed("dismiss", dora.pk))
    assert not Curator.objects.filter(pk=dora.pk).exists()
    assert desk.get(deed("dismiss", dora.pk)).status_code == 404


def test_a_dismissed_curator_is_out_at_her_next_request(client, desk, dora):
    other = type(client)()
    other.force_login(dora.user)
    assert other.get(ACCESS).status_code == 200
    desk.post(deed("dismiss", dora.pk))
    assert other.get(ACCESS).status_code == 302
    assert other.get("/admin/")["Location"].startswith("/admin/login/")


def test_the_last_manager_stays_and_is_told_why(desk, boss):
    right = boss.curated_networks.get()
    desk.post(deed("dismiss", right.pk))
    assert "seule personne responsable" in text(desk.get(ACCESS))
    assert Curator.objects.filter(pk=right.pk).exists()


def test_people_of_another_network_are_not_found(desk, karim):
    his = karim.curated_networks.get()
    invitation = invite(make_manager(karim))
    for path in (
        deed("invite", his.network.slug),
        deed("dismiss", his.pk),
        deed("change_role", his.pk, "responsable"),
        deed("resend_invitation", invitation.pk),
        deed("revoke_invitation", invitation.pk),
        deed("dismiss", 10**30),
    ):
        assert desk.get(path).status_code == 404
        assert desk.post(path, {"email": "eva@reseau.example"}).status_code == 404
    his.refresh_from_db()
    invitation.refresh_from_db()
    assert invitation.is_pending
    assert Invitation.objects.count() == 1


def test_a_curator_who_is_no_manager_finds_no_deed(client, boss, dora):
    client.force_login(dora.user)
    right = boss.curated_networks.get()
    assert client.post(deed("dismiss", right.pk)).status_code == 404
    assert client.get(deed("invite", network_of(boss).slug)).status_code == 404


def test_the_pages_are_closed_to_staff_without_a_network(client):
    client.force_login(make_user("paul"))
    for path in (ACCESS, LOG, "/admin/securite/"):
        assert client.get(path).status_code == 403


# --- The log ------------------------------------------------------------------------


def test_the_log_tells_who_gave_what_to_whom(client, desk, boss, dora, admin, queries):
    invitation = invite(boss, "eva@reseau.example")
    desk.post(deed("revoke_invitation", invitation.pk))
    desk.post(deed("change_role", dora.pk, "responsable"))
    desk.post(deed("dismiss", dora.pk))
    client.force_login(admin)
    with queries(14):
        page = text(client.get(LOG))
    for words in (
        "invite eva@reseau.example, pour «\u00a0Réseau de Bretagne\u00a0»",
        "Invitation de eva@reseau.example annulée",
        "change le rôle de Dora Essai",
        "de «\u00a0tient les fiches\u00a0» à «\u00a0tient les fiches et invite\u00a0»",
        "retire l&#x27;accès de Dora Essai",
    ):
        assert words in page
    assert page.index("retire") < page.index("change le rôle")


def test_the_log_of_one_network_and_of_those_who_are_gone(client, desk, dora, admin):
    desk.post(deed("dismiss", dora.pk))
    dora.user.delete()
    client.force_login(admin)
    page = text(client.get(LOG, {"reseau": dora.network.slug}))
    assert "un compte supprimé" in page
    assert "Occitanie" not in page.split("<main", 1)[1]
    assert client.get(LOG, {"reseau": "inconnu"}).status_code == 404
    assert client.get(LOG, {"page": "abc"}).status_code == 200


def test_the_log_is_for_editors(client, desk, editor):
    assert desk.get(LOG).status_code == 403
    client.force_login(editor)
    assert client.get(LOG).status_code == 200


def test_who_alone_manages_is_offered_no_way_out_that_would_be_refused(
    client, desk, boss, dora, editor
):
    mine = boss.curated_networks.get()
    content = text(desk.get(ACCESS))
    assert "seule personne responsable" in content
    assert deed("dismiss", mine.pk) not in content
    assert deed("dismiss", dora.pk) in content
    client.force_login(make_manager(editor))
    assert deed("dismiss", mine.pk) in text(client.get(ACCESS, {"q": "bretagne"}))
    client.force_login(boss)
    moderation.change_role(dora, Curator.Role.MANAGER, by=boss)
    content = text(client.get(ACCESS))
    assert "seule personne responsable" not in content
    assert deed("dismiss", mine.pk) in content
