"""Borders by somebody else: CShapes 2.0 and historical-basemaps, read as they are published.

Everything is EPSG:4326, longitude first. Their records hold from their first day up to and **including** their last,
unlike our spells, which are half-open.
"""

from __future__ import annotations

import lzma
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from mapper.errors import CallError, Problems
from mapper.gdal import read_json_frame
from mapper.geometry import CRS
from mapper.schema import DATASETS

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

CSHAPES, BASEMAPS = DATASETS
CSHAPES_DAY = "1930-06-01"
LAST_YEAR = 9999  # the day after a record must be a day of the calendar
LIMITS = (180.00001, 90.00001)  # degrees: a file may round
CLOCK = re.compile(r"(\S+)[T ]\d\d:.*")  # a day with a time


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
    whole year, and is compared on 1 July.

    Raises
    ------
    CallError
        If the file is not there or is neither dataset.
    DataError
        If a date cannot be read.
    """
    if not path.is_file():
        raise CallError(f"{path} is not there")
    try:
        raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        frame = read_json_frame(raw, path)
    except (lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError) as error:  # those of GDAL are RuntimeErrors
        raise CallError(f"{path} cannot be read as TopoJSON or GeoJSON: {error}") from error
    frame = frame.set_crs(CRS) if frame.crs is None else frame.to_crs(CRS)
    if found := reference_of(path, frame):
        return found
    raise CallError(
        f"{path} is neither CShapes 2.0 (column country_name or cntry_name) nor a historical-basemaps snapshot "
        "(world_YYYY.geojson with the column NAME)"
    )


def reference_of(path: Path, frame: gpd.GeoDataFrame) -> Reference | None:
    """Return what a file of one of the datasets holds, which is read already, in EPSG:4326; None if it is neither.

    Raises
    ------
    CallError
        If it is CShapes and lacks its columns of days.
    DataError
        If a date cannot be read, or a shape is no polygon in degrees.
    """
    name = next((c for c in ("country_name", "cntry_name") if c in frame), None)
    year = re.fullmatch(r"world_(\d{1,4})\.geojson(\.xz)?", path.name)
    if not name and not ("NAME" in frame and year):
        return None
    _check_shapes(path, frame.geometry)
    shapes = frame.geometry.make_valid()
    if name:
        days = {"start": _days(path, frame, "start", "gws"), "end": _days(path, frame, "end", "gwe")}
        owned = {"kind": _texts(frame, "status"), "subject": _owners(frame, name)}
        return Reference(CSHAPES, _records(frame[name], {**days, **owned}, shapes), CSHAPES_DAY)
    number = f"{int(year[1]):04d}" if year else ""
    whole = {"start": f"{number}-01-01", "end": f"{number}-12-31"}
    owned = {"kind": [""] * len(frame), "subject": _texts(frame, "SUBJECTO")}
    return Reference(BASEMAPS, _records(frame["NAME"], {**whole, **owned}, shapes), f"{number}-07-01")


def _check_shapes(path: Path, shapes: gpd.GeoSeries) -> None:
    """Tell what is no polygon, and what does not lie on the globe."""
    problems = Problems()
    for number, shape in enumerate(shapes, start=1):
        if shape is None or shape.is_empty:
            continue
        west, south, east, north = shape.bounds
        if {part.geom_type for part in shapely.get_parts(shapely.get_parts(shape))} != {"Polygon"}:
            wrong = "the geometry is no polygon"
        elif west < -LIMITS[0] or east > LIMITS[0] or south < -LIMITS[1] or north > LIMITS[1]:
            wrong = "a coordinate is no longitude, latitude in degrees"
        else:
            continue
        hint = "It must be a Polygon or MultiPolygon in degrees."
        problems.add(path, f"feature {number}", "geometry", wrong, hint)
    problems.stop()


def _records(names: pd.Series, days: dict[str, Any], shapes: gpd.GeoSeries) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame({"name": names, **days}, geometry=shapes, crs=CRS)
    named = frame["name"].fillna("").astype(str).ne("")
    return gpd.GeoDataFrame(frame[named & frame.geometry.notna() & ~frame.geometry.is_empty])


def _texts(frame: gpd.GeoDataFrame, column: str) -> list[str]:
    """Return a column as text, '' where there is nothing."""
    return frame[column].fillna("").astype(str).tolist() if column in frame else [""] * len(frame)


def _owners(frame: gpd.GeoDataFrame, name: str) -> list[str]:
    """Return the name of the state that owns each record, which CShapes tells by its code; '' where it is none."""
    names = dict(zip(_texts(frame, "gwcode"), frame[name], strict=True))
    return [str(names.get(code, "")) for code in _texts(frame, "owner")]


def _days(path: Path, frame: gpd.GeoDataFrame, plain: str, prefix: str) -> list[str]:
    """Return the days of a column, or of its three parts, as ISO text."""
    parts = [f"{prefix}{part}" for part in ("year", "month", "day")]
    if set(parts) <= set(frame.columns):
        column = ", ".join(parts)
        told = ["-".join(map(_whole, row)) for row in zip(*(frame[c] for c in parts), strict=True)]
    else:
        column = plain if plain in frame else f"{prefix}date"
        if column not in frame:
            raise CallError(f"{path} has no column {plain}, {prefix}date or {', '.join(parts)}")
        told = [str(value) for value in frame[column]]
    days, problems = [], Problems()
    for number, value in enumerate(told, start=1):
        found = _iso(value)
        days.append(found)
        if not found:
            hint = "It must be 1921-03-18 or 18.03.1921 00:00:00, and before the year 9999."
            problems.add(path, f"feature {number}", column, f"'{value:.40}' is no day", hint)
    problems.stop()
    return days


def _whole(value: object) -> str:
    """Return a year, a month or a day as it stands in an ISO day; what is no whole number as it is."""
    number = isinstance(value, (int, float, np.number)) and float(value).is_integer()
    return f"{int(value):02d}" if number else str(value)  # type: ignore[call-overload]


def _iso(value: str) -> str:
    """Read 1921-03-18 or 1921-3-18, with or without a time, or 18.03.1921 00:00:00; '' if it is none that a map has."""
    clock = CLOCK.fullmatch(value)
    for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(clock[1] if clock else value, pattern).date()  # noqa: DTZ007  (a day has no clock)
        except ValueError:
            continue
        return found.isoformat() if found.year < LAST_YEAR else ""
    return ""
