"""Read tables and features of a geodata folder, and report every fault with file, row and column.

A reader returns text as it stands, with numbers as floats, and the line number in the file as the index, so that a
later check can still name the row.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper import files, schema
from mapper.errors import shown
from mapper.features import as_text, line_of, read_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from mapper.about import About
    from mapper.errors import Problems

Lines = dict[str, dict[str, Any]]  # the properties and the geometry of each feature, by id
Row = tuple[int, list[str]]  # the line at which a row of a table begins, and its cells

ALIKE = 0.6  # how near a name that is not known lies to the one that was meant
VERY_ALIKE = 0.8  # how near a property that a file may have beside ours lies to one of ours


class Reader:
    """Reads the files of one geodata folder; what is wrong goes to ``problems``.

    ``known`` holds the ids of each table that was read, those of its faulty rows among them, and what else a cell may
    name (see `schema.Column.refers`). A reference to a table that it lacks is not checked: one that has not been read
    yet, or whose ids are not all sure, so that no fault is told of the rows that name them rightly.
    """

    def __init__(self, geodata: Path, about: About, problems: Problems) -> None:
        self.geodata, self.about, self.problems = geodata, about, problems
        self.known: dict[str, set[str]] = about.known
        self.unsure: set[str] = set()  # tables of which a part could not be read

    def path(self, name: str) -> Path:
        """Return where a table of the schema lies."""
        return self.geodata / schema.TABLES[name].file

    def columns(self, name: str) -> dict[str, schema.Column]:
        """Return the columns of a table in the languages of the atlas."""
        return schema.TABLES[name].columns_in(self.about.languages)

    def sound(self, *names: str) -> bool:
        """Whether no problem was found in some tables."""
        return not any(self.problems.of(self.path(name)) for name in names)

    def table(self, name: str) -> pd.DataFrame:
        """Read one table; the faulty rows are left out.

        Returns a frame with the table's columns, indexed by the line number in the file; ``attrs["faulty"]`` holds the
        records left out. Where the file or a column is missing, the frame is empty.
        """
        path, columns = self.path(name), self.columns(name)
        empty = pd.DataFrame({c: pd.Series(dtype=float if spec.numeric else object) for c, spec in columns.items()})
        if schema.TABLES[name].optional and not files.exists(path):
            self.known[name] = set()
            return empty
        try:
            rows = _rows(files.read_text(path, "CSV", "Restore it, or name another --geodata folder."))
        except files.UnreadableError as error:
            files.tell(self.problems, path, error)
            self.unsure.add(name)
            return empty
        if not self._header(name, rows):
            self.unsure.add(name)
            return empty
        return self._typed(name, rows[0][1], rows[1:])

    def _header(self, name: str, rows: Sequence[Row]) -> bool:
        """Tell what is wrong with the header of a table, and whether its rows can be read."""
        path, columns = self.path(name), self.columns(name)
        wanted = f"The header must be {','.join(schema.TABLES[name].columns)}."
        if not rows:
            self.problems.add(path, "row 1", "", "the file is empty", wanted)
            return False
        line, found = rows[0]
        before, row = len(self.problems), f"row {line}"
        for column, spec in columns.items():
            if column not in found and (spec.required or spec.numeric):
                self.problems.add(path, row, column, "the column is missing", wanted)
            if found.count(column) > 1:
                self.problems.add(path, row, column, "the column is there twice", "Each may stand only once.")
        readable = len(self.problems) == before
        for number, column in enumerate(found, start=1):
            if column not in columns:
                wrong = "no such column is known" if column else f"column {number} has no name"
                self.problems.add(path, row, column, wrong + self._language(column, columns), wanted)
        return readable

    def _language(self, name: str, columns: Mapping[str, schema.Column]) -> str:
        """Return what to add about a name that is not known, if it is a text in a language that the atlas has not."""
        text, _, language = name.rpartition("_")
        translated = text in columns and columns[text].translated
        return f": '{shown(language)}' is none of the languages of atlas.toml" if translated else ""

    def _typed(self, name: str, header: list[str], rows: Sequence[Row]) -> pd.DataFrame:
        path, unique, columns = self.path(name), schema.TABLES[name].unique, self.columns(name)
        good: dict[int, dict[str, str | float]] = {}
        seen: dict[tuple[str, ...], int] = {}
        faulty: list[dict[str, str]] = []
        sure = True
        for line, cells in rows:
            row = f"row {line}"
            if len(cells) != len(header):
                sure = False
                faulty.append(dict(zip(header, cells, strict=False)))
                message = f"{len(cells)} cells where the header has {len(header)}"
                self.problems.add(path, row, "", message, "Quote a text that holds a comma.")
                continue
            record = dict.fromkeys(columns, "") | dict(zip(header, cells, strict=True))
            sound = self.check(path, row, record, columns)
            key = tuple(record[c] for c in unique)
            if key in seen:
                message = f"'{shown(', '.join(key))}' is in row {seen[key]} already"
                self.problems.add(path, row, unique[0], message, "Each may stand only once.")
                sound = sure = False
            seen.setdefault(key, line)
            sure &= not columns[unique[0]].check(record[unique[0]])
            if sound:
                good[line] = {c: float(record[c]) if spec.numeric else record[c] for c, spec in columns.items()}
            else:
                faulty.append(record)
        if sure:
            self.known[name] = {key[0] for key in seen}
        else:
            self.unsure.add(name)
        frame = pd.DataFrame.from_dict(good, orient="index", columns=list(columns))
        frame.attrs["faulty"] = faulty
        return frame

    def check(self, path: Path, row: str, record: Mapping[str, str], columns: Mapping[str, schema.Column]) -> bool:
        """Tell what is wrong with the values of one record, a problem a column, and whether nothing is."""
        before = len(self.problems)
        for column, spec in columns.items():
            value = record[column]
            if not value.strip():
                if spec.required or spec.numeric:
                    self.problems.add(path, row, column, "the cell is empty", "Fill it in.")
            elif any(letter < " " and letter not in "\t\r\n" for letter in value):
                message = f"'{shown(value)}' holds a control character"
                self.problems.add(path, row, column, message, "Delete it.")
            elif wrong := spec.check(value) or (self._outside(column, value) if spec.in_period else ""):
                self.problems.add(path, row, column, wrong, "Correct it.")
        return len(self.problems) == before

    def _outside(self, column: str, value: str) -> str:
        """Return what is wrong with days outside the period; a span may end on the first day after it."""
        period = self.about.period
        for day in value.split():
            if not (period.holds(day) or (column == "to" and day == period.after)):
                return f"'{day}' lies outside the period of atlas.toml, {period}"
        return ""

    def placed(
        self,
        name: str,
        frame: pd.DataFrame,
        windows: Sequence[Sequence[float]],
        waiver: str = "",
        *,
        anywhere: bool = False,
    ) -> None:
        """Tell every point outside all windows; where a point may lie ``anywhere``, if swapped it would lie in one.

        ``windows`` are west, south, east, north in degrees; a row whose column ``waiver`` says something is let be.
        """
        for row, lon, lat in zip(frame.index, frame["lon"], frame["lat"], strict=True):
            inside, swapped = (
                any(west <= x <= east and south <= y <= north for west, south, east, north in windows)
                for x, y in ((lon, lat), (lat, lon))
            )
            if inside or (anywhere and not swapped) or (waiver and frame[waiver][row]):
                continue
            hint = f"Swap them{f', or say in {waiver!r} that the place is right' if waiver else ''}."
            message = f"{lon:g}, {lat:g} look like latitude and longitude"
            if not swapped:
                message = f"{lon:g}, {lat:g} lies outside the window{'s' if len(windows) > 1 else ''} of atlas.toml"
                hint = "Correct the place, or the window there."
            self.problems.add(self.path(name), f"row {row}", "lon", message, hint)

    def references(self, name: str, frame: pd.DataFrame) -> set[object]:
        """Tell every value that names a record which is in no table; return the rows that hold one."""
        faulty: set[object] = set()
        for column, spec in self.columns(name).items():
            if spec.refers not in self.known:
                continue
            cited = spec.refers == "sources"
            for row, value in frame[column].items():
                names = [key for key, _ in schema.parse_citations(value)] if cited else [value]
                if self.named(name, row, column, [one for one in names if one], spec.refers):
                    faulty.add(row)
        return faulty

    def named(self, name: str, row: object, column: str, names: Iterable[str], table: str) -> bool:
        """Tell each name that is in no table, or not in a list of ``atlas.toml``, and whether there is one."""
        known = self.known.get(table)
        unknown = [one for one in names if known is not None and one not in known]
        for one in unknown:
            message, hint = _unknown(one, table, known or set())
            self.problems.add(self.path(name), place_of(row), column, message, hint)
        return bool(unknown)

    def features(self, path: Path, gone: str = files.GONE) -> list[dict[str, Any]]:
        """Read the features of a GeoJSON file (see `mapper.features`); tell a file that is none."""
        try:
            return read_features(path, gone)
        except files.UnreadableError as error:
            files.tell(self.problems, path, error)
            return []

    def record(
        self, path: Path, row: str, raw: Mapping[str, Any], columns: Mapping[str, schema.Column], *, others: bool
    ) -> tuple[dict[str, str], bool]:
        """Return the properties of a feature as text, and whether they are sound; tell what is wrong with them.

        A property that is not known is told, or, where a file may have ``others``, one that is nearly that of a
        property which the feature lacks.
        """
        before = len(self.problems)
        record = dict.fromkeys(columns, "")
        lacking = [name for name, spec in columns.items() if name not in raw and (spec.required or not others)]
        for key, value in raw.items():
            text = as_text(value)
            if key not in columns:
                near = _close(key.lower(), lacking, VERY_ALIKE)
                if near or not others:
                    hint = f"Did you mean '{near}'?" if near else f"Properties are {', '.join(columns)}."
                    message = f"no such property is known{self._language(key, columns)}"
                    self.problems.add(path, row, key, message, hint)
            elif text is None:
                self.problems.add(path, row, key, f"{shown(value)} is no text", "Put it between quotes.")
            else:
                record[key] = text.strip()
        sound = self.check(path, row, record, columns) if len(self.problems) == before else False
        return record, sound

    def lines(self, name: str) -> Lines:
        """Read a GeoJSON file of lines: the properties and the ``geometry`` of each, by id, in the order of the file.

        The geometry is a LineString in EPSG:4326; a feature with a property ``follow`` may have none. Numbers become
        floats, and a property that is missing is ''.
        """
        path, columns = self.path(name), self.columns(name)
        found: Lines = {}
        if schema.TABLES[name].optional and not files.exists(path):
            self.known[name] = set()
            return found
        before, seen = len(self.problems), set()
        for number, feature in enumerate(self.features(path), start=1):
            told = as_text(feature["properties"].get("id")) or ""
            row = told if schema.ID.fullmatch(told) else f"feature {number}"
            record, sound = self.record(path, row, feature["properties"], columns, others=False)
            if row in seen:
                self.problems.add(path, row, "id", f"'{row}' is there twice", "Each id may stand only once.")
                sound = False
            seen.add(row)
            raw, shape = feature["geometry"], None
            try:
                shape = None if raw is None and record.get("follow") else line_of(raw)
            except ValueError as error:
                self.problems.add(path, row, "geometry", str(error), "Draw it as a LineString in degrees.")
                sound = False
            if sound:
                numbers = {c: float(record[c]) for c, spec in columns.items() if spec.numeric}
                found[row] = {**record, **numbers, "geometry": shape}
        if len(self.problems) == before:
            self.known[name] = set(found)
        else:
            self.unsure.add(name)
        return found

    def frame(self, name: str, lines: Lines) -> pd.DataFrame:
        """Return the properties of lines as a table, indexed by id."""
        return pd.DataFrame.from_dict(lines, orient="index", columns=list(self.columns(name)))


def _unknown(name: str, table: str, known: set[str]) -> tuple[str, str]:
    """Return the message and the hint about a name that is in no table, or not in a list of ``atlas.toml``."""
    if table in ("theatres", "themes", "statuses", "railway_statuses"):
        hint = f"Correct it, or add it to the {table} of atlas.toml."
        return f"'{shown(name)}' is none of: {', '.join(sorted(known))}", hint
    home = "sources.bib" if table == "sources" else schema.TABLES[table].file
    near = _close(name, known)
    also = f" (did you mean '{near}'?)" if near else ""
    return f"'{shown(name)}' is not in {home}", f"Correct it, or add it there{also}."


def place_of(row: object) -> str:
    """Return how a problem names a row: by its line in a table, or by its id."""
    return f"row {row}" if isinstance(row, int) else str(row)


def _rows(text: str) -> list[Row]:
    """Return the rows of a CSV text that are not blank, their cells without spaces around.

    Raises
    ------
    UnreadableError
        If a quote is not closed, or a cell too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Row] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
    except csv.Error as error:
        hint = "Is a quote not closed, or one not doubled inside a text?"
        if "field larger" in str(error):
            message = f"a cell is longer than {csv.field_size_limit():,} letters"
        else:
            message = f"the file is not UTF-8 CSV: {error}"
        raise files.UnreadableError(message, hint, f"row {start}") from error
    return found


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain records, which are read many times faster than its rows."""
    return [{str(column): value for column, value in row.items()} for row in pd.DataFrame(frame).to_dict("records")]


def _close(name: str, known: Iterable[str], alike: float = ALIKE) -> str:
    """Return the known name that is nearly the one given, or ''."""
    from difflib import get_close_matches  # noqa: PLC0415  (only when something is wrong)

    return next(iter(get_close_matches(name[:100], sorted(known), n=1, cutoff=alike)), "")
