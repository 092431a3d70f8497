"""Suggestions are decided field by field, and their senders answered."""

from functools import partial

import pytest
from django.core import mail
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from directory import values
from directory.models import Pole, ProposedChange, Structure, Suggestion
from directory.moderation import (
    Refused,
    fingerprint,
    hand_to_editors,
    reroute,
    settle,
    settle_field,
    suggest,
    withdraw,
)
from tests.makers import make_network, make_pole, make_structure, territory

pytestmark = pytest.mark.django_db

Decision = ProposedChange.Decision
ACCEPT = (Decision.ACCEPTED, None, None)
REFUSE = (Decision.REFUSED, None, None)
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


def edited(value):
    return (Decision.EDITED, value, None)


def refused_with(reason):
    return (Decision.REFUSED, None, reason)


def story(suggestion):
    return [(event.kind, event.text) for event in suggestion.events.all()]


# --- Deciding --------------------------------------------------------------------


def test_fields_are_accepted_edited_and_refused_apart_and_the_story_told(pole, claire):
    suggestion = proposed(
        pole, milieu="rural", phone="02 99 11 11 11", address="1 quai Est"
    )
    version = pole.version
    told = {"milieu": ACCEPT, "phone": edited("02 99 22 22 22")}
    settle(suggestion, told, by=claire)
    suggestion.refresh_from_db()
    assert suggestion.status == Suggestion.Status.OPEN
    settle(suggestion, {"address": refused_with("déménagé")}, by=claire)
    suggestion.refresh_from_db()
    pole.refresh_from_db()
    assert (pole.milieu, pole.phone, pole.address) == ("rural", "02 99 22 22 22", None)
    assert pole.version > version
    assert suggestion.status == Suggestion.Status.PARTLY
    assert suggestion.settled_at
    decided = {
        one.field: (one.decision, one.settled, one.reason, one.decided_by)
        for one in suggestion.changes.all()
    }
    assert decided == {
        "milieu": (Decision.ACCEPTED, "rural", None, claire),
        "phone": (Decision.EDITED, "02 99 22 22 22", None, claire),
        "address": (Decision.REFUSED, None, "déménagé", claire),
    }
    assert story(suggestion)[1:] == [
        ("acceptée", "milieu"),
        ("acceptée et modifiée", "téléphone"),
        ("refusée", "adresse : déménagé"),
        ("suggestion acceptée en partie", None),
    ]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"milieu": ACCEPT, "address": edited("2 quai Est")}, "acceptee"),
        ({"milieu": REFUSE, "address": REFUSE}, "refusee"),
        ({"milieu": REFUSE, "address": ACCEPT}, "partielle"),
    ],
)
def test_the_last_decision_gives_the_final_status(pole, claire, told, status):
    suggestion = proposed(pole, milieu="rural", address="1 quai Est")
    assert settle(suggestion, told, by=claire).status == status
    suggestion.refresh_from_db()
    assert suggestion.status == status


def test_one_field_is_settled_alone(pole, claire):
    change = proposed(pole, milieu="rural").changes.get()
    settle_field(change, Decision.EDITED, by=claire, value="mixte")
    change.refresh_from_db()
    assert (change.decision, change.settled) == (Decision.EDITED, "mixte")


def test_an_edit_that_writes_what_was_proposed_is_an_acceptance(pole, claire):
    change = proposed(pole, milieu="rural").changes.get()
    settle_field(change, Decision.EDITED, by=claire, value="rural")
    change.refresh_from_db()
    assert change.decision == Decision.ACCEPTED


def test_a_value_may_be_edited_to_unknown(pole, claire):
    pole.milieu = "urbain"
    pole.save()
    settle(proposed(pole, milieu="rural"), {"milieu": edited(None)}, by=claire)
    pole.refresh_from_db()
    assert pole.milieu is None


def test_what_is_accepted_is_one_change_of_the_history_with_its_reason(pole, claire):
    before = pole.history.count()
    suggestion = proposed(
        pole, milieu="rural", sectors=["habitat"], perimeters=["region:53"]
    )
    told = dict.fromkeys(["milieu", "sectors", "perimeters"], ACCEPT)
    settle(suggestion, told, by=claire)
    records = pole.history.all()[: pole.history.count() - before]
    records = [*records, pole.perimeters.get().history.get()]
    assert len({record.change for record in records}) == 1
    reasons = {record.history_change_reason for record in records}
    assert len(reasons) == 1
    assert reasons.pop().startswith(
        f"suggestion n° {suggestion.pk} (public), reçue le "
    )
    assert pole.history.latest().history_user == claire


def test_an_error_is_told_by_field_and_nothing_is_half_written(pole, claire):
    suggestion = proposed(pole, milieu="rural", phone="02 99 11 11 11")
    with pytest.raises(ValidationError) as refused:
        settle(suggestion, {"milieu": ACCEPT, "phone": edited("abc")}, by=claire)
    assert set(refused.value.error_dict) == {"phone"}
    pole.refresh_from_db()
    assert pole.milieu is None
    pending = {change.decision for change in suggestion.changes.all()}
    assert pending == {Decision.PENDING}
    assert len(story(suggestion)) == 1


def test_a_reason_too_long_is_refused(pole, claire):
    suggestion = proposed(pole, milieu="rural")
    with pytest.raises(ValidationError) as refused:
        settle(suggestion, {"milieu": refused_with("x" * 501)}, by=claire)
    assert set(refused.value.error_dict) == {"milieu"}
    settle(suggestion, {"milieu": refused_with("x" * 500)}, by=claire)
    assert len(suggestion.events.get(kind="refusée").text) == 500


def test_a_decision_on_a_value_that_is_no_longer_todays_is_not_taken(pole, claire):
    suggestion = proposed(pole, milieu="rural", phone="02 99 11 11 11")
    seen = {name: fingerprint(values.read(pole, name)) for name in ("milieu", "phone")}
    pole.milieu = "urbain"
    pole.save()
    both = {"milieu": ACCEPT, "phone": ACCEPT}
    with pytest.raises(ValidationError) as refused:
        settle(suggestion, both, by=claire, seen=seen)
    assert set(refused.value.error_dict) == {"milieu"}
    settle(suggestion, {"milieu": REFUSE, "phone": ACCEPT}, by=claire, seen=seen)
    pole.refresh_from_db()
    assert (pole.milieu, pole.phone) == ("urbain", "02 99 11 11 11")


# --- Refused transitions -----------------------------------------------------------


def test_a_field_decided_already_is_refused_with_words_and_nothing_else_written(
    pole, claire, admin
):
    suggestion = proposed(pole, milieu="rural", phone="02 99 11 11 11")
    settle(suggestion, {"milieu": REFUSE}, by=admin)
    with pytest.raises(Refused, match="« milieu » est déjà décidé par admin, le "):
        settle(suggestion, {"phone": ACCEPT, "milieu": ACCEPT}, by=claire)
    pole.refresh_from_db()
    assert (pole.milieu, pole.phone) == (None, None)


def test_nothing_is_decided_in_a_settled_suggestion(pole, claire, editors):
    suggestion = proposed(pole, milieu="rural")
    settle(suggestion, {"milieu": REFUSE}, by=claire)
    for verb in (
        partial(settle, suggestion, {"milieu": ACCEPT}, by=claire),
        partial(withdraw, suggestion, reason="lien rétabli"),
        partial(reroute, suggestion, [editors], by=claire),
        partial(hand_to_editors, suggestion, by=claire),
    ):
        with pytest.raises(Refused, match="déjà refusée"):
            verb()
    pole.refresh_from_db()
    assert pole.milieu is None


def test_out_of_scope_nothing_is_decided(pole, claire, karim):
    suggestion = proposed(pole, milieu="rural")
    for verb in (
        partial(settle, suggestion, {"milieu": ACCEPT}, by=karim),
        partial(withdraw, suggestion, by=karim),
        partial(hand_to_editors, suggestion, by=karim),
    ):
        with pytest.raises(Refused, match="vos réseaux"):
            verb()
    claire.curated_networks.all().delete()
    with pytest.raises(Refused, match="vos réseaux"):
        settle(suggestion, {"milieu": ACCEPT}, by=claire)


def test_being_sent_a_suggestion_gives_no_right_on_what_it_would_change(
    pole, karim, claire
):
    suggestion = proposed(pole, milieu="rural")
    suggestion.networks.set([karim.curated_networks.get().network])
    for curator in (karim, claire):
        with pytest.raises(Refused, match="vos réseaux"):
            settle(suggestion, {"milieu": ACCEPT}, by=curator)


def test_a_carrier_out_of_her_territories_is_not_accepted(pole, claire, admin):
    """She could edit it from then on."""
    far = make_structure("Lointaine", commune=territory(ALBI))
    suggestion = proposed(pole, carrier=str(far.public_id))
    with pytest.raises(ValidationError) as refused:
        settle(suggestion, {"carrier": ACCEPT}, by=claire)
    assert set(refused.value.error_dict) == {"carrier"}
    assert far not in Structure.objects.for_curator(claire)
    near = make_structure("Voisine", commune=territory(RENNES))
    settle(suggestion, {"carrier": edited(str(near.public_id))}, by=claire)
    pole.refresh_from_db()
    assert pole.carrier == near
    settle(proposed(pole, carrier=str(far.public_id)), {"carrier": ACCEPT}, by=admin)
    pole.refresh_from_db()
    assert pole.carrier == far


def test_nothing_is_accepted_on_a_merged_sheet(pole, claire):
    kept = make_pole("Pôle gardé", seat=RENNES)
    suggestion = proposed(pole, milieu="rural")
    pole.publication, pole.merged_into = Pole.Publication.ARCHIVED, kept
    pole.save()
    with pytest.raises(Refused, match="Pôle gardé"):
        settle(suggestion, {"milieu": ACCEPT}, by=claire)
    settle(suggestion, {"milieu": REFUSE}, by=claire)


def test_an_unknown_decision_is_an_error_of_the_code(pole, claire):
    suggestion = proposed(pole, milieu="rural")
    with pytest.raises(ValueError, match="is not a decision"):
        settle(suggestion, {"milieu": ("attente", None, None)}, by=claire)


# --- A new pole ------------------------------------------------------------------


def test_a_new_pole_begins_as_a_draft_of_the_networks_that_decide(bretagne, claire):
    taken = make_pole("Pôle neuf", seat=RENNES)
    suggestion = proposed(
        None, name="Pôle neuf", seat=RENNES, sectors=["habitat"], milieu="rural"
    )
    told = {"name": ACCEPT, "seat": ACCEPT, "sectors": ACCEPT}
    suggestion = settle(suggestion, told, by=claire)
    pole = suggestion.pole
    assert (pole.slug, taken.slug) == ("pole-neuf-2", "pole-neuf")
    assert pole.publication == Pole.Publication.DRAFT
    assert set(pole.stewards.all()) == set(suggestion.networks.all())
    assert bretagne in pole.stewards.all()
    assert values.read(pole, "sectors") == ["habitat"]
    assert {record.history_user for record in pole.history.all()} == {claire}
    settle(suggestion, {"milieu": ACCEPT}, by=claire)
    pole.refresh_from_db()
    assert pole.milieu == "rural"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"seat": ACCEPT}, NON_FIELD_ERRORS),
        ({"seat": ACCEPT, "name": REFUSE}, NON_FIELD_ERRORS),
        ({"seat": ACCEPT, "name": edited("ab")}, "name"),
        ({"seat": edited("commune:99999"), "name": ACCEPT}, "seat"),
    ],
)
def test_a_new_pole_needs_a_name_and_is_made_whole_or_not_at_all(claire, told, field):
    suggestion = proposed(None, name="Pôle neuf", seat=RENNES)
    with pytest.raises(ValidationError) as refused:
        settle(suggestion, told, by=claire)
    assert set(refused.value.error_dict) == {field}
    assert not Pole.objects.exists()
    suggestion.refresh_from_db()
    assert suggestion.target is None


def test_a_new_pole_refused_makes_no_draft(claire):
    suggestion = proposed(None, name="Pôle neuf", seat=RENNES)
    settle(suggestion, {"name": REFUSE, "seat": REFUSE}, by=claire)
    assert not Pole.objects.exists()


def test_a_former_address_is_not_given_to_a_new_pole(pole, claire):
    pole.aliases.create(slug="pole-neuf")
    suggestion = proposed(None, name="Pôle neuf", seat=RENNES)
    settled = settle(suggestion, {"name": ACCEPT, "seat": ACCEPT}, by=claire)
    assert settled.pole.slug == "pole-neuf-2"


def test_a_name_without_latin_letters_gives_an_address_too(claire):
    suggestion = proposed(None, name="Ελλάδα", seat=RENNES)
    settled = settle(suggestion, {"name": ACCEPT, "seat": ACCEPT}, by=claire)
    assert settled.pole.slug == "pole"


# --- Answers ---------------------------------------------------------------------


def test_the_sender_is_answered_once_all_is_decided(committed, pole, claire):
    suggestion = suggest(
        pole,
        {"milieu": "rural", "address": "1 quai Est"},
        origin="public",
        sender_email="voisine@exemple.fr",
    )
    mail.outbox.clear()
    with committed():
        settle(suggestion, {"milieu": ACCEPT}, by=claire)
    assert mail.outbox == []
    with committed():
        settle(suggestion, {"address": refused_with("déménagé en 2025")}, by=claire)
    [answer] = mail.outbox
    assert answer.to == ["voisine@exemple.fr"]
    assert answer.subject == (
        "[Annuaire des PTCE] Votre suggestion est acceptée en partie"
    )
    assert "- milieu : acceptée\n" in answer.body
    assert "- adresse : refusée (déménagé en 2025)" in answer.body
    assert f"{ORIGIN}/poles/pole-de-rennes/" in answer.body
    assert "claire" not in answer.body


def test_an_answer_does_not_lead_to_a_page_that_visitors_cannot_read(committed, claire):
    structure = make_structure("Voisine", commune=territory(RENNES))
    told = {"origin": "public", "sender_email": "voisine@exemple.fr"}
    new = suggest(None, {"name": "Pôle neuf", "seat": RENNES}, **told)
    other = suggest(structure, {"website": "https://voisine.example/"}, **told)
    with committed():
        settle(new, {"name": ACCEPT, "seat": ACCEPT}, by=claire)
        settle(other, {"website": ACCEPT}, by=claire)
    assert len(mail.outbox) == 2
    assert all("annuaire.example" not in message.body for message in mail.outbox)


def test_nobody_is_answered_without_an_address(committed, pole, claire):
    with committed():
        settle(proposed(pole, milieu="rural"), {"milieu": ACCEPT}, by=claire)
    assert mail.outbox == []
