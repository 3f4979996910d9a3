"""Joined rows, written in the form that a file's ending names: text, GeoJSON, GeoPackage or Parquet.

What came in goes out as it was: rows of text in their own dialect, features and typed columns untouched, a geometry in
its own CRS (GeoJSON alone is EPSG:4326). What is added comes behind it, in columns of names that the file has not.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from mapper import columnar, delimited
from mapper.columnar import ArrowBatch, ParquetSource
from mapper.delimited import Dialect, TextBatch, TextSource
from mapper.errors import BuildError, CallError
from mapper.features import FeatureBatch
from mapper.gdal import LayerSource, write_layer
from mapper.geometry import CRS
from mapper.naming import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyproj
    from numpy.typing import NDArray

    from mapper.batches import Batch
    from mapper.naming import Names
    from mapper.points import Points

FORMS = {
    **dict.fromkeys(delimited.ENDINGS, "text"),
    **dict.fromkeys((".geojson", ".json"), "geojson"),
    **dict.fromkeys(columnar.PARQUET, "parquet"),
    ".gpkg": "gpkg",
}
FORMULA = re.compile(r"[=+\-@\t\r]")  # a cell that begins so is run by a spreadsheet
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
KNOWN = 1 << 16  # cells that are remembered as they are written
DAYS = ("front_first", "front_last")
TYPES = {"border_km": pa.float64(), **dict.fromkeys(DAYS, pa.date32())}  # of what is added; all else is text
PLACES = 7  # decimals of a coordinate that is written for the first time, about 1 cm


@dataclass(frozen=True)
class Joined:
    """Some rows: the batch that they came in, their places in degrees, and the columns that are added."""

    raw: Batch
    xy: NDArray[np.float64]
    added: dict[str, Any]


def form_of(out: Path) -> str:
    """Return the form that an ending names.

    Raises
    ------
    CallError
        If it names none.
    """
    found = FORMS.get(out.suffix.lower())
    if not found:
        raise CallError(f"{out} ends in none of {', '.join(FORMS)}")
    return found


def inert(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def places_added(points: Points, form: str) -> bool:
    """Whether longitude and latitude are added as columns: to text that is made of geometry."""
    return form == "text" and points.source.spatial and not points.lon


def write(path: Path, points: Points, names: Names, rows: Iterator[Joined], layer: str) -> None:
    """Write joined rows to a file that is not there yet; ``layer`` is its layer, where the rows came in none.

    Raises
    ------
    BuildError
        If a text cannot be written in the encoding of the file.
    CallError
        If the form of the file cannot hold the columns.
    """
    form = form_of(path)
    if form == "gpkg":
        _write_geopackage(path, points, names, rows, layer)
        return
    writers = {"text": _write_text, "geojson": _write_geojson, "parquet": _write_parquet}
    writers[form](path, points, names, rows)


def _write_text(path: Path, points: Points, names: Names, rows: Iterator[Joined]) -> None:
    source = points.source
    dialect, kept = _dialect(path, points)
    header = [*source.columns, *names.called.values()]
    with path.open("w", encoding=dialect.encoding, newline="") as stream:
        stream.write(delimited.MARK if dialect.marked else "")
        cells = _Cells(dialect)
        try:
            if isinstance(source, TextSource) and kept:
                stream.write(dialect.lead)
                stream.write(cells.behind(source.header.text, cells.line(names.called.values())))
            else:
                stream.write(cells.line(header) + "\n")
            for joined in rows:
                comma = isinstance(source, TextSource) and source.comma
                stream.writelines(_text_rows(joined, names, cells, kept=kept, comma=comma))
        except UnicodeEncodeError as error:
            letters = error.object[error.start : error.end]
            raise BuildError(f"{letters!r} cannot be written in {dialect.encoding}: write another form") from error


def _dialect(path: Path, points: Points) -> tuple[Dialect, bool]:
    """Return how a text is to be written, and whether the rows can be kept as they came."""
    tabs = path.suffix.lower() in (".tsv", ".tab")
    if not isinstance(points.source, TextSource):
        return Dialect("utf-8", marked=False, delimiter="\t" if tabs else ","), False
    found = points.source.dialect
    came_in_tabs = points.source.path.suffix.lower() in (".tsv", ".tab")
    delimiter = "\t" if tabs else "," if came_in_tabs and found.delimiter == "\t" else found.delimiter
    kept = delimiter == found.delimiter
    return Dialect(found.encoding, found.marked, delimiter, found.lead if kept else ""), kept


class _Cells:
    """Writes cells as text in a dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._stream = io.StringIO()
        self._writer = csv.writer(self._stream, delimiter=dialect.delimiter, lineterminator="")
        self._known: dict[str, str] = {"": ""}

    def line(self, cells: Iterable[Any]) -> str:
        """Return cells as a line without its end."""
        self._stream.seek(0)
        self._stream.truncate()
        self._writer.writerow(cells)
        return self._stream.getvalue()

    def texts(self, values: list[Any], *, comma: bool) -> list[str]:
        """Return the values of a column of ours as cells; ``comma`` is whether its numbers have a decimal comma."""
        found = []
        for value in values:
            text = value if isinstance(value, str) else _cell(value).replace(".", "," if comma else ".")
            known = self._known.get(text)
            if known is None:
                known = self.line([inert(text)])
                if len(self._known) < KNOWN:
                    self._known[text] = known
            found.append(known)
        return found

    def behind(self, text: str, added: str, missing: int = 0) -> str:
        """Return a row as it came with further cells behind it, and empty ones for those that are missing."""
        body = text.rstrip("\r\n")  # a line's end in a cell has a quote behind it
        return f"{body}{self.dialect.delimiter * (missing + 1)}{added}{text[len(body) :]}"

    def among(self, text: str, cells: list[str], width: int, added: str) -> str:
        """Return a row that has not as many cells as the header: what has no header stays behind all that has one."""
        if not cells:
            return text
        if len(cells) < width:
            return self.behind(text, added, width - len(cells))
        surplus = cells[width:] if any(cell.strip() for cell in cells[width:]) else []
        parts = [self.line(cells[:width]), added, *([self.line(surplus)] if surplus else [])]
        return self.dialect.delimiter.join(parts) + text[len(text.rstrip("\r\n")) :]


def _text_rows(joined: Joined, names: Names, cells: _Cells, *, kept: bool, comma: bool) -> Iterator[str]:
    """Yield rows as text; ``comma`` tells whether the numbers that are added have a decimal comma."""
    columns = [cells.texts(joined.added[name].tolist(), comma=comma and name == "border_km") for name in names.called]
    added = map(cells.dialect.delimiter.join, zip(*columns, strict=True))
    raw = joined.raw
    if isinstance(raw, TextBatch) and kept:
        if not raw.odd:
            yield from map(cells.behind, raw.texts, added)
            return
        width, odd = len(raw.columns), raw.odd
        for place, text in enumerate(raw.texts):
            if place in odd:
                yield cells.among(text, odd[place], width, next(added) if odd[place] else "")
            else:
                yield cells.behind(text, next(added))
        return
    for row, more in zip(_rows(raw), added, strict=True):
        yield f"{cells.line(map(_cell, row.values()))}{cells.dialect.delimiter}{more}\n"


def _rows(raw: Batch) -> Iterable[dict[str, Any]]:
    """Return rows by the names of their columns; a cell is as it came where no type of its column changes it."""
    return raw.rows() if isinstance(raw, FeatureBatch) else raw.table().to_pylist()


def _cell(value: Any) -> str:  # noqa: ANN401  (whatever a typed column may hold)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (dict, list)):
        return _json(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _json(value: Any) -> str:  # noqa: ANN401  (JSON)
    def plain(other: Any) -> Any:  # noqa: ANN401
        return other.isoformat() if hasattr(other, "isoformat") else str(other)

    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=plain)
    except ValueError:  # JSON has no NaN
        return json.dumps(_without_nan(value), ensure_ascii=False, separators=(",", ":"), default=plain)


def _without_nan(value: Any) -> Any:  # noqa: ANN401  (JSON)
    if isinstance(value, dict):
        return {key: _without_nan(one) for key, one in value.items()}
    if isinstance(value, list):
        return list(map(_without_nan, value))
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _write_geojson(path: Path, points: Points, names: Names, rows: Iterator[Joined]) -> None:
    moved = points.moved
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"type":"FeatureCollection","features":[')
        mark = "\n"
        for joined in rows:
            added = [dict(zip(names.called.values(), more, strict=True)) for more in _plain_rows(joined, names)]
            for feature, more in zip(_features(joined, moved=moved), added, strict=True):
                whole = {**feature, "properties": {**feature["properties"], **more}}
                stream.write(mark + _json(whole))
                mark = ",\n"
        stream.write("\n]}\n")


def _plain_rows(joined: Joined, names: Names) -> Iterator[tuple[Any, ...]]:
    """Yield the values that are added, row by row; a number that is none is None."""
    columns = [
        [None if isinstance(value, float) and math.isnan(value) else value for value in joined.added[name].tolist()]
        for name in names.called
    ]
    return zip(*columns, strict=True)


def _features(joined: Joined, *, moved: bool) -> Iterator[dict[str, Any]]:
    """Yield rows as GeoJSON features; those that came as such are as they came, but for another CRS."""
    raw = joined.raw
    if isinstance(raw, FeatureBatch) and raw.source.spatial:
        for feature, xy in zip(raw.features, joined.xy.tolist(), strict=True):
            yield feature if not moved else {**feature, "geometry": _point(xy)}
        return
    for row, xy in zip(_rows(raw), joined.xy.tolist(), strict=True):
        yield {"type": "Feature", "properties": row, "geometry": _point(xy)}


def _point(xy: list[float]) -> dict[str, Any] | None:
    if math.isnan(xy[0]):
        return None
    return {"type": "Point", "coordinates": [round(value, PLACES + 2) for value in xy]}


def _added(joined: Joined, names: Names) -> list[pa.Array]:
    columns = {name: pa.array(joined.added[name], from_pandas=True) for name in names.called}
    days = {name: pc.if_else(pc.equal(columns[name], ""), None, columns[name]) for name in DAYS if name in columns}
    return [column.cast(TYPES.get(name, pa.string())) for name, column in (columns | days).items()]


def _write_parquet(path: Path, points: Points, names: Names, rows: Iterator[Joined]) -> None:
    shape = _Shape(points)
    source = points.source
    plain = isinstance(source, ParquetSource) and not source.spatial
    fields = list(source.schema()) if plain else shape.fields
    metadata = dict(source.metadata or {}) if isinstance(source, ParquetSource) else {}
    if not (plain or b"geo" in metadata):
        metadata[b"geo"] = shape.metadata()
    schema = pa.schema([*fields, *_fields(names)], metadata=metadata or None)
    with pq.ParquetWriter(path, schema) as writer:
        for joined in rows:
            table = joined.raw.table() if plain else shape.table(joined)
            arrays = [*table.columns, *_added(joined, names)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _write_geopackage(path: Path, points: Points, names: Names, rows: Iterator[Joined], layer: str) -> None:
    shape = _Shape(points)
    source = points.source
    fields = [_plain_field(field) for field in shape.fields]
    columns = [field.name for field in fields if field.name != shape.name]
    alike: dict[str, str] = {}
    for column in columns:
        if other := alike.get(column.lower()):
            raise CallError(f"a GeoPackage takes '{other}' and '{column}' for one column: rename one, or write .csv")
        alike[column.lower()] = column
    numbered = source.numbered if isinstance(source, LayerSource) and source.numbered else ""
    fid = numbered or _free("fid", [*columns, *names.called.values(), shape.name])
    schema = pa.schema([*fields, *_fields(names)])
    failed: list[BaseException] = []

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            for joined in rows:
                table = shape.table(joined)
                arrays = [_plain_column(column) for column in table.columns]
                whole = pa.Table.from_arrays([*arrays, *_added(joined, names)], schema=schema)
                yield from whole.combine_chunks().to_batches()
        except BaseException as error:
            failed.append(error)  # it would come back as a mere text from GDAL
            raise

    try:
        reader = pa.RecordBatchReader.from_batches(schema, batches())
        called = source.layer if isinstance(source, LayerSource) else layer
        write_layer(path, called, reader, shape.name, shape.crs_text(), fid)
    except Exception:
        if failed:
            raise failed[0] from None
        raise


def _fields(names: Names) -> list[pa.Field]:
    return [pa.field(called, TYPES.get(name, pa.string())) for name, called in names.called.items()]


def _free(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that none of the columns has, in no case of letters."""
    lower = {name.lower() for name in taken}
    tried = chain([wanted], (f"{PREFIX}{wanted}",), (f"{PREFIX}{wanted}_{number}" for number in range(2, 1000)))
    return next(name for name in tried if name not in lower)


class _Shape:
    """The geometry of rows that go into a typed file: as it came, or points made of their places."""

    def __init__(self, points: Points) -> None:
        source = points.source
        self.moved = points.moved
        self.name, self.crs = _free("geometry", source.columns), None
        self.fields = [*source.schema(), self.field()]
        self.kept = isinstance(source, (ParquetSource, LayerSource)) and source.spatial
        if isinstance(source, (ParquetSource, LayerSource)) and source.spatial:
            self.name, self.crs, self.fields = source.geometry, source.crs, list(source.fields)

    def field(self) -> pa.Field:
        """Return the field of points that are made."""
        return pa.field(self.name, pa.binary())

    def table(self, joined: Joined) -> pa.Table:
        """Return rows with their geometry."""
        raw = joined.raw
        if self.kept and isinstance(raw, ArrowBatch):
            return raw.whole
        if isinstance(raw, FeatureBatch) and raw.source.spatial and not self.moved:
            shapes = shapely.to_wkb(raw.shapes())
        else:
            some = ~np.isnan(joined.xy[:, 0])
            shapes = np.full(len(raw), None, dtype=object)
            shapes[some] = shapely.to_wkb(shapely.points(joined.xy[some]))
        return raw.table().append_column(self.field(), pa.array(shapes, type=pa.binary()))

    def crs_text(self) -> str:
        """Return the CRS as a text that GDAL knows."""
        return _crs_text(self.crs)

    def metadata(self) -> bytes:
        """Return what GeoParquet tells of the geometry."""
        column: dict[str, Any] = {"encoding": "WKB", "geometry_types": []}
        if self.crs is not None:
            column["crs"] = self.crs.to_json_dict()
        told = {"version": "1.0.0", "primary_column": self.name, "columns": {self.name: column}}
        return json.dumps(told).encode()


def _crs_text(crs: pyproj.CRS | None) -> str:
    if crs is None:
        return CRS
    authority = crs.to_authority()
    return ":".join(authority) if authority else crs.to_wkt()


def _plain_field(field: pa.Field) -> pa.Field:
    kind = field.type
    if pa.types.is_null(kind) or pa.types.is_nested(kind) or pa.types.is_decimal(kind) or pa.types.is_duration(kind):
        return field.with_type(pa.string())
    return field.with_type(kind.value_type) if pa.types.is_dictionary(kind) else field


def _plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as one of a type that GeoPackage has; what it has not is text."""
    kind = column.type
    wanted = _plain_field(pa.field("", kind)).type
    if wanted == kind:
        return column
    if pa.types.is_nested(kind):
        return pa.chunked_array([pa.array([None if v is None else _json(v) for v in column.to_pylist()], pa.string())])
    if pa.types.is_duration(kind):
        return pa.chunked_array([pa.array([None if v is None else str(v) for v in column.to_pylist()], pa.string())])
    return column.cast(wanted)
