"""How towns tell the days of the land between them, reckoned anew in the plainest way; and where zones lie."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from scipy.spatial import KDTree
from test_captures import LAND, at, campaign, capture, line_of, taken

from mapper.accuracy import left_out
from mapper.atlas import Atlas, changes, read_atlas, state_on
from mapper.errors import DataError
from mapper.geometry import unproject
from mapper.nearness import DETOUR, detours, nearest
from mapper.zones import Towns, days_at, zones

if TYPE_CHECKING:
    from collections.abc import Callable

    from geopandas import GeoDataFrame
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
