"""The state of a day, and what changes."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import AFTER, FIRST, World

from mapper.atlas import (
    _completed,
    _told,
    administrations_on,
    change_days,
    changes,
    doubts_on,
    polities_on,
    spells_on,
    state_on,
)
from mapper.dates import shift
from mapper.errors import CallError, DataError
from mapper.geodata import Geodata, load
from mapper.palette import colour

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


def test_a_change_of_holder_of_owner_or_of_status_alone_is_one(world: World) -> None:
    chain = ("green,green,sovereign", "red,green,sovereign", "red,red,sovereign", "red,red,annexed", "red,red,annexed")
    days = [FIRST, "1920-01-01", "1925-01-01", "1930-01-01", "1935-01-01", AFTER]
    rows = [f"farland,{a},{b},{what},act,treaty-1918,low," for a, b, what in zip(days, days[1:], chain, strict=False)]
    world.replace("spells.csv", f"farland,{FIRST},{AFTER},green,green,sovereign,act,treaty-1918,low,", "\n".join(rows))
    atlas = load(world.geodata).atlas
    assert change_days(atlas, "east") == days[1:4]
    table = changes(atlas)
    far = table[table["territory"] == "farland"]
    columns = ["day", "controller_before", "controller", "sovereign_before", "sovereign", "status_before", "status"]
    assert far[columns].to_numpy().tolist()[:3] == [
        ["1920-01-01", "green", "red", "green", "green", "sovereign", "sovereign"],
        ["1925-01-01", "red", "red", "green", "red", "sovereign", "sovereign"],
        ["1930-01-01", "red", "red", "red", "red", "sovereign", "annexed"],
    ]
    assert set(far["theatre"]) == {"east"}
    assert far["km2"].iloc[0] == pytest.approx(atlas.territories["km2"]["farland"])


@pytest.mark.parametrize("ask", [state_on, spells_on, polities_on, administrations_on])
@pytest.mark.parametrize("moment", ["1918-11-10", AFTER])
def test_nothing_is_told_of_a_day_outside_the_period(tiny: Geodata, ask: Callable, moment: str) -> None:
    with pytest.raises(CallError, match="outside the period"):
        ask(tiny.atlas, moment)


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


def test_administrations_cut_a_spell_where_they_begin_and_end_and_nowhere_else(world: World) -> None:
    rows = [
        "1939-09-17,1941-01-01,north-east",
        "1943-01-01,1945-01-01,north-east; farland",
        "1945-01-01,1946-01-01,north-east",
    ]
    names = ["north", "south", "south"]
    text = (
        GOVERNED.splitlines()[0]
        + "\n"
        + "".join(f"{name},{name} Office,,red,{row},book-1950,\n" for name, row in zip(names, rows, strict=True))
    )
    world.replace("spells.csv", "farland,1918-11-11,1946-01-01,green,green", "farland,1918-11-11,1946-01-01,red,red")
    (world.geodata / "administrations.csv").write_text(text, encoding="utf-8")
    spells = load(world.geodata).atlas.spells
    own = spells[(spells["territory"] == "north-east") & (spells["controller"] == "red")]
    assert own[["from", "to", "administration"]].to_numpy().tolist() == [
        ["1939-09-17", "1941-01-01", "north"],
        ["1941-01-01", "1943-01-01", ""],
        ["1943-01-01", AFTER, "south"],
    ]


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


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("red,1930-01-01,1939-09-17", True),  # they hold it from that day on
        ("red,1930-01-01,1939-09-18", False),
        ("blue,1939-09-17,1940-01-01", True),  # they lost it on that day
        ("blue,1939-09-16,1940-01-01", False),
    ],
)
def test_the_controller_of_an_administration_holds_the_land_on_a_day_of_it(world: World, row: str, told: bool) -> None:  # noqa: FBT001
    head = GOVERNED.splitlines()[0]
    path = world.geodata / "administrations.csv"
    path.write_text(f"{head}\nnorth,North Office,,{row},north-east,book-1950,\n", encoding="utf-8")
    if not told:
        load(world.geodata)
        return
    with pytest.raises(DataError, match="holds nothing of north-east from"):
        load(world.geodata)


def test_an_administration_may_last_as_long_as_a_spell(world: World) -> None:
    path = world.geodata / "administrations.csv"
    path.write_text(GOVERNED.replace("1941-01-01", AFTER), encoding="utf-8")
    spells = load(world.geodata).atlas.spells
    told = spells.loc[spells["territory"] == "north-east", ["from", "to", "administration"]].to_numpy().tolist()
    assert told == [[FIRST, "1939-09-17", ""], ["1939-09-17", AFTER, "north"]]


def test_areas_and_shares_are_rounded(world: World) -> None:
    (world.geodata / "administrations.csv").write_text(GOVERNED, encoding="utf-8")
    row = {"record": "spells/north-east/1918-11-11", "source": "book-1950", "locator": "", "kind": "document"}
    row |= {"url": "https://example.org/a", "says": "It fell.", "verdict": "supports", "read": "2026-01-01"}
    world.write("evidence.csv", [row])
    atlas = load(world.geodata).atlas
    sizes = atlas.territories["km2"]
    held = polities_on(atlas, "1940-01-01").set_index("controller")
    red = sizes["westland"] + sizes["north-east"]
    assert held["km2"]["red"] == round(red, 1) != round(red, 2)
    share = sizes["north-east"] / (sizes["north-east"] + sizes["south-east"])
    before = polities_on(atlas, "1930-01-01").set_index("controller")
    assert before["read"]["blue"] == round(share, 3) != round(share, 4)
    assert held["theatres"].to_dict() == {"green": "east west", "red": "west"}
    (office,) = administrations_on(atlas, "1940-01-01").to_dict("records")
    assert office["km2"] == round(sizes["north-east"], 1) != round(sizes["north-east"], 2)
    assert (office["controller"], office["administration"]) == ("red", "north")


def test_powers_that_no_table_has_get_a_name_and_a_colour(world: World) -> None:
    reader = world.reader()
    polities = reader.table("polities")
    spells = reader.table("spells").assign(controller="unrecorded")
    found = _completed(polities, spells, {"a": "Aland", "b": "Bland"}).set_index("id")
    assert list(found.index) == ["red", "blue", "green", "unrecorded", "a", "b"]
    assert found["name"].tolist()[3:] == ["Not recorded", "Aland", "Bland"]
    assert found["colour"].tolist()[4:] == [colour(3), colour(4)]
    assert found["note"]["a"] == ""
    assert _completed(polities, reader.table("spells"), {}) is polities


def test_powers_that_no_table_has_are_told_by_five_names(world: World) -> None:
    reader = world.reader()
    assert _told(reader, {}) == []
    (one,) = _told(reader, {"a": "Aland"})
    assert one.message == "Aland is not in polities.csv"
    (five,) = _told(reader, {str(n): f"Land {n}" for n in range(5)})
    assert five.message == "Land 0, Land 1, Land 2, Land 3, Land 4 are not in polities.csv"
    (seven,) = _told(reader, {str(n): f"Land {n}" for n in range(7)})
    assert seven.message == "Land 0, Land 1, Land 2, Land 3, Land 4 and 2 more are not in polities.csv"


def test_what_is_told_of_a_day_is_numbered_from_nought(tiny: Geodata) -> None:
    for table in (polities_on(tiny.atlas, "1940-01-01"), changes(tiny.atlas), doubts_on(tiny.atlas, "1940-01-01")):
        assert table.index.tolist() == list(range(len(table)))
    told = doubts_on(tiny.atlas, "1940-01-01")
    assert list(told) == ["territory", "from_earliest", "from_latest", "controller_before", "controller"]
    assert polities_on(tiny.atlas, "1940-01-01")["controller"].tolist() == ["green", "red"]


@pytest.mark.parametrize(
    ("new", "row", "column", "words"),
    [
        ("", "", "territory", "'farland' has no spell"),
        ("farland,1918-11-11,1945-01-01,", "row 8", "to", "farland has no spell from 1945-01-01 up to 1946-01-01"),
        ("farland,1918-11-12,1946-01-01,", "row 8", "from", "farland has no spell from 1918-11-11 up to 1918-11-12"),
    ],
)
def test_days_without_a_spell_are_told(world: World, new: str, row: str, column: str, words: str) -> None:
    rest = "green,green,sovereign,act,treaty-1918,low,\n"
    world.replace("spells.csv", f"farland,1918-11-11,1946-01-01,{rest}", f"{new}{rest}" if new else "")
    with pytest.raises(DataError) as caught:
        load(world.geodata)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.message) == (row, column, words)
