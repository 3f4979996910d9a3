"""Days and uncertain dates."""

import contextlib
import io
from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.dates import Period, day, historical_date, shift, vagueness

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31))


@given(DAYS)
def test_a_day_is_its_own_earliest_and_latest(moment: date) -> None:
    text = moment.isoformat()
    read = historical_date(text)
    assert day(text) == read.earliest == read.latest == text
    assert read.exact


@given(DAYS, DAYS)
def test_an_interval_of_days_is_read_as_edtf_has_it(one: date, other: date) -> None:
    first, last = sorted((one.isoformat(), other.isoformat()))
    read = historical_date(f"{first}/{last}")
    parsed = edtf.parse_edtf(f"{first}/{last}")
    whole = [f"{m.tm_year:04d}-{m.tm_mon:02d}-{m.tm_mday:02d}" for m in (parsed.lower_strict(), parsed.upper_strict())]
    assert [read.earliest, read.latest] == whole == [first, last]
    assert read.qualifier == ""
    assert read.exact == (first == last)


def usual(moment: date, length: int, sign: str) -> str:
    return f"{moment.isoformat()[:length]}{sign}"


ENDS = st.builds(usual, DAYS, st.sampled_from([4, 7, 10]), st.sampled_from(["", "", "~", "?", "%"]))


@settings(max_examples=40)
@given(ENDS, st.one_of(st.none(), ENDS))
def test_the_usual_forms_are_read_as_the_parser_reads_them(one: str, other: str | None) -> None:
    text = one if other is None else "/".join(sorted((one, other)))
    parsed = edtf.parse_edtf(text)
    first, last = (
        f"{m.tm_year:04d}-{m.tm_mon:02d}-{m.tm_mday:02d}" for m in (parsed.lower_strict(), parsed.upper_strict())
    )
    if last < first:
        return
    read = historical_date(text)
    assert (read.earliest, read.latest) == (first, last)
    signs = {sign for sign in "~?%" if sign in text}
    assert read.qualifier == ("%" if "%" in signs or len(signs) > 1 else "".join(signs))


@given(DAYS, st.integers(-5000, 5000))
def test_shift_agrees_with_the_calendar(moment: date, days: int) -> None:
    try:
        moved = moment + timedelta(days=days)
    except OverflowError:
        return
    if moved.year >= 1000:
        assert shift(moment.isoformat(), days) == moved.isoformat()


@given(DAYS, DAYS)
def test_text_sorts_as_time_does(one: date, other: date) -> None:
    assert (one < other) == (one.isoformat() < other.isoformat())


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "qualifier"),
    [
        ("1940-06", "1940-06-01", "1940-06-30", ""),
        ("1939-02", "1939-02-01", "1939-02-28", ""),
        ("1921-03~", "1921-03-01", "1921-03-31", "~"),
        ("1939-09-17?", "1939-09-17", "1939-09-17", "?"),
        ("1926%", "1926-01-01", "1926-12-31", "%"),
        ("1932/1933", "1932-01-01", "1933-12-31", ""),
        ("1926~/1929~", "1926-01-01", "1929-12-31", "~"),
        ("1939-05-11/1939-09-16", "1939-05-11", "1939-09-16", ""),
    ],
)
def test_edtf(text: str, earliest: str, latest: str, qualifier: str) -> None:
    read = historical_date(text)
    assert (read.earliest, read.latest, read.qualifier) == (earliest, latest, qualifier)
    assert not read.exact or not qualifier


@pytest.mark.parametrize(
    "text",
    ["1939-09-31", "1939-02-29", "1939-9-1", "", "abc", "1939/1938", "17.9.1939", "19390917", "Y17E7", "-0044", "0000"],
)
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an EDTF date|ends before it begins") as caught:
        historical_date(text)
    assert f"'{text}'" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1939-09-17/", "open at an end"),
        ("1939-09-17/..", "open at an end"),
        ("../1939-09-17", "open at an end"),
        ("/1939", "open at an end"),
        ("1939/open", "open at an end"),
        ("[1939-09-01..]", "open at an end"),
        ("1939-22", "a season"),
        ("1939-24/1940-03", "a season"),
        ("1939S2", "significant digits"),
        ("1939-02-30", "not a day in the calendar"),
        ("1939-02-30/1939-03-05", "not a day in the calendar"),
        ("1939-02-05/1939-02-30", "not a day in the calendar"),
    ],
)
def test_what_names_no_days_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        historical_date(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("193X", "1930-01-01", "1939-12-31"),
        ("1939-34", "1939-04-01", "1939-06-30"),  # a quarter, which has its months by definition
        ("[1939-09-01..1939-09-20]", "1939-09-01", "1939-09-20"),
        ("1939-XX-20", "1939-01-20", "1939-12-20"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_what_edtf_says_exactly_is_read(text: str, earliest: str, latest: str) -> None:
    read = historical_date(text)
    assert (read.earliest, read.latest) == (earliest, latest)


@given(st.text(alphabet="0123456789-/.~?%XYESTopen[]{},:Z ", max_size=14))
def test_no_text_prints_or_breaks(text: str) -> None:
    caught = io.StringIO()
    with contextlib.redirect_stdout(caught), contextlib.suppress(ValueError):
        historical_date(text)
    assert caught.getvalue() == ""


def test_a_day_that_is_none_says_why() -> None:
    with pytest.raises(ValueError, match="not a day in the calendar"):
        day("1939-09-31")
    with pytest.raises(ValueError, match="not a day written YYYY-MM-DD"):
        day("19390917")


def test_a_period_is_half_open() -> None:
    period = Period("1918-11-11", "1946-01-01")
    assert period.last == "1945-12-31"
    assert [period.holds(one) for one in ("1918-11-10", "1918-11-11", "1945-12-31", "1946-01-01")] == [
        False,
        True,
        True,
        False,
    ]
    assert list(period.years) == list(range(1918, 1946))
    assert period.clip("1900-01-01", "1920-01-01") == ("1918-11-11", "1920-01-01")


@pytest.mark.parametrize("text", ["1939/1940/1941", "1939/soon", "soon/1939", "1939-09-17/1939-9-20", "1939?/~"])
def test_an_interval_has_two_ends_that_are_dates(text: str) -> None:
    with pytest.raises(ValueError, match="is not an EDTF date"):
        historical_date(text)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("1926~/1929?", "%"),
        ("1926?/1929", "?"),
        ("1926/1929~", "~"),
        ("1926%/1929", "%"),
        ("193X", ""),
        ("193X~", "~"),
        ("193X%", "%"),
        ("?1939", "?"),
        ("1939-XX?", "?"),
        ("2004-06~-11", "~"),
        ("2004-06~-11/2005", "~"),
        ("2003/2004-06?-11", "?"),
    ],
)
def test_a_doubt_of_either_end_is_one_of_both(text: str, qualifier: str) -> None:
    assert historical_date(text).qualifier == qualifier
    assert not historical_date("1939-09-17~").exact


def test_what_names_days_is_not_vague() -> None:
    assert [vagueness(text) for text in ("1939", "1939-11-21", "soon", "1939/1940", "[1939..1940]")] == [""] * 5
    assert vagueness("1939S2").endswith("such as 19XX or 1935/1940")


@pytest.mark.parametrize(
    "text", ["abcd-ef-gh", "193\N{ARABIC-INDIC DIGIT NINE}-09-17", "1939-9-17", "1939-09", "39-09-17", "1939-09-17-1"]
)
def test_a_text_of_another_form_is_no_day_that_the_calendar_lacks(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day written YYYY-MM-DD"):
        day(text)


def test_the_leap_day_is_there_in_its_years() -> None:
    years = [("1936", "29"), ("1939", "28"), ("1900", "28"), ("2000", "29")]
    assert [historical_date(f"{year}-02").latest for year, _ in years] == [f"{year}-02-{last}" for year, last in years]
