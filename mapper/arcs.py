"""The borders of a theatre as arcs that neighbours share, each with the lands beside it and the line that drew it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper.geometry import Topology, lines_of, topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.atlas import Atlas
    from mapper.geometry import Whole

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
    beside = [(arc, *two) for arc, lands in enumerate(topo.sides()) for two in combinations(lands, 2)]
    sides = np.array(beside, dtype=np.int64).reshape(-1, 3)
    pairs: list[list[tuple[int, int]]] = [[] for _ in topo.arcs]
    for arc, one, other in sides[_meet(atlas, list(here.index), *sides[:, 1:].T)].tolist():
        pairs[arc].append((one, other))
    line = [""] * len(topo.arcs)
    inner = [i for i, both in enumerate(pairs) if both]
    middles = shapely.line_interpolate_point(lines_of([topo.arcs[i] for i in inner]), 0.5, normalized=True)
    for arc, at in zip(*drawn.sindex.nearest(middles, return_all=False, max_distance=LINE_REACH), strict=True):
        line[inner[arc]] = str(drawn.index[at])
    accuracy = drawn["accuracy_km"].to_dict()
    return Network(list(here.index), topo, pairs, line, [accuracy.get(name, COAST_ACCURACY_KM) for name in line])


def _meet(atlas: Atlas, names: list[str], one: Whole, other: Whole) -> NDArray[np.bool_]:
    """Tell of pairs of lands, by their places in ``names``, whether both have a spell on the same day."""
    place = {name: number for number, name in enumerate(names)}
    spells = atlas.spells[atlas.spells["territory"].isin(place)]
    land = spells["territory"].map(place).to_numpy(dtype=np.int64)
    since, until = (spells[column].to_numpy(dtype="datetime64[D]").astype(np.int64) for column in ("from", "to"))
    order = np.lexsort((since, land))
    land, since, until = land[order], since[order], until[order]
    apart = np.ones(len(land), dtype=bool)
    apart[1:] = (land[1:] != land[:-1]) | (since[1:] != until[:-1])  # spells without a gap are one span
    begins = np.flatnonzero(apart)
    land, since, until = land[begins], since[begins], until[np.append(begins[1:], len(until))[: len(begins)] - 1]
    count = np.bincount(land, minlength=len(names))
    first = np.cumsum(count) - count
    pair = np.repeat(np.arange(len(one)), count[one] * count[other])
    number = np.arange(len(pair)) - np.searchsorted(pair, pair)
    a = first[one[pair]] + number // count[other[pair]]
    b = first[other[pair]] + number % count[other[pair]]
    meets = (since[a] < until[b]) & (since[b] < until[a])
    return np.bincount(pair[meets], minlength=len(one)) > 0
