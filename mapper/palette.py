"""Colours for polities that nobody gave one: muted, of hues far apart, the same at every run."""

from __future__ import annotations

import colorsys

GOLDEN = 0.381966  # of the colour circle: neighbours in a table get hues far apart


def colour(index: int) -> str:
    """Return the colour of the so-manieth polity, as '#c9a27e'."""
    channels = colorsys.hls_to_rgb(index * GOLDEN % 1, 0.62 + 0.07 * (index % 3), 0.3)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
