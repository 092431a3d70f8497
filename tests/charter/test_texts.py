"""What visitors read of the charter: texts, versions, commitments, history, letters."""

from datetime import date

import pytest

from charter.models import Charter, Milestone
from charter.verbs import copy_version, publish_version, withdraw_signature
from directory.models import Pole
from tests.charter.makers import (
    make_awaited,
    make_charter,
    make_practice,
    make_signature,
    make_source,
    make_version,
)
from tests.makers import make_pole, make_structure
from tests.page import Page

pytestmark = pytest.mark.django_db

TEXT = "/charte/textes/essai/"
HOSTILE = "<script>alert('charte')</script> & <b>gras</b>"
BREST, TOULOUSE = "commune:29019", "commune:31555"


def seen(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def copied(version, by, *, slug="2025", on=date(2025, 3, 1)):
    """A draft copied from a version, with a date and a source."""
    copy = copy_version(version, slug=slug, by=by)
    copy.issued_on, copy.precision, copy.source = on, "jour", version.source
    copy.save()
    return copy


# Home


def test_the_home_shows_the_newest_national_text_whole(client):
    charter = make_charter()
    make_version(charter, on="2014-09-19", titles=["Un engagement ancien"])
    make_version(charter, titles=["Un engagement récent"])
    page = seen(client, "/charte/")
    assert "Un engagement récent" in page
    assert "Un engagement ancien" not in page
    assert "Charte des PTCE du 1er juin 2021" in page


def test_a_text_that_is_awaited_is_said_to_be_and_never_shown(client):
    version = make_awaited(introduction="Un brouillon que personne ne lit.")
    version.commitments.create(rank=1, title="Un engagement en préparation")
    for path in ("/charte/", TEXT, f"{TEXT}2014/"):
        page = seen(client, path)
        assert "attendu" in page
        assert "19 septembre 2014" in page
        assert "Compte rendu de la journée nationale" in page
        assert "Un brouillon" not in page
        assert "en préparation" not in page
    seen(client, f"{TEXT}2014/1/", 404)


def test_the_home_is_whole_without_any_charter(client):
    assert "La charte" in seen(client, "/charte/")
    for path in ("histoire/", "lettres/", "referentiel/", "textes/"):
        seen(client, f"/charte/{path}")


def test_a_signature_counts_for_its_version_alone(client):
    charter = make_charter()
    old = make_awaited(charter)
    make_version(charter)
    make_signature(old, make_pole(), on="2014-09-19")
    page = " ".join(seen(client, "/charte/").split())
    assert "<dd>1</dd>" in page
    assert page.count("<dd>aucune</dd>") == 1
    assert "ni un label" in page


def test_the_kinds_stand_apart(client):
    make_version()
    make_version(make_charter("Manifeste", kind=Charter.Kind.REGIONAL))
    pole = make_pole("Pôle local")
    make_version(make_charter("Notre charte", kind=Charter.Kind.LOCAL, pole=pole))
    make_version(make_charter("Repères", kind=Charter.Kind.REFERENCE))
    page = seen(client, "/charte/textes/")
    order = [
        *("La charte nationale", "Charte des PTCE", "Les manifestes", "Manifeste"),
        *("Les chartes locales", "Notre charte", "Les référentiels", "Repères"),
    ]
    places = [page.index(f">{words}") for words in order]
    assert places == sorted(places)


# Versions


def test_a_version_tells_its_commitments_in_order_and_a_newer_one(client, admin):
    old = make_version()
    page = seen(client, f"{TEXT}2021/")
    titles = ("Coopérer", "Partir du territoire", "Partager")
    places = [page.index(f">{title}</a>") for title in titles]
    assert places == sorted(places)
    assert "plus récente" not in page
    copy = copied(old, admin)
    seen(client, f"{TEXT}2025/", 404)
    publish_version(copy)
    page = seen(client, f"{TEXT}2021/")
    assert "Une version plus récente a été publiée" in page
    assert f'href="{TEXT}2025/"' in page
    assert "la dernière version" in seen(client, f"{TEXT}2025/")


def test_a_version_whose_newer_one_is_awaited_says_both(client):
    charter = make_charter()
    make_version(charter, on="2014-09-19")
    make_awaited(charter, on="2021-06-01")
    assert "dont le texte est attendu" in seen(client, f"{TEXT}2014/")
    assert "Un texte de cette charte est publié" in seen(client, f"{TEXT}2021/")


def test_drafts_and_what_does_not_exist_are_not_found(client):
    make_version(published=False)
    for path in ("", "2021/", "2021/1/", "differences/"):
        seen(client, TEXT + path, 404)
    publish_version(make_version(make_charter(slug="autre"), published=False))
    for path in ("2019/", "2021/0/", "2021/4/", f"2021/{10**30}/"):
        seen(client, f"/charte/textes/autre/{path}", 404)


def test_the_local_charter_of_a_hidden_pole_is_not_found(client):
    pole = make_pole(publication=Pole.Publication.DRAFT)
    make_version(make_charter(kind=Charter.Kind.LOCAL, pole=pole))
    seen(client, "/charte/textes/essai-locale/2021/", 404)


def test_signatories_in_force_of_published_poles_are_told_by_name(client, admin):
    version = make_version()
    signature = make_signature(version, make_pole("Zeste"), on="2022-03-01")
    make_signature(version, make_pole("Écume"), on="2022-01-01", precision="annee")
    make_signature(version, hidden := make_pole("Caché"))
    hidden.publication = Pole.Publication.ARCHIVED
    hidden.save()
    page = seen(client, f"{TEXT}2021/")
    assert 'data-signataires="2"' in page
    assert page.index("Écume") < page.index("Zeste")
    assert "signée le 1er mars 2022" in page
    assert "signée en 2022" in page
    assert "Caché" not in page
    withdraw_signature(signature, by=admin)
    page = seen(client, f"{TEXT}2021/")
    assert 'data-signataires="1"' in page
    assert "Zeste" not in page


def test_the_members_of_a_pole_sign_its_local_charter(client):
    pole, member = make_pole("Pôle local"), make_structure("L'Atelier")
    version = make_version(make_charter(kind=Charter.Kind.LOCAL, pole=pole))
    pole.memberships.create(structure=member)
    version.signatures.create(structure=member, signed_on=date(2022, 3, 1))
    page = seen(client, "/charte/textes/essai-locale/2021/")
    assert 'data-signataires="1"' in page
    assert "L&#x27;Atelier" in page


def test_who_signed_for_a_pole_is_never_told(client):
    signature = make_signature(make_version(), make_pole())
    signature.signatory_name, signature.signatory_email = "Untel", "u@exemple.test"
    signature.signatory_role = "présidence"
    signature.save()
    page = seen(client, f"{TEXT}2021/")
    for secret in ("Untel", "u@exemple.test", "présidence"):
        assert secret not in page


def test_html_and_a_very_long_text_are_shown_as_text(client):
    long = HOSTILE + " mot" * 2_000 + "o" * 10_000
    version = make_version(published=False, titles=(), introduction=long)
    version.commitments.create(rank=1, title=HOSTILE, text=HOSTILE, part=HOSTILE[:90])
    publish_version(version)
    for path in ("/charte/", TEXT, f"{TEXT}2021/", f"{TEXT}2021/1/"):
        page = seen(client, path)
        assert "<script>alert" not in page
        assert "<b>gras" not in page
        assert "&lt;script&gt;alert" in page


def test_a_published_text_without_commitments_is_whole(client):
    make_version(titles=())
    assert "Nous coopérons" in seen(client, f"{TEXT}2021/")


# Commitments and practices


@pytest.fixture
def told():
    """A commitment that three poles tell how they live, one of them a draft."""
    commitment = make_version().commitments.get(rank=2)
    brest = make_pole("Rade", seat=BREST, sectors=["culture"])
    toulouse = make_pole("Garonne", seat=TOULOUSE, sectors=["mobilite"])
    make_practice(brest, commitment, "Une fête sur le port.", year=2019)
    make_practice(toulouse, commitment, "Des vélos partagés.", year=2023)
    draft = make_pole("Caché", publication=Pole.Publication.DRAFT)
    make_practice(draft, commitment, "Secret.")
    make_practice(make_pole("Relu"), commitment, "À relire.", state="proposee")
    return commitment


def practices(client, query=""):
    response = client.get(f"{TEXT}2021/2/{query}")
    assert response.status_code == 200
    page = Page(response)
    return page.poles(), page.total, response.content.decode()


def test_a_commitment_shows_the_public_practices_the_latest_first(client, told):
    poles, total, page = practices(client)
    assert poles == ["garonne", "rade"]
    assert total == 2
    assert "Secret" not in page
    assert "À relire" not in page
    assert "2 pratiques racontées" in seen(client, f"{TEXT}2021/")


def test_practices_are_chosen_by_theme_and_region(client, told):
    assert practices(client, "?region=53")[:2] == (["rade"], 1)
    sector = told.practices.get(pole__slug="garonne").pole.sectors.first()
    assert practices(client, f"?thematique={sector.slug}")[:2] == (["garonne"], 1)
    poles, total, page = practices(client, f"?thematique={sector.slug}&region=53")
    assert (poles, total) == ([], 0)
    assert "0 pratique racontée</b> sur 2" in page
    assert "Bretagne (1)</option>" in page
    assert "Normandie" not in page


def test_a_region_of_which_nothing_is_told_is_no_mistake(client, told):
    poles, total, page = practices(client, "?region=28")
    assert (poles, total) == ([], 0)
    assert "Normandie (0)</option>" in page
    assert "probleme-" not in page


@pytest.mark.parametrize("query", ["?region=99", "?thematique=%00", "?region=%3Cb%3E"])
def test_an_unknown_choice_is_said_and_left_out(client, told, query):
    poles, total, page = practices(client, f"{query}&page=abc")
    assert total == 2
    assert "\u00a0: oubliée." in page
    assert "\u00a0; voici la première." in page
    assert "<b>»" not in page


def test_a_commitment_leads_to_its_neighbours_and_to_other_versions(client, admin):
    version = make_version()
    copy = copied(version, admin)
    first, second, _ = copy.commitments.in_order()
    first.rank, second.rank = 2, 1
    first.title = "Coopérer toujours"
    first.save()
    second.save()
    publish_version(copy)
    page = seen(client, f"{TEXT}2025/2/")
    assert f'rel="prev" href="{TEXT}2025/1/"' in page
    assert f'rel="next" href="{TEXT}2025/3/"' in page
    assert f'href="{TEXT}2021/1/">1er juin 2021, n° 1, «\u00a0Coopérer\u00a0»' in page
    assert f'href="{TEXT}2025/2/"' in seen(client, f"{TEXT}2021/1/")


# Differences


def test_two_versions_stand_side_by_side_word_by_word(client, admin):
    copy = copied(make_version(), admin)
    _, second, third = copy.commitments.in_order()
    second.title = "Partir de son territoire"
    second.save()
    third.delete()
    copy.commitments.create(rank=4, title="Transmettre")
    publish_version(copy)
    for query in ("", "?de=2021&a=2025"):
        response = client.get(f"{TEXT}differences/{query}")
        page = response.content.decode()
        states = ["inchangé", "modifié", "retiré", "ajouté"]
        assert Page(response).marks("etat") == states
        assert "Partir <del>du</del> territoire" in page
        assert "Partir <ins>de son</ins> territoire" in page
        assert "<del>Partager</del>" in page
        assert "<ins>Transmettre</ins>" in page
    back = seen(client, f"{TEXT}differences/?de=2025&a=2021")
    assert "Partir <del>de son</del> territoire" in back


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?de=2021&a=2021", "deux fois la même version"),
        ("?de=1999", "pas de version «\u00a01999\u00a0»"),
        ("?a=%3Cscript%3E%00", "pas de version «\u00a0&lt;script&gt;\u00a0»"),
        ("?de=2014", "est attendu"),
        ("?a=brouillon", "pas de version «\u00a0brouillon\u00a0»"),
    ],
)
def test_versions_that_cannot_be_compared_leave_a_choice(client, query, words):
    charter = make_charter()
    make_awaited(charter)
    make_version(charter, on="2019-01-01")
    version = make_version(charter)
    make_version(charter, on="2026-01-01", published=False, slug="brouillon")
    page = seen(client, f"{TEXT}differences/{query}")
    assert words in page
    assert f'<option value="{version.slug}" selected>' in page
    assert '<option value="2014"' not in page
    assert "<script>" not in page.partition("<main")[2]


def test_a_charter_with_one_text_has_nothing_to_compare(client):
    make_version()
    page = seen(client, f"{TEXT}differences/")
    assert "Il faut deux textes publiés" in page
    assert f'href="{TEXT}2021/"' in page


# History, letters, référentiels


def test_history_puts_texts_at_the_milestone_of_their_date(client):
    rows = [("2014-09-19", "jour", "Lancement"), ("2009-01-01", "annee", "Une idée")]
    for on, precision, title in rows:
        Milestone.objects.create(
            key=on,
            on=date.fromisoformat(on),
            precision=precision,
            title=title,
            text="En bref.",
            source=make_source(),
        )
    charter = make_charter()
    make_awaited(charter)
    make_version(charter)
    make_version(
        make_charter("Manifeste", kind=Charter.Kind.REGIONAL), issued_on=None, slug="m"
    )
    page = seen(client, "/charte/histoire/")
    parts = ["Une idée", "Lancement", f"{TEXT}2014/", f"{TEXT}2021/", "Sans date"]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert page.count("<li") - page.partition("timeline")[0].count("<li") >= 3
    assert '<time datetime="2009">2009</time>' in page
    assert '<time datetime="2014-09-19">19 septembre 2014</time>' in page
    assert page.count("<time") == 3
    assert 'href="https://exemple.test/charte"' in page


def test_the_letters_have_their_words(client):
    page = seen(client, "/charte/lettres/")
    for word in ("Territoire", "Coopération", "Économie", "Participation"):
        assert word in page


def test_referentiels_are_told_apart_with_their_points(client):
    make_version(
        make_charter("Repères", kind=Charter.Kind.REFERENCE, assessed=True),
        titles=["Un premier point"],
    )
    make_version(titles=["Un engagement"])
    page = seen(client, "/charte/referentiel/")
    assert "Un premier point" in page
    assert "s'y situer elle-même" in page
    assert "Un engagement" not in page


# Budgets


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/charte/", 12),
        ("/charte/histoire/", 12),
        ("/charte/referentiel/", 12),
        ("/charte/textes/", 12),
        (TEXT, 18),
        (f"{TEXT}2021/", 18),
        (f"{TEXT}2021/1/", 18),
        (f"{TEXT}differences/", 18),
    ],
)
def test_pages_send_as_many_queries_whatever_the_number_of_poles(
    client, queries, django_assert_num_queries, path, most
):
    charter = make_charter()
    make_version(charter, on="2014-09-19")
    version = make_version(charter)
    first = version.commitments.first()

    def add(*names):
        for name in names:
            pole = make_pole(name, sectors=["culture"])
            make_signature(version, pole)
            make_practice(pole, first)

    add("A", "B")
    with queries(most) as few:
        client.get(path)
    add(*"CDEFGH")
    with django_assert_num_queries(len(few)):
        client.get(path)


def test_the_menu_leads_to_the_charter(client):
    assert '<a href="/charte/">Charte</a>' in seen(client, "/")
    assert '<a href="/charte/" aria-current="true">' in seen(client, "/charte/textes/")
