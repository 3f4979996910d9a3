"""Dates as people write them: '1.9.1939', '09/01/1939', '1939', or EDTF, turned into days.

A *form* is '' for ISO and EDTF, and a format of `datetime.datetime.strptime` for anything else. A text stands for
the days from its first up to, and not including, the day after its last: a year is all its days.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from mapper.dates import historical_date, shift

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMS = (
    "",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%m.%Y",
    "%m/%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %Y",
)
TIMED = re.compile(r"(.*\d)[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?")
YEAR = re.compile(r"(\d{1,4})(\.0+)?")
OPEN = {"", "..", "null", "none", "nan", "nat", "present", "today", "now", "open", "-", "9999"}
LATEST = "9999-12-31"  # the last day there is; an interval that ends later is open
ALWAYS = ".."  # the beginning of what was there before all records, in EDTF


def is_open(text: str) -> bool:
    """Whether an end says that the thing still holds: it is empty, or a word or a year that stands for that."""
    return text.strip().lower() in OPEN or text.strip().startswith("9999-")


def tidy(text: str) -> str:
    """Return a date without its time of day; a year as four digits, though a table made it a number."""
    plain = text.strip()
    if timed := TIMED.fullmatch(plain):
        plain = timed[1].strip()
    year = YEAR.fullmatch(plain)
    return f"{int(year[1]):04d}" if year and int(year[1]) else plain


def edtf(text: str, form: str = "") -> str:
    """Return a date in EDTF.

    Raises
    ------
    ValueError
        If the text is no date of the form, or none from 0001-01-01 to 9999-12-31.
    """
    plain = tidy(text)
    if not form:
        return historical_date(plain).text
    try:
        moment = datetime.strptime(plain, form)  # noqa: DTZ007  (a day has no clock)
    except ValueError as error:
        message = f"'{text}' is no date of the form {form}"
        raise ValueError(message) from error
    pieces = [f"{moment.year:04d}", f"{moment.month:02d}", f"{moment.day:02d}"]
    return "-".join(pieces[: 1 + ("%m" in form or "%b" in form.lower()) + ("%d" in form)])


def days(text: str, form: str = "") -> tuple[str, str]:
    """Return the first and the last day that a date means, both included; see `edtf` for errors."""
    found = historical_date(edtf(text, form))
    return found.earliest, found.latest


def end_of(text: str, form: str, *, inclusive: bool) -> str:
    """Return the first day after an interval that ends so, the end itself a part of it or not; see `edtf`."""
    first, last = days(text, form)
    return shift(last, 1) if inclusive and last < LATEST else first


def recognise(texts: Iterable[str]) -> list[str]:
    """Return the forms in which most of the texts can be read, all those that do so equally well, the usual first.

    More than one tells that the texts do not say which is meant: '01/02/1939'. None tells that no text is a date.
    """
    distinct = sorted({tidy(text) for text in texts if not is_open(text)})
    read = {form: sum(_reads(text, form) for text in distinct) for form in FORMS}
    most = max(read.values())
    return [form for form in FORMS if most and read[form] == most]


def _reads(text: str, form: str) -> bool:
    try:
        edtf(text, form)
    except ValueError:
        return False
    return True
