"""Cells that say a longitude or a latitude."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.degrees import degrees_of, has_comma, range_faults


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
        ("1E-05", 1e-05),
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
        ("25°60'E", "number"),
        ("25°59.99'E", 25 + 59.99 / 60),
        ("25°10'60\"E", "number"),
        ("E25°W", "number"),
        ("25°E E", "number"),
        ("+25°", 25.0),
        ("-25°30'", -25.5),
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


def test_a_latitude_has_letters_of_its_own() -> None:
    assert [one(text, "latitude") for text in ("54°N", "54°30's", "25°E", "N 5")] == [54, -54.5, "axis", 5]
    _, (fault,) = degrees_of(pd.Series(["25°E"]), "latitude")
    assert fault.message == "'25°E' is a longitude, not a latitude"
    _, (fault,) = degrees_of(pd.Series(["54°N"]), "longitude")
    assert fault.hint == "Name the column of the longitude."


def test_a_text_that_is_no_degrees_is_told_up_to_forty_letters() -> None:
    for text in ("x" * 50, "25°16'61" + " " * 50 + "E", "54° " + " " * 50 + "N"):
        _, (fault,) = degrees_of(pd.Series([text]), "longitude")
        assert f"'{text[:40]}' is" in fault.message


def test_the_ends_of_the_globe_are_on_it() -> None:
    def kinds(*places: tuple[float, float]) -> list[str]:
        lon, lat = np.array(places, dtype=float).T
        return [fault.kind if fault else "" for fault in range_faults(lon, lat)]

    assert kinds((180, 90), (-180, -90), (180.1, 90), (180, 90.1)) == ["", "", "longitude", "latitude"]
    assert kinds((90, 120), (90.1, 120), (-90, -120)) == ["swapped", "latitude", "swapped"]
    assert kinds((400, 7), (400.1, 7), (7, 400), (7, -400.1)) == ["longitude", "metres", "swapped", "metres"]
    (fault,) = range_faults(np.array([7.0]), np.array([-96.5]))
    assert fault.message == "-96.5 is no latitude, which lies between -90 and 90"


def test_decimal_commas_are_seen_in_numbers_alone() -> None:
    for cells, found in ((["7.5", "6,25"], True), (["7.5", "a, b"], False), ([7.5, None], False), ([" 6,5 "], True)):
        assert has_comma(pd.Series(cells, dtype=object)) is found


def test_a_column_of_mixed_cells_is_read_cell_by_cell() -> None:
    column = pd.Series([7.5, "8,5", True, None, "9.5", "9.5E"], dtype=object)
    numbers, faults = degrees_of(column, "longitude")
    assert [fault.kind if fault else "" for fault in faults] == ["", "", "number", "empty", "", ""]
    assert numbers[[0, 1, 4, 5]].tolist() == [7.5, 8.5, 9.5, 9.5]
    assert np.isnan(numbers[[2, 3]]).all()
