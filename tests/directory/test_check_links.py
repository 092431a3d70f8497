"""Which addresses are tried, and what is remembered of them."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory import link_checks
from directory.link_checks import addresses_to_try, check_links, cited_addresses
from directory.models import LinkCheck, Source
from directory.web import Answer, Visitor
from tests.makers import make_pole, make_structure
from tests.web_sites import open_site

pytestmark = pytest.mark.django_db

UP, DOWN = Answer(200), Answer(404, "page introuvable")
CUT = Answer(None, "connexion refusée ou coupée")


class Answers(dict):
    """A visitor that answers from what it was told, and asks no one."""

    def try_address(self, url):
        return self[url]


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(link_checks, "PAUSE", 0)


def check(**answers):
    """Checks of https://<name>.example/ by name."""
    told = Answers({f"https://{name}.example/": one for name, one in answers.items()})
    return {one.url: one for one in check_links(list(told), told)}


def test_what_a_page_links_to_is_tried():
    member = make_structure("Membre", website="https://membre.example/")
    carrier = make_structure("Porteuse", website="https://porteuse.example/")
    pole = make_pole(website="https://pole.example/", members=[member], carrier=carrier)
    make_pole("Brouillon", publication="brouillon", website="https://projet.example/")
    pole.sources.add(Source.objects.create(title="Une", url="https://source.example/"))
    fact = Source.objects.create(title="Fait", url="https://fait.example/")
    pole.perimeters.create(territory=pole.seat, source=fact)
    expected = ("membre", "porteuse", "pole", "projet", "source", "fait")
    assert cited_addresses() == {f"https://{name}.example/" for name in expected}


def test_what_no_page_links_to_is_left_alone():
    make_structure("Sans pôle", website="https://seule.example/")
    gone = make_structure(
        "Archivée", website="https://archivee.example/", archived=True
    )
    make_pole(members=[gone, make_structure("Sans site")])
    old = make_structure("Ancienne", website="https://ancienne.example/")
    make_pole(
        "Archivé", publication="archive", website="https://a.example/", carrier=old
    )
    draft = make_pole("Brouillon", publication="brouillon")
    draft.sources.add(Source.objects.create(title="B", url="https://b.example/"))
    Source.objects.create(title="Non citée", url="https://libre.example/")
    assert cited_addresses() == set()


def test_the_new_then_the_longest_untried_come_first():
    now = timezone.now()
    for name, days in (("c", 9), ("a", 3), ("b", 5), ("d", 0)):
        make_pole(name * 3, website=f"https://{name}.example/")
        moment = now - timedelta(days=days)
        LinkCheck.objects.create(url=f"https://{name}.example/", checked_at=moment)
    make_pole("Neuf", website="https://neuf.example/")
    due = [
        url.split(".")[0].removeprefix("https://") for url in addresses_to_try(days=1)
    ]
    assert due == ["neuf", "c", "b", "a"]
    assert len(addresses_to_try(days=0)) == 5
    assert len(addresses_to_try(days=6)) == 2
    assert addresses_to_try(days=1, limit=1) == ["https://neuf.example/"]


def test_yesterday_at_the_same_hour_is_a_day_ago():
    make_pole(website="https://pole.example/")
    moment = timezone.now() - timedelta(hours=23, minutes=50)
    LinkCheck.objects.create(url="https://pole.example/", checked_at=moment)
    assert addresses_to_try(days=1) == ["https://pole.example/"]


def test_two_failures_in_a_row_make_a_dead_link():
    check(pole=DOWN, other=UP)
    first = LinkCheck.objects.get(url="https://pole.example/")
    assert (first.status, first.error, first.failures) == (404, "page introuvable", 1)
    assert first.failing_since == first.checked_at
    assert list(LinkCheck.objects.dead()) == []
    check(pole=CUT, other=UP)
    second = LinkCheck.objects.dead().get()
    assert second.url == "https://pole.example/"
    assert (second.status, second.failures) == (None, 2)
    assert second.failing_since == first.failing_since < second.checked_at


def test_one_good_answer_forgives_all():
    for answer in (DOWN, DOWN, UP):
        check(pole=answer)
    found = LinkCheck.objects.get()
    assert (found.failures, found.failing_since, found.error) == (0, None, None)
    check(pole=DOWN)
    assert list(LinkCheck.objects.dead()) == []


def test_a_machine_without_network_accuses_no_one():
    names = ("a", "b", "c", "d", "e")
    with pytest.raises(link_checks.NothingAnswers):
        check(**dict.fromkeys(names, CUT))
    assert not LinkCheck.objects.exists()
    check(**dict.fromkeys(names, CUT) | {"f": DOWN})
    assert LinkCheck.objects.count() == 6
    LinkCheck.objects.all().delete()
    check(a=CUT)
    assert LinkCheck.objects.get().failures == 1


def test_a_host_is_asked_one_address_at_a_time():
    with open_site() as site:
        addresses = [f"{site.address}/{number}" for number in range(8)]
        addresses += [f"http://localhost:{site.port}/hops/2"]
        site.redirections["/0"] = f"http://localhost:{site.port}/far"
        checks = check_links(addresses, Visitor(allow_private=True))
        assert {one.status for one in checks} == {200}
        assert len(checks) == 9
        paths = [path for _, path in site.asked if path.strip("/").isdecimal()]
        assert paths == [f"/{number}" for number in range(8)]


def run(*arguments):
    out = io.StringIO()
    call_command("check_links", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_tries_tells_and_forgets():
    LinkCheck.objects.create(url="https://oubliee.example/", checked_at=timezone.now())
    with open_site() as site:
        make_pole("Debout", website=f"{site.address}/page")
        make_pole("Tombé", website=f"{site.address}/gone")
        said = run("--allow-private")
        assert "Adresses essayées : 2 ; en échec : 1, dont mortes : 0." in said
        assert f"{site.address}/gone : page introuvable (depuis le " in said
        assert "plus rien ne cite : 1." in said
        # not again so soon
        assert "Adresses essayées : 0" in run("--allow-private")
        said = run("--allow-private", "--older-than", 0)
        assert "en échec : 1, dont mortes : 1." in said
        assert "Adresses essayées : 1" in run(
            "--allow-private", "--older-than", 0, "--limit", 1
        )


def test_the_command_does_not_try_this_machine_by_itself():
    with open_site() as site:
        make_pole(website=f"{site.address}/page")
        assert "adresse d'un réseau interne" in run()
        assert site.asked == []


def test_a_command_without_network_says_so(monkeypatch):
    for name in "abcde":
        make_pole(name * 3, website=f"https://{name}.example/")
    monkeypatch.setattr(Visitor, "try_address", lambda self, url: CUT)
    with pytest.raises(CommandError, match="Rien n'est noté"):
        run()
    for wrong in ("-1", "trois"):
        with pytest.raises(CommandError):
            run("--limit", wrong)
