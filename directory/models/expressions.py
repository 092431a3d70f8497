"""SQL functions of ours and of the extensions, as Django expressions."""

from django.db import models
from django.db.models import Func


class Fold(Func):
    """Text in lower case, without accents, words parted by single spaces.

    'Saint-Étienne-du-Bœuf' gives 'saint etienne du boeuf'; NULL stays NULL. The
    function is made by the first migration and agrees with `directory.text.fold`.
    """

    function = "directory_fold"
    output_field = models.TextField()


class Earth(Func):
    """Point on the globe of (latitude, longitude), for GiST distance indexes."""

    function = "ll_to_earth"
    output_field = models.Field()


class EarthDistance(Func):
    """Great-circle distance between two `Earth` points, in metres."""

    function = "earth_distance"
    output_field = models.FloatField()


class EarthChord(Func):
    """Straight-line distance between two `Earth` points, which GiST indexes order."""

    template = "(%(expressions)s)"
    arg_joiner = " <-> "
    output_field = models.FloatField()


class PlaceKey(Func):
    """What tells a place from others in its name; see `directory.text.place_key`."""

    function = "directory_place_key"
    output_field = models.TextField()


class NameKey(Func):
    """What tells a name from others of the field; see `directory.text.name_key`."""

    function = "directory_name_key"
    output_field = models.TextField()


class WebHost(Func):
    """Host of a web address, NULL without one; see `directory.text.web_host`."""

    function = "directory_web_host"
    output_field = models.TextField()
