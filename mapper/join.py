"""The space-time join: which territory holds a dated point, who held that territory then, and how near the border is.

Points are EPSG:4326, distances km on the WGS84 ellipsoid. A *border* is a line between the lands of two controllers
on that day; a coast is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from mapper.arcs import network
from mapper.atlas import records_of, spells_on, spells_within
from mapper.geometry import CRS, WGS84, distance_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.atlas import Atlas
    from mapper.errors import Problems

RULE = ("controller", "sovereign", "status")
COLUMNS = ("territory", *RULE, "match", "border_km")
ASHORE_KM = 3.0  # a port that the base leaves in the water belongs to the land this near
BETWEEN = " | "  # joins the candidates of an ambiguous match, in the order of time


def join(points: gpd.GeoDataFrame, atlas: Atlas) -> gpd.GeoDataFrame:
    """Place dated points in the territories and spells of the atlas.

    Parameters
    ----------
    points
        Points in EPSG:4326 with ``earliest`` and ``latest``, ISO days, both included (see `mapper.events.with_days`).

    Returns
    -------
    GeoDataFrame
        The same rows in the same order with the columns `COLUMNS`. ``match`` is ``inside``; ``border`` where the
        nearest border is no farther than the accuracy of its line; ``ambiguous`` where the days that the date may
        mean span a change of controller, sovereign or status, or the place a border at which the day decides;
        ``outside`` where the point lies in no territory, nor at sea within `ASHORE_KM` of one, or the date outside
        the period of the atlas. Candidates of an ambiguous match are joined by ' | ' in the order of time, one for
        each spell. ``border_km`` is the distance on the earliest day to the nearest border, NaN where there is none.
    """
    count = len(points)
    territory = _territories(points, atlas)
    first = points["earliest"].to_numpy()
    last = points["latest"].to_numpy()
    period = atlas.about.period
    studied = (last >= period.first) & (first < period.after)
    found: dict[str, list[object]] = {column: [""] * count for column in COLUMNS}
    found["match"] = ["outside"] * count
    found["border_km"] = [np.nan] * count
    chains = point_chains(points, territory, atlas)
    near, accuracy = _border_distances(
        points, territory, np.where(first < period.first, period.first, first), studied, atlas
    )
    for i in range(count):
        name = territory[i]
        if name is None or not studied[i]:
            continue
        spells = spells_within(chains[i], first[i], last[i])
        differ = dict.fromkeys(tuple(spell[column] for column in RULE) for spell in spells)
        found["territory"][i] = name
        for column, values in zip(RULE, zip(*differ, strict=True), strict=True):
            found[column][i] = BETWEEN.join(values)
        found["border_km"][i] = round(float(near[i]), 1)
        found["match"][i] = "ambiguous" if len(differ) > 1 else "border" if near[i] <= accuracy[i] else "inside"
    return gpd.GeoDataFrame(points.assign(**{c: pd.Series(v, index=points.index) for c, v in found.items()}))


def point_chains(points: gpd.GeoDataFrame, territory: list[str | None], atlas: Atlas) -> list[list[dict[str, Any]]]:
    """Return the spells of the land at each point: its territory's, and those of the zones that it lies in."""
    spells = records_of(atlas.spells)
    pieces = atlas.territories[atlas.territories["part_of"] != ""]
    rows: list[list[dict[str, Any]]] = [list(spells.get(name, [])) if name else [] for name in territory]
    zoned: dict[str, list[Any]] = {}  # the geometry of the zones of each campaign
    for (name, _), zones in pieces.geometry.groupby([pieces["part_of"], pieces["campaign"]]):
        zoned.setdefault(str(name), []).append(zones)
    for row, (name, point) in enumerate(zip(territory, points.geometry, strict=True)):
        for zones in zoned.get(name or "", []):
            apart = shapely.distance(zones.to_numpy(), point)
            rows[row].extend(spells[str(zones.index[int(np.argmin(apart))])])
    return [sorted(chain, key=lambda spell: str(spell["from"])) for chain in rows]


def _territories(points: gpd.GeoDataFrame, atlas: Atlas) -> list[str | None]:
    """Return the territory that contains each point, or the nearest within `ASHORE_KM` in its window, or None."""
    held: list[str | None] = [None] * len(points)
    lands = atlas.territories[atlas.territories["part_of"] == ""]
    tree = lands.sindex
    at, inside = tree.query(np.array(points.geometry), predicate="intersects")
    for point, index in sorted(zip(at.tolist(), inside.tolist(), strict=True), reverse=True):
        held[point] = str(lands.index[index])
    for name, theatre in atlas.about.theatres.items():
        window = shapely.box(*theatre.window)
        wet = [i for i, shape in enumerate(points.geometry) if held[i] is None and window.intersects(shape)]
        if not wet:
            continue
        land = lands.geometry[lands["theatre"] == name]
        shapes = np.array(points.geometry)[wet]
        nearest = shapely.STRtree(np.array(land, dtype=object)).nearest(shapes)
        for i, shape, index in zip(wet, shapes, nearest.tolist(), strict=True):
            sea, shore = shapely.get_coordinates(shapely.shortest_line(shape, land.iloc[index])).tolist()
            if distance_km(tuple(sea), tuple(shore)) <= ASHORE_KM:
                held[i] = str(land.index[index])
    return held


def _border_distances(
    points: gpd.GeoDataFrame,
    territory: list[str | None],
    days: NDArray[np.object_],
    studied: NDArray[np.bool_],
    atlas: Atlas,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the distance of each point to the nearest border on its day, in km, and that border's accuracy."""
    near = np.full(len(points), np.nan)
    accuracy = np.zeros(len(points))
    theatre = [atlas.territories["theatre"].get(name) if name else None for name in territory]
    for name in atlas.about.theatres:
        mine = np.array([t == name for t in theatre], dtype=bool) & studied
        if not mine.any():
            continue
        net = network(atlas, name, places=5)
        divides = np.repeat(np.arange(len(net.pairs)), [len(pairs) for pairs in net.pairs])
        if not len(divides):
            continue
        sides = np.array([pair for pairs in net.pairs for pair in pairs], dtype=np.int64).reshape(-1, 2)
        kilometres = np.array([net.accuracy_km[i] for i in divides])
        projection = atlas.about.theatres[name].projection
        project = Transformer.from_crs(CRS, projection, always_xy=True)
        back = Transformer.from_crs(projection, CRS, always_xy=True)
        arcs = [net.topology.arcs[i] for i in divides]
        flat_arcs = np.column_stack(project.transform(*np.concatenate(arcs).T))
        of_arc = np.repeat(np.arange(len(arcs)), [len(arc) for arc in arcs])
        plane = np.array(shapely.linestrings(flat_arcs, indices=of_arc), dtype=object)
        for day in sorted(set(days[mine])):
            rows = np.flatnonzero(mine & (days == day))
            holder = spells_on(atlas, day)["controller"].reindex(net.names).to_numpy()
            both = pd.notna(holder[sides[:, 0]]) & pd.notna(holder[sides[:, 1]])
            live = np.flatnonzero(both & (holder[sides[:, 0]] != holder[sides[:, 1]]))
            if not len(live):
                continue
            xy = shapely.get_coordinates(np.array(points.geometry.iloc[rows]))
            flat = shapely.points(np.column_stack(project.transform(xy[:, 0], xy[:, 1])))
            pick = live[shapely.STRtree(plane[live]).nearest(flat)]
            ends = shapely.get_coordinates(shapely.shortest_line(flat, plane[pick])).reshape(-1, 2, 2)[:, 1]
            lon, lat = back.transform(ends[:, 0], ends[:, 1])
            near[rows] = np.array(WGS84.inv(xy[:, 0], xy[:, 1], lon, lat)[2]) / 1000
            accuracy[rows] = kilometres[pick]
    return near, accuracy


def check_held_by(joined: gpd.GeoDataFrame, file: str, problems: Problems) -> None:
    """Tell every event whose ``held_by`` is not the controller that the join finds, unless waived."""
    for row, event in joined.iterrows():
        if not event["held_by"] or event["waiver"]:
            continue
        if event["held_by"] not in str(event["controller"]).split(BETWEEN):
            found = f"{event['controller'] or 'nobody'} ({event['territory'] or 'outside the windows'})"
            message = f"{event['id']} says that {event['held_by']} held {event['place']}, the map says {found}"
            hint = "Correct the event or the spell, or write the reason in 'waiver'."
            problems.add(file, f"row {row}", "held_by", message, hint, (event["lon"], event["lat"]))
