"""The errors a user can meet: one root, one record of one fault in the data, and one collector of them."""

from __future__ import annotations

import reprlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 80  # letters of a value that a message shows


def shown(value: object) -> str:
    """Return a value as a message shows it: its beginning, whatever it is."""
    try:
        text = value if isinstance(value, str) else reprlib.repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits
        text = f"a huge {type(value).__name__}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def printable(text: str) -> str:
    """Return a text as one line without anything invisible: what cannot be printed stands as its escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


class MapperError(Exception):
    """Root of every error that mapper raises on purpose."""

    def __str__(self) -> str:
        """Return the message in one line."""
        return printable(super().__str__())


class CallError(MapperError):
    """The call is wrong: an unknown map, a date that is none, a folder that is not there."""


class BuildError(MapperError):
    """A page could not be made although the data are sound: an asset is missing, a disk is full."""


@dataclass(frozen=True, order=True)
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
        where = ", ".join(part for part in (self.file, shown(self.row), shown(self.column)) if part)
        at = f" (at lon {self.place[0]:.4f}, lat {self.place[1]:.4f})" if self.place else ""
        hint = f" {self.hint}" if self.hint else ""
        return printable(f"{where}: {self.message}{at}.{hint}")


class DataError(MapperError):
    """The data have problems; ``problems`` holds all of them, in the order of files and rows."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = list(dict.fromkeys(problems))
        count = len(self.problems)
        lines = "\n".join(str(problem) for problem in self.problems)
        self.text = f"{lines}\n{count} problem{'' if count == 1 else 's'} in the data"
        super().__init__(self.text)

    def __str__(self) -> str:
        """Return a line for each problem, and how many there are."""
        return self.text


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

    def of(self, file: object) -> bool:
        """Whether any problem is in that file."""
        return any(problem.file == str(file) for problem in self._found)

    def stop(self) -> None:
        """Raise `DataError` if there is any problem."""
        if self._found:
            raise DataError(self._found)
