"""Days and uncertain dates.

A day is ISO 8601 text ('1939-09-17'), which sorts as time does and never shifts with a clock.

An interval of days is half-open: ``[start, end)`` holds ``start`` and not ``end``. Uncertain dates are written in EDTF
(`Library of Congress, Extended Date/Time Format, 2019 <https://www.loc.gov/standards/datetime/>`_); this is the only
module that imports ``edtf``.
"""

from __future__ import annotations

import contextlib
import io
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mapper.errors import CallError

if TYPE_CHECKING:
    from time import struct_time

FORMS = "1939-09-17, 1940-06, 1921-03~ or 1932/1933"
REMEMBERED = 65_536  # dates that are kept read, for many rows say the same
# what the parser must see at the beginning: anything else is refused without the milliseconds that it takes
LIKELY = re.compile(r"[\[{.~?%]*-?(Y\d|[0-9X]{4}(?!\d))", re.ASCII)
USUAL = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?([~?%]?)", re.ASCII)
OPEN = re.compile(r"(\.\.|open|unknown)?/.+|.+/(\.\.|open|unknown)?|[\[{]\.\..*|.*\.\.[\]}]")
SEASON = re.compile(r"(?<!\d)\d{4}-(2[1-9]|3[0-2])(?!\d)", re.ASCII)
SIGNIFICANT = re.compile(r"\dS\d+$")


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
        reason = "not a day in the calendar" if _looks_like_day(text) else "not a day written YYYY-MM-DD"
        message = f"'{text}' is {reason}"
        raise ValueError(message) from error
    if parsed.isoformat() != text:
        message = f"'{text}' is not a day written YYYY-MM-DD"
        raise ValueError(message)
    return text


def asked_day(text: str) -> str:
    """Return the text of a call if it is a day of the calendar, as `day` does; raise `CallError` if not."""
    try:
        return day(text)
    except ValueError as error:
        raise CallError(str(error)) from error


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


@lru_cache(maxsize=REMEMBERED)
def historical_date(text: str) -> HistoricalDate:
    """Read an EDTF date or closed interval: '1939-09-17', '1940-06', '1921-03~', '1932/1933'.

    An interval that is open at an end names no last day, and a season no months: neither is guessed at.

    Raises
    ------
    ValueError
        If the text is no EDTF, names no day of the calendar, is open at an end, a season or a year of significant
        digits, or ends before it begins.
    """
    if vague := vagueness(text):
        raise ValueError(vague)
    ends = list(map(USUAL.fullmatch, text.split("/")))
    usual = [end.groups("") for end in ends if end] if len(ends) <= 2 and all(ends) else []  # noqa: PLR2004  (two ends)
    try:
        earliest, latest, qualifiers = _read_usual(usual) if usual else _read_any(text)
        day(earliest)
        day(latest)
    except (ValueError, AttributeError, TypeError, OverflowError) as error:
        why = f": {error}" if usual else ""
        message = f"'{text}' is not an EDTF date such as {FORMS}{why}"
        raise ValueError(message) from error
    if latest < earliest:
        message = f"'{text}' ends before it begins"
        raise ValueError(message)
    qualifier = "%" if "%" in qualifiers or {"?", "~"} <= qualifiers else "".join(qualifiers)
    return HistoricalDate(text, earliest, latest, qualifier)


def _read_usual(ends: list[tuple[str, ...]]) -> tuple[str, str, set[str]]:
    """Return earliest and latest day, and the qualifiers, of years, months or days; the parser takes milliseconds."""
    year, month, one = ends[0][:3]
    earliest = f"{year}-{month or '01'}-{one or '01'}"
    year, month, one = ends[-1][:3]
    last = one or f"{monthrange(int(year), int(month or 12))[1]:02d}"
    return earliest, f"{year}-{month or '12'}-{last}", {end[3] for end in ends if end[3]}


def _read_any(text: str) -> tuple[str, str, set[str]]:
    """Return earliest and latest day, and the qualifiers, of whatever EDTF knows."""
    parsed = _parsed(text)
    parts = (parsed, getattr(parsed, "lower", None), getattr(parsed, "upper", None))
    signs = {"is_uncertain_and_approximate": "%", "is_uncertain": "?", "is_approximate": "~"}
    found = {sign for part in parts for name, sign in signs.items() if getattr(part, name, False)}
    return _iso(parsed.lower_strict()), _iso(parsed.upper_strict()), found


def vagueness(text: str) -> str:
    """Return why a text that EDTF may know names no days, or '': an open interval, a season, significant digits."""
    if OPEN.fullmatch(text):
        return f"'{text}' is open at an end; write both of its days, such as 1939-09-17/1939-10-06"
    if SEASON.search(text) and LIKELY.match(text):
        return f"'{text}' is a season, which names no months; write them, such as 1939-06/1939-08"
    if SIGNIFICANT.search(text):
        return f"'{text}' has significant digits; write the years that it may mean, such as 19XX or 1935/1940"
    return ""


def _parsed(text: str) -> Any:  # noqa: ANN401  (one of the many classes of edtf)
    if not LIKELY.match(text):
        raise ValueError(text)
    import edtf  # noqa: PLC0415  (to make its grammar takes a fifth of a second, and hardly a date needs it)

    try:
        with contextlib.redirect_stdout(io.StringIO()):  # the parser prints what it stumbles over
            return edtf.parse_edtf(text)
    except edtf.EDTFParseException as error:
        raise ValueError(text) from error


def _iso(moment: struct_time) -> str:
    return f"{moment.tm_year:04d}-{moment.tm_mon:02d}-{moment.tm_mday:02d}"
