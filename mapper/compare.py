"""How far the atlas agrees with other people's borders: CShapes 2.0 and historical-basemaps.

Other datasets are read to measure by, and nothing of them is kept. A reference is in EPSG:4326, longitude first; its
records hold from their first day up to and **including** their last, unlike our spells, which are half-open. It is
clipped to the atlas's windows. Areas are km2 in the theatre's own equal-area projection, distances km on the WGS84
ellipsoid, between *land borders*: where a polity's outline runs beside another's. Coasts and windows are left out.

Method: the positional accuracy of lines by the distances between them, both ways, after Goodchild & Hunter, A simple
positional accuracy measure for linear features, Int. J. Geographical Information Science 11 (1997).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from mapper.atlas import polities_on
from mapper.errors import CallError, Problems
from mapper.geometry import CRS, WGS84, polygons
from mapper.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from mapper.atlas import Atlas
    from mapper.reference import Reference

STEP = 1000.0  # m: borders are measured in pieces no longer than this, each at its middle
TOUCH = 2500.0  # m: a piece of outline this near another polity's is a land border, even if the two leave a sliver
EDGE = 5000.0  # m: pieces this near the window are left out
GROUP = 20_000.0  # m: deviations nearer to each other than this are told as one
BEND = 0.1  # degrees: longer edges get vertices between before they are projected
MARGIN = 0.5  # degrees by which a reference is clipped wider than the window when it serves as the target


@dataclass(frozen=True)
class Borders:
    """A land border as short straight pieces, in the metres of a projection.

    ``beside[i]`` is the polity across piece ``i``.
    """

    pieces: NDArray[np.object_]
    beside: NDArray[np.object_]


@dataclass(frozen=True)
class Agreement:
    """What a comparison found.

    ``table`` has one row a polity and theatre: ``polity``, ``theatre``, ``iou`` (intersection over union), ``km2``
    (ours), ``reference_km2``, and of the distances between the land borders, in km, ``mean``, ``median``, ``p95`` and
    ``worst``, with ``lon`` and ``lat`` of the worst (degrees). ``deviations`` has one row for each stretch farther
    apart than the threshold: ``theatre``, ``polities``, ``km``, ``lon``, ``lat``, and ``whose`` border strays there.
    ``unmet`` are the polities that hold land on the day and have names in the reference, none of which is met there.
    """

    table: pd.DataFrame
    deviations: pd.DataFrame
    unmet: dict[str, list[str]]


def read_names(atlas: Atlas, dataset: str) -> dict[str, list[str]]:
    """Read ``polity_names.csv``: what a dataset calls each polity of the atlas; there may be several names."""
    reader = Reader(atlas.geodata, atlas.about, Problems())
    reader.known["polities"] = set(atlas.polities["id"])
    table = reader.table("polity_names")
    reader.references("polity_names", table)
    reader.problems.stop()
    mine = table[table["dataset"] == dataset]
    return {str(polity): list(rows["name"]) for polity, rows in mine.groupby("polity", sort=False)}


def compare(atlas: Atlas, reference: Reference, day: str, over_km: float = 10.0) -> Agreement:
    """Compare the polities that the atlas and a reference both know on a day.

    Parameters
    ----------
    day
        ISO day. A record of the reference holds on its last day too.
    over_km
        Deviations of the land border beyond this are listed one by one.

    Raises
    ------
    CallError
        If the day lies outside the period of the atlas, or the reference has no record on it that the atlas knows.
    DataError
        If ``polity_names.csv`` has problems.
    """
    ours = polities_on(atlas, day).set_index("controller")
    names = read_names(atlas, reference.dataset)
    records = reference.records
    live = records[(records["start"] <= day) & (day <= records["end"])]
    rows: list[dict[str, Any]] = []
    strays: list[dict[str, Any]] = []
    for theatre in atlas.about.theatres.values():
        plane = _Plane(theatre.id, shapely.box(*theatre.window), theatre.projection)
        mine = {str(name): shape for name, shape in ours.geometry.items() if theatre.id in ours["theatres"][str(name)]}
        # a name that several of our polities bear in turn goes to the first in the table that holds land on the day
        known = {polity: many for polity, many in names.items() if polity in mine}
        theirs = _named(live, known, plane.window.buffer(MARGIN, join_style="mitre"))
        rows_here, strays_here = plane.measure(mine, theirs, over_km * 1000)
        rows.extend(rows_here)
        strays.extend(strays_here)
    if not rows:
        raise CallError(f"the reference and the atlas know no polity in common on {day}; see polity_names.csv")
    table = pd.DataFrame(rows).sort_values(["polity", "theatre"], ignore_index=True)
    columns = ["theatre", "polities", "km", "lon", "lat", "whose"]
    found = pd.DataFrame(strays, columns=columns).sort_values("km", ascending=False, ignore_index=True)
    met = set(table["polity"])
    unmet = {polity: many for polity, many in names.items() if polity in ours.index and polity not in met}
    return Agreement(table, found, unmet)


def _named(live: gpd.GeoDataFrame, names: dict[str, list[str]], window: shapely.Polygon) -> dict[str, shapely.Geometry]:
    """Return the land of the reference in a window by our polity, or by '?' and its own name where we have none."""
    polity = {name: ours for ours, many in reversed(names.items()) for name in many}
    keys = np.array([polity.get(name, f"?{name}") for name in live["name"]])
    shapes = shapely.intersection(live.geometry.to_numpy(), window)
    joined = {str(key): polygons(shapely.union_all(shapes[keys == key])) for key in sorted(set(keys))}
    return {key: shape for key, shape in joined.items() if not shape.is_empty}


@dataclass(frozen=True)
class _Plane:
    """One theatre, flat: ``window`` in degrees, ``projection`` an equal-area PROJ string in metres."""

    theatre: str
    window: shapely.Polygon
    projection: str

    def measure(
        self, ours: Mapping[str, shapely.Geometry], theirs: Mapping[str, shapely.Geometry], over: float
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return a row for each polity that both know here, and one for each stretch of border over ``over`` metres."""
        window = self.flatten(self.window)
        one = {name: polygons(shapely.intersection(self.flatten(shape), window)) for name, shape in ours.items()}
        other = {name: self.flatten(shape) for name, shape in theirs.items()}
        our_borders, their_borders = land_borders(one, window), land_borders(other, window)
        rows, far = [], []
        for name in sorted(one.keys() & other.keys()):
            theirs_inside = polygons(shapely.intersection(other[name], window))
            if one[name].is_empty or theirs_inside.is_empty:
                continue
            union = one[name].union(theirs_inside).area
            row: dict[str, Any] = {
                "polity": name,
                "theatre": self.theatre,
                "iou": one[name].intersection(theirs_inside).area / union,
                "km2": one[name].area / 1e6,
                "reference_km2": theirs_inside.area / 1e6,
            }
            measured = self.distances(our_borders[name], their_borders[name], window)
            rows.append({**row, **_statistics(measured)})
            far.append(measured[measured["km"] > over / 1000].assign(polity=name))
        return rows, self._stretches(pd.concat(far)) if far else []

    def flatten(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Project a shape to metres, bend long edges with their parallel, and mend what rounding breaks."""
        project = Transformer.from_crs(CRS, self.projection, always_xy=True)

        def flat(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.column_stack(project.transform(lonlat[:, 0], lonlat[:, 1]))

        return shapely.make_valid(shapely.transform(shapely.segmentize(shape, BEND), flat))

    def distances(self, ours: Borders, theirs: Borders, window: shapely.Geometry) -> pd.DataFrame:
        """Return for each piece of border inside the window, ours and theirs, how far the other border is.

        Columns: ``x``, ``y`` (the middle, metres), ``lon``, ``lat``, ``km`` (geodesic), ``weight`` (the piece's
        length), ``beside`` (the polity across it) and ``whose`` ('ours' or 'theirs').
        """
        back = Transformer.from_crs(self.projection, CRS, always_xy=True)
        edge = shapely.boundary(window)
        shapely.prepare([window, edge])
        found = []
        for whose, from_, to in (("ours", ours, theirs), ("theirs", theirs, ours)):
            middles = shapely.line_interpolate_point(from_.pieces, 0.5, normalized=True)
            inside = shapely.dwithin(window, middles, 0) & ~shapely.dwithin(edge, middles, EDGE)
            if not len(to.pieces) or not inside.any():
                continue
            middles = middles[inside]
            near = shapely.STRtree(to.pieces).nearest(middles)
            ends = shapely.get_coordinates(shapely.shortest_line(middles, to.pieces[near])).reshape(-1, 2, 2)
            lon, lat = back.transform(ends[:, 0, 0], ends[:, 0, 1])
            km = np.array(WGS84.inv(lon, lat, *back.transform(ends[:, 1, 0], ends[:, 1, 1]))[2]) / 1000
            columns = {"x": ends[:, 0, 0], "y": ends[:, 0, 1], "lon": lon, "lat": lat, "km": km}
            weight, beside = shapely.length(from_.pieces[inside]), from_.beside[inside]
            found.append(pd.DataFrame({**columns, "weight": weight, "beside": beside, "whose": whose}))
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*_PIECE])

    def _stretches(self, far: pd.DataFrame) -> list[dict[str, Any]]:
        """Join the pieces of border that stray into stretches, and return each with its worst place."""
        if far.empty:
            return []
        points = shapely.points(far["x"].to_numpy(dtype=float), far["y"].to_numpy(dtype=float))
        areas = shapely.get_parts(shapely.union_all(shapely.buffer(points, GROUP / 2, quad_segs=2)))
        at = shapely.STRtree(areas).nearest(points)
        stretches = []
        for _, group in far.groupby(at):
            worst = group.iloc[int(group["km"].to_numpy().argmax())]
            across = {str(name).removeprefix("?") for name in (*group["polity"], *group["beside"])}
            place = {key: worst[key] for key in ("km", "lon", "lat", "whose")}
            stretches.append({"theatre": self.theatre, "polities": " ".join(sorted(across)), **place})
        return stretches


_PIECE = ("x", "y", "lon", "lat", "km", "weight", "beside", "whose")


def land_borders(shapes: Mapping[str, shapely.Geometry], window: shapely.Geometry) -> dict[str, Borders]:
    """Return the land border of each polity: the pieces of its outline within `TOUCH` of another's (metres).

    The edges along which the shapes are clipped are no borders, for nobody lies across them.
    """
    outlines = {}
    near = shapely.buffer(window, MARGIN * 1e5)
    for name, shape in shapes.items():
        rings = shapely.get_parts(shapely.boundary(shapely.intersection(shape, near)))
        xy, ring = shapely.get_coordinates(shapely.segmentize(rings, STEP), return_index=True)
        joined = ring[1:] == ring[:-1]
        pairs = np.stack([xy[:-1][joined], xy[1:][joined]], axis=1)
        outlines[name] = np.asarray(shapely.linestrings(pairs), dtype=object)
    owner = np.repeat(np.array(list(outlines), dtype=object), [len(pieces) for pieces in outlines.values()])
    every = np.concatenate(list(outlines.values())) if outlines else np.empty(0, dtype=object)
    borders = {}
    west, south, east, north = shapely.bounds(every).T
    for name, pieces in outlines.items():
        if not len(pieces):
            borders[name] = Borders(pieces, pieces)
            continue
        left, low, right, high = shapely.total_bounds(pieces) + np.array([-TOUCH, -TOUCH, TOUCH, TOUCH])
        others = (owner != name) & (west <= right) & (left <= east) & (south <= high) & (low <= north)
        middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
        tree = shapely.STRtree(every[others])
        at, touched = tree.query_nearest(middles, max_distance=TOUCH, all_matches=False)
        borders[name] = Borders(pieces[at], owner[others][touched])
    return borders


def _statistics(measured: pd.DataFrame) -> dict[str, float]:
    """Return mean, median, 95th percentile (by length) and worst distance in km, and where; NaN without a border."""
    if measured.empty:
        return dict.fromkeys(("mean", "median", "p95", "worst", "lon", "lat"), float("nan"))
    ordered = measured.sort_values("km", kind="stable")
    km, weight = ordered["km"].to_numpy(dtype=float), ordered["weight"].to_numpy(dtype=float)
    share = np.cumsum(weight) / weight.sum()
    median, p95 = km[np.searchsorted(share, [0.5, 0.95])]
    worst = ordered.iloc[-1]
    return {
        "mean": float(np.average(km, weights=weight)),
        "median": float(median),
        "p95": float(p95),
        "worst": float(worst["km"]),
        "lon": float(worst["lon"]),
        "lat": float(worst["lat"]),
    }
