"""How many links one visitor may have sent: else she could use up those of all."""

from hashlib import sha256

from axes.helpers import get_client_ip_address
from django.core.cache import cache

MOST_A_DAY = 20
DAY = 24 * 3600


def may_ask(request):
    """Whether a visitor may have one more link sent today; counts the demand.

    Known by an address that is not kept: a print of it, for a day, in the cache of each
    process, which counts for itself.
    """
    address = str(get_client_ip_address(request))
    key = f"charter.demand:{sha256(address.encode()).hexdigest()}"
    cache.add(key, 0, DAY)
    try:
        return cache.incr(key) <= MOST_A_DAY
    except ValueError:
        # the day ended between the two lines above
        return True
