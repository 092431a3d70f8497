import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def forgotten_visitors():
    """What is counted of a visitor in one test says nothing of the next."""
    cache.clear()
