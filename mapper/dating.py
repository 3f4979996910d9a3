"""Cells that say a day, whatever they hold, as spans of days.

A day is numpy's ``datetime64[D]``; a span is its first and its last day, both included. A cell that says none is NaT
and has a `Fault`. A moment counts as the day that is written, wherever its clock stood.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapper.dates import FORMS, historical_date, vagueness
from mapper.errors import EMPTY, CallError, Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]\d\d(:?\d\d){0,2}([.,]\d+)?\s*(Z|[A-Z]{2,4}|[+-]\d\d(:?\d\d)?)?", re.ASCII | re.IGNORECASE
)
YEAR = re.compile(r"(\d{4})\.0+", re.ASCII)  # what a column of years with a gap in it becomes
ROUGH = re.compile(r"\d{4}(-\d\d)?[~?%]?(/\d{4}(-\d\d)?[~?%]?)?", re.ASCII)  # EDTF without days: no form's
ABOUT = re.compile(r"(?:c|ca|circa|about|approx|around|um|ok|około|vers)\.?\s*(\d{4}(?:-\d\d){0,2})", re.IGNORECASE)
NO_END = Fault("no end", "the last day is empty", "Write it there; for a single date, the same date again.")
YEARS = re.compile(r"(\d{4})\s*[-\N{EN DASH}\N{EM DASH}]\s*(\d{4}|\d\d)")
DASHES = str.maketrans("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}", "-----")
# the forms that are tried on a text that is no EDTF, to say which --date-format would read it
TRIED = (
    *("%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%Y-%m-%d", "%d.%m.%Y", "%d. %m. %Y", "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y"),
    *("%m-%d-%Y", "%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d %b %Y", "%b %d, %Y", "%d-%b-%Y", "%B %Y", "%b %Y", "%m/%Y"),
)
DAY_PARTS, MONTH_PARTS = ("d", "j", "c", "x"), ("m", "b", "B")  # what a form needs to name a day, or a month
MORE = f"Write it as {FORMS}, or say with --date-format how it is written."

Span = tuple[str, str]  # the first and the last day, ISO text


@dataclass(frozen=True)
class Days:
    """A column of dates: ``first`` and ``last`` day of each row, NaT where there is none, and then its fault."""

    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    faults: NDArray[np.object_]


def check_form(form: str) -> str:
    """Return the form if `datetime.strptime` can read by it; raise `CallError` if not."""
    parts = re.findall(r"%(.)", form)
    if "y" in parts:
        raise CallError(f"'{form}' leaves the century open: dates need years of four digits, %Y")
    try:
        datetime.strptime(datetime.max.strftime(form), form)  # noqa: DTZ007, DTZ901  (days have no clock)
    except (ValueError, re.error) as error:
        raise CallError(f"'{form}' is no form of a date such as %d.%m.%Y: {error}") from error
    if not {"Y", "G", "c", "x"} & set(parts):
        raise CallError(f"'{form}' has no year, %Y")
    return form


def days_of(values: pd.Series[Any], form: str = "") -> Days:
    """Read a column of dates.

    Parameters
    ----------
    values
        EDTF text, years as numbers, `datetime.date`, `datetime.datetime`, `pandas.Timestamp`, `pandas.Period`, or a
        column of one of numpy's or pandas' own types of moments.
    form
        How text is written, for `datetime.strptime`; a year, a month or a span of them may be EDTF beside it. Without
        a form text must be EDTF or an ISO moment.
    """
    kind = values.dtype
    if isinstance(kind, pd.PeriodDtype):
        return _moments(values.dt.start_time, values.dt.end_time)
    if isinstance(kind, pd.CategoricalDtype):
        values = values.astype(object)
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return _moments(values, values)
    plain = pd.api.types.is_numeric_dtype(values.dtype) or pd.api.types.infer_dtype(values, skipna=True) == "string"
    # two moments of different clocks may be equal and yet be written on different days
    keys = values if plain else pd.Series([_key(value) for value in values], dtype=object)
    codes, uniques = pd.factorize(keys)
    read = [_read(value, form) for value in uniques]
    spans = [("NaT", "NaT") if isinstance(one, Fault) else one for one in read]
    ends = np.array([*spans, ("NaT", "NaT")], dtype="datetime64[D]").reshape(-1, 2)
    faults = np.array([*(one if isinstance(one, Fault) else None for one in read), EMPTY], dtype=object)
    return Days(ends[codes, 0], ends[codes, 1], faults[codes])


def span_of(begin: Days, finish: Days) -> Days:
    """Return the span from the first day of one column to the last of another; a row that lacks one has none."""
    faults = np.where(pd.isna(begin.faults), finish.faults, begin.faults)
    faults[pd.isna(begin.faults) & (finish.faults == EMPTY)] = NO_END
    reversed_ = finish.last < begin.first
    faults[reversed_] = Fault("reversed", "it ends before it begins", "Swap the days, or correct them.")
    none = ~pd.isna(faults)
    never = np.datetime64("NaT")
    return Days(np.where(none, never, begin.first), np.where(none, never, finish.last), faults)


def _moments(first: pd.Series[Any], last: pd.Series[Any]) -> Days:
    """Return columns of moments as the days that their own clocks show."""
    begin, finish = (column.dt.tz_localize(None).to_numpy().astype("datetime64[D]") for column in (first, last))
    faults = np.full(len(first), None, dtype=object)
    faults[np.isnat(begin)] = EMPTY
    return Days(begin, finish, faults)


def _key(value: object) -> object:
    """Return a value that equals another only where both say the same day."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value.astype("datetime64[D]"))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (date, str, int, float)) and not isinstance(value, bool):
        return value
    return str(value)


def _read(value: object, form: str) -> Span | Fault:
    """Return the days that a value may mean, or why it means none."""
    if isinstance(value, date):
        return value.isoformat(), value.isoformat()
    if isinstance(value, (int, float, np.number)):
        whole = float(value).is_integer()
        text = f"{int(value):04d}" if whole else str(value)
    else:
        text = str(value).strip()
    if not text:
        return EMPTY
    if not form:
        return _by_edtf(text)
    span = _by_form(text, form)
    if isinstance(span, Fault) and ROUGH.fullmatch(text):
        edtf = _by_edtf(text)
        return span if isinstance(edtf, Fault) else edtf
    return span


def _by_form(text: str, form: str) -> Span | Fault:
    try:
        found = datetime.strptime(text, form).date()  # noqa: DTZ007  (days have no clock)
    except ValueError as error:
        if str(error).startswith("day is out of range"):
            return Fault("calendar", f"'{text[:40]}' is no day of the calendar", "Correct it.")
        return Fault("form", f"'{text[:40]}' is not written {form}", "Correct it, or name another --date-format.")
    parts = re.findall(r"%(.)", form)
    if any(part in parts for part in DAY_PARTS):
        return found.isoformat(), found.isoformat()
    if any(part in parts for part in MONTH_PARTS):
        last = found.replace(day=monthrange(found.year, found.month)[1])
        return found.isoformat(), last.isoformat()
    return f"{found.year:04d}-01-01", f"{found.year:04d}-12-31"


def _by_edtf(text: str) -> Span | Fault:
    moment = MOMENT.fullmatch(text) or YEAR.fullmatch(text)
    try:
        found = historical_date(moment[1] if moment else text)
    except ValueError as error:
        kind, hint = _suggestion(text)
        return Fault(kind, str(error) if len(text) < 60 else f"'{text[:40]}...' is no date", hint)  # noqa: PLR2004
    return found.earliest, found.latest


def _suggestion(text: str) -> tuple[str, str]:
    """Return what kind of text is no date, and how it could be made one."""
    if vague := vagueness(text):
        return vague.removeprefix(f"'{text}' ")[:10], ""  # the reason says what to write
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return "calendar", "Correct it."
    forms = [form for form in TRIED if not isinstance(_by_form(text, form), Fault)]
    if forms:
        written = " or ".join(f"'{form}'" for form in forms)
        edtf = " or ".join(dict.fromkeys(_edtf(text, form) for form in forms))
        return " ".join(forms), f"Name its form, --date-format {written}, or write it as {edtf}."
    return _likely(text) or ("date", MORE)


def _likely(text: str) -> tuple[str, str] | None:
    """Return the kind and the hint of a text that says something like a date, or None."""
    if found := ABOUT.fullmatch(text):
        return "about", f"Write it as {found[1]}~."
    years = YEARS.fullmatch(text)
    last = years[1][: -len(years[2])] + years[2] if years else ""
    if years and last > years[1]:
        return "years", f"Write it as {years[1]}/{last}."
    plain = text.translate(DASHES)
    return ("dashes", f"Write it with plain hyphens: {plain}.") if plain != text else None


def _edtf(text: str, form: str) -> str:
    """Return a date that is written by a form as EDTF has it."""
    span = _by_form(text, form)
    first, last = ("", "") if isinstance(span, Fault) else span
    return first if first == last else first[:7]
