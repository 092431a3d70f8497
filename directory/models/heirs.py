"""Rows that answer for addresses that are no longer their own."""

from django.db.models import Q


def heir_of(shown, slug):
    """Among rows of a QuerySet, the one that a former address leads to; None if none.

    An address is former when its row was renamed, or merged into another; the way goes
    through all the mergers since. One query, and one for each merger.
    """
    rows = shown.model.objects.filter(Q(slug=slug) | Q(aliases__slug=slug)).distinct()
    for row in rows:
        while row.merged_into_id:
            row = row.merged_into
        if found := shown.filter(pk=row.pk).first():
            return found
    return None
