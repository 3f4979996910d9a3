"""Areas, distances and topologies."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.about import Theatre
from mapper.errors import Problems
from mapper.geometry import (
    area_km2,
    areas_km2,
    distance_km,
    encode_arcs,
    project,
    read_topojson,
    thinned,
    topology,
    write_topojson,
)


def test_area_of_a_degree_on_the_equator() -> None:
    # Snyder, Map Projections: a working manual (1987): authalic sphere of radius 6371.007 km, 111.19 x 110.57 km here
    assert area_km2(shapely.box(0, 0, 1, 1)) == pytest.approx(12309, rel=1e-3)


def test_area_does_not_depend_on_ring_direction_and_leaves_out_holes() -> None:
    square = shapely.box(0, 0, 2, 2)
    assert area_km2(square.reverse()) == pytest.approx(area_km2(square))
    holed = shapely.Polygon(square.exterior, [shapely.box(0.5, 0.5, 1, 1).exterior])
    assert area_km2(holed) == pytest.approx(area_km2(square) - area_km2(shapely.box(0.5, 0.5, 1, 1)))
    several = [holed, shapely.MultiPolygon(), shapely.MultiPolygon([square, shapely.box(5, 5, 6, 6)]), square]
    assert areas_km2(several) == [area_km2(one) for one in several]
    assert areas_km2([]) == []


def test_distance_from_warsaw_to_wilno() -> None:
    assert distance_km((21.0122, 52.2297), (25.2797, 54.6872)) == pytest.approx(394, abs=2)


@st.composite
def coverages(draw: st.DrawFn) -> list[shapely.MultiPolygon]:
    """Draw a grid of unit squares dealt out to four owners: a coverage with holes, exclaves and meeting corners."""
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    cells = draw(st.lists(st.integers(0, 4), min_size=width * height, max_size=width * height))
    owners: dict[int, list[shapely.Polygon]] = {}
    for index, owner in enumerate(cells):
        if owner:
            owners.setdefault(owner, []).append(
                shapely.box(index % width, index // width, index % width + 1, index // width + 1)
            )
    joined = [shapely.coverage_union_all(parts) for parts in owners.values()]
    return [shapely.MultiPolygon([p for p in shapely.get_parts(g) if p.geom_type == "Polygon"]) for g in joined]


@given(coverages())
@settings(max_examples=200)
def test_a_topology_gives_back_what_it_was_made_of_and_shares_every_border(shapes: list[shapely.MultiPolygon]) -> None:
    topo = topology(shapes)
    for index, shape in enumerate(shapes):
        assert topo.polygon(index).normalize().equals(shape.normalize())
    segments = [
        tuple(sorted([tuple(a), tuple(b)]))
        for arc in topo.arcs
        for a, b in zip(arc.tolist(), arc[1:].tolist(), strict=False)
    ]
    assert len(segments) == len(set(segments)), "a segment stands in two arcs"
    assert all(1 <= len(sides) <= 2 for sides in topo.sides())


def test_arcs_end_where_they_are_told_to() -> None:
    left = shapely.Polygon([(0, 0), (1, 0), (1, 1), (1, 2), (0, 2)])
    right = shapely.Polygon([(1, 0), (2, 0), (2, 2), (1, 2), (1, 1)])
    assert len(topology([left, right]).arcs) == 3
    assert len(topology([left, right], cuts=np.array([[1.0, 1.0]])).arcs) == 4


def test_arcs_are_written_in_whole_steps() -> None:
    assert encode_arcs([np.array([[20.0, 50.0], [20.0001, 50.0], [19.9999, 50.0002]])]) == [
        [[200000, 500000], [1, 0], [-2, 2]]
    ]


def test_a_topojson_file_comes_back_as_it_was(tmp_path: Path) -> None:
    shapes = [shapely.MultiPolygon([shapely.box(0, 0, 1, 1)]), shapely.MultiPolygon([shapely.box(1, 0, 2, 1)])]
    line = {"a|b": shapely.LineString([(0.1234, 0.5), (0.9, 0.9)])}
    path = tmp_path / "x.topojson"
    write_topojson(path, topology(shapes), ["a", "b"], line)
    topo, ids, lines = read_topojson(path, Problems())
    assert ids == ["a", "b"]
    assert all(topo.polygon(i).normalize().equals(s.normalize()) for i, s in enumerate(shapes))
    assert shapely.get_coordinates(lines["a|b"]).tolist() == [[0.1234, 0.5], [0.9, 0.9]]


def test_a_topojson_file_of_coarser_steps_holds_what_they_can(tmp_path: Path) -> None:
    path = tmp_path / "x.topojson"
    line = {"a|b": shapely.LineString([(0.1234, 0.5), (0.9, 0.9)])}
    write_topojson(path, topology([shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])]), ["a"], line, places=2)
    topo, _, lines = read_topojson(path, Problems())
    assert json.loads(path.read_text())["transform"]["scale"] == [0.01, 0.01]
    assert topo.polygon(0).normalize().equals(shapely.MultiPolygon([shapely.box(0, 0, 1, 1)]).normalize())
    assert shapely.get_coordinates(lines["a|b"]).tolist() == [[0.12, 0.5], [0.9, 0.9]]


PLANE = Theatre("west", {"en": "West"}, (0, 40, 60, 60), "+proj=aea +lat_1=45 +lat_2=55 +lat_0=50 +lon_0=20 +units=m")
CROOKED = st.lists(st.tuples(st.floats(15, 25), st.floats(47, 53)), min_size=2, max_size=30, unique=True)


@given(st.lists(CROOKED, max_size=4), st.sampled_from([100.0, 20_000.0, 200_000.0]))
@settings(max_examples=100, deadline=None)
def test_a_thinned_arc_keeps_its_ends_and_strays_no_farther_than_it_may(
    drawn: list[list[tuple[float, float]]], metres: float
) -> None:
    arcs = [np.array(line) for line in drawn]
    fewer = thinned(arcs, PLANE, metres)
    assert len(fewer) == len(arcs)
    for arc, one in zip(arcs, fewer, strict=True):
        assert one[0].tolist() == arc[0].tolist()
        assert one[-1].tolist() == arc[-1].tolist()
        left = iter(arc.tolist())
        assert all(vertex in left for vertex in one.tolist()), "a vertex that was none, or in another order"
        line = shapely.LineString(project(PLANE, one))
        assert shapely.distance(shapely.points(project(PLANE, arc)), line).max() <= metres + 1e-3


def test_a_thinned_island_keeps_an_area() -> None:
    angle = np.linspace(0, 2 * np.pi, 40)
    ring = np.column_stack([20 + np.cos(angle) / 10, 50 + np.sin(angle) / 10])
    ring[-1] = ring[0]
    (fewer,) = thinned([ring], PLANE, 100_000)
    assert fewer[0].tolist() == fewer[-1].tolist()
    assert shapely.Polygon(fewer).area > 0
    assert len(fewer) < len(ring)
