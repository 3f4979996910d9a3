"""The files of an atlas: what a geometry of GeoJSON is read as, whatever the rest of the file is."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import Problems
from mapper.opening import read_features, read_json

PLACES = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list), min_size=1, max_size=5)
GEOMETRIES = st.one_of(
    st.none(),
    PLACES.map(lambda line: {"type": "LineString", "coordinates": line}),
    PLACES.map(lambda line: {"coordinates": [line], "type": "Polygon"}),
    PLACES.map(lambda line: {"type": "Point", "coordinates": line[0], "bbox": [0, 1, 2, 3]}),
    PLACES.map(lambda line: {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": line[0]}]}),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.just('"geometry": {"type": "Point"}'), GEOMETRIES),
    lambda inner: st.dictionaries(st.one_of(st.just("geometry"), st.text()), inner, max_size=3),
    max_leaves=6,
)


@given(
    told=st.lists(st.tuples(GEOMETRIES, VALUES), max_size=4),
    indent=st.sampled_from([None, 1, 4]),
    escaped=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_collection_is_read_as_json_is_but_for_its_geometries(
    tmp_path_factory: pytest.TempPathFactory, *, told: list[tuple[dict, object]], indent: int | None, escaped: bool
) -> None:
    features = [{"type": "Feature", "properties": {"x": value}, "geometry": shape} for shape, value in told]
    path = tmp_path_factory.mktemp("features") / "x.geojson"
    text = json.dumps({"type": "FeatureCollection", "features": features}, indent=indent, ensure_ascii=escaped)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    whole, read = read_json(path, Problems(), ""), read_features(path, Problems(), "")
    if whole is None:  # half a character
        assert read is None
        return
    for feature, other in zip(read["features"], whole["features"], strict=True):
        assert feature["geometry"] is None or isinstance(feature["geometry"], str)
        assert json.loads(feature["geometry"] or "null") == other["geometry"]
        assert feature["properties"] == other["properties"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"features": [\n{"geometry":\n{"type": "Point",\n"coordinates": [0, 0]},\n"x": }]}', "line 5"),
        (
            '{"features": [{"geometry": {"type": "Point", "type": "Point", "coordinates": [0, 0]}}]}',
            "'type' stands twice",
        ),
        (
            '{"features": [{"geometry": {"type": "Point", "coordinates": [0, 0]}, "geometry": null}]}',
            "'geometry' stands",
        ),
        ('{"features": [{"geometry": {"type": "Point", "coordinates": [0, 0]}, "x": 1e999}]}', "is no number of JSON"),
    ],
)
def test_what_is_wrong_is_told_of_the_whole_file(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    assert read_features(path, problems, "") is None
    (problem,) = list(problems)
    assert wrong in problem.message
