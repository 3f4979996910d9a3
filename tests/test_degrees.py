"""Cells that say a longitude or a latitude."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.degrees import degrees_of, range_faults


def one(text: object, axis: str = "longitude") -> float | str:
    numbers, (fault,) = degrees_of(pd.Series([text], dtype=object), axis)
    return fault.kind if fault else float(numbers[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25.28", 25.28),
        (" 25,28 ", 25.28),
        ("-3", -3.0),
        ("\u2212" + "3.5", -3.5),
        ("1e-05", 1e-05),
        ("25°16'48\"E", 25.28),
        ("25°16\u203248\u2033W", -25.28),
        ("E 25 16 48", 25.28),
        ("25.28° E", 25.28),
        ("25°16,8'", 25.28),
        (25.28, 25.28),
        ("", "empty"),
        (None, "empty"),
        (math.nan, "empty"),
        (math.inf, "empty"),
        ("nan", "number"),
        ("inf", "number"),
        ("1_0", "number"),
        ("0x10", "number"),
        ("25 16 48", "number"),
        ("25°61'E", "number"),
        ("-25° E", "number"),
        ("54°N", "axis"),
        ("here", "number"),
    ],
    ids=repr,
)
def test_a_longitude(text: object, value: float | str) -> None:
    assert one(text) == (pytest.approx(value) if isinstance(value, float) else value)


@given(st.floats(-180, 180))
def test_a_number_comes_back(value: float) -> None:
    assert one(repr(value)) == value
    assert one(value) == value


def test_columns_of_numbers_are_taken_as_they_are() -> None:
    for column in (pd.Series([1.5, None]), pd.Series([1.5, np.inf]), pd.Series([1.5, pd.NA], dtype="Float64")):
        numbers, faults = degrees_of(column, "latitude")
        assert numbers[0] == 1.5
        assert np.isnan(numbers[1])
        assert [f.kind if f else "" for f in faults] == ["", "empty"]


def test_what_lies_beyond_the_globe_tells_its_likely_cause() -> None:
    lon, lat = np.array([21.0, 700.0, 2814157.0, 21.0, np.nan]), np.array([52.0, 1.0, 7291040.0, 121.0, np.nan])
    assert [f.kind if f else "" for f in range_faults(lon, lat)] == ["", "metres", "metres", "swapped", ""]
    assert [f.kind if f else "" for f in range_faults(np.array([200.0]), np.array([91.0]))] == ["longitude"]
