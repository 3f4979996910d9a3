"""How towns tell the days of the land between them, reckoned anew in the plainest way; and where zones lie."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from test_captures import LAND, campaign, capture, line_of, taken

from mapper.atlas import Atlas, changes, read_atlas
from mapper.geometry import unproject
from mapper.zones import Towns, days_at, zones

if TYPE_CHECKING:
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
