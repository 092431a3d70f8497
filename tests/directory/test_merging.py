"""Two entries of one thing become one: what is known of both stays known."""

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import moderation, values
from directory.models import (
    HandOver,
    Pole,
    Programme,
    Source,
    Suggestion,
)
from directory.moderation.comparing import compare, fingerprint
from directory.moderation.moving import MOVED
from tests.admin_pages import make_full_pole
from tests.makers import make_network, make_pole, make_structure, make_user, territory

pytestmark = pytest.mark.django_db

PAGE = "/admin/doublons/fusionner/"
RENNES = "commune:35238"
# what stays with the row absorbed: its own past, mergers into it, and what it signed,
# which goes where its signatures go
STAYING = {"hand_overs", "absorbed", "pledges", "+"}


def network_of(user):
    return user.curated_networks.get().network


@pytest.fixture
def hers(claire):
    """Two poles that Claire's network keeps, the first published."""
    keeping = {"seat": RENNES, "stewards": [network_of(claire)]}
    draft = {"slug": "rennes-2", "publication": "brouillon"}
    return [
        make_pole("Pays de Rennes", **keeping),
        make_pole("PTCE rennais", **keeping, **draft),
    ]


# --- What is kept ------------------------------------------------------------------


def test_the_pole_kept_keeps_its_identity_and_learns_what_it_did_not_know(hers, claire):
    kept, absorbed = hers
    absorbed.phone, absorbed.website = "02 99 00 00 00", "https://rennes.example"
    absorbed.save()
    identity = (kept.pk, kept.public_id, kept.slug, kept.name)
    moderation.merge_poles(kept, absorbed, by=claire)
    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert (kept.pk, kept.public_id, kept.slug, kept.name) == identity
    assert (kept.phone, kept.website) == (absorbed.phone, absorbed.website)
    assert (absorbed.merged_into, absorbed.publication) == (kept, "archive")


def test_a_field_that_differs_is_chosen(hers, claire):
    kept, absorbed = hers
    choices = {"name": "absorbed", "description": "kept"}
    absorbed.description = "Autre description."
    absorbed.save()
    moderation.merge_poles(kept, absorbed, by=claire, choices=choices)
    kept.refresh_from_db()
    assert kept.name == "PTCE rennais"
    assert kept.description == "Un pôle pour les tests."


def test_what_means_nothing_without_a_field_goes_with_it(admin):
    nowhere = make_pole("Quelque part", seat="region:53")
    placed = make_pole("À Rennes", seat=RENNES, address="1 place de la Mairie")
    sides = {line.name: line.side for line in compare(nowhere, placed)}
    assert sides["seat"] == sides["position"] == sides["address"] == "kept"
    moderation.merge_poles(nowhere, placed, by=admin, choices={"seat": "absorbed"})
    nowhere.refresh_from_db()
    assert nowhere.seat == placed.seat
    assert (nowhere.latitude, nowhere.address) == (placed.latitude, placed.address)


def test_the_site_of_the_carrier_stays_said_to_be_so(admin):
    kept = make_pole("Sans site")
    site = {"website": "https://porteuse.example", "website_is_carriers": True}
    moderation.merge_poles(kept, make_pole("Autre", **site), by=admin)
    kept.refresh_from_db()
    assert (kept.website, kept.website_is_carriers) == tuple(site.values())


def test_lists_are_united_and_notes_added(admin):
    networks = [make_network("Un"), make_network("Deux")]
    sources = [Source.objects.create(title=title) for title in ("Un", "Deux")]
    poles = [
        make_pole("Un", sectors=["culture"], curation_note="Appeler."),
        make_pole("Deux", sectors=["culture", "mobilite"], curation_note="Écrire."),
    ]
    for pole, network, source in zip(poles, networks, sources, strict=True):
        pole.networks.add(network)
        pole.sources.add(source)
    kept = moderation.merge_poles(*poles, by=admin)
    slugs = set(kept.sectors.values_list("slug", flat=True))
    assert slugs >= {"culture"}
    assert slugs == set(poles[1].sectors.values_list("slug", flat=True))
    assert set(kept.networks.all()) == set(networks)
    assert set(kept.sources.all()) == set(sources)
    kept.refresh_from_db()
    assert kept.curation_note == "Appeler.\nNote de « Deux » : Écrire."


def test_both_structures_number_and_parts_come_together(admin):
    kept = make_structure("Les Ateliers")
    absorbed = make_structure("Ateliers", siren="732829320", siret="73282932000074")
    member, carried = make_pole("Un", members=[absorbed]), make_pole("Deux")
    carried.carrier = absorbed
    carried.save()
    moderation.merge_structures(kept, absorbed, by=admin)
    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert (kept.siren, kept.siret) == ("732829320", "73282932000074")
    assert (absorbed.archived, absorbed.merged_into) == (True, kept)
    assert member.memberships.get().structure == kept
    carried.refresh_from_db()
    assert carried.carrier == kept


def test_an_establishment_of_another_number_is_not_taken(admin):
    kept = make_structure("Adie", siren="552100554")
    numbers = {"siren": "732829320", "siret": "73282932000074"}
    moderation.merge_structures(kept, make_structure("Adie 35", **numbers), by=admin)
    kept.refresh_from_db()
    assert (kept.siren, kept.siret) == ("552100554", None)


def test_suggestions_follow_and_say_so(hers, claire):
    kept, absorbed = hers
    suggestion = Suggestion.objects.create(origin="public", pole=absorbed)
    moderation.merge_poles(kept, absorbed, by=claire)
    suggestion.refresh_from_db()
    assert suggestion.pole == kept
    event = suggestion.events.get()
    assert (event.by, event.kind) == (claire, "fusion")
    assert event.text == "« PTCE rennais » fusionnée dans « Pays de Rennes »"


def test_networks_that_kept_either_entry_keep_the_one_that_stays(hers, claire, karim):
    kept, absorbed = hers
    absorbed.stewards.add(network_of(karim))
    moderation.merge_poles(kept, absorbed, by=claire)
    assert set(kept.stewards.all()) == {network_of(claire), network_of(karim)}
    assert list(HandOver.objects.for_curator(karim)) == [
        HandOver.objects.get(pole=kept)
    ]


def test_a_merger_is_one_change_with_its_reason_and_its_author(hers, claire):
    kept, absorbed = hers
    absorbed.memberships.create(structure=make_structure("Membre"))
    moderation.merge_poles(kept, absorbed, by=claire, reason="Même pôle.")
    member = kept.memberships.get()
    records = [row.history.latest() for row in (kept, absorbed, member)]
    assert len({record.change for record in records}) == 1
    for record in records:
        assert record.history_user == claire
        assert record.history_change_reason == "Même pôle."
    assert absorbed.history.count() >= 2
    # the past of each row stays with it
    assert {record.name for record in kept.history.all()} == {"Pays de Rennes"}
    assert {record.name for record in absorbed.history.all()} == {"PTCE rennais"}


# --- What clashes ------------------------------------------------------------------


def test_of_two_members_alike_the_first_learns_and_its_note_tells_the_rest(admin):
    member, source = make_structure("Membre"), Source.objects.create(title="Étude")
    kept, absorbed = make_pole("Un", members=[member]), make_pole("Deux")
    until = {"until": date(2019, 3, 1), "until_precision": "mois"}
    told = {"role_as_told": "adhérente", "source": source, "note": "Partie."}
    absorbed.memberships.create(structure=member, **until, **told)
    moderation.merge_poles(kept, absorbed, by=admin)
    membership = kept.memberships.get()
    assert (membership.source, membership.role_as_told) == (source, "adhérente")
    assert membership.until is None
    assert membership.note == (
        "D'après la fiche « Deux » : jusqu'à mars 2019 ; note « Partie. »"
    )


def test_one_territory_is_not_held_twice_at_a_time(admin):
    kept = make_pole("Un", acts_on=["commune:26281"])
    absorbed = make_pole("Deux", acts_on=["region:84"])
    held = {"territory": territory("commune:26281")}
    absorbed.perimeters.create(**held, since=date(2014, 1, 1), until=date(2016, 1, 1))
    moderation.merge_poles(kept, absorbed, by=admin)
    codes = sorted(one.territory.code for one in kept.perimeters.all())
    assert codes == ["26281", "84"]
    note = kept.perimeters.get(territory=held["territory"]).note
    assert note == "D'après la fiche « Deux » : depuis 2014 ; jusqu'à 2016"


def test_periods_that_do_not_meet_both_stay(admin):
    kept, absorbed = make_pole("Un"), make_pole("Deux")
    held = {"territory": territory("commune:26281")}
    kept.perimeters.create(**held, since=date(2016, 1, 1))
    absorbed.perimeters.create(**held, since=date(2014, 1, 1), until=date(2016, 1, 1))
    moderation.merge_poles(kept, absorbed, by=admin)
    assert kept.perimeters.count() == 2


def test_figures_of_one_year_complete_each_other(admin):
    kept, absorbed = make_pole("Un"), make_pole("Deux")
    kept.figures.create(year=2020, jobs_fte="12.5")
    absorbed.figures.create(year=2020, jobs_fte="14.5", volunteers=0)
    absorbed.figures.create(year=2021, volunteers=7)
    moderation.merge_poles(kept, absorbed, by=admin)
    first = kept.figures.get(year=2020)
    assert (str(first.jobs_fte), first.volunteers) == ("12.5", 0)
    assert kept.figures.get(year=2021).volunteers == 7
    kept.refresh_from_db()
    assert kept.curation_note == (
        "chiffres d'une année (2020) – D'après la fiche « Deux » : emplois (ETP) 14,5"
    )


def test_recognitions_of_one_programme_are_one(admin):
    kept, absorbed = make_pole("Un"), make_pole("Deux")
    programme = Programme.objects.first()
    kept.recognitions.create(programme=programme)
    when = {"on": date(2014, 9, 1), "precision": "mois"}
    absorbed.recognitions.create(programme=programme, text="Lauréat", **when)
    for pole in (kept, absorbed):
        pole.recognitions.create(text="Prix de l'ESS")
    moderation.merge_poles(kept, absorbed, by=admin)
    first = kept.recognitions.get(programme=programme)
    assert (first.text, first.on, first.precision) == ("Lauréat", *when.values())
    assert kept.recognitions.filter(text="Prix de l'ESS").count() == 1


def test_every_relation_to_a_row_moves_or_is_known_to_stay():
    for model, moved in MOVED.items():
        names = {accessor for accessor, _column, _clash in moved}
        relations = {
            relation.related_name or relation.name
            for relation in model._meta.related_objects
            # an app that the directory does not know moves its own
            if relation.related_model._meta.app_label == "directory"
            and not relation.related_model.__name__.startswith("Historical")
        }
        assert relations - STAYING == names


def told_by(row, parent):
    """(what, value) that a child tells, its parent and its precision left out."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        skipped = field.primary_key or field.name == parent or value in (None, "")
        if not skipped and "precision" not in field.name:
            yield type(row).__name__, field.name, value


def facts_of(*rows):
    """All that the children of some rows tell, as a multiset of whole rows."""
    return Counter(
        frozenset(told_by(child, column))
        for row in rows
        for accessor, column, _clash in MOVED[type(row)]
        for child in getattr(row, accessor).all()
    )


def children(years):
    """Some children of a pole: (relation, year, what more), each once a year."""
    year = st.sampled_from(years)
    return st.lists(
        st.one_of(
            st.tuples(st.just("figures"), year, st.integers(0, 2)),
            st.tuples(st.just("stage_records"), year, st.sampled_from([None, "Vu."])),
            st.tuples(st.just("memberships"), year, st.integers(0, 2)),
            st.tuples(st.just("perimeters"), year, st.integers(1, 3)),
        ),
        max_size=6,
        unique_by=lambda child: child[:2],
    )


def give(pole, some, members, years):
    """Give a pole children; its perimeters last some years."""
    for relation, year, more in some:
        day = date(year, 1, 1)
        fields = {"since": day}
        if relation == "figures":
            fields = {"year": year, "volunteers": more}
        elif relation == "stage_records":
            fields = {"on": day, "stage": "emergence", "note": more}
        elif relation == "memberships":
            fields |= {"structure": members[more], "note": f"Membre {more}"}
        else:
            fields |= {"until": date(year + years, 1, 1), "note": f"Motif {more}"}
            fields["territory"] = territory("commune:26281")
        getattr(pole, relation).create(**fields)


def in_words(value):
    return str(value.year) if isinstance(value, date) else str(value)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ours=children([2010, 2011, 2012, 2013]), theirs=children([2010, 2012]))
def test_no_fact_is_lost(db, ours, theirs):
    number = Pole.objects.count()
    members = [
        make_structure(f"Membre {n}", slug=f"membre-{number}-{n}") for n in range(3)
    ]
    kept, absorbed = (make_pole(name, slug=f"{name}-{number}") for name in ("a1", "b2"))
    give(kept, ours, members, years=1)
    give(absorbed, theirs, members, years=2)
    before = facts_of(kept, absorbed)
    moderation.merge_poles(kept, absorbed, by=None)
    kept.refresh_from_db()
    after = facts_of(kept)
    assert facts_of(absorbed) == Counter()
    values_kept = {value for fact in after for value in fact}
    words = [value for _kind, name, value in values_kept if name == "note"]
    words.append(kept.curation_note or "")
    for fact in before - after:
        # a row that clashed: all it told is in rows kept, or in words
        for told in fact:
            assert told in values_kept or in_words(told[-1]) in " ".join(words), told


# --- What is refused ---------------------------------------------------------------


def refused(verb, *rows, **options):
    with pytest.raises(moderation.Refused) as refusal:
        verb(*rows, **{"by": None, **options})
    return str(refusal.value)


def test_a_row_is_not_merged_with_itself_nor_with_another_noun(hers):
    kept, _absorbed = hers
    structure = make_structure()
    assert "C'est la même fiche" in refused(moderation.merge_poles, kept, kept)
    for pair in [(kept, structure), (structure, kept)]:
        words = refused(moderation.merge_poles, *pair)
        assert words == "Un pôle et une structure ne se fusionnent pas."


def test_a_row_already_merged_is_not_merged_again(hers):
    kept, absorbed = hers
    stale = Pole.objects.get(pk=absorbed.pk)
    moderation.merge_poles(kept, absorbed, by=None)
    words = "« PTCE rennais » a déjà été fusionnée avec une autre fiche."
    other = make_pole("Autre")
    assert refused(moderation.merge_poles, kept, stale) == words
    assert refused(moderation.merge_poles, other, stale) == words
    assert refused(moderation.merge_poles, stale, other) == words


def test_rows_out_of_scope_are_not_merged(hers, karim):
    for pair in (hers, hers[::-1]):
        words = refused(moderation.merge_poles, *pair, by=karim)
        assert words == "Une des deux fiches n'est pas dans votre périmètre."
    breton = [make_structure(n, commune=territory(RENNES)) for n in ("Un", "Deux")]
    assert "périmètre" in refused(moderation.merge_structures, *breton, by=karim)
    assert not Pole.objects.filter(merged_into__isnull=False).exists()


def test_a_published_pole_does_not_vanish_into_a_draft(hers):
    published, draft = hers
    assert "L'autre fiche est publiée" in refused(
        moderation.merge_poles, draft, published
    )
    archived = make_structure("Archivée", archived=True)
    words = refused(moderation.merge_structures, archived, make_structure())
    assert "La fiche à garder est archivée" in words


def test_values_that_do_not_go_together_leave_everything_as_it_was(admin):
    kept = make_pole("Un", created_on="2014-01-01")
    absorbed = make_pole("Deux", created_on="2009-01-01", closed_on="2010-01-01")
    absorbed.memberships.create(structure=make_structure())
    with pytest.raises(ValidationError) as error:
        moderation.merge_poles(kept, absorbed, by=admin)
    assert "La fin suit la création." in str(error.value)
    absorbed.refresh_from_db()
    assert (absorbed.merged_into, absorbed.memberships.count()) == (None, 1)
    assert kept.memberships.count() == 0


def test_what_was_shown_must_be_what_is_there(hers, claire):
    kept, absorbed = hers
    seen = fingerprint(compare(kept, absorbed))
    absorbed.phone = "02 99 00 00 00"
    absorbed.save()
    words = refused(moderation.merge_poles, kept, absorbed, by=claire, seen=seen)
    assert "a changé depuis" in words
    seen = fingerprint(compare(kept, absorbed))
    moderation.merge_poles(kept, absorbed, by=claire, seen=seen)


# --- Addresses ---------------------------------------------------------------------


def test_addresses_of_the_pole_absorbed_lead_to_the_one_kept_through_chains(client):
    first, second, third = (make_pole(name) for name in ("Un", "Deux", "Trois"))
    first.aliases.create(slug="tout-premier")
    moderation.merge_poles(second, first, by=None)
    moderation.merge_poles(third, second, by=None)
    for slug in ("tout-premier", "un", "deux"):
        response = client.get(f"/poles/{slug}/")
        assert response.status_code == 301
        assert response["Location"] == "/poles/trois/"
    third.publication = "brouillon"
    third.save()
    assert client.get("/poles/un/").status_code == 410
    assert client.get("/poles/tout-premier/").status_code == 404


def test_an_address_changed_after_the_merger_still_leads_there(client):
    kept, absorbed = make_pole("Un"), make_pole("Deux")
    moderation.merge_poles(kept, absorbed, by=None)
    kept.slug = "nouveau"
    kept.save()
    kept.aliases.create(slug="un")
    for slug in ("un", "deux"):
        assert client.get(f"/poles/{slug}/")["Location"] == "/poles/nouveau/"


def test_a_former_address_that_is_the_one_kept_is_none_any_more(client):
    kept, absorbed = make_pole("Un"), make_pole("Deux")
    absorbed.aliases.create(slug="un")
    moderation.merge_poles(kept, absorbed, by=None)
    assert not kept.aliases.exists()
    assert client.get("/poles/un/").status_code == 200


def test_addresses_of_the_structure_absorbed_lead_to_the_one_kept(client):
    kept, absorbed = make_structure("Un"), make_structure("Deux")
    pole = make_pole(members=[absorbed])
    absorbed.aliases.create(slug="ancienne")
    moderation.merge_structures(kept, absorbed, by=None)
    for slug in ("deux", "ancienne"):
        response = client.get(f"/structures/{slug}/")
        assert (response.status_code, response["Location"]) == (301, "/structures/un/")
    pole.publication = "brouillon"
    pole.save()
    assert client.get("/structures/deux/").status_code == 404


# --- The page ----------------------------------------------------------------------


def address(kept, absorbed):
    noun = kept._meta.model_name
    return f"{PAGE}?noun={noun}&garder={kept.pk}&absorber={absorbed.pk}"


def shown(client, path):
    """Values of the form of the page, as a browser would post them."""
    response = client.get(path)
    assert response.status_code == 200
    form = response.context_data["form"]
    return {"seen": form.shown} | {
        field.html_name: field.initial
        for field in form
        if field.html_name.startswith("choix-")
    }


def test_the_page_shows_both_rows_and_merges_as_chosen(client, hers, claire):
    client.force_login(claire)
    kept, absorbed = hers
    absorbed.memberships.create(structure=make_structure("Les Établis"))
    path = address(kept, absorbed)
    content = client.get(path).content.decode()
    assert "Les Établis (membre)" in content
    assert Pole.objects.filter(merged_into__isnull=False).count() == 0
    values = shown(client, path) | {"choix-name": "absorbed", "reason": "Le même."}
    response = client.post(path, values, follow=True)
    assert "« PTCE rennais » est fusionnée dans" in response.content.decode()
    kept.refresh_from_db()
    assert kept.name == "PTCE rennais"
    assert kept.memberships.get().structure.name == "Les Établis"
    assert kept.history.latest().history_change_reason == "Le même."


def test_the_second_of_two_curators_is_refused_in_words(client, hers, claire):
    client.force_login(claire)
    kept, absorbed = hers
    path = address(kept, absorbed)
    values = shown(client, path)
    colleague = make_user("dora", networks=[network_of(claire)])
    moderation.merge_poles(kept, absorbed, by=colleague)
    response = client.post(path, values)
    assert response.status_code == 422
    assert "a déjà été fusionnée avec une autre fiche" in response.content.decode()
    assert "a déjà été fusionnée" in client.get(path).content.decode()


def test_a_page_left_open_too_long_shows_what_changed(client, hers, claire):
    client.force_login(claire)
    kept, absorbed = hers
    path = address(kept, absorbed)
    before = shown(client, path)
    absorbed.phone = "02 99 00 00 00"
    absorbed.save()
    response = client.post(path, before)
    assert response.status_code == 422
    content = response.content.decode()
    assert "a changé depuis" in content
    assert "02 99 00 00 00" in content
    fresh = response.context_data["form"].shown
    assert client.post(path, before | {"seen": fresh}).status_code == 302


def test_a_value_that_does_not_go_is_said_beside_its_field(client, admin):
    client.force_login(admin)
    kept = make_pole("Un", created_on="2014-01-01")
    absorbed = make_pole("Deux", created_on="2009-01-01", closed_on="2010-01-01")
    path = address(kept, absorbed)
    response = client.post(path, shown(client, path))
    assert response.status_code == 422
    assert "La fin suit la création." in response.content.decode()
    wrong = client.post(path, shown(client, path) | {"choix-name": "les deux"})
    assert wrong.status_code == 422


def test_rows_of_others_are_not_found(client, hers, karim, claire):
    client.force_login(claire)
    kept, absorbed = hers
    his = make_pole("Albi", publication="brouillon", stewards=[network_of(karim)])
    for pair in [(kept, his), (his, kept)]:
        assert client.get(address(*pair)).status_code == 404
        assert client.post(address(*pair), {"seen": ""}).status_code == 404
    for query in [{}, {"garder": "abc", "absorber": kept.pk}, {"noun": "x"}]:
        assert client.get(PAGE, query).status_code == 404


def test_what_moves_in_others_drafts_is_moved_untold(client, claire, karim):
    client.force_login(claire)
    rennes = territory(RENNES)
    kept = make_structure("Les Ateliers", commune=rennes)
    absorbed = make_structure("Ateliers", commune=rennes)
    his = {"stewards": [network_of(karim)], "members": [absorbed]}
    draft = make_pole("Brouillon d'Albi", publication="brouillon", **his)
    make_pole("Pôle d'Albi", **his)
    draft.carrier = absorbed
    draft.save()
    path = address(kept, absorbed)
    content = client.get(path).content.decode()
    assert "Pôle d&#x27;Albi (membre)" in content
    assert "Brouillon" not in content
    assert "2 " not in content.split("Ce qui passera")[1].split("</ul>")[0]
    assert client.post(path, shown(client, path)).status_code == 302
    draft.refresh_from_db()
    assert draft.carrier == draft.memberships.get().structure == kept


def test_queries_of_the_page_do_not_grow_with_what_moves(client, admin):
    client.force_login(admin)
    kept = make_pole("Un")
    sent = []
    for members in (1, 4):
        path = address(kept, make_full_pole(f"Plein {members}", members=members))
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        sent.append(len(captured))
    assert sent[0] == sent[1] <= 60


def test_a_value_known_to_one_alone_is_ticked(hers):
    kept, absorbed = hers
    absorbed.email = "pole@rennes.example"
    absorbed.save()
    lines = {line.name: line for line in compare(kept, absorbed)}
    assert lines["email"].side == "absorbed"
    assert lines["name"].side == "kept"
    assert lines["sectors"].side == "both"
    assert not lines["seat"].may_be_chosen
    assert set(lines) == set(values.fields_of(Pole))
