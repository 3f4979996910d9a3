"""The ground of the join: the land, its chains of states and its borders, made ready for many points of any days.

Places are EPSG:4326, longitude first; distances are km on the WGS84 ellipsoid. A day is a whole number, days since
1970-01-01 as numpy's ``datetime64[D]`` counts; a span of days has both its ends.

A point may lie in several rows of the territories, as where a campaign cuts a territory into zones: those are rows of
their own, ``part_of`` the territory, whose spells cover the days on which it has none. The rows that hold a point are
one *chain* of states, and the territory is told. Where two territories touch, the one that comes first has the point.

Points are worked on by columns: those of one row, of one chain, of one interval between two changes of the borders
together. Nothing is done point by point.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from mapper.administrations import COLUMN
from mapper.atlas import STATE
from mapper.borders import Borders, Near, firsts, pieces_of, points_at, runs
from mapper.chains import NOWHERE, Chains
from mapper.fronts import Fronts
from mapper.geometry import WGS84

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.atlas import Atlas

    Whole = NDArray[np.int64]
    Number = NDArray[np.float64]
    Flag = NDArray[np.bool_]
    Shapes = NDArray[np.object_]

FURTHER = (COLUMN,)  # a column of spells that makes borders too
ASHORE_KM = 3.0  # a port that the base leaves in the water belongs to the land this near
BAND = 5  # degrees of latitude in which one reach in degrees does
POLAR = 89.9  # degrees of latitude beyond which a degree of longitude is as good as nothing
DEGREE_KM = 110.5  # a degree of latitude, where it is shortest


@dataclass(frozen=True)
class Placed:
    """What the ground says of points: arrays as long as these.

    ``row`` is the row of the territories, or `NOWHERE`; ``chain``, ``first`` and ``last`` are the chain and the spells
    of it that the span of days meets, numbers of `Chains`. ``zones`` are pairs of a point and a zone that it lies in.
    """

    row: Whole
    chain: Whole
    first: Whole
    last: Whole
    zones: tuple[Whole, Whole]


class Land:
    """The rows of the territories as shapes that points are looked up in."""

    def __init__(self, atlas: Atlas) -> None:
        table = atlas.territories
        ids = [str(name) for name in table.index]
        place = {name: row for row, name in enumerate(ids)}
        self.head = np.array([place.get(whole, row) for row, whole in enumerate(table["part_of"])], dtype=np.int64)
        self.zone = self.head != np.arange(len(ids))
        self.names = np.array(ids, dtype=object)[self.head] if ids else np.array([], dtype=object)
        self.shapes = np.array(table.geometry, dtype=object)
        shapely.prepare(self.shapes)
        self.tree = shapely.STRtree(self.shapes)
        theatres = list(atlas.about.theatres)
        self.theatre = np.array([theatres.index(name) for name in table["theatre"]], dtype=np.int64)
        self.windows = [theatre.window for theatre in atlas.about.theatres.values()]
        self._number_cuts(table["campaign"].to_numpy())
        self._coasts: dict[int, tuple[Shapes, Whole, shapely.STRtree]] = {}

    def _number_cuts(self, campaigns: Shapes) -> None:
        """Give a number to each cut of a territory, the zones of one campaign; and the cuts to the territories."""
        zones = np.flatnonzero(self.zone)
        pairs = pd.MultiIndex.from_arrays([self.head[zones], campaigns[zones]])
        codes, cuts = pd.factorize(pairs, sort=True)
        self.cut = np.full(len(self.head), NOWHERE, dtype=np.int64)
        self.cut[zones] = codes
        heads = np.array([head for head, _ in cuts], dtype=np.int64)  # those of one territory lie together
        self.cuts = np.bincount(heads, minlength=len(self.head))
        self.first_cut = np.searchsorted(heads, np.arange(len(self.head)))
        self.cut_count = len(cuts)

    def rows_of(self, xy: Number) -> tuple[Whole, Whole]:
        """Return pairs of a point and a row that it lies in, sorted: all rows of one territory, or none.

        At sea, the point is that of the nearest land within `ASHORE_KM`.
        """
        points = points_at(xy)
        at, row = self._within(xy, points)
        at, head, row = _sorted(at, self.head[row], row)
        begins = firsts(at)
        mine = head == head[begins][np.cumsum(begins) - 1]
        at, row = at[mine], row[mine]
        held = np.zeros(len(xy), dtype=bool)
        held[at] = True
        wet, shore = self._ashore(xy, points, held)
        at, row = np.concatenate([at, wet]), np.concatenate([row, shore])
        if self.zone.any():
            at, row = self._with_zones(points, at, row)
        at, row = _sorted(at, row)
        return at, row

    def _within(self, xy: Number, points: Shapes) -> tuple[Whole, Whole]:
        """Return pairs of a point and a row whose shape it lies in or on the edge of."""
        row, at = _sorted(*self.tree.query(points)[::-1])
        inside = np.zeros(len(at), dtype=bool)
        for begin, end in runs(row):
            x, y = xy[at[begin:end]].T
            inside[begin:end] = shapely.intersects_xy(self.shapes[row[begin]], x, y)
        return at[inside], row[inside]

    def _ashore(self, xy: Number, points: Shapes, held: Flag) -> tuple[Whole, Whole]:
        """Return pairs of a point at sea, inside a window, and the row of the nearest land, if it is near enough."""
        pairs = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
        for theatre, (west, south, east, north) in enumerate(self.windows):
            x, y = xy.T
            wet = np.flatnonzero(~held & (west <= x) & (x <= east) & (south <= y) & (y <= north))
            pieces, rows, tree = self._coast(theatre)
            at, found = _nearest(points[wet], tree)
            order = np.lexsort((rows[found], at))  # of equally near lands the first
            at, found = at[order], found[order]
            once = firsts(at)
            at, found = at[once], found[once]
            ends = shapely.get_coordinates(shapely.shortest_line(points[wet[at]], pieces[found])).reshape(-1, 4)
            near = np.array(WGS84.inv(*ends.T)[2]) / 1000 <= ASHORE_KM
            pairs.append((wet[at[near]], rows[found[near]]))
            held[wet[at[near]]] = True
        return np.concatenate([a for a, _ in pairs]), np.concatenate([r for _, r in pairs])

    def _coast(self, theatre: int) -> tuple[Shapes, Whole, shapely.STRtree]:
        """Return the outlines of a theatre's territories, zones left out, in pieces, their rows, and a tree of them."""
        if theatre not in self._coasts:
            rows = np.unique(self.head[self.theatre == theatre])
            parts, of_part = shapely.get_parts(self.shapes[rows], return_index=True)
            rings, of_ring = shapely.get_rings(parts, return_index=True)
            pieces, of_piece = pieces_of([shapely.get_coordinates(ring) for ring in rings])
            self._coasts[theatre] = pieces, rows[of_part[of_ring[of_piece]]], shapely.STRtree(pieces)
        return self._coasts[theatre]

    def _with_zones(self, points: Shapes, at: Whole, row: Whole) -> tuple[Whole, Whole]:
        """Add the nearest zone of each cut of the territory of a point that lies, by a hair, in none of its zones."""
        whole = self.cuts[row] > 0
        counts = self.cuts[row[whole]]
        places = np.repeat(at[whole], counts)
        steps = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
        cuts = np.repeat(self.first_cut[row[whole]], counts) + steps
        zone = self.zone[row]
        has = at[zone] * self.cut_count + self.cut[row[zone]]
        lacking = ~pd.Index(places * self.cut_count + cuts).isin(has)  # numpy's sorts, at ten times the cost
        places, cuts = places[lacking], cuts[lacking]
        more = [(at, row)]
        for cut in np.unique(cuts):
            zones = np.flatnonzero(self.cut == cut)
            mine = places[cuts == cut]
            more.append((mine, zones[shapely.STRtree(self.shapes[zones]).nearest(points[mine])]))
        return np.concatenate([a for a, _ in more]), np.concatenate([r for _, r in more])


def _sorted(*columns: Whole) -> list[Whole]:
    """Return some columns, none negative, as rows in order: by the first, then by the next.

    As one number each: to sort by several keys takes ten times as long.
    """
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    keys = np.ravel_multi_index(columns, sizes)
    keys.sort()
    return [column.astype(np.int64, copy=False) for column in np.unravel_index(keys, sizes)]


def _numbered(rows: Whole) -> tuple[Whole, Whole]:
    """Return a number for each row, shape (n, m), the same for rows that are alike, and the first row of each number.

    A column at a time: to sort whole rows takes ten times as long.
    """
    number = np.zeros(len(rows), dtype=np.int64)
    for column in rows.T:
        number, _ = pd.factorize(number * (column.max() + 2) + column + 1)  # `NOWHERE` is -1
    return number, np.unique(number, return_index=True)[1]


def _nearest(points: Shapes, tree: shapely.STRtree) -> tuple[Whole, Whole]:
    """Return pairs of a point and a shape of a tree that is nearest in degrees; none is left out within `ASHORE_KM`."""
    band = (np.abs(shapely.get_y(points)) // BAND).astype(np.int64)
    pairs = [np.zeros((2, 0), dtype=np.int64)]
    for one in np.unique(band):  # a search far beyond what is near takes long
        mine = np.flatnonzero(band == one)
        reach = ASHORE_KM / DEGREE_KM / np.cos(np.radians(min((one + 1) * BAND, POLAR)))
        at, found = tree.query_nearest(points[mine], max_distance=reach, all_matches=True)
        pairs.append(np.array([mine[at], found]))
    at, found = np.hstack(pairs)
    return at, found


class Ground:
    """All that the join needs of an atlas; it can be sent to another process, and threads may share it.

    ``lock`` is held while points are looked up: what finds them is made when it is first needed.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas, self.lock = atlas, threading.Lock()
        self.kinds = [*STATE, *FURTHER]
        self._borders: dict[int, Borders] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what can be made again, and is heavy."""
        return {"atlas": self.atlas}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make it ready again."""
        self.__init__(state["atlas"])  # type: ignore[misc]

    @cached_property
    def land(self) -> Land:
        """The rows of the territories."""
        return Land(self.atlas)

    @cached_property
    def chains(self) -> Chains:
        """The states of the rows."""
        return Chains(self.atlas, [str(name) for name in self.atlas.territories.index])

    @cached_property
    def fronts(self) -> Fronts:
        """The days on which the land around each zone fell."""
        return Fronts(self.atlas, np.flatnonzero(self.land.zone), self.land.head, self.chains)

    @property
    def period(self) -> tuple[int, int]:
        """The first day of the atlas, and the first day after."""
        return self.chains.period

    def place(self, xy: Number, first: Whole, last: Whole) -> Placed:
        """Look places up, each with its span of days, which lies in the period at least in part."""
        at, row = self.land.rows_of(xy)
        found = np.full(len(xy), NOWHERE, dtype=np.int64)
        begins = firsts(at)
        found[at[begins]] = self.land.head[row[begins]]
        chain = found.copy()
        chain[at[begins]] = self._chains_of(at, row, begins)
        here = found != NOWHERE
        spans = np.full((2, len(xy)), NOWHERE, dtype=np.int64)
        days = self.chains.doubts.widened(found[here], np.maximum(first[here], self.period[0]), last[here])
        spans[:, here] = self.chains.met(chain[here], *days)
        zone = self.land.zone[row]
        return Placed(found, chain, spans[0], spans[1], (at[zone], row[zone]))

    def _chains_of(self, at: Whole, row: Whole, begins: Flag) -> Whole:
        """Return the chain of each point that lies in some row."""
        starts = np.flatnonzero(begins)
        counts = np.diff(np.append(starts, len(at)))
        chains = row[starts]
        several = np.flatnonzero(counts > 1)
        if len(several):
            sets = np.full((len(several), int(counts.max())), NOWHERE, dtype=np.int64)
            for place in range(sets.shape[1]):
                has = counts[several] > place
                sets[has, place] = row[starts[several[has]] + place]
            number, first = _numbered(sets)
            found = self.chains.of_sets([tuple(one[one != NOWHERE].tolist()) for one in sets[first]])
            chains[several] = found[number]
        return chains

    def near(self, xy: Number, row: Whole, day: Whole) -> Near:
        """Return the nearest border of each place, which lies in a row, on its day."""
        near = Near.nothing(len(xy))
        where = self.land.theatre[row]
        for theatre in np.unique(where).tolist():
            mine = np.flatnonzero(where == theatre)
            found = self.borders(theatre).nearest(xy[mine], day[mine])
            near.km[mine], near.accuracy[mine], near.kind[mine] = found.km, found.accuracy, found.kind
        return near

    @cached_property
    def _values(self) -> list[Whole]:
        """The values of the spells in `kinds`, as numbers, in the order of `chains`."""
        spells = self.atlas.spells[self.atlas.spells["territory"].isin(self.atlas.territories.index)]
        return [np.asarray(pd.factorize(spells[column])[0], dtype=np.int64) for column in self.kinds]

    def borders(self, theatre: int) -> Borders:
        """Return the borders of a theatre, by its place in the atlas."""
        if theatre not in self._borders:
            rows = np.flatnonzero(self.land.theatre == theatre)
            name = list(self.atlas.about.theatres)[theatre]
            self._borders[theatre] = Borders(self.atlas, name, rows, self.chains, self._values)
        return self._borders[theatre]
