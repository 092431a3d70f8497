"""Suggestions: received from outside, sent to who may decide, told by e-mail."""

from functools import partial

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from directory.models import Curator, ImportBatch, ProposedChange, Suggestion
from directory.moderation import (
    Refused,
    hand_to_editors,
    reroute,
    settle,
    suggest,
    withdraw,
)
from tests.makers import make_network, make_pole, make_structure, make_user, territory

pytestmark = pytest.mark.django_db

ACCEPT = (ProposedChange.Decision.ACCEPTED, None, None)
RENNES, ALBI = "commune:35238", "commune:81004"
ORIGIN = "https://annuaire.example"


@pytest.fixture
def bretagne(claire):
    return claire.curated_networks.get().network


@pytest.fixture
def pole(bretagne):
    return make_pole("Pôle de Rennes", seat=RENNES, stewards=[bretagne])


@pytest.fixture
def editors():
    return make_network(
        "Édition nationale", kind="national", regions=[], edits_all=True
    )


@pytest.fixture
def committed(settings, django_capture_on_commit_callbacks):
    """`with committed():` sends what is sent on commit, of a site known by its name."""
    settings.SITE_ORIGIN = ORIGIN
    return partial(django_capture_on_commit_callbacks, execute=True)


def proposed(target, origin="public", **fields):
    return suggest(target, fields, origin=origin)


def story(suggestion):
    return [(event.kind, event.text) for event in suggestion.events.all()]


# --- Receiving -----------------------------------------------------------------


def test_only_what_differs_from_today_is_kept_in_the_order_of_the_page(pole):
    pole.phone = "02 99 00 00 00"
    pole.save()
    suggestion = proposed(
        pole,
        phone="02 99 11 11 11",
        address="",
        sectors=["energie-citoyenne", "habitat"],
        name=" Pôle de Rennes ",
        milieu="urbain",
    )
    kept = [(one.field, one.before, one.proposed) for one in suggestion.changes.all()]
    assert kept == [
        ("sectors", [], ["energie-citoyenne", "habitat"]),
        ("milieu", None, "urbain"),
        ("phone", "02 99 00 00 00", "02 99 11 11 11"),
    ]
    assert story(suggestion) == [("reçue", "Réseau de Bretagne")]
    assert suggestion.status == Suggestion.Status.OPEN


def test_what_changes_nothing_is_no_suggestion(pole):
    assert proposed(pole, name="Pôle de Rennes", phone=None) is None
    assert suggest(None, {"milieu": "", "sectors": []}, origin="public") is None
    assert not Suggestion.objects.exists()


def test_what_cannot_be_written_is_refused_by_field(pole):
    wrong = {"email": "nulle part", "milieu": "lunaire", "stewards": ["x"], "name": ""}
    with pytest.raises(ValidationError) as refused:
        suggest(pole, {**wrong, "phone": "02 99 11 11 11"}, origin="public")
    assert set(refused.value.error_dict) == set(wrong)
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("message", {"message": "x" * 20_000}),
        ("sender_email", {"sender_email": "x" * 20_000}),
        ("sender_email", {"sender_email": "a@b.fr\nBcc: c@d.fr"}),
    ],
)
def test_what_the_sender_tells_of_herself_is_checked(pole, name, told):
    with pytest.raises(ValidationError) as refused:
        suggest(pole, {"phone": "02 99 11 11 11"}, origin="public", **told)
    assert set(refused.value.error_dict) == {name}


def test_a_text_of_twenty_kilobytes_is_refused(pole):
    with pytest.raises(ValidationError) as refused:
        proposed(pole, description="x" * 20_000, name="x" * 20_000)
    assert set(refused.value.error_dict) == {"description", "name"}


# --- Routing -------------------------------------------------------------------


def routed(target, **fields):
    suggestion = proposed(target, **fields)
    return {network.name for network in suggestion.networks.all()}


def test_a_pole_is_for_its_stewards_and_else_for_the_editors(pole, editors):
    assert routed(pole, milieu="rural") == {"Réseau de Bretagne"}
    orphan = make_pole("Pôle orphelin", seat=RENNES)
    assert routed(orphan, milieu="rural") == {"Édition nationale"}


def test_a_structure_is_for_the_networks_of_its_poles_then_of_its_region(
    pole, karim, editors
):
    site = {"website": "https://structure.example/"}
    member = make_structure("Membre", commune=territory(ALBI))
    pole.memberships.create(structure=member)
    carrier = make_structure("Porteuse", commune=territory(ALBI))
    pole.carrier = carrier
    pole.save()
    neighbour = make_structure("Voisine", commune=territory(ALBI))
    nowhere = make_structure("Sans commune")
    assert routed(member, **site) == {"Réseau de Bretagne"}
    assert routed(carrier, **site) == {"Réseau de Bretagne"}
    of_occitanie = routed(neighbour, **site)
    assert "Réseau d'Occitanie" in of_occitanie
    assert not {"Réseau de Bretagne", "Édition nationale"} & of_occitanie
    assert routed(nowhere, **site) == {"Édition nationale"}


def test_a_new_pole_is_for_the_region_of_its_seat_and_else_for_the_editors(
    claire, karim, editors
):
    found = routed(None, name="Pôle neuf", seat=RENNES)
    assert "Réseau de Bretagne" in found
    assert not {"Réseau d'Occitanie", "Édition nationale"} & found
    assert routed(None, name="Pôle sans lieu") == {"Édition nationale"}


def test_without_any_editor_a_suggestion_still_reaches_superusers(admin):
    suggestion = proposed(None, name="Pôle sans lieu")
    assert list(suggestion.networks.all()) == []
    assert suggestion in Suggestion.objects.for_curator(admin)


# --- E-mails to curators -----------------------------------------------------------


def with_address(user, address):
    user.email = address
    user.save()
    return user


def recipients():
    assert all(len(message.to) == 1 for message in mail.outbox)
    return sorted(message.to[0] for message in mail.outbox)


def test_each_curator_is_told_once_on_commit_and_nothing_of_the_sender(
    committed, pole, claire, karim
):
    other = make_network("Autre réseau de Bretagne", regions=["region:53"])
    pole.stewards.add(other)
    with_address(claire, "claire@reseau.example")
    with_address(karim, "karim@reseau.example")
    Curator.objects.create(user=claire, network=other)
    with_address(make_user("dora", networks=[other]), "dora@reseau.example")
    gone = make_user("paul", networks=[other], is_active=False)
    with_address(gone, "paul@reseau.example")
    make_user("sans-adresse", networks=[other])
    with committed():
        suggestion = suggest(
            pole,
            {"phone": "02 99 11 11 11"},
            origin="public",
            message="Rappelez-moi au 06 12 34 56 78.",
            sender_email="voisine@exemple.fr",
        )
        assert mail.outbox == []
    assert recipients() == ["claire@reseau.example", "dora@reseau.example"]
    message = mail.outbox[0]
    assert message.subject.startswith("[Annuaire des PTCE] À examiner")
    assert "Pôle de Rennes" in message.subject
    assert f"{ORIGIN}/admin/suggestions/{suggestion.public_id}/" in message.body
    assert "téléphone" in message.body
    for told in ("voisine", "06 12", "02 99"):
        assert told not in message.body


def test_the_editors_are_told_when_nobody_curates(committed, editors):
    with_address(make_user("edith", networks=[editors]), "edith@reseau.example")
    lone = make_network("Réseau sans personne")
    with committed():
        proposed(make_pole("Pôle", stewards=[lone]), milieu="rural")
    assert recipients() == ["edith@reseau.example"]


def test_an_import_is_told_once_to_each_curator(committed, pole, bretagne, claire):
    with_address(claire, "claire@reseau.example")
    batch = ImportBatch.objects.create(noun="poles", file_name="poles.csv")
    other = make_pole("Pôle de Brest", stewards=[bretagne])
    with committed():
        for target in (pole, other):
            suggest(target, {"milieu": "mixte"}, origin="import", batch=batch)
    assert recipients() == ["claire@reseau.example"]


def test_robots_are_told_once_a_day_to_each_curator(committed, pole, bretagne, claire):
    with_address(claire, "claire@reseau.example")
    other = make_pole("Pôle de Brest", stewards=[bretagne])
    with committed():
        first = proposed(pole, origin="robot", milieu="mixte")
        proposed(other, origin="robot", milieu="mixte")
    assert len(mail.outbox) == 1
    first.created_at -= timezone.timedelta(days=2)
    first.save()
    Suggestion.objects.exclude(pk=first.pk).delete()
    with committed():
        proposed(other, origin="robot", milieu="rural")
    assert len(mail.outbox) == 2


def test_a_mail_server_that_is_down_undoes_nothing(
    committed, settings, pole, claire, caplog
):
    with_address(claire, "claire@reseau.example")
    settings.EMAIL_BACKEND = "nulle.part.Backend"
    with committed():
        suggestion = proposed(pole, milieu="rural")
    assert Suggestion.objects.filter(pk=suggestion.pk).exists()
    assert "Error calling" in caplog.text


# --- Withdrawing, sending elsewhere --------------------------------------------------


def test_a_suggestion_without_object_is_withdrawn_and_says_why(pole):
    suggestion = withdraw(proposed(pole, milieu="rural"), reason="lien rétabli")
    assert suggestion.status == Suggestion.Status.WITHDRAWN
    assert suggestion.settled_at
    assert story(suggestion)[-1] == ("suggestion retirée", "lien rétabli")
    assert suggestion.changes.get().decision == ProposedChange.Decision.PENDING


def test_a_suggestion_is_sent_to_other_networks_whose_curators_are_told(
    committed, pole, bretagne, claire, karim
):
    occitanie = karim.curated_networks.get().network
    with_address(claire, "claire@reseau.example")
    with_address(karim, "karim@reseau.example")
    suggestion = proposed(pole, milieu="rural")
    pole.stewards.set([bretagne, occitanie])
    with committed():
        reroute(suggestion, [bretagne, occitanie], by=claire)
        reroute(suggestion, [occitanie, bretagne], by=claire)
    assert set(suggestion.networks.all()) == {bretagne, occitanie}
    assert recipients() == ["karim@reseau.example"]
    assert [kind for kind, _ in story(suggestion)] == ["reçue", "transmise"]
    assert suggestion in Suggestion.objects.for_curator(karim)


def test_a_suggestion_follows_a_sheet_that_left_the_scope_of_who_hands_it_over(
    pole, claire, karim
):
    suggestion = proposed(pole, milieu="rural")
    occitanie = karim.curated_networks.get().network
    pole.stewards.set([occitanie])
    reroute(suggestion, [occitanie], by=claire)
    settle(suggestion, {"milieu": ACCEPT}, by=karim)
    assert suggestion not in Suggestion.objects.for_curator(claire)


def test_a_curator_hands_a_suggestion_to_the_editors(pole, claire, editors):
    edith = make_user("edith", networks=[editors])
    suggestion = proposed(pole, milieu="rural")
    hand_to_editors(suggestion, by=claire)
    assert list(suggestion.networks.all()) == [editors]
    assert suggestion not in Suggestion.objects.for_curator(claire)
    with pytest.raises(Refused, match="déjà confiée"):
        hand_to_editors(suggestion, by=edith)
    settle(suggestion, {"milieu": ACCEPT}, by=edith)


def test_without_editors_a_suggestion_cannot_be_handed_to_them(pole, claire):
    suggestion = proposed(pole, milieu="rural")
    with pytest.raises(Refused, match="édition nationale"):
        hand_to_editors(suggestion, by=claire)
    assert suggestion in Suggestion.objects.for_curator(claire)
