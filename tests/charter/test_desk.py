"""Curators and editors keep the charter in the admin, each within her scope."""

import html
import re

import pytest
from django.urls import reverse

from charter.models import (
    Charter,
    CharterVersion,
    Commitment,
    Milestone,
    Practice,
    Signature,
    TeamLink,
)
from charter.verbs import (
    give_link,
    publish_version,
    send_link,
    sign,
    tell_practice,
    withdraw_signature,
)
from directory import moderation
from directory.models import Network
from tests.admin_pages import posted
from tests.charter.makers import (
    make_awaited,
    make_charter,
    make_practice,
    make_signature,
    make_source,
    make_version,
)
from tests.makers import make_network, make_pole, make_structure, make_user

pytestmark = pytest.mark.django_db

SIGNED = {"name": "Nom du signataire", "role": "Présidence"}


@pytest.fixture
def bretagne(claire):
    return Network.objects.curated_by(claire).get()


@pytest.fixture
def pole(bretagne):
    return make_pole("Pôle de Rennes", stewards=[bretagne], email="pole@rennes.example")


@pytest.fixture
def editor(db):
    network = make_network("Édition nationale", regions=[], edits_all=True)
    return make_user("edition", networks=[network])


@pytest.fixture
def desk(client, claire):
    """Browser of Claire."""
    client.force_login(claire)
    return client


def door(name, row):
    return reverse(f"charter_desk:{name}", args=[row.pk])


def page(model, view, *args):
    return reverse(f"admin:charter_{model}_{view}", args=args)


def as_read(response):
    """What a page that publishes posts: which text it showed."""
    return {"opened": response.context_data["opened"]}


def told(response):
    """The source of a page, its characters and spaces made plain."""
    return re.sub(r"[\s\xa0]+", " ", html.unescape(response.content.decode()))


# charters and versions


def test_a_curator_sees_the_charters_of_her_networks_and_poles(desk, bretagne, pole):
    mine = make_charter("Manifeste", kind=Charter.Kind.REGIONAL, network=bretagne)
    local = make_charter("Locale", kind=Charter.Kind.LOCAL, pole=pole)
    national = make_charter("Nationale")
    shown = desk.get(page("charter", "changelist")).context_data["cl"].result_list
    assert set(shown) == {mine, local}
    assert desk.get(page("charter", "change", national.pk)).status_code == 404
    assert desk.get(page("charter", "change", local.pk)).status_code == 200


def test_a_curator_adds_a_manifesto_of_her_network_and_no_national_charter(
    desk, bretagne, karim
):
    add = page("charter", "add")
    form = desk.get(add).context_data["adminform"].form
    assert "nationale" not in dict(form.fields["kind"].choices)
    assert list(form.fields["network"].queryset) == [bretagne]
    sent = {"title": "Manifeste", "slug": "manifeste", "kind": "nationale"}
    assert desk.post(add, sent).status_code == 200
    sent["kind"] = "regionale"
    assert "Choisissez celui de vos réseaux" in told(desk.post(add, sent))
    elsewhere = Network.objects.curated_by(karim).get()
    assert desk.post(add, sent | {"network": elsewhere.pk}).status_code == 200
    assert not Charter.objects.exists()
    assert desk.post(add, sent | {"network": bretagne.pk}).status_code == 302
    assert Charter.objects.get().network == bretagne


def test_a_curator_adds_the_local_charter_of_a_pole_of_hers(desk, pole, karim):
    path = f"{page('charter', 'add')}?kind=locale&pole={pole.pk}"
    assert path in told(desk.get(door("pole", pole)))
    sent = posted(desk.get(path), title="Notre charte", slug="notre-charte")
    elsewhere = make_pole(
        "Ailleurs", stewards=[Network.objects.curated_by(karim).get()]
    )
    for wrong in ("", elsewhere.pk):
        response = desk.post(path, sent | {"pole": wrong})
        assert "pole" in response.context_data["adminform"].form.errors
    assert desk.post(path, sent).status_code == 302
    assert Charter.objects.get().pole == pole


def test_a_charter_is_deleted_before_it_has_versions_alone(client, editor):
    client.force_login(editor)
    charter = make_charter()
    change, delete = (
        page("charter", name, charter.pk) for name in ("change", "delete")
    )
    assert delete in told(client.get(change))
    make_version(charter, published=False)
    assert delete not in told(client.get(change))
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_a_charter_with_a_published_version_keeps_its_kind_and_address(desk, bretagne):
    manifesto = make_charter(kind=Charter.Kind.REGIONAL, network=bretagne)
    make_version(manifesto)
    change = page("charter", "change", manifesto.pk)
    sent = posted(desk.get(change), title="Autre titre", kind="locale", slug="autre")
    assert desk.post(change, sent | {"network": ""}).status_code == 200
    assert desk.post(change, sent).status_code == 302
    after = Charter.objects.get()
    assert (after.title, after.kind, after.slug) == (
        "Autre titre",
        "regionale",
        manifesto.slug,
    )


def test_a_charter_whose_text_is_awaited_keeps_what_its_signatures_rest_upon(
    client, editor
):
    client.force_login(editor)
    awaited = make_awaited()
    form = client.get(page("charter", "change", awaited.charter_id))
    assert not {"kind", "slug"} & set(form.context_data["adminform"].form.fields)


def test_an_editor_writes_a_draft_announces_it_and_publishes_it(client, editor):
    client.force_login(editor)
    charter, source = make_charter(), make_source()
    sent = {
        "charter": charter.pk,
        "slug": "2025",
        "issued_on": "06/2025",
        "introduction": "Nous coopérons.",
        "source": source.pk,
        "commitments-TOTAL_FORMS": 2,
        "commitments-INITIAL_FORMS": 0,
        "commitments-0-rank": 20,
        "commitments-0-title": "Partager",
        "commitments-1-rank": 10,
        "commitments-1-title": "Coopérer",
    }
    assert client.post(page("charterversion", "add"), sent).status_code == 302
    version = CharterVersion.objects.get()
    assert (version.date_words, version.precision) == ("juin 2025", "mois")
    client.post(door("announce", version))
    version.refresh_from_db()
    assert version.is_awaited
    asked = client.get(door("publish", version))
    assert "Publier est pour toujours" in told(asked)
    version.refresh_from_db()
    assert version.is_awaited
    client.post(door("publish", version), as_read(asked))
    version.refresh_from_db()
    assert version.is_published
    ranks = version.commitments.in_order().values_list("rank", "title")
    assert list(ranks) == [(1, "Coopérer"), (2, "Partager")]


def test_publishing_warns_of_a_text_without_commitments(client, editor):
    client.force_login(editor)
    version = make_version(titles=(), published=False)
    assert "n'en aura jamais" in told(client.get(door("publish", version)))


def test_a_text_is_published_as_it_was_read_or_not_at_all(client, editor):
    client.force_login(editor)
    version = make_version(published=False)
    publish = door("publish", version)
    first = version.commitments.first()
    first.text = "Avec d'autres."
    first.save()
    asked = client.get(publish)
    assert "Avec d'autres." in told(asked)
    first.text = "Seul."
    first.save()
    for read in ({}, as_read(asked)):
        response = client.post(publish, read)
        assert response.status_code == 409
        assert "relisez-le" in told(response)
    version.refresh_from_db()
    assert not version.is_published
    client.post(publish, as_read(response))
    version.refresh_from_db()
    assert version.is_published


def test_a_version_that_lacks_something_is_refused_in_words(client, editor):
    client.force_login(editor)
    version = make_version(published=False, source=None, issued_on=None)
    read = as_read(client.get(door("publish", version)))
    refused = client.post(door("publish", version), read)
    assert refused.status_code == 409
    assert "il manque : la source, la date" in told(refused)
    refused = client.post(door("announce", version), follow=True)
    assert "indiquez-la" in told(refused)
    version.refresh_from_db()
    assert version.status == CharterVersion.Status.DRAFT


def test_a_published_version_is_read_and_its_source_alone_is_mended(client, editor):
    client.force_login(editor)
    version, source = make_version(), make_source("Une page qui vit encore")
    change = page("charterversion", "change", version.pk)
    response = client.get(change)
    assert set(response.context_data["adminform"].form.fields) == {"source", "opened"}
    sent = posted(response, source=source.pk, introduction="Autre chose.", slug="x")
    sent |= {"commitments-0-title": "Autre", "commitments-0-DELETE": "on"}
    assert client.post(change, sent).status_code == 302
    version.refresh_from_db()
    assert version.source == source
    assert (version.introduction[:4], version.slug) == ("Nous", "2021")
    assert version.commitments.count() == 3


@pytest.mark.parametrize("action", ["change", "delete"])
def test_a_version_published_while_its_page_is_open_changes_nothing(
    client, admin, action, monkeypatch
):
    """What the database refuses is said in words: never an error of the server."""
    client.force_login(admin)
    version = make_version(published=False)
    path = page("charterversion", action, version.pk)
    publish_version(version)
    monkeypatch.setattr("charter.admin.versions.is_frozen", lambda version: False)
    monkeypatch.setattr(
        "charter.admin.versions.VersionPage.has_delete_permission",
        lambda *asked: True,
    )
    sent = {"post": "yes"}
    if action == "change":
        sent = posted(client.get(path), introduction="Autre chose.")
    response = client.post(path, sent, follow=True)
    assert response.status_code == 200
    assert "Rien n'a été enregistré" in told(response)
    version.refresh_from_db()
    assert version.introduction.startswith("Nous")


def test_a_page_that_another_changed_meanwhile_is_refused_and_keeps_what_was_typed(
    client, editor
):
    """A change of a commitment counts as one of its version."""
    client.force_login(editor)
    version = make_version(published=False)
    change = page("charterversion", "change", version.pk)
    first = posted(client.get(change), title="De la première")
    second = posted(client.get(change), **{"commitments-0-title": "De la seconde"})
    assert client.post(change, second).status_code == 302
    response = client.post(change, first)
    assert response.status_code == 200
    words = told(response)
    assert "a changé depuis que vous l'avez ouverte" in words
    assert "De la première" in words
    version.refresh_from_db()
    assert version.title is None
    assert version.commitments.in_order().first().title == "De la seconde"
    fresh = posted(client.get(change), title="De la première")
    assert client.post(change, fresh).status_code == 302


@pytest.mark.parametrize("model", ["charter", "milestone"])
def test_charters_and_milestones_are_saved_over_what_their_page_showed(
    client, editor, model
):
    client.force_login(editor)
    rows = {
        "charter": make_charter,
        "milestone": lambda: Milestone.objects.create(
            key="loi", on="2014-07-31", title="Loi", text="…", source=make_source()
        ),
    }
    row = rows[model]()
    change = page(model, "change", row.pk)
    first = posted(client.get(change), title="De la première")
    assert client.post(change, first | {"title": "De la seconde"}).status_code == 302
    assert "a changé depuis" in told(client.post(change, first))
    row.refresh_from_db()
    assert row.title == "De la seconde"


def test_a_date_that_nobody_knows_is_said_unknown(client, editor):
    client.force_login(editor)
    manifesto = make_charter(kind=Charter.Kind.REGIONAL)
    version = make_version(manifesto, issued_on=None)
    for path in (
        page("charterversion", "change", version.pk),
        page("charterversion", "changelist"),
    ):
        assert "inconnue" in told(client.get(path))


def test_a_signed_version_keeps_its_name_and_date(client, editor):
    client.force_login(editor)
    version = make_awaited()
    make_signature(version, make_pole(), on="2014-09-19")
    form = client.get(page("charterversion", "change", version.pk))
    names = set(form.context_data["adminform"].form.fields)
    assert names == {"title", "introduction", "source", "opened"}


def test_the_date_of_a_version_kept_is_told_no_finer_than_known(client, editor):
    client.force_login(editor)
    version = make_version(on="2020-01-01", precision="annee")
    words = told(client.get(page("charterversion", "change", version.pk)))
    assert "1 janvier 2020" not in words


def test_a_version_takes_the_name_of_no_other_page(client, editor):
    client.force_login(editor)
    sent = {
        "charter": make_charter().pk,
        "slug": "differences",
        "commitments-TOTAL_FORMS": 0,
        "commitments-INITIAL_FORMS": 0,
    }
    response = client.post(page("charterversion", "add"), sent)
    assert "celui d'une autre page" in told(response)
    assert not CharterVersion.objects.exists()


def test_drafts_alone_are_deleted(desk, client, bretagne):
    manifesto = make_charter(kind=Charter.Kind.REGIONAL, network=bretagne)
    draft = make_version(manifesto, published=False)
    kept = make_version(manifesto, on="2022-01-01")
    for version, status in ((draft, 302), (kept, 403)):
        path = page("charterversion", "delete", version.pk)
        assert desk.post(path, {"post": "yes"}).status_code == status
    assert list(CharterVersion.objects.all()) == [kept]


def test_a_copy_asks_its_name_in_addresses(client, editor):
    client.force_login(editor)
    version = make_version()
    for wrong in ("", "deux mots", "differences", "2021"):
        response = client.post(door("copy", version), {"slug": wrong})
        assert response.status_code == 422
    assert "déjà une version" in told(response)
    response = client.post(door("copy", version), {"slug": "2025"})
    copy = CharterVersion.objects.get(slug="2025")
    assert response["Location"] == page("charterversion", "change", copy.pk)
    assert Commitment.objects.filter(version=copy).count() == 3


def test_the_history_of_a_version_is_read_and_brings_nothing_back(client, admin):
    client.force_login(admin)
    version = make_version(published=False)
    first = version.history.earliest()
    publish_version(version)
    past = page("charterversion", "simple_history", version.pk, first.pk)
    response = client.get(past)
    assert response.status_code == 200
    assert '<a href="/admin/charter/">Charte</a>' in told(response)
    assert client.post(past, {"slug": "x"}).status_code == 403
    version.refresh_from_db()
    assert version.is_published


# signatures


def test_a_curator_notes_a_signature_as_finely_as_its_date_is_known(desk, pole):
    version = make_awaited()
    sent = {
        "version": version.pk,
        "pole": pole.pk,
        "signed_on": "2014",
        "evidence_note": "Liste des premiers signataires.",
    }
    response = desk.post(page("signature", "add"), sent)
    signature = Signature.objects.get()
    assert response["Location"] == door("signature", signature)
    assert (signature.signed, signature.state) == ("en 2014", "declaree")
    [step] = signature.steps.all()
    assert (step.by.username, step.through) == ("claire", "curation")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"evidence_note": ""}, "Indiquez ce qui prouve"),
        ({"signed_on": "2013"}, "n'existait pas encore"),
        ({"signed_on": "2090"}, "L'année va de 1900"),
        ({"signed_on": "hier"}, "Écrivez une année"),
        ({"pole": ""}, "celle d'un pôle ou d'un membre"),
        ({"evidence_note": "x" * 20_000}, "1000 caractères"),
    ],
    ids=str,
)
def test_a_signature_that_cannot_be_is_refused_on_its_page(desk, pole, change, words):
    sent = {
        "version": make_awaited().pk,
        "pole": pole.pk,
        "signed_on": "2014",
        "evidence_note": "Une liste.",
    }
    response = desk.post(page("signature", "add"), sent | change)
    assert response.status_code == 200
    assert words in told(response)
    assert not Signature.objects.exists()


def test_a_signature_is_noted_once(desk, pole):
    version = make_version()
    make_signature(version, pole)
    sent = {
        "version": version.pk,
        "pole": pole.pk,
        "signed_on": "2022",
        "evidence_note": "Encore.",
    }
    response = desk.post(page("signature", "add"), sent)
    assert told(response).count("a déjà signé cette version") == 1
    assert Signature.objects.count() == 1


def test_signatories_of_one_list_are_noted_one_after_the_other(desk, bretagne, pole):
    """The form for the next keeps the version, the date and what proves it."""
    version, source = make_awaited(), make_source()
    sent = {
        "version": version.pk,
        "pole": pole.pk,
        "signed_on": "09/2014",
        "source": source.pk,
        "evidence_note": "Page 3 & suivantes.",
        "_addanother": "1",
    }
    response = desk.post(page("signature", "add"), sent, follow=True)
    assert "« Pôle de Rennes » est notée" in told(response)
    initial = posted(response)
    assert {name: initial.get(name) or None for name in ("pole", *sent)} == {
        **{name: str(value) for name, value in sent.items()},
        "pole": None,
        "_addanother": None,
    }
    other = make_pole("Pôle de Brest", stewards=[bretagne])
    desk.post(page("signature", "add"), initial | {"pole": other.pk})
    assert Signature.objects.filter(precision="mois", source=source).count() == 2


def test_a_member_signs_the_local_charter_of_its_pole(desk, pole):
    member = make_structure("Les Ateliers")
    pole.memberships.create(structure=member)
    local = make_version(make_charter(kind=Charter.Kind.LOCAL, pole=pole))
    sent = {
        "version": local.pk,
        "structure": member.pk,
        "signed_on": "2022",
        "evidence_note": "Registre.",
    }
    noting = f"{page('signature', 'add')}?version={local.pk}"
    assert noting in told(desk.get(door("pole", pole)))
    assert desk.post(noting, sent).status_code == 302
    assert Signature.objects.get().structure == member
    with pytest.raises(moderation.Refused, match="signature « Les Ateliers – "):
        moderation.delete_for_good(member, by=None, reason="Essai.")


def test_a_curator_verifies_then_withdraws_with_a_reason(desk, pole):
    signature = make_signature(make_version(), pole)
    path = door("signature", signature)
    desk.post(path, {"decision": "verifier"})
    signature.refresh_from_db()
    assert signature.is_verified
    response = desk.post(path, {"decision": "retirer", "reason": " "})
    assert response.status_code == 422
    assert "Dites pourquoi" in told(response)
    desk.post(path, {"decision": "retirer", "reason": "À sa demande."})
    signature.refresh_from_db()
    assert not signature.is_in_force
    assert signature.steps.last().reason == "À sa demande."


def test_a_signature_tells_whether_its_link_was_sent_or_handed(desk, claire, pole):
    version = make_version()
    handed = sign(give_link(pole, "signer", by=claire, version=version), **SIGNED)
    assert "Un lien remis par claire" in told(desk.get(door("signature", handed)))
    withdraw_signature(handed, by=claire, reason="Erreur")
    sent = sign(send_link(pole, "signer", version=version), **SIGNED)
    assert f"Un lien envoyé à {pole.email}" in told(desk.get(door("signature", sent)))
    assert "remis par" in told(desk.get(door("signature", handed)))
    given = told(desk.get(door("pole", pole)))
    for words in (f"envoyé à {pole.email}", "remis par claire", "joint au reçu"):
        assert words in given
    assert "Un lien" not in told(
        desk.get(door("signature", make_signature(make_awaited(version.charter), pole)))
    )


def test_a_decision_overtaken_is_refused_in_words(desk, claire, pole, monkeypatch):
    signature = make_signature(make_version(), pole)
    path = door("signature", signature)
    for sent in ({}, {"decision": "effacer"}):
        assert desk.post(path, sent).status_code == 409
    withdraw_signature(signature, by=claire, reason="Erreur")
    response = desk.post(path, {"decision": "verifier"})
    assert response.status_code == 409
    assert "l'état a changé" in told(response)
    assert 'name="decision"' not in told(response)


def test_who_signed_shows_to_those_in_scope_alone(client, claire, karim, pole):
    signature = make_signature(make_version(), pole)
    signature.signatory_name = "Nom du signataire"
    signature.save()
    pages = [door("signature", signature), door("pole", pole)]
    client.force_login(claire)
    assert "Nom du signataire" in told(client.get(pages[0]))
    assert "Nom du signataire" not in told(client.get(page("signature", "changelist")))
    client.force_login(karim)
    assert [client.get(path).status_code for path in pages] == [404, 404]
    history = client.get(page("signature", "history", signature.pk))
    assert history.status_code == 404


# practices


def test_a_practice_is_read_then_published_refused_or_withdrawn(desk, pole):
    commitment = make_version().commitments.first()
    practice = tell_practice(pole, commitment, text="<b>Un atelier</b>", year=2023)
    path = door("practice", practice)

    def decide(decision, **more):
        sent = as_read(desk.get(path)) | {"decision": decision, **more}
        response = desk.post(path, sent)
        practice.refresh_from_db()
        return response.status_code

    assert "&lt;b&gt;Un atelier" in desk.get(path).content.decode()
    practice.refresh_from_db()
    assert practice.state == Practice.State.PROPOSED
    assert decide("refuser") == 422
    assert decide("retirer") == 409
    assert decide("publier") == 302
    assert practice.state == Practice.State.PUBLISHED
    assert practice.history.latest().history_user.username == "claire"
    assert decide("retirer") == 422
    assert decide("retirer", reason="Plus vraie.") == 302
    assert (practice.state, practice.refusal) == ("refusee", "Plus vraie.")


def test_a_practice_told_anew_while_it_is_read_is_read_again(desk, pole):
    commitment = make_version().commitments.first()
    practice = tell_practice(pole, commitment, text="Un atelier.")
    path = door("practice", practice)
    sent = as_read(desk.get(path)) | {"decision": "publier"}
    new = tell_practice(pole, commitment, text="Un tout autre récit.")
    response = desk.post(path, sent)
    assert response.status_code == 409
    assert "l'état a changé" in told(response)
    assert f'href="{door("practice", new)}"' in told(response)
    assert not Practice.objects.filter(state=Practice.State.PUBLISHED).exists()
    sent = as_read(desk.get(door("practice", new))) | {"decision": "publier"}
    assert desk.post(door("practice", new), sent).status_code == 302
    new.refresh_from_db()
    assert new.state == Practice.State.PUBLISHED


def test_a_new_practice_is_read_beside_the_one_it_would_replace(desk, pole):
    commitment = make_version().commitments.first()
    make_practice(pole, commitment, text="Ce qui se lit.")
    practice = tell_practice(pole, commitment, text="Ce qui se lira.")
    assert "Ce qui se lit." in told(desk.get(door("practice", practice)))


def test_the_list_of_practices_starts_with_those_to_read(desk, claire, pole):
    first, second, _ = make_version().commitments.in_order()
    read = make_practice(pole, first, reviewed_at="2024-01-01T00:00:00Z")
    waiting = tell_practice(pole, second, text="À lire.")
    listed = desk.get(page("practice", "changelist")).context_data["cl"].result_list
    assert list(listed) == [waiting, read]


# links and the page of a pole


def test_a_link_is_sent_to_the_address_of_the_pole(
    desk, pole, mailoutbox, django_capture_on_commit_callbacks
):
    version = make_version()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(door("send_link", pole), {"what": f"signer-{version.pk}"})
    link = TeamLink.objects.get()
    assert (link.sent_to, link.created_by.username) == (pole.email, "claire")
    [sent] = mailoutbox
    assert sent.to == [pole.email]
    assert link.token not in told(desk.get(door("pole", pole)))


def test_a_link_handed_shows_its_address_once(desk, pole):
    signature = make_signature(make_version(), pole)
    response = desk.post(door("hand_link", pole), {"what": f"retirer-{signature.pk}"})
    link = TeamLink.objects.get()
    assert link.get_absolute_url() in told(response)
    assert "no-store" in response["Cache-Control"]
    assert link.token not in told(desk.get(door("pole", pole)))
    desk.post(door("revoke_link", link))
    link.refresh_from_db()
    assert not link.is_open


def test_a_link_that_may_not_be_given_is_refused_on_the_page(desk, pole):
    pole.email = None
    pole.save()
    response = desk.post(door("send_link", pole), {"what": "equipe"})
    assert response.status_code == 409
    assert "pas de courriel" in told(response)
    stranger = make_signature(make_version(), make_pole("Pôle d'ailleurs"))
    response = desk.post(door("hand_link", pole), {"what": f"retirer-{stranger.pk}"})
    assert response.status_code == 422
    assert not TeamLink.objects.exists()


def test_the_page_of_a_pole_tells_its_signatures_links_and_composition(desk, pole):
    version = make_version()
    make_signature(version, pole, on="2022-03-01")
    make_practice(pole, version.commitments.first())
    words = told(desk.get(door("pole", pole)))
    assert "le 1er mars 2022" in words
    assert "ni un label, ni une reconnaissance" in words
    assert "ce n'est pas un verdict" in words
    fiche = desk.get(reverse("admin:directory_pole_change", args=[pole.pk]))
    assert door("pole", pole) in told(fiche)


def test_the_first_page_counts_what_waits_within_the_scope(client, claire, karim, pole):
    version = make_version()
    make_signature(version, pole)
    tell_practice(pole, version.commitments.first(), text="À lire.")
    for user, count in ((claire, 1), (karim, 0)):
        client.force_login(user)
        context = client.get("/admin/charte/").context_data
        assert (context["practice_count"], context["declared_count"]) == (count, count)
        assert len(context["page"].object_list) == count
    client.force_login(claire)
    found = client.get("/admin/charte/", {"q": "rennes"}).context_data["page"]
    assert list(found) == [pole]
    for words in ("nulle part", "%", "x" * 5000):
        assert client.get("/admin/charte/", {"q": words}).status_code == 200
    assert "/admin/charte/" in told(client.get("/admin/"))


def test_what_waits_is_told_on_the_first_page_of_the_admin(
    client, claire, karim, editor, pole
):
    version = make_version()
    make_awaited(version.charter)
    make_signature(version, pole)
    for commitment in version.commitments.all()[:2]:
        tell_practice(pole, commitment, text="À lire.")

    def lines(user):
        client.force_login(user)
        elsewhere = client.get("/admin/").context_data["elsewhere"]
        return {words: (number, address) for number, words, _, address in elsewhere}

    mine = lines(claire)
    assert set(mine) == {"pratiques à relire", "signature à vérifier"}
    for number, address in mine.values():
        assert len(client.get(address).context_data["cl"].result_list) == number
    assert lines(karim) == {}
    assert set(lines(editor)) == {*mine, "texte de charte à fournir"}


def test_the_pages_cost_the_same_whatever_they_list(
    client, admin, bretagne, claire, queries
):
    version = make_version()
    client.force_login(claire)

    def fill(numbers):
        for number in numbers:
            pole = make_pole(f"Pôle {number}", stewards=[bretagne])
            make_signature(version, pole)
            make_practice(pole, version.commitments.first())

    fill(range(3))
    paths = ["/admin/charte/", page("signature", "changelist")]
    paths.append(page("practice", "changelist"))
    for path in paths:
        client.get(path)
    fill(range(3, 12))
    for path in paths:
        with queries(12):
            assert client.get(path).status_code == 200
    with queries(18):
        client.get(door("pole", Signature.objects.first().pole))


# scope


@pytest.mark.parametrize(
    "name",
    ["announce", "publish", "copy", "signature", "practice", "pole", "send_link"]
    + ["hand_link", "revoke_link"],
)
def test_what_is_out_of_scope_is_not_found(client, karim, pole, bretagne, name):
    manifesto = make_charter(kind=Charter.Kind.REGIONAL, network=bretagne)
    version = make_version(manifesto, published=False)
    national = make_version()
    rows = {
        "signature": make_signature(national, pole),
        "practice": make_practice(pole, national.commitments.first()),
        "pole": pole,
        "send_link": pole,
        "hand_link": pole,
        "revoke_link": TeamLink.objects.create(
            pole=pole, purpose="equipe", expires_at="2099-01-01T00:00:00Z"
        ),
    }
    client.force_login(karim)
    response = client.post(door(name, rows.get(name, version)), {"what": "equipe"})
    assert response.status_code == 404
    assert TeamLink.objects.count() == 1
    assert not Signature.objects.filter(state="retiree").exists()


@pytest.mark.parametrize("name", ["announce", "send_link", "hand_link", "revoke_link"])
def test_what_changes_at_once_is_only_posted(client, admin, name):
    client.force_login(admin)
    assert client.get(reverse(f"charter_desk:{name}", args=[1])).status_code == 405


def test_staff_without_a_network_opens_nothing(client, pole):
    client.force_login(make_user("paul"))
    for path in ("/admin/charte/", door("pole", pole)):
        assert client.get(path).status_code == 403


def test_milestones_are_for_editors(client, claire, editor):
    for user, status in ((claire, 403), (editor, 200)):
        client.force_login(user)
        assert client.get(page("milestone", "changelist")).status_code == status


def test_the_rights_page_knows_the_pages_of_the_charter(desk):
    words = told(desk.get("/admin/droits/"))
    for line in ("Publier une version, pour toujours", "Relire la pratique d'un pôle"):
        assert line in words
    assert "vérifier, retirer" in words
