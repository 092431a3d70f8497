"""Poles drawn on our own outlines of France, as data for the templates of an SVG."""

from .poles import map_in_words, poles_drawing, with_seats

__all__ = ["map_in_words", "poles_drawing", "with_seats"]
