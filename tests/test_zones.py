"""How towns tell the days of the land between them, reckoned anew in the plainest way; and where zones lie."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame
from scipy.spatial import KDTree
from test_captures import LAND, at, campaign, capture, line_of, taken

from mapper.accuracy import left_out
from mapper.atlas import Atlas, changes, read_atlas, state_on
from mapper.errors import DataError
from mapper.geometry import CRS, project, unproject
from mapper.nearness import DETOUR, detours, nearest
from mapper.zones import (
    BANK,
    SPACING,
    Towns,
    _banks,
    _borders_of,
    _cells,
    _nearest_of,
    _samples,
    _to_days_of_towns,
    _with_its_town,
    days_at,
    noded,
    zones,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from world import World

Step = tuple[str, str]
ONCE: tuple[Step, ...] = (("red", "blue"),)
SIZES = {"Town 0": 33_245, "Town 1": 57_352, "Town 2": 46_212, "Town 3": 34_412, "Town 4": 24_257}  # km2, as measured
TWICE: tuple[Step, ...] = (("red", "blue"), ("blue", "red"))


def told_plainly(point: tuple[float, float], towns: Towns, nearest: int, *, itself: bool = False) -> tuple[int, ...]:
    """Return the days at a point: each the median of six towns of one story, by the inverse cube of their distance."""
    story = towns.stories[nearest]
    alike = [i for i, one in enumerate(towns.stories) if one == story]
    far = sorted((math.dist(point, towns.xy[i]), i) for i in alike)[: 6 + itself]
    if itself:
        far = [one for one in far if one[0] >= 1]
    far = [one for one in far if one[0] <= 120_000] or far[:1]
    days: list[int] = []
    for step in range(len(story)):
        ranked = sorted((towns.days[i][step], 1 / max(distance, 1) ** 3) for distance, i in far)
        half, reached = sum(weight for _, weight in ranked) / 2, 0.0
        for day, weight in ranked:
            reached += weight
            if reached >= half:
                days.append(max(math.floor(day + 0.5), days[-1] + 1 if days else 0))
                break
    return tuple(days)


def some_towns(seed: int, width: float) -> Towns:
    """Return fifty towns by chance, of three stories."""
    chance = np.random.default_rng(seed)
    xy = chance.uniform(0, width, (50, 2))
    stories = [(ONCE, TWICE, ())[n] for n in chance.integers(0, 3, 50)]
    days = [tuple(sorted(chance.integers(10, 40, len(story)).tolist())) for story in stories]
    return Towns(xy, [f"town {n}" for n in range(50)], stories, days, ["land"] * 50)


@pytest.mark.parametrize(("seed", "width"), [(1, 100_000), (2, 400_000), (3, 1_500_000)])
def test_days_are_told_by_the_six_nearest_towns_of_a_story(seed: int, width: float) -> None:
    towns = some_towns(seed, width)
    points = np.random.default_rng(seed).uniform(0, width, (200, 2))
    nearest = np.array([int(np.hypot(*(towns.xy - point).T).argmin()) for point in points])
    found = days_at(points, towns, nearest)
    assert found == [told_plainly(tuple(p), towns, n) for p, n in zip(points.tolist(), nearest.tolist(), strict=True)]
    known = [n for n, story in enumerate(towns.stories) if towns.stories.count(story) > 7]
    own = days_at(towns.xy[known], towns, np.array(known), itself=True)
    assert own == [told_plainly(tuple(towns.xy[n].tolist()), towns, n, itself=True) for n in known]


def test_a_way_is_longer_where_a_barrier_parts_its_ends() -> None:
    barrier = shapely.LineString([(0, -9_000), (0, 9_000), (5_000, 9_000), (5_000, -9_000)])
    points = np.array([[-1_000.0, 0.0], [2_000.0, 0.0], [500_000.0, 0.0]])
    places = np.array([[[-2_000.0, 0.0], [1_000.0, 0.0], [9_000.0, 0.0]]] * 3)
    between = DETOUR * np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])  # over both arms it is the same side
    assert detours(points, places, [barrier]).tolist() == between.tolist()
    assert detours(points, places, [barrier, barrier]).tolist() == (2 * between).tolist()
    tree = KDTree([(1_000.0, 0.0), (-3_000.0, 0.0)])
    assert nearest(points[:1], tree, 1)[1].tolist() == [[0]]
    distance, near = nearest(points[:1], tree, 2, [barrier])
    assert near.tolist() == [[1, 0]]
    assert distance.tolist() == [[2_000, 2_000 + DETOUR]]


BROOK = [[7.6, 4], [7.6, 10]]  # a river through the land of the campaign


@pytest.fixture
def brook(world: World) -> Callable[..., Atlas]:
    """Return the campaign with a town west of the brook and one closer to its eastern bank, and with barriers."""
    campaign(world, taken([(7, 7, 3), (7.7, 7, 12)]))

    def read(barriers: str, course: list[list[float]] = BROOK) -> Atlas:
        world.write("campaigns.csv", [{**row, "barriers": barriers} for row in world.rows("campaigns.csv")])
        (feature,) = world.features("rivers.geojson")
        geometry = {"type": "LineString", "coordinates": course}
        world.write_features("rivers.geojson", [{**feature, "geometry": geometry}])
        return read_atlas(world.geodata)

    return read


def test_land_up_to_a_barrier_goes_with_the_towns_on_its_side(brook: Callable[..., Atlas]) -> None:
    """Without one the front runs half way between the two towns, at 7.35."""
    places = [(lon, lat) for lon in (7.45, 7.55, 7.59) for lat in (6.8, 7, 7.2)]
    free = brook("")
    assert {at(free, *place, "1939-09-08") for place in places} == {"blue"}
    barred = brook("brook")
    assert {at(barred, *place, "1939-09-08") for place in places} == {"red"}
    assert {at(barred, 7.61, lat, "1939-09-08") for lat in (6.8, 7, 7.2)} == {"blue"}
    assert shapely.coverage_is_valid(state_on(barred, "1939-09-08").geometry.to_numpy())


def test_a_barrier_may_be_a_reach_of_its_river(brook: Callable[..., Atlas]) -> None:
    """Away from its reach the land goes with the nearer town."""
    barred = brook("brook 7.6 9.5 7.6 7.1", [[7.6, 3], [7.6, 10]])
    assert [at(barred, 7.5, lat, "1939-09-08") for lat in (6.8, 7.3)] == ["blue", "red"]


@pytest.mark.parametrize(
    ("barriers", "message"),
    [
        ("stream", "'stream' is no river of west in rivers.geojson"),
        ("brook 1 2 3", "is not a list of rivers"),
        ("brook 1 2 3 inf", "is not a list of rivers"),
        ("brook a b c d", "is not a list of rivers"),
    ],
)
def test_wrong_barriers_are_told(brook: Callable[..., Atlas], barriers: str, message: str) -> None:
    with pytest.raises(DataError, match=message) as told:
        brook(barriers)
    assert told.value.problems[0].column == "barriers"


def test_a_town_left_out_is_told_from_its_side_of_a_barrier() -> None:
    towns = replace(line_of([10, 10, 40, 40, 40]), territory=["land"] * 5)
    middle = float((towns.xy[1, 0] + towns.xy[2, 0]) / 2)
    barrier = shapely.LineString([(middle, -90_000), (middle, 90_000)])
    apart = towns.xy.copy()
    apart[1, 0] = middle - 100
    apart[2, 0] = middle + 100
    close = replace(towns, xy=apart)
    assert left_out(close)["error"].tolist()[1:3] == [30, 30]
    assert left_out(replace(close, barriers=(barrier,)))["error"].tolist() == [0] * 5


def test_half_a_day_counts_as_the_next_and_a_later_step_comes_later() -> None:
    towns = line_of([10.5])
    assert days_at(np.array([[0.0, 0.0]]), towns, np.array([0])) == [(11,)]
    both = Towns(np.zeros((1, 2)), ["a"], [TWICE], [(10.0, 10.0)], ["land"])
    assert days_at(np.array([[5.0, 5.0]]), both, np.array([0])) == [(10, 11)]


def test_a_zone_lies_around_its_town_and_is_no_other_for_where_it_was_reckoned(world: World) -> None:
    towns = [(5.5, 5.5, 3), (6.2, 8.1, 5), (7.4, 6.3, 8), (8.6, 8.4, 11), (8.3, 5.4, 13)]
    land = read_atlas(campaign(world, taken(towns)).geodata).territories
    mine = land[land["part_of"] == LAND].set_index("towns")
    assert sorted(mine.index) == [f"Town {n}" for n in range(5)]
    for n, (lon, lat, _) in enumerate(towns):
        assert mine.geometry[f"Town {n}"].contains(shapely.Point(lon, lat))
    assert mine["km2"].to_dict() == pytest.approx(SIZES, rel=0.001)
    corners = [shapely.get_num_coordinates(mine.geometry[f"Town {n}"]) for n in range(5)]
    assert max(corners) < 40, corners  # edges are simplified


def test_land_takes_the_days_of_the_nearest_town_that_was_taken_likewise(world: World) -> None:
    """A town that stood keeps the land around it, whatever fell farther away."""
    rows = [capture(1, 5.5, 7, "1939-09-03"), capture(2, 8.5, 7, "1939-09-16", by="blue", before="")]
    atlas = read_atlas(campaign(world, rows).geodata)
    table = changes(atlas)
    own = table[table["territory"].str.startswith(LAND)][["day", "controller_before", "controller"]]
    assert own.to_numpy().tolist() == [["1939-09-03", "blue", "red"], ["1939-09-17", "blue", "red"]]


def without_a_town(zones: GeoDataFrame, whole: shapely.Geometry, towns: np.ndarray) -> list[str]:
    """Return the pieces of zones in which no town lies, nor beside them, and which are no island of their own."""
    found = []
    islands = shapely.STRtree(shapely.get_parts(whole))
    tree = shapely.STRtree(shapely.points(towns))
    for name, shape in zones.geometry.items():
        for piece in shape.geoms:
            island = shapely.area(islands.geometries[islands.query_nearest(piece.point_on_surface())[0]])
            if not len(tree.query(piece, predicate="dwithin", distance=0.05)) and piece.area < island * (1 - 1e-6):
                found.append(f"{name}: {piece.area:.5f} at {piece.point_on_surface().wkt}")
    return found


@pytest.mark.parametrize("seed", range(6))
def test_no_piece_of_a_zone_lies_apart_from_its_town(world: World, seed: int) -> None:
    chance = np.random.default_rng(seed)
    places = chance.uniform(5.2, 8.8, (12, 2)).round(3).tolist()
    towns = [(lon, lat, int(day)) for (lon, lat), day in zip(places, chance.integers(2, 17, 12), strict=True)]
    land = read_atlas(campaign(world, taken(towns)).geodata).territories
    mine = land[land["part_of"] == LAND]
    assert without_a_town(mine, land.geometry[LAND], np.array(places)) == []


def test_no_piece_of_a_zone_of_the_atlas_lies_apart_from_its_town(atlas: Atlas) -> None:
    land, found = atlas.territories, []
    for (campaign_id, whole), mine in land[land["part_of"] != ""].groupby(["campaign", "part_of"]):
        theatre = atlas.about.theatres[mine["theatre"].iloc[0]]
        towns = unproject(theatre, atlas.captures.towns[campaign_id].xy)
        found += without_a_town(mine, land.geometry[whole], towns)
    assert not found


def test_a_territory_without_a_town_has_no_zone(world: World) -> None:
    theatre = read_atlas(world.geodata).about.theatres["west"]
    land = shapely.box(5, 5, 9, 9)
    assert zones(land, "elsewhere", line_of([10, 11]), theatre) == []
    (one,) = zones(land, "land", line_of([10]), theatre)
    assert (one.story, one.days, one.towns) == (ONCE, (10,), ("town 0",))
    assert one.shape.equals(land)
    (one,) = zones(land, "land", line_of([10, 10]), theatre)
    assert one.towns == ("town 0", "town 1")


def test_samples_are_the_towns_and_a_triangular_grid_that_keeps_off_them() -> None:
    """The grid lies in the plane and not in the shape: land is cut alike, however far it reaches."""
    flat = shapely.box(-31_234, -7_654, 40_321, 33_333)
    towns = np.array([[1_000.0, 2_000.0], [1_300.0, 2_000.0], [12_000.0, 7_200.0]])
    triangles = {
        (round((column + row % 2 / 2) * SPACING), round(row * SPACING * math.sqrt(0.75)))
        for row in range(-9, 9)
        for column in range(-9, 9)
    }
    expected = {
        place
        for place in triangles
        if flat.distance(shapely.Point(place)) <= 6_000
        and min(math.dist(place, town) for town in towns.tolist()) > 7_200
    }
    found = _samples(flat, towns, [])
    assert found[:3].tolist() == towns.tolist()
    assert {(round(x), round(y)) for x, y in found[3:].tolist()} == expected
    assert len(found) == 3 + len(expected) > 20


def test_a_barrier_has_places_opposite_each_other_on_its_banks() -> None:
    found = _banks(shapely.LineString([(0, 0), (30_000, 0), (30_000, 20_000)]))
    spots = {*((x, y) for x in (4_000, 12_000, 20_000) for y in (-BANK, BANK))}
    spots |= {(30_000 + x, y) for x in (-BANK, BANK) for y in (6_000, 14_000)}
    told = {(round(x), round(y)) for x, y in found.tolist()}
    assert spots < told
    corner = np.array(sorted(told - spots))  # between places 4 km before and after it along the way
    before, after = np.array([24_000, 0]), np.array([30_000, 2_000])
    assert corner.mean(axis=0) == pytest.approx((before + after) / 2)
    assert np.diff(corner, axis=0) @ (after - before) == pytest.approx(0, abs=6_000)
    pairs = found.reshape(2, -1, 2)
    assert np.hypot(*(pairs[0] - pairs[1]).T).tolist() == pytest.approx([2 * BANK] * 6)


def test_the_samples_of_a_barrier_keep_off_the_towns_and_the_grid_off_both() -> None:
    barrier = shapely.LineString([(0, 500), (40_000, 500)])
    spots = [(x, 500 + y) for y in (BANK, -BANK) for x in (4_000, 12_000, 20_000, 28_000, 36_000)]
    flat, towns = shapely.box(-30_000, -30_000, 25_000, 50_000), np.array([[4_000.0, 4_500], [12_000.0, 5_500]])
    samples = _samples(flat, towns, [_banks(barrier)])
    here = [(round(x), round(y)) for x, y in samples.tolist()]
    kept = [spot for spot in spots if spot[0] < 25_000 + SPACING / 2 and spot not in spots[:2]]
    assert here[: 2 + len(kept)] == [*map(tuple, towns.astype(int).tolist()), *kept]
    grid = samples[2 + len(kept) :]
    assert KDTree(samples[: 2 + len(kept)]).query(grid)[0].min() > 7_200
    assert len(grid) > 15


def test_of_two_days_with_equal_weight_the_earlier_counts() -> None:
    towns = Towns(np.array([[-9e3, 0.0], [9e3, 0.0]]), ["a", "b"], [ONCE] * 2, [(20,), (10,)], ["land"] * 2)
    assert days_at(np.zeros((1, 2)), towns, np.array([0])) == [(10,)]


def test_a_town_at_the_end_of_the_reach_counts_and_one_beyond_does_not() -> None:
    for far, day in ((120_000.0, 20), (120_001.0, 10)):
        xy = np.array([[100_000.0, 0.0], [far, 0.0], [-far, 0.0]])
        towns = Towns(xy, ["a", "b", "c"], [ONCE] * 3, [(10,), (20,), (20,)], ["land"] * 3)
        assert days_at(np.zeros((1, 2)), towns, np.array([0])) == [(day,)]


def test_a_twin_a_metre_away_tells_the_day_of_a_town_left_out() -> None:
    for apart, day in ((0.9, 30), (1.0, 10)):
        xy = np.array([[0.0, 0.0], [apart, 0.0], [5_000.0, 0.0]])
        towns = Towns(xy, ["a", "b", "c"], [ONCE] * 3, [(20,), (10,), (30,)], ["land"] * 3)
        assert days_at(xy[:1], towns, np.array([0]), itself=True) == [(day,)]


@pytest.mark.parametrize("seed", range(3))
def test_samples_take_the_days_of_a_town_of_their_land_and_story(seed: int) -> None:
    towns = some_towns(seed, 200_000)
    chance = np.random.default_rng(seed)
    mine = np.arange(0, 50, 2)
    like = np.concatenate([mine, chance.choice(mine, 60)])
    days = [tuple(sorted(chance.integers(5, 45, len(towns.stories[town])).tolist())) for town in like]
    found = _to_days_of_towns(days, towns, mine, like)
    assert found[: len(mine)] == [towns.days[town] for town in mine]
    for town, own, told in list(zip(like.tolist(), days, found, strict=True))[len(mine) :]:
        options = {towns.days[n] for n in mine if towns.stories[n] == towns.stories[town]}
        far = {one: sum(abs(a - b) for a, b in zip(one, own, strict=True)) for one in options}
        assert told == min(one for one in options if far[one] == min(far.values()))


def test_half_a_day_of_a_town_of_the_land_is_the_next() -> None:
    towns = line_of([10.5, 20.0])
    found = _to_days_of_towns([(0,), (0,), (12,)], towns, np.array([0, 1]), np.array([0, 1, 1]))
    assert found == [(11,), (20,), (11,)]


def squares(width: int, height: int, left_out: Sequence[int] = ()) -> list[shapely.Polygon]:
    """Return a grid of squares of one degree that share their corners, some of them left out."""
    places = [(x, y) for y in range(height) for x in range(width)]
    return [shapely.box(x, y, x + 1, y + 1) for n, (x, y) in enumerate(places) if n not in left_out]


def test_faces_share_borders_as_long_as_their_common_lines() -> None:
    faces = [*squares(3, 3, [4]), shapely.Polygon([(3, 0), (5, 0), (5, 3), (3, 3), (3, 2), (3, 1)])]
    pairs, length = _borders_of(np.array(faces, dtype=object))
    found = dict(zip(map(tuple, pairs.tolist()), length.tolist(), strict=True))
    plain = {(a, b): shapely.intersection(faces[a], faces[b]).length for b in range(len(faces)) for a in range(b)}
    assert found == {pair: size for pair, size in plain.items() if size}
    whole = shapely.Polygon(shapely.box(0, 0, 3, 3).exterior, [shapely.box(1, 1, 2, 2).exterior])
    pairs, length = _borders_of(np.array([whole, shapely.box(1, 1, 2, 2)], dtype=object))
    assert (pairs.tolist(), length.tolist()) == ([[0, 1]], [4])


Border = dict[tuple[int, int], float]  # how long the border of two faces is


def pieces(border: Border, owner: list[int], count: int) -> list[int]:
    """Return for each face the first of those that hang together with it and have one owner."""
    piece = list(range(count))
    for _ in range(count):
        for a, b in border:
            if owner[a] == owner[b]:
                piece[a] = piece[b] = min(piece[a], piece[b])
    return piece


def longest(border: Border, piece: list[int], lost: int, sound: set[int]) -> int | None:
    """Return the sound piece with which a lost one has the longest border."""
    beside: dict[int, float] = {}
    for (a, b), size in border.items():
        if piece[a] == lost and piece[b] in sound:
            beside[piece[b]] = beside.get(piece[b], 0) + size
    return max(beside, key=lambda one: beside[one], default=None)


def joined_plainly(faces: list[shapely.Polygon], owner: list[int], with_town: set[int]) -> list[int]:
    """Return owners so that no piece of land is without a town: round by round, to the longest border."""
    count = range(len(faces))
    lengths = {(a, b): shapely.intersection(faces[a], faces[b]).length for a in count for b in count if a != b}
    border = {pair: size for pair, size in lengths.items() if size}
    islands = pieces(border, [0] * len(faces), len(faces))
    for island in set(islands) - {islands[face] for face in with_town}:
        with_town = with_town | {max(count, key=lambda n: (islands[n] == island, faces[n].area))}
    while True:
        piece = pieces(border, owner, len(faces))
        sound = {piece[face] for face in with_town}
        to = {lost: longest(border, piece, lost, sound) for lost in set(piece) - sound}
        new = [own if to.get(piece[n]) is None else owner[to[piece[n]]] for n, own in enumerate(owner)]
        if new == owner:
            return owner
        owner = new


@pytest.mark.parametrize("seed", range(8))
def test_a_piece_without_a_town_goes_to_the_longest_border(seed: int) -> None:
    """No two borders of the faces are of one length, so that which is the longest is certain."""
    chance = np.random.default_rng(seed)
    knots = np.moveaxis(np.mgrid[0:5, 0:5], 0, 2) + chance.uniform(-0.3, 0.3, (5, 5, 2))
    around = [(0, 0), (1, 0), (1, 1), (0, 1)]
    places = [(i, j) for i in range(4) for j in range(4) if (i, j) != (2, 2)]
    faces = [shapely.Polygon([knots[i + di, j + dj] for di, dj in around]) for i, j in places]
    faces += [shapely.box(20, 0, 21 + seed, 1), shapely.box(20, 1, 21 + seed, 3)]  # an island
    owner = chance.integers(0, 3, len(faces)).tolist()
    with_town = {int(chance.integers(0, 15)), int(chance.integers(0, 15))}
    found = _with_its_town(np.array(faces, dtype=object), np.array(owner), np.array(sorted(with_town)))
    assert found.tolist() == joined_plainly(faces, owner, with_town)


def test_where_a_border_between_zones_ends_the_other_side_gets_a_vertex() -> None:
    hole = shapely.box(2, 2, 3, 3)
    land = shapely.MultiPolygon([shapely.Polygon(shapely.box(1, 0, 4, 4).exterior, [hole.exterior])])
    cut = shapely.MultiPolygon([hole])
    west, isle = shapely.box(0, 0, 1, 4), shapely.box(8, 8, 9, 9)
    whole = GeoDataFrame(
        {"id": ["west", "land", "hole"]},
        geometry=[shapely.MultiPolygon([isle, west]), land, cut],
        crs=CRS,
    )
    bits = [
        shapely.Polygon([(1, 0), (4, 0), (4, 1.5), (1, 1.5)]),
        shapely.Polygon([(1, 1.5), (2.5, 1.5), (2.5, 2), (2, 2), (2, 3), (2.25, 3), (2.25, 4), (1, 4)]),
    ]
    pieces = GeoDataFrame({"id": ["one", "two"]}, geometry=[shapely.MultiPolygon([one]) for one in bits], crs=CRS)
    shapes = noded(whole, pieces).set_index("id").geometry
    assert all(shape.equals(given) for shape, given in zip(shapes, [*whole.geometry, *pieces.geometry], strict=True))
    told = {name: set(map(tuple, shapely.get_coordinates(shapes[name]).tolist())) for name in shapes.index}
    assert told["west"] == {(0, 0), (1, 0), (1, 1.5), (1, 4), (0, 4), (8, 8), (9, 8), (9, 9), (8, 9)}
    assert {(1, 1.5), (4, 1.5), (2.5, 2), (2.25, 3), (2.25, 4)} <= told["land"]
    assert told["hole"] == {(2, 2), (2.5, 2), (3, 2), (3, 3), (2.25, 3), (2, 3)}
    assert (2.5, 1.5) in told["one"]
    assert shapely.get_num_coordinates(shapes["west"]) == 11
    assert shapely.get_num_interior_rings(shapes["land"].geoms[0]) == 1


def test_a_port_beside_the_land_has_the_land_around_it(world: World) -> None:
    """Though no sample lies in its water, its zone is no piece that stands apart."""
    atlas = read_atlas(campaign(world, taken([(6, 6, 5), (9.03, 7, 9)])).geodata)
    land = atlas.territories
    assert land.loc[land["part_of"] == LAND, "towns"].tolist() == ["Town 0", "Town 1"]
    assert [at(atlas, 8.9, 7, f"1939-09-{day:02}") for day in (8, 9)] == ["blue", "red"]


def test_of_the_faces_of_a_zone_the_nearest_to_its_port_is_one() -> None:
    faces = np.array([shapely.box(x, 0, x + 1, 1) for x in (0, 1, 2, 3)], dtype=object)
    some = np.array([True, False, True, True])
    assert _nearest_of(faces, some, shapely.Point(1.9, 1.1)).tolist() == [2]
    assert _nearest_of(faces, some, shapely.Point(-1, 0)).tolist() == [0]
    assert _nearest_of(faces, ~(some | ~some), shapely.Point(0, 0)).tolist() == []


@pytest.mark.parametrize("seed", range(3))
def test_land_lies_with_the_zone_of_its_nearest_sample(world: World, seed: int) -> None:
    """Edges are drawn by the samples, and simplified by a few kilometres at most."""
    theatre = read_atlas(world.geodata).about.theatres["west"]
    land = shapely.box(5, 5, 9, 9)
    chance = np.random.default_rng(seed)
    places = chance.uniform(5.3, 8.7, (4, 2))
    samples = _samples(shapely.transform(land, lambda xy: project(theatre, xy)), project(theatre, places), [])
    label = KDTree(samples[:4]).query(samples)[1] % 3
    shapes = _cells(samples, 4, label, land, theatre)
    assert len(shapes) == 3
    assert sum(shape.area for shape in shapes) == pytest.approx(land.area)
    spots = chance.uniform(5.001, 8.999, (400, 2))
    far, near = KDTree(samples).query(project(theatre, spots), 2)
    sure = far[:, 1] - far[:, 0] > SPACING * 0.9
    for spot, own in zip(spots[sure], label[near[sure, 0]], strict=True):
        assert shapes[own].intersects(shapely.Point(spot))
    for place, own in zip(places, label[:4], strict=True):
        assert shapes[own].contains(shapely.Point(place))
