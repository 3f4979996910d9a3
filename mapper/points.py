"""A user's dated points, from a file of any usual kind: each row with its place, its days, or why it has none.

What a file is, its first bytes say, and its ending must agree: so no file can lead its reader to another file or to the
network (a Shapefile alone has its parts beside it). Places come out as EPSG:4326, longitude first; days as spans, both
ends included. A row that has no place or no date stays, with its `mapper.errors.Fault`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyproj

from mapper import columnar, delimited, features, gdal, gml, naming
from mapper.dating import check_form, days_of, span_of
from mapper.degrees import degrees_of, has_comma, range_faults
from mapper.delimited import TextBatch, TextSource
from mapper.errors import CallError, Fault
from mapper.geometry import CRS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from mapper.batches import Batch, Source
    from mapper.dating import Days

ENDINGS = {
    "text": delimited.ENDINGS,
    "JSON": features.ENDINGS,
    "XML": gml.ENDINGS,
    "Parquet": columnar.PARQUET,
    "Excel": columnar.EXCEL,
    "GeoPackage": gdal.ENDINGS["gpkg"],
    "Shapefile": gdal.ENDINGS["shp"],
    "FlatGeobuf": gdal.ENDINGS["fgb"],
}
HEAD = 4096  # bytes that say what a file is


@dataclass(frozen=True)
class Asked:
    """What the user says about a file; '' is left to be found out.

    ``lon``, ``lat``, ``date`` and ``end`` are names of columns, ``form`` is how dates are written (for
    `datetime.strptime`), ``crs`` the CRS of a file that names none, ``layer`` a layer or a sheet.
    """

    lon: str = ""
    lat: str = ""
    date: str = ""
    end: str = ""
    form: str = ""
    crs: str = ""
    layer: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class Dated:
    """Some rows of a file: places (n, 2) in degrees, NaN where none; spans of days; and the faults of both.

    ``raw`` is the batch that they came in.
    """

    raw: Batch
    xy: NDArray[np.float64]
    place_faults: NDArray[np.object_]
    days: Days


# batches with how much of the file was read by then; and, when they are placed, with the columns of the join
Batches = Iterator[tuple[Dated, int]]
Placed = Iterator[tuple[Dated, int, dict[str, Any]]]


def open_source(path: Path, asked: Asked) -> Source:
    """Open a file of points by what it is.

    Raises
    ------
    CallError
        If it is not there, of no kind that is read, or its ending says that it is of another kind.
    DataError
        If its form is faulty.
    """
    kind = kind_of(path)
    try:
        if kind == "text":
            return TextSource(path, asked.encoding)
        if kind == "JSON":
            return features.read_json(path)
        if kind == "XML":
            return gml.read_gml(path)
        if kind == "Parquet":
            return columnar.ParquetSource(path)
        if kind == "Excel":
            return columnar.read_excel(path, asked.layer)
        return gdal.LayerSource(path, ENDINGS[kind][0][1:], asked.layer)
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror or error}") from error


def kind_of(path: Path) -> str:
    """Return what a file is, a key of `ENDINGS`."""
    ending = path.suffix.lower()
    told = next((kind for kind, endings in ENDINGS.items() if ending in endings), None)
    every = ", ".join(one for endings in ENDINGS.values() for one in endings)
    if told is None:
        raise CallError(f"{path} ends in none of {every}")
    if not path.is_file():
        raise CallError(f"{path} is {'no file' if path.exists() else 'not there'}")
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror or error}") from error
    found = _content(head)
    if found != told and not head.strip():
        raise CallError(f"{path} is empty")
    if found != told:
        raise CallError(f"{path} does not hold what its ending says: it holds {found or 'something else'}, not {told}")
    return told


def _content(head: bytes) -> str:
    """Return what the first bytes of a file say that it is, or ''."""
    if head.startswith(b"SQLite format 3\0"):
        return "GeoPackage" if head[68:72] in (b"GPKG", b"GP10", b"GP11") else "a database that is no GeoPackage"
    marks = {b"PAR1": "Parquet", b"PK\x03\x04": "Excel", b"\0\0\x27\x0a": "Shapefile", b"fgb\x03fgb": "FlatGeobuf"}
    for mark, kind in marks.items():
        if head.startswith(mark):
            return kind
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or delimited.is_wide(head)
    if b"\0" in head and not wide:
        return ""
    first = re.sub(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0\x1e]*", b"", head)[:1]
    return {b"{": "JSON", b"[": "JSON", b"<": "XML"}.get(first, "text")


class Points:
    """An opened file whose columns are known.

    ``lon`` and ``lat`` are '' where the geometry holds the places, ``end`` is '' where there is one date;
    ``moved`` tells whether the coordinates of the file are other than degrees of EPSG:4326.
    """

    def __init__(self, path: Path, asked: Asked) -> None:
        if asked.form:
            check_form(asked.form)
        self.path, self.asked = path, asked
        self.source = open_source(path, asked)
        try:
            self.lon, self.lat = self._axes(self.source.columns)
            self.date, self.end = naming.dates_of(self.source.columns, asked.date, asked.end, naming.COMMAND)
        except CallError as error:  # a name may be missing because the file was read otherwise than it was written
            raise CallError("; ".join([f"{path}: {error}", *self.source.notes])) from error
        self.crs = self._crs()
        self.moved = self.crs is not None and not self.crs.equals(pyproj.CRS(CRS), ignore_axis_order=True)
        self._to_degrees = pyproj.Transformer.from_crs(self.crs, CRS, always_xy=True) if self.moved else None

    def _axes(self, columns: list[str]) -> tuple[str, str]:
        """Return the columns of longitude and latitude; none where the file has geometry and none is asked for."""
        asked = self.asked
        if self.source.spatial and not (asked.lon or asked.lat):
            return "", ""
        return naming.axes_of(columns, asked.lon, asked.lat, naming.COMMAND)

    def _crs(self) -> pyproj.CRS | None:
        """Return the CRS of the file, or else the one that was asked for, or None for degrees."""
        if not self.asked.crs:
            if self.source.spatial and self.source.crs is None and not self.lon:
                self.source.notes.append("it names no CRS: its coordinates were taken for degrees; --crs names another")
            return self.source.crs
        try:
            given = pyproj.CRS.from_user_input(self.asked.crs)
        except pyproj.exceptions.CRSError as error:
            raise CallError(f"'{self.asked.crs}' is no CRS that is known, such as EPSG:2180") from error
        known = None if self.lon else self.source.crs
        if known is not None and not known.equals(given, ignore_axis_order=True):
            raise CallError(f"{self.path} says that its CRS is {known.name}, not {given.name}: leave --crs out")
        return given

    def batches(self) -> Batches:
        """Yield the rows with their places and days, and how much of the file was read."""
        for number, (raw, done) in enumerate(self.source.batches()):
            if isinstance(self.source, TextSource) and self.lon and not number:
                self.source.comma = has_comma(raw.column(self.lon))
            xy, faults = self._places(raw)
            days = days_of(raw.column(self.date), self.asked.form)
            if self.end:
                days = span_of(days, days_of(raw.column(self.end), self.asked.form))
            yield Dated(raw, xy, faults, days), done

    def _places(self, raw: Batch) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
        if self.lon:
            lon, lon_faults = degrees_of(raw.column(self.lon), "longitude")
            lat, lat_faults = degrees_of(raw.column(self.lat), "latitude")
            xy = np.column_stack([lon, lat])
            faults = np.where(pd.isna(lon_faults), lat_faults, lon_faults)
        else:
            found = raw.places()
            xy, faults = found or (np.full((len(raw), 2), np.nan), np.full(len(raw), None, dtype=object))
        if isinstance(raw, TextBatch):
            for index, fault in raw.ragged():
                faults[index] = fault
        xy = in_degrees(xy, self._to_degrees)
        beyond = range_faults(*xy.T)
        faults = np.where(pd.isna(faults), beyond, faults)
        xy[~pd.isna(faults)] = np.nan
        return xy, faults

    def place_column(self) -> str:
        """Return how a problem names the place of a row."""
        return f"{self.lon}, {self.lat}" if self.lon else "geometry"


def in_degrees(xy: NDArray[np.float64], transformer: pyproj.Transformer | None) -> NDArray[np.float64]:
    """Return places in EPSG:4326; those that lie outside the CRS are infinite."""
    if transformer is None:
        return xy
    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def faults_of(points: Dated, index: int) -> list[tuple[str, Fault]]:
    """Return the faults of a row, each with what it is the fault of: 'place' or 'date'."""
    both = (("place", points.place_faults[index]), ("date", points.days.faults[index]))
    return [(what, fault) for what, fault in both if fault is not None]
