"""Coordinates, areas and topology. Everything here is EPSG:4326 in degrees, in the order longitude, latitude.

A *coverage* is a set of polygons that share their borders vertex by vertex; a *topology* writes each shared border
once, as an arc, the way TopoJSON does. Method: `TopoJSON 1.0 specification
<https://github.com/topojson/topojson-specification>`_.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import Geod, Transformer

from mapper.files import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from mapper.about import Theatre

    Coordinates = NDArray[np.float64]  # shape (n, 2): longitude, latitude in degrees

CRS = "EPSG:4326"
GRID = 1e-5  # degrees: every vertex of the partition lies on this grid, about 1 m
PLACES = 4  # decimals of a stored coordinate, about 11 m
EDGE = 0.25  # degrees: along a longer edge the geodesic strays from the parallel
WGS84 = Geod(ellps="WGS84")

Ring = list[int]  # indexes of arcs; ~i (that is -1 - i) means arc i backwards


def area_km2(geometry: shapely.Geometry) -> float:
    """Return the area of a polygon or multipolygon on the WGS84 ellipsoid, in km2.

    An edge is straight in longitude and latitude, as the edge of a window is, not a geodesic: long ones are parted.
    Source of the method: Karney, Algorithms for geodesics, J. Geodesy 87 (2013), through pyproj.
    """
    rings, part_of = shapely.get_rings(shapely.get_parts(shapely.segmentize(geometry, EDGE)), return_index=True)
    m2 = np.array([abs(WGS84.polygon_area_perimeter(*shapely.get_coordinates(ring).T)[0]) for ring in rings])
    outer = np.diff(part_of, prepend=-1) > 0  # the first ring of a polygon; the others are its holes
    return float(m2[outer].sum() - m2[~outer].sum()) / 1e6


def polygons(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the polygons of a geometry, and of its parts, as one multipolygon; points and lines are left out."""
    flat = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in flat if part.geom_type == "Polygon"])


def window_box(window: tuple[float, float, float, float]) -> shapely.Polygon:
    """Return a window (west, south, east, north in degrees) as a polygon whose sides have a vertex each degree.

    What is cut at it follows its parallels in any projection.
    """
    return shapely.Polygon(shapely.segmentize(shapely.box(*window).exterior, 1.0))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the length of the geodesic between two points (longitude, latitude), in km."""
    return float(WGS84.inv(*one, *other)[2]) / 1000


def project(theatre: Theatre, positions: Coordinates) -> Coordinates:
    """Return positions (longitude, latitude in degrees) in the plane of a theatre, in metres; shape (n, 2)."""
    return np.column_stack(_transformer(CRS, theatre.projection).transform(positions[:, 0], positions[:, 1]))


def unproject(theatre: Theatre, flat: Coordinates) -> Coordinates:
    """Return positions in degrees (longitude, latitude) from the plane of a theatre, in metres; shape (n, 2)."""
    return np.column_stack(_transformer(theatre.projection, CRS).transform(flat[:, 0], flat[:, 1]))


@cache
def _transformer(one: str, other: str) -> Transformer:
    """Return what turns positions of one CRS into those of another; it takes a while to make."""
    return Transformer.from_crs(one, other, always_xy=True)


def snap(coordinates: Coordinates, grid: float = GRID) -> Coordinates:
    """Return the coordinates moved to the nearest point of a square grid, in degrees."""
    digits = round(-np.log10(grid))
    return np.round(coordinates, digits)


@dataclass(frozen=True)
class Topology:
    """A coverage as shared arcs.

    ``arcs[i]`` is an array (n, 2) of longitude and latitude; ``shapes[k]`` are the polygons of the k-th geometry,
    each a list of rings (the outer one first), each ring a list of arc indexes where ``~i`` is arc ``i`` backwards.
    """

    arcs: list[Coordinates]
    shapes: list[list[list[Ring]]]

    def sides(self) -> list[list[int]]:
        """Return, for each arc, the indexes of the one or two shapes that it bounds, in ascending order."""
        owners: list[set[int]] = [set() for _ in self.arcs]
        for index, polygons in enumerate(self.shapes):
            for ring in (ring for rings in polygons for ring in rings):
                for arc in ring:
                    owners[max(arc, ~arc)].add(index)
        return [sorted(owner) for owner in owners]

    def polygon(self, index: int) -> shapely.MultiPolygon:
        """Return the shape as a multipolygon."""

        def walk(ring: Ring) -> Coordinates:
            parts = [self.arcs[a] if a >= 0 else self.arcs[~a][::-1] for a in ring]
            return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

        polygons = [shapely.Polygon(walk(rings[0]), [walk(r) for r in rings[1:]]) for rings in self.shapes[index]]
        return shapely.MultiPolygon(polygons)


def topology(geometries: Sequence[shapely.Geometry], places: int = PLACES, cuts: Coordinates | None = None) -> Topology:
    """Cut a coverage into arcs that neighbours share.

    Parameters
    ----------
    geometries
        Polygons or multipolygons whose common borders have the same vertices on both sides.
    places
        Decimals that the coordinates are rounded to, first; a ring that collapses is dropped.
    cuts
        Further places, shape (n, 2), at which an arc ends if it has a vertex there.
    """
    rings: list[list[list[NDArray[np.int64]]]] = [
        [
            [
                ring
                for line in (polygon.exterior, *polygon.interiors)
                if len(ring := _closed(shapely.get_coordinates(line), places)) >= 4  # noqa: PLR2004  (a triangle)
            ]
            for polygon in shapely.get_parts(geometry)
        ]
        for geometry in geometries
    ]
    flat = [ring for shape in rings for polygon in shape for ring in polygon]
    junctions = _junctions(flat)
    if cuts is not None:
        junctions = np.union1d(junctions, _keys(np.rint(cuts * 10.0**places).astype(np.int64)))
    found: dict[bytes, int] = {}
    arcs: list[Coordinates] = []

    def index_of(piece: NDArray[np.int64]) -> int:
        key, back = piece.tobytes(), piece[::-1].tobytes()
        if key in found:
            return found[key]
        if back in found:
            return ~found[back]
        found[key] = len(arcs)
        arcs.append(np.round(piece / 10.0**places, places))
        return found[key]

    shapes = [
        [[[index_of(p) for p in _cut(ring, junctions)] for ring in polygon] for polygon in shape if polygon]
        for shape in rings
    ]
    return Topology(arcs, shapes)


def _closed(coordinates: Coordinates, places: int) -> NDArray[np.int64]:
    """Round a ring to whole units and drop the vertices that fall together."""
    whole = np.rint(coordinates * 10.0**places).astype(np.int64)
    keep = np.concatenate([[True], (np.diff(whole, axis=0) != 0).any(axis=1)])
    kept: NDArray[np.int64] = whole[keep]
    return kept


def _keys(whole: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return one number for each position in whole units, shape (n, 2): equal for equal positions alone."""
    keys: NDArray[np.int64] = (whole[:, 0] << 32) + whole[:, 1]  # a coordinate has 31 bits and a sign
    return keys


def _junctions(rings: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return the keys, in order, of the vertices where other than two different segments meet."""
    keys = [_keys(ring) for ring in rings]
    if not keys:
        return np.empty(0, dtype=np.int64)
    ones, others = np.concatenate([ring[:-1] for ring in keys]), np.concatenate([ring[1:] for ring in keys])
    starts, ends = np.concatenate([ones, others]), np.concatenate([others, ones])
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    first = np.concatenate([[True], (np.diff(starts) != 0) | (np.diff(ends) != 0)])
    points, degree = np.unique(starts[first], return_counts=True)
    found: NDArray[np.int64] = points[degree != 2]  # noqa: PLR2004
    return found


def _cut(ring: NDArray[np.int64], junctions: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Cut a closed ring at junctions; without any, start it at its lowest vertex, so that twins are alike."""
    body = ring[:-1]
    keys = _keys(body)
    at = np.minimum(np.searchsorted(junctions, keys), max(len(junctions) - 1, 0))
    cuts = np.flatnonzero(junctions[at] == keys).tolist() if len(junctions) else []
    start = cuts[0] if cuts else int(np.argmin(keys))
    turned = np.concatenate([body[start:], body[: start + 1]])
    if not cuts:
        return [turned]
    marks = [c - start for c in cuts] + [len(turned) - 1]
    return [turned[a : b + 1] for a, b in pairwise(marks)]


def encode_arcs(arcs: Sequence[Coordinates], places: int = PLACES) -> list[list[list[int]]]:
    """Return arcs as TopoJSON writes them: whole units, the first vertex absolute and the others as steps."""
    out = []
    for arc in arcs:
        whole = np.rint(np.asarray(arc) * 10.0**places).astype(np.int64)
        out.append(np.vstack([whole[:1], np.diff(whole, axis=0)]).tolist())
    return out


def write_topojson(path: Path, topo: Topology, ids: Sequence[str], lines: dict[str, shapely.Geometry]) -> None:
    """Write a coverage (object ``countries``) and named lines (object ``provinces``) as one TopoJSON file."""
    arcs = list(topo.arcs)
    provinces = []
    for name, geometry in sorted(lines.items()):
        parts = [shapely.get_coordinates(part) for part in shapely.get_parts(geometry)]
        indexes = [[len(arcs) + i] for i in range(len(parts))]
        arcs.extend(parts)
        provinces.append({"type": "MultiLineString", "id": name, "arcs": indexes})
    countries = [
        {"type": "MultiPolygon", "id": name, "arcs": shape} for name, shape in zip(ids, topo.shapes, strict=True)
    ]
    encoded = encode_arcs(arcs)
    scale = 10.0**-PLACES
    head = json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [scale, scale], "translate": [0, 0]},
            "objects": {
                "countries": {"type": "GeometryCollection", "geometries": countries},
                "provinces": {"type": "GeometryCollection", "geometries": provinces},
            },
        },
        separators=(",", ":"),
    )
    rows = ",\n".join(json.dumps(arc, separators=(",", ":")) for arc in encoded)
    write_text(path, f'{head[:-1]},\n"arcs":[\n{rows}\n]}}\n')


def read_topojson(path: Path) -> tuple[Topology, list[str], dict[str, shapely.MultiLineString]]:
    """Read a file of `write_topojson`: the coverage, the ids of its shapes, and the named lines."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    arcs = [np.round(np.cumsum(np.array(arc), axis=0) * 10.0**-PLACES, PLACES) for arc in raw["arcs"]]
    countries = raw["objects"]["countries"]["geometries"]
    lines = {
        shape["id"]: shapely.MultiLineString([arcs[i] for (i,) in shape["arcs"]])
        for shape in raw["objects"]["provinces"]["geometries"]
    }
    return Topology(arcs, [c["arcs"] for c in countries]), [c["id"] for c in countries], lines
