"""The land of a theatre as a page draws it: shared arcs in its plane, thinned to what the deepest zoom shows.

Lines are thinned in the plane of the theatre, in metres, by Douglas and Peucker's algorithm (Cartographica 10, 1973),
each arc by itself and never a ring, so that neighbours still share their borders; then they are rounded to whole units.
Both together move no line by more than `error` metres. A line is a flat list of whole units, x, y, x, y ..., east and
north.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper.geometry import project

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from mapper.about import Theatre
    from mapper.arcs import Network
    from mapper.geometry import Coordinates, Ring, Topology

    Plane = NDArray[np.float64]  # shape (n, 2): metres in the plane of a theatre
    Units = NDArray[np.int64]

COARSEST = 8000.0  # metres a pixel at zoom 0
ZOOM_RATIO = 1.6  # from one zoom to the next, as in the page's scripts
DEEPEST = 9  # the zoom that shows most
PLATE = (1000, 720)  # pixels: the map of a desktop
FITS = (0.9, 6.0)  # zooms between which a window fits a plate well enough

ERROR_PIXELS = 2.0  # of the deepest zoom, by which a line may lie amiss
ERROR_MOST = 500.0  # metres
UNITS = 5  # in the error
TRIANGLE = 4  # vertices of the smallest closed line


@dataclass(frozen=True)
class Drawing:
    """What is drawn of a theatre, in whole units of ``unit`` metres.

    ``lands[k]`` are the polygons of the k-th land as in `mapper.geometry.Topology`; each ring has its land on the left.
    """

    unit: float
    arcs: list[list[int]]
    lands: list[list[list[Ring]]]
    coast: list[int]


def drawing(net: Network, theatre: Theatre) -> Drawing:
    """Return what a page draws of the lands of a theatre."""
    flat = [project(theatre, np.asarray(arc)) for arc in net.topology.arcs]
    arcs = [line.ravel().tolist() for line in _thinned_arcs(net.topology, flat, theatre)]
    lands = [_turned(shape, net.topology.arcs) for shape in net.topology.shapes]
    return Drawing(unit(theatre), arcs, lands, _coast(net, theatre))


def error(theatre: Theatre) -> float:
    """Return the metres by which a line of the page may lie amiss at most."""
    return min(ERROR_PIXELS * coarsest(theatre) / ZOOM_RATIO**DEEPEST, ERROR_MOST)


def unit(theatre: Theatre) -> float:
    """Return the metres that a page tells positions in."""
    return round(error(theatre) / UNITS, 3)


def thinned(line: Plane, tolerance: float, size: float) -> Units:
    """Return a line in whole units of ``size`` metres, without the vertices that it needs not.

    No vertex lies farther than ``tolerance`` metres from the line, before the rounding. The ends stay; a closed line
    keeps at least a triangle, if it has one.
    """
    closed = len(line) >= TRIANGLE and bool((line[0] == line[-1]).all())
    while True:
        kept = shapely.get_coordinates(shapely.simplify(shapely.LineString(line), tolerance, preserve_topology=False))
        whole: Units = np.rint(kept / size).astype(np.int64)
        different = np.concatenate([[True], (np.diff(whole, axis=0) != 0).any(axis=1)])
        if not closed or different.sum() >= TRIANGLE or tolerance < size / 8:
            break
        tolerance /= 2
    return whole[different] if different.sum() > 1 else whole[[0, -1]]


def thinned_lines(lines: Iterable[Coordinates], theatre: Theatre) -> list[list[int]]:
    """Return lines in degrees as a page is told them."""
    flat = [project(theatre, np.asarray(line)) for line in lines]
    return [thinned(line, _tolerance(theatre), unit(theatre)).ravel().tolist() for line in flat]


def _tolerance(theatre: Theatre) -> float:
    """Return the metres that thinning may take of the error, the rounding being left the rest."""
    return error(theatre) - unit(theatre) / math.sqrt(2)


def _thinned_arcs(topology: Topology, flat: list[Plane], theatre: Theatre) -> list[Units]:
    """Thin every arc; where that leaves nothing of a ring, its arcs stay as they were."""
    size = unit(theatre)
    arcs = [thinned(line, _tolerance(theatre), size) for line in flat]
    for ring in (ring for shape in topology.shapes for polygon in shape for ring in polygon):
        own = [max(arc, ~arc) for arc in ring]
        if len(np.unique(np.concatenate([arcs[arc] for arc in own]), axis=0)) < TRIANGLE - 1:
            for arc in own:
                arcs[arc] = thinned(flat[arc], 0.0, size)
    return arcs


def _turned(shape: list[list[Ring]], arcs: Sequence[Coordinates]) -> list[list[Ring]]:
    """Return a shape with its land to the left of each ring, as seen along it with north at the top."""
    return [
        [
            ring if _turns_left(ring, arcs) == (place == 0) else [~arc for arc in reversed(ring)]
            for place, ring in enumerate(polygon)
        ]
        for polygon in shape
    ]


def _turns_left(ring: Ring, arcs: Sequence[Coordinates]) -> bool:
    """Tell whether a ring runs against the clock."""
    parts = [arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring]
    x, y = np.concatenate([part[:-1] for part in parts]).T
    return bool((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0)


def _coast(net: Network, theatre: Theatre) -> list[int]:
    """Return the arcs with land on one side that are not the window's own edge."""
    west, south, east, north = theatre.window
    coast = []
    for arc, pairs in enumerate(net.pairs):
        if not pairs:
            x, y = np.asarray(net.topology.arcs[arc]).T
            if not (np.isin(x, (west, east)) | np.isin(y, (south, north))).all():
                coast.append(arc)
    return coast


def coarsest(theatre: Theatre) -> float:
    """Return the metres a pixel at zoom 0: the same in all theatres of like size, so that lands compare by eye.

    In a window far smaller or larger than a continent zoom 2 fills the plate.
    """
    zoom = _fitting_zoom(theatre)
    far = not FITS[0] <= zoom <= FITS[1]
    return round(COARSEST * ZOOM_RATIO ** (2 - zoom), 3) if far else COARSEST


def _fitting_zoom(theatre: Theatre, metres: float | None = None) -> float:
    """Return the zoom at which a window fills a plate of `PLATE` pixels, by the metres a pixel at zoom 0."""
    west, south, east, north = theatre.window
    across = np.linspace(west, east, 25), np.linspace(south, north, 25)
    sides = [(x, y) for x in across[0] for y in (south, north)] + [(x, y) for y in across[1] for x in (west, east)]
    flat = project(theatre, np.array(sides))
    width, height = flat.max(axis=0) - flat.min(axis=0)
    pixel = max(width / PLATE[0], height / PLATE[1])
    return float(np.log((metres or COARSEST) / pixel) / np.log(ZOOM_RATIO))


def whole_view(theatre: Theatre) -> list[float]:
    """Return the [latitude, longitude, zoom] that shows a window whole on a desktop's plate."""
    west, south, east, north = theatre.window
    zoom = np.floor(_fitting_zoom(theatre, coarsest(theatre)) * 4) / 4
    return [(south + north) / 2, (west + east) / 2, float(zoom)]
