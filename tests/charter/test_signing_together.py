"""Two people press the button of one link at the same moment: one signature."""

from django.test import Client

from charter.models import Signature, SignatureStep, TeamLink
from charter.verbs import give_link
from tests.charter.makers import make_version
from tests.directory.test_settling_together import (
    at_once,
    own_database,  # noqa: F401
)
from tests.makers import make_pole


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
