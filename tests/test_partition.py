"""Lines become territories; what does not fit is named with its place."""

import pytest
import shapely
from world import CHORDS, LINES, World, line_feature

from mapper.atlas import read_atlas
from mapper.errors import DataError, Problem, Problems
from mapper.geodata import Geodata, load
from mapper.geometry import topology, write_topojson
from mapper.partition import build_partition, read_composite
from mapper.recipes import _between, _nearest


def problems_of(world: World) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        load(world.geodata)
    return caught.value.problems


def test_lakes_are_those_of_a_theatre(tiny: Geodata, world: World) -> None:
    assert {theatre: lake.area for theatre, lake in tiny.lakes.items()} == {"west": 1}
    path = world.geodata / "base" / "lakes.topojson"
    path.write_text(path.read_text(encoding="utf-8").replace('"west"', '"wets"'), encoding="utf-8")
    (problem,) = problems_of(world)
    assert problem.file.endswith("lakes.topojson")
    assert "'wets' is no theatre" in problem.message


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


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ("shore,west,9.0895,5,coast", False),  # 9.93 km of a parallel
        ("shore,west,9.0925,5,coast", True),  # 10.26 km
    ],
)
def test_a_node_lies_no_farther_than_ten_kilometres_from_its_place(world: World, node: str, told: bool) -> None:  # noqa: FBT001
    feature = line_feature(LINES[1])
    feature["geometry"]["coordinates"][-1] = [9.045, 5.0]
    world.write_lines([line_feature(LINES[0]), feature])
    world.replace("nodes.csv", "shore,west,9,5,coast", node)
    if told:
        assert [p.message for p in problems_of(world)] == ["the node lies 10.3 km from 'coast'"]
    else:
        read_atlas(world.geodata)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("south,west,5,1,coast", "south,west,0,1,nowhere"),
        ("south,west,5,1,coast", "south,west,5,2,coast"),
        ("shore,west,9,5,coast", "shore,west,8,5,coast"),
    ],
)
def test_no_line_is_at_fault_that_ends_far_from_a_node_at_fault(world: World, old: str, new: str) -> None:
    world.replace("nodes.csv", old, new)
    assert {p.file.rpartition("/")[2] for p in problems_of(world)} == {"nodes.csv"}


@pytest.mark.parametrize(("lon", "told"), [(8.911, False), (8.9055, True)])
def test_a_line_is_drawn_no_farther_than_ten_kilometres_from_its_node(world: World, lon: float, told: bool) -> None:  # noqa: FBT001
    feature = line_feature(LINES[1])
    feature["geometry"]["coordinates"][-1] = [lon, 5.0]
    world.write_lines([line_feature(LINES[0]), feature])
    if told:
        (found,) = problems_of(world)
        assert (found.column, found.place) == ("to_node", (9.0, 5.0))
    else:
        assert read_atlas(world.geodata).lines.geometry["parallel"].coords[-1] == (9.0, 5.0)


@pytest.mark.parametrize(("lon", "told"), [(5.063, False), (5.0655, True)])
def test_a_border_is_followed_from_no_farther_than_seven_kilometres(world: World, lon: float, told: bool) -> None:  # noqa: FBT001
    """Its end goes to the node, and land in the corner between the two goes with what lies around it."""
    world.replace("nodes.csv", "north,west,5,9,coast", f"north,west,{lon},9,")
    found = Problems()
    reader = world.reader(found)
    composite = read_composite(reader)
    lines = build_partition(reader.about.theatres["west"], composite, reader).lines.geometry
    assert lines["old-border"].coords[-1] == (lon, 9.0)
    assert [p.column for p in found if "from 'eastland|westland'" in p.message] == ["to_node"] * told


@pytest.mark.parametrize(("lat", "end"), [(8.9915, (5.0, 9.0)), (8.99, (5.0, 8.99)), (8.985, (5.0, 8.985))])
def test_an_end_draws_a_node_within_a_kilometre(lat: float, end: tuple[float, float]) -> None:
    border = shapely.MultiLineString([[(5, 1), (5, 9)]])
    assert _nearest(border, (5.0, lat), ends_draw=True) == end
    assert _nearest(border, (5.0, lat), ends_draw=False) == (5.0, lat)
    coast = shapely.MultiLineString([[(0, 0), (0, 1)], [(3, 9), (5, 9)]])
    assert _nearest(coast, (5.001, 9.001), ends_draw=True) == (5.0, 9.0)


def test_of_two_ways_alike_round_a_border_that_along_it_is_taken() -> None:
    ring = shapely.LineString([(0, 0), (0.4, 0), (0.4, 0.4), (0, 0.4), (0, 0)])
    found = _between(ring, shapely.Point(0.2, 0), shapely.Point(0.2, 0.4)).round(9)
    assert found.tolist() == [[0.2, 0], [0.4, 0], [0.4, 0.4], [0.2, 0.4]]
    found = _between(ring, shapely.Point(0, 0.1), shapely.Point(0.1, 0)).round(9)
    assert found.tolist() == [[0, 0.1], [0, 0], [0.1, 0]]
    found = _between(ring, shapely.Point(0.1, 0), shapely.Point(0, 0.1)).round(9)
    assert found.tolist() == [[0.1, 0], [0, 0], [0, 0.1]]


def test_a_line_without_nodes_follows_its_border_whole(world: World) -> None:
    whole = {**LINES[0], "from_node": "", "to_node": ""}
    world.write_lines([line_feature(whole), line_feature(LINES[1])])
    assert sorted(read_atlas(world.geodata).lines.geometry["old-border"].coords) == [(5.0, 1.0), (5.0, 9.0)]
    world.write_lines([line_feature({**LINES[0], "from_node": ""}), line_feature(LINES[1])])
    assert any(
        (p.row, p.column, p.message) == ("old-border", "from_node", "only one end has a node")
        for p in problems_of(world)
    )


def base_of(world: World, *countries: tuple[str, list[tuple[float, float, float, float]]]) -> None:
    """Give the west of the tiny world other land: boxes by country, which share their corners."""
    shapes = [shapely.MultiPolygon([shapely.box(*box) for box in boxes]) for _, boxes in countries]
    ids = [name for name, _ in countries]
    write_topojson(world.geodata / "base" / "west.topojson", topology(shapes), ids, {})


def test_where_land_fills_the_window_no_node_lies_on_a_coast(world: World) -> None:
    base_of(world, ("eastland", [(5, 0, 10, 10)]), ("westland", [(0, 0, 5, 10)]))
    found = [p for p in problems_of(world) if p.column == "on"]
    assert sorted(p.row for p in found) == ["row 2", "row 3", "row 5"]
    assert all("'coast' is neither a base border" in p.message for p in found)


def test_of_a_border_in_two_parts_the_nodes_say_which_is_followed(world: World) -> None:
    west, east = [(1, 1, 5, 9), (0.1, 0.2, 0.3, 0.8)], [(5, 1, 9, 9), (0.3, 0.2, 0.6, 0.8)]
    base_of(world, ("eastland", east), ("westland", west))
    world.replace(
        "territories.csv", "west,Westland,Zachodnia,Westland,3 5", "west,Westland,Zachodnia,Westland,3 5; 0.2 0.5"
    )
    world.replace("territories.csv", "Eastland,7 7", "Eastland,7 7; 0.4 0.5")
    nodes = ["low,west,0.3,0.2,coast,low", "high,west,0.3,0.8,coast,high"]
    path = world.geodata / "nodes.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n".join([*nodes, ""]), encoding="utf-8")
    short = {**LINES[0], "id": "short", "from_node": "high", "to_node": "low"}
    world.write_lines([line_feature(record) for record in (*LINES, short)])
    atlas = read_atlas(world.geodata)
    assert list(atlas.lines.geometry["short"].coords) == [(0.3, 0.8), (0.3, 0.2)]
    assert [c for c in atlas.lines.geometry["old-border"].coords if c[1] in (1, 9)] == [(5.0, 1.0), (5.0, 9.0)]
    assert atlas.territories.geometry["north-east"].contains(shapely.Point(0.4, 0.5))
    world.write_lines([line_feature(record) for record in (*LINES, {**short, "from_node": "", "to_node": ""})])
    assert any(p.row == "short" and p.message == "'eastland|westland' has 2 parts" for p in problems_of(world))


def test_a_line_may_lean_on_one_that_comes_later(world: World) -> None:
    world.write_lines([line_feature(record) for record in reversed(LINES)])
    world.replace("nodes.csv", "middle,west,5,5,eastland|westland", "middle,west,5.03,5,old-border")
    lines = read_atlas(world.geodata).lines
    assert list(lines.index) == ["old-border", "parallel"]
    assert lines.geometry["parallel"].coords[0] == (5.0, 5.0)


def test_a_line_of_no_length_is_named(world: World) -> None:
    dot = {**LINES[1], "id": "dot", "from_node": "", "to_node": ""}
    feature = line_feature(dot)
    feature["geometry"] = {"type": "LineString", "coordinates": [[6, 6], [6.000001, 6]]}
    world.write_lines([*(line_feature(record) for record in LINES), feature])
    (found,) = problems_of(world)
    assert (found.row, found.message) == ("dot", "the line has no length")


def test_where_a_line_bounds_nothing_is_told_at_its_middle(world: World) -> None:
    extra = {"id": "idle", "from_node": "", "to_node": "", "follow": "", "certainty": "schematic"}
    feature = {**line_feature(extra), "geometry": {"type": "LineString", "coordinates": [[5, 7], [7, 7.5], [9, 7]]}}
    world.write_lines([*(line_feature(record) for record in LINES), feature])
    world.replace("territories.csv", "7 7,", "7 6; 7 8,")
    (found,) = problems_of(world)
    assert found.place == pytest.approx((7, 7.5))


def test_of_two_seeds_in_one_land_the_first_has_it(world: World) -> None:
    world.replace("territories.csv", "3 5", "3 5; 7 3.5")
    (found,) = problems_of(world)
    assert (found.row, found.place) == ("row 4", (7.0, 3.0))
    assert found.message == "the land at this seed is westland already"
    world.replace("territories.csv", "3 5; 7 3.5", "3 5; 3 6; 0.7 7")
    (found,) = problems_of(world)
    assert (found.row, found.place) == ("row 2", (0.7, 7.0))


@pytest.mark.parametrize(("size", "joined"), [(0.012, True), (0.0142, False)])
def test_a_sliver_goes_with_its_longest_neighbour(world: World, size: float, joined: bool) -> None:  # noqa: FBT001
    """A line that crosses a border by a hair cuts a corner off: 0.9 km2 are nobody's own, 1.2 km2 lack a seed."""
    feature = line_feature(LINES[1])
    corner = [[5 - size, 5 + size / 2], [5 + size, 5 + 3 * size / 2]]
    feature["geometry"]["coordinates"] = [[5, 5], *corner, [9, 5]]
    world.write_lines([line_feature(LINES[0]), feature])
    place = shapely.Point(5 - size / 4, 5 + size / 2)
    if joined:
        assert read_atlas(world.geodata).territories.geometry["westland"].contains(place)
    else:
        (found,) = problems_of(world)
        assert "land of 1 km2, today in westland, belongs to no territory" in found.message


@pytest.mark.parametrize(("lon", "joined"), [(8.95, True), (9.05, False)])
def test_an_island_looks_for_its_mainland_within_four_degrees(world: World, lon: float, joined: bool) -> None:  # noqa: FBT001
    """Of its own modern country, though another's is nearer."""
    base_of(
        world,
        ("eastland", [(5, 1, 7, 9)]),
        ("westland", [(1, 1, 5, 9), (lon, 9.2, lon + 0.5, 9.5)]),
    )
    world.replace("nodes.csv", "shore,west,9,5,coast", "shore,west,7,5,coast")
    feature = line_feature(LINES[1])
    feature["geometry"]["coordinates"] = [[5, 5], [7, 5]]
    world.write_lines([line_feature(LINES[0]), feature])
    world.replace("territories.csv", "7 7,", "6 7,")
    world.replace("territories.csv", "7 3,", "6 3,")
    world.replace("events.csv", "7,7,war,The red", "6,7,war,The red")
    if joined:
        land = read_atlas(world.geodata).territories.geometry
        assert land["westland"].contains(shapely.Point(lon + 0.2, 9.3))
    else:
        (found,) = [p for p in problems_of(world) if p.column == "seeds"]
        assert "today in westland, belongs to no territory" in found.message


def test_a_border_is_followed_along_the_part_that_is_nearest_to_both_nodes(world: World) -> None:
    """The northern node lies between the two, a kilometre nearer to an island's own."""
    west, east = [(1, 1, 5, 9), (4.2, 9.05, 5, 9.6)], [(5, 1, 9, 9), (5, 9.05, 5.5, 9.6)]
    base_of(world, ("eastland", east), ("westland", west))
    world.replace("nodes.csv", "north,west,5,9,coast", "north,west,5,9.03,")
    for first, last in (("south", "north"), ("north", "south")):
        world.write_lines([line_feature({**LINES[0], "from_node": first, "to_node": last}), line_feature(LINES[1])])
        border = read_atlas(world.geodata).lines.geometry["old-border"]
        assert border.length == pytest.approx(8.03)
        assert {border.coords[0], border.coords[-1]} == {(5.0, 1.0), (5.0, 9.03)}
