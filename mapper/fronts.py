"""Where a front passed: on which days the land around a place fell.

Towns tell on which days the zones of a campaign fell (see `mapper.zones`), and the edge between two zones is known no
better than the samples lie apart. Where zones as near as that to a place fell more than `APART` days apart, nobody can
say on the days between on which side of the front it was; nor while the towns around it were not all in one hand (see
`mapper.between`). Days are whole numbers (see `mapper.chains`), and spans of days have both their ends.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper.between import Between
from mapper.borders import runs
from mapper.geometry import project
from mapper.zones import SPACING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from mapper.atlas import Atlas
    from mapper.chains import Chains

    Whole = NDArray[np.int64]
    Number = NDArray[np.float64]
    Flag = NDArray[np.bool_]

APART = 2  # days: of land that fell no farther apart, the day is known well enough
NEVER = np.iinfo(np.int64).min  # the number of no day
Falls = list[tuple[int, str]]  # a day, and the power whose armies took the land
Span = tuple[int, int]


class Fronts:
    """The spans of days in which the land around a place fell; ``rows`` are those of the zones."""

    def __init__(self, atlas: Atlas, rows: Whole, head: Whole, chains: Chains) -> None:
        self.atlas, self.rows, self.head, self.chains = atlas, rows, head, chains
        self.shapes = np.array(atlas.territories.geometry, dtype=object)
        self.theatre = atlas.territories["theatre"].to_numpy()
        self.campaign = atlas.territories["campaign"].to_numpy()
        self.tree = shapely.STRtree(self.shapes[rows])
        self._beside: dict[int, list[int]] = {}  # the zones of its campaign that touch a zone
        self._flat: dict[int, shapely.Geometry] = {}
        self._between: dict[str, Between] = {}

    def at(self, xy: Number, pairs: tuple[Whole, Whole], first: Whole, last: Whole) -> Whole:
        """Return the span of days, shape (n, 2), in which the land around each place fell, where its date meets one.

        Parameters
        ----------
        xy
            Places (n, 2) in EPSG:4326, longitude first.
        pairs
            Places, by their number, and a zone that each lies in; of several zones the first with such a span counts.
        first, last
            The days that the date of each place may mean.

        Returns
        -------
        array
            The first in time that the date meets; `NEVER` where it meets none.
        """
        found = np.full((len(xy), 2), NEVER, dtype=np.int64)
        point, row = pairs
        self._learn(np.unique(row))
        order = np.argsort(row, kind="stable")
        for begin, end in runs(row[order]):
            zone, places = int(row[order[begin]]), point[order[begin:end]]
            doubtful = _met(
                spans_of(self._falls(zone), map(self._falls, self._beside[zone])), first[places], last[places]
            )
            places = places[(doubtful[:, 0] != NEVER) & (found[places, 0] == NEVER)]
            if len(places):
                found[places] = self._around(zone, xy[places], first[places], last[places])
        self._widen(found, xy, pairs, first, last)
        return found

    def _widen(self, found: Whole, xy: Number, pairs: tuple[Whole, Whole], first: Whole, last: Whole) -> None:
        """Add to spans the days on which the towns around a place were not all in one hand, while a zone held it."""
        point, row = pairs
        begins, ends = np.full((2, len(self.shapes)), NEVER)
        for zone in np.unique(row).tolist():
            begins[zone], ends[zone] = self.chains.of_row[zone][0][0], self.chains.of_row[zone][-1][1] - 1
        met = (last[point] >= begins[row]) & (first[point] <= ends[row])
        point, row = point[met], row[met]
        campaign = self.campaign[row].astype(str)
        for name in np.unique(campaign).tolist():
            mine = np.flatnonzero(campaign == name)
            if name not in self._between:
                self._between[name] = Between(self.atlas, name)
            kinds, kind = self._between[name].spans_at(xy[point[mine]])
            order = np.argsort(kind, kind="stable")
            for begin, end in runs(kind[order]):
                spans, some = kinds[kind[order[begin]]], mine[order[begin:end]]
                places, zones = point[some], row[some]
                low, high = begins[zones], ends[zones]
                told = _met(spans, np.maximum(first[places], low), np.minimum(last[places], high))
                told = np.where(told == NEVER, NEVER, np.clip(told, low[:, np.newaxis], high[:, np.newaxis]))
                found[places] = _both(found[places], told)

    def _around(self, zone: int, xy: Number, first: Whole, last: Whole) -> Whole:
        """Return the spans of places in a zone by the zones that lie near enough to each."""
        beside = self._beside[zone]
        theatre = self.atlas.about.theatres[self.theatre[zone]]
        flat = np.asarray(shapely.points(project(theatre, xy)), dtype=object)
        near = np.array([shapely.dwithin(self._in_plane(other), flat, SPACING) for other in beside])
        kinds, kind = np.unique(near, axis=1, return_inverse=True)
        found = np.full((len(xy), 2), NEVER, dtype=np.int64)
        for number, some in enumerate(kinds.T):
            mine = kind.ravel() == number
            spans = spans_of(self._falls(zone), [self._falls(beside[place]) for place in np.flatnonzero(some)])
            found[mine] = _met(spans, first[mine], last[mine])
        return found

    def _in_plane(self, zone: int) -> shapely.Geometry:
        """Return the shape of a zone in the plane of its theatre, ready to be measured to."""
        if zone not in self._flat:
            theatre = self.atlas.about.theatres[self.theatre[zone]]
            self._flat[zone] = shapely.transform(self.shapes[zone], lambda xy: project(theatre, xy))
            shapely.prepare(self._flat[zone])
        return self._flat[zone]

    def _learn(self, zones: Whole) -> None:
        """Find what lies beside zones for which that is not known yet."""
        fresh = np.array([zone for zone in zones.tolist() if zone not in self._beside], dtype=np.int64)
        if not len(fresh):
            return
        number, beside = self.tree.query(self.shapes[fresh], predicate="intersects")
        pairs = sorted(zip(fresh[number].tolist(), self.rows[beside].tolist(), strict=True))
        for zone, both in groupby(pairs, key=lambda pair: pair[0]):
            others = (other for _, other in both if other != zone)
            self._beside[zone] = [other for other in others if self.campaign[other] == self.campaign[zone]]

    def _falls(self, zone: int) -> Falls:
        """Return the days on which a zone fell, each with the power whose armies took it; an act is no fall."""
        origin: Callable[[str], str] = self.atlas.captures.campaigns[self.campaign[zone]].origin
        spells = self.chains.of_row[zone]
        before = [state for _, until, state in self.chains.of_row[self.head[zone]] if until == spells[0][0]]
        powers = [origin(self.chains.states[state][0]) for state in [*before, *(state for *_, state in spells)]]
        days = [spells[0][0]] * len(before) + [since for since, *_ in spells]
        return [(days[i], powers[i]) for i in range(1, len(powers)) if powers[i] != powers[i - 1]]


def _met(spans: list[Span], first: Whole, last: Whole) -> Whole:
    """Return for each date the first of some spans that it meets, shape (n, 2), or `NEVER`."""
    found = np.full((len(first), 2), NEVER, dtype=np.int64)
    for span in spans:
        found[(first <= span[1]) & (last >= span[0]) & (found[:, 0] == NEVER)] = span
    return found


def _both(one: Whole, other: Whole) -> Whole:
    """Return the spans from the earlier of two first days to the later of two last, or the only one."""
    first = np.where((one != NEVER) & (other != NEVER), np.minimum(one, other), np.maximum(one, other))
    return np.column_stack([first[:, 0], np.maximum(one[:, 1], other[:, 1])])


def spans_of(falls: Falls, around: Iterable[Falls]) -> list[Span]:
    """Return, for each fall of a zone, from which day to which the land around it fell to the same power.

    A neighbour that fell to it more than once counts with the day that comes nearest. Spans of `APART` days or fewer
    are left out.
    """
    found = []
    others = list(around)
    for day, power in falls:
        days = [day]
        for other in others:
            same = [fell for fell, by in other if by == power]
            if same:
                days.append(min(same, key=lambda fell: (abs(fell - day), fell)))
        if max(days) - min(days) > APART:
            found.append((min(days), max(days)))
    return found
