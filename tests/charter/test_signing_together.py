"""Two people press the button of one link at the same moment: one signature."""

from django.db import OperationalError
from django.test import Client

from charter.models import Signature, SignatureStep, TeamLink
from charter.verbs import give_link
from tests.charter.makers import make_signature, make_version
from tests.directory.test_settling_together import (
    at_once,
    own_database,  # noqa: F401
)
from tests.makers import make_pole, make_user


def test_of_two_people_who_sign_at_once_one_does_and_the_other_is_told(
    own_database,  # noqa: F811
):
    pole, version = make_pole(), make_version()
    link = give_link(pole, TeamLink.Purpose.SIGN, version=version)
    path = link.get_absolute_url()

    def pressing(name):
        told = {"name": name, "role": "présidente", "agreed": "on"}
        return lambda: Client().post(path, told)

    outcomes = at_once(pressing("Dora"), pressing("Paul"))
    signed = [one for one in outcomes if one.status_code == 302]
    (told,) = [one for one in outcomes if one.status_code != 302]
    assert len(signed) == 1
    assert "déjà servi" in told.content.decode()
    assert Signature.objects.count() == SignatureStep.objects.count() == 1

    withdraw = TeamLink.objects.get(purpose="retirer").get_absolute_url()
    outcomes = at_once(*[lambda: Client().post(withdraw)] * 2)
    assert sorted(one.status_code == 302 for one in outcomes) == [False, True]
    assert SignatureStep.objects.count() == 2


def test_of_two_demands_at_once_one_link_is_sent(own_database):  # noqa: F811
    pole = make_pole(email="contact@exemple.test")
    told = {"pole": pole.slug, "pour": "equipe"}
    outcomes = at_once(*[lambda: Client().post("/charte/signer/", told)] * 2)
    assert [one.status_code for one in outcomes] == [302, 302]
    assert TeamLink.objects.count() == 1


def test_two_links_of_a_pole_pressed_at_once_sign_once(own_database):  # noqa: F811
    pole, version = make_pole(), make_version()
    links = [give_link(pole, TeamLink.Purpose.SIGN, version=version) for _ in range(2)]
    told = {"name": "Dora", "role": "présidente", "agreed": "on"}
    outcomes = at_once(*[_pressing(link, told) for link in links])
    assert sorted(one.status_code for one in outcomes) == [200, 302]
    assert Signature.objects.count() == 1


def test_two_links_that_withdraw_pressed_at_once_withdraw_once(
    own_database,  # noqa: F811
):
    pole, version = make_pole(), make_version()
    signature = make_signature(version, pole)
    links = [
        give_link(pole, TeamLink.Purpose.WITHDRAW, signature=signature)
        for _ in range(2)
    ]
    outcomes = at_once(*[_pressing(link) for link in links])
    assert sorted(one.status_code for one in outcomes) == [200, 302]
    assert SignatureStep.objects.count() == 2


def test_a_curator_gives_a_link_while_another_signs(own_database):  # noqa: F811
    pole, version = make_pole(), make_version()
    editor = make_user("dora", is_superuser=True)
    link = give_link(pole, TeamLink.Purpose.SIGN, version=version)
    told = {"name": "Dora", "role": "présidente", "agreed": "on"}

    def giving():
        return give_link(pole, TeamLink.Purpose.SIGN, version=version, by=editor)

    outcomes = at_once(_pressing(link, told), giving)
    assert not [one for one in outcomes if isinstance(one, OperationalError)]
    answers = [one.status_code for one in outcomes if hasattr(one, "status_code")]
    # the link may be over before its page opens
    assert answers in ([200], [302], [410])


def _pressing(link, told=None):
    return lambda: Client().post(link.get_absolute_url(), told)
