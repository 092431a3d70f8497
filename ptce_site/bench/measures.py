"""Server time of pages, beside that of a yardstick taken at the same moment.

A machine is not always as fast as itself: what is held against a budget is the time of
a page counted in yardsticks.
"""

from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

YARDSTICK_MS = 10.0
"""What the yardstick takes on the machine that the budgets are told for."""
PURE_PYTHON, ROUND_TRIPS = 250_000, 60
WARMING = 3
# A yardstick is taken after so many requests.
PACE = 4


class WrongAnswer(CommandError):
    """A page answered something else than 200."""


@dataclass(frozen=True)
class Measure:
    """Times of a page in milliseconds, its queries, the yardstick in milliseconds."""

    page: str
    times: list[float]
    queries: int
    yardstick: float

    @property
    def p50(self):
        return median(self.times)

    @property
    def p95(self):
        return quantiles(self.times, n=20, method="inclusive")[-1]

    @property
    def yardsticks(self):
        """The p95 counted in yardsticks."""
        return self.p95 / self.yardstick


def measure(page, addresses, client):
    """Ask addresses of a page one after the other, once warm."""
    for address in addresses[:WARMING]:
        _ask(client, address)
    with CaptureQueriesContext(connection) as captured:
        _ask(client, addresses[0])
    queries = len(captured)
    times, yardsticks = [], []
    for rank, address in enumerate(addresses):
        times.append(_ask(client, address))
        if rank % PACE == 0:
            yardsticks.append(_yardstick())
    return Measure(page, times, queries, median(yardsticks))


def visitor(user=None):
    """A browser that takes compressed pages, signed in when a user is given."""
    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    if user:
        client.force_login(user)
    return client


def _ask(client, address):
    start = perf_counter()
    response = client.get(address)
    elapsed = 1000 * (perf_counter() - start)
    if response.status_code != 200:
        raise WrongAnswer(f"{address} a répondu {response.status_code}.")
    return elapsed


def _yardstick():
    """A loop of pure Python and some round trips to the database, in milliseconds."""
    start = perf_counter()
    total = 0
    for number in range(PURE_PYTHON):
        total += number * number % 7
    with connection.cursor() as cursor:
        for _ in range(ROUND_TRIPS):
            cursor.execute("SELECT 1")
            cursor.fetchone()
    return 1000 * (perf_counter() - start)
