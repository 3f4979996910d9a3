"""Borders by somebody else: CShapes 2.0 and historical-basemaps, read as they are published.

Everything is EPSG:4326, longitude first. Their records hold from their first day up to and **including** their last,
unlike our spells, which are half-open.
"""

from __future__ import annotations

import lzma
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd

from mapper import files
from mapper.dates import day
from mapper.errors import CallError, Problems, shown
from mapper.features import as_text, features_of, mended, surface_of
from mapper.geometry import CRS
from mapper.schema import DATASETS
from mapper.topojson import Arcs

if TYPE_CHECKING:
    from pathlib import Path

CSHAPES, BASEMAPS = DATASETS
CSHAPES_DAY = "1930-06-01"
SNAPSHOT = re.compile(r"world_(\d{4})\.geojson(\.xz)?", re.ASCII)
NAMES = ("country_name", "cntry_name")  # the column that tells CShapes, here and at its publisher
WITH_CLOCK = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})([T ].*)?", re.ASCII)
WITH_DOTS = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})([T ].*)?", re.ASCII)

Record = dict[str, Any]


@dataclass(frozen=True)
class Reference:
    """Borders by somebody else.

    ``records`` has ``name``, ``start`` and ``end`` (ISO days, **both included**), geometry, ``kind`` (the dataset's
    word for the status, '' if it has none) and ``subject`` (the name of the power that the land is under, maybe its
    own; '' if the dataset does not say).
    """

    dataset: str
    records: gpd.GeoDataFrame
    day: str  # the day to compare at, if none is asked for


def read_reference(path: Path) -> Reference:
    """Read CShapes 2.0 (TopoJSON or GeoJSON) or a historical-basemaps snapshot (``world_YYYY.geojson``); ``.xz`` too.

    CShapes may have the columns ``country_name``, ``start`` and ``end``, or those of its publisher: ``cntry_name``,
    and ``gwsyear``, ``gwsmonth``, ``gwsday``, ``gweyear`` ... or ``gwsdate`` and ``gwedate``. A snapshot holds for its
    whole year, and is compared on 1 July; its land without a name is left out.

    Raises
    ------
    CallError
        If the file cannot be read or is neither dataset.
    DataError
        With every record whose days or shape cannot be read.
    """
    try:
        found = _read(path)
    except files.UnreadableError as error:
        where = f", {error.row}" if error.row else ""
        raise CallError(f"{path}{where}: {error.message}. {error.hint}") from error
    given = {key for one in found for key in one["properties"]}
    name = next((key for key in NAMES if key in given), None)
    year = SNAPSHOT.fullmatch(path.name)
    problems = Problems()
    if name:
        records = _cshapes(path, found, name, given, problems)
        dataset, moment = CSHAPES, CSHAPES_DAY
    elif "NAME" in given and year:
        records = [
            {
                "name": _text(one, "NAME"),
                "start": f"{year[1]}-01-01",
                "end": f"{year[1]}-12-31",
                "kind": "",
                "subject": _text(one, "SUBJECTO"),
            }
            for one in found
        ]
        dataset, moment = BASEMAPS, f"{year[1]}-07-01"
    else:
        raise CallError(
            f"{path} is neither CShapes 2.0 (column country_name or cntry_name) nor a historical-basemaps snapshot "
            "(world_YYYY.geojson with the column NAME)"
        )
    kept = _with_shapes(path, found, records, problems)
    problems.stop()
    columns = ["name", "start", "end", "kind", "subject", "geometry"]
    return Reference(dataset, gpd.GeoDataFrame(kept, columns=columns, geometry="geometry", crs=CRS), moment)


def _read(path: Path) -> list[Record]:
    """Return the features of a GeoJSON or TopoJSON file, maybe compressed.

    Raises
    ------
    UnreadableError
        If it is neither.
    """
    raw = files.read_bytes(path, "Name another file.")
    if path.suffix == ".xz":
        raw = _unpacked(raw)
    text = files.decode(raw, "JSON")
    if '"Topology"' not in text:
        return features_of(text)
    tree = files.parse_json(text)
    if not isinstance(tree, dict):
        raise files.UnreadableError("the file is no JSON object", "It must be TopoJSON or GeoJSON.")
    arcs = Arcs(tree, places=None)
    found = []
    for number, one in enumerate(arcs.geometries(), start=1):
        properties = one.get("properties") or {}
        if not isinstance(properties, dict):
            raise files.UnreadableError(f"its properties are {shown(properties)}, no object", "", f"record {number}")
        found.append({"properties": properties, "geometry": arcs.drawn(f"record {number}", one)})
    return found


def _unpacked(raw: bytes) -> bytes:
    try:
        unpacked = lzma.LZMADecompressor().decompress(raw, max_length=files.LARGEST + 1)
    except lzma.LZMAError as error:
        raise files.UnreadableError(f"the file is not xz: {error}", "Name another file.") from error
    if len(unpacked) > files.LARGEST:
        raise files.UnreadableError(f"it holds more than {files.LARGEST // 2**20} MB", "Make it smaller.")
    return unpacked


def _text(feature: Record, key: str) -> str:
    return (as_text(feature["properties"].get(key)) or "").strip()


def _cshapes(path: Path, found: list[Record], name: str, given: set[str], problems: Problems) -> list[Record]:
    """Return the names, days and powers of CShapes' records, which tells the owner of each by its code."""
    columns = {"start": _columns(path, given, "start", "gws"), "end": _columns(path, given, "end", "gwe")}
    names = {code: _text(one, name) for one in found if (code := _text(one, "gwcode"))}
    records = []
    for number, one in enumerate(found, start=1):
        record = {"name": _text(one, name), "kind": _text(one, "status"), "subject": names.get(_text(one, "owner"), "")}
        row = f"record {number}, {record['name']}"
        for key, parts in columns.items():
            record[key] = _day(path, row, one, parts, problems)
        if record["end"] and record["end"] < record["start"]:
            message = f"it ends {record['end']}, before it begins, {record['start']}"
            problems.add(path, row, columns["end"][0], message, "Swap the days.")
        records.append(record)
    return records


def _columns(path: Path, given: set[str], plain: str, prefix: str) -> list[str]:
    """Return the columns of a day: three, or one."""
    parts = [f"{prefix}{part}" for part in ("year", "month", "day")]
    if set(parts) <= given:
        return parts
    column = plain if plain in given else f"{prefix}date"
    if column not in given:
        raise CallError(f"{path} has no column {plain}, {prefix}date or {', '.join(parts)}")
    return [column]


def _day(path: Path, row: str, feature: Record, columns: list[str], problems: Problems) -> str:
    """Return the day that stands in one column, or in three, as ISO text; '' if there is none, which is told."""
    told = [_text(feature, column) for column in columns]
    if len(told) > 1:
        iso = "-".join(part.zfill(width) for part, width in zip(told, (4, 2, 2), strict=True))
    elif found := WITH_DOTS.fullmatch(told[0]):
        iso = f"{found[3]}-{found[2]}-{found[1]}"
    else:
        found = WITH_CLOCK.fullmatch(told[0])
        iso = "-".join(found.groups()[:3]) if found else told[0]
    try:
        return day(iso)
    except ValueError as error:
        hint = "It must be 1921-03-18 or 18.03.1921 00:00:00."
        problems.add(path, row, columns[0], f"'{shown(' '.join(told))}' is no day: {error}", hint)
        return ""


def _with_shapes(path: Path, found: list[Record], records: list[Record], problems: Problems) -> list[Record]:
    """Return the records that have a name, each with its shape; tell every shape that is none."""
    kept = []
    for number, (one, record) in enumerate(zip(found, records, strict=True), start=1):
        if not record["name"]:
            continue
        try:
            shape = mended(surface_of(one["geometry"]))
        except ValueError as error:
            hint = "It must be a Polygon or MultiPolygon in degrees."
            problems.add(path, f"record {number}, {record['name']}", "geometry", str(error), hint)
            continue
        kept.append({**record, "geometry": shape})
    return kept
