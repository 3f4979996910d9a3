"""The comparison with other people's borders, on squares that can be checked by hand."""

import json
import lzma
import re
from pathlib import Path

import pandas as pd
import pytest
import shapely
from click.testing import CliRunner, Result
from pyproj import Geod
from world import GEODATA, ROOT, World

from mapper.atlas import Atlas, read_atlas
from mapper.cli import main
from mapper.compare import Agreement, compare, read_names
from mapper.errors import CallError, DataError, MapperError
from mapper.reference import BASEMAPS, CSHAPES, read_reference

NAMES = """polity,dataset,name
red,cshapes,Red
blue,cshapes,Blue
green,cshapes,Green
green,cshapes,Green Isles
red,historical-basemaps,RED
blue,historical-basemaps,BLUE
"""
SHIFT = 0.2  # degrees: their border lies this far east of ours
RED, BLUE = shapely.box(1, 1, 5 + SHIFT, 9), shapely.box(5 + SHIFT, 1, 9, 9)
DAYS = {"start": "1920-01-01", "end": "1930-12-31"}


@pytest.fixture
def named(world: World) -> World:
    """Return the tiny world with names."""
    (world.geodata / "polity_names.csv").write_text(NAMES, encoding="utf-8")
    return world


def write(path: Path, *features: tuple[dict, shapely.Geometry]) -> Path:
    made = [{"type": "Feature", "properties": p, "geometry": json.loads(shapely.to_geojson(g))} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), encoding="utf-8")
    return path


def cshapes(path: Path, **days: str) -> Path:
    when = {**DAYS, **days}
    return write(path, ({"country_name": "Red", **when}, RED), ({"country_name": "Blue", **when}, BLUE))


def measured(named: World, path: Path, day: str, over_km: float = 10.0) -> Agreement:
    return compare(read_atlas(named.geodata), read_reference(path), day, over_km)


def test_a_shifted_border_is_as_far_away_as_it_was_shifted(named: World, tmp_path: Path) -> None:
    found = measured(named, cshapes(tmp_path / "c.geojson"), "1925-01-01")
    table = found.table.set_index("polity")
    assert table.index.tolist() == ["blue", "red"]
    assert table.loc["red", "iou"] == pytest.approx(4 / 4.2, abs=0.01)
    assert table.loc["blue", "iou"] == pytest.approx(3.8 / 4, abs=0.01)
    assert table.loc["red", "reference_km2"] / table.loc["red", "km2"] == pytest.approx(4.2 / 4, abs=0.01)
    geod = Geod(ellps="WGS84")
    south, north = (geod.inv(5, lat, 5 + SHIFT, lat)[2] / 1000 for lat in (1, 9))
    for column in ("mean", "median", "p95", "worst"):
        assert north - 0.1 <= table.loc["red", column] <= south + 0.1, column
    assert 5 - 0.01 <= table.loc["red", "lon"] <= 5 + SHIFT + 0.01
    assert found.deviations["polities"].tolist() == ["blue red"]


def test_coasts_do_not_count(named: World, tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.geojson",
        ({"country_name": "Red", **DAYS}, shapely.box(2, 1, 5, 9)),
        ({"country_name": "Blue", **DAYS}, shapely.box(5, 1, 9, 9)),
    )
    found = measured(named, path, "1925-01-01")
    assert found.table["worst"].max() < 0.1
    assert found.deviations.empty
    assert found.table.set_index("polity").loc["red", "iou"] == pytest.approx(3 / 4, abs=0.01)


def test_the_last_day_of_a_record_is_included(named: World, tmp_path: Path) -> None:
    path = cshapes(tmp_path / "c.geojson")
    for day in ("1920-01-01", "1930-12-31"):
        assert len(measured(named, path, day).table) == 2
    for day in ("1919-12-31", "1931-01-01"):
        with pytest.raises(CallError, match="no polity in common"):
            measured(named, path, day)


def test_only_the_land_inside_the_frames_counts(named: World, tmp_path: Path) -> None:
    green = shapely.box(101, 1, 109, 9)
    path = write(
        tmp_path / "c.geojson",
        ({"country_name": "Green", **DAYS}, shapely.box(101, 1, 105, 9)),
        ({"country_name": "Green Isles", **DAYS}, shapely.box(105, 1, 109, 9)),
        ({"country_name": "Green", **DAYS}, shapely.box(120, 1, 160, 9)),
    )
    row = measured(named, path, "1925-01-01").table.iloc[0]
    assert (row["polity"], row["theatre"]) == ("green", "east")
    assert row["iou"] == pytest.approx(1, abs=0.001)
    assert row["reference_km2"] == pytest.approx(Geod(ellps="WGS84").geometry_area_perimeter(green)[0] / 1e6, rel=0.01)
    assert pd.isna(row["worst"])


@pytest.mark.parametrize(
    "days",
    [
        {"gwsyear": 1920, "gwsmonth": 1, "gwsday": 1, "gweyear": 1930, "gwemonth": 12, "gweday": 31},
        {"gwsdate": "1920-01-01", "gwedate": "1930-12-31"},
        {"gwsdate": "01.01.1920 00:00:00", "gwedate": "31.12.1930 00:00:00"},
    ],
    ids=["parts", "iso", "dots"],
)
def test_the_publishers_columns_are_read(tmp_path: Path, days: dict) -> None:
    path = write(tmp_path / "c.geojson", ({"cntry_name": "Red", **days}, RED))
    records = read_reference(path).records
    assert records[["name", "start", "end"]].iloc[0].tolist() == ["Red", "1920-01-01", "1930-12-31"]


def test_topojson_and_xz_are_read(tmp_path: Path) -> None:
    ring = [[1, 1], [5, 1], [5, 9], [1, 9], [1, 1]]
    shape = {"type": "Polygon", "arcs": [[0]], "properties": {"country_name": "Red", **DAYS}}
    topology = {
        "type": "Topology",
        "arcs": [ring],
        "objects": {"all": {"type": "GeometryCollection", "geometries": [shape]}},
    }
    path = tmp_path / "c.topojson.xz"
    path.write_bytes(lzma.compress(json.dumps(topology).encode()))
    reference = read_reference(path)
    assert reference.dataset == "cshapes"
    assert reference.day == "1930-06-01"
    assert reference.records.geometry.iloc[0].equals(shapely.box(1, 1, 5, 9))


def test_a_snapshot_holds_for_its_year(named: World, tmp_path: Path) -> None:
    path = write(
        tmp_path / "world_1930.geojson", ({"NAME": "RED"}, RED), ({"NAME": "BLUE"}, BLUE), ({"NAME": None}, RED)
    )
    reference = read_reference(path)
    assert (reference.dataset, reference.day, len(reference.records)) == ("historical-basemaps", "1930-07-01", 2)
    assert len(measured(named, path, "1930-12-31").table) == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.geojson", "no JSON"),
        ("c.geojson.xz", "no xz"),
        ("world_1930.geojson", '{"type":"FeatureCollection","features":[]}'),
    ],
)
def test_another_file_is_a_wrong_call(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MapperError):
        read_reference(path)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (shapely.Point(7, 7), "feature 2, geometry: the geometry is no polygon"),
        (shapely.LineString([(1, 1), (2, 2)]), "feature 2, geometry: the geometry is no polygon"),
        (shapely.box(1, 1, 700, 9), "feature 2, geometry: a coordinate is no longitude, latitude in degrees"),
        (shapely.box(1, 1, 9, 101), "feature 2, geometry: a coordinate is no longitude, latitude in degrees"),
        (None, "feature 2, geometry: there is no geometry"),
    ],
)
@pytest.mark.parametrize("name", ["cshapes.geojson", "world_1938.geojson"])
def test_what_is_no_land_on_the_globe_is_told(tmp_path: Path, shape: shapely.Geometry, words: str, name: str) -> None:
    says = {"country_name" if name.startswith("cshapes") else "NAME": "Red", "start": "1900-01-01", "end": "1950-01-01"}
    sound = shapely.box(-180, 1, 180, 90)
    path = write(tmp_path / name, (says, sound), (says, shape or sound))
    if shape is None:
        told = json.loads(path.read_text(encoding="utf-8"))
        told["features"][1]["geometry"] = None
        path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(DataError, match=words):
        read_reference(path)


def test_missing_days_and_bad_days_are_told(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="gwsdate"):
        read_reference(write(tmp_path / "c.geojson", ({"country_name": "Red"}, RED)))
    with pytest.raises(DataError, match="'spring 1920' is no day"):
        read_reference(cshapes(tmp_path / "d.geojson", start="spring 1920"))


def test_a_name_of_no_polity_is_a_problem(named: World, tmp_path: Path) -> None:
    named.replace("polity_names.csv", "green,cshapes,Green\n", "grene,cshapes,Green\n")
    with pytest.raises(DataError, match=r"polity_names.csv, row 4, polity: 'grene' is not in polities.csv"):
        measured(named, cshapes(tmp_path / "c.geojson"), "1925-01-01")


@pytest.mark.parametrize(
    ("old", "new", "unmet"),
    [
        ("", "", "green (Green, Green Isles)"),
        ("red,cshapes,Red", "red,cshapes,red", "red (red); green (Green, Green Isles)"),
        ("blue,cshapes,Blue", "blue,cshapes,Red", "blue (Red); green (Green, Green Isles)"),
        ("green,cshapes,Green\ngreen,cshapes,Green Isles\n", "", ""),
    ],
    ids=["not there", "misspelt", "of another", "all met"],
)
def test_a_power_whose_names_are_met_nowhere_is_told(
    named: World, tmp_path: Path, old: str, new: str, unmet: str
) -> None:
    if old:
        named.replace("polity_names.csv", old, new)
    path = cshapes(tmp_path / "c.geojson")
    result = run(path, "--date", "1925-01-01", "--geodata", named.geodata)
    assert result.exit_code == 0
    assert result.stderr.rpartition("their names: ")[2].strip() == unmet


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["compare", *map(str, args)])


def test_the_command_prints_and_writes_the_table(named: World, tmp_path: Path) -> None:
    out = tmp_path / "table.csv"
    result = run(cshapes(tmp_path / "c.geojson"), "--geodata", named.geodata, "-o", out)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith("1930-06-01")
    assert lines[1].startswith("blue (west)")
    assert "1 deviation of more than 10 km" in lines
    assert pd.read_csv(out).columns.tolist() == [
        "polity", "theatre", "iou", "km2", "reference_km2", "mean", "median", "p95", "worst", "lon", "lat",
    ]  # fmt: skip


@pytest.mark.parametrize("more", [("--date", "1930-02-30"), ("-o", "x.txt"), ("--date", "1950-01-01")], ids=" ".join)
def test_wrong_calls_exit_with_2(named: World, tmp_path: Path, more: tuple[str, ...]) -> None:
    path = cshapes(tmp_path / "c.geojson", end="1960-12-31")
    assert run(path, "--geodata", named.geodata, *more).exit_code == 2
    assert run(tmp_path / "nowhere.geojson", "--geodata", named.geodata).exit_code == 2


def test_the_document_cites_what_there_is() -> None:
    text = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{([^,]+),", (GEODATA / "sources.bib").read_text(encoding="utf-8"), re.MULTILINE))
    cited = set(re.findall(r"`([a-z0-9-]+-\d[a-z0-9-]*)`", text))
    assert len(cited) > 20
    assert cited <= known


def test_every_name_belongs_to_a_polity(atlas: Atlas) -> None:
    for dataset in (CSHAPES, BASEMAPS):
        assert "poland" in read_names(atlas, dataset)
