"""Former addresses: they redirect for ever."""

from django.db import models

from .plausible import FormerAddress
from .poles import Pole
from .scope import PoleChildQuerySet
from .structures import Structure


class PoleAlias(FormerAddress, models.Model):
    """A former address of a pole: it redirects for ever."""

    owner = "pole"

    slug = models.SlugField("ancien nom dans les adresses", max_length=120, unique=True)
    pole = models.ForeignKey(
        Pole, models.CASCADE, verbose_name="pôle", related_name="aliases"
    )

    objects = PoleChildQuerySet.as_manager()

    class Meta:
        verbose_name = "ancienne adresse de pôle"
        verbose_name_plural = "anciennes adresses de pôle"

    def __str__(self):
        return self.slug


class StructureAlias(FormerAddress, models.Model):
    """A former address of a structure: it redirects for ever."""

    owner = "structure"

    slug = models.SlugField("ancien nom dans les adresses", max_length=120, unique=True)
    structure = models.ForeignKey(
        Structure, models.CASCADE, verbose_name="structure", related_name="aliases"
    )

    class Meta:
        verbose_name = "ancienne adresse de structure"
        verbose_name_plural = "anciennes adresses de structure"

    def __str__(self):
        return self.slug
