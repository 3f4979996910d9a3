"""Points in JSON: GeoJSON in all its shapes, TopoJSON, Linked Places, and plain lists of objects.

A feature is kept as it came, so that it can be written again unchanged. Such files are read whole. Nothing that a file
names is opened: a CRS is known by its number, or not at all.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyproj
import shapely

from mapper.batches import ROWS
from mapper.errors import EMPTY, Fault, Problems
from mapper.opening import once, reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from mapper.batches import Places

ENDINGS = (".geojson", ".json", ".topojson", ".jsonld", ".geojsonl", ".geojsons", ".ndjson", ".jsonl")
GEOMETRIES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
CRS_NAME = re.compile(
    r"(?:EPSG:|urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:|https?://www\.opengis\.net/(?:def/crs/EPSG/[\d.]+/|gml/srs/epsg\.xml#))(\d+)",
    re.IGNORECASE,
)
CRS84 = re.compile(
    r"(?:OGC:|urn:ogc:def:crs:OGC:[\d.]*:|https?://www\.opengis\.net/def/crs/OGC/[\d.]+/)CRS84", re.IGNORECASE
)
HINT = "It must be GeoJSON, TopoJSON, or a list of objects with longitude, latitude and a date."

Feature = dict[str, Any]


def crs_named(name: str) -> pyproj.CRS | None:
    """Return the CRS that a well-known name stands for, or None; no file and no network is asked."""
    if CRS84.fullmatch(name.strip()):
        return pyproj.CRS.from_epsg(4326)
    if not (found := CRS_NAME.fullmatch(name.strip())):
        return None
    try:
        return pyproj.CRS.from_epsg(int(found[1]))
    except pyproj.exceptions.CRSError:
        return None


class FeatureBatch:
    """Some features, or plain objects, which have the same form and no geometry."""

    def __init__(self, source: FeatureSource, start: int, stop: int) -> None:
        self.source, self.start = source, start
        self.features = source.features[start:stop]

    def __len__(self) -> int:
        """Return how many features there are."""
        return len(self.features)

    def label(self, index: int) -> str:
        """Return the number of a feature, from 1 on, or the row that the source knows it by."""
        return self.source.label(self.start + index)

    def column(self, name: str) -> pd.Series[Any]:
        """Return the values of a property."""
        return pd.Series([value_of(feature, name) for feature in self.features], dtype=object)

    def places(self) -> Places | None:
        """Return the places of the geometries."""
        if not self.source.spatial:
            return None
        xy = np.full((len(self.features), 2), np.nan)
        faults = np.full(len(self.features), None, dtype=object)
        for index, feature in enumerate(self.features):
            found = place_of(feature.get("geometry"))
            if isinstance(found, Fault):
                faults[index] = found
            else:
                xy[index] = found
        return xy, faults

    def shapes(self) -> NDArray[np.object_]:
        """Return the geometries; None where there is none that can be read."""
        texts = np.array([json.dumps(feature.get("geometry")) for feature in self.features], dtype=object)
        texts[texts == "null"] = None
        return np.asarray(shapely.from_geojson(texts, on_invalid="ignore"), dtype=object)

    def table(self) -> pa.Table:
        """Return the properties; what is no plain value is JSON text."""
        return self.source.whole.slice(self.start, len(self.features))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the properties of each feature as they came, whatever the other rows hold."""
        for feature in self.features:
            yield {name: value_of(feature, name) for name in self.source.columns}


class FeatureSource:
    """Features that are all in memory."""

    def __init__(
        self, features: list[Feature], crs: pyproj.CRS | None, *, spatial: bool = True, rows: Sequence[int] = ()
    ) -> None:
        self.kind = "geojson" if spatial else "records"
        self.features, self.crs, self.spatial, self.rows = features, crs, spatial, rows
        self.notes: list[str] = []
        names = dict.fromkeys(name for feature in features for name in feature["properties"])
        extra = [name for name in ("id", "when") if name not in names and any(name in feature for feature in features)]
        self.columns = [*extra, *names]
        self.size = len(features)

    def label(self, index: int) -> str:
        """Return how a problem names a feature."""
        return f"row {self.rows[index]}" if self.rows else f"feature {index + 1}"

    @cached_property
    def whole(self) -> pa.Table:
        """The properties of all features."""
        arrays = [_arrow([value_of(feature, name) for feature in self.features]) for name in self.columns]
        return pa.Table.from_arrays(arrays, names=self.columns)

    def batches(self) -> Iterator[tuple[FeatureBatch, int]]:
        """Yield the features."""
        for start in range(0, self.size, ROWS):
            stop = min(start + ROWS, self.size)
            yield FeatureBatch(self, start, stop), stop

    def schema(self) -> pa.Schema:
        """Return the schema of the properties."""
        return self.whole.schema


def value_of(feature: Feature, name: str) -> Any:  # noqa: ANN401  (JSON)
    """Return a property, or the id or the days that the feature has beside its properties."""
    properties = feature["properties"]
    if name in properties:
        return properties[name]
    return when_of(feature) if name == "when" else feature.get(name) if name == "id" else None


def when_of(feature: Feature) -> str | None:
    """Return the one timespan of a Linked Places feature as EDTF; several are joined by '; ', which is none."""
    when = feature.get("when")
    spans = when.get("timespans") if isinstance(when, dict) else None
    if not isinstance(spans, list):
        return None if when is None else json.dumps(when, ensure_ascii=False)
    return "; ".join(_timespan(span) for span in spans if isinstance(span, dict)) or None


def _timespan(span: Mapping[str, Any]) -> str:
    ends = [end if isinstance(end, dict) else {"in": end} for end in (span.get("start"), span.get("end"))]
    start, end = ({key: str(value) for key, value in one.items() if value} for one in ends)
    first = start.get("in") or start.get("earliest", "")
    last = end.get("in") or end.get("latest") or ("" if end else start.get("in") or start.get("latest", ""))
    return first if first == last else f"{first}/{last}"


def place_of(geometry: Any) -> tuple[float, float] | Fault:  # noqa: ANN401  (JSON)
    """Return the place of a GeoJSON point, or why there is none."""
    if geometry is None:
        return Fault(EMPTY.kind, "there is no geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in GEOMETRIES:
        return Fault("geometry", f"{json.dumps(geometry)[:60]} is no geometry", "Write a Point.")
    inner = geometry.get("geometries" if kind == "GeometryCollection" else "coordinates")
    if kind in ("MultiPoint", "GeometryCollection"):
        if not isinstance(inner, list) or len(inner) != 1:
            count = len(inner) if isinstance(inner, list) else 0
            what = "points" if kind == "MultiPoint" else "geometries"
            return Fault(kind, f"the geometry is a {kind} of {count} {what}, not a point", "Choose one point of each.")
        return place_of(inner[0] if kind == "GeometryCollection" else {"type": "Point", "coordinates": inner[0]})
    if kind != "Point":
        return Fault(kind, f"the geometry is a {kind}, not a point", "Choose a point of each, such as its centroid.")
    return _coordinates(inner)


def _coordinates(found: Any) -> tuple[float, float] | Fault:  # noqa: ANN401  (JSON)
    if not found:
        return Fault(EMPTY.kind, "the geometry is empty")
    numbers = found[:2] if isinstance(found, list) else []
    if len(numbers) != 2 or not all(type(n) in (int, float) and abs(n) < 1e300 for n in numbers):  # noqa: PLR2004
        return Fault("geometry", f"{json.dumps(found)[:60]} is no place", "Write longitude and latitude as numbers.")
    return float(numbers[0]), float(numbers[1])


def _arrow(values: list[Any]) -> pa.Array:
    """Return a column of values; where they are of no one plain type it is text."""
    kinds = {type(value) for value in values if value is not None}
    if (len(kinds) <= 1 or kinds == {int, float}) and not kinds & {dict, list}:  # Arrow would make days of numbers
        try:
            return pa.array(values, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            pass
    return pa.array([None if value is None else _text(value) for value in values], type=pa.string())


def _text(value: Any) -> str:  # noqa: ANN401  (JSON, or a cell of a workbook)
    """Return a value as text: what is JSON as JSON, and a day of a workbook as ISO."""
    if isinstance(value, (dict, list, bool, int, float)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def read_json(path: Path) -> FeatureSource:
    """Open a file of JSON.

    Raises
    ------
    DataError
        If it is no JSON, or holds neither features nor a list of objects.
    """
    problems = Problems()
    text = _decoded(path.read_bytes(), path, problems)
    try:
        raw = _documents(text)
    except (RecursionError, ValueError) as error:
        problems.fail(path, "", "", f"the file is not JSON: {reason(error)}", HINT)
    found, crs = _collection(raw, path, problems)
    if isinstance(raw, list) and not any(one.get("type") == "Feature" for one in found):
        plain = [{"type": "Feature", "properties": one, "geometry": None} for one in found]
        return FeatureSource(plain, None, spatial=False)
    for number, one in enumerate(found, start=1):
        if one.get("properties") is None:
            one["properties"] = {}
        if one.get("type") != "Feature" or not isinstance(one["properties"], dict):
            problems.add(path, f"feature {number}", "", "it is no feature with properties and a geometry", HINT)
    problems.stop()
    return FeatureSource(found, crs)


def collection_of(raw: bytes, path: Path) -> tuple[dict[str, Any], pyproj.CRS | None]:
    """Return a GeoJSON or a TopoJSON of shapes of any kind, its type first, and the CRS that it names.

    Raises
    ------
    DataError
        If it is neither.
    """
    problems = Problems()
    hint = "It must be GeoJSON or TopoJSON."
    text = _decoded(raw, path, problems)
    try:
        found = json.loads(text, object_pairs_hook=once)
    except (RecursionError, ValueError) as error:
        problems.fail(path, "", "", f"the file is not JSON: {reason(error)}", hint)
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "Feature":
        found, kind = {"type": "FeatureCollection", "features": [found]}, "FeatureCollection"
    features = found.get("features") if kind == "FeatureCollection" else [] if kind == "Topology" else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        problems.fail(path, "", "", "the file holds neither features nor a topology", hint)
    return {"type": kind, **found}, _crs(found, path, problems)


def _decoded(raw: bytes, path: Path, problems: Problems) -> str:
    """Return the text of a file of JSON."""
    if not raw.strip():
        problems.fail(path, "", "", "the file is empty", HINT)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.fail(path, "", "", f"the file is not in UTF-8: {reason(error)}", "Save it in UTF-8.")


def _documents(text: str) -> Any:  # noqa: ANN401  (JSON)
    """Return the JSON of a text; of a text sequence, one document a line, the list of all."""
    try:
        return json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError:
        lines = [line for line in text.lstrip("\x1e \r\n").split("\n") if line.strip("\x1e \r")]
        if len(lines) < 2 or not lines[0].startswith("{"):  # noqa: PLR2004  (a sequence has several)
            raise
        return [json.loads(line.lstrip("\x1e"), object_pairs_hook=once) for line in lines]


def _collection(raw: Any, path: Path, problems: Problems) -> tuple[list[Feature], pyproj.CRS | None]:  # noqa: ANN401
    """Return the features of a document, and the CRS that it names; EPSG:4326 by default."""
    head = raw if isinstance(raw, dict) else {}
    if head.get("type") == "Topology":
        return topojson_features(head, path, problems), pyproj.CRS.from_epsg(4326)
    found = head.get("features") if head.get("type") == "FeatureCollection" else [head] if head else raw
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        problems.fail(path, "", "", "the file holds no list of features", HINT)
    if head and head.get("type") not in ("FeatureCollection", "Feature"):
        problems.fail(path, "", "", "the file holds no features", HINT)
    return [dict(one) for one in found], _crs(head, path, problems)


def _crs(head: Mapping[str, Any], path: Path, problems: Problems) -> pyproj.CRS | None:
    """Return the CRS that a collection names in the way of 2008; none is EPSG:4326, and null is not known."""
    if "crs" not in head:
        return pyproj.CRS.from_epsg(4326)
    named = head["crs"]
    if named is None:
        return None
    properties = named.get("properties") if isinstance(named, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    crs = crs_named(name) if isinstance(name, str) else None
    if crs is None:
        message, hint = (
            f"{json.dumps(named)[:80]} is no CRS that is known",
            "Save it in EPSG:4326, or name a code of EPSG.",
        )
        problems.fail(path, "", "crs", message, hint)
    return crs


def topojson_features(raw: Mapping[str, Any], path: Path, problems: Problems) -> list[Feature]:
    """Return the geometries of a TopoJSON as features; only points have their coordinates."""
    transform = raw.get("transform") or {"scale": [1, 1], "translate": [0, 0]}
    found: list[Feature] = []
    try:
        (sx, sy), (tx, ty) = transform["scale"], transform["translate"]

        def place(point: list[float]) -> list[float]:
            return [point[0] * sx + tx, point[1] * sy + ty, *point[2:]]

        pending = list(raw["objects"].values())
        while pending:
            one = pending.pop(0)
            if one["type"] == "GeometryCollection":
                pending[:0] = one["geometries"]
                continue
            geometry = {"type": one["type"]} if one["type"] else None
            if one["type"] == "Point":
                geometry = {"type": "Point", "coordinates": place(one["coordinates"])}
            elif one["type"] == "MultiPoint":
                geometry = {"type": "MultiPoint", "coordinates": [place(point) for point in one["coordinates"]]}
            about = {"id": one["id"]} if "id" in one else {}
            found.append({"type": "Feature", **about, "properties": one.get("properties") or {}, "geometry": geometry})
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        problems.fail(path, "", "objects", f"the file is no TopoJSON: {error!r}", "Export it anew.")
    return found
