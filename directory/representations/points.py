"""Poles and places as plain data, for maps and re-users."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import F
from django.urls import reverse
from django.utils.text import Truncator

from directory.models import SUMMARY_WORDS, Territory, census, stage_name

POINT_VALUES = {"stage_known": F("stage"), "seat_name": F("seat__name")}


def pole_point(row, *, reason=None):
    """A pole that has a point, as the map script reads it.

    From a dict with slug, name, latitude, longitude, `stage_known` and `seat_name`:
    the last two are NULL when no source tells them, and stay so.
    """
    point = {
        "slug": row["slug"],
        "nom": row["name"],
        "url": reverse("directory:pole_detail", args=[row["slug"]]),
        "lat": row["latitude"],
        "lon": row["longitude"],
        **stage_told(row["stage_known"]),
        "lieu": row["seat_name"],
    }
    return point | {"raison": reason} if reason else point


def stage_told(stage):
    return {"etape": stage, "etape_nom": stage_name(stage)}


def row_of(pole):
    """The row of `pole_point`, from a pole annotated by `with_stage`."""
    return {
        "slug": pole.slug,
        "name": pole.name,
        "latitude": pole.latitude,
        "longitude": pole.longitude,
        "stage_known": pole.stage,
        "seat_name": pole.seat and pole.seat.name,
    }


def map_points(poles):
    """The poles of a set that may be drawn; the set is annotated by `with_stage`."""
    rows = poles.placed().values(
        "slug", "name", "latitude", "longitude", **POINT_VALUES
    )
    return [pole_point(row) for row in rows]


def points_by_pk(known):
    """Points of the poles of a census that have one, by id in name order."""
    return {
        pk: pole_point(row_of(pole))
        for pk, pole in known.poles.items()
        if pole.latitude is not None
    }


def points_at(known, pks, on):
    """Points of some poles of a chronicle, in their order, as they were at a date."""
    points = known.census.make(points_by_pk)
    if on >= known.today:
        return [points[pk] for pk in pks if pk in points]
    return [
        points[pk] | stage_told(known.lives[pk].stage(on)) for pk in pks if pk in points
    ]


def every_point():
    """Points of all published poles, in name order."""
    return list(census().make(points_by_pk).values())


def summary(pole):
    """The beginning of the description of a pole, as its card shows it."""
    return Truncator(pole.description).words(SUMMARY_WORDS, truncate="…")


def place_detail(place):
    """What tells a territory from its homonyms: 'commune · Gironde · 265 000 hab.'.

    Of one that a search found, also the départements of an intercommunality, and why it
    answers: 'commune · Sarthe · 5 641 hab. · Château-du-Loir, ancienne commune'.
    """
    departement = place.level == Territory.Level.DEPARTEMENT
    parts = [place.nature if departement else place.get_level_display()]
    if place.level == Territory.Level.COMMUNE:
        parts.append(place.departement.name)
    parts.append(getattr(place, "departements", None))
    if place.population is not None:
        parts.append(f"{intcomma(place.population)} hab.")
    parts.append(getattr(place, "reason", None))
    return " · ".join(part for part in parts if part)
