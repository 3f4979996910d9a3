"""Days and uncertain dates.

A day is ISO 8601 text ('1939-09-17'), which sorts as time does and never shifts with a clock.

An interval of days is half-open: ``[start, end)`` holds ``start`` and not ``end``. Uncertain dates are written in EDTF
(`Library of Congress, Extended Date/Time Format, 2019 <https://www.loc.gov/standards/datetime/>`_); this is the only
module that imports ``edtf``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING

import edtf

from mapper.errors import shown

if TYPE_CHECKING:
    from time import struct_time

PART = "[?~%]?[0-9X]{2}[?~%]?"
ONE = f"[?~%]?[0-9X]{{4}}[?~%]?(-{PART}(-{PART})?)?"
MANY = rf"{ONE}(\.\.{ONE})?"
FORM = re.compile(rf"{ONE}(/{ONE})?|\[{MANY}(, ?{MANY})*\]|\{{{MANY}(, ?{MANY})*\}}", re.ASCII)
PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?([?~%]?)", re.ASCII)
OPEN = re.compile(r"(/|\.\./?)[^/]*|[^/]*(/|/?\.\.)", re.ASCII)
SEASON = re.compile(r"[0-9X]{4}-(2[1-9]|3[0-2])(?![0-9])", re.ASCII)
SIGNIFICANT = re.compile(r"[0-9]S[0-9]", re.ASCII)
FAR = re.compile(r"-[0-9]|Y-?[0-9]|0000", re.ASCII)
LAST = "9999-12-31"  # the last day that there is
LONGEST = 200  # letters of a date; a set may have some
SAMPLES = "1939-09-17, 1940-06, 1921-03~ or 1932/1933"
WANTED = f"write it as {SAMPLES}"


@dataclass(frozen=True)
class Period:
    """A span of days, half-open: ``first`` is its first day, ``after`` the first day after it, both ISO text."""

    first: str
    after: str

    @property
    def last(self) -> str:
        """The last day, included."""
        return shift(self.after, -1)

    @property
    def years(self) -> range:
        """The years that have a day in it."""
        return range(int(self.first[:4]), int(self.last[:4]) + 1)

    def holds(self, day: str) -> bool:
        """Whether a day lies in it."""
        return self.first <= day < self.after

    def clip(self, first: str, after: str) -> tuple[str, str]:
        """Return the part of another half-open span that lies in it; it may be empty, ``after`` before ``first``."""
        return max(first, self.first), min(after, self.after)

    def __str__(self) -> str:
        """Return the two ends in words."""
        return f"{self.first} up to {self.after}"


def day(text: str) -> str:
    """Return the text if it is a day of the calendar, YYYY-MM-DD; raise ValueError with the reason if not."""
    try:
        parsed = date.fromisoformat(text)
    except ValueError as error:
        reason = "no such day in the calendar" if _looks_like_day(text) else "not a day written YYYY-MM-DD"
        message = f"'{shown(text)}' is {reason}"
        raise ValueError(message) from error
    if parsed.isoformat() != text:
        message = f"'{shown(text)}' is not a day written YYYY-MM-DD"
        raise ValueError(message)
    return text


def _looks_like_day(text: str) -> bool:
    parts = text.split("-")
    return [len(p) for p in parts] == [4, 2, 2] and all(p.isascii() and p.isdigit() for p in parts)


def shift(text: str, days: int) -> str:
    """Return the day so many days later, or earlier if negative."""
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()


@dataclass(frozen=True)
class HistoricalDate:
    """An EDTF date as the days that it may mean: ``earliest`` and ``latest``, both included.

    ``qualifier`` is '' (certain), '?' (uncertain), '~' (approximate) or '%' (both). The days are what the date says
    strictly: '1921-03~' is 1921-03-01 to 1921-03-31, marked approximate, and is not widened.
    """

    text: str
    earliest: str
    latest: str
    qualifier: str = ""

    @property
    def exact(self) -> bool:
        """Whether the date names one day and does not doubt it."""
        return self.earliest == self.latest and not self.qualifier


def historical_date(text: str) -> HistoricalDate:
    """Read an EDTF date or closed interval: '1939-09-17', '1940-06', '1921-03~', '1932/1933', '193X', '1939-33'.

    Of EDTF, what does not name its days is refused: an interval that is open at an end, a season, years with
    significant digits or outside 0001 to 9999.

    Raises
    ------
    ValueError
        If the text is none of these, names no day of the calendar, or ends before it begins.
    """
    read = _read(text.strip())
    if isinstance(read, str):
        raise ValueError(read)  # noqa: TRY004  (it is the reason)
    return replace(read, text=text)


@lru_cache(maxsize=100_000)
def _read(text: str) -> HistoricalDate | str:
    """Return what a date means, or why it is none: a table may hold the same wrong one thousands of times."""
    if reason := _refused(text):
        return f"'{shown(text)}' {reason}"
    try:
        plain = [_plain(end) for end in text.split("/")]
        ends = [end for end in plain if end]
        found = _joined(text, ends) if len(ends) == len(plain) else _parsed(text)
        day(found.earliest)
        day(found.latest)
    except (edtf.EDTFParseException, ValueError, AttributeError, TypeError, OverflowError) as error:
        no_day = "no such day in the calendar" in str(error)
        reason = "names no such day in the calendar" if no_day else f"cannot be read: {WANTED}"
        return f"'{shown(text)}' is not an EDTF date: it {reason}"
    if found.latest < found.earliest:
        return f"'{shown(text)}' ends before it begins"
    return found


def _refused(text: str) -> str:
    """Return why a text is not taken for a date before it is read, or ''."""
    if OPEN.fullmatch(text):
        return "is not an EDTF date with two ends: it is open at one; write the first and the last day"
    if SIGNIFICANT.search(text):
        return "is not an EDTF date of certain days: S counts significant digits; write 193X or an interval"
    if SEASON.search(text):
        return "is not an EDTF date of certain days: a season; write its months, such as 1939-06/1939-08"
    if FAR.match(text):
        return "is not an EDTF date from year 0001 to 9999"
    if len(text) > LONGEST or not FORM.fullmatch(text):
        return f"is not an EDTF date such as {SAMPLES}"
    return ""


def _plain(text: str) -> tuple[str, str, str] | None:
    """Return the first day, the last and the mark of a year, a month or a day, or None if it is none of these."""
    found = PLAIN.fullmatch(text)
    if not found:
        return None
    year, month, number, mark = found.groups(default="")
    if number:
        one = f"{year}-{month}-{number}"
        return one, one, mark
    first = date.fromisoformat(f"{year}-{month or '01'}-01")
    length = monthrange(first.year, first.month)[1] if month else 0
    return first.isoformat(), f"{year}-{month}-{length}" if month else f"{year}-12-31", mark


def _joined(text: str, ends: list[tuple[str, str, str]]) -> HistoricalDate:
    marks = {mark for _, _, mark in ends} - {""}
    mark = "%" if len(marks) > 1 else next(iter(marks), "")
    return HistoricalDate(text, ends[0][0], ends[-1][1], mark)


def _parsed(text: str) -> HistoricalDate:
    """Read with the library what is not plain."""
    with redirect_stdout(StringIO()):  # the library prints what it cannot make
        parsed = edtf.parse_edtf(text)
    parts = (parsed, getattr(parsed, "lower", None), getattr(parsed, "upper", None))
    both = any(getattr(p, "is_uncertain_and_approximate", False) for p in parts)
    uncertain = any(getattr(p, "is_uncertain", False) for p in parts)
    approximate = any(getattr(p, "is_approximate", False) for p in parts)
    mark = "%" if both or (uncertain and approximate) else "?" if uncertain else "~" if approximate else ""
    return HistoricalDate(text, _iso(parsed.lower_strict()), _iso(parsed.upper_strict()), mark)


def _iso(moment: struct_time) -> str:
    return f"{moment.tm_year:04d}-{moment.tm_mon:02d}-{moment.tm_mday:02d}"
