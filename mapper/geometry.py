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
from mapper.opening import read_json, reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from mapper.about import Theatre
    from mapper.errors import Problems

    Coordinates = NDArray[np.float64]  # shape (n, 2): longitude, latitude in degrees
    Whole = NDArray[np.int64]

CRS = "EPSG:4326"
GRID = 1e-5  # degrees: every vertex of the partition lies on this grid, about 1 m
PLACES = 4  # decimals of a stored coordinate, about 11 m
EDGE = 0.25  # degrees: along a longer edge the geodesic strays from the parallel
WGS84 = Geod(ellps="WGS84")
MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xBF58476D1CE4E5B9], dtype=np.uint64)  # odd: no bit is lost

Ring = list[int]  # indexes of arcs; ~i (that is -1 - i) means arc i backwards


def area_km2(geometry: shapely.Geometry) -> float:
    """Return the area of a polygon or multipolygon in km2, see `areas_km2`."""
    return areas_km2([geometry])[0]


def areas_km2(geometries: Sequence[shapely.Geometry] | NDArray[np.object_]) -> list[float]:
    """Return the areas of polygons and multipolygons on the WGS84 ellipsoid, in km2.

    An edge is straight in longitude and latitude, as the edge of a window is, not a geodesic: long ones are parted.
    Source of the method: Karney, Algorithms for geodesics, J. Geodesy 87 (2013), through pyproj.
    """
    parts, shape_of = shapely.get_parts(shapely.segmentize(np.array(geometries, dtype=object), EDGE), return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    cuts = [0, *np.cumsum(shapely.get_num_coordinates(rings)).tolist()]
    x, y = np.ascontiguousarray(shapely.get_coordinates(rings).T)
    m2 = np.array([abs(WGS84.polygon_area_perimeter(x[a:b], y[a:b])[0]) for a, b in pairwise(cuts)], dtype=float)
    outer = np.diff(part_of, prepend=-1) > 0  # the first ring of a polygon; the others are its holes
    of_shape = np.searchsorted(shape_of[part_of], np.arange(len(geometries) + 1)).tolist()
    found = []
    for a, b in pairwise(of_shape):
        own, first = m2[a:b], outer[a:b]
        found.append(float(own[first].sum() - own[~first].sum()) / 1e6)
    return found


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
        of_shape = [[arc for rings in polygons for ring in rings for arc in ring] for polygons in self.shapes]
        arc = np.array([arc for arcs in of_shape for arc in arcs], dtype=np.int64)
        shape = np.repeat(np.arange(len(of_shape)), [len(arcs) for arcs in of_shape])
        both = np.unique(np.column_stack([np.maximum(arc, ~arc), shape]), axis=0)
        owners: list[list[int]] = [[] for _ in self.arcs]
        for number, owner in both.tolist():
            owners[number].append(owner)
        return owners

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
    flat, ring_of, polygon_of, shape_of = _rounded(geometries, places)
    if not len(ring_of):
        return Topology([], [[] for _ in geometries])
    keys = _keys(flat)
    begins = np.flatnonzero(np.diff(ring_of, prepend=-1))
    ends = np.append(begins[1:], len(keys)) - 1  # the vertex that closes the ring
    junctions = _junctions(keys, ends)
    if cuts is not None:
        junctions = np.union1d(junctions, _keys(np.rint(cuts * 10.0**places).astype(np.int64)))
    order, starts = _turned(keys, begins, ends, _among(keys, junctions))
    arc, first, forward = _twins(keys[order], starts)
    turned = np.round(flat[order] / 10.0**places, places)
    after = np.append(starts[1:], len(order))
    arcs = [turned[starts[piece] : after[piece]] for piece in first.tolist()]
    index = np.where(forward, arc, ~arc).tolist()
    shapes: list[list[list[Ring]]] = [[] for _ in geometries]
    of_piece = ring_of[order[starts]]
    cut = [*np.flatnonzero(np.diff(of_piece, prepend=-1)).tolist(), len(index)]
    last = -1
    for ring, (one, end) in enumerate(pairwise(cut)):
        mine = shapes[shape_of[ring]]
        if polygon_of[ring] != last:
            mine.append([])
            last = polygon_of[ring]
        mine[-1].append(index[one:end])
    return Topology(arcs, shapes)


def _rounded(geometries: Sequence[shapely.Geometry], places: int) -> tuple[Whole, Whole, Whole, Whole]:
    """Return the vertices of all rings in whole units and the ring of each; the polygon and the shape of each ring.

    Vertices that fall together are one; a ring that collapses is dropped.
    """
    polygons, shape_of = shapely.get_parts(np.asarray(geometries, dtype=object), return_index=True)
    rings, polygon_of = shapely.get_rings(polygons, return_index=True)
    coordinates, ring_of = shapely.get_coordinates(rings, return_index=True)
    whole = np.rint(coordinates * 10.0**places).astype(np.int64)
    moved = np.ones(len(whole), dtype=bool)
    moved[1:] = (np.diff(whole, axis=0) != 0).any(axis=1) | (np.diff(ring_of) != 0)
    kept = np.bincount(ring_of[moved], minlength=len(rings)) >= 4  # noqa: PLR2004  (a triangle)
    moved &= kept[ring_of]
    number = np.cumsum(kept) - 1
    return whole[moved], number[ring_of[moved]], polygon_of[kept], shape_of[polygon_of[kept]]


def _keys(whole: Whole) -> Whole:
    """Return one number for each position in whole units, shape (n, 2): equal for equal positions alone."""
    keys: Whole = (whole[:, 0] << 32) + whole[:, 1]  # a coordinate has 31 bits and a sign
    return keys


def _junctions(keys: Whole, ends: Whole) -> Whole:
    """Return the keys, in order, of the vertices where other than two different segments meet.

    ``ends`` are the positions at which rings close.
    """
    inside = np.ones(len(keys) - 1, dtype=bool)
    inside[ends[:-1]] = False
    segments = np.flatnonzero(inside)
    _, first = np.unique(_mixed(keys)[segments], return_index=True)
    points, degree = np.unique(np.concatenate([keys[segments[first]], keys[segments[first] + 1]]), return_counts=True)
    found: Whole = points[degree != 2]  # noqa: PLR2004
    return found


def _among(keys: Whole, few: Whole) -> NDArray[np.bool_]:
    """Tell of each key whether it is one of a few, which are in order."""
    if not len(few):
        return np.zeros(len(keys), dtype=bool)
    place = np.searchsorted(few, keys)
    place[place == len(few)] = 0
    found: NDArray[np.bool_] = few[place] == keys
    return found


def _mixed(keys: Whole) -> NDArray[np.uint64]:
    """Return 64 bits of each segment between one vertex and the next, the same there and back."""
    ones, others = keys[:-1].view(np.uint64), keys[1:].view(np.uint64)
    mixed: NDArray[np.uint64] = np.minimum(ones, others) * MIX[0] + np.maximum(ones, others) * MIX[1]
    mixed = (mixed ^ (mixed >> np.uint64(29))) * MIX[2]
    mixed ^= mixed >> np.uint64(32)
    return mixed


def _turned(keys: Whole, begins: Whole, ends: Whole, junction: NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """Return the vertices of closed rings piece by piece, as positions in ``keys``, and where each piece begins.

    A ring is cut at its junctions; without any, it starts at its lowest vertex, so that twins are alike. The vertex
    that ends a piece begins the next, and stands twice.
    """
    marked = junction.copy()
    marked[ends] = False
    of_ring = np.repeat(np.arange(len(begins)), ends - begins + 1)
    bare = np.bincount(of_ring[marked], minlength=len(begins)) == 0
    for one in np.flatnonzero(bare).tolist():
        marked[begins[one] + np.argmin(keys[begins[one] : ends[one]])] = True
    marks = np.flatnonzero(marked)
    ring = of_ring[marks]
    follows = np.append(marks[1:], 0)
    closing = np.append(ring[1:] != ring[:-1], True)  # the last piece of a ring goes round to its first mark
    heads = marks[np.flatnonzero(np.diff(ring, prepend=-1))]
    length = follows - marks
    size = (ends - begins)[ring[closing]]
    length[closing] = size - marks[closing] + heads
    starts = np.cumsum(length + 1) - (length + 1)
    piece = np.repeat(np.arange(len(marks)), length + 1)
    order = np.arange(len(piece)) - starts[piece] + marks[piece]
    over = order >= ends[ring[piece]]
    order[over] -= (ends - begins)[ring[piece[over]]]
    return order, starts


def _twins(keys: Whole, starts: Whole) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """Return the arc of each piece, the piece at which each arc comes first, and whether a piece runs as that does.

    ``keys`` are the vertices of the pieces. Pieces of the same segments are one arc, there or back, and are known by
    the sum of 64 bits of each segment. Arcs are numbered as they come.
    """
    mixed = _mixed(keys)
    mixed[starts[1:] - 1] = 0  # from the end of a piece to the beginning of the next
    _, first, arc = np.unique(np.add.reduceat(mixed, starts), return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(first), dtype=np.int64)
    rank[order] = np.arange(len(first))
    first, arc = first[order], rank[arc]
    own, its = starts, starts[first[arc]]
    return arc, first, (keys[own] == keys[its]) & (keys[own + 1] == keys[its + 1])


def lines_of(arcs: list[Coordinates]) -> NDArray[np.object_]:
    """Return arcs, arrays (n, 2) of longitude and latitude, as lines."""
    if not arcs:
        return np.array([], dtype=object)
    return np.asarray(
        shapely.linestrings(np.concatenate(arcs), indices=np.repeat(range(len(arcs)), list(map(len, arcs))))
    )


def thinned(arcs: Sequence[Coordinates], theatre: Theatre, metres: float) -> list[Coordinates]:
    """Return arcs without the vertices that a theatre's plane can spare: the line strays no farther from them.

    Ends stay, so that arcs that met still do, and a closed arc keeps an area. Source of the method: Douglas & Peucker,
    Algorithms for the reduction of the number of points required to represent a digitized line, Cartographica 10
    (1973), through GEOS.
    """
    if not arcs:
        return []
    whole = np.concatenate(arcs)
    numbered = np.column_stack([project(theatre, whole), np.arange(len(whole))])  # a vertex bears its number as height
    lines = shapely.linestrings(numbered, indices=np.repeat(range(len(arcs)), list(map(len, arcs))))
    spared = shapely.simplify(lines, metres)
    kept = shapely.get_coordinates(spared, include_z=True)[:, 2].astype(np.int64)
    return np.split(whole[kept], np.cumsum(shapely.get_num_coordinates(spared))[:-1])


def encode_arcs(arcs: Sequence[Coordinates], places: int = PLACES) -> list[list[list[int]]]:
    """Return arcs as TopoJSON writes them: whole units, the first vertex absolute and the others as steps."""
    out = []
    for arc in arcs:
        whole = np.rint(np.asarray(arc) * 10.0**places).astype(np.int64)
        out.append(np.vstack([whole[:1], np.diff(whole, axis=0)]).tolist())
    return out


def write_topojson(
    path: Path,
    topo: Topology,
    ids: Sequence[str],
    lines: dict[str, shapely.Geometry],
    places: int = PLACES,
    kind: str = "countries",
) -> None:
    """Write a coverage (the object ``kind``) and named lines (object ``provinces``) as one TopoJSON file.

    Its steps are of ``places`` decimals of a degree; coordinates with more are rounded.
    """
    arcs = list(topo.arcs)
    provinces = []
    for name, geometry in sorted(lines.items()):
        parts = [shapely.get_coordinates(part) for part in shapely.get_parts(geometry)]
        indexes = [[len(arcs) + i] for i in range(len(parts))]
        arcs.extend(parts)
        provinces.append({"type": "MultiLineString", "id": name, "arcs": indexes})
    surfaces = [
        {"type": "MultiPolygon", "id": name, "arcs": shape} for name, shape in zip(ids, topo.shapes, strict=True)
    ]
    encoded = encode_arcs(arcs, places)
    scale = 10.0**-places
    head = json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [scale, scale], "translate": [0, 0]},
            "objects": {
                kind: {"type": "GeometryCollection", "geometries": surfaces},
                "provinces": {"type": "GeometryCollection", "geometries": provinces},
            },
        },
        separators=(",", ":"),
    )
    rows = ",\n".join(json.dumps(arc, separators=(",", ":")) for arc in encoded)
    write_text(path, f'{head[:-1]},\n"arcs":[\n{rows}\n]}}\n')


def read_topojson(
    path: Path, problems: Problems, kind: str = "countries"
) -> tuple[Topology, list[str], dict[str, shapely.MultiLineString]]:
    """Read a file of `write_topojson`: the coverage, the ids of its shapes, and the named lines.

    Raises
    ------
    DataError
        With what else was found, if the file is not of that form: nothing can be cut of it.
    """
    hint = "Make it anew as geodata/README.md tells."
    raw = read_json(path, problems, hint)
    try:
        scale, moved = raw["transform"]["scale"], raw["transform"]["translate"]
        steps = [10.0**-places for places in range(PLACES + 1) if np.allclose(scale, 10.0**-places, rtol=1e-9, atol=0)]
        if not steps or any(moved):
            raise ValueError(f"its steps are {scale} degrees from {moved}, not 1, 0.1 ... {10.0**-PLACES:g} from 0")  # noqa: TRY301
        arcs = [_decoded(arc, steps[0], f"arc {number}") for number, arc in enumerate(raw["arcs"])]
        names, shapes = _ids(raw, kind), [one["arcs"] for one in raw["objects"][kind]["geometries"]]
        if not names:
            raise ValueError(f"it has no {kind}")  # noqa: TRY301
        for name, shape in zip(names, shapes, strict=True):
            _check_shape(name, shape, arcs)
        lines = {}
        for name, line in zip(_ids(raw, "provinces"), raw["objects"]["provinces"]["geometries"], strict=True):
            lines[name] = shapely.MultiLineString([arcs[_arc(i, name, arcs)] for (i,) in line["arcs"]])
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, shapely.errors.ShapelyError) as error:
        problems.stop()
        missing = isinstance(error, KeyError)
        problems.fail(path, "", "", f"{'it lacks ' if missing else ''}{reason(error)}", hint)
    return Topology(arcs, shapes), names, lines


def _decoded(arc: list[list[int]], step: float, where: str) -> Coordinates:
    """Return an arc of a file as positions in degrees, of steps of so many; raise `ValueError` if it is none."""
    try:
        steps = np.array(arc)
    except ValueError:
        steps = np.empty(0)  # of lists of several lengths
    if steps.ndim != 2 or steps.shape[1] != 2 or steps.dtype.kind != "i" or len(steps) < 2:  # noqa: PLR2004  (x, y)
        raise ValueError(f"{where} is no list of two or more pairs of whole numbers")
    found: Coordinates = np.round(np.cumsum(steps, axis=0) * step, PLACES)
    if (np.abs(found) > (180, 90)).any():
        raise ValueError(f"{where} leaves the globe")
    if not steps[1:].any():
        raise ValueError(f"{where} has no length")
    return found


def _ids(raw: dict[str, Any], kind: str) -> list[str]:
    """Return the ids of the geometries of an object of a file."""
    found = raw["objects"][kind]["geometries"]
    if not isinstance(found, list):
        raise ValueError(f"the geometries of {kind} are no list")  # noqa: TRY004  (of a file)
    names = [geometry["id"] for geometry in found]
    for name in names:
        if not isinstance(name, str) or not name:
            raise ValueError(f"{name!r:.80} is no id in {kind}")
    return names


def _arc(index: object, name: str, arcs: list[Coordinates]) -> int:
    """Return the number of an arc that there is."""
    if type(index) is not int or not -len(arcs) <= index < len(arcs):
        raise ValueError(f"{name}: there is no arc {index!r:.80}")
    return index


def _check_shape(name: str, shape: list[list[Ring]], arcs: list[Coordinates]) -> None:
    """Raise `ValueError` if a shape is not made of closed rings that do not cross themselves."""
    if not shape or not all(shape):
        raise ValueError(f"{name}: it has no rings")
    for ring in (ring for rings in shape for ring in rings):
        pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in (_arc(index, name, arcs) for index in ring)]
        turned = [*pieces[1:], pieces[0]] if pieces else []
        if not pieces or any((one[-1] != other[0]).any() for one, other in zip(pieces, turned, strict=True)):
            raise ValueError(f"{name}: the ring of the arcs {str(ring)[:60]} is not closed")
    polygon = Topology(arcs, [shape]).polygon(0)
    if not polygon.is_valid:
        raise ValueError(f"{name}: {shapely.is_valid_reason(polygon)}")
