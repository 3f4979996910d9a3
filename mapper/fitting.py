"""A window around what there is, and an equal-area projection for it.

Windows are west, south, east, north in degrees (EPSG:4326), projections PROJ strings in metres.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Window = tuple[float, float, float, float]

WORLD: Window = (-180.0, -90.0, 180.0, 90.0)
WIDE = 150.0  # degrees of longitude beyond which a window is shown as the whole world is
TALL = 90.0  # degrees of latitude
POLAR = 75.0  # degrees beyond which the middle of a window is too far north or south for a cone
LEVEL = 8.0  # degrees from the equator within which a cone would be a cylinder
TAIL = "+datum=WGS84 +units=m +no_defs"


def window_around(bounds: Sequence[float], share: float, least: float) -> Window:
    """Return a window around some bounds, on a grid that is easy to read.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees.
    share
        How much of its width and height is added on each side.
    least
        Degrees that are added at the least.
    """
    west, south, east, north = bounds
    pads = [max(least, (high - low) * share) for low, high in ((west, east), (south, north))]
    step = next(
        one
        for one in (0.01, 0.1, 0.5, 1.0)
        if max(east - west, north - south) + 2 * max(pads) <= one * 100 or one == 1.0
    )
    low = [math.floor((value - pad) / step) * step for value, pad in zip((west, south), pads, strict=True)]
    high = [math.ceil((value + pad) / step) * step for value, pad in zip((east, north), pads, strict=True)]
    if high[0] - low[0] > WIDE and high[1] - low[1] > TALL:
        return WORLD
    return (
        max(WORLD[0], round(low[0], 2)),
        max(WORLD[1], round(low[1], 2)),
        min(WORLD[2], round(high[0], 2)),
        min(WORLD[3], round(high[1], 2)),
    )


def projection_for(window: Window) -> str:
    """Return an equal-area projection with its middle in the window.

    It is Albers' cone, its standard parallels a sixth of the height from top and bottom; Lambert's azimuthal one
    where a cone would not stand, at the equator and the poles; and a cylinder for the world and very wide windows.
    """
    west, south, east, north = window
    lon, lat = round((west + east) / 2, 2), round((south + north) / 2, 2)
    if east - west > WIDE or north - south > TALL:
        return f"+proj=cea +lon_0={lon:g} +lat_ts=30 {TAIL}"
    if abs(lat) < LEVEL or abs(lat) > POLAR:
        return f"+proj=laea +lat_0={lat:g} +lon_0={lon:g} {TAIL}"
    sixth = (north - south) / 6
    return f"+proj=aea +lat_1={south + sixth:.4g} +lat_2={north - sixth:.4g} +lat_0={lat:g} +lon_0={lon:g} {TAIL}"
