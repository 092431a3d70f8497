from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from .changes import History
from .fields import (
    OptionalCharField,
    OptionalEmailField,
    OptionalTextField,
    OptionalURLField,
)
from .territories import Territory


def first_to_call(networks):
    """The first network of a list and, if it has no known contact, the next that has.

    Empty for an empty list.
    """
    networks = list(networks)
    reachable = [network for network in networks[1:] if network.has_contact][:1]
    first = networks[:1]
    return first if first and first[0].has_contact else [*first, *reachable]


def acronyms(networks):
    """Acronyms of networks, names of those that have none, in their order."""
    return ", ".join(network.acronym or network.name for network in networks)


def _regions_of(territory):
    territories = Territory.objects.sharing_communes_with(territory)
    return territories.of_level(Territory.Level.REGION)


class NetworkQuerySet(models.QuerySet):
    def curated_by(self, user):
        """Networks whose entries a user may edit: the one root of scope.

        Those she is a curator of, or all of them when one of these edits every entry;
        all of them for a superuser; none for an inactive or anonymous user.
        """
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        rights = Curator.objects.filter(user=user)
        return self.filter(
            Exists(rights.filter(network=OuterRef("pk")))
            | Exists(rights.filter(network__edits_all=True))
        )

    def managed_by(self, user):
        """Networks whose people a user may invite and dismiss; see `curated_by`."""
        curated = self.curated_by(user)
        if not user.is_active or user.is_superuser:
            return curated
        managers = Curator.objects.filter(user=user, role=Curator.Role.MANAGER)
        return curated.filter(
            Exists(managers.filter(network=OuterRef("pk")))
            | Exists(managers.filter(network__edits_all=True))
        )

    def with_people(self):
        """Annotate `people`: how many may sign in and edit the entries of a network.

        Networks with people first, national ones before the others, then by rank and
        name. National editors are counted in their own network alone.
        """
        able = Q(curators__user__is_active=True, curators__user__is_staff=True)
        return (
            self.annotate(people=Count("curators", filter=able))
            .annotate(peopled=GreaterThan(F("people"), 0))
            .order_by("-peopled", "-kind", "rank", "name")
        )

    def named_like(self, text):
        """Networks whose name or acronym holds a text, whatever its accents."""
        return self.filter(
            Q(name__unaccent__icontains=text) | Q(acronym__unaccent__icontains=text)
        )

    def regional(self):
        return self.filter(kind=Network.Kind.REGIONAL)

    def national(self):
        return self.filter(kind=Network.Kind.NATIONAL)

    def editing_all(self):
        """Networks whose curators edit every entry."""
        return self.filter(edits_all=True)

    def keeping(self, structure):
        """Networks that steward a pole which a structure takes part in or carries."""
        return self.filter(
            Q(stewarded_poles__memberships__structure=structure)
            | Q(stewarded_poles__carrier=structure)
        ).distinct()

    def of_regions_of(self, territory):
        """Networks of the régions that share a commune with a territory."""
        return self.filter(regions__in=_regions_of(territory)).distinct()

    def to_call_for(self, territory):
        """Networks to contact about a territory, nearest first.

        The networks of its régions come first, the chambers of the social economy
        (CRESS) before others, then the national ones.
        """
        regions = _regions_of(territory)
        return (
            self.filter(Q(regions__in=regions) | Q(kind=Network.Kind.NATIONAL))
            .distinct()
            .order_by("-kind", "rank", "name")
        )


class Network(models.Model):
    """A network that federates poles: national, or of one or several régions."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "réseau national"
        REGIONAL = "regional", "réseau régional"

    kind = models.CharField("échelle", max_length=8, choices=Kind)
    slug = models.SlugField("identifiant", max_length=80, unique=True)
    name = models.CharField("nom", max_length=200)
    acronym = OptionalCharField("sigle", max_length=30)
    role = OptionalTextField("rôle")
    regions = models.ManyToManyField(
        Territory,
        verbose_name="régions",
        related_name="networks",
        limit_choices_to={"level": Territory.Level.REGION},
        blank=True,
    )
    website = OptionalURLField("site internet")
    email = OptionalEmailField("courriel générique")
    phone = OptionalCharField("téléphone", max_length=20)
    rank = models.PositiveSmallIntegerField(
        "rang",
        default=100,
        help_text="À échelle égale, le plus petit rang est à contacter d'abord.",
    )
    source = OptionalCharField("source", max_length=300)
    edits_all = models.BooleanField(
        "édition nationale",
        default=False,
        help_text="Les personnes habilitées de ce réseau tiennent toutes les fiches.",
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = "réseau"
        verbose_name_plural = "réseaux"
        ordering = ["kind", "rank", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:network_detail", args=[self.slug])

    @property
    def has_contact(self):
        return bool(self.website or self.email or self.phone)


class CuratorQuerySet(models.QuerySet):
    def addresses(self):
        """E-mail addresses of the people who may sign in, each once, sorted."""
        people = self.filter(user__is_active=True, user__is_staff=True)
        told = people.exclude(user__email="").values_list("user__email", flat=True)
        return sorted({address.lower(): address for address in told}.values())

    def managed_by(self, user):
        """Rights that a user may give and take: those in the networks she manages."""
        return self.filter(network__in=Network.objects.managed_by(user))

    def managers(self):
        """Rights of those who may invite and dismiss, whose account is open."""
        return self.filter(role=Curator.Role.MANAGER, user__is_active=True)

    def alone_to_manage(self):
        """Rights of managers beside whom no open account manages the network."""
        managers = Curator.objects.managers().filter(network=OuterRef("network"))
        others = managers.exclude(pk=OuterRef("pk"))
        return self.filter(~Exists(others), role=Curator.Role.MANAGER)

    def of_every_entry(self):
        """Rights of national editors, whose account is open."""
        return self.filter(network__edits_all=True, user__is_active=True)

    def with_accounts(self):
        """With `user`, and `two_factor`: whether she signs in with a code.

        Managers first, then by name.
        """
        devices = TOTPDevice.objects.filter(user=OuterRef("user"), confirmed=True)
        return (
            self.select_related("user")
            .annotate(two_factor=Exists(devices))
            .order_by("-role", "user__last_name", "user__first_name", "user__username")
        )


class Curator(models.Model):
    """The right of a user to edit the entries that a network stewards."""

    class Role(models.TextChoices):
        CURATOR = "curation", "tient les fiches"
        MANAGER = "responsable", "tient les fiches et invite"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name="compte",
        related_name="curated_networks",
    )
    network = models.ForeignKey(
        Network, models.CASCADE, verbose_name="réseau", related_name="curators"
    )
    role = models.CharField("rôle", max_length=11, choices=Role, default=Role.CURATOR)

    objects = CuratorQuerySet.as_manager()
    history = History("historique des droits")

    class Meta:
        verbose_name = "personne habilitée"
        verbose_name_plural = "personnes habilitées"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network"],
                name="curator_user_network_unique",
                violation_error_message="Cette personne a déjà ce droit.",
            )
        ]

    def __str__(self):
        return f"{self.user} – {self.network}"
