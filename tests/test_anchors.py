"""Towns beside borders and published areas: two accounts of the land that are independent of the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from world import GEODATA, reader_of

from mapper import schema
from mapper.atlas import polities_on, spells_on
from mapper.geometry import distance_km

if TYPE_CHECKING:
    from mapper.atlas import Atlas

SHARE_WRONG = 0.01
WORST_KM = 2.0
WEST = {
    "1930-06-01": 300,
    "1920-11-15": 100,
    "1938-11-15": 100,
    "1939-10-15": 100,
    "1940-09-01": 100,
    "1945-06-15": 100,
}
EAST = {"1932-06-01": 100, "1934-06-01": 100, "1938-06-01": 100, "1942-06-01": 100}


def read(name: str) -> pd.DataFrame:
    reader = reader_of(GEODATA)
    frame = reader.table(name)
    assert list(reader.problems) == []
    return frame


ANCHORS = read("anchors")
AREAS = read("official_areas")
DAYS = sorted({day for dates in ANCHORS["dates"] for day in dates.split()})


def on(day: str) -> pd.DataFrame:
    return ANCHORS[[day in dates.split() for dates in ANCHORS["dates"]]]


def holders(atlas: Atlas, here: pd.DataFrame, day: str) -> pd.Series:
    """Return who holds each town on a day; a port that the base leaves in the water has its nearest land."""
    held = spells_on(atlas, day)["controller"]
    land = atlas.territories.loc[atlas.territories.index.isin(held.index)]
    near, at = land.sindex.nearest(gpd.points_from_xy(here["lon"], here["lat"]), return_all=False)
    return pd.Series(held[land.index[at]].to_numpy(), index=here.index[near])


def off_by_km(atlas: Atlas, row: pd.Series, day: str) -> float:
    """Return how far a town lies from the nearest land of its holder on a day, in km."""
    held = spells_on(atlas, day)["controller"]
    lands = atlas.territories.geometry[held[held == row["controller"]].index]
    town = shapely.Point(row["lon"], row["lat"])
    near = [shapely.shortest_line(town, land) for land in lands]
    return min((distance_km(line.coords[0], line.coords[1]) for line in near), default=np.inf)


@pytest.mark.parametrize(("west", "day"), [(True, day) for day in WEST] + [(False, day) for day in EAST])
def test_there_are_enough_anchors(west: bool, day: str) -> None:  # noqa: FBT001
    here = on(day)
    here = here[(here["lon"] < 60) == west]
    assert len(here) >= (WEST if west else EAST)[day]


@pytest.mark.parametrize("day", DAYS)
def test_towns_lie_on_their_side(atlas: Atlas, day: str) -> None:
    here = on(day)
    holder = holders(atlas, here, day)
    wrong = here[(holder != here["controller"]).to_numpy()]
    far = {row["town"]: round(off_by_km(atlas, row, day), 1) for _, row in wrong.iterrows()}
    assert {town: km for town, km in far.items() if km > WORST_KM} == {}


def test_few_towns_lie_on_the_wrong_side_at_all(atlas: Atlas) -> None:
    wrong, count = [], 0
    for day in DAYS:
        here = on(day)
        count += len(here)
        holder = holders(atlas, here, day)
        wrong += [f"{town} {day}" for town in here.loc[(holder != here["controller"]).to_numpy(), "town"]]
    assert len(wrong) <= SHARE_WRONG * count, wrong


@pytest.mark.parametrize("name", AREAS["id"])
def test_official_areas(atlas: Atlas, name: str) -> None:
    row = AREAS[AREAS["id"] == name].iloc[0]
    if row["polity"]:
        held = polities_on(atlas, row["date"]).set_index("controller")["km2"]
        drawn = held[row["polity"]]
    else:
        drawn = atlas.territories["km2"][schema.parts(row["territories"])].sum()
    assert drawn == pytest.approx(row["km2"], rel=row["tolerance_pct"] / 100), row["what"]
