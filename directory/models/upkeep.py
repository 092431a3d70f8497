"""What entries lack or need: words on poles, for who keeps them."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from .figures import YearlyFigures
from .links import LinkCheck
from .memberships import Membership
from .perimeters import Perimeter
from .publication import Publication
from .recognitions import Recognition
from .stages import StageRecord
from .territories import Territory


def months_ago(months, on=None):
    """The day that many months before a date (today if None), its month's last at
    most: 31 March less one month is 28 or 29 February.
    """
    on = on or timezone.localdate()
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    for day in range(on.day, on.day - 4, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError(on)


@dataclass(frozen=True)
class Part:
    """One thing that a complete entry tells; `known` is its condition."""

    slug: str
    words: str
    weight: int
    known: object


def _has(rows, path="pole"):
    return Q(Exists(rows.filter(**{path: OuterRef("pk")})))


def parts():
    """What a complete entry tells, the weightiest first.

    The weights are ours: what a visitor asks first (what, where, whom to call) counts
    most.
    """
    return [
        Part("description", "ce que fait le pôle", 3, Q(description__isnull=False)),
        Part("perimetre", "territoire d'action", 3, _has(Perimeter.objects.at())),
        Part(
            "contact",
            "un moyen de contact",
            3,
            Q(website__isnull=False) | Q(email__isnull=False) | Q(phone__isnull=False),
        ),
        Part(
            "siege",
            "commune du siège",
            2,
            Q(seat__level=Territory.Level.COMMUNE),
        ),
        Part("etape", "étape de vie", 2, _has(StageRecord.objects.at())),
        Part("membres", "membres", 2, _has(Membership.objects.at())),
        Part("thematiques", "thématiques", 2, _has(_through("sectors"))),
        Part("sources", "sources", 2, _has(_through("sources"))),
        Part("milieu", "milieu", 1, Q(milieu__isnull=False)),
        Part("creation", "date de création", 1, Q(created_on__isnull=False)),
        Part("reconnaissances", "reconnaissances", 1, _has(Recognition.objects.all())),
        Part("chiffres", "chiffres d'une année", 1, _has(YearlyFigures.objects.all())),
    ]


def _through(name):
    field = Perimeter._meta.get_field("pole").related_model._meta.get_field(name)
    return field.remote_field.through.objects.all()


class UpkeepQuerySet(models.QuerySet):
    """Words that find entries to settle."""

    def kept(self):
        """Poles whose entry is kept up: drafts and published ones."""
        return self.exclude(publication=Publication.ARCHIVED)

    def unconfirmed(self, months, *, under=None):
        """Published poles that nobody confirmed for so many months, or ever.

        With `under`, only those confirmed once, less than that many months ago.
        """
        stale = Q(confirmed_on__lte=months_ago(months))
        if under is None:
            stale |= Q(confirmed_on__isnull=True)
        else:
            stale &= Q(confirmed_on__gt=months_ago(under))
        return self.filter(stale, publication=Publication.PUBLISHED)

    def vaguely_placed(self):
        """Poles whose seat is not known to the commune, or that have no point."""
        known = Q(seat__level=Territory.Level.COMMUNE, latitude__isnull=False)
        return self.exclude(pk__in=self.model.objects.filter(known).values("pk"))

    def with_dead_link(self):
        """Poles whose website failed at its last checks; see `LinkCheck.dead`."""
        dead = LinkCheck.objects.dead()
        return self.filter(Exists(dead.filter(url=OuterRef("website"))))

    def lacking(self, slug):
        """Poles that do not tell a part of a complete entry; see `parts`."""
        [part] = [part for part in parts() if part.slug == slug]
        known = self.model.objects.filter(part.known)
        return self.exclude(pk__in=known.values("pk"))

    def with_completeness(self):
        """Annotate `completeness`, from 0 to 100, and `lacks_<slug>` for each part."""
        total = sum(part.weight for part in parts())
        weight = {
            f"lacks_{part.slug}": Case(
                When(part.known, then=Value(False)),
                default=Value(True),
                output_field=models.BooleanField(),
            )
            for part in parts()
        }
        points = sum(
            Case(
                When(**{f"lacks_{part.slug}": False}, then=Value(part.weight)),
                default=Value(0),
            )
            for part in parts()
        )
        return self.annotate(**weight).annotate(completeness=points * 100 / total)


def next_to_fill(pole, most=3):
    """Words for what to fill next, the weightiest first, of a pole annotated by
    `with_completeness`.
    """
    lacking = [part for part in parts() if getattr(pole, f"lacks_{part.slug}")]
    return [part.words for part in lacking[:most]]
