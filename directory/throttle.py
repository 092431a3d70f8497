"""How often something may be done."""

from hashlib import sha256

from django.core.cache import cache


def allowed(*what, times, seconds):
    """Whether something may be done once more in a span of time; counts the demand.

    The span starts at the first demand. Each process counts for itself, in its cache,
    and forgets at a restart: two workers allow up to twice as much.
    """
    said = "\n".join(map(str, what))
    key = f"throttle:{sha256(said.encode()).hexdigest()}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= times
    except ValueError:
        # the span ended between the two lines above
        return True
