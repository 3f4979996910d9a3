"""Cells that say a day."""

import contextlib
import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.dating import check_form, days_of, span_of
from mapper.errors import CallError

EAST, WEST = dt.timezone(dt.timedelta(hours=2)), dt.timezone(dt.timedelta(hours=-5))


def spans(values: object, form: str = "") -> list[str]:
    """Return the spans of a column as 'first last', or the kind of what is wrong."""
    days = days_of(values if isinstance(values, pd.Series) else pd.Series(values), form)
    return [
        fault.kind if fault else f"{first} {last}"
        for first, last, fault in zip(days.first, days.last, days.faults, strict=True)
    ]


def hint(text: str) -> str:
    (fault,) = days_of(pd.Series([text])).faults
    return str(fault.hint)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1939-09-17", "1939-09"], ["1939-09-17 1939-09-17", "1939-09-01 1939-09-30"]),
        (["\u00a01939-09-17 ", ""], ["1939-09-17 1939-09-17", "empty"]),
        (["1939-09-19T00:30:00+02:00", "1939-09-19 23:30:00Z", "1939-09-19T00:30"], ["1939-09-19 1939-09-19"] * 3),
        ([1939, 1940], ["1939-01-01 1939-12-31", "1940-01-01 1940-12-31"]),
        ([1939.0, None], ["1939-01-01 1939-12-31", "empty"]),
        (["1939.0"], ["1939-01-01 1939-12-31"]),
        ([dt.date(1939, 9, 17), None], ["1939-09-17 1939-09-17", "empty"]),
        ([dt.datetime(1939, 9, 17, 23, tzinfo=EAST), "1940"], ["1939-09-17 1939-09-17", "1940-01-01 1940-12-31"]),
        (["1939-02-30", "9999-12-31"], ["calendar", "9999-12-31 9999-12-31"]),
    ],
    ids=str,
)
def test_what_a_cell_may_hold(values: list[object], expected: list[str]) -> None:
    assert spans(values) == expected


def test_anything_that_says_a_day_is_read_by_its_words() -> None:
    values = [Decimal(1939), Decimal(1940), Decimal(1939), np.datetime64("1939-09-17T12"), np.datetime64("NaT"), True]
    years = [f"{year}-01-01 {year}-12-31" for year in (1939, 1940, 1939)]
    assert spans(pd.Series(values, dtype=object)) == [*years, "1939-09-17 1939-09-17", "empty", "date"]


def test_equal_moments_may_be_written_on_different_days() -> None:
    moments = [dt.datetime(1939, 9, 18, 1, tzinfo=EAST), dt.datetime(1939, 9, 17, 18, tzinfo=WEST)]
    assert moments[0] == moments[1]
    assert spans(moments) == ["1939-09-18 1939-09-18", "1939-09-17 1939-09-17"]


def test_columns_of_moments_show_the_day_of_their_own_clock() -> None:
    moments = pd.Series(pd.to_datetime(["1939-09-17T23:30:00", None]))
    assert spans(moments) == ["1939-09-17 1939-09-17", "empty"]
    assert spans(moments.dt.tz_localize("UTC").dt.tz_convert("Europe/Warsaw")) == ["1939-09-18 1939-09-18", "empty"]
    assert spans(pd.Series(pd.PeriodIndex(["1939-09"], freq="M"))) == ["1939-09-01 1939-09-30"]
    assert spans(pd.Series(["1939-09-17", "1939-09-17"], dtype="category")) == ["1939-09-17 1939-09-17"] * 2
    assert spans(pd.Series([1939, pd.NA], dtype="Int64")) == ["1939-01-01 1939-12-31", "empty"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9/20/1939", "'%m/%d/%Y', or write it as 1939-09-20"),
        ("9/7/1943", "'%m/%d/%Y' or '%d/%m/%Y', or write it as 1943-09-07 or 1943-07-09"),
        ("20.09.1939", "'%d.%m.%Y'"),
        ("1939-9-28", "write it as 1939-09-28"),
        ("19390920", "'%Y%m%d'"),
        ("20 September 1939", "'%d %B %Y'"),
        ("c. 1939", "1939~"),
        ("1939-1945", "1939/1945"),
        ("1939-45", "1939/1945"),
        ("1939–09–20", "1939-09-20"),  # noqa: RUF001  (dashes, as a word processor sets them)
        ("soon", "say with --date-format"),
    ],
)
def test_what_is_no_date_gets_a_suggestion(text: str, words: str) -> None:
    assert words in hint(text)


def test_a_form_reads_what_is_written_by_it_and_nothing_else() -> None:
    assert spans(["20.09.1939", "1939-09-20", ""], "%d.%m.%Y") == ["1939-09-20 1939-09-20", "form", "empty"]
    assert spans(["31.09.1939", "29.02.1939"], "%d.%m.%Y") == ["calendar", "calendar"]


def test_years_and_months_may_be_edtf_beside_a_form() -> None:
    assert spans(["1939", "1939-09", "1939~", "1938/1939-02"], "%d.%m.%Y") == [
        "1939-01-01 1939-12-31",
        "1939-09-01 1939-09-30",
        *spans(["1939~", "1938/1939-02"]),
    ]
    assert spans(["1939-13", "193909", "1939-09-17"], "%d.%m.%Y") == ["form"] * 3
    assert spans(["0939"], "%d%m%Y") == ["0939-01-01 0939-12-31"]
    assert spans(["02/1940"], "%m/%Y") == ["1940-02-01 1940-02-29"]
    assert spans([1939], "%Y") == ["1939-01-01 1939-12-31"]
    assert spans([dt.date(1939, 9, 20)], "%d.%m.%Y") == ["1939-09-20 1939-09-20"]


@pytest.mark.parametrize("form", ["%d.%m.%y", "%d.%m", "%Q", "DD.MM.YYYY", "%Y-%m-%d of %Y"])
def test_a_form_that_is_none_is_refused(form: str) -> None:
    with pytest.raises(CallError):
        check_form(form)


def test_a_span_goes_from_the_first_to_the_last_day() -> None:
    begin = days_of(pd.Series(["1939-09", "1939", "", "1940", "1939-09-01"]))
    finish = days_of(pd.Series(["1939-11", "1938", "1939", "", "soon"]))
    both = span_of(begin, finish)
    assert [f.kind if f else "" for f in both.faults] == ["", "reversed", "empty", "no end", "date"]
    assert (str(both.first[0]), str(both.last[0])) == ("1939-09-01", "1939-11-30")
    assert str(both.faults[3].message) == "the last day is empty"
    assert np.isnat(both.first[1:]).all()
    assert np.isnat(both.last[1:]).all()


@given(st.lists(st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(), st.dates(), st.datetimes())))
def test_every_cell_is_a_span_or_has_a_fault(values: list[object]) -> None:
    days = days_of(pd.Series(values, dtype=object))
    for first, last, fault in zip(days.first, days.last, days.faults, strict=True):
        assert (fault is None) == (first <= last)
        assert np.isnat(first) == np.isnat(last) == (fault is not None)


def test_a_long_text_is_told_up_to_forty_letters() -> None:
    def message(text: str, form: str = "") -> str:
        (fault,) = days_of(pd.Series([text]), form).faults
        return str(fault.message)

    assert f"'{'x' * 59}'" in message("x" * 59)
    assert message("x" * 60) == f"'{'x' * 40}...' is no date"
    assert message("x" * 60, "%Y") == f"'{'x' * 40}' is not written %Y"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1945-1939", "say with --date-format"),
        ("1939-1939", "say with --date-format"),
        ("1939\N{EN DASH}45", "1939/1945"),
        ("1939-20", "say with --date-format"),
        ("ok. 1939-09", "1939-09~"),
        ("09/1939", "'%m/%Y', or write it as 1939-09."),
        ("Sep 1939", "'%b %Y', or write it as 1939-09."),
        ("1939-02-30", "Correct it."),
    ],
)
def test_a_suggestion_says_what_the_text_may_mean(text: str, words: str) -> None:
    assert words in hint(text)


def test_a_form_without_a_day_or_a_month_means_all_of_its_days() -> None:
    assert spans(["12/1939"], "%m/%Y") == ["1939-12-01 1939-12-31"]
    assert spans(["Feb 1939"], "%b %Y") == ["1939-02-01 1939-02-28"]
    assert spans(["12/9999"], "%m/%Y") == ["9999-12-01 9999-12-31"]
    assert spans(["260 1939"], "%j %Y") == ["1939-09-17 1939-09-17"]
    assert spans(["1939"], "%Y") == ["1939-01-01 1939-12-31"]


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%G-%V-%u", "%c", "%x %X", "%j/%Y", "%Y"])
def test_a_form_with_a_year_is_taken(form: str) -> None:
    if form in ("%c", "%x %X"):  # of two digits in some languages
        with contextlib.suppress(CallError):
            assert check_form(form) == form
        return
    assert check_form(form) == form


def test_of_a_span_the_fault_of_its_beginning_is_told_first_and_one_day_may_be_both_ends() -> None:
    begin = days_of(pd.Series(["soon", "1939-09-17", "1939-09-18"]))
    finish = days_of(pd.Series(["", "1939-09-17", "1939-09-17"]))
    both = span_of(begin, finish)
    assert [fault.kind if fault else "" for fault in both.faults] == ["date", "", "reversed"]
    assert (str(both.first[1]), str(both.last[1])) == ("1939-09-17", "1939-09-17")


def test_numbers_that_are_no_whole_years_are_told() -> None:
    assert spans(pd.Series([1939.5, 44.0, 1939.0])) == ["date", "0044-01-01 0044-12-31", "1939-01-01 1939-12-31"]
    assert spans(["1939-09-17t10:30z", "193\N{ARABIC-INDIC DIGIT NINE}-09-17T10:30"])[0] == "1939-09-17 1939-09-17"
    assert spans(["1939-09-17T10:3\N{ARABIC-INDIC DIGIT NINE}"]) == ["date"]
    assert spans(["1939-09-17T10"]) == ["1939-09-17 1939-09-17"]
