"""Points meet the land and the power of their day."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.events import with_days
from mapper.geodata import Geodata
from mapper.geometry import CRS, distance_km
from mapper.join import join


def points(*rows: tuple[float, float, str]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame({"date": [r[2] for r in rows]})
    return with_days(gpd.GeoDataFrame(frame, geometry=[shapely.Point(r[:2]) for r in rows], crs=CRS), "date")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((7, 7, "1939-09-16"), ("north-east", "blue", "blue", "sovereign", "inside")),
        ((7, 7, "1939-09-17"), ("north-east", "red", "blue", "occupied", "inside")),
        ((7, 7, "1939-09"), ("north-east", "blue | red", "blue | blue", "sovereign | occupied", "ambiguous")),
        (
            (7, 3, "1938/1939"),
            (
                "south-east",
                "blue | green | green",
                "blue | green | green",
                "sovereign | annexed | sovereign",
                "ambiguous",
            ),
        ),
        ((5.001, 7, "1925-01-01"), ("north-east", "blue", "blue", "sovereign", "border")),
        ((0.7, 7, "1925-01-01"), ("", "", "", "", "outside")),
        ((0.98, 7, "1925-01-01"), ("westland", "red", "red", "sovereign", "inside")),  # a port 2 km off the coast
        ((7, 7, "1950-01-01"), ("", "", "", "", "outside")),
        ((7, 7, "1900/1920"), ("north-east", "blue", "blue", "sovereign", "inside")),
    ],
    ids=str,
)
def test_join(tiny: Geodata, row: tuple[float, float, str], expected: tuple[str, ...]) -> None:
    got = join(points(row), tiny.atlas).iloc[0]
    assert (got["territory"], got["controller"], got["sovereign"], got["status"], got["match"]) == expected


def test_the_distance_is_to_the_nearest_border_of_that_day(tiny: Geodata) -> None:
    before, after = join(points((7, 6, "1938-09-30"), (7, 6, "1938-10-01")), tiny.atlas)["border_km"]
    assert before == pytest.approx(distance_km((7, 6), (5, 6)), abs=0.2)
    assert after == pytest.approx(distance_km((7, 6), (7, 5)), abs=0.2)


def test_a_theatre_without_a_border_has_no_distance(tiny: Geodata) -> None:
    assert np.isnan(join(points((105, 5, "1930-01-01")), tiny.atlas)["border_km"].iloc[0])


@given(
    st.lists(
        st.tuples(st.floats(0, 10), st.floats(0, 10), st.sampled_from(["1920", "1938-10", "1939-09-17", "1960"])),
        max_size=12,
    )
)
@settings(max_examples=60)
def test_a_join_loses_and_doubles_nothing(tiny: Geodata, rows: list[tuple[float, float, str]]) -> None:
    given_points = points(*rows)
    if not rows:
        return
    joined = join(given_points, tiny.atlas)
    assert joined.index.equals(given_points.index)
    assert joined["date"].tolist() == given_points["date"].tolist()
    assert ((joined["match"] == "outside") == (joined["territory"] == "")).all()
