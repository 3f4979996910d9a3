"""Campaigns cut their territories by the days on which towns were taken: the front is derived, not drawn.

While a campaign lasts, a territory whose spell has the rule ``captures`` is cut into *zones*, each the land that
changed hands on the same days. Towns say when: each town changes hands on its own days, the land between them on days
that its neighbours' give. Before and after, the territory is whole again. Nothing of this is stored; it is computed at
every build.

Method. Samples lie on a triangular grid of `SPACING` metres in the plane of the theatre, and at the towns themselves.
A sample takes the story of the nearest town of its territory (who took it from whom, how often), and each day of that
story as the mean of up to `NEIGHBOURS` towns of the campaign that have the same story, weighted by the inverse square
of their distance (Shepard, A two-dimensional interpolation function for irregularly-spaced data, Proc. ACM 1968); a
town is its own day. Samples with the same days share a zone: the union of their Voronoi cells, clipped to the
territory, whose inner edges are simplified as a coverage. Coordinates are EPSG:4326, longitude first; days ISO text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from mapper import reading, schema
from mapper.dates import historical_date
from mapper.geometry import CRS, GRID, area_km2, polygons, project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from mapper.about import Theatre
    from mapper.reading import Reader

RULE = "captures"  # the rule of a spell whose territory a campaign cuts
SPACING = 12_000.0  # m between samples
NEIGHBOURS = 6
REACH = 120_000.0  # m: a town farther away says nothing of a day
SMOOTH = 6_000.0  # m: the tolerance with which the inner edges of zones are simplified
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
    table = reader.table("captures")
    faulty = reader.references("captures", table)
    table = table.drop(index=[row for row in table.index if row in faulty])
    found = {row["id"]: _campaign(row, reader) for row in reading.records(campaigns)}
    _check_campaigns(campaigns, found, set(territories.index), reader)
    towns = {name: _towns(campaign, table, territories, reader) for name, campaign in found.items()}
    return Captures(table, found, towns)


def _campaign(row: Record, reader: Reader) -> Campaign:
    lands = tuple(schema.parts(row["territories"]))
    name = reader.about.words(row, "name")
    return Campaign(row["id"], name, row["theatre"], lands, row["from"], row["to"], row["status"])


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
            if now["taken_from"] != then["taken_by"]:
                message = f"{now['place']} is taken from {now['taken_from']}, but {then['taken_by']} held it ({before})"
                problems.add(path, row, "taken_from", message, "Correct it, or add the capture between the two.")
            if day == day_before:
                problems.add(path, row, "date", f"{now['place']} is taken twice on one day ({before})", "Keep one.")
        kept.append(steps[0][2])
        stories.append(tuple((records[p]["taken_by"], records[p]["taken_from"]) for _, _, p in steps))
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
        weight = 1 / np.maximum(distance, 1.0) ** 2
        mean = (days[near] * weight[:, :, np.newaxis]).sum(axis=1) / weight.sum(axis=1)[:, np.newaxis]
        for row, own in zip(rows.tolist(), mean, strict=True):
            whole = [int(np.floor(day + 0.5)) for day in own]
            for step in range(1, len(whole)):  # a later step comes on a later day
                whole[step] = max(whole[step], whole[step - 1] + 1)
            found[row] = tuple(whole)
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
    nearest = mine[shapely.STRtree(shapely.points(towns.xy[mine])).nearest(shapely.points(samples))]
    days = days_at(samples, towns, nearest)
    days[: len(mine)] = [tuple(int(np.floor(day + 0.5)) for day in towns.days[town]) for town in mine]
    labels: dict[tuple[Any, ...], list[int]] = {}
    for sample, (town, own) in enumerate(zip(nearest.tolist(), days, strict=True)):
        labels.setdefault((towns.stories[town], own), []).append(sample)
    if len(labels) == 1:
        ((story, own),) = labels
        return [Zone(polygons(territory), story, own)]
    shapes = _cells(samples, list(labels.values()), territory, theatre)
    return [Zone(shape, *label) for label, shape in zip(labels, shapes, strict=True) if not shape.is_empty]


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
        apart = shapely.STRtree(shapely.points(towns)).query_nearest(
            shapely.points(grid), return_distance=True, all_matches=False
        )[1]
        grid = grid[apart > SPACING * 0.6]
    return np.vstack([towns, grid])


def _cells(
    samples: NDArray[np.float64], groups: Iterable[list[int]], territory: shapely.Geometry, theatre: Theatre
) -> list[shapely.MultiPolygon]:
    """Return, for each group of samples, its part of the territory; together they cover it."""
    flat = shapely.transform(territory, lambda xy: project(theatre, xy))
    reach = shapely.buffer(shapely.box(*shapely.bounds(flat)), 5 * SPACING)
    made = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(samples), extend_to=reach))
    at = shapely.STRtree(made).query(shapely.points(samples), predicate="within")
    cell = np.full(len(samples), -1)
    cell[at[0]] = at[1]
    joined = [shapely.coverage_union_all(made[cell[[s for s in group if cell[s] >= 0]]]) for group in groups]
    smooth = shapely.coverage_simplify(np.array(joined, dtype=object), SMOOTH)
    back = Transformer.from_crs(theatre.projection, CRS, always_xy=True)
    edges = shapely.transform(
        shapely.line_merge(shapely.union_all(shapely.boundary(smooth))),
        lambda xy: np.column_stack(back.transform(xy[:, 0], xy[:, 1])),
    )
    inner = shapely.intersection(edges, territory)
    faces = shapely.get_parts(
        shapely.polygonize([shapely.union_all([shapely.boundary(territory), inner], grid_size=GRID)])
    )
    middles = shapely.point_on_surface(faces)
    faces = faces[shapely.within(middles, territory)]
    middles = shapely.points(project(theatre, shapely.get_coordinates(shapely.point_on_surface(faces))))
    nearest = shapely.STRtree(smooth).nearest(middles)
    return [
        polygons(shapely.coverage_union_all(faces[nearest == index]))
        if (nearest == index).any()
        else shapely.MultiPolygon()
        for index in range(len(joined))
    ]


def cut(
    captures: Captures, territories: gpd.GeoDataFrame, spells: pd.DataFrame, reader: Reader
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return territories and spells with the zones of all campaigns.

    A zone is a further row of the territories, with the territory in ``part_of`` ('' for a territory itself) and
    spells for the days of the campaign alone; its territory has none on those days.
    """
    whole = territories.assign(part_of="")
    under = spells[spells["rule"] == RULE]
    shapes: dict[str, shapely.Geometry] = dict(zip(whole.index, whole.geometry, strict=True))
    rows: list[Record] = []
    chains: list[Record] = []
    replaced: list[object] = []
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
            about = {**land.to_dict(), "id": name, "part_of": spell["territory"], "seeds": ""}
            rows.append({**about, "geometry": zone.shape, "km2": area_km2(zone.shape)})
            chains.extend(_zone_spells(spell, name, zone, campaign))
    if not rows:
        return whole, spells
    pieces = gpd.GeoDataFrame(pd.DataFrame(rows).set_index("id", drop=False), geometry="geometry", crs=CRS)
    both = gpd.GeoDataFrame(pd.concat([whole, pieces]), geometry="geometry", crs=CRS)
    table = pd.concat([spells.drop(index=replaced), pd.DataFrame(chains)], ignore_index=True)
    return noded(both), table


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


def _zone_spells(spell: Record, name: str, zone: Zone, campaign: Campaign) -> list[Record]:
    """Return the spells of a zone: the written state until its first day, then who took it."""
    first, after = spell["from"], spell["to"]
    base = {**spell, "territory": name, "rule": RULE}
    states = [(first, spell["controller"])]
    for day, (by, _) in zip(zone.days, zone.story, strict=True):
        text = date.fromordinal(day).isoformat()
        if text <= states[-1][0]:
            states[-1] = (states[-1][0], by)
        elif text < after:
            states.append((text, by))
    found = []
    for (begins, holder), ends in zip(states, [*(day for day, _ in states[1:]), after], strict=True):
        if found and found[-1]["controller"] == holder:
            found[-1]["to"] = ends
            continue
        if holder == spell["controller"]:
            status = spell["status"]
        else:
            status = "sovereign" if holder == spell["sovereign"] else campaign.status
        found.append({**base, "from": begins, "to": ends, "controller": holder, "status": status})
    return found


def noded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give every shape the vertices that others have on its outline, so that all share their borders."""
    shapes = frame.geometry.to_numpy()
    points = np.unique(shapely.get_coordinates(shapes), axis=0)
    tree = shapely.STRtree(shapely.points(points))

    def with_points(ring: shapely.Geometry) -> NDArray[np.float64]:
        own = shapely.get_coordinates(ring)
        line = shapely.linestrings(own)
        near = points[tree.query(line, predicate="dwithin", distance=GRID * 1.5)]
        extra = near[~_rows_in(near, own)]
        if not len(extra):
            return own
        at = shapely.line_locate_point(line, shapely.points(extra))
        steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(own, axis=0).T))])
        order = np.argsort(np.concatenate([steps, at]), kind="stable")
        merged: NDArray[np.float64] = np.vstack([own, extra])[order]
        if not (merged[0] == merged[-1]).all():  # a point beside the first vertex came before or behind it
            merged = np.vstack([merged, merged[:1]])
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
