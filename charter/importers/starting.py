"""Starting content: charters with their versions, and the steps of their history.

Everything is created by slug or key and never changed afterwards: a row that exists may
have been edited by a person, and a published text is frozen.
"""

import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from charter.models import Charter, CharterVersion, Commitment, Milestone
from charter.verbs import announce_version, publish_version
from directory.models import Network, Source, Territory

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
FOLDER = FIXTURES / "charter"


@transaction.atomic
def load_charter(folder=FOLDER):
    """Create what is missing; return {model: number created}."""
    sources = Sources(folder)
    counts = {Charter: 0, CharterVersion: 0, Milestone: 0}
    for rank, row in enumerate(_read(folder, "charters"), start=1):
        charter, is_new = _charter(row, rank)
        counts[Charter] += is_new
        known = set(charter.versions.values_list("slug", flat=True))
        for version in row["versions"]:
            if version["slug"] not in known:
                _create_version(charter, version, sources)
                counts[CharterVersion] += 1
    known = set(Milestone.objects.values_list("key", flat=True))
    for row in _read(folder, "milestones"):
        if row["key"] not in known:
            Milestone.objects.create(**row | {"source": sources.of(row["source"])})
            counts[Milestone] += 1
    return counts


class Sources:
    """Sources by the key they bear in the files, created when first cited.

    Those of the charter may stand in the file of the directory too.
    """

    def __init__(self, folder):
        rows = [*_read(FIXTURES, "sources"), *_read(folder, "sources")]
        self._rows = {row["key"]: row for row in rows}

    def of(self, key):
        row = self._rows[key]
        given = {"year": row["year"], "note": row["note"]}
        source, _ = Source.objects.get_or_create(
            title=row["title"], url=row["url"], defaults=given
        )
        return source


def _read(folder, name):
    return json.loads((Path(folder) / f"{name}.json").read_text(encoding="utf-8"))


def _charter(row, rank):
    """(the charter of a row, whether it was created)."""
    region, network = row["region"], row["network"]
    return Charter.objects.get_or_create(
        slug=row["slug"],
        defaults={
            **{name: row[name] for name in ("kind", "title", "purpose", "assessed")},
            "network": network and Network.objects.get(slug=network),
            "region": region and Territory.objects.get(level="region", code=region),
            "rank": rank,
        },
    )


def _create_version(charter, row, sources):
    told = ("slug", "issued_on", "precision", "title", "introduction")
    version = CharterVersion.objects.create(
        charter=charter,
        source=sources.of(row["source"]),
        **{name: row[name] for name in told},
    )
    for rank, commitment in enumerate(row["commitments"], start=1):
        Commitment.objects.create(version=version, rank=rank, **commitment)
    version.refresh_from_db()
    if row["status"] == CharterVersion.Status.PUBLISHED:
        publish_version(version)
    elif row["status"] == CharterVersion.Status.AWAITED:
        announce_version(version)
