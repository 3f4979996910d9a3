"""The errors a user can meet: one root, one record of one fault in the data, and the collectors of them.

`Problems` collects the faults of a geodata folder, where each is to be mended; `Tally` those of a user's own table, in
which thousands of cells may have the same one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")  # what would break a line, or a terminal
NAMED = 5  # so many rows with a fault of one kind are named; the others are counted


class MapperError(Exception):
    """Root of every error that mapper raises on purpose."""


class CallError(MapperError):
    """The call is wrong: an unknown map, a date that is none, a folder that is not there."""


class BuildError(MapperError):
    """A page could not be made although the data are sound: an asset is missing, a disk is full."""


@dataclass(frozen=True)
class Problem:
    """One fault in the data, told so that its reader can mend it.

    ``file`` is the path as the user gave it, ``row`` the line of a CSV table (the header is line 1), the id
    of a GeoJSON feature or empty, ``column`` the column, property or coordinate at fault, ``message`` what was
    found, and ``hint`` what to do. ``place`` is longitude and latitude in degrees (EPSG:4326), where there is one.
    """

    file: str
    row: str
    column: str
    message: str
    hint: str = ""
    place: tuple[float, float] | None = None

    def __str__(self) -> str:
        """Return one line: file, row, column: message (at lon, lat). What to do."""
        where = ", ".join(part for part in (self.file, self.row, self.column) if part)
        at = f" (at lon {self.place[0]:.4f}, lat {self.place[1]:.4f})" if self.place else ""
        hint = f" {self.hint}" if self.hint else ""
        return BREAKS.sub(" ", f"{where}: {self.message}{at}.{hint}")


class DataError(MapperError):
    """The data have problems; ``problems`` holds all of them, in the order of files and rows."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = list(dict.fromkeys(problems))
        count = len(self.problems)
        lines = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"{lines}\n{count} problem{'' if count == 1 else 's'} in the data")


class Problems:
    """What collects the faults of a folder, so that all can be told at once; it is true when it holds any."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __iter__(self) -> Iterator[Problem]:
        """Go through the problems in the order in which they were found."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    def add(
        self,
        file: object,
        row: str,
        column: str,
        message: str,
        hint: str = "",
        place: tuple[float, float] | None = None,
    ) -> None:
        """Take down one fault (see `Problem`)."""
        self._found.append(Problem(str(file), row, column, message, hint, place))

    def fail(self, file: object, row: str, column: str, message: str, hint: str = "") -> NoReturn:
        """Take down a fault after which nothing can go on, and raise `DataError` with all that was found."""
        self.add(file, row, column, message, hint)
        raise DataError(self._found)

    def stop(self) -> None:
        """Raise `DataError` if there is any problem."""
        if self._found:
            raise DataError(self._found)


@dataclass(frozen=True)
class Fault:
    """Why a cell of a user's table cannot be used; ``message`` and ``hint`` may tell of the cell itself."""

    kind: str
    message: str
    hint: str = ""


EMPTY = Fault("empty", "the cell is empty")


class Tally:
    """Counts the cells of a table that cannot be used, by column and kind of fault.

    Of a few cells each fault is told, of many the first.
    """

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], list[tuple[str, Fault]]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, row: str, column: str, fault: Fault) -> None:
        """Take down the fault of one cell; ``row`` is such as 'row 7'."""
        key = column, fault.kind
        self._counts[key] += 1
        if self._counts[key] <= NAMED:
            self._first.setdefault(key, []).append((row, fault))

    def problems(self, file: object) -> list[Problem]:
        """Return the problems, those of a column and kind together, in the order in which they were met."""
        found = []
        for (column, kind), first in self._first.items():
            more = self._counts[column, kind] - len(first)
            alike: dict[Fault, list[str]] = {}
            for row, fault in first:
                alike.setdefault(first[0][1] if more else fault, []).append(row)
            for fault, rows in alike.items():
                where = ", ".join(rows) + (f" and {more:,} more" if more else "")
                found.append(Problem(str(file), where, column, fault.message, fault.hint))
        return found


def counted(number: int, noun: str) -> str:
    """Return '1 record', or '2,000 records'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def unlisted(cell: str, parse: Callable[[str], object], what: str) -> str:
    """Return that a cell is no list of something, if what parses it raises a ValueError; '' if it is one."""
    try:
        parse(cell)
    except ValueError:
        return f"'{cell}' is not a list of {what}"
    return ""
