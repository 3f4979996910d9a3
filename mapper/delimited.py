"""Text tables, as spreadsheets and other programs write them: any delimiter, encoding and kind of quotes.

A row keeps its own text beside its cells, so that it can be written again as it was.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from mapper.batches import ROWS
from mapper.errors import CallError, Fault, Problems

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyproj

    from mapper.batches import Places

DELIMITERS = ",;\t|"
ENDINGS = (".csv", ".tsv", ".tab", ".txt")
BLOCK = 1 << 20  # bytes
CELL = 1 << 28  # characters: a longer cell is a quote that was never closed
LETTERS = 32 << 20  # characters: so many end a batch that has few rows
MARKS = (  # how a file that says its encoding begins; those of four bytes first, for they begin with those of two
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MARK = "\ufeff"


@dataclass(frozen=True)
class Dialect:
    """How a text table is written.

    ``marked`` tells whether it begins with a byte order mark; ``lead`` is a first line such as ``sep=;``, which only
    tells a spreadsheet the delimiter.
    """

    encoding: str
    marked: bool
    delimiter: str
    lead: str = ""


@dataclass(frozen=True)
class Row:
    """One row: the line of the file that it begins on, its own text with the end of its line, and its cells."""

    line: int
    text: str
    cells: list[str]


def sniff(path: Path, encoding: str = "") -> Dialect:
    """Find out how a text table is written.

    Parameters
    ----------
    encoding
        A name that Python knows; by default what the file's first bytes say, else UTF-8, else Windows-1252.

    Raises
    ------
    CallError
        If it is in no encoding that is known.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    mark, named = next(((mark, name) for mark, name in MARKS if head.startswith(mark)), (b"", ""))
    guesses = [encoding] if encoding else [named] if named else [*_wide(head), "utf-8", "cp1252"]
    found = next((guess for guess in guesses if _decodes(path, guess)), None)
    if found is None:
        tried = " or ".join(guesses)
        raise CallError(f"{path} is not in {tried}: name its encoding with --encoding, such as cp1250")
    with path.open(encoding=found, newline="") as stream:
        lines = [stream.readline(BLOCK).removeprefix(MARK) for _ in range(2)]
    lead = lines[0] if lines[0].lower().startswith("sep=") else ""
    if lead:
        delimiter = lead[4:5]
    else:
        header = next((line for line in lines if line.strip()), "")
        delimiter = "\t" if path.suffix.lower() in (".tsv", ".tab") and "\t" in header else _delimiter(header)
    return Dialect(found, bool(mark) or _marked(path, found), delimiter, lead)


def _wide(head: bytes) -> list[str]:
    """Return UTF-16 if every other byte is nought, as in text of Latin letters without a mark."""
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(zeros) > 1 and zeros.count(0) > 0.8 * len(zeros):
            return [name]
    return []


def is_wide(head: bytes) -> bool:
    """Whether bytes look like UTF-16 without a mark."""
    return bool(_wide(head))


def _decodes(path: Path, encoding: str) -> bool:
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        raise CallError(f"'{encoding}' is no encoding that is known, such as utf-8, cp1250 or latin-1") from error
    try:
        with path.open("rb") as stream:
            for block in iter(lambda: stream.read(BLOCK), b""):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _marked(path: Path, encoding: str) -> bool:
    with path.open(encoding=encoding, newline="") as stream:
        return stream.read(1) == MARK


def _delimiter(header: str) -> str:
    """Return the delimiter that stands most often in a header, outside quotes."""
    outside = "".join(header.split('"')[::2])
    counts = Counter(letter for letter in outside if letter in DELIMITERS)
    return max(DELIMITERS, key=lambda mark: counts[mark]) if counts else ","


def rows_of(stream: Iterable[str], delimiter: str, line: int) -> Iterator[Row]:
    """Yield the rows of a table from a line of its file on; one of a blank line has no cells."""
    csv.field_size_limit(CELL)
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for text in stream:
            taken.append(text)
            yield text

    reader = csv.reader(lines(), strict=True, delimiter=delimiter)
    begins = line
    for cells in reader:
        yield Row(begins, "".join(taken), cells)
        taken.clear()
        begins = reader.line_num + line


class TextBatch:
    """Rows of a text table; a row with too few or too many cells has a fault."""

    def __init__(self, rows: list[Row], columns: list[str]) -> None:
        self.rows, self.columns = rows, columns
        self.filled = [row for row in rows if row.cells]

    def __len__(self) -> int:
        """Return how many rows there are; a blank line is none."""
        return len(self.filled)

    def label(self, index: int) -> str:
        """Return the line of the file that a row begins on."""
        return f"row {self.filled[index].line}"

    @cached_property
    def cells(self) -> list[tuple[str, ...]]:
        """The cells by column."""
        width = len(self.columns)
        even = [row.cells if len(row.cells) == width else (row.cells + [""] * width)[:width] for row in self.filled]
        return list(zip(*even, strict=True)) if even else [()] * width

    def column(self, name: str) -> pd.Series[Any]:
        """Return the text of a column."""
        return pd.Series(self.cells[self.columns.index(name)], dtype=object)

    def places(self) -> Places | None:
        """Return None: the places stand in columns."""
        return None

    def table(self) -> pa.Table:
        """Return the text of all columns."""
        arrays = [pa.array(cells, type=pa.string()) for cells in self.cells]
        return pa.Table.from_arrays(arrays, names=self.columns)

    def ragged(self) -> list[tuple[int, Fault]]:
        """Return the rows that have not the cells of the header; surplus cells that are empty do not count."""
        width = len(self.columns)
        return [
            (
                index,
                Fault(
                    "cells",
                    f"{len(row.cells)} cells where the header has {width}",
                    "Quote a text that holds a delimiter.",
                ),
            )
            for index, row in enumerate(self.filled)
            if len(row.cells) < width or any(cell.strip() for cell in row.cells[width:])
        ]


class TextSource:
    """A text table; ``comma`` tells whether its decimals have a comma, once a batch has shown it."""

    kind = "csv"
    crs: pyproj.CRS | None = None
    spatial = False

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path, self.notes, self.comma = path, list[str](), False
        self.dialect = sniff(path, encoding)
        if self.dialect.encoding == "cp1252" and not encoding:
            self.notes.append("it is not UTF-8 and was read as Windows-1252; if that is wrong, name its --encoding")
        self.size = path.stat().st_size
        self.header = self._header()
        named = [name.strip() for name in self.header.cells]
        _check_header(path, self.header.line, named)
        self.columns = [name or f"column {place}" for place, name in enumerate(named, start=1)]

    def _header(self) -> Row:
        found = next((row for row in self._rows() if row.cells), None)
        if found is None:
            message = "the file holds no header" if self.size else "the file is empty"
            hint = "Write a header that names the columns, and rows below it."
            Problems().fail(self.path, "row 1", "", message, hint)
        return found

    def _rows(self) -> Iterator[Row]:
        problems = Problems()
        row = 0
        try:
            with self._open() as stream:
                for found in rows_of(stream, self.dialect.delimiter, 1 + bool(self.dialect.lead)):
                    row = found.line
                    yield found
        except csv.Error as error:
            problems.fail(self.path, f"row {row + 1}", "", f"the quotes cannot be read: {error}", "Mend them there.")
        except OSError as error:
            raise CallError(f"{self.path} cannot be read: {error.strerror or error}") from error

    def _open(self) -> io.TextIOWrapper:
        stream = self.path.open(encoding=self.dialect.encoding, newline="")
        stream.read(int(self.dialect.marked))
        if self.dialect.lead:
            stream.readline()
        return stream

    def batches(self) -> Iterator[tuple[TextBatch, int]]:
        """Yield the rows below the header."""
        taken: list[Row] = []
        letters = read = 0
        for row in self._rows():
            if row.line <= self.header.line:
                read += len(row.text)
                continue
            taken.append(row)
            letters += len(row.text)
            if len(taken) >= ROWS or letters >= LETTERS:
                read += letters
                yield TextBatch(taken, self.columns), min(read, self.size)
                taken, letters = [], 0
        if taken:
            yield TextBatch(taken, self.columns), self.size

    def schema(self) -> pa.Schema:
        """Return the schema: all columns are text."""
        return pa.schema([(name, pa.string()) for name in self.columns])


def _check_header(path: Path, line: int, columns: list[str]) -> None:
    """Refuse a header that names a column twice."""
    problems = Problems()
    for name, count in Counter(columns).items():
        if name and count > 1:
            problems.add(path, f"row {line}", name, f"{count} columns bear the name '{name}'", "Rename all but one.")
    problems.stop()
