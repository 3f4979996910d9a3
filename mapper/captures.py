"""Campaigns cut their territories by the days on which towns were taken: the front is derived, not drawn.

While a campaign lasts, a territory whose spell has the rule ``captures`` is cut into *zones*, each the land that
changed hands on the same days. Towns say when: each town changes hands on its own days, the land between them on days
that its neighbours' give. Before and after, the territory is whole again. Nothing of this is stored; it is computed at
every build.

Method. Samples lie on a triangular grid of `SPACING` metres in the plane of the theatre, and at the towns themselves.
A sample takes the story of the nearest town of its territory (who took it from whom, how often), and each day of that
story as the median of up to `NEIGHBOURS` towns of the campaign that have the same story, weighted by the inverse cube
of their distance (after Shepard, A two-dimensional interpolation function for irregularly-spaced data, Proc. ACM 1968,
who takes the mean and the square); a town is its own day. Of the rules tried on towns left out, one to eight
neighbours, mean and median, powers one to three, this one errs least (`mapper accuracy` tells the error). Of the towns of the territory with its story a sample then
takes the days that come nearest. Samples with the same days share a zone: their Voronoi cells within the territory,
whose edges are simplified. Coordinates are EPSG:4326, longitude first; days ISO text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper import reading, schema
from mapper.dates import historical_date
from mapper.geometry import CRS, area_km2, polygons, project, unproject

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.about import Theatre
    from mapper.reading import Reader

RULE = "captures"  # the rule of a spell whose territory a campaign cuts
SPACING = 12_000.0  # m between samples
NEIGHBOURS = 6
POWER = 3  # of the distance by which a town counts for less
REACH = 120_000.0  # m: a town farther away says nothing of a day
ON_LINE = 1e-9  # degrees: a vertex this near to an edge lies on it
METRE = 1.0  # samples this equally near to an edge are the two beside it
SMOOTH = 6_000.0  # m: the tolerance with which the inner edges of zones are simplified
SUCCESSION = ("day", "before", "after", "status")
JOIN = "--"  # stands between a territory and the number of its zone

Plane = "NDArray[np.float64]"  # shape (n, 2), metres
Step = tuple[str, str]  # taken by, taken from
Record = dict[str, Any]


@dataclass(frozen=True)
class Campaign:
    """A campaign: its territories, its days ``[first, after)``, and the status of captured land."""

    id: str
    name: dict[str, str]
    theatre: str
    territories: tuple[str, ...]
    first: str
    after: str
    status: str
    successions: tuple[Succession, ...]

    def heir(self, holder: str, day: str, territory: str) -> str:
        """Return who has by a day, in a territory, what a power held before, by the acts of succession."""
        for act in self.successions:
            if act.before == holder and act.day <= day and territory in act.territories:
                holder = act.after
        return holder

    def origin(self, holder: str) -> str:
        """Return the power whose heir another is, or itself: armies of one side bear one name."""
        for act in reversed(self.successions):
            if act.after == holder:
                holder = act.before
        return holder


@dataclass(frozen=True)
class Succession:
    """A day on which one power takes over, by an act, all that another holds in some territories of a campaign."""

    day: str
    before: str
    after: str
    status: str
    territories: frozenset[str]


@dataclass(frozen=True)
class Towns:
    """The towns of one campaign: places in the plane of the theatre, and the story of each in the order of time.

    ``days[i]`` are ordinal days, one for each step of ``stories[i]``; ``spread[i]`` is how many days the dates of town
    ``i`` leave open; ``territory[i]`` is '' for a town in none of the campaign's.
    """

    xy: NDArray[np.float64]
    names: list[str]
    stories: list[tuple[Step, ...]]
    days: list[tuple[float, ...]]
    territory: list[str]


@dataclass(frozen=True)
class Captures:
    """All captures of a folder: the rows of ``captures.csv``, the campaigns, and the towns of each."""

    table: pd.DataFrame
    campaigns: dict[str, Campaign]
    towns: dict[str, Towns]


def read_captures(reader: Reader, territories: gpd.GeoDataFrame) -> Captures:
    """Read ``campaigns.csv`` and ``captures.csv``, and check each capture against its campaign."""
    campaigns = reader.table("campaigns")
    reader.references("campaigns", campaigns)
    reader.known["campaigns"] = set(campaigns["id"])
    successions = reader.table("successions")
    reader.references("successions", successions)
    table = reader.table("captures")
    faulty = reader.references("captures", table)
    table = table.drop(index=[row for row in table.index if row in faulty])
    acts: dict[str, list[Succession]] = {}
    for row in reading.records(successions.sort_values("day", kind="stable")):
        acts.setdefault(row["campaign"], []).append(
            Succession(*(row[key] for key in SUCCESSION), frozenset(schema.parts(row["territories"])))
        )
    found = {row["id"]: _campaign(row, acts.get(row["id"], []), reader) for row in reading.records(campaigns)}
    _check_campaigns(campaigns, found, set(territories.index), reader)
    towns = {name: _towns(campaign, table, territories, reader) for name, campaign in found.items()}
    return Captures(table, found, towns)


def _campaign(row: Record, acts: list[Succession], reader: Reader) -> Campaign:
    lands = tuple(schema.parts(row["territories"]))
    name = reader.about.words(row, "name")
    return Campaign(row["id"], name, row["theatre"], lands, row["from"], row["to"], row["status"], tuple(acts))


def _check_campaigns(frame: pd.DataFrame, found: dict[str, Campaign], known: set[str], reader: Reader) -> None:
    """Tell a campaign that ends before it begins, names no territory, or shares one with another on one day."""
    path = reader.path("campaigns")
    for row, name in frame["id"].items():
        campaign = found[name]
        if campaign.after <= campaign.first:
            message = f"it ends {campaign.after}, not after it begins, {campaign.first}"
            reader.problems.add(path, f"row {row}", "to", message, "Swap the days.")
        for land in campaign.territories:
            if land not in known:
                message = f"'{land}' names none of the territories"
                reader.problems.add(path, f"row {row}", "territories", message, "Correct it.")
        for other in found.values():
            both = sorted(set(campaign.territories) & set(other.territories))
            if other.id > campaign.id and both and campaign.first < other.after and other.first < campaign.after:
                message = f"{campaign.id} and {other.id} both cut {both[0]} on some days"
                reader.problems.add(path, f"row {row}", "territories", message, "A territory has one campaign a day.")


def _towns(campaign: Campaign, table: pd.DataFrame, territories: gpd.GeoDataFrame, reader: Reader) -> Towns:
    """Gather the captures of one campaign by town, and tell those that do not fit it or each other."""
    path, problems = reader.path("captures"), reader.problems
    mine = table[table["campaign"] == campaign.id]
    theatre = reader.about.theatres[campaign.theatre]
    xy = project(theatre, mine[["lon", "lat"]].to_numpy(dtype=float))
    lands = territories.loc[[name for name in campaign.territories if name in territories.index]]
    at = _containing(lands, mine)
    spots: dict[tuple[float, float], list[tuple[float, str, int]]] = {}
    for position, (row, capture) in enumerate(zip(mine.index, reading.records(mine), strict=True)):
        dated = historical_date(capture["date"])
        outside = not campaign.first <= dated.earliest <= dated.latest < campaign.after
        if outside:
            message = f"{capture['date']} lies outside its campaign, {campaign.first} up to {campaign.after}"
            problems.add(path, f"row {row}", "date", message, "Correct the day, or the campaign.")
            continue
        middle = (date.fromisoformat(dated.earliest).toordinal() + date.fromisoformat(dated.latest).toordinal()) / 2
        spots.setdefault((capture["lon"], capture["lat"]), []).append((middle, f"row {row}", position))
    records = reading.records(mine)
    kept: list[int] = []
    stories, days = [], []
    for steps in spots.values():
        steps.sort()
        for (day, row, position), (day_before, before, earlier) in zip(steps[1:], steps, strict=False):
            now, then = records[position], records[earlier]
            if campaign.origin(now["taken_from"]) != campaign.origin(then["taken_by"]):
                message = f"{now['place']} is taken from {now['taken_from']}, but {then['taken_by']} held it ({before})"
                problems.add(path, row, "taken_from", message, "Correct it, or add the capture between the two.")
            if day == day_before:
                problems.add(path, row, "date", f"{now['place']} is taken twice on one day ({before})", "Keep one.")
        kept.append(steps[0][2])
        powers = [(records[p]["taken_by"], records[p]["taken_from"]) for _, _, p in steps]
        stories.append(tuple((campaign.origin(by), campaign.origin(before)) for by, before in powers))
        days.append(tuple(day for day, _, _ in steps))
    return Towns(xy[kept], [records[p]["place"] for p in kept], stories, days, [at[p] for p in kept])


def _containing(lands: gpd.GeoDataFrame, points: pd.DataFrame) -> list[str]:
    """Return the territory that contains each point, or the nearest within 5 km of latitude, or ''."""
    found = [""] * len(points)
    if lands.empty or points.empty:
        return found
    shapes = shapely.points(points[["lon", "lat"]].to_numpy(dtype=float))
    tree = shapely.STRtree(lands.geometry.to_numpy())
    at, near = tree.query_nearest(shapes, max_distance=0.05, all_matches=False)
    for point, land in zip(at.tolist(), near.tolist(), strict=True):
        found[point] = str(lands.index[land])
    return found


def days_at(
    points: NDArray[np.float64], towns: Towns, nearest: NDArray[np.int64], *, itself: bool = False
) -> list[tuple[int, ...]]:
    """Return the ordinal days on which land at some points changes hands.

    Parameters
    ----------
    points
        In the plane of the theatre, metres, shape (n, 2).
    nearest
        The town whose story each point takes.
    itself
        Whether a point is a town itself, and its own day is to be left out of the mean.
    """
    found: list[tuple[int, ...]] = [()] * len(points)
    groups: dict[tuple[Step, ...], list[int]] = {}
    for town, story in enumerate(towns.stories):
        groups.setdefault(story, []).append(town)
    for members in groups.values():
        rows = np.flatnonzero(np.isin(nearest, members))
        if not len(rows):
            continue
        days = np.array([towns.days[town] for town in members])
        apart = np.hypot(*(points[rows][:, np.newaxis, :] - towns.xy[members][np.newaxis, :, :]).transpose(2, 0, 1))
        if itself:
            apart[apart < 1] = np.inf
        count = min(NEIGHBOURS, len(members))
        near = np.argpartition(apart, count - 1, axis=1)[:, :count]
        distance = np.take_along_axis(apart, near, axis=1)
        distance[(distance > REACH) & (distance > distance.min(axis=1, keepdims=True))] = np.inf
        weight = 1 / np.maximum(distance, 1.0) ** POWER
        for row, own in zip(rows.tolist(), _weighted_median(days[near], weight), strict=True):
            whole = [int(np.floor(day + 0.5)) for day in own]
            for step in range(1, len(whole)):  # a later step comes on a later day
                whole[step] = max(whole[step], whole[step - 1] + 1)
            found[row] = tuple(whole)
    return found


def _weighted_median(values: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted median of each row of values, step by step.

    ``values`` has the shape (rows, towns, steps), ``weight`` (rows, towns); the result (rows, steps).
    """
    order = np.argsort(values, axis=1, kind="stable")
    ranked = np.take_along_axis(values, order, axis=1)
    reached = np.cumsum(np.take_along_axis(weight[:, :, np.newaxis], order, axis=1), axis=1)
    half = (reached >= reached[:, -1:, :] / 2).argmax(axis=1)
    found: NDArray[np.float64] = np.take_along_axis(ranked, half[:, np.newaxis, :], axis=1)[:, 0, :]
    return found


@dataclass(frozen=True)
class Zone:
    """Land of a territory that changed hands on the same days: its shape, story and ordinal days."""

    shape: shapely.MultiPolygon
    story: tuple[Step, ...]
    days: tuple[int, ...]


def zones(territory: shapely.Geometry, name: str, towns: Towns, theatre: Theatre) -> list[Zone]:
    """Cut a territory into zones; none if no town of the campaign lies in it.

    The zones form a coverage with the territory's own outline, to which vertices are added where zones meet it.
    """
    mine = np.array([i for i, land in enumerate(towns.territory) if land == name])
    if not len(mine):
        return []
    samples = _samples(shapely.transform(territory, lambda xy: project(theatre, xy)), towns.xy[mine])
    nearest = mine[_tree(towns.xy[mine]).nearest(shapely.points(samples))]
    days = _to_days_of_towns(days_at(samples, towns, nearest), towns, mine, nearest)
    labels: dict[tuple[Any, ...], list[int]] = {}
    for sample, (town, own) in enumerate(zip(nearest.tolist(), days, strict=True)):
        labels.setdefault((towns.stories[town], own), []).append(sample)
    if len(labels) == 1:
        ((story, own),) = labels
        return [Zone(polygons(territory), story, own)]
    number = np.zeros(len(samples), dtype=np.int64)
    for one, among in enumerate(labels.values()):
        number[among] = one
    shapes = _cells(samples, number, territory, theatre)
    return [Zone(shape, *label) for label, shape in zip(labels, shapes, strict=True) if not shape.is_empty]


def _to_days_of_towns(
    days: list[tuple[int, ...]], towns: Towns, mine: NDArray[np.int64], nearest: NDArray[np.int64]
) -> list[tuple[int, ...]]:
    """Return for each sample the days of that town of the territory, of those with its story, that come nearest.

    The first samples are the towns themselves. So a territory has no more zones than towns, each with its town in it.
    """
    own = [tuple(int(np.floor(day + 0.5)) for day in towns.days[town]) for town in mine]
    told: dict[tuple[Step, ...], list[tuple[int, ...]]] = {}
    for town, its in zip(mine.tolist(), own, strict=True):
        told.setdefault(towns.stories[town], []).append(its)
    options = {story: np.array(sorted(set(many))) for story, many in told.items()}
    found = list(own)
    for sample in range(len(mine), len(days)):
        among = options[towns.stories[nearest[sample]]]
        apart = np.abs(among - np.array(days[sample])).sum(axis=1)
        found.append(tuple(among[int(np.argmin(apart))].tolist()))
    return found


def _tree(points: NDArray[np.float64]) -> shapely.STRtree:
    """Return an index of points, shape (n, 2)."""
    return shapely.STRtree(list(shapely.points(points)))


def _samples(flat: shapely.Geometry, towns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the towns, and the points of a triangular grid that lie in a shape and not beside a town."""
    left, bottom, right, top = shapely.bounds(flat)
    height = SPACING * np.sqrt(3) / 2
    rows = np.arange(np.floor(bottom / height), np.ceil(top / height) + 1)
    columns = np.arange(np.floor(left / SPACING) - 1, np.ceil(right / SPACING) + 1)
    x, y = np.meshgrid(columns, rows)
    grid = np.column_stack([((x + (y % 2) / 2) * SPACING).ravel(), (y * height).ravel()])
    shapely.prepare(flat)
    grid = grid[shapely.dwithin(flat, shapely.points(grid), SPACING / 2)]
    if len(grid):
        apart = _tree(towns).query_nearest(shapely.points(grid), return_distance=True, all_matches=False)[1]
        grid = grid[apart > SPACING * 0.6]
    return np.vstack([towns, grid])


def _cells(
    samples: NDArray[np.float64], label: NDArray[np.int64], territory: shapely.Geometry, theatre: Theatre
) -> list[shapely.MultiPolygon]:
    """Return, for each label of the samples, its part of the territory; together they cover it."""
    flat = shapely.transform(territory, lambda xy: project(theatre, xy))
    reach = shapely.buffer(shapely.box(*shapely.bounds(flat)), 5 * SPACING)
    made = shapely.voronoi_polygons(shapely.multipoints(samples), extend_to=reach, only_edges=True)
    edges = shapely.get_parts(made)
    middles = shapely.line_interpolate_point(edges, 0.5, normalized=True)
    tree = _tree(samples)
    (edge, _), apart = tree.query_nearest(middles, all_matches=False, return_distance=True)
    near = np.zeros(len(edges))
    near[edge] = apart
    edge, site = tree.query(middles, predicate="dwithin", distance=near + METRE)
    low, high = np.full(len(edges), len(samples)), np.full(len(edges), -1)
    np.minimum.at(low, edge, label[site])
    np.maximum.at(high, edge, label[site])
    parting = shapely.line_merge(shapely.multilinestrings(edges[low != high]))
    inner = shapely.transform(shapely.simplify(parting, SMOOTH), lambda xy: unproject(theatre, xy))
    linework = shapely.union_all([shapely.boundary(territory), inner])  # no grid: the outline keeps its vertices
    faces = shapely.get_parts(shapely.polygonize([linework]))
    points = shapely.point_on_surface(faces)
    inside = shapely.within(points, territory)
    faces, points = faces[inside], points[inside]
    owner = label[tree.nearest(shapely.points(project(theatre, shapely.get_coordinates(points))))]
    return [_joined(faces[owner == one]) for one in range(int(label.max()) + 1)]


def _joined(faces: NDArray[np.object_]) -> shapely.MultiPolygon:
    return polygons(shapely.coverage_union_all(faces)) if len(faces) else shapely.MultiPolygon()


def cut(
    captures: Captures, territories: gpd.GeoDataFrame, spells: pd.DataFrame, reader: Reader
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return territories and spells with the zones of all campaigns.

    A zone is a further row of the territories, with the territory in ``part_of`` ('' for a territory itself), the
    ``campaign``, and spells for the days of the campaign alone; its territory has none on those days. Between two
    campaigns a territory is whole for a day at least.
    """
    whole = territories.assign(part_of="", campaign="")
    under = spells[spells["rule"] == RULE]
    shapes: dict[str, shapely.Geometry] = dict(zip(whole.index, whole.geometry, strict=True))
    rows: list[Record] = []
    chains: list[Record] = []
    replaced: list[object] = []
    after = {(one["territory"], one["from"]): one for one in reading.records(spells)}
    _check_apart(spells, reader)
    for index, spell in zip(under.index, reading.records(under), strict=True):
        campaign = _campaign_of(spell, captures, index, reader)
        if campaign is None or spell["territory"] not in shapes:
            continue
        theatre = reader.about.theatres[campaign.theatre]
        land = whole.loc[spell["territory"]]
        found = zones(shapes[spell["territory"]], spell["territory"], captures.towns[campaign.id], theatre)
        if not found:
            message = f"{campaign.id} has no capture in {spell['territory']}"
            hint = "Add a town to captures.csv, or write the spell with another rule."
            reader.problems.add(reader.path("spells"), f"row {index}", "rule", message, hint)
            continue
        replaced.append(index)
        for zone in found:
            number = len(rows) + 1
            name = f"{spell['territory']}{JOIN}{number}"
            about = {**land.to_dict(), "id": name, "part_of": spell["territory"], "campaign": campaign.id}
            rows.append({**about, "geometry": zone.shape, "km2": area_km2(zone.shape)})
            chains.extend(_zone_spells(spell, after.get((spell["territory"], spell["to"])), name, zone, campaign))
    if not rows:
        return whole, spells
    pieces = gpd.GeoDataFrame(pd.DataFrame(rows).set_index("id", drop=False), geometry="geometry", crs=CRS)
    both = gpd.GeoDataFrame(pd.concat([whole, pieces]), geometry="geometry", crs=CRS)
    table = pd.concat([spells.drop(index=replaced), pd.DataFrame(chains)], ignore_index=True)
    return noded(both), table


def _check_apart(spells: pd.DataFrame, reader: Reader) -> None:
    """Tell two spells of the rule ``captures`` that follow on each other."""
    ends = {(s["territory"], s["to"]) for s in reading.records(spells) if s["rule"] == RULE}
    for row, spell in zip(spells.index, reading.records(spells), strict=True):
        if spell["rule"] == RULE and (spell["territory"], spell["from"]) in ends:
            message = f"a campaign begins in {spell['territory']} on the day on which another ends"
            hint = "Let the territory be whole for a day between the two."
            reader.problems.add(reader.path("spells"), f"row {row}", "rule", message, hint)


def _campaign_of(spell: Record, captures: Captures, row: object, reader: Reader) -> Campaign | None:
    """Return the campaign within whose days a spell of the rule ``captures`` lies."""
    for campaign in captures.campaigns.values():
        inside = campaign.first <= spell["from"] and spell["to"] <= campaign.after
        if inside and spell["territory"] in campaign.territories:
            return campaign
    message = f"no campaign cuts {spell['territory']} from {spell['from']} up to {spell['to']}"
    hint = "Name the territory in campaigns.csv, or write the spell with another rule."
    reader.problems.add(reader.path("spells"), f"row {row}", "rule", message, hint)
    return None


def _zone_spells(spell: Record, following: Record | None, name: str, zone: Zone, campaign: Campaign) -> list[Record]:
    """Return the spells of a zone: the written state until its first day, then who took it, or came after them.

    Force moves no title: the sovereign stays. The status of captured land is that of the spell that follows, where its
    holder is the same and no act made it so, else that of the campaign.
    """
    first, after = spell["from"], spell["to"]
    statuses = {spell["controller"]: spell["status"]}
    if following and following["rule"] != "act":
        statuses.setdefault(following["controller"], following["status"])
    land = spell["territory"]
    acts = [(act.day, 0, act) for act in campaign.successions if land in act.territories]
    by_act = {act.after: act.status for act in campaign.successions if land in act.territories}
    taken = [(date.fromordinal(day).isoformat(), 1, by) for day, (by, _) in zip(zone.days, zone.story, strict=True)]
    state = (spell["controller"], spell["status"])
    found = [{**spell, "territory": name, "from": first, "to": after}]
    for day, _, what in sorted([*acts, *taken], key=lambda one: one[:2]):
        if day >= after or (isinstance(what, Succession) and (what.before != state[0] or day <= first)):
            continue
        if isinstance(what, Succession):
            state = (what.after, what.status)
        else:
            holder = campaign.heir(what, day, land)
            own = "sovereign" if holder == spell["sovereign"] else campaign.status
            state = (holder, by_act.get(holder) or statuses.get(holder, own))
        last = found[-1]
        if day <= last["from"]:
            found[-1] = {**last, "controller": state[0], "status": state[1]}
        elif (last["controller"], last["status"]) != state:
            last["to"] = day
            found.append({**spell, "territory": name, "from": day, "controller": state[0], "status": state[1]})
    return found


def noded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give every shape the vertices that others have on its outline, so that all share their borders."""
    shapes = frame.geometry.to_numpy()
    points = np.unique(shapely.get_coordinates(shapes), axis=0)
    tree = _tree(points)

    def with_points(ring: shapely.Geometry) -> NDArray[np.float64]:
        own = shapely.get_coordinates(ring)
        line = shapely.linestrings(own)
        near = points[tree.query(line, predicate="dwithin", distance=ON_LINE)]
        extra = near[~_rows_in(near, own)]
        if not len(extra):
            return own
        at = shapely.line_locate_point(line, shapely.points(extra))
        steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(own, axis=0).T))])
        order = np.argsort(np.concatenate([steps, at]), kind="stable")
        merged: NDArray[np.float64] = np.vstack([own, extra])[order]
        return merged

    def rebuilt(shape: shapely.Geometry) -> shapely.MultiPolygon:
        return shapely.MultiPolygon(
            [
                shapely.Polygon(with_points(part.exterior), [with_points(ring) for ring in part.interiors])
                for part in shapely.get_parts(shape)
            ]
        )

    return gpd.GeoDataFrame(frame.assign(geometry=[rebuilt(shape) for shape in shapes]), geometry="geometry", crs=CRS)


def _rows_in(rows: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which rows stand among others."""
    known = set(map(tuple, others.tolist()))
    return np.array([tuple(row) in known for row in rows.tolist()], dtype=bool)
