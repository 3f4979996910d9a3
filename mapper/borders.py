"""The borders of a theatre on any day, and which of them is the nearest to a place.

A *border* is a line between two lands that differ on that day in who holds them, whose they are in law, in status, or
in administration where the spells tell of one; a coast is none. Places are EPSG:4326, distances km on the WGS84
ellipsoid, days whole numbers (see `mapper.ground`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Transformer

from mapper.arcs import network
from mapper.chains import NOWHERE, SPAN
from mapper.geometry import CRS, WGS84, lines_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.atlas import Atlas
    from mapper.chains import Chains

    Whole = NDArray[np.int64]
    Number = NDArray[np.float64]
    Flag = NDArray[np.bool_]

PIECE = 32  # segments: borders are cut into pieces no longer than that, so that few lie in one box
REMEMBERED = 2_000_000  # pieces in the trees that are kept


@dataclass(frozen=True)
class Near:
    """The nearest borders of points: km, the accuracy of their lines, and which they are, a number of `Borders.kinds`.

    NaN, 0 and `NOWHERE` where there is none.
    """

    km: Number
    accuracy: Number
    kind: Whole

    @classmethod
    def nothing(cls, count: int) -> Near:
        """Return that there is none for so many points."""
        return cls(np.full(count, np.nan), np.zeros(count), np.full(count, NOWHERE, dtype=np.int64))


class Borders:
    """The borders of one theatre: where the lands on two sides differ on a day, in the first of `kinds` that does."""

    def __init__(self, atlas: Atlas, theatre: str, rows: Whole, chains: Chains, kinds: list[Whole]) -> None:
        """Take the network of a theatre; ``kinds`` are the values of the spells, in the order of their columns."""
        net = network(atlas, theatre, places=5)
        inner = [index for index, pairs in enumerate(net.pairs) if pairs]
        owners = [sorted({side for pair in net.pairs[index] for side in pair}) for index in inner]
        # the sides of all arcs, one arc after another: places in the theatre's own list of rows
        self.side = np.array([side for one in owners for side in one], dtype=np.int64)
        self.of_side = np.repeat(np.arange(len(owners)), [len(one) for one in owners])
        self.accuracy = np.array([net.accuracy_km[index] for index in inner], dtype=float)
        projection = atlas.about.theatres[theatre].projection
        self.to_plane = Transformer.from_crs(CRS, projection, always_xy=True)
        self.to_degrees = Transformer.from_crs(projection, CRS, always_xy=True)
        arcs = [net.topology.arcs[index] for index in inner]
        all_arcs = np.concatenate([np.empty((0, 2)), *arcs])
        ends = np.cumsum([len(arc) for arc in arcs], dtype=np.int64)
        flat = np.split(np.column_stack(self.to_plane.transform(*all_arcs.T)), ends[:-1])[: len(arcs)]
        self.pieces, self.of_piece = pieces_of(flat)
        self._spells(rows, chains, kinds)
        self.trees: dict[bytes, tuple[shapely.STRtree, Whole] | None] = {}
        self._kept = 0

    def _spells(self, rows: Whole, chains: Chains, kinds: list[Whole]) -> None:
        """Keep the spells of the theatre's rows, sorted by row and day, and the days on which any of them changes."""
        place = np.full(len(chains.of_row), NOWHERE, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        mine = np.flatnonzero(np.isin(chains.row, rows))
        order = mine[np.lexsort((chains.since[mine], chains.row[mine]))]
        self.row, self.since, self.until = place[chains.row[order]], chains.since[order], chains.until[order]
        self.kinds = [values[order] for values in kinds]
        self.count = len(rows)
        self.changes = np.unique(np.concatenate([[chains.period[0]], self.since, self.until]))
        self.key = self.row * SPAN + self.since

    def on(self, day: int) -> tuple[Flag, Whole]:
        """Return which arcs are borders on a day, and of which kind."""
        rows = np.arange(self.count)
        found = np.searchsorted(self.key, rows * SPAN + day, side="right") - 1
        held = (self.row[found] == rows) & (self.since[found] <= day) & (day < self.until[found])
        there = np.flatnonzero(held[self.side])
        arc, spell = self.of_side[there], found[self.side[there]]
        one = np.flatnonzero(arc[1:] == arc[:-1])  # the next is the other side
        kind = np.full(len(self.accuracy), len(self.kinds), dtype=np.int64)
        for number, values in reversed(list(enumerate(self.kinds))):
            kind[arc[one[values[spell[one]] != values[spell[one + 1]]]]] = number
        return kind < len(self.kinds), kind

    def _tree(self, day: int) -> tuple[tuple[shapely.STRtree, Whole] | None, Whole]:
        """Return the borders of a day, if it has any, as a tree and the pieces of it, and the kind of every arc."""
        alive, kind = self.on(day)
        key = np.packbits(alive).tobytes()
        if key not in self.trees:
            pieces = np.flatnonzero(alive[self.of_piece])
            self._kept += len(pieces)
            if self._kept > REMEMBERED:
                self.trees.clear()
                self._kept = len(pieces)
            self.trees[key] = (shapely.STRtree(self.pieces[pieces]), pieces) if len(pieces) else None
        return self.trees[key], kind

    def nearest(self, xy: Number, day: Whole) -> Near:
        """Return the nearest border of each place on its day."""
        near = Near.nothing(len(xy))
        if not len(self.accuracy):
            return near
        flat = points_at(np.column_stack(self.to_plane.transform(xy[:, 0], xy[:, 1])))
        interval = np.searchsorted(self.changes, day, side="right") - 1
        order = np.argsort(interval, kind="stable")
        ends = np.full((len(xy), 2), np.nan)
        for begin, end in runs(interval[order]):
            mine = order[begin:end]
            alive, kind = self._tree(int(self.changes[interval[mine[0]]]))
            if alive is None:
                continue
            tree, pieces = alive
            at, found = tree.query_nearest(flat[mine], all_matches=True)
            arc = self.of_piece[pieces[found]]
            chosen = np.lexsort((arc, kind[arc], at))  # of equally near ones that of the first kind
            chosen = chosen[firsts(at[chosen])]
            point, piece, arc = mine[at[chosen]], pieces[found[chosen]], arc[chosen]
            lines = shapely.shortest_line(flat[point], self.pieces[piece])
            ends[point] = shapely.get_coordinates(lines).reshape(-1, 2, 2)[:, 1]
            near.accuracy[point], near.kind[point] = self.accuracy[arc], kind[arc]
        some = np.flatnonzero(near.kind != NOWHERE)
        lon, lat = self.to_degrees.transform(ends[some, 0], ends[some, 1])
        near.km[some] = np.array(WGS84.inv(xy[some, 0], xy[some, 1], lon, lat)[2]) / 1000
        return near


def pieces_of(lines: list[Number]) -> tuple[NDArray[np.object_], Whole]:
    """Cut lines, given by their coordinates, into pieces of `PIECE` segments; return them, and the line of each."""
    cuts = [(number, cut) for number, line in enumerate(lines) for cut in range(0, len(line) - 1, PIECE)]
    pieces = lines_of([lines[number][cut : cut + PIECE + 1] for number, cut in cuts])
    return pieces, np.array([number for number, _ in cuts], dtype=np.int64)


def points_at(xy: Number) -> NDArray[np.object_]:
    """Return points at places (n, 2)."""
    return np.asarray(shapely.points(xy), dtype=object)


def firsts(values: Whole) -> Flag:
    """Return which values, none of them `NOWHERE`, differ from the one before."""
    return np.asarray(np.diff(values, prepend=NOWHERE) != 0)


def runs(values: Whole) -> list[tuple[int, int]]:
    """Return where runs of equal values, none of them `NOWHERE`, begin and end."""
    return list(pairwise([*np.flatnonzero(firsts(values)).tolist(), len(values)]))
