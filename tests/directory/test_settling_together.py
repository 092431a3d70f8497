"""Two curators decide at the same moment: once, and the other is told."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from directory.models import Pole, ProposedChange, Suggestion
from directory.moderation import Refused, settle, suggest
from tests import databases
from tests.makers import make_network, make_pole, make_user

ACCEPT = (ProposedChange.Decision.ACCEPTED, None, None)


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, worker):
    """A database where changes are committed, thrown away afterwards."""
    name = f"together_ptce_{worker}"
    with django_db_blocker.unblock():
        databases.clone(name)
        with databases.connected_to(name):
            yield
        databases.drop(name)


def at_once(*verbs):
    """Run verbs in threads that start together; what each returned or raised."""
    start, outcomes = Barrier(len(verbs)), []

    def run(verb):
        try:
            start.wait(timeout=10)
            outcomes.append(verb())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_of_two_decisions_at_once_one_is_taken_and_the_other_told(own_database):
    network = make_network("Réseau de Bretagne", regions=["region:53"])
    people = [make_user(name, networks=[network]) for name in ("claire", "dora")]
    pole = make_pole("Pôle de Rennes", stewards=[network])
    open_to_both = suggest(pole, {"milieu": "rural"}, origin="public")
    new = suggest(None, {"name": "Neuf", "seat": "commune:35238"}, origin="public")
    both = {"name": ACCEPT, "seat": ACCEPT}

    outcomes = at_once(
        *(_settling(open_to_both, {"milieu": ACCEPT}, by) for by in people)
    )
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert len(refused) == 1, outcomes
    assert "déjà acceptée" in str(refused[0])
    assert open_to_both.events.filter(kind="acceptée").count() == 1
    assert pole.history.filter(milieu="rural").count() == 1

    outcomes = at_once(*(_settling(new, both, by) for by in people))
    assert [type(one) for one in outcomes].count(Refused) == 1, outcomes
    assert Pole.objects.filter(name="Neuf").count() == 1


def _settling(suggestion, decisions, by):
    """The decision of a curator whose page was opened before."""
    opened = Suggestion.objects.get(pk=suggestion.pk)
    return lambda: settle(opened, decisions, by=by)
