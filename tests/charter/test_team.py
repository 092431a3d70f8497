"""The private pages of a team: practices it tells, how it sees its own pole."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from charter.models import Assessment, Charter, Commitment, Practice, TeamLink
from charter.verbs import (
    Refused,
    assess,
    give_link,
    publish_practice,
    refuse_practice,
    show_assessment,
    tell_practice,
)
from directory.models import Pole
from tests.charter.makers import (
    make_charter,
    make_practice,
    make_signature,
    make_version,
)
from tests.charter.test_links import private
from tests.makers import make_pole, territory

pytestmark = pytest.mark.django_db
Purpose = TeamLink.Purpose
TOLD = {"text": "Un atelier de vélos.", "url": "exemple.fr/velos", "year": "2019"}


@pytest.fixture
def version():
    return make_version()


@pytest.fixture
def reference():
    charter = make_charter("Référentiel", kind=Charter.Kind.REFERENCE, assessed=True)
    return make_version(charter, titles=("Ancrage", "Partage"))


@pytest.fixture
def pole():
    return make_pole("Pôle du Levant", email="contact@levant.example")


@pytest.fixture
def link(pole):
    return give_link(pole, Purpose.TEAM)


@pytest.fixture
def home(link):
    """Address of the team's page."""
    return link.get_absolute_url()


@pytest.fixture
def commitment(version):
    return version.commitments.get(rank=1)


@pytest.fixture
def telling(home, commitment):
    """Address where a practice is told."""
    return f"{home}pratiques/{commitment.pk}/"


def answers(reference, *steps):
    """The form of an assessment, with the steps of its first points."""
    points = reference.commitments.in_order()
    return {
        f"point-{point.pk}": step for point, step in zip(points, steps, strict=False)
    }


def told_of(link, reference, *steps):
    points = reference.commitments.in_order()
    return assess(link, reference, dict(zip(points, steps, strict=False)))


def problems(response):
    """{field: what is said beside it} of a form that is shown again."""
    assert response.status_code == 200
    content = response.content.decode().replace("&#x27;", "'")
    found = re.findall(r'<p class="error" id="id_(\w+)_error">(.*?)</p>', content)
    return dict(found)


def test_a_team_sees_what_its_pole_signed_and_may_tell(client, home, pole, version):
    make_signature(version, pole)
    content = private(client.get(home), 200)
    assert 'data-version="2021"' in content
    for commitment in version.commitments.all():
        assert f"pratiques/{commitment.pk}/" in content
    assert "ni un label, ni une reconnaissance par l'État" in content


def test_a_team_without_anything_is_told_so(client, home):
    content = private(client.get(home), 200)
    assert "Aucune signature connue" in content
    assert "Aucun texte en ligne" in content
    assert "Aucun référentiel" in content


def test_each_practice_shows_its_state_and_the_reason_of_a_refusal(
    client, home, pole, version, admin
):
    first, second, _ = version.commitments.in_order()
    make_practice(pole, first, "Vieux", state=Practice.State.REPLACED)
    make_practice(pole, first, "Montré")
    for commitment in (first, second):
        practice = make_practice(pole, commitment, "Nommé", state="proposee")
        refuse_practice(practice, by=admin, reason=f"Raison {commitment.rank}.")
    make_practice(pole, second, "À lire", state="proposee")
    make_practice(make_pole("Un autre"), first, "D'un autre")
    content = private(client.get(home), 200)
    told = re.findall(r'data-etat="(\w+)"', content)
    assert told == ["refusee", "publiee", "proposee"]
    assert "Raison 1." in content
    # answered since by another text
    assert "Raison 2." not in content
    assert "Vieux" not in content
    assert "D&#x27;un autre" not in content


def test_a_practice_is_told_then_waits_to_be_read(client, home, telling, pole):
    assert private(client.get(telling), 200)
    response = client.post(telling, TOLD)
    assert response.status_code == 302
    practice = Practice.objects.get()
    assert (practice.pole, practice.state) == (pole, Practice.State.PROPOSED)
    assert practice.url == "https://exemple.fr/velos"
    assert practice.year == 2019
    content = private(client.get(response.url.split("#")[0]), 200)
    assert "Votre pratique est enregistrée" in content
    assert 'data-etat="proposee"' in content


def test_telling_again_goes_on_from_what_was_told_and_takes_its_place(
    client, telling, admin
):
    client.post(telling, TOLD)
    assert "Un atelier de vélos." in client.get(telling).content.decode()
    client.post(telling, {**TOLD, "text": "Un atelier de couture."})
    practice = Practice.objects.proposed().get()
    assert practice.text == "Un atelier de couture."
    publish_practice(practice, by=admin)
    client.post(telling, {"text": "Un autre texte."})
    states = Practice.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["remplacee", "publiee", "proposee"]


def test_what_was_told_since_a_curator_read_is_not_published(client, telling, admin):
    client.post(telling, TOLD)
    read = Practice.objects.get()
    client.post(telling, {**TOLD, "text": "Un texte que personne n'a lu."})
    with pytest.raises(Refused, match="récrit"):
        publish_practice(read, by=admin)
    assert not Practice.objects.public().exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "x" * 1501),
        ("text", "x" * 20_000),
        ("text", "\u200b\u200b"),
        ("url", "pas une adresse"),
        ("url", "javascript:alert(1)"),
        ("url", "https://moi:secret@exemple.fr/"),
        ("url", f"https://exemple.fr/{'x' * 500}"),
        ("year", "12"),
        ("year", "1989"),
        ("year", "9999"),
        ("year", "-2019"),
        ("year", "deux mille"),
        ("year", "9" * 5000),
    ],
    ids=lambda value: value[:20],
)
def test_a_practice_that_cannot_be_kept_is_refused_beside_the_field(
    client, telling, field, value
):
    told = {"text": "Mon texte à moi.", "url": "", "year": "", field: value}
    response = client.post(telling, told)
    assert list(problems(response)) == [field]
    if field != "text":
        assert "Mon texte à moi." in response.content.decode()
        assert f'value="{value}"' in response.content.decode()
    assert not Practice.objects.exists()


def test_a_text_too_long_is_kept_and_its_length_told(client, telling):
    response = client.post(telling, {"text": "mot " * 500})
    assert "1999" in problems(response)["text"]
    assert ("mot " * 500).strip() in response.content.decode()


def test_the_end_of_a_line_counts_once(client, telling):
    assert client.post(telling, {"text": "a\r\n" * 750}).status_code == 302
    assert "\r" not in Practice.objects.get().text


def test_markup_is_shown_as_it_was_written(client, home, telling):
    client.post(telling, {"text": "<b>gras</b> <script>alert(1)</script>"})
    content = private(client.get(home), 200)
    assert "<script>alert" not in content
    assert "&lt;b&gt;gras" in content


def test_a_nul_character_is_refused(client, telling):
    assert client.post(telling, {"text": "a\0b"}).status_code == 400
    assert not Practice.objects.exists()


def test_a_commitment_of_another_pole_or_of_a_draft_is_not_told(client, home, pole):
    other = make_charter(kind=Charter.Kind.LOCAL, pole=make_pole("Un autre"))
    theirs = make_version(other).commitments.first()
    draft = make_version(make_charter(slug="b"), published=False).commitments.first()
    for commitment in (theirs, draft):
        path = f"{home}pratiques/{commitment.pk}/"
        private(client.get(path), 404)
        private(client.post(path, TOLD), 404)
    private(client.get(f"{home}pratiques/{2**70}/"), 404)
    assert not Practice.objects.exists()


@pytest.mark.parametrize("page", ["", "pratiques/1/", "evaluation/essai/"])
def test_pages_of_an_expired_link_are_gone(client, home, link, page):
    link.expires_at = timezone.now()
    link.save()
    for response in (client.get(home + page), client.post(home + page, TOLD)):
        assert "a expiré" in private(response, 410)


# --- Self-assessment -----------------------------------------------------------------


def test_each_point_is_asked_in_words_and_nothing_is_filled_in(client, home, reference):
    content = private(client.get(f"{home}evaluation/{reference.charter.slug}/"), 200)
    for words in ("pas encore", "nous commençons", "c&#x27;est en place"):
        assert content.count(words) == 2
    assert content.count('value="" class="') + content.count('type="radio"') >= 10
    assert len(re.findall(r'value=""[^>]* checked', content)) == 2


def test_answers_are_kept_and_an_open_point_is_no_zero(client, home, reference, pole):
    path = f"{home}evaluation/{reference.charter.slug}/"
    response = client.post(path, answers(reference, "2", ""))
    assert response.status_code == 302
    assessment = Assessment.objects.get()
    assert [answer.step for answer in assessment.answers.all()] == [2]
    assert not assessment.is_public
    content = private(client.get(response.url.split("#")[0]), 200)
    assert re.findall(r'data-step="(\w+)"', content) == ["2", "inconnu"]
    assert "1 point sur 2 a une réponse" in content


def test_the_same_day_answers_are_made_again(client, home, reference):
    path = f"{home}evaluation/{reference.charter.slug}/"
    client.post(path, answers(reference, "2", ""))
    content = client.get(path).content.decode()
    assert re.search(r'value="2"[^>]* checked', content)
    client.post(path, answers(reference, "0", "3"))
    assert Assessment.objects.count() == 1
    steps = Assessment.objects.get().answers.values_list("step", flat=True)
    assert list(steps) == [0, 3]


def test_answers_made_again_wait_to_be_shown_again(client, home, reference):
    path = f"{home}evaluation/{reference.charter.slug}/"
    client.post(path, answers(reference, "2"))
    client.post(home, {"montrer": Assessment.objects.get().pk})
    assert Assessment.objects.public().exists()
    client.post(path, answers(reference, "1"))
    assert not Assessment.objects.get().is_public


def test_the_change_since_the_last_time_is_told(client, home, link, reference):
    before = told_of(link, reference, 1, 2)
    before.answered_on -= timedelta(days=400)
    before.save()
    path = f"{home}evaluation/{reference.charter.slug}/"
    content = client.get(path).content.decode()
    assert "La dernière fois" in content
    assert len(re.findall(r'value=""[^>]* checked', content)) == 2
    client.post(path, answers(reference, "2", "2"))
    content = private(client.get(home), 200)
    assert "un pas de plus" in content.lower()
    assert "Ce qui a changé se lit depuis le" in content
    assert f'data-jour="{before.answered_on:%Y-%m-%d}"' in content


@pytest.mark.parametrize("steps", [(), ("", ""), ("4", ""), ("-1", ""), ("x" * 9000,)])
def test_answers_that_are_none_or_not_offered_are_refused_in_words(
    client, home, reference, steps
):
    path = f"{home}evaluation/{reference.charter.slug}/"
    response = client.post(path, answers(reference, *steps))
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not Assessment.objects.exists()


def test_a_text_that_is_not_assessed_is_not_found(client, home, version, reference):
    private(client.get(f"{home}evaluation/{version.charter.slug}/"), 404)
    private(client.post(f"{home}evaluation/nulle-part/", {}), 404)


def test_a_team_shows_its_answers_then_hides_them(client, home, link, reference):
    assessment = told_of(link, reference, 1)
    assert client.get(home, {"montrer": assessment.pk}).status_code == 200
    assessment.refresh_from_db()
    assert not assessment.is_public
    for name, is_public in (("montrer", True), ("montrer", True), ("cacher", False)):
        response = client.post(home, {name: assessment.pk})
        assert response.status_code == 302
        assessment.refresh_from_db()
        assert assessment.is_public is is_public
    assert "ne se montre plus" in client.get(response.url).content.decode()


def test_answers_made_again_show_no_longer_until_the_team_shows_them(
    client, home, link, reference
):
    assessment = told_of(link, reference, 1)
    client.post(home, {"montrer": assessment.pk})
    told_of(link, reference, 3)
    assessment.refresh_from_db()
    assert not assessment.is_public


def test_the_team_of_a_pole_archived_meanwhile_does_nothing(
    link, reference, pole, commitment
):
    assessment = told_of(link, reference, 1)
    pole.publication = Pole.Publication.ARCHIVED
    pole.save()
    for act in (
        lambda: told_of(link, reference, 2),
        lambda: show_assessment(link, assessment, is_public=True),
        lambda: tell_practice(pole, commitment, text="Un atelier", link=link),
    ):
        with pytest.raises(Refused, match="pas publiée"):
            act()


@pytest.mark.parametrize("pk", ["", "x", "0", "9" * 40, "-1", "²"])
def test_a_button_of_no_assessment_does_nothing(client, home, pk):
    assert client.post(home, {"montrer": pk}).status_code == 302


def test_the_assessment_of_another_pole_is_neither_seen_nor_shown(
    client, home, reference
):
    other = give_link(make_pole("Un autre"), Purpose.TEAM)
    theirs = told_of(other, reference, 3)
    client.post(home, {"montrer": theirs.pk})
    theirs.refresh_from_db()
    assert not theirs.is_public
    assert 'data-step="3"' not in private(client.get(home), 200)


@pytest.mark.parametrize(
    ("seat", "told"),
    [("commune:35238", True), ("region:53", True), ("commune:31555", False)],
)
def test_the_manifesto_of_the_region_of_its_seat_may_be_told(pole, seat, told):
    bretagne = territory("region:53")
    manifesto = make_charter(kind=Charter.Kind.REGIONAL, region=bretagne)
    make_version(make_charter(kind=Charter.Kind.REGIONAL, slug="sans-region"))
    theirs = make_version(manifesto).commitments.all()
    pole.seat = territory(seat)
    assert set(Commitment.objects.tellable_by(pole)) == (set(theirs) if told else set())


def test_the_page_asks_as_much_of_the_database_whatever_was_told(
    client, home, link, pole, version, reference, queries
):
    for commitment in version.commitments.all():
        make_practice(pole, commitment)
    for days in range(8):
        assessment = told_of(link, reference, 1, 2)
        assessment.answered_on -= timedelta(days=30 * (days + 1))
        assessment.save()
    show_assessment(link, assessment, is_public=True)
    with queries(14):
        client.get(home)
