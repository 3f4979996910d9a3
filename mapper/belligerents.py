"""Who fights whom: the wars of each campaign, with their days, and how well its towns place the front between them.

Two powers are at war in a campaign from the first day on which one takes a town from the other up to the campaign's
end, but for its truces. Who holds land as the heir of a power by an act of succession fights beside it. Days are ISO
text, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy
import shapely

from mapper import reading
from mapper.dates import historical_date
from mapper.geometry import project, unproject

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from mapper.about import Theatre
    from mapper.arcs import Network
    from mapper.atlas import Atlas
    from mapper.campaigns import Campaign
    from mapper.captures import Captures

    Days = list[tuple[str, str]]

FAR = 40_000.0  # m: towns farther apart leave the front between them uncertain
TOUCH = 1e-3  # degrees: a town so near to a zone lies in it


@dataclass(frozen=True)
class War:
    """Two sides, each the powers that fight as one, and the spans of days in which they fight.

    Where it can be so, a power is on the first side in all wars of its campaign, or on the second in all.
    """

    campaign: str
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    days: tuple[tuple[str, str], ...]


def wars(captures: Captures, theatre: str | None = None) -> list[War]:
    """Return the wars of all campaigns, or of those of one theatre, in the order in which they began."""
    campaigns = [one for one in captures.campaigns.values() if theatre in (None, one.theatre)]
    found = [war for campaign in campaigns for war in wars_of(campaign, captures)]
    return sorted(found, key=lambda war: (war.days[0], war.sides))


def edges(atlas: Atlas, net: Network) -> list[tuple[int, tuple[int, int], list[int]]]:
    """Return each arc with each pair of lands beside it, and [1] where towns more than `FAR` apart place the edge."""
    return [
        (arc, pair, [1] if far > FAR else [])
        for arc, (pairs, distances) in enumerate(zip(net.pairs, apart(atlas, net), strict=True))
        for pair, far in zip(pairs, distances, strict=True)
    ]


def wars_of(campaign: Campaign, captures: Captures) -> list[War]:
    """Return the wars of one campaign, in the order in which they began."""
    table = captures.table[(captures.table["campaign"] == campaign.id) & (captures.table["taken_from"] != "")]
    begun: dict[tuple[str, str], str] = {}
    members: dict[str, set[str]] = {}
    named = [*table["taken_by"], *table["taken_from"], *(one.after for one in campaign.successions)]
    for power in named:
        members.setdefault(campaign.origin(power), set()).add(power)
    rows = [(historical_date(row["date"]).earliest, row) for row in reading.records(table)]
    for day, row in sorted(rows, key=lambda one: one[0]):
        taker, giver = campaign.origin(row["taken_by"]), campaign.origin(row["taken_from"])
        if taker != giver and (giver, taker) not in begun:
            begun.setdefault((taker, giver), day)
    side: dict[str, int] = {}
    found = []
    for (taker, giver), day in begun.items():
        if taker not in side:
            side[taker] = 1 - side[giver] if giver in side else 0
        side.setdefault(giver, 1 - side[taker])
        pair = (taker, giver) if side[taker] == 0 else (giver, taker)
        days = _without([(day, campaign.after)], _truces_of(campaign, taker, giver))
        if days:
            first, second = (tuple(sorted(members[power])) for power in pair)
            found.append(War(campaign.id, (first, second), tuple(days)))
    return found


def _truces_of(campaign: Campaign, one: str, other: str) -> Days:
    """Return the days of the truces of a campaign that hold between two powers."""
    both = {one, other}
    return [(truce.first, truce.after) for truce in campaign.truces if set(map(campaign.origin, truce.powers)) == both]


def _without(days: Days, gaps: Iterable[tuple[str, str]]) -> Days:
    """Return spans of days without some others."""
    for begin, end in gaps:
        parts = [((first, min(after, begin)), (max(first, end), after)) for first, after in days]
        days = [part for both in parts for part in both if part[0] < part[1]]
    return days


def apart(atlas: Atlas, net: Network) -> list[list[float]]:
    """Return, for each arc and each pair of lands beside it, how far the towns that place the edge lie apart, in m.

    They are those towns of the one and the other zone that are nearest to the middle of the arc; 0 where the lands are
    not zones of one campaign, for then the edge is that of a territory.
    """
    here = atlas.territories.loc[net.names]
    campaign = here["campaign"].to_list()
    found = [[0.0] * len(pairs) for pairs in net.pairs]
    between = [
        (arc, number, pair)
        for arc, pairs in enumerate(net.pairs)
        for number, pair in enumerate(pairs)
        for one, other in [[campaign[side] for side in pair]]
        if one and one == other
    ]
    if not between:
        return found
    (name,) = set(here["theatre"])
    theatre = atlas.about.theatres[name]
    towns = _towns_of_zones(atlas, here, theatre)
    arcs = [shapely.LineString(net.topology.arcs[arc]) for arc, *_ in between]
    middles = project(theatre, shapely.get_coordinates(shapely.line_interpolate_point(arcs, 0.5, normalized=True)))
    sides, beside = np.array([pair for *_, pair in between]).ravel(), np.repeat(middles, 2, axis=0)
    nearest = np.empty_like(beside)
    for zone in np.unique(sides).tolist():
        rows = sides == zone
        nearest[rows] = towns[zone].data[towns[zone].query(beside[rows])[1]]
    gaps = np.hypot(*(nearest[::2] - nearest[1::2]).T)
    for (arc, number, _), gap in zip(between, gaps.tolist(), strict=True):
        found[arc][number] = gap
    return found


def _towns_of_zones(atlas: Atlas, here: pd.DataFrame, theatre: Theatre) -> dict[int, scipy.spatial.KDTree]:
    """Return the towns in each zone, by its row, in the plane of the theatre; in one without, all of its campaign."""
    found = {}
    for name in sorted(set(here["campaign"]) - {""}):
        xy = atlas.captures.towns[name].xy
        rows = np.flatnonzero(here["campaign"] == name)
        points = shapely.points(unproject(theatre, xy))
        town, zone = shapely.STRtree(here.geometry.to_numpy()[rows]).query(points, predicate="dwithin", distance=TOUCH)
        for place, row in enumerate(rows.tolist()):
            mine = town[zone == place]
            found[row] = scipy.spatial.KDTree(xy[mine] if len(mine) else xy)
    return found
