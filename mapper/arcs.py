"""The borders of a theatre as arcs that neighbours share, each with the lands beside it and the line that drew it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper.geometry import Topology, topology

if TYPE_CHECKING:
    from mapper.atlas import Atlas

LINE_REACH = 3e-4  # degrees: how near the middle of an arc lies to the line that drew it; arcs are rounded to 1e-4
COAST_ACCURACY_KM = 1.0


@dataclass(frozen=True)
class Network:
    """The territories of a theatre as a topology, in the order of ``names``.

    ``sides[i]`` are the positions in ``names`` beside arc ``i``: one on a coast or the frame, else two, or more where a
    part of a territory is a row of its own;
    ``line[i]`` is the id of the line that the arc is a piece of, or '', and ``accuracy_km[i]`` that line's accuracy.
    """

    names: list[str]
    topology: Topology
    sides: list[list[int]]
    line: list[str]
    accuracy_km: list[float]


def network(atlas: Atlas, theatre: str, places: int) -> Network:
    """Cut the territories of a theatre into shared arcs, which end where territories or lines meet.

    ``places`` is the number of decimals, in degrees, that coordinates are rounded to.
    """
    here = atlas.territories[atlas.territories["theatre"] == theatre]
    drawn = atlas.lines[atlas.lines["theatre"] == theatre]
    ends = np.array([c for line in drawn.geometry for c in (line.coords[0], line.coords[-1])]).reshape(-1, 2)
    topo = topology(list(here.geometry), places, ends)
    sides = topo.sides()
    line = [""] * len(topo.arcs)
    inner = [i for i, owners in enumerate(sides) if len(owners) > 1]
    middles = [shapely.line_interpolate_point(shapely.LineString(topo.arcs[i]), 0.5, normalized=True) for i in inner]
    for arc, at in zip(*drawn.sindex.nearest(middles, return_all=False, max_distance=LINE_REACH), strict=True):
        line[inner[arc]] = str(drawn.index[at])
    accuracy = drawn["accuracy_km"].to_dict()
    return Network(list(here.index), topo, sides, line, [accuracy.get(name, COAST_ACCURACY_KM) for name in line])
