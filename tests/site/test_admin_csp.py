"""Every admin page opens, in French, and writes nothing that the CSP would refuse."""

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

import ptce_site.admin  # noqa: F401  (registers every page)
from directory.models import (
    DistinctPair,
    HandOver,
    ImportBatch,
    Invitation,
    LinkCheck,
    Locality,
    Network,
    Outline,
    Pole,
    Recognition,
    Source,
    Structure,
    Suggestion,
    YearlyFigures,
)
from directory.moderation import suggest
from directory.timeline import Timeline
from tests.makers import make_pole, make_structure, territory
from tests.page import Page
from tests.three_regions import make_charter_rows

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
READ_ONLY = {
    AccessAttempt,
    AccessFailureLog,
    AccessLog,
    DistinctPair,
    HandOver,
    ImportBatch,
    Invitation,
    LinkCheck,
    Suggestion,
}
if apps.is_installed("charter"):
    READ_ONLY.add(apps.get_model("charter.Practice"))
# shown with the row they belong to
PARTS = {
    "directory.CharterEdition",
    "directory.DrawnTerritory",
    "directory.ImportedRow",
    "directory.Neighbour",
    "directory.Pledge",
    "directory.ProposedChange",
    "directory.SuggestionEvent",
}
# the charter of the test has a version
NEVER_DELETED = {
    "charter.Charter",
    "charter.Signature",
    "directory.Pole",
    "directory.Sector",
    "directory.Structure",
}
# their story stands for the pages of their versions
WITH_STORY = {Pole, Structure}


def inline_code(response):
    """Tags and attributes of a page that hold code or style of their own."""
    for tag in Page(response).tags:
        data_block = tag.get("type") == "application/json"
        if tag["tag"] == "style":
            yield tag
        if tag["tag"] == "script" and "src" not in tag and not data_block:
            yield tag
        if any(name == "style" or name.startswith("on") for name in tag):
            yield tag
        if (tag.get("href") or "").startswith("javascript:"):
            yield tag


def assert_safe_french(response, status=200):
    assert response.status_code == status
    assert '<html lang="fr"' in response.content.decode()
    assert list(inline_code(response)) == []
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy


@pytest.fixture
def pole(claire):
    """A pole with children of every sort, and a row of every registered model."""
    source = Source.objects.create(title="Étude des pôles", year=2020)
    commune = territory("commune:26281")
    pole = make_pole(
        "Pôle de l'Écluse",
        acts_on=["commune:26281"],
        members=[make_structure("Les Ateliers", commune=commune)],
        stage="developpement",
    )
    pole.sources.add(source)
    pole.aliases.create(slug="ancien-pole")
    Structure.objects.get().aliases.create(slug="anciens-ateliers")
    Recognition.objects.create(pole=pole, text="Appel de 2013", source=source)
    YearlyFigures.objects.create(pole=pole, year=2020, volunteers=0, source=source)
    Locality.objects.get_or_create(
        kind="ancienne", code="99999", commune=commune, defaults={"name": "Lieu"}
    )
    Outline.objects.get_or_create(
        territory=commune, defaults={"geometry": {"type": "Polygon"}}
    )
    Group.objects.create(name="Équipe")
    now = timezone.now()
    Suggestion.objects.create(origin="public", pole=pole)
    HandOver.objects.create(pole=pole)
    suggest(pole, {"phone": "02 99 11 11 11", "milieu": "rural"}, origin="public")
    ImportBatch.objects.create(noun="poles", file_name="poles.csv", applied_at=now)
    LinkCheck.objects.create(url="https://pole.example/", checked_at=now)
    DistinctPair.objects.create(noun="pole", first=1, second=2)
    Invitation.objects.create(
        network=Network.objects.first(), email="dora@reseau.example", expires_at=now
    )
    who = {"username": "claire", "ip_address": "127.0.0.1", "path_info": "/admin/"}
    AccessAttempt.objects.create(failures_since_start=1, **who)
    AccessFailureLog.objects.create(**who)
    AccessLog.objects.create(**who)
    make_charter_rows("essai", Network.objects.first(), pole, Structure.objects.get())
    return pole


@pytest.fixture
def office(client, admin):
    """Browser of the superuser."""
    client.force_login(admin)
    return client


def address(model, view, *args):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"
    return reverse(name, args=args)


def test_every_model_of_the_directory_has_a_page():
    registered = {model._meta.label for model in MODELS}
    models = apps.get_app_config("directory").get_models()
    labels = {model._meta.label for model in models}
    history = {name for name in labels if name.startswith("directory.Historical")}
    assert labels - history - PARTS <= registered


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_of_every_model_is_safe_and_french(office, pole, model):
    row = model._default_manager.order_by("-pk").first()
    assert_safe_french(office.get(address(model, "changelist")))
    # a suggestion is shown on a page of ours
    assert_safe_french(office.get(address(model, "change", row.pk), follow=True))
    assert_safe_french(office.get(address(model, "history", row.pk)))
    adding = office.get(address(model, "add"))
    deleting = office.get(address(model, "delete", row.pk))
    assert_safe_french(adding, 403 if model in READ_ONLY else 200)
    kept = model in READ_ONLY or model._meta.label in NEVER_DELETED
    assert_safe_french(deleting, 403 if kept else 200)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_past_version_of_every_row_with_history_is_safe(office, pole, model):
    row = model._default_manager.order_by("-pk").first()
    if not hasattr(model, "history"):
        with pytest.raises(NoReverseMatch):
            address(model, "simple_history", row.pk, 1)
        return
    version = row.history.first().pk
    past = office.get(address(model, "simple_history", row.pk, version))
    if model in WITH_STORY:
        assert past["Location"] == address(model, "history", row.pk)
        return
    assert_safe_french(past)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/directory/",
        "/admin/droits/",
        "/admin/doublons/",
        "/admin/doublons/?noun=structure&page=2",
        "/admin/doublons/?noun=pole&distinctes",
        "/admin/password_change/",
        "/admin/password_change/done/",
        "/admin/directory/pole/?q=%C3%A9cluse&etape=developpement&region=84&_facets=True",
        "/admin/directory/pole/?confirmation=inconnu&publication__exact=publie",
        "/admin/directory/territory/?departement=26&level__exact=commune&q=nyons",
        "/admin/directory/structure/add/?_popup=1&_to_field=id",
        "/admin/axes/accesslog/?attempt_time__year=2026",
        "/admin/acces/",
        "/admin/acces/?q=cress&page=2",
        "/admin/acces/journal/",
        "/admin/acces/reseau-de-bretagne/inviter/",
        "/admin/securite/",
    ],
)
def test_other_pages_are_safe(office, pole, path):
    assert_safe_french(office.get(path))


def test_the_page_of_a_merger_is_safe_asked_and_refused(office, pole):
    other = make_pole("Pôle de l'écluse", slug="ecluse-2")
    structures = Structure.objects.get(), make_structure("Ateliers")
    for noun, (kept, absorbed) in [("pole", (pole, other)), ("structure", structures)]:
        ask = f"?noun={noun}&garder={kept.pk}&absorber={absorbed.pk}"
        path = f"/admin/doublons/fusionner/{ask}"
        assert_safe_french(office.get(path))
        assert_safe_french(office.post(path, {"seen": "hier"}), 422)


def test_the_login_page_and_the_password_page_are_safe(client, office, pole):
    user = User.objects.get(username="claire")
    assert_safe_french(office.get(f"/admin/auth/user/{user.pk}/password/"))
    client.logout()
    assert_safe_french(client.get("/admin/login/"))
    assert_safe_french(client.post("/admin/login/", {"username": "claire"}))


def test_the_review_of_a_suggestion_is_safe(office, pole):
    suggestion = Suggestion.objects.latest("pk")
    review = reverse("curation:review_suggestion", args=[suggestion.public_id])
    assert_safe_french(office.get(review))
    wrong = {"phone-decision": "modifiee", "phone-value": "non", "milieu-decision": "?"}
    assert_safe_french(office.post(review, wrong))


def test_a_refused_form_and_the_question_before_deleting_are_safe(office, pole):
    assert_safe_french(office.post("/admin/directory/source/add/", {"year": "hier"}))
    source = Source.objects.get(title="Étude des pôles")
    asked = {"action": "delete_selected", "_selected_action": [source.pk]}
    assert_safe_french(office.post("/admin/directory/source/", asked))


def test_pages_of_history_and_of_archiving_are_safe(office, pole):
    member = pole.memberships.get()
    member.role = "porteur"
    member.save()
    pole.name = "Pôle de l'Écluse et du pays"
    pole.save()
    first = Timeline(Pole, pole.pk)[0:].pop().key
    record = member.history.first().pk
    for path in (
        f"/admin/historique/pole/{pole.pk}/{first}/revenir/",
        f"/admin/historique/membership/{record}/retablir/",
        f"/admin/historique/membership/{record}/retablir/role/",
        f"/admin/historique/pole/{pole.history.first().pk}/retablir/name/",
        f"/admin/fiches/pole/{pole.pk}/archiver/",
        f"/admin/fiches/pole/{pole.pk}/retablir/",
        f"/admin/fiches/structure/{member.structure_id}/supprimer/",
        "/admin/fiches/pole/supprimees/",
    ):
        assert_safe_french(office.get(path), 200)
    asked = {"action": "archive_selected", "_selected_action": [pole.pk]}
    assert_safe_french(office.post("/admin/directory/pole/", asked))


def test_forms_with_a_position_load_the_map_as_a_module(office, pole):
    rows = [pole, Structure.objects.get(), territory("commune:26281")]
    for row in rows:
        page = Page(office.get(address(type(row), "change", row.pk)))
        assert {"latitude", "longitude"} <= set(page.marks("position", "input"))
        sources = [tag.get("src") for tag in page.tags if tag.get("type") == "module"]
        assert "/static/js/position-widget.js" in sources
        assert page.marks("base")[0].endswith("geo/france.json")


def test_five_failures_suspend_the_connection_in_french(client, claire):
    wrong = {"username": "claire", "password": "raté"}
    for _ in range(4):
        assert client.post("/admin/login/", wrong).status_code == 200
    locked = client.post("/admin/login/", wrong)
    assert_safe_french(locked, 429)
    assert "Réessayez dans 60 minutes" in locked.content.decode()
    right = {"username": "claire", "password": "mot de passe"}
    assert client.post("/admin/login/", right).status_code == 429


def test_the_admin_tells_no_address_of_a_row_by_its_number(office, pole):
    """Django's own redirection would tell the slug of a draft to any curator."""
    kind = ContentType.objects.get_for_model(pole)
    assert office.get(f"/admin/r/{kind.pk}/{pole.pk}/").status_code == 404
