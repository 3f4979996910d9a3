"""What differs between two states of the tiny world, each changed by hand."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from world import CHORDS, LINES, World, line_feature

from mapper.atlas import Atlas, polities_on, read_atlas
from mapper.cli import main
from mapper.diff import Difference, diff
from mapper.geodata import Geodata


def box_km2(south: float, north: float) -> float:
    """Return the size of a square from lon 5 to 9, whose long edges are geodesics as everywhere in the atlas."""
    ring = [5, 7, 9, 9, 7, 5], [south, south, south, north, north, north]
    return abs(Geod(ellps="WGS84").polygon_area_perimeter(*ring)[0]) / 1e6


def changed(tiny: Geodata, world: World) -> Difference:
    return diff(tiny.atlas, read_atlas(world.geodata))


def land(found: Difference) -> list[tuple[str, ...]]:
    rows = found.table[found.table["what"] == "land"]
    return list(rows[["from", "to", "polity", "lands"]].itertuples(index=False, name=None))


def test_a_moved_day_moves_land_for_just_these_days(tiny: Geodata, world: World) -> None:
    world.replace("spells.csv", "south-east,1918-11-11,1938-10-01", "south-east,1918-11-11,1938-09-30")
    world.replace("spells.csv", "south-east,1938-10-01", "south-east,1938-09-30")
    found = changed(tiny, world)
    assert land(found) == [
        ("1938-09-30", "1938-10-01", "blue", "south-east"),
        ("1938-09-30", "1938-10-01", "green", "south-east"),
    ]
    size = tiny.atlas.territories["km2"]["south-east"]
    assert found.table["lost_km2"].tolist()[0] == pytest.approx(size, rel=1e-9)
    assert found.table["gained_km2"].tolist()[1] == pytest.approx(size, rel=1e-9)
    assert found.table["gained_km2"].tolist()[0] == 0


def test_a_change_in_law_alone_moves_no_land(tiny: Geodata, world: World) -> None:
    world.replace("spells.csv", "south-east,1938-10-01,1939-09-17,green,green,annexed", "south-east,1938-10-01,1939-09-17,green,blue,occupied")  # fmt: skip  # noqa: E501
    row = changed(tiny, world).table.iloc[0]
    assert row[["from", "to", "polity", "what"]].tolist() == ["1938-10-01", "1939-09-17", "green", "law"]
    assert row[["before", "now", "lands"]].tolist() == ["green, annexed", "blue, occupied", "south-east"]
    assert row["km2"] == pytest.approx(tiny.atlas.territories["km2"]["south-east"])


def test_a_moved_border_moves_the_land_between(tiny: Geodata, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHORDS, "parallel", [[5.0, 6.0], [7.0, 6.0], [9.0, 6.0]])
    for node in ("middle,west,5,5", "shore,west,9,5"):
        world.replace("nodes.csv", node, f"{node[:-1]}6")
    world.write_lines([line_feature(record) for record in LINES])
    found = changed(tiny, world)
    # up to 1938-10-01 blue held both sides; then the strip is green, and red from 1939-09-17 in the old atlas alone
    assert land(found) == [
        ("1938-10-01", "1939-09-17", "blue", "south-east"),
        ("1938-10-01", "1946-01-01", "green", "south-east"),
        ("1939-09-17", "1946-01-01", "red", "south-east"),
    ]
    assert found.table["lost_km2"][0] == pytest.approx(box_km2(5, 6), rel=1e-4)
    assert found.table["gained_km2"][1] == pytest.approx(box_km2(5, 6), rel=1e-4)
    assert found.records.set_index("table").loc["lines"].tolist() == [0, 0, 1]


def test_a_sliver_is_counted_and_left_out(tiny: Geodata, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHORDS, "parallel", [[5.0, 5.0], [7.0, 5.00005], [9.0, 5.0]])
    world.write_lines([line_feature(record) for record in LINES])
    new = read_atlas(world.geodata)
    assert diff(tiny.atlas, new, over_km2=5).table.empty
    assert 1 < diff(tiny.atlas, new, over_km2=5).slivers_km2 < 2
    assert not diff(tiny.atlas, new, over_km2=0).table.empty


def test_another_id_is_no_change(tiny: Geodata, world: World) -> None:
    for table in ("territories.csv", "spells.csv"):
        world.replace(table, "north-east,", "highlands,")
    assert changed(tiny, world).table.empty


def test_events_are_counted(tiny: Geodata, world: World) -> None:
    rows = world.rows("events.csv")
    rows[0]["text"] = "Another text."
    rows[1]["id"] = "banquet"
    world.write("events.csv", rows)
    assert changed(tiny, world).records.to_numpy().tolist() == [["events", 1, 1, 1]]


def test_moved_spells_and_arrows_are_counted(tiny: Geodata, world: World) -> None:
    world.replace("spells.csv", "south-east,1918-11-11,1938-10-01", "south-east,1918-11-11,1938-09-30")
    world.replace("spells.csv", "south-east,1938-10-01", "south-east,1938-09-30")
    world.replace("movements.geojson", "1939-09-17", "1939-09-18")
    found = changed(tiny, world).records.set_index("table")
    assert found.loc["spells"].tolist() == [1, 1, 1]
    assert found.loc["movements"].tolist() == [0, 0, 2]
    assert found.index.tolist() == ["events", "spells", "movements"]


@given(st.sampled_from(["red", "blue", "green"]), st.sampled_from(["1920-01-01", "1938-10-01", "1945-01-01"]))
def test_the_difference_is_what_the_polities_of_a_day_differ_by(tiny: Geodata, holder: str, day: str) -> None:
    spells = tiny.atlas.spells.copy()
    spells.loc[spells["territory"] == "north-east", "controller"] = holder
    new = replace(tiny.atlas, spells=spells, stamp="")  # nothing is kept of it
    found = diff(tiny.atlas, new).table
    live = found[(found["from"] <= day) & (day < found["to"]) & (found["what"] == "land")]
    told = (live.set_index("polity")["gained_km2"] - live.set_index("polity")["lost_km2"]).to_dict()
    sizes = [polities_on(atlas, day).set_index("controller")["km2"] for atlas in (tiny.atlas, new)]
    moved = sizes[1].sub(sizes[0], fill_value=0)
    for polity in {*told, *moved.index}:
        assert told.get(polity, 0) == pytest.approx(moved.get(polity, 0), abs=0.2)


def test_the_atlas_does_not_differ_from_itself(atlas: Atlas) -> None:
    found = diff(atlas, atlas)
    assert found.table.empty
    assert found.slivers_km2 == 0


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, args)])


def test_the_command_prints_and_writes_the_table(pristine_world: Path, world: World, tmp_path: Path) -> None:
    old, out = pristine_world / "geodata", tmp_path / "diff.csv"
    assert run(old, old).output.splitlines()[0] == "the same land in the same hands on every day"
    world.replace("spells.csv", "farland,1918-11-11,1946-01-01,green", "farland,1918-11-11,1946-01-01,red")
    result = run(old, world.geodata, "-o", out)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0].startswith("1918-11-11 1946-01-01  green                +0 -")
    assert "events: 0 added, 0 removed, 0 changed" in result.output
    assert pd.read_csv(out)["polity"].tolist() == ["green", "red"]


def test_wrong_calls_exit_with_2(pristine_world: Path, tmp_path: Path) -> None:
    old = pristine_world / "geodata"
    assert run(old, tmp_path).exit_code == 2
    assert run(old, old, "-o", "x.txt").exit_code == 2
