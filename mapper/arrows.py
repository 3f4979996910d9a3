"""How far arrows have come: the days on which a movement passed the towns beside its way, and what contradicts them.

A movement says when it began and ended; the towns that its power took within `BESIDE` of its way, on its days, say when
it passed. Their days, in the order of the way, become days that never go back by isotonic regression (Barlow and
others, Statistical Inference under Order Restrictions, 1972, 1.2). Days are ISO text, both days of a movement included;
distances are metres in the plane of the theatre, a share is of the length of the way.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import scipy
import shapely

from mapper.belligerents import wars
from mapper.dates import shift
from mapper.errors import Problem
from mapper.geometry import project, unproject
from mapper.reading import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapper.about import Theatre
    from mapper.atlas import Atlas
    from mapper.captures import Captures
    from mapper.reading import Lines

    Line = dict[str, Any]

BESIDE = 15_000.0  # m: a town so near to the way was passed when it was taken
NEAR = 1_000.0  # m: a town counts by its distance from the way, from here on in inverse proportion
UPON = 3_000.0  # m: the way leads through a town so near to it
LATE = 3  # days that a town may fall after the arrow came through it
STEP = 5_000.0  # m between the points at which land under a way is looked up
LEAST = 25_000.0  # m of a way on land that its days left untouched, from which that is told
AFTERWARDS = 31  # days after a movement in which land may still change hands by it

Knot = tuple[str, float]  # by the end of a day, this share of the way lies behind; the last of a day counts


class Passed(NamedTuple):
    """A town that a movement's power took beside its way.

    ``share`` is where on the way, ``day`` the ordinal day, ``apart`` how far from it in m, ``since`` from which day
    somebody else had held the town, 0 for ever.
    """

    share: float
    day: int
    town: str
    apart: float
    since: int


def growths(atlas: Atlas, movements: Lines) -> dict[str, list[Knot]]:
    """Return the knots between which each arrow grows evenly: none where it passed no dated town on its days."""

    def of(line: Line) -> list[Knot]:
        return _knots(line, _passed(line, atlas.captures, atlas.about.theatres[line["theatre"]]))

    return atlas.kept("growth", _parts(movements), lambda: {name: of(line) for name, line in movements.items()})


def _parts(movements: Lines) -> list[str]:
    """Return all of some movements that their growth and what contradicts them follow from."""
    told = ("theatre", "kind", "polity", "from", "to")
    return [repr((name, line["geometry"].wkb, *(line[key] for key in told))) for name, line in movements.items()]


def _knots(line: Line, towns: list[Passed]) -> list[Knot]:
    first, last = _days(line)
    passed = [town for town in towns if first <= town.day <= last]
    if line["kind"] == "front" or not passed:
        return []
    on = [*zip(_in_order(passed), [round(town.share, 3) for town in passed], strict=True), (last, 1.0)]
    knots = []
    for day, same in groupby(on, key=lambda one: one[0]):
        shares = [share for _, share in same]
        knots += [(date.fromordinal(day).isoformat(), share) for share in dict.fromkeys((shares[0], shares[-1]))]
    return knots


def contradictions(atlas: Atlas, movements: Lines, file: str) -> list[Problem]:
    """Tell towns that arrows reach before they fall, and land that they cross and that stays the enemy's."""
    theatres = atlas.about.theatres
    arrows = {name: one for name, one in movements.items() if one["kind"] != "front" and one["theatre"] in theatres}
    told = atlas.kept("arrows", _parts(arrows), lambda: list(_contradicted(atlas, arrows)))
    return [Problem(file, *one) for one in told]


def _contradicted(atlas: Atlas, arrows: Lines) -> Iterator[tuple[str, str, str, str]]:
    """Yield what contradicts each of some arrows: its name, the column, what is told, and what to do."""
    land = _Land(atlas)
    for name, line in arrows.items():
        theatre = atlas.about.theatres[line["theatre"]]
        passed = _passed(line, atlas.captures, theatre)
        for town, came in _too_early(line, passed):
            fell = date.fromordinal(town.day).isoformat()
            message = f"it comes through {town.town} on {came}, which falls on {fell}"
            yield name, "to", message, "Correct one of the days, or lead the arrow past it."
        for territory, holder, metres in [] if line["kind"] == "raid" else land.untouched(line, passed, theatre):
            message = f"it crosses {metres / 1000:.0f} km of {territory}, which stays {holder}'s up to a month after"
            yield name, "geometry", message, "Add captures or spells if it held it, or make it a raid if it left again."


def _days(line: Line) -> tuple[int, int]:
    return date.fromisoformat(line["from"]).toordinal(), date.fromisoformat(line["to"]).toordinal()


def _way(line: Line, theatre: Theatre) -> shapely.LineString:
    return shapely.LineString(project(theatre, shapely.get_coordinates(line["geometry"])))


def _passed(line: Line, captures: Captures, theatre: Theatre) -> list[Passed]:
    """Return the towns beside the way that its power took in campaigns of its days, in the order of the way."""
    way = _way(line, theatre)
    low, high = np.array(way.bounds).reshape(2, 2) + np.array([[-BESIDE], [BESIDE]])
    found = []
    for campaign in captures.campaigns.values():
        if campaign.theatre != line["theatre"] or line["to"] < campaign.first or line["from"] >= campaign.after:
            continue
        towns, power = captures.towns[campaign.id], campaign.origin(line["polity"])
        around = np.flatnonzero(((towns.xy >= low) & (towns.xy <= high)).all(axis=1))
        points = shapely.points(towns.xy[around])
        apart_of = np.asarray(shapely.distance(way, points))
        share_of = np.asarray(shapely.line_locate_point(way, points, normalized=True))
        for town, apart, share in zip(around.tolist(), apart_of.tolist(), share_of.tolist(), strict=True):
            if apart > BESIDE:
                continue
            since = 0
            for (by, _), day in zip(towns.stories[town], map(round, towns.days[town]), strict=True):
                if by == power:
                    found.append(Passed(share, day, towns.names[town], apart, since))
                since = day
    return sorted(found)


def _in_order(passed: list[Passed]) -> list[int]:
    """Return the days of towns in the order of the way such that none comes before an earlier one."""
    weights = [1 / (1 + town.apart / NEAR) for town in passed]
    found = scipy.optimize.isotonic_regression([town.day for town in passed], weights=weights)
    return [int(day) for day in np.rint(found.x)]


def _came(line: Line, passed: list[Passed], shares: Iterable[float]) -> list[int]:
    """Return the ordinal days by whose end an arrow has come so far along its way."""
    days, behind = [_days(line)[0] - 1], [0.0]
    for day, share in _knots(line, passed) or [(line["to"], 1.0)]:
        days.append(date.fromisoformat(day).toordinal())
        behind.append(share)
    return [int(np.ceil(np.interp(share, behind, days) - 1e-9)) for share in shares]


def _too_early(line: Line, passed: list[Passed]) -> list[tuple[Passed, str]]:
    """Return the towns on the way that fall more than `LATE` days after the arrow came, each with that day."""
    found = []
    for town, came in zip(passed, _came(line, passed, [town.share for town in passed]), strict=True):
        if town.apart <= UPON and town.since <= came < town.day - LATE:
            found.append((town, date.fromordinal(came).isoformat()))
    return found


class _Land:
    """The land under a way, and who held it."""

    def __init__(self, atlas: Atlas) -> None:
        self.wars = wars(atlas.captures)
        self.names = [str(name) for name in atlas.territories.index]
        self.whole = dict(zip(self.names, atlas.territories["part_of"], strict=True))
        self.tree = shapely.STRtree(atlas.territories.geometry.to_numpy())
        self.spells: dict[str, list[Line]] = {}
        for spell in records(atlas.spells[["territory", "from", "to", "controller"]]):
            self.spells.setdefault(spell["territory"], []).append(spell)

    def untouched(self, line: Line, passed: list[Passed], theatre: Theatre) -> list[tuple[str, str, float]]:
        """Return each territory of an enemy that a way crosses for `LEAST`, all of it the enemy's all the time."""
        enemies = self._enemies(line)
        if not enemies:
            return []
        way, after = _way(line, theatre), shift(line["to"], AFTERWARDS)
        count = max(2, round(way.length / STEP) + 1)
        shares = np.linspace(0, 1, count)
        came = [date.fromordinal(day).isoformat() for day in _came(line, passed, shares)]
        on = shapely.line_interpolate_point(way, shares, normalized=True)
        points = shapely.points(unproject(theatre, shapely.get_coordinates(on)))
        holders: dict[int, set[str]] = {}
        lands: dict[int, str] = {}
        for point, row in zip(*self.tree.query(points, predicate="intersects").tolist(), strict=True):
            name = self.names[row]
            lands[point] = min(lands.get(point, "~"), self.whole[name] or name)
            met = [one for one in self.spells.get(name, []) if one["from"] < after and one["to"] > line["from"]]
            holders.setdefault(point, set()).update(one["controller"] for one in met)
        metres: dict[tuple[str, str], float] = {}
        for point, held in holders.items():
            holder = next(iter(held)) if len(held) == 1 else ""
            if came[point] < enemies.get(holder, ""):
                key = (lands[point], holder)
                metres[key] = metres.get(key, 0.0) + way.length / (count - 1)
        return [(*key, length) for key, length in metres.items() if length >= LEAST]

    def _enemies(self, line: Line) -> dict[str, str]:
        """Return whom a movement's power fights on its days, and the first day after."""
        found: dict[str, str] = {}
        for war in self.wars:
            ends = [after for first, after in war.days if first <= line["to"] and line["from"] < after]
            for own, other in (war.sides, war.sides[::-1]):
                if ends and line["polity"] in own:
                    found.update(dict.fromkeys(other, max(ends)))
        return found
