"""Poles drawn on our own outlines of France, as data for the templates of an SVG."""

from .poles import poles_drawing, with_seats

__all__ = ["poles_drawing", "with_seats"]
