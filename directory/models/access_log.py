"""What happened to rights: given, changed, ended, offered by an invitation."""

from django.db.models import CharField, F, OuterRef, Subquery, Value

from .invitations import Invitation
from .networks import Curator

RIGHT, SENT, REVOKED = "right", "sent", "revoked"


def access_events(network=None):
    """When, of what kind and of which row: dicts, latest first, in one query.

    `kind` is RIGHT for a record of the history of rights, SENT or REVOKED for an
    invitation. Those of one network, or of all.
    """
    rights, invitations = Curator.history.all(), Invitation.objects.all()
    if network is not None:
        rights = rights.filter(network=network)
        invitations = invitations.filter(network=network)
    revoked = invitations.exclude(revoked_at=None)
    return (
        _events(rights, RIGHT, at="history_date", row="history_id")
        .union(
            _events(invitations, SENT, at="created_at", row="id"),
            _events(revoked, REVOKED, at="revoked_at", row="id"),
            all=True,
        )
        .order_by("-at", "-row")
    )


def _events(rows, kind, *, at, row):
    return (
        rows.order_by()
        .annotate(at=F(at), kind=Value(kind, output_field=CharField()), row=F(row))
        .values("at", "kind", "row")
    )


def records_of_rights(ids):
    """Records of the history of rights by key, each with the role `before`.

    `user`, `network` and `history_user` are None when they were deleted since.
    """
    history = Curator.history.model.objects
    earlier = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    before = earlier.order_by("-history_id").values("role")[:1]
    return (
        history.select_related("history_user", "user", "network")
        .annotate(before=Subquery(before))
        .in_bulk(ids, field_name="history_id")
    )
