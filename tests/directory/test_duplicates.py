"""Duplicates are warned of while typing and ranked on a screen, within one's scope."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory import moderation
from directory.models import (
    DistinctPair,
    Pole,
    Structure,
    alike,
    alike_for,
    alike_pairs,
)
from directory.models.likeness import STRONG, Facts, likeness
from tests.admin_pages import page, posted
from tests.makers import make_network, make_pole, make_structure, make_user, territory
from tests.page import Page

pytestmark = pytest.mark.django_db

NEAR = "/admin/doublons/proches/"
LIST = "/admin/doublons/"
APART = "/admin/doublons/distinctes/"
RENNES = "commune:35238"
ALBI = "commune:81004"
SIREN = "732829320"
ELSEWHERE = "une fiche ressemblante existe hors de votre périmètre"


def network_of(user):
    return user.curated_networks.get().network


@pytest.fixture
def hers(claire):
    """A draft that Claire's network keeps."""
    keeping = {"publication": "brouillon", "stewards": [network_of(claire)]}
    return make_pole("PTCE du pays de Rennes", seat=RENNES, **keeping)


@pytest.fixture
def his(karim):
    """A draft that Karim's network keeps."""
    keeping = {"publication": "brouillon", "stewards": [network_of(karim)]}
    return make_pole("PTCE du pays d'Albi", seat=ALBI, **keeping)


@pytest.fixture
def desk(client, claire):
    client.force_login(claire)
    return client


def asked(client, noun="pole", **typed):
    response = client.get(NEAR, {"noun": noun, **typed})
    assert response.status_code == 200
    return response.json()


def names(answer):
    return [one["nom"].split(" (")[0] for one in answer["proches"]]


# --- Likeness --------------------------------------------------------------------


def test_each_proof_adds_to_the_score_and_is_told_the_strongest_first():
    one = Facts(names=("Les Ateliers",), siren=SIREN, host="ateliers.fr")
    score, reasons = likeness(one, one)
    assert reasons == ["même SIREN", "même nom", "même site"]
    named, _reasons = likeness(Facts(names=one.names), one)
    assert STRONG < named < score < 1


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("PTCE du Pays de Bray", "Pôle du pays de Bray", "même nom"),
        ("Ateliers du bocage", "Atelier du Bocage", "nom presque identique"),
        ("Sud Aquitaine", "Sud Aquitaine et Seignanx", "nom contenu dans l'autre"),
        ("Recyclerie de Nyons", "Recyclerie de Lyon", "nom ressemblant"),
    ],
)
def test_names_are_compared_without_the_words_of_the_field(one, other, reason):
    score, reasons = likeness(Facts(names=(one,)), Facts(names=(other,)))
    assert reasons == [reason]
    assert 0 < score < 1


def test_a_short_name_counts_as_a_name():
    one, other = Facts(names=("Trois étoiles", "3E")), Facts(names=("3E",))
    assert likeness(one, other)[1] == ["même nom"]


def test_a_place_adds_to_a_proof_and_is_none_by_itself():
    rennes = territory(RENNES)
    here = {"commune": rennes, "point": (48.111, -1.68)}
    ateliers = Facts(names=("Ateliers",), **here)
    assert likeness(ateliers, Facts(names=("Cantine",), **here)) == (0, [])
    door = Facts(names=("Ateliers",), point=(48.1137, -1.68))
    assert likeness(ateliers, door)[1] == ["même nom", "à 300 m"]
    town = Facts(names=("Ateliers",), commune=rennes)
    assert likeness(ateliers, town)[1] == ["même nom", "même commune"]


def test_a_place_far_away_and_another_number_take_from_the_score():
    rennes = Facts(names=("Mission locale",), commune=territory(RENNES))
    albi = Facts(names=("Mission locale",), commune=territory(ALBI))
    score, reasons = likeness(rennes, albi)
    assert score < STRONG
    assert reasons == ["même nom", "mais à 549 km"]
    numbers = [Facts(names=("Adie",), siren=siren) for siren in (SIREN, "552100554")]
    score, reasons = likeness(*numbers)
    assert score < STRONG
    assert "mais SIREN différents" in reasons


def test_two_establishments_of_one_company_are_less_alike_than_one():
    one = Facts(names=("Adie",), siren=SIREN, siret=f"{SIREN}00074")
    other = Facts(names=("Autre nom",), siren=SIREN, siret=f"{SIREN}00082")
    score, reasons = likeness(one, other)
    assert reasons == ["même SIREN, autre établissement"]
    assert score < STRONG


def test_structures_are_found_by_name_number_or_site():
    ateliers = make_structure("Les Ateliers du bocage", siren=SIREN)
    make_structure("Cantine")
    sited = make_structure("Lieu", website="https://www.lieu.example/contact")
    for facts, found in [
        (Facts(names=("ATELIER du bocage",)), [ateliers]),
        (Facts(names=("Tout autre",), siren=SIREN), [ateliers]),
        (Facts(names=("Nouveau",), host="lieu.example"), [sited]),
        (Facts(names=("Rien",)), []),
        (Facts(), []),
    ]:
        assert [one.row for one in alike(Structure.objects.all(), facts)] == found


def test_poles_are_found_by_either_name_site_or_carrier():
    carrier = make_structure("Porteuse")
    pole = make_pole("PTCE Écosystème d'Évreux", short_name="3E", carrier=carrier)
    sited = make_pole("Lieu", website="https://lieu.example")
    borrowed = {"website": "https://lieu.example", "website_is_carriers": True}
    make_pole("Autre", **borrowed)
    for facts, found in [
        (Facts(names=("ecosysteme Evreux",)), [pole]),
        (Facts(names=("3E",)), [pole]),
        (Facts(names=("Nouveau",), carrier=carrier.pk), [pole]),
        (Facts(names=("Nouveau",), host="lieu.example"), [sited]),
    ]:
        assert [one.row for one in alike(Pole.objects.all(), facts)] == found


def test_a_merged_row_is_alike_no_more(admin):
    kept, absorbed = make_pole("Évreux"), make_pole("Evreux", slug="evreux-2")
    moderation.merge_poles(kept, absorbed, by=admin)
    rows = [one.row for one in alike(Pole.objects.all(), Facts(names=("Évreux",)))]
    assert rows == [kept]


# --- While typing ----------------------------------------------------------------


def test_a_curator_is_told_of_her_rows_that_look_like_what_she_types(desk, hers):
    answer = asked(desk, nom="pays de rennes")
    assert names(answer) == ["PTCE du pays de Rennes"]
    [told] = answer["proches"]
    assert told["raisons"] == ["même nom"]
    assert told["lien"] == page("pole", "change", hers.pk)
    assert (told["fusion"], answer["ailleurs"]) == (None, None)
    rennes = asked(desk, nom="pays rennais", commune=territory(RENNES).pk)
    assert rennes["proches"][0]["raisons"] == ["nom ressemblant", "même commune"]


def test_the_row_being_changed_is_not_told_to_itself(desk, hers):
    assert names(asked(desk, nom=hers.name, sauf=hers.pk)) == []
    keeping = {"publication": "brouillon", "stewards": list(hers.stewards.all())}
    other = make_pole("Pays de Rennes", seat=RENNES, **keeping)
    [told] = asked(desk, nom=hers.name, sauf=hers.pk)["proches"]
    ends = f"garder={other.pk}&absorber={hers.pk}"
    assert told["fusion"] == f"/admin/doublons/fusionner/?noun=pole&{ends}"


def test_a_structure_is_asked_of_by_its_number(desk):
    make_structure("Les Établis", siren=SIREN, commune=territory(RENNES))
    answer = asked(desk, noun="structure", nom="Tout autre", siren="732 829 320")
    assert names(answer) == ["Les Établis"]


@pytest.mark.parametrize(
    ("published", "told"), [("publie", True), ("brouillon", False), ("archive", False)]
)
def test_outside_her_scope_only_what_the_public_sees_is_hinted_at(
    desk, his, published, told
):
    his.publication = published
    his.save()
    answer = asked(desk, nom=his.name)
    assert names(answer) == []
    assert bool(answer["ailleurs"]) is told
    assert "Albi" not in str(answer)
    if told:
        assert answer["ailleurs"].startswith(ELSEWHERE)


def test_a_structure_of_others_drafts_is_not_hinted_at(desk, his):
    member = make_structure("Les Établis d'Albi", commune=territory(ALBI))
    his.memberships.create(structure=member)
    typed = {"noun": "structure", "nom": "les etablis d'albi"}
    assert asked(desk, **typed) == {"proches": [], "ailleurs": None}
    his.publication = "publie"
    his.save()
    answer = asked(desk, **typed)
    assert answer["proches"] == []
    assert answer["ailleurs"].startswith(ELSEWHERE)


def test_an_editor_is_told_of_every_row(client, his, hers):
    network = make_network("Le Labo", regions=[], edits_all=True)
    client.force_login(make_user("louise", networks=[network]))
    assert names(asked(client, nom=his.name)) == [his.name]


@pytest.mark.parametrize(
    "typed",
    [
        {"noun": "territory"},
        {"commune": "Rennes"},
        {"latitude": "nan"},
        {"sauf": "abc"},
        {"nom": "x" * 251},
    ],
)
def test_a_malformed_question_is_refused_in_words(desk, typed):
    response = desk.get(NEAR, {"noun": "pole", **typed})
    assert response.status_code == 400
    assert response.json()["erreurs"]


def test_a_question_of_nothing_is_answered_by_nothing(desk, hers):
    assert asked(desk) == {"proches": [], "ailleurs": None}
    assert asked(desk, latitude="48,1", longitude="")["proches"] == []


def test_staff_without_a_network_and_visitors_ask_in_vain(client, db):
    assert client.get(NEAR, {"noun": "pole"}).status_code == 302
    client.force_login(make_user("paul"))
    assert client.get(NEAR, {"noun": "pole"}).status_code == 403


def test_typing_asks_few_queries_whatever_looks_alike(desk, claire, queries):
    for number in range(12):
        keeping = {"slug": f"rennes-{number}", "stewards": [network_of(claire)]}
        make_pole("Pays de Rennes", seat=RENNES, **keeping)
        make_structure("Établis", slug=f"e-{number}", commune=territory(RENNES))
    for noun, name in [("pole", "pays de rennes"), ("structure", "établis")]:
        with queries(12):
            assert len(asked(desk, noun=noun, nom=name)["proches"]) == 5


# --- Without scripts -------------------------------------------------------------


def test_a_form_tells_the_script_what_to_ask(desk, hers):
    tags = Page(desk.get(page("pole", "change", hers.pk))).tags
    [name] = [tag for tag in tags if "data-alike" in tag]
    assert (name["id"], name["data-alike"]) == ("id_name", NEAR)
    assert (name["data-noun"], name["data-row"]) == ("pole", str(hers.pk))
    assert "/static/js/alike.js" in [tag.get("src") for tag in tags]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Le pays de Rennes"},
        {"name": "Tout autre", "website": "rennes.example"},
    ],
    ids=["namesake", "site"],
)
def test_a_pole_like_another_waits_for_a_confirmation(desk, hers, fields):
    hers.website = "https://www.rennes.example/pole"
    hers.save()
    add = page("pole", "add")
    values = posted(desk.get(add), slug="autre", **fields)
    content = desk.post(add, values).content.decode()
    assert "PTCE du pays de Rennes (Rennes, brouillon)" in content
    assert 'type="checkbox" name="another"' in content
    link = f'<a href="{page("pole", "change", hers.pk)}" target="_blank">PTCE du pays'
    assert link in content
    assert not DistinctPair.objects.exists()
    assert desk.post(add, values | {"another": "on"}).status_code == 302
    other = Pole.objects.get(slug="autre")
    pair = DistinctPair.objects.get()
    assert (pair.noun, pair.first, pair.second) == ("pole", hers.pk, other.pk)
    assert list(alike_pairs(Pole.objects.all())) == []
    # so that its name may change again without a question
    change = page("pole", "change", other.pk)
    again = posted(desk.get(change), name=f"{other.name} (35)")
    assert desk.post(change, again).status_code == 302


def test_a_form_does_not_tell_of_others_drafts(desk, his):
    add = page("pole", "add")
    values = posted(desk.get(add), name=his.name, slug="autre")
    assert desk.post(add, values).status_code == 302
    Pole.objects.get(slug="autre").delete()
    his.publication = "publie"
    his.save()
    content = desk.post(add, values).content.decode()
    assert "Une fiche ressemblante existe hors de votre périmètre" in content
    assert "(Albi" not in content


def test_a_structure_form_does_not_tell_of_others_drafts(desk, his):
    member = make_structure("Les Établis", siren=SIREN, commune=territory(ALBI))
    his.memberships.create(structure=member)
    add = page("structure", "add")
    values = posted(
        desk.get(add), name="Les Établis", slug="autre", kind=member.kind_id
    )
    assert desk.post(add, values).status_code == 302


def test_a_pole_saved_with_its_name_untouched_asks_nothing(desk, hers, claire):
    keeping = {"slug": "rennes-2", "stewards": [network_of(claire)]}
    make_pole(hers.name, seat=RENNES, **keeping)
    change = page("pole", "change", hers.pk)
    values = posted(desk.get(change), phone="02 99 00 00 00")
    assert desk.post(change, values).status_code == 302


def test_two_rows_told_apart_are_not_asked_about_again(claire, hers):
    keeping = {"slug": "rennes-2", "stewards": [network_of(claire)]}
    other = make_pole(hers.name, seat=RENNES, **keeping)
    assert [one.row for one in alike_for(claire, hers)[0]] == [other]
    moderation.tell_apart(other, hers, by=claire)
    assert alike_for(claire, hers) == ([], False)


# --- The screen ------------------------------------------------------------------


def pairs_on(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return Page(response).marks("paire")


def ranked(model):
    return [
        (pair.first.name, pair.second.name) for pair in alike_pairs(model.objects.all())
    ]


def test_the_likeliest_pair_comes_first(db):
    rennes = territory(RENNES)
    make_structure("Recyclerie de Rennes", commune=rennes)
    make_structure("Recyclerie rennaise", commune=rennes)
    make_structure("Les Établis", siren=SIREN)
    make_structure("Etablis SCIC", siren=SIREN)
    make_structure("Lieu", website="https://lieu.example")
    make_structure("Autre", website="https://www.lieu.example/contact")
    make_structure("Cantine", commune=rennes)
    assert ranked(Structure) == [
        ("Les Établis", "Etablis SCIC"),
        ("Lieu", "Autre"),
        ("Recyclerie de Rennes", "Recyclerie rennaise"),
    ]


def test_poles_of_one_departement_are_compared_by_all_their_names(db):
    make_pole("3.EVA – Ensemble en vallée de l'Aude", short_name="3.EVA", seat=RENNES)
    make_pole("PTCE 3 EVA", seat="commune:35047")
    make_pole("Ensemble", seat="region:53")
    make_pole("Sans siège", seat=None)
    found = [("3.EVA – Ensemble en vallée de l'Aude", "PTCE 3 EVA")]
    assert ranked(Pole) == found


def test_a_value_that_many_bear_makes_no_pair(db):
    for number in range(9):
        name = "abcdefghi"[number] * 6
        make_structure(name, siren=SIREN, commune=territory(RENNES))
    assert ranked(Structure) == []


def test_archived_rows_are_not_proposed(db):
    for number, archived in enumerate((True, False)):
        make_structure("Établis", slug=f"e-{number}", archived=archived)
        publication = "archive" if archived else "publie"
        make_pole("Évreux", slug=f"p-{number}", publication=publication)
    assert ranked(Structure) == ranked(Pole) == []


def test_a_curator_sees_the_pairs_whose_two_rows_are_hers(
    desk, client, claire, hers, his
):
    keeping = {"slug": "rennes-2", "stewards": [network_of(claire)]}
    other = make_pole("Pays de Rennes", seat=RENNES, **keeping)
    his.name = hers.name
    his.save()
    assert pairs_on(desk) == [f"{other.pk}-{hers.pk}"]  # the published one is kept
    assert str(his.pk) not in pairs_on(desk)[0].split("-")
    make_structure("Établis", slug="e-1", commune=territory(RENNES))
    make_structure("Établis", slug="e-2", commune=territory(ALBI))
    assert pairs_on(desk, noun="structure") == []


def test_a_pair_told_apart_leaves_the_list_and_may_come_back(desk, claire, hers):
    keeping = {"slug": "rennes-2", "stewards": [network_of(claire)]}
    other = make_pole("Pays de Rennes", seat=RENNES, **keeping)
    both = {"noun": "pole", "une": other.pk, "autre": hers.pk}
    response = desk.post(APART, both, follow=True)
    assert "ne seront plus proposées ensemble" in response.content.decode()
    assert pairs_on(desk) == []
    assert pairs_on(desk, distinctes="") == [f"{other.pk}-{hers.pk}"]
    pair = DistinctPair.objects.get()
    assert (pair.first, pair.second, pair.by) == (hers.pk, other.pk, claire)
    desk.post(APART, both)
    assert DistinctPair.objects.count() == 1
    desk.post(APART, both | {"annuler": "1"})
    assert not DistinctPair.objects.exists()
    assert pairs_on(desk) == [f"{other.pk}-{hers.pk}"]


def test_rows_of_others_are_not_told_apart(desk, hers, his):
    both = {"noun": "pole", "une": hers.pk, "autre": his.pk}
    assert desk.post(APART, both).status_code == 404
    assert desk.post(APART, both | {"autre": "abc"}).status_code == 404
    assert desk.post(APART, both | {"noun": "structure"}).status_code == 404
    assert desk.get(APART, both).status_code == 405
    assert not DistinctPair.objects.exists()
    same = desk.post(APART, both | {"autre": hers.pk}, follow=True)
    assert "Il faut deux fiches" in same.content.decode()


def test_pairs_of_others_told_apart_are_not_listed(desk, hers, his, admin):
    moderation.tell_apart(hers, his, by=admin)
    assert pairs_on(desk, distinctes="") == []


@pytest.mark.parametrize("query", [{"page": "99"}, {"page": "abc"}, {"page": "-1"}])
def test_another_page_is_a_page_that_works(desk, hers, query):
    assert desk.get(LIST, query).status_code == 200


def test_another_noun_is_not_found(desk):
    assert desk.get(LIST, {"noun": "territory"}).status_code == 404


def test_beyond_a_number_names_are_compared_by_the_letter_in_a_departement(
    client, admin, monkeypatch
):
    monkeypatch.setattr("directory.admin.duplicates.MOST_BY_LETTERS", 3)
    client.force_login(admin)
    for place in (RENNES, ALBI):
        for name in ("Recyclerie du centre", "Recyclerie des centres"):
            slug = f"{name}-{place}".replace(" ", "-").replace(":", "-")
            make_structure(name, slug=slug.lower(), commune=territory(place))
    make_structure("Les Établis", siren=SIREN)
    make_structure("Etablis SCIC", siren=SIREN)
    everywhere = client.get(LIST, {"noun": "structure"})
    assert "Plus de 3 structures" in everywhere.content.decode()
    assert len(Page(everywhere).marks("paire")) == 1
    here = {"noun": "structure", "departement": "35"}
    [pair] = pairs_on(client, **here)
    assert len(pairs_on(client, noun="structure", departement="999")) == 1
    one, other = pair.split("-")
    sent = client.post(APART, {**here, "une": one, "autre": other})
    assert sent["Location"].endswith("?noun=structure&departement=35")
    assert pairs_on(client, **here) == []


@pytest.mark.parametrize("noun", ["pole", "structure"])
@pytest.mark.parametrize("told_apart", [False, True])
def test_queries_of_the_screen_do_not_grow_with_its_pairs(
    client, admin, noun, told_apart
):
    client.force_login(admin)
    sent = []
    for number in range(3):
        for copy in ("a", "b"):
            where = {"slug": f"{noun}-{number}-{copy}"}
            name = ["Établis", "Recyclerie", "Cantine"][number]
            if noun == "pole":
                network = make_network(f"Réseau {number} {copy}")
                make_pole(name, **where, stewards=[network])
            else:
                make_structure(name, **where)
        rows = Pole if noun == "pole" else Structure
        pair = rows.objects.order_by("-pk")[:2]
        if told_apart:
            moderation.tell_apart(*pair, by=admin)
        query = {"noun": noun} | ({"distinctes": ""} if told_apart else {})
        client.get(LIST, query)
        with CaptureQueriesContext(connection) as captured:
            assert len(pairs_on(client, **query)) == number + 1
        sent.append(len(captured))
    assert max(sent) == sent[0] <= 12
