"""Web addresses that the directory cites, tried and remembered."""

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone

from directory.models import LinkCheck, Pole, Source, Structure
from directory.models.sources import CITING_POLES

THREADS = 8
# seconds between two requests to a host
PAUSE = 1
# what runs each day is never quite a day after the last time
SLACK = timedelta(hours=2)
# addresses that do not all fail at once by chance
MANY = 5


class NothingAnswers(Exception):
    """Not one address answered: the network of this machine is the likely cause."""


def cited_addresses():
    """Every web address that a visitor may be led to, or a curator is looking at.

    Those of poles that are not archived, of the structures that are members of them
    or carry them, and of the sources that a published pole cites. Four queries.
    """
    poles = Pole.objects.exclude(publication=Pole.Publication.ARCHIVED)
    structures = Structure.objects.current()
    citing = Q()
    for path in CITING_POLES:
        published = {f"{path}__publication": Pole.Publication.PUBLISHED}
        shown = Source.objects.filter(**published)
        citing |= Q(pk__in=shown.values("pk"))
    found = (
        poles.values_list("website", flat=True),
        structures.filter(memberships__pole__in=poles).values_list(
            "website", flat=True
        ),
        structures.filter(carried_poles__in=poles).values_list("website", flat=True),
        Source.objects.filter(citing).values_list("url", flat=True),
    )
    return {address for addresses in found for address in addresses if address}


def addresses_to_try(*, days, limit=None):
    """Cited addresses not tried for so many days: new ones, then the longest untried.

    `limit` keeps the first ones.
    """
    cited, long_ago = cited_addresses(), timezone.now() - timedelta(days=days) + SLACK
    tried = dict(LinkCheck.objects.values_list("url", "checked_at"))
    due = [url for url in cited if url not in tried or tried[url] <= long_ago]
    due.sort(key=lambda url: (url in tried, tried.get(url), url))
    return due[:limit]


def check_links(addresses, visitor, *, progress=lambda answers: answers):
    """Try addresses and record what each answers; return their LinkChecks.

    `progress(answers)` yields from them as they come. Raises NothingAnswers, with
    nothing recorded, when several were tried and not one server spoke.
    """
    checks, silent, heard = [], [], False
    for address, answer in progress(_answers(addresses, visitor)):
        silent.append((address, answer))
        heard = heard or answer.status is not None
        if heard:
            checks += [_record(*one) for one in silent]
            silent = []
    if len(silent) >= MANY:
        raise NothingAnswers
    return checks + [_record(*one) for one in silent]


def forget_others():
    """Delete what was recorded of addresses that are cited no more; return how many."""
    return LinkCheck.objects.exclude(url__in=cited_addresses()).delete()[0]


def _answers(addresses, visitor):
    """Pairs of an address and its Answer as they come, those of a host together."""
    hosts, stop = defaultdict(list), threading.Event()
    for address in addresses:
        hosts[urlsplit(address).hostname].append(address)
    pool = ThreadPoolExecutor(THREADS)
    rounds = [
        pool.submit(_visit, visitor, urls, stop)
        for urls in sorted(hosts.values(), key=len, reverse=True)
    ]
    try:
        for done in as_completed(rounds):
            yield from done.result()
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)


def _visit(visitor, addresses, stop):
    """Answers of the addresses of one host, one after the other."""
    answers = []
    for number, address in enumerate(addresses):
        if number and stop.wait(PAUSE):
            break
        answers.append((address, visitor.try_address(address)))
    return answers


def _record(address, answer):
    check = LinkCheck.objects.filter(url=address).first() or LinkCheck(url=address)
    check.checked_at = timezone.now()
    check.status, check.error = answer.status, answer.error
    if answer.error:
        check.failures += 1
        check.failing_since = check.failing_since or check.checked_at
    else:
        check.failures, check.failing_since = 0, None
    check.save()
    return check
