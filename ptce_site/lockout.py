"""What suspends signing in: too many failures for an account, or from an address."""

from axes.attempts import get_cool_off_threshold
from axes.models import AccessAttempt
from django.db.models import Sum

from .requests import visitor_address

MOST_FROM_AN_ADDRESS = 30
PAIR = ["username", "ip_address"]


def lockout_parameters(request, credentials=None):
    """What failures are counted by: the pair, and an address that failed thirty times.

    django-axes holds all counts against one limit, lower than thirty: an address that
    joins is suspended at once, whatever the accounts it tried. One query.
    """
    recent = AccessAttempt.objects.filter(
        ip_address=visitor_address(request),
        attempt_time__gte=get_cool_off_threshold(request),
    )
    failures = recent.aggregate(total=Sum("failures_since_start"))["total"] or 0
    return [PAIR, "ip_address"] if failures >= MOST_FROM_AN_ADDRESS else [PAIR]
