"""Points in GML 2 and 3, as features of GeoJSON in EPSG:4326.

The XML is read as it stands: no schema, no entity and nothing else that it names is fetched or opened, and no file is
left beside it. Where a CRS is named by its URN, the order of its axes is that of its authority.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pyproj

from mapper.errors import Problems
from mapper.features import FeatureSource, crs_named

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.features import Feature

ENDINGS = (".gml", ".xml")
SPACES = ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2")
MEMBERS = ("featureMember", "featureMembers", "member", "members")
SHAPES = {
    "Point": "Point",
    "MultiPoint": "MultiPoint",
    "LineString": "LineString",
    "Curve": "LineString",
    "MultiLineString": "MultiLineString",
    "MultiCurve": "MultiLineString",
    "Polygon": "Polygon",
    "Surface": "Polygon",
    "MultiPolygon": "MultiPolygon",
    "MultiSurface": "MultiPolygon",
}
HEAD = 1 << 16  # bytes in which a document type would stand
HINT = "It must be GML with a feature collection of points."


def read_gml(path: Path) -> FeatureSource:
    """Open a GML file.

    Raises
    ------
    DataError
        If it is no XML, no GML, or names a CRS that is not known.
    """
    problems = Problems()
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        problems.fail(path, "", "", "the file declares a document type, which GML has not", "Export it anew.")
    try:
        root = ET.parse(path).getroot()  # noqa: S314  (it declares no entity, and the parser opens nothing)
    except (ET.ParseError, ValueError, RecursionError) as error:
        problems.fail(path, "", "", f"the file is not XML: {error}", HINT)
    if _name(root) != "FeatureCollection" and not any(_space(child) in SPACES for child in root):
        problems.fail(path, "", "", f"the file is no GML: it begins with <{_name(root)}>", HINT)
    found = [_feature(one, path, problems) for member in root if _name(member) in MEMBERS for one in member]
    problems.stop()
    return FeatureSource(found, pyproj.CRS.from_epsg(4326))


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _space(element: ET.Element) -> str:
    return element.tag.rpartition("}")[0].lstrip("{")


def _feature(element: ET.Element, path: Path, problems: Problems) -> Feature:
    properties: dict[str, Any] = {}
    geometry = None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] in ("id", "fid"):
            properties["gml_id"] = value
    for child in element:
        shape = next((one for one in child.iter() if _space(one) in SPACES and _name(one) in SHAPES), None)
        if shape is not None:
            geometry = _geometry(shape, path, problems)
        elif _name(child) != "boundedBy":
            nil = any(key.endswith("}nil") and value == "true" for key, value in child.attrib.items())
            properties[_name(child)] = None if nil else "".join(child.itertext()).strip()
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _geometry(shape: ET.Element, path: Path, problems: Problems) -> dict[str, Any]:
    kind = SHAPES[_name(shape)]
    if kind not in ("Point", "MultiPoint"):
        return {"type": kind}
    points = [one for one in shape.iter() if _name(one) == "Point" and _space(one) in SPACES]
    outer = shape.get("srsName", "")
    places = [_place(point, point.get("srsName", outer), path, problems) for point in points]
    return {"type": kind, "coordinates": places if kind == "MultiPoint" else places[0]}


def _place(point: ET.Element, srs: str, path: Path, problems: Problems) -> list[float]:
    """Return longitude and latitude of a point; none where its coordinates are no numbers."""
    parts: list[str] = []
    for one in point:
        if _name(one) == "pos":
            parts = (one.text or "").split()
        elif _name(one) == "coordinates":
            parts = (one.text or "").replace(one.get("cs", ","), " ").split()
        elif _name(one) == "coord":
            parts = [axis.text or "" for axis in one]
    try:
        x, y = float(parts[0]), float(parts[1])
    except (ValueError, IndexError):
        return []
    if not srs:
        return [x, y]
    try:
        transformer, swapped = _to_degrees(srs)
    except ValueError:
        problems.add(path, "", "srsName", f"'{srs[:80]}' is no CRS that is known", "Export it in EPSG:4326.")
        return []
    lon, lat = transformer.transform(*((y, x) if swapped else (x, y)))
    return [float(lon), float(lat)]


@cache
def _to_degrees(srs: str) -> tuple[pyproj.Transformer, bool]:
    """Return what turns a CRS, easting first, into degrees, and whether its authority puts northing first."""
    crs = crs_named(srs)
    if crs is None:
        raise ValueError(srs)
    by_authority = srs.lower().startswith("urn:") or "/def/crs/" in srs
    north = crs.axis_info[0].direction.lower() in ("north", "south") and "CRS84" not in srs
    return pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True), by_authority and north
