"""What a page draws lies where it should, and neighbours still share their borders."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapper.about import Theatre
from mapper.arcs import network
from mapper.drawing import drawing, error, thinned, thinned_lines, unit
from mapper.geometry import PLACES, project

if TYPE_CHECKING:
    from mapper.geodata import Geodata

WORLD = Theatre("world", {"en": "World"}, (-170.0, -58.0, 180.0, 80.0), "+proj=cea +lat_ts=30 +datum=WGS84 +units=m")
TOWN = Theatre("town", {"en": "Town"}, (20.9, 52.1, 21.2, 52.3), "+proj=laea +lat_0=52.2 +lon_0=21 +units=m")
METRES = st.floats(-50_000, 50_000, allow_nan=False)


def decoded(line: list[int], size: float) -> np.ndarray:
    """Return a told line in metres."""
    return np.array(line, dtype=float).reshape(-1, 2) * size


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Return the metres by which two lines differ at most."""
    return shapely.hausdorff_distance(shapely.LineString(one), shapely.LineString(other), densify=0.05)


@pytest.mark.parametrize("theatre", ["west", "east"])
def test_no_arc_of_the_atlas_lies_more_than_250_m_amiss(data: Geodata, theatre: str) -> None:
    about = data.about.theatres[theatre]
    net = network(data.atlas, theatre, PLACES)
    drawn = drawing(net, about)
    assert error(about) <= 250
    for before, after in zip(net.topology.arcs, drawn.arcs, strict=True):
        line = project(about, np.asarray(before))
        assert apart(line, decoded(after, drawn.unit)) <= error(about) + 1e-6


def test_the_error_follows_the_deepest_zoom_and_has_an_end() -> None:
    assert error(WORLD) == 500
    assert error(TOWN) < 5
    circle = shapely.get_coordinates(shapely.Point(30, 40).buffer(15, quad_segs=500).exterior)
    (told,) = thinned_lines([circle], WORLD)
    assert len(told) < len(circle)
    assert apart(project(WORLD, circle), decoded(told, unit(WORLD))) <= 500


@given(st.lists(st.tuples(METRES, METRES), min_size=2, max_size=40), st.floats(10, 5_000))
def test_thinning_keeps_its_word_and_the_ends(points: list[tuple[float, float]], tolerance: float) -> None:
    line, size = np.array(points), tolerance / 4
    told = thinned(line, tolerance, size)
    assert apart(line, told * size) <= tolerance + size
    assert (told[0] == np.rint(line[0] / size)).all()
    assert (told[-1] == np.rint(line[-1] / size)).all()


def test_an_island_stays_an_island() -> None:
    ring = np.array([(0, 0), (90, 0), (90, 80), (0, 80), (0, 0)], dtype=float)
    told = thinned(ring, 200.0, 20.0)
    assert shapely.Polygon(told).area > 0
    assert thinned(np.array([(0, 0), (1, 0), (1, 1), (0, 0)], dtype=float), 200.0, 50.0).tolist() == [[0, 0], [0, 0]]


def test_every_arc_has_its_land_on_the_left(data: Geodata) -> None:
    net = network(data.atlas, "east", PLACES)
    drawn = drawing(net, data.about.theatres["east"])
    used = Counter(arc for shape in drawn.lands for polygon in shape for ring in polygon for arc in ring)
    zones = data.atlas.territories.loc[net.names, "part_of"] != ""
    whole = Counter(
        arc
        for shape, zone in zip(drawn.lands, zones, strict=True)
        if not zone
        for polygon in shape
        for ring in polygon
        for arc in ring
    )
    assert max(whole.values()) == 1, "two territories lie on one side of an arc"
    inner = [arc for arc, pairs in enumerate(net.pairs) if pairs]
    assert inner
    assert all(used[arc] and used[~arc] for arc in inner)
    for shape, geometry in zip(drawn.lands, data.atlas.territories.loc[net.names].geometry, strict=True):
        for polygon in shape:
            outer, *holes = (_area(ring, net.topology.arcs) for ring in polygon)
            assert outer > 0
            assert all(hole < 0 for hole in holes)
        assert not geometry.is_empty


def _area(ring: list[int], arcs: list[np.ndarray]) -> float:
    """Return the signed area of a ring in square degrees: positive against the clock."""
    x, y = np.vstack([(arcs[a] if a >= 0 else arcs[~a][::-1])[:-1] for a in ring]).T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)
