"""TopoJSON as it is found: arcs that neighbours share, and what is made of them, each level of it checked.

Everything is EPSG:4326, longitude first. Format: `TopoJSON 1.0 specification
<https://github.com/topojson/topojson-specification>`_.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.errors import shown
from mapper.features import BEYOND
from mapper.files import GONE, UnreadableError, read_json
from mapper.geometry import PLACES, Topology

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.geometry import Coordinates, Ring

HINT = "It must be TopoJSON in EPSG:4326."
CLOSED = 4  # positions of the shortest ring, the first and the last the same

Record = dict[str, Any]


class Arcs:
    """The arcs of one TopoJSON object, and the shapes that may be made of them.

    Coordinates are rounded to so many ``places``, if any.

    Raises
    ------
    UnreadableError
        From every method, with the place in the file, if something is not as the specification has it.
    """

    def __init__(self, raw: Record, places: int | None = PLACES) -> None:
        if raw.get("type") != "Topology":
            raise UnreadableError(f"its type is {shown(raw.get('type'))}, not Topology", HINT, "type")
        found = raw.get("arcs")
        if not isinstance(found, list):
            raise UnreadableError("the file holds no list of arcs", HINT, "arcs")
        scale, shift = _transform(raw.get("transform"))
        self.arcs: list[Coordinates] = [
            _arc(f"arcs[{index}]", one, scale, shift, places) for index, one in enumerate(found)
        ]
        self.objects = raw.get("objects")

    def geometries(self, name: str = "", *, required: bool = True) -> list[Record]:
        """Return the geometries of a named object, or of the first."""
        objects = self.objects
        if not isinstance(objects, dict) or not objects:
            raise UnreadableError("the file holds no objects", HINT, "objects")
        name = name or next(iter(objects))
        if name not in objects and not required:
            return []
        where = f"objects.{name}"
        collection = objects.get(name)
        found = collection.get("geometries") if isinstance(collection, dict) else None
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise UnreadableError("there is no list of geometries", HINT, where)
        return found

    def lines(self, where: str, geometry: Record) -> shapely.MultiLineString:
        """Return a LineString or MultiLineString."""
        kind, found = geometry.get("type"), geometry.get("arcs")
        if kind not in ("LineString", "MultiLineString"):
            raise UnreadableError(f"its type is {shown(kind)}, not MultiLineString", HINT, where)
        many = [found] if kind == "LineString" else found
        return shapely.MultiLineString([self._walk(where, ring) for ring in _list(where, many)])

    def polygons(self, where: str, geometry: Record) -> list[list[Ring]]:
        """Return the polygons of a Polygon or MultiPolygon: each a list of closed rings of indexes."""
        kind, found = geometry.get("type"), geometry.get("arcs")
        if kind not in ("Polygon", "MultiPolygon"):
            raise UnreadableError(f"its type is {shown(kind)}, not MultiPolygon", HINT, where)
        many = [found] if kind == "Polygon" else found
        made = [[self._ring(where, ring) for ring in _list(where, rings)] for rings in _list(where, many)]
        if not made or not all(made):
            raise UnreadableError("it has no ring", HINT, where)
        return made

    def drawn(self, where: str, geometry: Record) -> Record | None:
        """Return a polygon or multipolygon as GeoJSON has it, or None where there is no geometry."""
        if geometry.get("type") is None:
            return None
        made = [[self._walk(where, ring).tolist() for ring in rings] for rings in self.polygons(where, geometry)]
        return {"type": "MultiPolygon", "coordinates": made}

    def _ring(self, where: str, raw: Any) -> Ring:  # noqa: ANN401  (JSON)
        walked = self._walk(where, raw)
        if len(walked) < CLOSED or (walked[0] != walked[-1]).any():
            raise UnreadableError("a ring is not closed", "Let its arcs end where it begins.", where)
        return list(raw)

    def _walk(self, where: str, raw: Any) -> Coordinates:  # noqa: ANN401  (JSON)
        """Return the vertices along some arcs, each of which begins where the one before it ends."""
        ring = _list(where, raw)
        if not ring or not all(type(one) is int and -len(self.arcs) <= one < len(self.arcs) for one in ring):
            raise UnreadableError(f"{shown(ring)} is no list of arcs from 0 to {len(self.arcs) - 1}", HINT, where)
        pieces = [self.arcs[one] if one >= 0 else self.arcs[~one][::-1] for one in ring]
        if any((one[-1] != other[0]).any() for one, other in pairwise(pieces)):
            raise UnreadableError("an arc does not begin where the one before it ends", HINT, where)
        return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _list(where: str, raw: Any) -> list[Any]:  # noqa: ANN401  (JSON)
    if not isinstance(raw, list):
        raise UnreadableError(f"{shown(raw)} is no list of arcs", HINT, where)
    return raw


def _pair(raw: Any) -> tuple[float, float] | None:  # noqa: ANN401  (JSON)
    """Return two finite numbers."""
    if not isinstance(raw, list) or len(raw) < 2 or not all(type(one) in (int, float) for one in raw[:2]):  # noqa: PLR2004
        return None
    try:
        one, other = float(raw[0]), float(raw[1])
    except OverflowError:
        return None
    return (one, other) if math.isfinite(one) and math.isfinite(other) else None


def _transform(raw: Any) -> tuple[tuple[float, float] | None, tuple[float, float]]:  # noqa: ANN401  (JSON)
    """Return scale and shift; without a transform, no scale: positions are degrees, and no steps."""
    if raw is None:
        return None, (0.0, 0.0)
    scale, shift = (_pair(raw.get(key)) for key in ("scale", "translate")) if isinstance(raw, dict) else (None, None)
    if not scale or not shift or not all(scale):
        raise UnreadableError("it has no scale and translate of two numbers", HINT, "transform")
    return scale, shift


def _arc(
    where: str,
    raw: Any,  # noqa: ANN401  (JSON)
    scale: tuple[float, float] | None,
    shift: tuple[float, float],
    places: int | None,
) -> Coordinates:
    """Return one arc in degrees."""
    pairs = [_pair(one) for one in raw] if isinstance(raw, list) else []
    if len(pairs) < 2 or None in pairs:  # noqa: PLR2004  (two ends)
        raise UnreadableError("it is no list of at least two positions", HINT, where)
    found = np.array(pairs, dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        degrees: Coordinates = np.cumsum(found, axis=0) * scale + shift if scale else found
        degrees = degrees if places is None else np.round(degrees, places)
    if not (np.abs(degrees) <= (180 + BEYOND, 90 + BEYOND)).all():
        raise UnreadableError("a coordinate is no longitude, latitude in degrees", HINT, where)
    return np.clip(degrees, (-180, -90), (180, 90))


def read_topojson(path: Path, gone: str = GONE) -> tuple[Topology, list[str], dict[str, shapely.MultiLineString]]:
    """Read a file of `mapper.geometry.write_topojson`: the coverage, the ids of its shapes, and the named lines.

    Raises
    ------
    UnreadableError
        If it cannot be read, with the place in the file.
    """
    found = Arcs(read_json(path, gone))
    raw, more = found.geometries("countries"), found.geometries("provinces", required=False)
    countries, names = _ids("objects.countries", raw), _ids("objects.provinces", more)
    topo = Topology(found.arcs, [found.polygons(name, one) for name, one in zip(countries, raw, strict=True)])
    return topo, countries, {name: found.lines(name, one) for name, one in zip(names, more, strict=True)}


def _ids(where: str, geometries: list[dict[str, Any]]) -> list[str]:
    """Return the ids of some geometries, each a text of its own."""
    names: list[str] = []
    for number, one in enumerate(geometries):
        name = one.get("id")
        if not isinstance(name, str) or not name.strip():
            raise UnreadableError(f"{shown(name)} is no id", "Write a text.", f"{where}[{number}]")
        if name in names:
            raise UnreadableError(f"the id '{shown(name)}' is there twice", "Each may stand only once.", where)
        names.append(name)
    return names
