"""Points in tables that have types: Parquet with or without geometry, Excel, and what GDAL reads.

Rows stay Arrow tables, the geometry in them as well-known binary, so that they can be written again unchanged.
"""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from mapper.batches import ROWS, places_of
from mapper.errors import CallError, Problems
from mapper.features import FeatureSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from mapper.batches import Places

PARQUET = (".parquet", ".geoparquet", ".pq")
EXCEL = (".xlsx", ".xlsm")
GEOMETRY = ("geometry", "geom", "wkb", "wkb_geometry", "the_geom", "shape")  # usual names where nothing tells


class ArrowBatch:
    """Some rows of an Arrow table."""

    def __init__(self, whole: pa.Table, geometry: str, start: int, row: str) -> None:
        self.whole, self.geometry, self.start, self.row = whole, geometry, start, row

    def __len__(self) -> int:
        """Return how many rows there are."""
        return int(self.whole.num_rows)

    def label(self, index: int) -> str:
        """Return the number of a row, from 1 on."""
        return f"{self.row} {self.start + index + 1}"

    def column(self, name: str) -> pd.Series[Any]:
        """Return a column; a day is a moment of pandas."""
        found: pd.Series[Any] = self.whole.column(name).to_pandas(date_as_object=False)
        return found

    def places(self) -> Places | None:
        """Return the places of the geometry."""
        return places_of(self.shapes()) if self.geometry else None

    def shapes(self) -> NDArray[np.object_]:
        """Return the geometry."""
        return shapes_of(self.whole.column(self.geometry))

    def table(self) -> pa.Table:
        """Return the rows without the geometry."""
        return self.whole.drop_columns([self.geometry]) if self.geometry else self.whole


def shapes_of(column: pa.ChunkedArray) -> NDArray[np.object_]:
    """Return a column of well-known binary, or of points as GeoArrow has them, as geometries; None if it is none."""
    kind = column.type.storage_type if isinstance(column.type, pa.BaseExtensionType) else column.type
    plain = column.combine_chunks()
    if isinstance(plain, pa.ChunkedArray):
        plain = pa.concat_arrays(plain.chunks)
    if isinstance(column.type, pa.BaseExtensionType):
        plain = plain.storage
    if pa.types.is_struct(kind):
        x, y = (plain.field(axis).to_numpy(zero_copy_only=False) for axis in ("x", "y"))
        points: NDArray[np.object_] = np.asarray(shapely.points(x, y), dtype=object)
        points[plain.is_null().to_numpy(zero_copy_only=False)] = None
        return points
    return np.asarray(shapely.from_wkb(plain.to_numpy(zero_copy_only=False), on_invalid="ignore"), dtype=object)


class ParquetSource:
    """A Parquet file; its geometry, if it has one, is named by its GeoParquet metadata."""

    kind = "parquet"

    def __init__(self, path: Path) -> None:
        self.path, self.notes = path, list[str]()
        try:
            self.file = pq.ParquetFile(path)
            whole = self.file.schema_arrow
        except (pa.ArrowException, OSError, ValueError) as error:
            raise CallError(f"{path} cannot be read as Parquet: {_line(error)}") from error
        self.metadata = whole.metadata
        self.geometry, self.crs = _geometry(path, whole)
        self.spatial = bool(self.geometry)
        self.fields = whole
        self.columns = [name for name in whole.names if name != self.geometry]
        self.size = int(self.file.metadata.num_rows)
        _check_names(path, whole.names)

    def batches(self) -> Iterator[tuple[ArrowBatch, int]]:
        """Yield the rows."""
        start = 0
        try:
            for batch in self.file.iter_batches(batch_size=ROWS):
                table = pa.Table.from_batches([batch])
                yield ArrowBatch(table, self.geometry, start, "row"), start + table.num_rows
                start += table.num_rows
        except (pa.ArrowException, OSError) as error:
            raise CallError(f"{self.path} cannot be read as Parquet: {_line(error)}") from error

    def schema(self) -> pa.Schema:
        """Return the schema without the geometry."""
        return pa.schema([field for field in self.fields if field.name != self.geometry])


def _geometry(path: Path, schema: pa.Schema) -> tuple[str, pyproj.CRS | None]:
    """Return the name of the column of geometry, or '', and its CRS."""
    told = (schema.metadata or {}).get(b"geo")
    if told is None:
        return next((name for name in schema.names if _is_geometry(schema.field(name))), ""), None
    try:
        about = json.loads(told)
        name = about["primary_column"]
        column = about["columns"][name]
        given = column.get("crs", "OGC:CRS84")
        known = isinstance(given, dict)
        crs = pyproj.CRS.from_json_dict(given) if known else None if given is None else pyproj.CRS.from_epsg(4326)
        if name not in schema.names or column["encoding"].lower() not in ("wkb", "point"):
            raise ValueError(column["encoding"])  # noqa: TRY301  (told as all the others are)
    except (ValueError, KeyError, TypeError, AttributeError, pyproj.exceptions.CRSError) as error:
        message, hint = (
            f"its metadata cannot be read: {_line(error)}",
            "Write it anew as GeoParquet, with points as WKB.",
        )
        Problems().fail(path, "", "geo", message, hint)
    return str(name), crs


def _is_geometry(field: pa.Field) -> bool:
    named = (field.metadata or {}).get(b"ARROW:extension:name", b"") == b"geoarrow.wkb"
    return named or (pa.types.is_binary(field.type) and field.name.lower() in GEOMETRY)


def _check_names(path: Path, names: list[str]) -> None:
    """Refuse a table that names a column twice."""
    problems = Problems()
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add(path, "", name, f"several columns bear the name '{name}'", "Rename all but one.")
    problems.stop()


def read_excel(path: Path, sheet: str = "") -> FeatureSource:
    """Open a sheet of an Excel workbook, by default the first; its first row that is not empty is the header.

    Raises
    ------
    CallError
        If the extra is not installed, the workbook cannot be read, or has no such sheet.
    DataError
        If the sheet is empty, or names a column twice.
    """
    try:
        import openpyxl  # noqa: PLC0415  (an optional extra)
    except ImportError as error:
        raise CallError("an Excel file needs openpyxl: pip install 'historical-mapper[excel]'") from error
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        names = book.sheetnames
        if sheet and sheet not in names:
            raise CallError(f"{path} has no sheet '{sheet}'; there are {', '.join(names)}")
        rows = [list(row) for row in book[sheet or names[0]].iter_rows(values_only=True)]
        book.close()
    except (OSError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile, SyntaxError) as error:
        raise CallError(f"{path} cannot be read as an Excel workbook: {_line(error)}") from error
    source = _sheet(path, rows)
    if not sheet and len(names) > 1:
        source.notes.append(f"the sheet '{names[0]}' was read, the first of {len(names)}; --layer names another")
    return source


def _sheet(path: Path, rows: list[list[Any]]) -> FeatureSource:
    filled = [number for number, cells in enumerate(rows) if any(cell is not None for cell in cells)]
    if not filled:
        Problems().fail(path, "row 1", "", "the sheet is empty", "Write a header and rows below it.")
    head = rows[filled[0]]
    width = max(place for place, cell in enumerate(head) if cell is not None) + 1
    used = max(place for number in filled for place, cell in enumerate(rows[number]) if cell is not None) + 1
    head += [None] * (used - len(head))
    names = [str(cell).strip() if cell is not None else f"column {place + 1}" for place, cell in enumerate(head)]
    names = names[: max(width, used)]
    _check_names(path, names)
    features = [
        {"type": "Feature", "properties": dict(zip(names, map(_cell, cells), strict=False)), "geometry": None}
        for cells in (rows[number] for number in filled[1:])
    ]
    source = FeatureSource(features, None, spatial=False, rows=[number + 1 for number in filled[1:]])
    source.columns = names
    return source


def _cell(value: Any) -> Any:  # noqa: ANN401  (what a cell may hold)
    """Return the value of a cell; a moment at midnight is the day that its user wrote."""
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, dt.time) else value


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
