"""Who changed what, when and why: told of an entry, of its links and its children."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import (
    Pole,
    Sector,
    Source,
    YearlyFigures,
    one_change,
)
from directory.timeline import Timeline
from directory.timeline.wording import IN, OUT, SAME, pieces
from tests.admin_pages import make_full_pole, page, posted
from tests.makers import make_network, make_pole, make_structure, territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, admin):
    """Browser of the superuser."""
    client.force_login(admin)
    return client


def story(row):
    return Timeline(type(row), row.pk)


def words(change):
    """Titles and lines of a change, as one would read them out."""
    told = []
    for entry in change.entries:
        told += [entry.title] if entry.title else []
        told += [f"{line.label} : {line.old} → {line.new}" for line in entry.lines]
    return [text.replace("\u00a0", " ") for text in told]


# --- Version -------------------------------------------------------------------


def children_of(pole):
    return [
        (pole.perimeters, {"territory": territory("departement:26")}),
        (pole.memberships, {"structure": make_structure("Autre membre")}),
        (pole.stage_records, {"stage": "clos", "on": date(2021, 1, 1)}),
        (pole.recognitions, {"text": "Appel"}),
        (pole.figures, {"year": 2015}),
    ]


def test_the_version_moves_with_every_child():
    pole = make_pole("Nyons")
    source = Source.objects.create(title="Étude")
    for children, fields in children_of(pole):
        for act in (
            lambda rows=children, fields=fields: rows.create(**fields),
            lambda rows=children: save(rows.get(), source=source),
            lambda rows=children: rows.get().delete(),
        ):
            pole.refresh_from_db()
            before = pole.version
            act()
            pole.refresh_from_db()
            assert pole.version == before + 1, children.model


@pytest.mark.parametrize("name", ["sectors", "networks", "stewards", "sources"])
def test_the_version_moves_with_every_link(name):
    pole, other = make_pole("Nyons"), make_network()
    if name == "sectors":
        other = Sector.objects.first()
    elif name == "sources":
        other = Source.objects.create(title="Étude")
    for links in ([other], []):
        pole.refresh_from_db()
        before = pole.version
        getattr(pole, name).set(links)
        pole.refresh_from_db()
        assert pole.version > before


def save(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


# --- Changes -------------------------------------------------------------------


def test_a_change_tells_fields_links_and_children_in_french(admin):
    pole = make_full_pole("Nyons", members=2, seat="commune:26281")
    gone, kept = pole.memberships.order_by("-pk")
    with one_change("Comité de pilotage", by=admin) as identifier:
        save(
            pole,
            milieu="rural",
            created_on=date(2014, 9, 1),
            created_precision="mois",
            latitude=None,
            longitude=None,
            position_precision=None,
            seat=territory("departement:26"),
        )
        pole.sectors.set(Sector.objects.filter(slug="culture"))
        save(kept, role="porteur", since=date(2019, 1, 1))
        gone.delete()
        YearlyFigures.objects.create(pole=pole, year=2023, turnover_eur=1200000)
    [change, *_before] = story(pole)[:5]
    assert change.key == str(identifier)
    assert (change.who, change.why) == (admin, "Comité de pilotage")
    culture = Sector.objects.get(slug="culture")
    told = words(change)
    assert told == [
        "siège : Romans-sur-Isère (commune 26281) → Drôme (département 26)",
        "position : 45,04421 ; 5,05232 (à la commune) → non renseigné",
        "milieu : non renseigné → rural",
        "création : non renseigné → septembre 2014",
        f"thématiques : non renseigné → {culture}",
        "membre modifié : Membre 0 de Nyons (porte le pôle)",
        "rôle : membre → porte le pôle",
        "depuis : non renseigné → 2019",
        "membre retiré : Membre 1 de Nyons (membre)",
        "source : Source 1 de Nyons → None",
        "chiffres de l'année ajoutés : 2023",
        "chiffre d'affaires (euros) : None → 1 200 000",
    ]
    [links] = [line for line in change.entries[0].lines if line.name == "sectors"]
    assert (links.added, links.removed) == ([str(culture)], [])


def test_a_change_without_account_is_of_an_import_or_a_command(office):
    pole = make_pole("Nyons")
    [change] = story(pole)[:1]
    assert change.who is None
    content = office.get(page("pole", "history", pole.pk)).content.decode()
    assert "import ou commande" in content


def test_records_older_than_changes_are_each_a_change():
    pole = make_pole("Nyons", acts_on=["commune:26281"])
    for record in (pole.history.latest(), pole.perimeters.get().history.get()):
        record.change = None
        record.save()
    keys = {change.key for change in story(pole)[:10]}
    record = pole.perimeters.get().history.get()
    assert f"perimeter-{record.history_id}" in keys
    assert f"pole-{pole.history.latest().history_id}" in keys
    told = story(pole).get(f"perimeter-{record.history_id}")
    assert words(told) == [
        "territoire d'action ajouté : Romans-sur-Isère (commune 26281)"
    ]


def test_an_unknown_key_is_no_change():
    pole, other = make_pole("Nyons"), make_pole("Autre")
    for key in ("x", "pole-0", story(other)[:1][0].key):
        assert story(pole).get(key) is None


def test_the_story_goes_on_with_the_poles_merged_into_it():
    pole, merged = make_pole("Nyons"), make_full_pole("Ancien")
    save(merged, address="Rue du Port")
    save(merged, publication="archive", merged_into=pole)
    told = [text for change in story(pole)[:20] for text in words(change)]
    assert "fiche fusionnée « Ancien »" in told
    assert "adresse : non renseigné → Rue du Port" in told
    assert (
        "fiche fusionnée « Ancien », membre ajouté : Membre 0 de Ancien (membre)"
        in told
    )


def test_a_child_is_told_only_while_it_belongs_here():
    pole, other = make_full_pole("Nyons"), make_pole("Autre")
    member = pole.memberships.get()
    save(member, pole=other)
    with one_change() as later:
        save(member, role="porteur")
    assert words(story(pole)[:1][0])[0] == "membre retiré : Membre 0 de Nyons (membre)"
    assert story(pole).get(str(later)) is None
    assert "rôle : membre → porte le pôle" in words(story(other)[:1][0])
    assert (
        words(story(other)[1:2][0])[0] == "membre ajouté : Membre 0 de Nyons (membre)"
    )


def test_what_no_longer_exists_keeps_its_last_name():
    member = make_structure("Les Ateliers")
    pole = make_pole("Nyons", members=[member])
    pole.memberships.get().delete()
    member.delete()
    told = words(story(pole)[:1][0])
    assert told == ["membre retiré : Les Ateliers (n'existe plus) (membre)"]


def test_a_child_made_and_unmade_in_one_change_is_not_told():
    pole = make_pole("Nyons")
    with one_change():
        save(pole, address="Rue A")
        YearlyFigures.objects.create(pole=pole, year=2020).delete()
    assert words(story(pole)[:1][0]) == ["adresse : non renseigné → Rue A"]


def test_the_story_of_a_structure_is_told_too():
    structure = make_structure("Les Ateliers")
    save(structure, siren="732829320", commune=territory("commune:26281"))
    assert words(story(structure)[:1][0]) == [
        "SIREN : non renseigné → 732829320",
        "commune : non renseigné → Romans-sur-Isère (commune 26281)",
    ]


def test_changes_come_newest_first_a_page_at_a_time():
    pole = make_pole("Nyons")
    for number in range(5):
        save(pole, address=f"Rue {number}")
    changes = story(pole)
    last = [change.entries[0].lines[0].new for change in changes[:3]]
    assert last == ["Rue 4", "Rue 3", "Rue 2"]
    assert changes[3:4][0].entries[0].lines[0].new == "Rue 1"
    assert changes.count() == len(changes[:100])
    assert changes[100:120] == []


def test_queries_of_a_story_do_not_grow_with_its_records(office):
    pole = make_full_pole("Nyons", sectors=["culture"])
    with one_change():
        save(pole.memberships.get(), role="porteur")
        pole.sectors.clear()

    def sent():
        with CaptureQueriesContext(connection) as queries:
            assert office.get(page("pole", "history", pole.pk)).status_code == 200
        return len(queries)

    office.get(page("pole", "history", pole.pk))
    few = sent()
    for number in range(8):
        with one_change():
            pole.refresh_from_db()
            save(pole, address=f"Rue {number}", carrier=make_structure(f"P {number}"))
            pole.sectors.set(Sector.objects.all()[number : number + 3])
            for year in (1990 + number, 2010 + number):
                YearlyFigures.objects.create(pole=pole, year=year, volunteers=number)
            save(pole.memberships.get(), note=f"Note {number}")
    assert sent() <= few + 2  # names of structures and of what left
    assert few < 40


# --- Words of a text -------------------------------------------------------------


def test_a_text_is_told_by_the_words_that_come_and_go():
    old = "Un pôle de la filière bois, né en 2014."
    assert pieces(old, "Un pôle de la filière pierre, né en 2014 à Nyons.") == [
        (SAME, "Un pôle de la filière "),
        (OUT, "bois"),
        (IN, "pierre"),
        (SAME, ", né en 2014 "),
        (IN, "à Nyons"),
        (SAME, "."),
    ]


def test_texts_that_have_little_in_common_are_told_whole():
    assert pieces("Une chose.", "Rien à voir") == [
        (OUT, "Une chose."),
        (IN, "Rien à voir"),
    ]


def test_lines_broken_elsewhere_are_told_whole():
    assert pieces("a\nb c", "a b c") == [(OUT, "a\nb c"), (IN, "a b c")]


def test_what_stays_far_from_a_change_is_left_out():
    long = " ".join(f"mot{number}" for number in range(200))
    told = pieces(f"{long} fin.", f"Début {long} terme.")
    assert [sign for sign, _text in told] == [IN, SAME, OUT, IN, SAME]
    assert told[1][1].startswith("mot0 mot1 ")
    assert "[…]" in told[1][1]
    assert told[1][1].endswith("mot198 mot199 ")
    assert len(told[1][1].split()) == 41


def test_a_long_text_is_shown_with_what_came_and_went(office):
    pole = make_pole("Nyons", description="Il agit pour la filière bois. " * 5)
    save(pole, description=pole.description + "Et davantage.")
    content = office.get(page("pole", "history", pole.pk)).content.decode()
    assert "<ins>Et davantage.</ins>" in content


# --- The page, and who may open it ----------------------------------------------


def test_all_that_a_page_saves_is_one_change_with_its_motive(client, claire):
    network = claire.curated_networks.get().network
    pole = make_full_pole("Rennes", stewards=[network])
    client.force_login(claire)
    path = page("pole", "change", pole.pk)
    values = posted(
        client.get(path),
        change_reason="Relu avec le pôle.",
        address="Rue A",
        sectors=[Sector.objects.first().pk],
    )
    before = story(pole).count()
    assert (
        client.post(path, values | {"memberships-0-role": "porteur"}).status_code == 302
    )
    assert story(pole).count() == before + 1
    [change] = story(pole)[:1]
    assert (change.who, change.why) == (claire, "Relu avec le pôle.")
    labels = {line.label for entry in change.entries for line in entry.lines}
    assert labels == {"adresse", "thématiques", "rôle"}
    content = client.get(page("pole", "history", pole.pk)).content.decode()
    assert "Relu avec le pôle." in content
    assert "par claire" in content


def test_a_motive_too_long_is_refused_and_nothing_is_saved(office):
    pole = make_pole("Nyons")
    path = page("pole", "change", pole.pk)
    values = posted(office.get(path), change_reason="a" * 501, address="Rue A")
    response = office.post(path, values)
    assert response.status_code == 200
    assert "change_reason" in response.context_data["adminform"].form.errors
    pole.refresh_from_db()
    assert pole.address is None


def test_a_page_saved_untouched_leaves_no_change(office):
    structure = make_structure("Les Ateliers")
    for row, noun in ((make_full_pole("Nyons"), "pole"), (structure, "structure")):
        before = story(row).count()
        path = page(noun, "change", row.pk)
        assert office.post(path, posted(office.get(path))).status_code == 302
        assert story(row).count() == before


def test_a_new_pole_and_all_it_comes_with_are_one_change(client, claire):
    client.force_login(claire)
    form = client.get(page("pole", "add"))
    values = posted(form, name="Brest", slug="brest", change_reason="Demande du pôle")
    assert client.post(page("pole", "add"), values).status_code == 302
    [change] = story(Pole.objects.get(slug="brest"))[:5]
    assert change.why == "Demande du pôle"
    assert "réseaux qui tiennent la fiche : None → Réseau de Bretagne" in words(change)


def test_a_curator_reads_the_story_of_her_entries_alone(client, claire, karim):
    hers, his = (
        make_full_pole(name, stewards=[user.curated_networks.get().network])
        for name, user in (("Rennes", claire), ("Albi", karim))
    )
    client.force_login(claire)
    assert client.get(page("pole", "history", hers.pk)).status_code == 200
    assert client.get(page("pole", "history", his.pk)).status_code == 404
    member = his.memberships.get().structure
    assert client.get(page("structure", "history", member.pk)).status_code == 404


def test_the_story_of_a_deleted_pole_is_for_superusers(client, admin, claire):
    network = claire.curated_networks.get().network
    pole = make_full_pole("Rennes", stewards=[network])
    pk = pole.pk
    with one_change("Fiche d'essai", by=admin):
        pole.delete()
    path, lists = page("pole", "history", pk), "/admin/fiches/pole/supprimees/"
    client.force_login(claire)
    assert client.get(path).status_code == 404
    assert client.get(lists).status_code == 403
    client.force_login(admin)
    content = client.get(path).content.decode()
    assert "Fiche supprimée" in content
    assert "Membre 0 de Rennes" in content
    assert "rétablir" not in content.lower()
    assert "Rennes" in client.get(lists).content.decode()
    assert "Fiche d&#x27;essai" in client.get(lists).content.decode()


@pytest.mark.parametrize("key", ["0", "99999999999999999999", "abc"])
def test_the_story_of_what_never_was_is_not_found(office, key):
    assert office.get(page("pole", "history", key)).status_code == 404


def test_pages_of_a_story_are_few_and_bounded(office):
    pole = make_pole("Nyons")
    for number in range(25):
        save(pole, address=f"Rue {number}")
    path = page("pole", "history", pole.pk)
    first = office.get(path).content.decode()
    last = office.get(path, {"p": "2"}).content.decode()
    assert "Rue 24" in first
    assert "Fiche créée" in last
    assert "Page 2 sur 2" in last.replace("\u00a0", " ")
    assert office.get(path, {"p": "abc"}).status_code == 200


# --- one_change -----------------------------------------------------------------


def test_a_change_within_another_is_part_of_it(admin):
    pole = make_pole("Nyons")
    with one_change() as outer:
        with one_change("Le motif du dedans", by=admin) as inner:
            save(pole, address="Rue A")
        save(pole, address="Rue B")
    assert inner == outer
    [change] = story(pole)[:1]
    assert (change.who, change.why) == (admin, "Le motif du dedans")
    assert words(change) == ["adresse : non renseigné → Rue B"]


def test_who_a_row_names_goes_before_who_a_change_names(admin, claire):
    pole = make_pole("Nyons")
    pole._history_user = claire
    with one_change(by=admin):
        save(pole, address="Rue A")
    assert story(pole)[:1][0].who == claire
