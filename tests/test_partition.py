"""Lines become territories; what does not fit is named with its place."""

import pytest
import shapely
from world import CHORDS, LINES, World, line_feature

from mapper.atlas import read_atlas
from mapper.errors import DataError, Problem
from mapper.geodata import Geodata, load
from mapper.recipes import _between


def problems_of(world: World) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        load(world.geodata)
    return caught.value.problems


def test_the_tiny_world_is_cut_as_drawn(tiny: Geodata) -> None:
    land = tiny.atlas.territories
    assert list(land.index) == ["westland", "north-east", "south-east", "farland"]
    assert land.geometry["north-east"].equals(shapely.box(5, 5, 9, 9))
    assert shapely.coverage_is_valid(land[land["theatre"] == "west"].geometry.to_numpy())


def test_an_island_goes_with_the_nearest_coast_of_its_modern_country(tiny: Geodata) -> None:
    land = tiny.atlas.territories.geometry
    assert land["westland"].contains(shapely.Point(0.35, 0.35))
    assert land["south-east"].contains(shapely.Point(9.45, 2.2))


def test_a_node_is_moved_onto_what_it_lies_on(world: World) -> None:
    world.replace("nodes.csv", "shore,west,9,5,coast", "shore,west,9.05,5.0,coast")
    atlas = read_atlas(world.geodata)
    assert atlas.lines.geometry["parallel"].coords[-1] == (9.0, 5.0)


def test_the_end_of_a_border_draws_a_node_and_that_of_a_coast_does_not(world: World) -> None:
    world.replace("nodes.csv", "north,west,5,9,coast", "north,west,5.004,9,coast")
    assert read_atlas(world.geodata).lines.geometry["old-border"].coords[-1] == (5.004, 9.0)
    world.replace("nodes.csv", "north,west,5.004,9,coast", "north,west,5.004,8.997,eastland|westland")
    assert read_atlas(world.geodata).lines.geometry["old-border"].coords[-1] == (5.0, 9.0)


@pytest.mark.parametrize(
    ("start", "end", "way"),
    [
        ((1, 0), (4, 1), [(1, 0), (4, 0), (4, 1)]),
        ((4, 1), (1, 0), [(4, 1), (4, 0), (1, 0)]),
        ((1, 0), (0, 1), [(1, 0), (0, 0), (0, 1)]),
        ((0, 1), (1, 0), [(0, 1), (0, 0), (1, 0)]),
        ((3, 0), (1, 4), [(3, 0), (4, 0), (4, 4), (1, 4)]),
        ((1, 0), (1, 4), [(1, 0), (0, 0), (0, 4), (1, 4)]),
    ],
)
def test_a_border_that_comes_round_is_followed_the_shorter_way(start: tuple, end: tuple, way: list) -> None:
    ring = shapely.LineString([(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)])
    found = _between(ring, shapely.Point(start), shapely.Point(end))
    assert found.tolist() == [list(map(float, one)) for one in way]
    open_ = shapely.LineString([(0, 0), (4, 0), (4, 4), (0, 4)])
    assert _between(open_, shapely.Point(1, 0), shapely.Point(0, 4)).tolist() == [[1, 0], [4, 0], [4, 4], [0, 4]]


def test_a_node_may_lie_on_another_line(world: World) -> None:
    world.replace("nodes.csv", "middle,west,5,5,eastland|westland", "middle,west,5.03,5,old-border")
    atlas = read_atlas(world.geodata)
    assert atlas.lines.geometry["parallel"].coords[0] == (5.0, 5.0)


def test_a_node_may_lie_on_the_edge_of_the_window(world: World) -> None:
    world.replace("nodes.csv", "north,west,5,9,coast", "north,west,5,9.95,window")
    (found,) = [p for p in problems_of(world) if p.column == "to_node"]
    assert "node north lies" in found.message
    assert "km from 'eastland|westland'" in found.message


def test_lines_that_lean_on_each_other_in_a_circle_are_named(world: World) -> None:
    world.replace("nodes.csv", "north,west,5,9,coast", "north,west,5,9,parallel")
    world.replace("nodes.csv", "middle,west,5,5,eastland|westland", "middle,west,5,5,old-border")
    rows = {p.row for p in problems_of(world) if "cannot be placed" in p.message}
    assert rows == {"old-border", "parallel"}


def test_a_line_that_misses_its_shore_is_named_with_its_place(world: World) -> None:
    world.replace("nodes.csv", "shore,west,9,5,coast", "shore,west,8.95,5,")
    found = [p for p in problems_of(world) if "ends on land" in p.message]
    assert [p.row for p in found] == ["parallel"]
    assert found[0].place == pytest.approx((8.95, 5.0), abs=0.01)


def test_without_the_line_two_seeds_fall_into_one_land(world: World) -> None:
    world.write_lines([line_feature(LINES[0])])
    assert any("is north-east already" in p.message and p.column == "seeds" for p in problems_of(world))


def test_a_line_that_bounds_nothing_is_named(world: World) -> None:
    CHORDS["idle"] = [[5.0, 7.0], [7.0, 7.5], [9.0, 7.0]]
    extra = {"id": "idle", "from_node": "", "to_node": "", "follow": "", "certainty": "schematic"}
    world.write_lines([line_feature(record) for record in [*LINES, extra]])
    world.replace("territories.csv", "7 7,", "7 6; 7 8,")
    found = [p for p in problems_of(world) if p.message == "the line bounds nothing"]
    assert [p.row for p in found] == ["idle"]


def test_land_without_an_owner_is_named_with_its_place_and_size(world: World) -> None:
    rows = [row for row in world.rows("territories.csv") if row["id"] != "south-east"]
    world.write("territories.csv", rows)
    world.write("spells.csv", [row for row in world.rows("spells.csv") if row["territory"] != "south-east"])
    found = [p for p in problems_of(world) if "belongs to no territory" in p.message]
    assert found
    assert found[0].place is not None
    assert 5 < found[0].place[0] < 9
    assert 1 < found[0].place[1] < 5
    assert "today in eastland" in found[0].message


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"follow": "eastland|moon"}, "follow", "is no base border"),
        ({"to_node": "nowhere"}, "to_node", "'nowhere' is not in nodes.csv"),
        ({"to_node": ""}, "from_node", "only one end has a node"),
        ({"certainty": "sure"}, "certainty", "'sure' is none of"),
        ({"source": ""}, "source", "the cell is empty"),
        ({"id": "parallel"}, "id", "is there twice"),
    ],
)
def test_faults_of_a_line(world: World, change: dict[str, str], column: str, words: str) -> None:
    world.write_lines([line_feature({**LINES[0], **change}), line_feature(LINES[1])])
    assert any(p.column == column and words in p.message for p in problems_of(world))


def test_a_geometry_that_is_no_line_is_named(world: World) -> None:
    feature = line_feature(LINES[1])
    feature["geometry"] = {"type": "Point", "coordinates": [5, 5]}
    world.write_lines([line_feature(LINES[0]), feature])
    assert any(p.row == "parallel" and "no LineString" in p.message for p in problems_of(world))


def test_a_line_drawn_far_from_its_node_is_named(world: World) -> None:
    feature = line_feature(LINES[1])
    feature["geometry"]["coordinates"][-1] = [8.0, 5.0]
    world.write_lines([line_feature(LINES[0]), feature])
    assert any(p.row == "parallel" and "km from node shore" in p.message for p in problems_of(world))
