"""Read tables and features of a geodata folder, and report every fault with file, row and column.

A reader returns text as it stands, with numbers as floats, and the line number in the file as the index, so that a
later check can still name the row.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from mapper import schema
from mapper.about import FILE
from mapper.cache import cached
from mapper.columns import event_record, read_declared
from mapper.opening import is_there, read_features, read_text, reason

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mapper.about import About
    from mapper.columns import Declared
    from mapper.errors import Problems

csv.field_size_limit(np.iinfo(np.int32).max)  # a cell may hold a whole text
MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}  # what some programs write for a comma
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # control characters, which no cell may hold

Lines = dict[str, dict[str, Any]]  # the properties and the geometry of each feature, by id


class Anything(set[str]):
    """The ids of a table that is faulty: any may be in it, so no other file is blamed for naming one."""

    def __contains__(self, _: object) -> bool:
        """Return that it may."""
        return True


class Reader:
    """Reads the files of one geodata folder; what is wrong goes to ``problems``.

    ``known`` holds the ids of each table that was read, and what else a cell may name (see `schema.Column.refers`):
    a reference to a table that it lacks is not checked. ``declared`` are the tables whose columns ``atlas.toml``
    declares; these name polities and sources in words, which ``titles`` maps to ids, and what no table has is in
    ``added``, by its new id.
    """

    def __init__(self, geodata: Path, about: About, problems: Problems) -> None:
        self.geodata, self.about, self.problems = geodata, about, problems
        self.known: dict[str, set[str]] = about.known
        self.declared = read_declared(about.columns, geodata / FILE, about.known["statuses"], problems)
        self.titles: dict[str, dict[str, str]] = {"polities": {}, "sources": {}}
        self.added: dict[str, dict[str, str]] = {"polities": {}, "sources": {}}
        self.unread: set[str] = set()  # what is no table of the schema, and could not be read
        self.maimed: dict[str, set[str]] = {}  # the ids of faulty records, by table

    @property
    def learnt(self) -> dict[str, Any]:
        """What was learnt of the tables that were read, by which others are checked."""
        return {name: getattr(self, name) for name in ("known", "titles", "added", "unread", "maimed")}

    def learn(self, learnt: Mapping[str, Any]) -> None:
        """Take over what another reader of the same tables has learnt."""
        vars(self).update(learnt)

    def path(self, name: str) -> Path:
        """Return where a table of the schema lies."""
        return self.geodata / schema.TABLES[name].file

    def columns(self, name: str) -> dict[str, schema.Column]:
        """Return the columns of a table in the languages of the atlas."""
        return schema.TABLES[name].columns_in(self.about.languages)

    def empty(self, name: str) -> pd.DataFrame:
        """Return a table without a row."""
        columns = self.columns(name).items()
        return pd.DataFrame({c: pd.Series(dtype=float if spec.numeric else object) for c, spec in columns})

    def table(self, name: str) -> pd.DataFrame:
        """Read one table; the faulty rows are left out.

        Returns a frame with the table's columns, indexed by the line number in the file; ``attrs["faulty"]`` holds the
        records left out. Where the file or a column is missing, the frame is empty.
        """
        table, path = schema.TABLES[name], self.path(name)
        if not is_there(path) and (table.optional or (table.with_lines and not self.path("territories").exists())):
            return self.empty(name)
        content = read_text(path, self.problems, "Save it as CSV in UTF-8.")
        if content is None:
            return self.empty(name)
        if self.declared.get(name):
            return self._parsed(name, content)  # it teaches names that are in no table
        before = len(self.problems)
        made_from = (name, repr(self.about), content)
        frame: pd.DataFrame = cached(
            "table",
            [part.encode() for part in made_from],
            lambda: self._parsed(name, content),
            lambda: len(self.problems) == before,
        )
        if len(self.problems) == before:
            self.maimed[name] = set()
        return frame

    def _parsed(self, name: str, content: str) -> pd.DataFrame:
        """Read the text of one table as `table` does."""
        table, path, columns = schema.TABLES[name], self.path(name), self.columns(name)
        header = ",".join(table.columns)
        reader = csv.reader(io.StringIO(content, newline=""), strict=True)
        try:
            rows = list(_numbered(reader))
        except csv.Error as error:
            row = f"row {reader.line_num}"
            self.problems.add(path, row, "", f"the file is not CSV: {error}", "A quoted cell must end with its quote.")
            return self.empty(name)
        if not rows:
            self.problems.add(path, "row 1", "", "the file is empty", f"Its header is {header}.")
            return self.empty(name)
        if declared := self.declared.get(name):
            rows = self._translated(declared, path, rows)
        found = rows[0][1]
        if self._lacks(path, found, columns, header):
            return self.empty(name)
        return self._typed(name, found, rows[1:])

    def _lacks(self, path: Path, found: list[str], columns: Mapping[str, schema.Column], header: str) -> bool:
        """Tell the columns that are missing, doubled or unknown; return whether any is missing."""
        if len(found) == 1 and (marks := [name for mark, name in MARKS.items() if mark in found[0]]):
            self.problems.add(path, "row 1", "", f"{marks[0]} stand between the cells", "Save it with commas there.")
            return True
        missing = [c for c, spec in columns.items() if c not in found and (spec.required or spec.numeric)]
        for column in missing:
            self.problems.add(path, "row 1", column, "the column is missing", f"The header must be {header}.")
        for column in sorted({column for column in found if found.count(column) > 1}):
            message = f"{found.count(column)} columns bear the name '{column}'"
            self.problems.add(path, "row 1", column, message, "Rename all but one.")
        for column in found:
            if column not in columns:
                self.problems.add(path, "row 1", column, "no such column is known", f"The header must be {header}.")
        return bool(missing)

    def ids(self, name: str, sound: Iterable[str]) -> set[str]:
        """Return the ids that other tables may name: any, if something is wrong with the table."""
        return Anything() if name in self.unread or self.faulty(name) else set(sound)

    def faulty(self, name: str) -> bool:
        """Whether something is wrong with a table, so that what it lacks says nothing about others."""
        file = str(self.path(name)) if name in schema.TABLES else ""
        return any(problem.file == file for problem in self.problems)

    def _translated(
        self, declared: Declared, path: Path, rows: list[tuple[int, list[str]]]
    ) -> list[tuple[int, list[str]]]:
        """Return the header and the rows of a table of events with declared columns as the schema has them."""
        (first, header), *others = rows
        made: list[tuple[int, list[str]]] = [(first, list(schema.TABLES["events"].columns))]
        themes = {name: theme.id for theme in self.about.themes.values() for name in theme.name.values()}
        for line, cells in others:
            wrong = [("", f"{len(cells)} cells where the header has {len(header)}")]
            if len(cells) == len(header):
                raw = dict(zip(header, cells, strict=True))
                record, wrong = event_record(declared, raw, line, self.resolve, themes)
                made.append((line, list(record.values())))
            for column, message in wrong:
                self.problems.add(path, f"row {line}", column, message, f"Mend it, or [columns.events] of {FILE}.")
        return made

    def resolve(self, table: str, name: str) -> str:
        """Return the id of a polity, or the citation of a source, that a declared table names in words.

        A name that stands in no table becomes a record of its own, in ``added``.
        """
        known, titles, said = self.known[table], self.titles[table], self._said(table, name)
        if not said and name not in titles:
            word = schema.slug(name, "")
            if not isinstance(known, Anything) and (not word or table == "sources" or word not in known):
                word = schema.free(word or table, known)
                self.added[table][word] = name
                known.add(word)
            titles[name] = word or table
        return name if said else titles[name]

    def _said(self, table: str, name: str) -> bool:
        """Whether a table has the id of a polity, or the keys of a citation."""
        keys = {key for key, _ in schema.parse_citations(name)} if table == "sources" else {name}
        return not name or (keys <= self.known[table] and (table != "sources" or not schema.citations(name)))

    def check_fixed(self) -> None:
        """Tell a source that ``atlas.toml`` gives to all records of a table, and ``sources.bib`` lacks."""
        known = self.known["sources"]
        for name, declared in self.declared.items():
            source = declared.fixed.get("source", "")
            if not (isinstance(known, Anything) or self._said("sources", source) or source in self.titles["sources"]):
                where = f"columns.{name}.fixed"
                self.problems.add(self.geodata / FILE, where, "source", *_unknown(source, "sources", known))

    def _typed(self, name: str, header: list[str], rows: list[tuple[int, list[str]]]) -> pd.DataFrame:
        path, unique, columns = self.path(name), schema.TABLES[name].unique, self.columns(name)
        good: dict[int, dict[str, str | float]] = {}
        seen: dict[tuple[str, ...], int] = {}
        faulty: list[dict[str, str]] = []
        known: dict[str, set[str]] = {}
        for line, cells in rows:
            row = f"row {line}"
            if len(cells) != len(header):
                faulty.append(dict(zip(header, cells, strict=False)))
                message = f"{len(cells)} cells where the header has {len(header)}"
                self.problems.add(path, row, "", message, "Quote a text that holds a comma.")
                continue
            record = dict.fromkeys(columns, "") | dict(zip(header, cells, strict=True))
            sound = self.check(path, row, record, columns, known)
            key = tuple(record[c] for c in unique)
            if key in seen:
                message = f"'{', '.join(key)}' is in row {seen[key]} already"
                self.problems.add(path, row, unique[0], message, "Each may stand only once.")
                sound = False
            seen.setdefault(key, line)
            if sound:
                good[line] = {c: float(record[c]) if spec.numeric else record[c] for c, spec in columns.items()}
            else:
                faulty.append(record)
        frame = pd.DataFrame.from_dict(good, orient="index", columns=list(columns))
        frame.attrs["faulty"] = faulty
        self.maimed[name] = {record.get(next(iter(columns)), "") for record in faulty}
        return frame

    def check(
        self,
        path: Path,
        row: str,
        record: Mapping[str, str],
        columns: Mapping[str, schema.Column],
        sound: dict[str, set[str]],
    ) -> bool:
        """Tell what is wrong with the values of one record, a problem a column, and whether nothing is.

        ``sound`` are the values that were found so before, by column, and are not looked at again; more are added.
        """
        before = len(self.problems)
        period = self.about.period
        for column, spec in columns.items():
            value = record[column]
            if value in sound.get(column, ()):
                continue
            told = len(self.problems)
            if unseen := UNSEEN.search(value):
                message = f"the cell holds the control character U+{ord(unseen[0]):04X}"
                self.problems.add(path, row, column, message, "Delete it.")
            elif not value and (spec.required or spec.numeric):
                self.problems.add(path, row, column, "the cell is empty", "Fill it in.")
            elif value and (wrong := spec.check(value)):
                self.problems.add(path, row, column, wrong)
            elif value and spec.in_period:
                for day in schema.DAY.findall(value):
                    if not period.first <= day <= period.after:
                        message = f"'{day}' lies outside the period of the atlas, {period}"
                        self.problems.add(path, row, column, message)
            if len(self.problems) == told:
                sound.setdefault(column, set()).add(value)
        return len(self.problems) == before

    def swapped(self, name: str, frame: pd.DataFrame, windows: Sequence[Sequence[float]], waiver: str = "") -> None:
        """Tell every point outside all windows that would lie in one with longitude and latitude swapped.

        ``windows`` are west, south, east, north in degrees; a row whose column ``waiver`` says something is let be.
        """
        for row, lon, lat in zip(frame.index, frame["lon"], frame["lat"], strict=True):
            inside = [
                any(west <= x <= east and south <= y <= north for west, south, east, north in windows)
                for x, y in ((lon, lat), (lat, lon))
            ]
            if inside == [False, True] and not (waiver and frame[waiver][row]):
                hint = f"Swap them{f', or say in {waiver!r} that the place is right' if waiver else ''}."
                message = f"{lon:g}, {lat:g} look like latitude and longitude"
                self.problems.add(self.path(name), f"row {row}", "lon", message, hint)

    def stop(self) -> None:
        """End the reading, after a fault without which the land cannot be cut; what else is wrong is told, too."""
        for name, table in schema.TABLES.items():
            if table.file.endswith(".csv") and name not in self.maimed and not self.faulty(name):
                self.table(name)
        self.problems.stop()

    def references(self, name: str, frame: pd.DataFrame) -> set[object]:
        """Tell every value that names a record which is in no table; return the rows that hold one."""
        path = self.path(name)
        faulty: set[object] = set()
        for column, spec in self.columns(name).items():
            if spec.refers not in self.known:
                continue
            known = self.known[spec.refers]
            for row, value in frame[column].items():
                names = spec.ids(value) if spec.ids else [value]
                for unknown in (one for one in names if one and one not in known):
                    message, hint = _unknown(unknown, spec.refers, known)
                    self.problems.add(path, place_of(row), column, message, hint)
                    faulty.add(row)
        return faulty

    def listed(self, name: str, cells: pd.Series, known: Container[str]) -> None:
        """Tell every id in a cell that lists some, which names nothing."""
        for row, value in cells.items():
            for one in schema.parts(value):
                if one not in known:
                    message = f"'{one}' names none of the {cells.name}"
                    self.problems.add(self.path(name), place_of(row), str(cells.name), message, "Correct it.")

    def features(self, path: Path) -> list[dict[str, Any]]:
        """Read the features of a GeoJSON FeatureCollection, each geometry as text or None; tell a file that is none."""
        hint = "It must be a GeoJSON FeatureCollection in EPSG:4326."
        before = len(self.problems)
        raw = read_features(path, self.problems, hint)
        if len(self.problems) > before:
            return []
        alone = isinstance(raw, dict) and raw.get("type") == "Feature"
        features = [raw] if alone else raw.get("features") if isinstance(raw, dict) else None
        if not isinstance(features, list) or not all(isinstance(f, dict) and "geometry" in f for f in features):
            self.problems.add(path, "", "features", "the file holds no list of features", hint)
            return []
        if "crs" in raw and not _in_degrees(raw["crs"]):
            self.problems.add(path, "", "crs", f"{raw['crs']!r:.80} is not EPSG:4326", "Transform it, or delete 'crs'.")
            return []
        for number, feature in enumerate(features, start=1):
            if not isinstance(feature.get("properties") or {}, dict):
                self.problems.add(path, f"feature {number}", "properties", "they are no object", hint)
        return [feature for feature in features if isinstance(feature.get("properties") or {}, dict)]

    def properties(
        self, path: Path, row: str, raw: Mapping[str, Any], known: Mapping[str, schema.Column], *, more: bool = False
    ) -> dict[str, str]:
        """Return the properties of a feature as the cells of a table; tell those that are none.

        With ``more`` it may have others, if they are not written almost as a known one that it lacks.
        """
        for name, value in raw.items():
            if name not in known:
                near = _near(name, {one for one in known if one not in raw})
                if near or not more:
                    hint = f"It may have {', '.join(known)}."
                    self.problems.add(path, row, name, f"no such property is known{near}", hint)
            elif isinstance(value, (bool, list, dict)):
                self.problems.add(path, row, name, f"{value!r:.80} is neither a text nor a number", "Write one.")
        told = {name: column.default if raw.get(name) is None else raw[name] for name, column in known.items()}
        return {name: str(value).strip() for name, value in told.items()}

    def lines(self, name: str) -> Lines:
        """Read a GeoJSON file of lines: the properties and the ``geometry`` of each, by id, in the order of the file.

        The geometry is a LineString in EPSG:4326; a feature with a property ``follow`` may have none. Numbers become
        floats, and a property that is missing is its default, or ''.
        """
        path, columns = self.path(name), self.columns(name)
        if schema.TABLES[name].optional and not is_there(path):
            return {}
        found: Lines = {}
        self.maimed[name] = set()
        features = self.features(path)
        known: dict[str, set[str]] = {}
        for number, feature in enumerate(features, start=1):
            raw = feature.get("properties") or {}
            row = str(raw.get("id") or f"feature {number}")
            record = self.properties(path, row, raw, columns)
            sound = self.check(path, row, record, columns, known)
            if record["id"] in found:
                self.problems.add(path, row, "id", f"'{row}' is there twice", "Each id may stand only once.")
                sound = False
            shape, wrong = _line_string(feature["geometry"], may_lack=bool(record.get("follow")))
            if wrong:
                self.problems.add(path, row, "geometry", wrong, "Draw it as a LineString.")
            elif sound:
                numbers = {c: float(record[c]) for c, spec in columns.items() if spec.numeric}
                found[row] = {**record, **numbers, "geometry": shape}
            if row not in found:
                self.maimed[name].add(row)
        return found

    def frame(self, name: str, lines: Lines) -> pd.DataFrame:
        """Return the properties of lines as a table, indexed by id."""
        return pd.DataFrame.from_dict(lines, orient="index", columns=list(self.columns(name)))


def _unknown(name: str, table: str, known: set[str]) -> tuple[str, str]:
    """Return the message and the hint about a name that is in no table, or not in a list of ``atlas.toml``."""
    if table in ("theatres", "themes", "statuses"):
        hint = f"Correct it, or add it to the {table} of atlas.toml."
        return f"'{name}' is none of: {', '.join(sorted(known))}", hint
    home = "sources.bib" if table == "sources" else schema.TABLES[table].file
    return f"'{name}' is not in {home}", f"Correct it, or add it there{_near(name, known)}."


def place_of(row: object) -> str:
    """Return how a problem names a row: by its line in a table, or by its id."""
    return f"row {row}" if isinstance(row, int) else str(row)


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401  (csv has no public type)
    """Yield (line number of the row's start, cells) of the rows that are not blank."""
    start = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield start, [cell.strip() for cell in cells]
        start = reader.line_num + 1


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain records, which are read many times faster than its rows."""
    names = [str(column) for column in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*(frame[c].tolist() for c in frame.columns), strict=True)]


def _in_degrees(crs: object) -> bool:
    """Whether the `crs` of a GeoJSON of old is that of all GeoJSON, which has none."""
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = str(named.get("name", "")) if isinstance(named, dict) else ""
    return crs is None or name.upper().endswith(("CRS84", "EPSG::4326", "EPSG:4326"))


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  (only when something is wrong)

    close = get_close_matches(name, sorted(known))  # the best first
    return f" (did you mean '{close[0]}'?)" if close else ""


def _line_string(text: str | None, *, may_lack: bool) -> tuple[shapely.LineString | None, str]:
    if text is None and may_lack:
        return None, ""
    try:
        shape = shapely.from_geojson(text or "null")
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        return None, f"the geometry cannot be read: {reason(error)}"
    if not isinstance(shape, shapely.LineString) or shape.is_empty:
        return None, "the geometry is no LineString"
    shape = shapely.force_2d(shape)
    if not shape.length:
        return None, "the line has no length"
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:  # noqa: PLR2004  (degrees)
        return None, "a coordinate is no longitude, latitude in degrees"
    return shape, ""
