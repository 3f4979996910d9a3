"""Land between towns: on which days the towns around a place were not all in one hand.

A town tells its own days. Land between towns has days computed from theirs (see `mapper.zones`), and how far those may
be off `mapper accuracy` measures: so nobody can say on which side of the front a place was while the `COUNT` towns
nearest to it were in the hands of enemies, nor within `LEEWAY` days of the fall of one of them. A town farther away
than `FARTHER` times the nearest says nothing; in a town its own day is certain, or the days between which texts have
it. With every eighth town left out, of the joins up to two months from its fall that were wrong and did not say so this
marks four in five in August 1945, two in three in China and half in Manchuria; for that it also marks some that were
right: a sixth of those two months from a fall in China. Days are whole numbers (see `mapper.chains`), and spans of days
have both their ends.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import scipy

from mapper import reading
from mapper.belligerents import wars_of
from mapper.dates import historical_date
from mapper.geometry import project
from mapper.nearness import nearest
from mapper.zones import REACH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.atlas import Atlas

    Whole = NDArray[np.int64]
    Number = NDArray[np.float64]

COUNT = 4
FARTHER = 3.0
LEEWAY = 2  # days
TOWN = 3_000.0  # m: a place so near to a town is in it
END = np.iinfo(np.int64).max  # a day after all days
Span = tuple[int, int]
Step = tuple[int, int, str]  # the days, half-open, in which a town changes hands, and who has it from then on


class Between:
    """The towns of one campaign, and the spans of days in which those around a place were not all in one hand."""

    def __init__(self, atlas: Atlas, campaign: str) -> None:
        captures = atlas.captures
        self.theatre = atlas.about.theatres[captures.campaigns[campaign].theatre]
        origin = captures.campaigns[campaign].origin
        sides = [war.sides for war in wars_of(captures.campaigns[campaign], captures)]
        self.enemies = {frozenset((origin(one[0]), origin(other[0]))) for one, other in sides}
        table = captures.table[captures.table["campaign"] == campaign]
        self.first: list[str] = []  # who held each town before it fell, if it did
        self.steps: list[list[Step]] = []
        spots: dict[tuple[float, float], int] = {}
        dated = [(historical_date(row["date"]), row) for row in reading.records(table)]
        for days, row in sorted(dated, key=lambda one: (one[0].earliest, one[0].latest)):
            place = (row["lon"], row["lat"])
            if place not in spots:
                spots[place] = len(spots)
                self.first.append(origin(row["taken_from"] or row["taken_by"]))
                self.steps.append([])
            if row["taken_from"]:
                span = np.array([days.earliest, days.latest], dtype="datetime64[D]").astype(np.int64).tolist()
                self.steps[spots[place]].append((*span, origin(row["taken_by"])))
        self.tree = scipy.spatial.KDTree(project(self.theatre, np.array(list(spots), dtype=float))) if spots else None
        self.barriers = captures.towns[campaign].barriers if campaign in captures.towns else ()
        self._known: dict[tuple[tuple[int, ...], bool], list[Span]] = {}

    def spans_at(self, xy: Number) -> tuple[list[list[Span]], Whole]:
        """Return spans for each set of towns around some places in EPSG:4326, and the number of the set of each."""
        if self.tree is None or not len(xy):
            return [[]], np.zeros(len(xy), dtype=np.int64)
        flat = project(self.theatre, xy)
        distance, near = nearest(flat, self.tree, min(COUNT, self.tree.n), self.barriers)
        within = distance[:, 0] <= TOWN
        told = (distance <= REACH) & (distance <= np.where(within, 0.0, FARTHER * distance[:, 0])[:, np.newaxis])
        told[:, 0] = True
        towns = np.sort(np.where(told, near, -1), axis=1)
        code = within.astype(np.int64)
        for column in towns.T:
            code = code * (self.tree.n + 1) + column + 1
        _, some, number = np.unique(code, return_index=True, return_inverse=True)
        sets = [(tuple(one for one in towns[row].tolist() if one >= 0), bool(within[row])) for row in some.tolist()]
        return [self._spans(*one) for one in sets], number.ravel()

    def _spans(self, towns: tuple[int, ...], within: bool) -> list[Span]:  # noqa: FBT001
        if (towns, within) not in self._known:
            leeway = 0 if within else LEEWAY
            steps = [[(a - leeway, b + leeway, by) for a, b, by in self.steps[town]] for town in towns]
            self._known[towns, within] = undecided(steps, [self.first[town] for town in towns], self.enemies)
        return self._known[towns, within]


def undecided(steps: list[list[Step]], first: list[str], enemies: set[frozenset[str]]) -> list[Span]:
    """Return the spans of days in which some towns, held at first by some powers, are not surely in one hand."""
    days = sorted({day for its in steps for begin, end, _ in its for day in (begin, end)})
    found: list[Span] = []
    for begin, after in pairwise([*days, END] if days else []):
        changing = any(since <= begin < until for its in steps for since, until, _ in its)
        holders = [
            [power, *(by for _, until, by in its if until <= begin)][-1]
            for power, its in zip(first, steps, strict=True)
        ]
        if changing or any(frozenset(pair) in enemies for pair in combinations(set(holders), 2)):
            joined = found and found[-1][1] == begin - 1
            found[-1:] = [(found[-1][0], after - 1)] if joined else [*found[-1:], (begin, after - 1)]
    return found
