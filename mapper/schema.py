"""The tables of a geodata folder: their columns, and a reader that reports every fault with file, row and column.

Tables are UTF-8 CSV with a header line. A reader returns text as it stands (days are ISO text, see `mapper.dates`),
with numbers as floats, and the line number in the file as the index, so that a later check can still name the row.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper.dates import STUDY_END, STUDY_START, day, historical_date
from mapper.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

Check = Callable[[str], str]  # the value's text -> what is wrong with it, or ''

STATUSES = (
    "sovereign",
    "annexed",
    "occupied",
    "puppet",
    "protectorate",
    "leased",
    "mandate",
    "free city",
    "autonomous",
    "disputed",
)
CONFIDENCES = ("high", "medium", "low")
THEATRES = ("west", "east")
CERTAINTIES = ("surveyed", "approximate", "schematic")
LINE_KINDS = ("border", "administrative", "demarcation", "occupation", "claim", "front", "sphere")
THEMES = ("treaty", "diplomacy", "war", "occupation", "annexation", "border", "politics", "ideology", "economy")
MATCHES = ("inside", "border", "outside", "ambiguous")

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CITATION = re.compile(r"(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\s*\[(?P<locator>[^\[\]]+)\])?")


def text(_: str) -> str:
    """Accept any text."""
    return ""


def identifier(value: str) -> str:
    """Check for lower-case words of a-z and 0-9 joined by hyphens."""
    return "" if ID.fullmatch(value) else f"'{value}' is not an id such as vilnius-region"


def calendar_day(value: str) -> str:
    """Check for a day of the calendar."""
    try:
        day(value)
    except ValueError as error:
        return str(error)
    return ""


def study_day(value: str) -> str:
    """Check for a day within the study, its end included."""
    wrong = calendar_day(value)
    if wrong or STUDY_START <= value <= STUDY_END:
        return wrong
    return f"'{value}' lies outside the study, {STUDY_START} to {STUDY_END}"


def edtf_date(value: str) -> str:
    """Check for an EDTF date."""
    try:
        historical_date(value)
    except ValueError as error:
        return str(error)
    return ""


def number(low: float, high: float, what: str) -> Check:
    """Make a check for a number in a closed range."""

    def check(value: str) -> str:
        try:
            inside = low <= float(value) <= high
        except ValueError:
            return f"'{value}' is not a number"
        return "" if inside else f"{value} is no {what}, which lies between {low:g} and {high:g}"

    return check


def choice(options: tuple[str, ...]) -> Check:
    """Make a check for a closed vocabulary."""

    def check(value: str) -> str:
        return "" if value in options else f"'{value}' is none of: {', '.join(options)}"

    return check


def seeds(value: str) -> str:
    """Check for points as 'lon lat; lon lat'."""
    try:
        parse_seeds(value)
    except ValueError:
        return f"'{value}' is not a list of points such as '25.28 54.69; 21.1 55.7' (longitude latitude)"
    return ""


def parse_seeds(value: str) -> list[tuple[float, float]]:
    """Return the points of 'lon lat; lon lat' as (longitude, latitude) pairs in degrees."""
    points = []
    for part in filter(None, (p.strip() for p in value.split(";"))):
        lon, lat = (float(n) for n in part.split())
        points.append((lon, lat))
    if not points:
        raise ValueError(value)
    return points


def citations(value: str) -> str:
    """Check for sources as 'key [locator]; key'."""
    return (
        ""
        if all(CITATION.fullmatch(c.strip()) for c in value.split(";"))
        else (f"'{value}' is not a list of sources such as 'versailles-1919 [art. 27]; davies-1972'")
    )


def parse_citations(value: str) -> list[tuple[str, str]]:
    """Return the sources of 'key [locator]; key' as (key, locator) pairs; the locator may be empty."""
    found = (CITATION.fullmatch(part.strip()) for part in value.split(";"))
    return [(m["key"], (m["locator"] or "").strip()) for m in found if m]


LONGITUDE = number(-180, 180, "longitude")
LATITUDE = number(-90, 90, "latitude")


@dataclass(frozen=True)
class Column:
    """One column: its check, whether it must be filled, and the table whose ids it names."""

    check: Check = text
    required: bool = True
    refers: str = ""  # the table whose first column holds the value; 'sources' for citations
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its file, its columns in order, and the columns that together must not repeat."""

    file: str
    columns: Mapping[str, Column]
    unique: tuple[str, ...] = field(default=("id",))


_ID = Column(identifier)
_TEXT = Column()
_NOTE = Column(required=False)
_LON = Column(LONGITUDE, numeric=True)
_LAT = Column(LATITUDE, numeric=True)
_SOURCE = Column(citations, refers="sources")
_POLITY = Column(identifier, refers="polities")
_TERRITORY = Column(identifier, refers="territories")
_THEATRE = Column(choice(THEATRES))
_CONFIDENCE = Column(choice(CONFIDENCES))
_KM2 = Column(number(0, 2.5e7, "area in km2"), numeric=True)

TABLES = {
    "polities": Table(
        "polities.csv",
        {
            "id": _ID,
            "name": _TEXT,
            "name_pl": _TEXT,
            "today": _NOTE,
            "colour": Column(
                lambda v: "" if re.fullmatch("#[0-9a-f]{6}", v) else f"'{v}' is not a colour like #c9a27e"
            ),
            "note": _NOTE,
        },
    ),
    "nodes": Table(
        "nodes.csv",
        {"id": _ID, "theatre": _THEATRE, "lon": _LON, "lat": _LAT, "on": _NOTE, "name": _TEXT},
    ),
    "territories": Table(
        "territories.csv",
        {
            "id": _ID,
            "theatre": _THEATRE,
            "name": _TEXT,
            "name_pl": _TEXT,
            "today": _TEXT,
            "seeds": Column(seeds),
            "note": _NOTE,
        },
    ),
    "spells": Table(
        "spells.csv",
        {
            "territory": _TERRITORY,
            "from": Column(study_day),
            "to": Column(study_day),
            "controller": _POLITY,
            "sovereign": _POLITY,
            "status": Column(choice(STATUSES)),
            "rule": Column(choice(("act", "front", "convention"))),
            "source": _SOURCE,
            "confidence": _CONFIDENCE,
            "note": _NOTE,
        },
        unique=("territory", "from"),
    ),
    "events": Table(
        "events.csv",
        {
            "id": _ID,
            "date": Column(edtf_date),
            "title": _TEXT,
            "title_pl": _NOTE,
            "place": _TEXT,
            "lon": _LON,
            "lat": _LAT,
            "theme": Column(choice(THEMES)),
            "text": _TEXT,
            "text_pl": _NOTE,
            "essay": _NOTE,
            "correction": _NOTE,
            "held_by": Column(identifier, required=False, refers="polities"),
            "waiver": _NOTE,
            "source": _SOURCE,
            "confidence": _CONFIDENCE,
        },
    ),
    "places": Table(
        "places.csv",
        {
            "id": _ID,
            "lon": _LON,
            "lat": _LAT,
            "rank": Column(number(1, 4, "rank"), numeric=True),
            "name": _TEXT,
            "names": _NOTE,
            "today": _TEXT,
        },
    ),
    "anchors": Table(
        "anchors.csv",
        {
            "town": _TEXT,
            "lon": _LON,
            "lat": _LAT,
            "date": Column(study_day),
            "controller": _POLITY,
            "source": _SOURCE,
            "note": _NOTE,
        },
        unique=("town", "lon", "date"),
    ),
    "official_areas": Table(
        "official_areas.csv",
        {
            "id": _ID,
            "what": _TEXT,
            "polity": Column(identifier, required=False, refers="polities"),
            "territories": _NOTE,
            "date": Column(study_day),
            "km2": _KM2,
            "tolerance_pct": Column(number(0, 100, "percentage"), numeric=True),
            "source": _SOURCE,
            "note": _NOTE,
        },
    ),
}

LINE_PROPERTIES = {
    "id": _ID,
    "theatre": _THEATRE,
    "name": _TEXT,
    "kind": Column(choice(LINE_KINDS)),
    "certainty": Column(choice(CERTAINTIES)),
    "accuracy_km": Column(number(0, 200, "accuracy in km"), numeric=True),
    "from_node": Column(identifier, required=False, refers="nodes"),
    "to_node": Column(identifier, required=False, refers="nodes"),
    "follow": _NOTE,
    "source": _SOURCE,
    "note": _NOTE,
}


def read_table(folder: Path, table: Table, problems: list[Problem]) -> pd.DataFrame:
    """Read one table; append what is wrong to ``problems`` and leave the faulty rows out.

    Returns a frame with the table's columns, indexed by the line number in the file. Where the file or a column is
    missing, the frame is empty.
    """
    path = folder / table.file
    name = str(path)
    empty = pd.DataFrame({c: pd.Series(dtype=float if spec.numeric else object) for c, spec in table.columns.items()})
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(_numbered(csv.reader(stream, strict=True)))
    except FileNotFoundError:
        problems.append(Problem(name, "", "", "the file is not there", "Restore it, or name another --geodata folder."))
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
    name: str, table: Table, header: list[str], rows: list[tuple[int, list[str]]], problems: list[Problem]
) -> pd.DataFrame:
    good: dict[int, dict[str, str | float]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in rows:
        if len(cells) != len(header):
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
        if not faults:
            good[line] = {c: float(record[c]) if spec.numeric else record[c] for c, spec in table.columns.items()}
    return pd.DataFrame.from_dict(good, orient="index", columns=list(table.columns))


def check_record(name: str, row: str, record: Mapping[str, str], columns: Mapping[str, Column]) -> list[Problem]:
    """Return what is wrong with the values of one record, a problem a column."""
    faults = []
    for column, spec in columns.items():
        value = record[column]
        if not value and (spec.required or spec.numeric):
            faults.append(Problem(name, row, column, "the cell is empty", "Fill it in."))
        elif value and (wrong := spec.check(value)):
            faults.append(Problem(name, row, column, wrong))
    if {"lon", "lat"} <= record.keys() and not faults:
        faults.extend(_swapped(name, row, record))
    return faults


def _swapped(name: str, row: str, record: Mapping[str, str]) -> list[Problem]:
    """Suspect longitude and latitude of having changed places where the point would fit a window only the other way."""
    theatre = record.get("theatre")
    if theatre is None:
        return []
    lon, lat = float(record["lon"]), float(record["lat"])
    west, south, east, north = {"west": (0, 35, 50, 75), "east": (75, 15, 160, 65)}.get(theatre, (-180, -90, 180, 90))
    if not (west <= lon <= east and south <= lat <= north) and (west <= lat <= east and south <= lon <= north):
        return [Problem(name, row, "lon", f"{lon:g}, {lat:g} look like latitude and longitude", "Swap them.")]
    return []


def check_references(
    folder: Path, key: str, frame: pd.DataFrame, columns: Mapping[str, Column], known: Mapping[str, set[str]]
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
        for row, value in frame[column].items():
            names = [k for k, _ in parse_citations(value)] if spec.refers == "sources" else [value] if value else []
            faults.extend(
                Problem(
                    name,
                    f"row {row}" if isinstance(row, int) else str(row),
                    column,
                    f"'{n}' is not in {TABLES[spec.refers].file if spec.refers in TABLES else 'sources.bib'}",
                    f"Correct it, or add it there{_near(n, known[spec.refers])}.",
                )
                for n in names
                if n not in known[spec.refers]
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
