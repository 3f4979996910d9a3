"""Text tables, as spreadsheets and other programs write them: any delimiter, encoding and kind of quotes.

A row keeps its own text beside its cells, so that it can be written again as it was.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pyarrow as pa

from mapper.batches import ROWS
from mapper.codepages import PAGES, likeliest
from mapper.errors import CallError, Fault, Problems

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pyproj

    from mapper.batches import Places

DELIMITERS = ",;\t|"
ENDINGS = (".csv", ".tsv", ".tab", ".txt")
BLOCK = 1 << 20  # bytes
HEAD = 4096  # bytes that show whether every other one is nought
LINES = 10_000  # are looked at together
QUOTE = '"'
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


class Header(NamedTuple):
    """The first row that is not blank: its line in the file, its text and its cells."""

    line: int
    text: str
    cells: list[str]


class Rows(NamedTuple):
    """Some rows: the line of the file that each begins on, its own text with the end of its line, and its cells.

    A blank line has no cells.
    """

    lines: Sequence[int]
    texts: list[str]
    cells: list[list[str]]


def sniff(path: Path, encoding: str = "") -> Dialect:
    """Find out how a text table is written.

    Parameters
    ----------
    encoding
        A name that Python knows; by default what the file's first bytes say, else UTF-8, else the likeliest of
        `mapper.codepages.PAGES`.

    Raises
    ------
    CallError
        If it is in no encoding that is known.
    """
    with path.open("rb") as stream:
        head = stream.read(BLOCK)
    mark, named = next(((mark, name) for mark, name in MARKS if head.startswith(mark)), (b"", ""))
    guesses = [encoding] if encoding else [named] if named else [*_wide(head[:HEAD]), "utf-8"]
    found = next((guess for guess in guesses if _decodes(path, guess)), None)
    if found is None and not (encoding or named):
        guesses.append(likeliest(head))
        found = guesses[-1] if _decodes(path, guesses[-1]) else None
    if found is None:
        tried = " or ".join(guesses)
        hint = "leave --encoding out, or name another" if encoding else "name its --encoding, such as cp1250"
        raise CallError(f"{path} is not in {tried}: {hint}")
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


def rows_of(stream: Iterable[str], delimiter: str, line: int) -> Iterator[Rows]:
    """Yield the rows of a table from a line of its file on, some at a time."""
    csv.field_size_limit(CELL)
    lines = iter(stream)
    while block := list(islice(lines, LINES)):
        try:
            cells = None if QUOTE in "".join(block) else list(csv.reader(block, strict=True, delimiter=delimiter))
        except csv.Error:
            cells = None
        if cells is None:
            yield from _quoted(chain(block, lines), delimiter, line)
            return
        yield Rows(range(line, line + len(block)), block, cells)
        line += len(block)


def _quoted(stream: Iterator[str], delimiter: str, line: int) -> Iterator[Rows]:
    """Yield the rows of a table in which a quoted cell may go over several lines; an error holds the row's line."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for text in stream:
            taken.append(text)
            yield text

    reader = csv.reader(lines(), strict=True, delimiter=delimiter)
    begins, found = line, Rows([], [], [])
    try:
        for cells in reader:
            found.lines.append(begins)  # type: ignore[attr-defined]
            found.texts.append("".join(taken))
            found.cells.append(cells)
            taken.clear()
            begins = reader.line_num + line
            if len(found.texts) == LINES:
                yield found
                found = Rows([], [], [])
    except csv.Error as error:
        raise csv.Error(begins, str(error)) from None
    yield found


class TextBatch:
    """Rows of a text table.

    ``lines`` and ``texts`` are those of all rows, a blank line among them; ``odd`` are the cells of the rows that have
    not as many as the header, by their place among all rows. ``cells`` is the text by
    column, of all rows but blank lines.
    """

    def __init__(self, columns: list[str]) -> None:
        self.columns = columns
        self.lines, self.texts, self.odd = list[int](), list[str](), dict[int, list[str]]()
        self.cells: list[list[str]] = [[] for _ in columns]

    def add(self, rows: Rows) -> None:
        """Take up some rows; short ones are filled, and what has no header is left to ``odd``."""
        width = len(self.columns)
        base, cells = len(self.texts), rows.cells
        uneven = [place for place, row in enumerate(cells) if len(row) != width]
        if uneven:
            self.odd.update((base + place, cells[place]) for place in uneven)
            cells = [row if len(row) == width else (row + [""] * width)[:width] for row in cells if row]
        self.lines.extend(rows.lines)
        self.texts.extend(rows.texts)
        for column, more in zip(self.cells, zip(*cells, strict=True), strict=False):
            column.extend(more)

    @cached_property
    def filled(self) -> list[int]:
        """The places of the rows that are no blank lines."""
        return [place for place in range(len(self.texts)) if self.odd.get(place) != []]

    def __len__(self) -> int:
        """Return how many rows there are; a blank line is none."""
        return len(self.cells[0])

    def label(self, index: int) -> str:
        """Return the line of the file that a row begins on."""
        return f"row {self.lines[self.filled[index]]}"

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
        hint = "Quote a text that holds a delimiter."
        return [
            (index, Fault("cells", f"{len(cells)} cells where the header has {width}", hint))
            for index, cells in (
                (index, self.odd.get(place)) for index, place in enumerate(self.filled if self.odd else ())
            )
            if cells and (len(cells) < width or any(cell.strip() for cell in cells[width:]))
        ]


class TextSource:
    """A text table; ``comma`` tells whether its decimals have a comma, once a batch has shown it."""

    kind = "csv"
    crs: pyproj.CRS | None = None
    spatial = False

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path, self.notes, self.comma = path, list[str](), False
        self.dialect = sniff(path, encoding)
        if self.dialect.encoding in PAGES and not encoding:
            page = f"{PAGES[self.dialect.encoding][0]}, --encoding {self.dialect.encoding}"
            self.notes.append(f"it is not UTF-8 and was read as {page}; if that is wrong, name another --encoding")
        self.size = path.stat().st_size
        self.header = self._header()
        named = [name.strip() for name in self.header.cells]
        _check_header(path, self.header.line, named)
        self.columns = [name or f"column {place}" for place, name in enumerate(named, start=1)]

    def _header(self) -> Header:
        for rows in self._rows():
            for line, text, cells in zip(*rows, strict=True):
                if cells:
                    return Header(line, text, cells)
        message = "the file holds no header" if self.size else "the file is empty"
        hint = "Write a header that names the columns, and rows below it."
        return Problems().fail(self.path, "row 1", "", message, hint)

    def _rows(self) -> Iterator[Rows]:
        try:
            with self._open() as stream:
                yield from rows_of(stream, self.dialect.delimiter, 1 + bool(self.dialect.lead))
        except csv.Error as error:
            row, told = error.args
            hint = "Close the quote that opens there, and double one within a cell."
            Problems().fail(self.path, f"row {row}", "", f"the quotes cannot be read: {told}", hint)
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
        batch = TextBatch(self.columns)
        letters = read = 0
        for found in self._rows():
            above = sum(line <= self.header.line for line in found.lines) if not read else 0
            batch.add(Rows(found.lines[above:], found.texts[above:], found.cells[above:]))
            letters += sum(map(len, found.texts))
            if len(batch) >= ROWS or letters >= LETTERS:
                read += letters
                yield batch, min(read, self.size)
                batch, letters = TextBatch(self.columns), 0
        if batch.texts:
            yield batch, self.size

    def schema(self) -> pa.Schema:
        """Return the schema: all columns are text."""
        return pa.schema([(name, pa.string()) for name in self.columns])


def _check_header(path: Path, line: int, columns: list[str]) -> None:
    """Refuse a header that names a column twice."""
    problems = Problems()
    for name, times in Counter(columns).items():
        if name and times > 1:
            problems.add(path, f"row {line}", name, f"{times} columns bear the name '{name}'", "Rename all but one.")
    problems.stop()
