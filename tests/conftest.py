import os

import pytest

from . import databases
from .makers import make_network, make_user


@pytest.fixture(scope="session")
def worker(request):
    """Name of this run and worker, for databases of its own."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "main")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    return f"{run}_{number}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker):
    """A database of this worker's own, with reference data and all territories."""
    name = f"test_ptce_{worker}"
    with django_db_blocker.unblock():
        databases.clone(name)
        with databases.connected_to(name):
            yield
        databases.drop(name)


@pytest.fixture
def admin(db):
    return make_user("admin", is_superuser=True)


@pytest.fixture
def claire(db):
    """Curates the entries of Bretagne."""
    network = make_network("Réseau de Bretagne", regions=["region:53"])
    return make_user("claire", networks=[network])


@pytest.fixture
def karim(db):
    """Curates the entries of Occitanie, and must be refused on Bretagne."""
    network = make_network("Réseau d'Occitanie", regions=["region:76"])
    return make_user("karim", networks=[network])


@pytest.fixture
def queries(django_assert_max_num_queries):
    """`with queries(12):` fails when more are sent."""
    return django_assert_max_num_queries
