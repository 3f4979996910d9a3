"""The state of a day, and what changes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import AFTER, FIRST, World

from mapper.atlas import administrations_on, change_days, changes, polities_on, spells_on, state_on
from mapper.dates import shift
from mapper.errors import CallError, DataError
from mapper.geodata import Geodata, load

ATLAS_DAYS = st.dates(date.fromisoformat(FIRST), date.fromisoformat(shift(AFTER, -1))).map(date.isoformat)


def test_on_the_day_of_a_change_the_new_state_holds(tiny: Geodata) -> None:
    assert state_on(tiny.atlas, "1939-09-16")["controller"]["north-east"] == "blue"
    assert state_on(tiny.atlas, "1939-09-17")["controller"]["north-east"] == "red"


@given(ATLAS_DAYS)
def test_each_territory_has_one_spell_on_any_day(tiny: Geodata, moment: str) -> None:
    spells = spells_on(tiny.atlas, moment)
    assert sorted(spells.index) == sorted(tiny.atlas.territories.index)


@given(ATLAS_DAYS)
def test_the_polities_of_a_day_hold_all_the_land(tiny: Geodata, moment: str) -> None:
    held = polities_on(tiny.atlas, moment)
    assert held["km2"].sum() == pytest.approx(tiny.atlas.territories["km2"].sum(), abs=0.5)
    assert held["controller"].is_unique


@pytest.mark.parametrize("moment", ["1918-11-10", AFTER, "2024-01-01"])
def test_a_day_outside_the_study_is_a_wrong_call(tiny: Geodata, moment: str) -> None:
    with pytest.raises(CallError, match="outside the period"):
        polities_on(tiny.atlas, moment)


def test_changes_name_what_was_and_what_is(tiny: Geodata) -> None:
    table = changes(tiny.atlas)
    seen = table[["day", "territory", "controller_before", "controller", "status"]].to_numpy().tolist()
    assert seen == [
        ["1938-10-01", "south-east", "blue", "green", "annexed"],
        ["1939-09-17", "north-east", "blue", "red", "occupied"],
        ["1939-09-17", "south-east", "green", "green", "sovereign"],
    ]


def test_change_days_are_those_of_a_theatre(tiny: Geodata) -> None:
    assert change_days(tiny.atlas) == ["1938-10-01", "1939-09-17"]
    assert change_days(tiny.atlas, "east") == []


GOVERNED = """id,name,name_pl,controller,from,to,territories,source,note
north,North Office,Urząd Północny,red,1939-09-01,1941-01-01,north-east,book-1950,
"""


def test_an_administration_cuts_the_spells_of_its_controller(world: World) -> None:
    (world.geodata / "administrations.csv").write_text(GOVERNED, encoding="utf-8")
    atlas = load(world.geodata).atlas
    own = atlas.spells[atlas.spells["territory"] == "north-east"]
    told = own[["from", "to", "controller", "administration"]].to_numpy().tolist()
    assert told[-2:] == [["1939-09-17", "1941-01-01", "red", "north"], ["1941-01-01", AFTER, "red", ""]]
    assert set(own["administration"]) == {"", "north"}  # nothing of the days of blue
    assert administrations_on(atlas, "1940-01-01")["name"].tolist() == ["North Office"]
    assert "1941-01-01" not in set(changes(atlas)["day"])  # otherwise governed, and in the same hands


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("north,North Office,,red,1930-01-01,1931-01-01,north-east,book-1950,", "red holds nothing of north-east"),
        ("other,Other,,red,1940-01-01,1942-01-01,north-east,book-1950,", "has two administrations on 1940-01-01"),
        ("other,Other,,red,1940-01-01,1940-01-01,north-east,book-1950,", "not after it begins"),
        ("other,Other,,red,1941-01-01,1942-01-01,nowhere,book-1950,", "'nowhere' names none of the territories"),
        ("north,South,,red,1941-01-01,1942-01-01,north-east,book-1950,", "has another name in an earlier row"),
    ],
)
def test_an_administration_without_land_is_told(world: World, row: str, told: str) -> None:
    (world.geodata / "administrations.csv").write_text(f"{GOVERNED}{row}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(world.geodata)
    problem = caught.value.problems[0]
    assert (problem.row, told in problem.message) == ("row 3", True)
