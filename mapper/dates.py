"""Days and uncertain dates.

A day is ISO 8601 text ('1939-09-17'), which sorts as time does and never shifts with a clock.

An interval of days is half-open: ``[start, end)`` holds ``start`` and not ``end``. Uncertain dates are written in EDTF
(`Library of Congress, Extended Date/Time Format, 2019 <https://www.loc.gov/standards/datetime/>`_); this is the only
module that imports ``edtf``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import edtf

if TYPE_CHECKING:
    from time import struct_time


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
        message = f"'{text}' is {reason}"
        raise ValueError(message) from error
    if parsed.isoformat() != text:
        message = f"'{text}' is not a day written YYYY-MM-DD"
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


@cache
def historical_date(text: str) -> HistoricalDate:
    """Read an EDTF date or closed interval: '1939-09-17', '1940-06', '1921-03~', '1932/1933'.

    Raises
    ------
    ValueError
        If the text is no EDTF, names no day of the calendar, is open at an end, or ends before it begins.
    """
    try:
        ends = text.split("/")
        plain = len(ends) <= 2 and all(map(_looks_like_day, ends))  # noqa: PLR2004  (an interval has two ends)
        # most dates are plain days, and a full parse takes milliseconds
        parsed = None if plain else edtf.parse_edtf(text)
        earliest, latest = (_iso(parsed.lower_strict()), _iso(parsed.upper_strict())) if parsed else (ends[0], ends[-1])
        day(earliest)
        day(latest)
    except (edtf.EDTFParseException, ValueError, AttributeError, TypeError) as error:
        message = f"'{text}' is not an EDTF date such as 1939-09-17, 1940-06, 1921-03~ or 1932/1933"
        raise ValueError(message) from error
    if latest < earliest:
        message = f"'{text}' ends before it begins"
        raise ValueError(message)
    parts = (parsed, getattr(parsed, "lower", None), getattr(parsed, "upper", None))
    both = any(getattr(p, "is_uncertain_and_approximate", False) for p in parts)
    uncertain = any(getattr(p, "is_uncertain", False) for p in parts)
    approximate = any(getattr(p, "is_approximate", False) for p in parts)
    qualifier = "%" if both or (uncertain and approximate) else "?" if uncertain else "~" if approximate else ""
    return HistoricalDate(text, earliest, latest, qualifier)


def _iso(moment: struct_time) -> str:
    return f"{moment.tm_year:04d}-{moment.tm_mon:02d}-{moment.tm_mday:02d}"
