import pytest
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Territory
from directory.models.expressions import Fold
from directory.text import fold

FRENCH = st.text(
    alphabet="abcdefghijklmnopqrstuvwxyz"
    " ABCÉÈÊËÀÂÎÏÔÛÙÜÇŒÆéèêëàâîïôûùüçœæ'’-.,0123456789",
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Saint-Étienne-du-Bœuf", "saint etienne du boeuf"),
        ("  L'Haÿ-les-Roses ", "l hay les roses"),
        ("ÉCONOMIE circulaire", "economie circulaire"),
        ("", ""),
    ],
)
def test_accents_case_and_marks_are_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.django_db
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=FRENCH)
def test_the_database_folds_as_python_does(text):
    in_database = Territory.objects.values_list(Fold(Value(text)), flat=True).first()
    assert in_database == fold(text)
