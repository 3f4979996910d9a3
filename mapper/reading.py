"""Read tables and lines, and report every fault with file, row and column.

A reader returns text as it stands, with numbers as floats, and the line number in the file as the index, so that a
later check can still name the row.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from mapper import schema
from mapper.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read_table(folder: Path, table: schema.Table, problems: list[Problem]) -> pd.DataFrame:
    """Read one table; append what is wrong to ``problems`` and leave the faulty rows out.

    Returns a frame with the table's columns, indexed by the line number in the file; ``attrs["faulty"]`` holds the
    records left out. Where the file or a column is missing, the frame is empty.
    """
    path = folder / table.file
    name = str(path)
    empty = pd.DataFrame({c: pd.Series(dtype=float if spec.numeric else object) for c, spec in table.columns.items()})
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(_numbered(csv.reader(stream, strict=True)))
    except FileNotFoundError:
        if not table.optional:
            hint = "Restore it, or name another --geodata folder."
            problems.append(Problem(name, "", "", "the file is not there", hint))
        return empty
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(name, "", "", f"the file is not UTF-8 CSV: {error}", "Save it as CSV in UTF-8."))
        return empty
    if not rows:
        problems.append(Problem(name, "row 1", "", "the file is empty", f"Its header is {','.join(table.columns)}."))
        return empty
    header = rows[0][1]
    missing = [c for c in table.columns if c not in header]
    problems.extend(
        Problem(name, "row 1", c, "the column is missing", f"The header must be {','.join(table.columns)}.")
        for c in missing
    )
    problems.extend(
        Problem(name, "row 1", c, "no such column is known", f"The header must be {','.join(table.columns)}.")
        for c in header
        if c not in table.columns
    )
    if missing:
        return empty
    return _typed(name, table, header, rows[1:], problems)


def _numbered(reader: Any) -> Any:  # noqa: ANN401  (csv has no public type)
    """Yield (line number of the row's start, cells) of the rows that are not blank."""
    start = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield start, [cell.strip() for cell in cells]
        start = reader.line_num + 1


def _typed(
    name: str, table: schema.Table, header: list[str], rows: list[tuple[int, list[str]]], problems: list[Problem]
) -> pd.DataFrame:
    good: dict[int, dict[str, str | float]] = {}
    seen: dict[tuple[str, ...], int] = {}
    faulty: list[dict[str, str]] = []
    for line, cells in rows:
        if len(cells) != len(header):
            faulty.append(dict(zip(header, cells, strict=False)))
            message = f"{len(cells)} cells where the header has {len(header)}"
            problems.append(Problem(name, f"row {line}", "", message, "Quote a text that holds a comma."))
            continue
        record = dict(zip(header, cells, strict=True))
        faults = check_record(name, f"row {line}", record, table.columns)
        key = tuple(record[c] for c in table.unique)
        if key in seen:
            message = f"'{', '.join(key)}' is in row {seen[key]} already"
            faults.append(Problem(name, f"row {line}", table.unique[0], message, "Each may stand only once."))
        seen.setdefault(key, line)
        problems.extend(faults)
        if faults:
            faulty.append(record)
        else:
            good[line] = {c: float(record[c]) if spec.numeric else record[c] for c, spec in table.columns.items()}
    frame = pd.DataFrame.from_dict(good, orient="index", columns=list(table.columns))
    frame.attrs["faulty"] = faulty
    return frame


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain records, which are read many times faster than its rows."""
    return [{str(column): value for column, value in row.items()} for row in pd.DataFrame(frame).to_dict("records")]


def check_record(name: str, row: str, record: Mapping[str, str], columns: Mapping[str, schema.Column]) -> list[Problem]:
    """Return what is wrong with the values of one record, a problem a column."""
    faults = []
    for column, spec in columns.items():
        value = record[column]
        if not value and (spec.required or spec.numeric):
            faults.append(Problem(name, row, column, "the cell is empty", "Fill it in."))
        elif value and (wrong := spec.check(value)):
            faults.append(Problem(name, row, column, wrong))
    return faults


def check_swapped(path: Path, frame: pd.DataFrame, frames: list[list[float]], waiver: str = "") -> list[Problem]:
    """Return a problem for every point outside all frames that would lie in one with longitude and latitude swapped.

    ``frames`` are west, south, east, north in degrees; a row whose column ``waiver`` says something is let be.
    """
    faults = []
    for row, lon, lat in zip(frame.index, frame["lon"], frame["lat"], strict=True):
        inside = [
            any(west <= x <= east and south <= y <= north for west, south, east, north in frames)
            for x, y in ((lon, lat), (lat, lon))
        ]
        if inside == [False, True] and not (waiver and frame[waiver][row]):
            hint = f"Swap them{f', or say in {waiver!r} that the place is right' if waiver else ''}."
            message = f"{lon:g}, {lat:g} look like latitude and longitude"
            faults.append(Problem(str(path), f"row {row}", "lon", message, hint))
    return faults


def check_references(
    folder: Path, key: str, frame: pd.DataFrame, columns: Mapping[str, schema.Column], known: Mapping[str, set[str]]
) -> list[Problem]:
    """Return a problem for every value that names a record which is in no table.

    ``known`` maps a table's name to its ids, 'sources' to the keys of the bibliography; a table it lacks is not
    checked.
    """
    name = str(folder / key)
    faults: list[Problem] = []
    for column, spec in columns.items():
        if spec.refers not in known:
            continue
        table = schema.TABLES.get(spec.refers) or schema.OVERLAYS.get(spec.refers)
        home = table.file if table else "sources.bib"
        for row, value in frame[column].items():
            cited = [key for key, _ in schema.parse_citations(value)]
            names = cited if spec.refers == "sources" else [value]
            faults.extend(
                Problem(
                    name,
                    f"row {row}" if isinstance(row, int) else str(row),
                    column,
                    f"'{n}' is not in {home}",
                    f"Correct it, or add it there{_near(n, known[spec.refers])}.",
                )
                for n in names
                if n and n not in known[spec.refers]
            )
    return faults


def _near(name: str, known: set[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  (only when something is wrong)

    close = get_close_matches(name, sorted(known), n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""


def read_features(path: Path, problems: list[Problem]) -> list[dict[str, Any]]:
    """Read the features of a GeoJSON FeatureCollection; report a file that is none."""
    hint = "It must be a GeoJSON FeatureCollection in EPSG:4326."
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(str(path), "", "", "the file is not there", "Restore it."))
        return []
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        problems.append(Problem(str(path), "", "", f"the file is not JSON: {error}", hint))
        return []
    features = raw.get("features") if isinstance(raw, dict) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) and "geometry" in f for f in features):
        problems.append(Problem(str(path), "", "features", "the file holds no list of features", hint))
        return []
    return features


def read_line_features(path: Path, table: schema.Table, problems: list[Problem]) -> dict[str, dict[str, Any]]:
    """Read a GeoJSON file of lines: the properties and the ``geometry`` of each, by id, in the order of the file.

    The geometry is a LineString in EPSG:4326; a feature with a property ``follow`` may have none. Numbers become
    floats, and a property that is missing is ''.
    """
    if table.optional and not path.exists():
        return {}
    records: dict[str, dict[str, Any]] = {}
    for number, feature in enumerate(read_features(path, problems), start=1):
        raw = feature.get("properties") or {}
        record = {c: "" if raw.get(c) is None else str(raw[c]) for c in table.columns}
        row = record["id"] or f"feature {number}"
        faults = check_record(str(path), row, record, table.columns)
        if record["id"] in records:
            faults.append(Problem(str(path), row, "id", f"'{row}' is there twice", "Each id may stand only once."))
        shape, wrong = _line_string(feature["geometry"], may_lack=bool(record.get("follow")))
        if wrong:
            faults.append(Problem(str(path), row, "geometry", wrong, "Draw it as a LineString."))
        problems.extend(faults)
        if not faults:
            numbers = {c: float(record[c]) for c, spec in table.columns.items() if spec.numeric}
            records[row] = {**record, **numbers, "geometry": shape}
    return records


def _line_string(raw: Any, *, may_lack: bool) -> tuple[shapely.LineString | None, str]:  # noqa: ANN401  (JSON)
    if raw is None and may_lack:
        return None, ""
    try:
        shape = shapely.from_geojson(json.dumps(raw))
    except shapely.errors.GEOSException as error:
        return None, f"the geometry cannot be read: {error}"
    if not isinstance(shape, shapely.LineString) or shape.is_empty:
        return None, "the geometry is no LineString"
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:  # noqa: PLR2004  (degrees)
        return None, "a coordinate is no longitude, latitude in degrees"
    return shape, ""
