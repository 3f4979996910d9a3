"""Towns beside borders and published areas: two accounts of the land that are independent of the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from world import GEODATA, World, reader_of

from mapper import schema
from mapper.atlas import polities_on, spells_on
from mapper.cli import main
from mapper.errors import Problems
from mapper.geodata import load
from mapper.yardsticks import compare, off_km, town_days

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
WARS = [  # of 1918-20
    "1918-12-15",
    "1919-02-01",
    "1919-03-15",
    "1919-05-01",
    "1919-07-01",
    "1919-08-20",
    "1919-10-15",
    "1919-12-31",
    "1920-03-01",
    "1920-05-20",
    "1920-08-14",
    "1920-10-25",
]
EAST = {"1932-06-01": 100, "1934-06-01": 100, "1938-06-01": 100, "1942-06-01": 100}


def read(name: str) -> pd.DataFrame:
    reader = reader_of(GEODATA)
    frame = reader.table(name)
    assert list(reader.problems) == []
    return frame


ANCHORS = read("anchors")
AREAS = read("official_areas")
TOWN_DAYS = town_days(ANCHORS)
DAYS = sorted(set(TOWN_DAYS["day"]))


def on(day: str) -> pd.DataFrame:
    return TOWN_DAYS[TOWN_DAYS["day"] == day]


def holders(atlas: Atlas, here: pd.DataFrame, day: str) -> pd.Series:
    """Return who holds each town on a day; a port that the base leaves in the water has its nearest land."""
    held = spells_on(atlas, day)["controller"]
    land = atlas.territories.loc[atlas.territories.index.isin(held.index)]
    near, at = land.sindex.nearest(gpd.points_from_xy(here["lon"], here["lat"]), return_all=False)
    return pd.Series(held[land.index[at]].to_numpy(), index=here.index[near])


@pytest.mark.parametrize(("west", "day"), [(True, day) for day in WEST] + [(False, day) for day in EAST])
def test_there_are_enough_anchors(west: bool, day: str) -> None:  # noqa: FBT001
    here = on(day)
    here = here[(here["lon"] < 60) == west]
    assert len(here) >= (WEST if west else EAST)[day]


@pytest.mark.parametrize("day", WARS)
def test_there_are_enough_anchors_of_the_wars_of_1918_20(day: str) -> None:
    assert len(on(day)) >= 30


def test_there_are_enough_town_days_of_the_wars_of_1918_20() -> None:
    assert sum(len(on(day)) for day in WARS) >= 1200


@pytest.mark.parametrize("day", DAYS)
def test_towns_lie_on_their_side(atlas: Atlas, day: str) -> None:
    here = on(day)
    holder = holders(atlas, here, day)
    wrong = here[(holder != here["controller"]).to_numpy()]
    far = {row["town"]: round(off_km(atlas, {**row, "day": day}), 1) for _, row in wrong.iterrows()}
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


def compared(world: World) -> list[str]:
    problems = Problems()
    compare(load(world.geodata), problems)
    return [str(one).replace(f"{world.geodata}/", "") for one in problems]


def test_check_compares_towns_with_the_land(world: World) -> None:
    assert compared(world) == []
    near = "by the parallel\nNear,7,4.99,blue 1938-11-01,treaty-1918,"
    world.replace("anchors.csv", "by the parallel", near)
    assert compared(world) == []  # a single one may lie a kilometre off
    world.replace("anchors.csv", "4.99,blue 1938-11-01", "4.99,blue 1938-11-01 1938-11-02")
    (found,) = compared(world)
    assert "anchors.csv, held: 2 of 4 towns lie on the wrong side, more than 1%: Near 1938-11-01, Near" in found
    world.replace("anchors.csv", "4.99,blue 1938-11-01 1938-11-02", "4.9,blue 1938-11-01")
    (found,) = compared(world)
    assert "row 3, held: Near lies 11.1 km from the land of blue on 1938-11-01, the map has green there" in found
    world.replace("anchors.csv", "4.9,blue 1938-11-01", "4.9,blue 1945-12-31")
    (found,) = compared(world)
    assert "Near lies far from blue on 1945-12-31" in found


def test_check_compares_areas_with_the_land(world: World) -> None:
    world.replace("official_areas.csv", "394000", "440000")
    (found,) = compared(world)
    assert "official_areas.csv, row 2, km2: Westland with its island: 440,000 km2 were published, 39" in found
    assert found.endswith("% off where 5 % are allowed. Correct the lines, or the area.")
    exact = float(load(world.geodata).atlas.territories["km2"]["westland"])
    world.replace("official_areas.csv", "440000,5", f"{exact!r},0")
    assert compared(world) == [], "none is allowed, and none is there"
    world.replace("official_areas.csv", f"{exact!r},0", "440000,5")
    world.replace("official_areas.csv", ",,westland,1930-01-01,440000", ",red,,1930-01-01,394000")
    assert compared(world) == []
    world.replace("official_areas.csv", ",red,,1930-01-01", ",green,,1930-01-01")
    assert len(compared(world)) == 1


def test_check_says_what_the_comparison_finds(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.replace("official_areas.csv", "394000", "440000")
    with pytest.raises(SystemExit) as ended:
        main(["check", "--geodata", str(world.geodata)])
    assert ended.value.code == 1
    assert "440,000 km2 were published" in capsys.readouterr().err


def test_a_town_may_lie_two_kilometres_off_and_an_area_as_far_as_its_tolerance(world: World) -> None:
    world.replace("anchors.csv", "by the parallel", "by the parallel\nNear,7,4.9825,blue 1938-11-01,treaty-1918,")
    assert compared(world) == []  # 1.9 km
    world.replace("anchors.csv", "4.9825", "4.978")
    (found,) = compared(world)
    assert "Near lies 2.4 km from the land of blue" in found
    world.replace("anchors.csv", "4.978", "5.5")
    exact = float(load(world.geodata).atlas.territories["km2"]["westland"])
    for share, allowed, told in ((1.04, 3.9, ""), (1.04, 3.8, "3.85 % off where 3.8 %"), (0.95, 5.2, "5.26 % off")):
        row = {**world.rows("official_areas.csv")[0], "km2": f"{exact * share:.3f}", "tolerance_pct": str(allowed)}
        world.write("official_areas.csv", [row])
        assert [told in found for found in compared(world)] == [True] * bool(told)


def test_land_that_a_power_does_not_hold_is_none(world: World) -> None:
    world.replace("official_areas.csv", ",,westland,1930-01-01,394000,5", ",red,,1930-01-01,394000,5")
    rows = world.rows("official_areas.csv")
    green = {**rows[0], "id": "green", "polity": "green", "what": "Greenland", "date": "1930-01-01"}
    none = {**green, "id": "gone", "polity": "blue", "what": "Blueland", "date": "1945-01-01", "tolerance_pct": "99"}
    size = float(load(world.geodata).atlas.territories["km2"]["farland"])
    world.write("official_areas.csv", [rows[0], {**green, "km2": f"{size:.1f}", "tolerance_pct": "0.01"}, none])
    (found,) = compared(world)
    assert "Blueland: 394,000 km2 were published, 0 are drawn, 100.00 % off where 99 % are allowed" in found


def test_of_many_towns_one_in_a_hundred_may_lie_on_the_wrong_side(world: World) -> None:
    days = " ".join(f"193{n // 240}-{n // 20 % 12 + 1:02}-{n % 20 + 1:02}" for n in range(250))
    world.replace("anchors.csv", "blue 1930-01-01 1938-01-01", f"blue {days}")
    wrong = "by the parallel\nNear,7,4.99,blue 1938-11-01 1938-11-02,treaty-1918,"
    world.replace("anchors.csv", "by the parallel", wrong)
    assert compared(world) == []  # two of 252
    world.replace("anchors.csv", "1938-11-01 1938-11-02", "1938-11-01 1938-11-02 1938-11-03")
    (found,) = compared(world)
    assert "3 of 253 towns lie on the wrong side" in found
