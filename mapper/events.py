"""Dated points: the atlas's own events, and any table of events that a user brings.

Coordinates are EPSG:4326, longitude first. A date is EDTF and stands for the days from its ``earliest`` to its
``latest``, both included; the table keeps its rows, order and columns.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from mapper import schema
from mapper.dates import historical_date
from mapper.errors import CallError, Problems
from mapper.geometry import CRS

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.reading import Reader

LONGITUDES = ("lon", "longitude", "lng", "x")
LATITUDES = ("lat", "latitude", "y")
DATES = ("date", "edtf", "when", "day", "start")


def collect_events(reader: Reader) -> gpd.GeoDataFrame:
    """Read ``events.csv``; what is wrong stays with the reader. The index is the line in the file."""
    frame = reader.table("events")
    reader.references("events", frame)
    reader.placed("events", frame, reader.about.windows, waiver="waiver", anywhere=True)
    return with_days(gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=CRS), "date")


def with_days(frame: gpd.GeoDataFrame, column: str) -> gpd.GeoDataFrame:
    """Return the frame with ``earliest``, ``latest`` and ``qualifier`` of an EDTF column that is known to be sound."""
    dates = [historical_date(str(value)) for value in frame[column]]
    return frame.assign(
        earliest=pd.Series([d.earliest for d in dates], index=frame.index, dtype=object),
        latest=pd.Series([d.latest for d in dates], index=frame.index, dtype=object),
        qualifier=pd.Series([d.qualifier for d in dates], index=frame.index, dtype=object),
    )


def read_dated_points(path: Path, date_column: str | None = None) -> tuple[gpd.GeoDataFrame, str]:
    """Read a CSV, GeoJSON, GeoPackage or Parquet of dated points, and the name of its column of dates.

    A CSV needs columns of longitude (lon, longitude, lng or x) and latitude (lat, latitude or y) in degrees; its
    cells stay the text that they are. Another CRS than EPSG:4326 is reprojected; none is taken for EPSG:4326. Dates
    are EDTF.

    Raises
    ------
    CallError
        If the file is not there or of no kind that can be read.
    DataError
        With every row whose date or place cannot be used.
    """
    if not path.is_file():
        raise CallError(f"{path} is not there")
    problems = Problems()
    frame = _read_csv(path, problems) if path.suffix.lower() == ".csv" else _read_vector(path)
    column = date_column or next((c for c in DATES if c in frame.columns), None)
    if column is None or column not in frame.columns:
        wanted = f"'{date_column}'" if date_column else " or ".join(DATES)
        hint = "Name it with --date-column."
        problems.fail(path, "", "", f"there is no column of dates ({wanted})", hint)
    for row, value in frame[column].items():
        if wrong := schema.edtf_date(_text(value)):
            problems.add(path, _row(path, row), column, wrong)
    problems.stop()
    return frame.assign(**{column: frame[column].map(_text)}), column


def _text(value: object) -> str:
    """Return a date as text; a timestamp at midnight is a day."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return "" if value is None or value is pd.NaT else str(value).strip()


def _row(path: Path, row: object) -> str:
    return f"row {row}" if path.suffix.lower() == ".csv" else f"feature {row}"


def _read_csv(path: Path, problems: Problems) -> gpd.GeoDataFrame:
    """Read a CSV (or one with semicolons) as text, indexed by line number, with a geometry of points."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
            stream.seek(0)
            mark = ";" if first.count(";") > first.count(",") else ","
            reader = csv.reader(stream, strict=True, delimiter=mark)
            rows = [(number, cells) for number, cells in enumerate(reader, start=1) if cells]
    except (UnicodeDecodeError, csv.Error) as error:
        problems.fail(path, "", "", f"the file is not UTF-8 CSV: {error}", "Save it as such.")
    header = rows[0][1] if rows else []
    lon = next((c for c in header if c.lower() in LONGITUDES), None)
    lat = next((c for c in header if c.lower() in LATITUDES), None)
    if lon is None or lat is None:
        hint = f"Name them {' or '.join(LONGITUDES)}, and {' or '.join(LATITUDES)}."
        problems.fail(path, "row 1", "", "there are no columns of longitude and latitude", hint)
    records = {}
    for number, cells in rows[1:]:
        if len(cells) != len(header):
            message = f"{len(cells)} cells where the header has {len(header)}"
            problems.add(path, f"row {number}", "", message, "Quote a text that holds a comma.")
            continue
        record = dict(zip(header, cells, strict=True))
        wrongs = {column: check(record[column]) for column, check in ((lon, schema.LONGITUDE), (lat, schema.LATITUDE))}
        for column, wrong in wrongs.items():
            if wrong:
                problems.add(path, f"row {number}", column, wrong)
        if not any(wrongs.values()):
            records[number] = record
    frame = pd.DataFrame.from_dict(records, orient="index", columns=header)
    points = gpd.points_from_xy(frame[lon].astype(float), frame[lat].astype(float))
    return gpd.GeoDataFrame(frame, geometry=points, crs=CRS)


def _read_vector(path: Path) -> gpd.GeoDataFrame:
    """Read any other file of points with geopandas."""
    try:
        frame = gpd.read_parquet(path) if path.suffix.lower() == ".parquet" else gpd.read_file(path)
    except Exception as error:  # each driver has errors of its own
        raise CallError(f"{path} cannot be read as dated points: {error}") from error
    kinds = set(frame.geometry.geom_type)
    if kinds - {"Point"}:
        raise CallError(f"{path} holds {', '.join(sorted(map(str, kinds)))}, not points")
    return frame.set_crs(CRS) if frame.crs is None else frame.to_crs(CRS)


def write_dated_points(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a table in the form that the file's ending names: .csv (without geometry), .geojson, .gpkg or .parquet.

    Raises
    ------
    CallError
        If the ending names none of these.
    """
    kind = path.suffix.lower()
    if kind == ".csv":
        frame.drop(columns="geometry").to_csv(path, index=False, lineterminator="\n")
    elif kind == ".parquet":
        frame.to_parquet(path, index=False)
    elif kind in (".geojson", ".json"):
        frame.to_file(path, driver="GeoJSON", index=False)
    elif kind == ".gpkg":
        frame.to_file(path, driver="GPKG", index=False)
    else:
        raise CallError(f"{path} ends in none of .csv, .geojson, .gpkg, .parquet")
