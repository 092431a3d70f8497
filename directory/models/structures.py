import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from directory.text import fold

from .changes import History
from .company_numbers import validate_siren, validate_siret
from .dates import in_force
from .expressions import Fold, NameKey, WebHost
from .fields import OptionalCharField, OptionalURLField
from .gazetteer import trigrams
from .kinds import StructureKind
from .networks import Network
from .plausible import validate_words
from .publication import Publication
from .scope import whole_scope
from .territories import Territory


class StructureQuerySet(models.QuerySet):
    def current(self):
        """Structures in use: neither archived nor merged into another."""
        return self.filter(archived=False)

    def for_curator(self, user):
        """Structures within a user's scope, archived ones included.

        Members or carriers of her poles; those of her régions; and those she created
        that have no commune and no pole yet.
        """
        mine = Network.objects.curated_by(user)
        hers = mine.values("stewarded_poles__memberships__structure")
        carrying = mine.values("stewarded_poles__carrier")
        created = Structure.history.filter(history_type="+", history_user=user.pk)
        attached = Structure.objects.filter(
            Q(memberships__isnull=False) | Q(carried_poles__isnull=False)
        )
        return self.filter(
            whole_scope(user)
            | Q(pk__in=hers)
            | Q(pk__in=carrying)
            | Q(commune__region__in=mine.values("regions"))
            | Q(commune__isnull=True, pk__in=created.values("id"))
            & ~Q(pk__in=attached.values("pk"))
        )

    def in_published_poles(self):
        """Structures that have a public page: of a published pole, not archived.

        Former members have theirs.
        """
        return self.current().filter(is_public=True)

    def with_pole_count(self):
        """Annotate `pole_count`: published poles it is a member of today."""
        published = (
            Structure.objects.filter(pk=models.OuterRef("pk"))
            .order_by()
            .values("pk")
            .annotate(
                count=Count(
                    "memberships__pole",
                    filter=Q(memberships__pole__publication=Publication.PUBLISHED)
                    & in_force(path="memberships__"),
                    distinct=True,
                )
            )
        )
        return self.annotate(pole_count=models.Subquery(published.values("count")))

    def in_name_order(self):
        return self.order_by("folded_name", "pk")

    def named_like(self, text):
        """Structures whose name holds the text, whatever its accents and case."""
        if not fold(text):
            return self.none()
        return self.filter(folded_name__contains=Fold(models.Value(text)))

    def holding_words(self, text):
        """Structures whose name holds each word of a text, whole or in part.

        A word of digits may also be a part of the SIREN or SIRET, which no index finds:
        other words leave these alone.
        """
        found = self
        for word in fold(text).split():
            held = Q(folded_name__contains=word)
            if word.isdecimal():
                held |= Q(siren__contains=word) | Q(siret__contains=word)
            found = found.filter(held)
        return found


class Structure(models.Model):
    """An organisation that is a member of poles, or carries one.

    `is_public`, kept by database triggers: it is or was a member of a published pole,
    or carries one. See `former_members` for those that only were.
    """

    public_id = models.UUIDField(
        "identifiant public", default=uuid.uuid4, editable=False, unique=True
    )
    slug = models.SlugField("nom dans les adresses", max_length=120, unique=True)
    name = models.CharField("nom", max_length=250)
    folded_name = models.GeneratedField(
        expression=Fold("name"), output_field=models.TextField(), db_persist=True
    )
    name_key = models.GeneratedField(
        expression=NameKey("name"), output_field=models.TextField(), db_persist=True
    )
    kind = models.ForeignKey(
        StructureKind, models.PROTECT, verbose_name="type", related_name="structures"
    )
    legal_form = OptionalCharField("forme juridique déclarée", max_length=150)
    siren = OptionalCharField("SIREN", max_length=9, validators=[validate_siren])
    siret = OptionalCharField("SIRET", max_length=14, validators=[validate_siret])
    commune = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name="commune",
        related_name="structures",
        limit_choices_to={"level": Territory.Level.COMMUNE},
        null=True,
        blank=True,
    )
    address = OptionalCharField("adresse", max_length=250)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    website = OptionalURLField("site internet", max_length=300)
    website_host = models.GeneratedField(
        expression=WebHost("website"), output_field=models.TextField(), db_persist=True
    )
    origin = OptionalCharField("origine", max_length=60)
    import_key = OptionalCharField("clé d'import", max_length=120, unique=True)
    archived = models.BooleanField("archivée", default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="fusionnée dans",
        related_name="absorbed",
        null=True,
        blank=True,
        editable=False,
    )

    is_public = models.BooleanField("citée publiquement", default=False, editable=False)

    objects = StructureQuerySet.as_manager()
    history = History(
        excluded_fields=["folded_name", "is_public", "name_key", "website_host"],
        verbose_name="historique de la structure",
    )

    class Meta:
        verbose_name = "structure"
        ordering = ["folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                name="structure_siret_unique",
                violation_error_message="Une structure porte déjà ce SIRET.",
            ),
            models.CheckConstraint(
                condition=Q(siren__isnull=True) | Q(siren__regex=r"^\d{9}$"),
                name="structure_siren_digits",
                violation_error_message="Un SIREN a neuf chiffres.",
            ),
            models.CheckConstraint(
                condition=Q(siret__isnull=True) | Q(siret__regex=r"^\d{14}$"),
                name="structure_siret_digits",
                violation_error_message="Un SIRET a quatorze chiffres.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="structure_position_in_world",
                violation_error_message="La position n'est pas sur le globe.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(archived=True),
                name="structure_merged_is_archived",
                violation_error_message=(
                    "Une structure fusionnée dans une autre est archivée."
                ),
            ),
        ]
        indexes = [
            # the lists of the admin, by name
            models.Index(fields=["folded_name", "id"], name="structure_in_order"),
            # duplicates and look-ups by company number
            models.Index(fields=["siren"], name="structure_siren"),
            # search by name
            GinIndex(
                OpClass("folded_name", name="gin_trgm_ops"), name="structure_name_trgm"
            ),
            # the public list, whole or of one kind
            models.Index(
                fields=["folded_name", "id"],
                condition=Q(is_public=True),
                name="structure_public",
            ),
            models.Index(
                fields=["kind", "folded_name", "id"],
                condition=Q(is_public=True),
                name="structure_public_kind",
            ),
            # duplicates by name and by site
            trigrams("name_key", name="structure_key_trgm"),
            models.Index(
                fields=["website_host"],
                condition=Q(website_host__isnull=False),
                name="structure_website_host",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:structure_detail", args=[self.slug])

    def clean(self):
        try:
            if self.name:
                validate_words(self.name)
        except ValidationError as error:
            raise ValidationError({"name": error}) from error
        if self.siren and self.siret and not self.siret.startswith(self.siren):
            raise ValidationError(
                {"siret": "Le SIRET commence par le SIREN de la structure."},
                code="siret_siren",
            )
