"""GeoJSON as it is found: the features of a file, their properties as text, their geometry as shapes.

Everything is EPSG:4326, longitude first; a third coordinate is dropped. A file may be a FeatureCollection, one Feature,
or a Feature a line (GeoJSON Text Sequence). No address that stands in a file is ever followed.

Format: `RFC 7946 <https://www.rfc-editor.org/rfc/rfc7946>`_.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import shapely

from mapper.errors import shown
from mapper.files import GONE, UnreadableError, parse_json, read_text
from mapper.geometry import polygons

if TYPE_CHECKING:
    from pathlib import Path

Feature = dict[str, Any]
Place = tuple[float, float]  # longitude, latitude in degrees

HINT = "It must be a GeoJSON FeatureCollection in EPSG:4326."
WGS84 = re.compile(r"(urn:(x-)?ogc:def:crs:)?(OGC:(\d\.\d)?:?CRS84|EPSG:(\d[\d.]*)?:?4326|WGS ?84)", re.IGNORECASE)
RECORD = "\x1e"  # begins each text of a GeoJSON Text Sequence
BEYOND = 1e-6  # degrees by which a rounded position may lie beyond the edge of the world
METRES = 1000  # what is farther from zero is hardly meant as degrees
CLOSED = 4  # positions of the shortest ring, the first and the last the same


def read_features(path: Path, gone: str = GONE) -> list[Feature]:
    """Return the features of a GeoJSON file: each has ``properties``, an object, and ``geometry``, whatever it is.

    Raises
    ------
    UnreadableError
        If the file is no GeoJSON, or in another coordinate reference system.
    """
    return features_of(read_text(path, "JSON", gone))


def features_of(text: str) -> list[Feature]:
    """Return the features of a GeoJSON text, as `read_features` does."""
    try:
        found = [parse_json(text)]
    except UnreadableError as error:
        found = _sequence(text)
        if not found:
            raise error from None
    features: Any = found
    if len(found) == 1 and isinstance(found[0], dict) and found[0].get("type") == "FeatureCollection":
        _check_crs(found[0])
        features = found[0].get("features")
    if not isinstance(features, list) or not all(map(_is_feature, features)):
        raise UnreadableError("the file holds no list of features", HINT, "features")
    return [_feature(number, one) for number, one in enumerate(features, start=1)]


def _sequence(text: str) -> list[Any]:
    """Return the features that stand a line each, or nothing if the text is not of that form."""
    try:
        lines = [parse_json(line) for line in text.replace(RECORD, "\n").splitlines() if line.strip()]
    except UnreadableError:
        return []
    return lines if all(map(_is_feature, lines)) else []


def _is_feature(raw: Any) -> bool:  # noqa: ANN401  (JSON)
    return isinstance(raw, dict) and raw.get("type") == "Feature"


def _feature(number: int, raw: Feature) -> Feature:
    row = f"feature {number}"
    _check_crs(raw)
    properties = raw.get("properties") or {}
    if not isinstance(properties, dict):
        raise UnreadableError(f"its properties are {shown(properties)}, no object", HINT, row)
    if "geometry" not in raw:
        raise UnreadableError("it has no geometry", HINT, row)
    return {"properties": properties, "geometry": raw["geometry"]}


def _check_crs(raw: Feature) -> None:
    """Refuse coordinates in another system than longitude and latitude on WGS 84."""
    crs = raw.get("crs")
    if crs is None:
        return
    named = crs.get("properties") if isinstance(crs, dict) and crs.get("type") == "name" else None
    name = named.get("name") if isinstance(named, dict) else None
    if not isinstance(name, str) or not WGS84.fullmatch(name):
        found = shown(name if isinstance(name, str) else crs)
        hint = "Reproject the file to EPSG:4326, longitude first."
        raise UnreadableError(f"its coordinate reference system is {found}, not EPSG:4326", hint, "crs")


def as_text(value: Any) -> str | None:  # noqa: ANN401  (JSON)
    """Return a property as the text that a cell of a table would hold; None if it is neither text nor a number."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and math.isfinite(value):
        plain = format(Decimal(repr(value)), "f")
        return plain.removesuffix(".0")
    return str(value) if type(value) is int or isinstance(value, float) else None


def place(raw: Any) -> Place:  # noqa: ANN401  (JSON)
    """Return a position as longitude and latitude; raise ValueError if it is none in degrees."""
    if not isinstance(raw, list) or len(raw) < 2 or not all(type(one) in (int, float) for one in raw):  # noqa: PLR2004
        message = f"{shown(raw)} is no position [longitude, latitude]"
        raise ValueError(message)
    try:
        lon, lat = float(raw[0]), float(raw[1])
    except OverflowError:
        lon = lat = math.inf
    if not (abs(lon) <= 180 + BEYOND and abs(lat) <= 90 + BEYOND):
        metres = "; perhaps in metres" if max(abs(lon), abs(lat)) > METRES else ""
        message = f"a coordinate is no longitude, latitude in degrees: {shown(raw)}{metres}"
        raise ValueError(message)
    return max(-180.0, min(lon, 180.0)), max(-90.0, min(lat, 90.0))


def places(raw: Any) -> list[Place]:  # noqa: ANN401  (JSON)
    """Return positions; raise ValueError if there are none."""
    if not isinstance(raw, list):
        message = f"{shown(raw)} is no list of positions"
        raise ValueError(message)  # noqa: TRY004  (it is in the data)
    return [place(one) for one in raw]


def line_of(raw: Any) -> shapely.LineString:  # noqa: ANN401  (JSON)
    """Return a LineString that has some length; raise ValueError with the reason if it is none."""
    if not isinstance(raw, dict) or raw.get("type") != "LineString":
        message = "the geometry is no LineString"
        raise ValueError(message)
    points = places(raw.get("coordinates"))
    if len(set(points)) < 2:  # noqa: PLR2004  (two ends)
        message = "the geometry is no LineString of some length"
        raise ValueError(message)
    return shapely.LineString(points)


def surface_of(raw: Any) -> shapely.MultiPolygon:  # noqa: ANN401  (JSON)
    """Return polygons as they are drawn, valid or not; raise ValueError with the reason if there are none."""
    drawn = [_polygon(rings) for rings in _surfaces(raw)]
    if not drawn:
        message = "the geometry is no polygon"
        raise ValueError(message)
    return shapely.MultiPolygon(drawn)


def _surfaces(raw: Any) -> list[Any]:  # noqa: ANN401  (JSON)
    """Return the rings of each polygon of a Polygon, a MultiPolygon or a collection of these."""
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind == "Polygon":
        return [raw.get("coordinates")]
    inner = (
        raw.get({"MultiPolygon": "coordinates", "GeometryCollection": "geometries"}.get(str(kind), ""))
        if kind
        else None
    )
    if not isinstance(inner, list):
        message = "there is no geometry" if raw is None else "the geometry is no polygon"
        raise ValueError(message)  # noqa: TRY004  (it is in the data)
    if kind == "MultiPolygon":
        return inner
    if any(isinstance(one, dict) and one.get("type") == "GeometryCollection" for one in inner):
        message = "the geometry is a collection in a collection"
        raise ValueError(message)
    return [rings for one in inner for rings in _surfaces(one)]


def _polygon(rings: Any) -> shapely.Polygon:  # noqa: ANN401  (JSON)
    if not isinstance(rings, list) or not rings:
        message = f"{shown(rings)} is no list of rings"
        raise ValueError(message)
    walked = [places(ring) for ring in rings]
    for ring in walked:
        if len(ring) < CLOSED or ring[0] != ring[-1]:
            message = "a ring is not closed: its last position must be its first, after three others"
            raise ValueError(message)
    return shapely.Polygon(walked[0], walked[1:])


def mended(shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
    """Return polygons made valid where they cross themselves; without area, none is left."""
    return shape if shape.is_valid else polygons(shapely.make_valid(shape))
