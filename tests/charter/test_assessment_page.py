"""What a team shows of how it sees its own pole: its words, and what has changed."""

from datetime import date

import pytest

from charter.figures import assessment_rows, drawn_by_charter
from charter.models import Answer, Assessment, TeamLink
from charter.verbs import copy_version, give_link, publish_version
from directory.models import Pole
from tests.charter.makers import make_charter, make_source, make_version
from tests.makers import make_pole
from tests.page import Page

pytestmark = pytest.mark.django_db

PATH = "/charte/auto-evaluations/pole-test/"


@pytest.fixture
def reference():
    return make_version(make_charter(kind="referentiel", assessed=True))


def make_assessment(pole, version, on, *steps, is_public=True):
    """Steps of the commitments in their order; None leaves one unanswered."""
    assessment = Assessment.objects.create(
        pole=pole,
        version=version,
        answered_on=date.fromisoformat(on),
        is_public=is_public,
    )
    for commitment, step in zip(version.commitments.in_order(), steps, strict=True):
        if step is not None:
            Answer.objects.create(
                assessment=assessment, commitment=commitment, step=step
            )
    return assessment


def words(rows):
    return [(row.words, row.before_words, row.change) for row in rows]


def test_rows_tell_steps_in_words_and_no_answer_is_no_step(reference):
    told = make_assessment(make_pole(), reference, "2026-02-10", 0, 3, None)
    assert words(assessment_rows(told)) == [
        ("pas encore", None, None),
        ("c'est au cœur du pôle", None, None),
        ("sans réponse", None, None),
    ]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (0, 1, "un pas de plus"),
        (0, 3, "trois pas de plus"),
        (2, 0, "deux pas en arrière"),
        (1, 1, "inchangé"),
        (None, 0, "nouvelle réponse"),
        (0, None, "laissé sans réponse"),
        (None, None, None),
    ],
)
def test_a_change_is_told_in_steps(reference, before, after, change):
    pole = make_pole()
    old = make_assessment(pole, reference, "2024-03-01", before, None, None)
    new = make_assessment(pole, reference, "2026-02-10", after, None, None)
    assert assessment_rows(new, old)[0].change == change


def published_copy(version, year, by):
    copy = copy_version(version, slug=str(year), by=by)
    copy.issued_on, copy.introduction = date(year, 1, 1), "Le texte."
    copy.source = make_source()
    copy.save()
    publish_version(copy)
    return copy


def drawn(pole):
    """[(year, what changed, since when)] of answers to the only référentiel."""
    [pairs] = drawn_by_charter(pole.assessments.newest_first(), most=9).values()
    return [
        (one.answered_on.year, [row.change for row in told["rows"]], told["since"])
        for one, told in pairs
    ]


def test_a_point_is_compared_with_the_one_that_it_comes_from(reference, admin):
    pole = make_pole()
    between = published_copy(reference, 2024, admin)
    last = published_copy(between, 2025, admin)
    make_assessment(pole, reference, "2023-03-01", 1, None, 2)
    make_assessment(pole, last, "2026-02-10", 2, None, 2)
    assert drawn(pole) == [
        (2026, ["un pas de plus", None, "inchangé"], "1er mars 2023"),
        (2023, [None, None, None], None),
    ]


def test_a_version_that_takes_up_no_point_is_passed_over(reference):
    pole = make_pole()
    other = make_version(reference.charter, on="2024-01-01", titles=("Durer",))
    make_assessment(pole, reference, "2023-03-01", 1, 1, 2)
    make_assessment(pole, other, "2024-03-01", 3)
    make_assessment(pole, reference, "2025-03-01", 1, 1, 1)
    assert [(year, since) for year, _, since in drawn(pole)] == [
        (2025, "1er mars 2023"),
        (2024, None),
        (2023, None),
    ]


def test_the_page_and_the_team_compare_alike(client, reference, admin):
    pole = make_pole()
    between = published_copy(reference, 2024, admin)
    last = published_copy(between, 2025, admin)
    make_assessment(pole, reference, "2023-03-01", 0, 0, 0)
    make_assessment(pole, last, "2026-02-10", 3, 0, 0)
    link = give_link(pole, TeamLink.Purpose.TEAM)
    for path in (PATH, link.get_absolute_url()):
        page = client.get(path).content.decode()
        assert "trois pas de plus (avant" in page
        assert "Ce qui a changé se lit depuis le 1er mars 2023" in page


def test_the_newest_shown_is_compared_with_the_one_shown_before(client, reference):
    pole = make_pole()
    make_assessment(pole, reference, "2024-03-01", 0, 1, 2)
    make_assessment(pole, reference, "2025-03-01", 3, 3, 3, is_public=False)
    make_assessment(pole, reference, "2026-02-10", 1, 1, None)
    response = client.get(PATH)
    assert Page(response).marks("step") == ["1", "1", "inconnu"]
    page = response.content.decode()
    assert "10 février 2026" in page
    assert "1er mars 2024" in page
    assert "2025" not in page
    assert "un pas de plus" in page
    assert "ni une note, ni un verdict" in page


def test_nothing_shows_but_what_a_published_pole_chose_to_show(client, reference):
    pole = make_pole()
    assert client.get(PATH).status_code == 404
    told = make_assessment(pole, reference, "2026-02-10", 1, 1, 1, is_public=False)
    assert client.get(PATH).status_code == 404
    told.is_public = True
    told.save()
    assert client.get(PATH).status_code == 200
    pole.publication = Pole.Publication.ARCHIVED
    pole.save()
    assert client.get(PATH).status_code == 404


def test_each_reference_has_its_own_table(client, reference):
    pole = make_pole()
    other = make_version(
        make_charter(kind="referentiel", slug="autre", assessed=True), titles=("Durer",)
    )
    make_assessment(pole, reference, "2026-02-10", 1, 1, 1)
    make_assessment(pole, other, "2026-02-11", 2)
    page = client.get(PATH).content.decode()
    assert page.count("<table") == 2


def test_the_page_asks_no_more_for_many_answers(client, reference, queries):
    pole = make_pole()
    for year in range(2000, 2026):
        make_assessment(pole, reference, f"{year}-01-01", 1, 2, 3)
    with queries(8):
        assert client.get(PATH).status_code == 200
