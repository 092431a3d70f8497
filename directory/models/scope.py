"""What a curator reaches; everything derives from `Network.objects.curated_by`."""

from django.db import models
from django.db.models import Exists, OuterRef, Value

from .networks import Network


def whole_scope(user):
    """Condition: the user edits every entry, as superusers and national editors do."""
    if user.is_active and user.is_superuser:
        return Value(True)
    return Exists(Network.objects.curated_by(user).filter(edits_all=True))


def stewarded_by(user, pole="pk"):
    """Condition: the pole at a path lies within a user's scope."""
    mine = Network.objects.curated_by(user)
    return whole_scope(user) | Exists(mine.filter(stewarded_poles=OuterRef(pole)))


class PoleChildQuerySet(models.QuerySet):
    """Rows that belong to one pole, at `pole`."""

    def for_curator(self, user):
        """Rows of the poles within a user's scope."""
        return self.filter(stewarded_by(user, "pole"))
