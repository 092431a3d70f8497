"""Curators compare and settle, in the admin, the suggestions sent to them alone."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import values
from directory.models import Pole, ProposedChange, Suggestion
from directory.moderation import fingerprint, settle, suggest
from tests.admin_pages import page, rows
from tests.makers import make_network, make_pole, make_structure, make_user, territory
from tests.page import Page

pytestmark = pytest.mark.django_db

Decision = ProposedChange.Decision
RENNES, ALBI = "commune:35238", "commune:81004"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
# proposed values of every field of a pole
EVERYTHING = {
    "name": "Pôle de Rennes et du pays",
    "short_name": "PRP",
    "description": "Un pôle pour les tests, et pour le pays.",
    "sectors": ["habitat", "mobilite"],
    "milieu": "urbain",
    "created": "2014-09",
    "closed": "2025",
    "seat": RENNES,
    "address": "1 quai Est",
    "position": {"latitude": 48.1, "longitude": -1.7, "precision": "adresse"},
    "perimeters": ["departement:35", "region:53", RENNES],
    "website": "https://pole.example/",
    "website_is_carriers": True,
    "email": "contact@pole.example",
    "phone": "02 99 11 11 11",
}


@pytest.fixture
def bretagne(claire):
    return claire.curated_networks.get().network


@pytest.fixture
def pole(bretagne):
    return make_pole("Pôle de Rennes", stewards=[bretagne])


@pytest.fixture
def desk(client, claire):
    """Browser of Claire."""
    client.force_login(claire)
    return client


def proposed(target, origin="public", **fields):
    return suggest(target, fields, origin=origin)


def review(suggestion):
    return f"/admin/suggestions/{suggestion.public_id}/"


def sent(suggestion, **inputs):
    """What a browser would post: `field__decision="acceptee"`, and what was seen."""
    target = suggestion.target
    seen = {
        f"{change.field}-seen": fingerprint(values.read(target, change.field))
        for change in suggestion.changes.all()
        if target
    }
    return seen | {name.replace("__", "-"): value for name, value in inputs.items()}


def said(response, status=200):
    assert response.status_code == status
    return unescape(response.content.decode())


def errors(content, field):
    """What the page says is wrong beside a field."""
    section = content.partition(f'data-field="{field}"')[2].partition("</section>")[0]
    lists = re.findall(r'<ul class="errorlist.*?</ul>', section, re.DOTALL)
    return " ".join([*lists, *re.findall(r'<p class="errornote">.*?</p>', section)])


# --- The page --------------------------------------------------------------------


def test_a_review_shows_each_field_with_its_values_and_its_choices(desk, pole):
    pole.phone = "02 99 00 00 00"
    pole.save()
    suggestion = suggest(
        pole,
        {"phone": "02 99 11 11 11", "sectors": ["habitat"]},
        origin="public",
        message="Le numéro a changé.",
        sender_email="voisine@exemple.fr",
    )
    response = desk.get(review(suggestion))
    content = said(response)
    assert Page(response).marks("field") == ["sectors", "phone"]
    for words in (
        "Suggestion : « Pôle de Rennes »",
        "Le numéro a changé.",
        "voisine@exemple.fr",
        "02 99 <del>00 00 00</del>",
        "02 99 <ins>11 11 11</ins>",
        "non renseigné",
        "Habitat",
        "Réseau de Bretagne",
    ):
        assert words in content
    assert "en conflit" not in content
    for field in ("sectors", "phone"):
        choices = [
            tag for tag in Page(response).tags if tag.get("name") == f"{field}-decision"
        ]
        assert [tag["value"] for tag in choices] == [
            "",
            "acceptee",
            "modifiee",
            "refusee",
        ]


def test_a_value_that_changed_meanwhile_is_marked_as_a_conflict(desk, pole):
    suggestion = proposed(pole, milieu="rural", phone="02 99 11 11 11", address="Quai")
    pole.milieu, pole.address = "urbain", "Quai"
    pole.save()
    content = said(desk.get(review(suggestion)))
    assert content.count(">en conflit<") == 1
    assert "Accepter tout ce qui reste (dont 1 en conflit)" in " ".join(content.split())
    assert "son auteur y lisait" in content
    assert "La fiche dit déjà ce qui est proposé." in content


def test_what_an_author_saw_long_ago_is_shown_beside_todays_value(desk, pole):
    suggestion = suggest(
        pole,
        {"address": "1 quai Est"},
        origin="public",
        before={"address": "3 rue Basse"},
    )
    content = said(desk.get(review(suggestion)))
    assert "3 rue Basse" in content
    assert "en conflit" in content


def test_a_new_pole_half_accepted_shows_no_false_conflict(desk, claire):
    suggestion = proposed(None, name="Neuf", sectors=["habitat"], seat=RENNES)
    settle(suggestion, {"name": (Decision.ACCEPTED, None, None)}, by=claire)
    content = said(desk.get(review(suggestion)))
    assert "en conflit" not in content
    assert page("pole", "change", Pole.objects.get().pk) in content


@pytest.mark.parametrize("origin", Suggestion.Origin.values)
def test_every_origin_has_the_same_page_within_its_budget(
    desk, pole, bretagne, queries, origin
):
    """Nothing grows with the fields, their keys, or what waits besides."""
    carrier = make_structure("Porteuse", commune=territory(RENNES))
    networks = [make_network(f"Réseau {number}").slug for number in range(3)]
    full = EVERYTHING | {"carrier": str(carrier.public_id), "networks": networks}
    full |= {"objectives": ["distribution", "filiere", "visibilite"]}
    suggestion = proposed(pole, origin, **full)
    assert suggestion.changes.count() == len(values.fields_of(Pole))
    for number in range(5):
        other = make_pole(f"Pôle {number}", stewards=[bretagne])
        proposed(other, origin, milieu="rural")
    desk.get(review(suggestion))
    with queries(18):
        said(desk.get(review(suggestion)))


def test_a_structure_is_reviewed_too(desk):
    structure = make_structure("Voisine", commune=territory(RENNES))
    suggestion = proposed(structure, "robot", siren="356000000", kind="scic")
    content = said(desk.get(review(suggestion)))
    assert "SCIC" in content
    assert page("structure", "change", structure.pk) in content
    told = sent(suggestion, siren__decision="acceptee", kind__decision="acceptee")
    assert desk.post(review(suggestion), told).status_code == 302
    structure.refresh_from_db()
    assert (structure.siren, structure.kind.slug) == ("356000000", "scic")


def test_nothing_proposed_is_read_as_code(desk, pole):
    hostile = suggest(
        pole,
        {"description": HOSTILE, "address": HOSTILE, "name": f"Pôle {HOSTILE}"},
        origin="public",
        message=HOSTILE,
        before={"address": HOSTILE},
    )
    new = proposed(None, name=f"Neuf {HOSTILE}", seat=RENNES)
    for suggestion in (hostile, new):
        wrong = sent(
            suggestion,
            name__decision="modifiee",
            name__value=HOSTILE * 10,
            name__reason=HOSTILE,
        )
        for response in (
            desk.get(review(suggestion)),
            desk.post(review(suggestion), wrong),
            desk.get(page("suggestion")),
        ):
            content = response.content.decode()
            assert "&lt;script&gt;alert" in content
            assert "<script>alert" not in content
            assert "<img src=x" not in content


def test_a_gone_territory_and_a_retired_value_do_not_break_the_page(desk, pole):
    suggestion = proposed(pole, perimeters=["region:53"], seat=RENNES, carrier=None)
    keys = {"perimeters": ["commune:99999"], "seat": "commune:99998"}
    for change in suggestion.changes.all():
        change.proposed = keys[change.field]
        change.save()
    content = said(desk.get(review(suggestion)))
    assert "commune:99999" in content
    refused = said(desk.post(review(suggestion), sent(suggestion, all="accepter")))
    assert "Aucun territoire ne porte la clé" in refused
    pole.refresh_from_db()
    assert pole.seat == territory("commune:26281")


# --- Deciding ----------------------------------------------------------------------


def test_fields_are_accepted_edited_refused_or_left_for_later(desk, pole):
    suggestion = proposed(
        pole,
        milieu="rural",
        phone="02 99 11 11 11",
        address="1 quai Est",
        email="contact@pole.example",
    )
    told = sent(
        suggestion,
        milieu__decision="acceptee",
        phone__decision="modifiee",
        phone__value="02 99 22 22 22",
        address__decision="refusee",
        address__reason="déménagé",
        email__decision="",
    )
    response = desk.post(review(suggestion), told, follow=True)
    content = said(response)
    assert "3 décisions enregistrées ; le reste de la suggestion attend." in content
    pole.refresh_from_db()
    assert (pole.milieu, pole.phone, pole.address) == ("rural", "02 99 22 22 22", None)
    assert pole.email is None
    assert Page(response).marks("decision") == [
        "acceptee",
        "refusee",
        "attente",
        "modifiee",
    ]
    assert "déménagé" in content
    last = sent(suggestion, email__decision="acceptee")
    content = said(desk.post(review(suggestion), last, follow=True))
    assert "Décision enregistrée : la suggestion est acceptée en partie." in content
    assert "Enregistrer mes décisions" not in content


@pytest.mark.parametrize(
    ("field", "inputs", "stored"),
    [
        (
            "description",
            {"value": "Une ligne.\r\nUne autre."},
            "Une ligne.\nUne autre.",
        ),
        ("sectors", {"value": ["culture", "habitat"]}, ["culture", "habitat"]),
        ("sectors", {}, []),
        ("milieu", {"value": "mixte"}, "mixte"),
        ("website_is_carriers", {"value": "True"}, True),
        ("created", {"value": "2013"}, "2013"),
        ("seat", {"value": "commune:26362"}, "commune:26362"),
        ("address", {"value": ""}, None),
        (
            "perimeters",
            {"value": "region:84\r\n departement:26"},
            ["departement:26", "region:84"],
        ),
        ("perimeters", {"value": ""}, []),
        (
            "position",
            {"value_0": "45,05", "value_1": " 5.1", "value_2": "rue"},
            {"latitude": 45.05, "longitude": 5.1, "precision": "rue"},
        ),
        ("position", {"value_0": "", "value_1": "", "value_2": ""}, None),
    ],
)
def test_an_edited_value_is_written(desk, pole, field, inputs, stored):
    suggestion = proposed(pole, **(EVERYTHING | {"milieu": "urbain"}))
    told = {f"{field}__{name}": value for name, value in inputs.items()}
    told[f"{field}__decision"] = "modifiee"
    response = desk.post(review(suggestion), sent(suggestion, **told))
    assert response.status_code == 302, response.content.decode()
    pole.refresh_from_db()
    assert values.read(pole, field) == stored


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("2014", "2014"), ("2014-09", "09/2014"), ("2014-09-19", "19/09/2014")],
)
def test_a_date_is_shown_and_read_as_the_form_of_the_entry_does(
    desk, pole, stored, shown
):
    suggestion = proposed(pole, created=stored, phone="02 99 11 11 11")
    [tag] = [
        tag
        for tag in Page(desk.get(review(suggestion))).tags
        if tag.get("name") == "created-value"
    ]
    assert tag["value"] == shown
    told = {"created__decision": "modifiee", "created__value": "03/2015"}
    wrong = {"phone__decision": "modifiee", "phone__value": "abc"}
    content = said(desk.post(review(suggestion), sent(suggestion, **told, **wrong)))
    assert 'value="03/2015"' in content
    desk.post(review(suggestion), sent(suggestion, **told))
    pole.refresh_from_db()
    assert values.read(pole, "created") == "2015-03"


@pytest.mark.parametrize(
    ("field", "inputs", "words"),
    [
        ("description", {"value": "x" * 20_000}, "2000 caractères"),
        ("name", {"value": ""}, "obligatoire"),
        ("sectors", {"value": ["inconnue"]}, "inconnue"),
        ("milieu", {"value": "lunaire"}, "lunaire"),
        ("created", {"value": "hier"}, "n'est pas une date"),
        ("seat", {"value": "Nyons"}, "n'existe pas"),
        ("email", {"value": "nulle part"}, "adresse"),
        ("phone", {"value": "abc"}, "neuf chiffres"),
        ("perimeters", {"value": "commune:26281\nailleurs"}, "Aucun territoire"),
        ("perimeters", {"value": "region:84 " * 201}, "Pas plus de 200"),
        ("position", {"value_0": "91", "value_1": "5", "value_2": "rue"}, "latitude"),
        ("position", {"value_0": "45", "value_1": "", "value_2": "rue"}, "latitude"),
        ("position", {"value_0": "nan", "value_1": "5", "value_2": "rue"}, "latitude"),
    ],
)
def test_a_wrong_edit_is_told_beside_its_field_and_keeps_what_was_typed(
    desk, pole, field, inputs, words
):
    suggestion = proposed(pole, **EVERYTHING)
    told = {f"{field}__{name}": value for name, value in inputs.items()}
    told |= {
        "short_name__decision": "acceptee",
        "address__decision": "refusee",
        "address__reason": "déménagé en 2025",
        "short_name__value": "tapé sans être choisi",
    }
    told[f"{field}__decision"] = "modifiee"
    content = said(desk.post(review(suggestion), sent(suggestion, **told)))
    assert words in errors(content, field)
    assert "déménagé en 2025" in content
    assert "tapé sans être choisi" in content
    for value in inputs.values():
        typed = value if isinstance(value, str) else value[0]
        assert typed.split("\n")[0].strip() in content
    pole.refresh_from_db()
    assert (pole.short_name, pole.address) == (None, None)
    decisions = {change.decision for change in suggestion.changes.all()}
    assert decisions == {Decision.PENDING}


def test_what_clashes_between_fields_is_told_above_them_all(desk, pole):
    suggestion = proposed(pole, created="2014", closed="2025")
    told = sent(
        suggestion,
        created__decision="acceptee",
        closed__decision="modifiee",
        closed__value="2001",
    )
    content = said(desk.post(review(suggestion), told))
    assert '<p class="errornote">La fin suit la création.</p>' in content
    assert 'value="2001"' in content
    pole.refresh_from_db()
    assert pole.created_on is None


def test_a_wrong_value_typed_then_given_up_hinders_nothing(desk, pole):
    suggestion = proposed(pole, description="Autre chose.", perimeters=["region:53"])
    told = {
        "description__decision": "refusee",
        "description__value": "x" * 20_000,
        "perimeters__decision": "refusee",
        "perimeters__value": "region:84 " * 1000,
    }
    assert desk.post(review(suggestion), sent(suggestion, **told)).status_code == 302
    suggestion.refresh_from_db()
    assert suggestion.status == Suggestion.Status.REFUSED


def test_a_reason_of_twenty_kilobytes_is_refused(desk, pole):
    suggestion = proposed(pole, milieu="rural")
    for told in (
        {"milieu__decision": "refusee", "milieu__reason": "x" * 20_000},
        {"all": "refuser", "why": "x" * 20_000},
    ):
        content = said(desk.post(review(suggestion), sent(suggestion, **told)))
        assert "500 caractères" in content
    assert suggestion.changes.get().decision == Decision.PENDING


def test_all_that_remains_is_accepted_besides_what_was_chosen(desk, pole):
    suggestion = proposed(
        pole, milieu="rural", phone="02 99 11 11 11", address="1 quai Est"
    )
    told = sent(suggestion, all="accepter", address__decision="refusee")
    assert desk.post(review(suggestion), told).status_code == 302
    pole.refresh_from_db()
    suggestion.refresh_from_db()
    assert (pole.milieu, pole.phone, pole.address) == ("rural", "02 99 11 11 11", None)
    assert suggestion.status == Suggestion.Status.PARTLY


def test_all_is_refused_whatever_was_chosen_for_one_reason(desk, pole):
    suggestion = proposed(pole, milieu="rural", phone="02 99 11 11 11")
    told = sent(
        suggestion,
        all="refuser",
        why="plaisanterie",
        milieu__decision="modifiee",
        milieu__value="lunaire",
        phone__reason="numéro privé",
    )
    assert desk.post(review(suggestion), told).status_code == 302
    suggestion.refresh_from_db()
    assert suggestion.status == Suggestion.Status.REFUSED
    reasons = [change.reason for change in suggestion.changes.order_by("field")]
    assert reasons == ["plaisanterie", "numéro privé"]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"milieu__decision": "peut-être"},
        {"milieu__decision": "attente"},
        {"all": "peut-être"},
        {"phone__decision": "acceptee"},
    ],
)
def test_without_a_sound_decision_nothing_is_decided(desk, pole, told):
    suggestion = proposed(pole, milieu="rural")
    content = said(desk.post(review(suggestion), sent(suggestion, **told)))
    assert "errornote" in content or "errorlist" in content
    assert suggestion.changes.get().decision == Decision.PENDING


@pytest.mark.parametrize("seen", ["", "abc", "x" * 20_000])
def test_a_decision_that_tells_not_what_was_seen_is_refused(desk, pole, seen):
    suggestion = proposed(pole, milieu="rural")
    told = {"milieu-seen": seen, "milieu-decision": "acceptee"}
    said(desk.post(review(suggestion), told))
    pole.refresh_from_db()
    assert pole.milieu is None


def test_a_page_older_than_the_sheet_is_refused_then_shows_the_value_of_today(
    desk, pole
):
    suggestion = proposed(pole, milieu="rural")
    told = sent(suggestion, milieu__decision="acceptee")
    pole.milieu = "urbain"
    pole.save()
    content = said(desk.post(review(suggestion), told))
    assert "La fiche a changé depuis que cette page est ouverte" in content
    assert "en conflit" in content
    again = sent(suggestion, milieu__decision="acceptee")
    assert again["milieu-seen"] in content
    assert desk.post(review(suggestion), again).status_code == 302
    pole.refresh_from_db()
    assert pole.milieu == "rural"


def test_the_second_of_two_curators_is_told_and_loses_nothing(desk, pole, admin):
    suggestion = proposed(pole, milieu="rural", address="1 quai Est")
    told = sent(
        suggestion,
        milieu__decision="acceptee",
        address__decision="refusee",
        address__reason="tapé longuement",
    )
    settle(suggestion, {"milieu": (Decision.REFUSED, None, None)}, by=admin)
    content = said(desk.post(review(suggestion), told), 409)
    assert "« milieu » est déjà décidé par admin" in content
    assert "tapé longuement" in content
    pole.refresh_from_db()
    assert pole.milieu is None
    settle(suggestion, {"address": (Decision.REFUSED, None, None)}, by=admin)
    content = said(desk.post(review(suggestion), told), 409)
    assert "Cette suggestion est déjà refusée." in content


def test_an_accepted_new_pole_leads_to_its_draft(desk, claire):
    suggestion = proposed(None, name="Pôle neuf", seat=RENNES)
    told = sent(suggestion, all="accepter")
    content = said(desk.post(review(suggestion), told, follow=True))
    pole = Pole.objects.get()
    assert page("pole", "change", pole.pk) in content
    assert desk.get(page("pole", "change", pole.pk)).status_code == 200


def test_the_next_suggestion_to_settle_is_the_oldest_of_hers(desk, pole, karim):
    his = make_pole("Pôle d'Albi", stewards=[karim.curated_networks.get().network])
    proposed(his, milieu="rural")
    first = proposed(pole, milieu="rural")
    second = proposed(pole, milieu="mixte")
    third = proposed(pole, milieu="urbain")
    assert review(second) in said(desk.get(review(first)))
    content = said(desk.get(review(third)))
    assert review(first) in content
    assert review(second) not in content
    Suggestion.objects.exclude(pk=first.pk).exclude(pole=his).delete()
    assert "Aucune autre suggestion n'attend vos réseaux." in said(
        desk.get(review(first))
    )


# --- Who may ---------------------------------------------------------------------


def test_what_is_sent_to_others_is_not_found(client, desk, pole, karim):
    suggestion = proposed(pole, milieu="rural")
    change = page("suggestion", "change", suggestion.pk)
    client.force_login(karim)
    told = sent(suggestion, milieu__decision="acceptee")
    for response in (
        client.get(review(suggestion)),
        client.post(review(suggestion), told),
        client.post(f"{review(suggestion)}confier/"),
        client.get(change),
        client.get(page("suggestion", "history", suggestion.pk)),
        client.get("/admin/suggestions/123/"),
    ):
        assert response.status_code == 404
    assert rows(client.get(page("suggestion"))) == []
    pole.refresh_from_db()
    assert pole.milieu is None


def test_a_right_withdrawn_closes_the_page_at_once(desk, pole, claire):
    suggestion = proposed(pole, milieu="rural")
    told = sent(suggestion, milieu__decision="acceptee")
    rights = list(claire.curated_networks.all())
    claire.curated_networks.all().delete()
    assert desk.get(review(suggestion)).status_code == 403
    assert desk.post(review(suggestion), told).status_code == 403
    other = make_network("Autre réseau")
    rights[0].pk, rights[0].network = None, other
    rights[0].save()
    assert desk.post(review(suggestion), told).status_code == 404
    pole.refresh_from_db()
    assert pole.milieu is None


def test_visitors_and_staff_without_a_network_see_no_suggestion(client, pole):
    suggestion = proposed(pole, milieu="rural")
    response = client.get(review(suggestion))
    assert response["Location"].startswith("/admin/login/")
    client.force_login(make_user("paul"))
    assert client.get(review(suggestion)).status_code == 403


def test_a_suggestion_that_is_not_hers_to_decide_goes_to_the_editors(
    client, desk, pole
):
    editors = make_network("Édition nationale", regions=[], edits_all=True)
    suggestion = proposed(pole, milieu="rural")
    hand = f"{review(suggestion)}confier/"
    assert desk.get(hand).status_code == 405
    content = said(desk.post(hand, follow=True))
    assert "La suggestion est confiée à l'édition nationale." in content
    assert desk.get(review(suggestion)).status_code == 404
    client.force_login(make_user("edith", networks=[editors]))
    content = said(client.post(hand, follow=True))
    assert "déjà confiée" in content


# --- The list --------------------------------------------------------------------


def test_the_list_begins_with_what_waits_longest(desk, pole, claire):
    settled = proposed(pole, phone="02 99 11 11 11")
    settle(settled, {"phone": (Decision.REFUSED, None, None)}, by=claire)
    old, recent = proposed(pole, milieu="rural"), proposed(pole, milieu="mixte")
    for suggestion, days in ((settled, 9), (old, 3), (recent, 1)):
        suggestion.refresh_from_db()
        suggestion.created_at = timezone.now() - timedelta(days=days)
        suggestion.save()
    response = desk.get(page("suggestion"))
    assert rows(response) == [old, recent, settled]
    content = said(response)
    assert "il y a 3\xa0jours" in content
    for suggestion in (old, recent, settled):
        assert f'href="{review(suggestion)}"' in content
    assert page("suggestion", "change", old.pk) not in content


def test_suggestions_are_found_by_the_name_of_their_sheet_and_filtered(desk, pole):
    structure = make_structure("Les Établis", commune=territory(RENNES))
    of_pole = proposed(pole, milieu="rural")
    of_structure = proposed(structure, "robot", website="https://etablis.example/")
    of_none = proposed(None, name="Pôle neuf", seat=RENNES)
    listed = page("suggestion")
    assert rows(desk.get(listed, {"q": "rennes"})) == [of_pole]
    assert rows(desk.get(listed, {"q": "etablis"})) == [of_structure]
    assert rows(desk.get(listed, {"origin__exact": "robot"})) == [of_structure]
    assert len(rows(desk.get(listed, {"status__exact": "ouverte"}))) == 3
    assert "nouveau pôle « Pôle neuf »" in said(desk.get(listed))
    assert of_none in rows(desk.get(listed))


def test_the_list_says_what_is_proposed_and_to_whom(desk, pole):
    proposed(pole, **EVERYTHING)
    content = said(desk.get(page("suggestion")))
    others = len(EVERYTHING) - 5
    assert f"thématiques, milieu et {others} de plus" in content
    assert "Réseau de Bretagne" in content


def test_queries_of_the_list_do_not_grow_with_its_rows(desk, pole, bretagne):
    def queries_sent():
        with CaptureQueriesContext(connection) as sent:
            said(desk.get(page("suggestion")))
        return len(sent)

    proposed(pole, milieu="rural")
    desk.get(page("suggestion"))
    few = queries_sent()
    for number in range(4):
        other = make_pole(f"Pôle {number}", stewards=[bretagne])
        proposed(other, milieu="rural", phone="02 99 11 11 11", sectors=["habitat"])
    structure = make_structure("Voisine", commune=territory(RENNES))
    proposed(structure, website="https://voisine.example/")
    assert queries_sent() <= few
    assert few <= 18


def test_the_page_of_django_leads_to_the_review(desk, pole):
    suggestion = proposed(pole, milieu="rural")
    response = desk.get(page("suggestion", "change", suggestion.pk))
    assert (response.status_code, response["Location"]) == (302, review(suggestion))
    assert desk.get(page("suggestion", "add")).status_code == 403
    assert desk.get(page("suggestion", "delete", suggestion.pk)).status_code == 403
