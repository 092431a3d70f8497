"""Verbs that meet wait for one another: none gives up because both waited."""

from threading import Thread
from time import sleep

import pytest
from django.db import connection, transaction

from charter.models import Assessment, Charter, TeamLink
from charter.verbs import (
    Refused,
    assess,
    give_link,
    show_assessment,
    sign,
    tell_practice,
    withdraw_signature,
)
from charter.verbs.locking import locked
from tests.charter.makers import make_signature, make_version
from tests.directory.test_settling_together import own_database  # noqa: F401
from tests.makers import make_pole, make_user

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def meeting(row, mine, theirs):
    """What `theirs` returned or raised: it starts while `row` is held, and waits for
    it; then `mine` goes on, as the same transaction.
    """
    outcomes = []

    def run():
        try:
            outcomes.append(theirs())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    other = Thread(target=run)
    with transaction.atomic():
        locked(row)
        other.start()
        _wait_until_it_waits(other)
        mine()
    other.join(timeout=30)
    return outcomes[0]


def _wait_until_it_waits(thread):
    with connection.cursor() as cursor:
        while thread.is_alive():
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            sleep(0.02)


@pytest.fixture
def curator(own_database):  # noqa: F811
    return make_user("admin", is_superuser=True)


def test_a_link_is_given_while_the_one_before_signs(curator):
    pole, version = make_pole(), make_version()
    about = {"purpose": TeamLink.Purpose.SIGN, "version": version}
    link = give_link(pole, **about)
    outcome = meeting(
        pole,
        lambda: give_link(pole, by=curator, **about),
        lambda: sign(link, name="Dora", role="présidente"),
    )
    assert isinstance(outcome, Refused), outcome
    assert not pole.signatures.exists()


@pytest.mark.parametrize("verb", ["tell", "assess", "show"])
def test_a_link_is_given_while_the_team_uses_the_one_before(curator, verb):
    pole = make_pole()
    version = make_version(kind_of_reference())
    commitment = version.commitments.first()
    link = give_link(pole, TeamLink.Purpose.TEAM)
    answered = assess(link, version, {commitment: 1})
    outcome = meeting(
        pole,
        lambda: give_link(pole, TeamLink.Purpose.TEAM, by=curator),
        {
            "tell": lambda: tell_practice(pole, commitment, text="Oui.", link=link),
            "assess": lambda: assess(link, version, {commitment: 2}),
            "show": lambda: show_assessment(link, answered, is_public=True),
        }[verb],
    )
    assert isinstance(outcome, Refused), outcome
    assert not Assessment.objects.filter(is_public=True).exists()


def test_a_curator_withdraws_while_the_pole_does(curator):
    pole, version = make_pole(), make_version()
    signature = make_signature(version, pole)
    link = give_link(pole, TeamLink.Purpose.WITHDRAW, signature=signature)
    outcome = meeting(
        signature,
        lambda: withdraw_signature(signature, by=curator),
        lambda: withdraw_signature(signature, link=link),
    )
    assert isinstance(outcome, Refused), outcome
    assert signature.steps.filter(state="retiree").count() == 1


def kind_of_reference():
    return Charter.objects.create(
        slug="reperes", kind=Charter.Kind.REFERENCE, title="Repères", assessed=True
    )
