"""Any file of polygons, points or rows that people have, read as text and shapes.

Cells come as text: days ISO, whole numbers without a point, nothing as ''. Shapes come in EPSG:4326, longitude first,
from whatever the file names, or the caller where it names nothing.
"""

from __future__ import annotations

import datetime as dt
import lzma
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from mapper.degrees import range_faults
from mapper.delimited import ENDINGS, TextSource
from mapper.errors import CallError, Problems
from mapper.gdal import read_frame, read_json_frame
from mapper.geometry import CRS
from mapper.points import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mapper.errors import Fault

SHEETS = (".xlsx", ".ods")
ZIP = b"PK\x03\x04"  # how every spreadsheet begins
DEGREES = (-180.001, -90.001, 180.001, 90.001)


@dataclass(frozen=True)
class Brought:
    """What a file holds: its rows as text, in order, and the shape of each where it has shapes.

    The index of the rows is where each stands in the file: 'row 2' of a table, 'feature 1' of features; ``notes`` tell
    what was guessed.
    """

    path: Path
    rows: pd.DataFrame
    shapes: Sequence[shapely.Geometry | None]
    notes: tuple[str, ...] = ()

    @property
    def kinds(self) -> set[str]:
        """The kinds of the shapes, collections as their parts."""
        shapes = [shape for shape in self.shapes if shape is not None]
        return {part.geom_type for part in shapely.get_parts(shapely.get_parts(shapes))}


def bring(path: Path, crs: str = "", encoding: str = "", layer: str = "") -> Brought:
    """Read a file: CSV of any mark, a spreadsheet, or anything that GDAL and GeoParquet know as features; ``.xz`` too.

    Parameters
    ----------
    crs
        Of a file that names none and is not in degrees.
    encoding
        Of a CSV that is not in UTF-8 and has no byte order mark.
    layer
        Of a file that has several.

    Raises
    ------
    CallError
        If the file is not there, or cannot be read so.
    DataError
        If a text table has no header, or rows that do not fit it.
    """
    if not path.is_file():
        raise CallError(f"{path} is not there")
    kind = path.suffix.lower()
    if kind in ENDINGS:
        return _table(path, encoding)
    try:
        frame = _frame(path, kind, layer)
    except (lzma.LZMAError, ValueError, RuntimeError, OSError) as error:  # the errors of GDAL are RuntimeErrors
        raise CallError(f"{path} cannot be read: {' '.join(str(error).split())[:200]}") from error
    noun, first = ("row", 2) if kind in SHEETS else ("feature", 1)
    texts = pd.DataFrame({str(c): [as_text(v) for v in frame[c]] for c in frame.columns if c != "geometry"})
    texts.index = pd.Index([f"{noun} {first + i}" for i in range(len(frame))])
    shapes = list(_degrees(frame, path, crs)) if isinstance(frame, gpd.GeoDataFrame) else []
    return Brought(path, texts, shapes)


def _frame(path: Path, kind: str, layer: str) -> pd.DataFrame:
    if kind == ".parquet":
        try:
            return gpd.read_parquet(path)
        except ValueError:  # no geometry in it
            return pd.read_parquet(path)
    if kind == ".xz":
        return read_json_frame(lzma.decompress(path.read_bytes()), path, whole=False)
    if kind in SHEETS:
        if not path.read_bytes()[:4] == ZIP:
            raise CallError(f"{path} is no spreadsheet")
        return read_frame(path, HEADERS="FORCE")
    found = kind_of(path)
    if found == "JSON":
        return read_json_frame(path.read_bytes(), path, whole=False)
    if found not in ("GeoPackage", "Shapefile", "FlatGeobuf"):
        raise CallError(f"{path} holds {found}, of which no atlas is made")
    names = gpd.list_layers(path)
    drawn = names[names["geometry_type"].notna()]["name"].tolist() or names["name"].tolist()
    areas = names[names["geometry_type"].astype(str).str.contains("Polygon")]["name"].tolist()
    wanted = [layer] if layer else areas if len(areas) == 1 else drawn
    if len(wanted) != 1 or wanted[0] not in names["name"].tolist():
        raise CallError(f"{path} has the layers {', '.join(names['name'])}; choose one with --layer")
    return read_frame(path, wanted[0])


def _degrees(frame: gpd.GeoDataFrame, path: Path, crs: str) -> gpd.GeoSeries:
    """Return the shapes in EPSG:4326, without heights."""
    named, beyond = frame.crs, _beyond(frame)
    if named is not None and named.equals(pyproj.CRS(CRS), ignore_axis_order=True) and beyond and crs:
        named = None  # what GeoJSON has by default, or what somebody took it for
    if named is None and crs:
        try:
            named = pyproj.CRS.from_user_input(crs)
        except pyproj.exceptions.CRSError as error:
            raise CallError(f"'{crs}' is no CRS such as EPSG:2180") from error
    elif beyond and named is None:
        raise CallError(f"{path} names no CRS and is not in degrees; name it with --crs, such as --crs EPSG:2180")
    elif beyond and named and named.is_geographic:
        raise CallError(f"{path}: {beyond.message}. {beyond.hint}")
    named = named or pyproj.CRS(CRS)
    moved = frame.geometry.set_crs(named, allow_override=True).to_crs(CRS)
    return gpd.GeoSeries(shapely.force_2d(moved.to_numpy()), crs=CRS)


def _beyond(frame: gpd.GeoDataFrame) -> Fault | None:
    """Return what is wrong with the first coordinates that are no degrees, if there are any."""
    xy = shapely.get_coordinates(frame.geometry.to_numpy())
    outside = np.flatnonzero((xy < DEGREES[:2]).any(axis=1) | (xy > DEGREES[2:]).any(axis=1))[:1]
    return next(iter(range_faults(xy[outside, 0], xy[outside, 1])), None)


def as_text(value: Any) -> str:  # noqa: ANN401  (a cell of any table)
    """Return a cell as text: a day as ISO, a whole number without a point, nothing as ''."""
    if value is None or (not isinstance(value, list | dict) and pd.isna(value)):
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _table(path: Path, encoding: str) -> Brought:
    """Read a text table; a row that has not the cells of its header is told."""
    source = TextSource(path, encoding)
    problems = Problems()
    rows: dict[str, list[str]] = {}
    for batch, _ in source.batches():
        for index, fault in batch.ragged():
            problems.add(path, batch.label(index), "", fault.message, fault.hint)
        for index, cells in enumerate(zip(*batch.cells, strict=True)):
            if any(texts := [cell.strip() for cell in cells]):
                rows[batch.label(index)] = texts
    problems.stop()
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=source.columns, dtype=object)
    return Brought(path, frame, [], tuple(f"{path.name}: {note}" for note in source.notes))
