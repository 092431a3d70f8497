import pytest
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Territory
from directory.models.expressions import Fold, NameKey, WebHost
from directory.text import COMMON_WORDS, fold, name_key, similarity, web_host

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


# --- What tells a name from others ------------------------------------------------

HOSTS = [
    ("https://www.Pole-Exemple.fr/ptce?a=1", "pole-exemple.fr"),
    ("http://pole.exemple.fr:8080#ici", "pole.exemple.fr"),
    ("https://www.facebook.com/pole.exemple", None),
    ("https://fr.linkedin.com/company/pole", None),
    ("https://facebook.com.exemple.fr/", "facebook.com.exemple.fr"),
    ("ftp://exemple.fr/", None),
]


def in_database(expression):
    return Territory.objects.values_list(expression, flat=True).first()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("PTCE du Pays de Bray", "pays bray"),
        ("Pôle territorial de coopération économique Sud Aquitaine", "sud aquitaine"),
        ("Association Les Ateliers", "ateliers"),
        ("Pôle territorial de coopération", "pole territorial de cooperation"),
        ("", ""),
    ],
)
def test_words_of_the_field_tell_no_name_from_another(name, key):
    assert name_key(name) == key


@pytest.mark.django_db
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.lists(st.sampled_from(sorted(COMMON_WORDS)) | FRENCH, max_size=6))
def test_the_database_makes_the_same_key(words):
    name = " ".join(words)
    assert in_database(NameKey(Value(name))) == name_key(name)


@pytest.mark.django_db
@pytest.mark.parametrize(("url", "host"), HOSTS)
def test_the_host_of_a_site_is_told_but_on_a_shared_platform(url, host):
    assert web_host(url) == host
    assert in_database(WebHost(Value(url))) == host


@pytest.mark.django_db
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(one=FRENCH, other=FRENCH)
def test_the_database_finds_texts_as_similar_as_python_does(one, other):
    one, other = fold(one), fold(other)
    told = in_database(TrigramSimilarity(Value(one), other))
    assert told == pytest.approx(similarity(one, other))
