"""The borders of a theatre as arcs that neighbours share, each with the lands beside it and the line that drew it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
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

    ``pairs[i]`` are the positions in ``names`` of two lands beside arc ``i`` that have a spell on one day: none on a
    coast or the edge of the window, one where two territories meet, more where zones of campaigns do. ``line[i]`` is
    the id of the line that the arc is a piece of, or '', and ``accuracy_km[i]`` that line's accuracy.
    """

    names: list[str]
    topology: Topology
    pairs: list[list[tuple[int, int]]]
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
    spans = _spans(atlas, list(here.index))
    pairs = [[(a, b) for a, b in combinations(owners, 2) if _meet(spans[a], spans[b])] for owners in topo.sides()]
    line = [""] * len(topo.arcs)
    inner = [i for i, both in enumerate(pairs) if both]
    middles = [shapely.line_interpolate_point(shapely.LineString(topo.arcs[i]), 0.5, normalized=True) for i in inner]
    for arc, at in zip(*drawn.sindex.nearest(middles, return_all=False, max_distance=LINE_REACH), strict=True):
        line[inner[arc]] = str(drawn.index[at])
    accuracy = drawn["accuracy_km"].to_dict()
    return Network(list(here.index), topo, pairs, line, [accuracy.get(name, COAST_ACCURACY_KM) for name in line])


def _spans(atlas: Atlas, names: list[str]) -> list[list[tuple[str, str]]]:
    """Return the spans of days, half-open, on which each land has a spell."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    spells = atlas.spells[["territory", "from", "to"]]
    for name, first, after in spells.itertuples(index=False, name=None):
        if name in found:
            spans = found[name]
            if spans and spans[-1][1] == first:
                spans[-1] = (spans[-1][0], after)
            else:
                spans.append((first, after))
    return [found[name] for name in names]


def _meet(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> bool:
    """Tell whether two lands have a spell on the same day."""
    return any(first < end and begin < after for first, after in one for begin, end in other)
