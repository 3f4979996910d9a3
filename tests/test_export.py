"""What leaves the atlas in the formats of others is what it holds."""

import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from pathlib import Path

import frictionless
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from test_atlas import ATLAS_DAYS
from world import AFTER, FIRST, GEODATA, ROOT, World

from mapper import datapackage, schema
from mapper.atlas import Atlas, polities_on, state_on
from mapper.cli import main
from mapper.dates import shift
from mapper.errors import BuildError, CallError, DataError
from mapper.export import FORMATS, dated_polygons, export, format_of
from mapper.geodata import Geodata, load
from mapper.linked import when

STATE = ["controller", "sovereign", "status"]


@pytest.fixture
def told(world: World) -> Geodata:
    """Return a tiny world that says whose it is."""
    world.replace(
        "atlas.toml", 'licence = "CC-BY-4.0"', 'licence = "CC-BY-4.0"\nlicence_url = "https://example.org/by"'
    )
    return load(world.geodata)


def read(path: Path) -> gpd.GeoDataFrame:
    if path.suffix == ".parquet":
        return gpd.read_parquet(path)
    return gpd.read_file(path, **({"layer": "spells"} if path.suffix == ".gpkg" else {}))


@pytest.mark.parametrize("kind", ["geojson", "gpkg", "parquet"])
def test_what_is_written_is_read_again(told: Geodata, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"all.{kind}"
    export(told, out)
    found = read(out).drop(columns="id", errors="ignore")  # of the features of GeoJSON
    wanted = dated_polygons(told.atlas)
    columns = [c for c in wanted.columns if c != "geometry"]
    assert found.columns.tolist() == wanted.columns.tolist()
    assert found[columns].astype(str).to_numpy().tolist() == wanted[columns].astype(str).to_numpy().tolist()
    assert found.geometry.geom_equals(wanted.geometry).all()
    assert found.crs == "EPSG:4326"


@given(ATLAS_DAYS)
def test_the_polygons_of_a_day_are_the_state_of_the_day(tiny: Geodata, day: str) -> None:
    spells = dated_polygons(tiny.atlas)
    live = spells[(spells["from"] <= day) & (day < spells["to"])].set_index("territory")
    state = state_on(tiny.atlas, day)
    assert live[STATE].sort_index().equals(state[STATE].sort_index())
    assert live.geometry.geom_equals(state.geometry.loc[live.index]).all()


@pytest.mark.parametrize("kind", list(FORMATS))
def test_the_same_data_give_the_same_bytes(told: Geodata, tmp_path: Path, kind: str) -> None:
    home = told.atlas.geodata if kind == "datapackage" else tmp_path
    one, other = home / "one", home / "other"
    export(told, one, kind)
    export(load(told.atlas.geodata), other, kind)
    assert one.read_bytes() == other.read_bytes()


def test_a_geopackage_holds_all_tables_and_no_clock(told: Geodata, tmp_path: Path) -> None:
    out = tmp_path / "all.gpkg"
    export(told, out)
    layers = dict(pyogrio.list_layers(out).tolist())
    drawn = {"spells": "MultiPolygon", "events": "Point", "places": "Point"}
    drawn |= dict.fromkeys(("lines", "movements", "railways", "rivers"), "LineString")
    tables = ("railway_spells", "agreements", "spheres", "recognitions", "polities", "sources", "layer_styles")
    assert layers == drawn | dict.fromkeys(tables)
    assert pyogrio.read_dataframe(out, layer="sources")["key"].tolist() == ["treaty-1918", "book-1950"]
    assert pyogrio.read_info(out, layer="spells")["dataset_metadata"]["licence"] == "CC-BY-4.0"
    with sqlite3.connect(out) as file:
        assert {stamp for (stamp,) in file.execute("select last_change from gpkg_contents")} == {
            "1970-01-01T00:00:00.000Z"
        }
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_the_days_of_a_geopackage_are_dates(told: Geodata, tmp_path: Path) -> None:
    out = tmp_path / "all.gpkg"
    export(told, out)
    with sqlite3.connect(out) as file:
        kinds = {name: kind for _, name, kind, *_ in file.execute("pragma table_info(spells)")}
        days = {day for row in file.execute('select "from", "to" from spells') for day in row}
        about = [text for (text,) in file.execute("select description from gpkg_contents where table_name = 'spells'")]
    assert (kinds["from"], kinds["to"]) == ("DATE", "DATE")
    assert days == {day for column in ("from", "to") for day in told.atlas.spells[column]}
    assert about == ["The tiny atlas. the tiny cartographers. Licence: CC-BY-4.0."]


def test_the_imprint_names_the_version(world: World) -> None:
    world.replace("atlas.toml", 'uri = "urn:tiny:"', 'uri = "urn:tiny:"\nversion = "7"')
    told = load(world.geodata).about.imprint
    assert told == "The tiny atlas, version 7. the tiny cartographers. Licence: CC-BY-4.0."
    assert "version 7." in state_file(world)["description"]


def state_file(world: World) -> dict[str, str]:
    out = world.root / "state.geojson"
    done = CliRunner().invoke(main, ["at", "1939-09-17", "-o", str(out), "--geodata", str(world.geodata)])
    assert done.exit_code == 0, done.output
    found: dict[str, str] = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_every_record_has_a_uri(told: Geodata, tmp_path: Path) -> None:
    out = tmp_path / "all.gpkg"
    export(told, out)
    found = {str(name): pyogrio.read_dataframe(out, layer=str(name)) for name, _ in pyogrio.list_layers(out)}
    uris = {name: frame["uri"].tolist() for name, frame in found.items() if "uri" in frame}
    assert set(found) - set(uris) == {"sources", "layer_styles"}
    assert uris["spells"][2] == "urn:tiny:spells/north-east/1939-09-17"
    assert uris["recognitions"][1] == "urn:tiny:recognitions/green/red/1939-09-17/north-east+westland"
    assert uris["places"] == ["urn:tiny:places/northtown"]
    assert uris["spheres"][0] == "urn:tiny:spheres/truce/westland"
    for name, listed in uris.items():
        assert len(listed) == len(set(listed)), name


def test_qgis_finds_a_style_and_the_days_of_each_polygon(told: Geodata, tmp_path: Path) -> None:
    out = tmp_path / "all.gpkg"
    export(told, out)
    (row,) = pyogrio.read_dataframe(out, layer="layer_styles").to_dict("records")
    assert (row["f_table_name"], row["f_geometry_column"], row["useAsDefault"]) == ("spells", "geom", True)
    assert pyogrio.read_info(out, layer="spells")["geometry_name"] == "geom"
    style = ET.fromstring(row["styleQML"])  # noqa: S314  (our own text)
    temporal = style.find("temporal").attrib
    wanted = {"enabled": "1", "mode": "4", "limitMode": "0"}
    wanted |= {"startExpression": 'to_datetime("from")', "endExpression": 'to_datetime("to")'}
    assert temporal.items() >= wanted.items()
    renderer = style.find("renderer-v2")
    assert renderer.attrib["attr"] == "controller"
    categories = {one.attrib["value"]: one.attrib["symbol"] for one in renderer.iter("category")}
    assert list(categories) == ["blue", "green", "red", ""]
    symbols = {
        one.attrib["name"]: one.find(".//Option[@name='color']").attrib["value"] for one in renderer.iter("symbol")
    }
    assert symbols[categories["red"]] == "199,123,107,255"  # 0xc7, 0x7b, 0x6b


README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def packed(data: Geodata, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the atlas's own GeoPackage."""
    out = tmp_path_factory.mktemp("packed") / "atlas.gpkg"
    export(data, out)
    return out


@given(ATLAS_DAYS)
@settings(max_examples=100)
def test_the_filter_of_the_readme_shows_the_state_of_the_day(data: Geodata, packed: Path, day: str) -> None:
    (line,) = re.findall(r'^"from" .*$', README, flags=re.MULTILINE)
    (said,) = set(re.findall(r"\d{4}-\d\d-\d\d", line))
    live = pyogrio.read_dataframe(
        packed, layer="spells", columns=["territory", *STATE, "km2"], where=line.replace(said, day), read_geometry=False
    )
    state = state_on(data.atlas, day)
    assert live.set_index("territory")[STATE].sort_index().equals(state[STATE].astype(live.dtypes[STATE]).sort_index())
    held = live.groupby("controller")["km2"].sum()
    polities = polities_on(data.atlas, day).set_index("controller")["km2"]
    assert (held - polities).abs().max() < 0.5
    assert set(held.index) == set(polities.index)


def test_features_of_geojson_have_ids_and_boxes(told: Geodata, tmp_path: Path) -> None:
    export(told, tmp_path / "a.geojson")
    raw = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert raw["bbox"] == [0.2, 0.2, 109, 9]
    by_id = {feature["id"]: feature for feature in raw["features"]}
    assert len(by_id) == len(raw["features"]) == 7
    assert by_id["north-east:1939-09-17"]["bbox"] == [5, 5, 9, 9]
    assert by_id["north-east:1939-09-17"]["properties"]["controller"] == "red"


def test_linked_places_tell_search_engines_what_they_are(told: Geodata, tmp_path: Path) -> None:
    export(told, tmp_path / "a.jsonld")
    told_there = json.loads((tmp_path / "a.jsonld").read_text(encoding="utf-8"))["indexing"]
    assert (told_there["@context"], told_there["@type"]) == ("https://schema.org/", "Dataset")
    assert told_there["name"] == "The tiny atlas"
    assert told_there["license"] == "https://example.org/by"
    assert told_there["temporalCoverage"] == "1918-11-11/1945-12-31"
    assert told_there["spatialCoverage"][0]["geo"]["box"] == "0 0 10 10"


def test_the_licence_goes_with_the_data(told: Geodata, tmp_path: Path) -> None:
    for name in ("a.geojson", "a.jsonld"):
        export(told, tmp_path / name)
        raw = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        assert (raw["licence"], raw["credit"]) == ("CC-BY-4.0", "the tiny cartographers")
    export(told, tmp_path / "a.parquet")
    assert gpd.read_parquet(tmp_path / "a.parquet").attrs["licence"] == "CC-BY-4.0"


def linked(data: Geodata, tmp_path: Path) -> dict[str, dict]:
    out = tmp_path / "all.jsonld"
    export(data, out)
    return {feature["@id"]: feature for feature in json.loads(out.read_text(encoding="utf-8"))["features"]}


def test_linked_places_have_what_the_format_requires(told: Geodata, tmp_path: Path) -> None:
    features = linked(told, tmp_path)
    kinds = [name.removeprefix("urn:tiny:").partition("/")[0] for name in features]
    assert [kinds.count(kind) for kind in ("places", "territories", "polities")] == [1, 4, 3]
    for feature in features.values():
        assert feature["type"] == "Feature"
        assert feature["properties"]["title"]
        assert set(feature["properties"]["fclasses"]) <= set("AHLPRST")
        assert all(name["toponym"] for name in feature["names"])
        assert feature["names"][0]["citations"][0]["label"] == "The tiny atlas. the tiny cartographers. CC-BY-4.0"
        assert feature["geometry"]["type"] == "GeometryCollection"
        assert feature["geometry"]["geometries"][0]["coordinates"]
        assert all(type_["identifier"].startswith("aat:") for type_ in feature["types"])
        assert all(relation["relationTo"] in features for relation in feature.get("relations", []))


def test_linked_places_date_names_holders_and_polities(told: Geodata, tmp_path: Path) -> None:
    features = linked(told, tmp_path)
    names = features["urn:tiny:places/northtown"]["names"]
    assert [(n["toponym"], n.get("lang")) for n in names] == [
        ("Northtown", "en"),
        ("Blueburg", None),
        ("Redgrad", None),
        ("Niebiesk", "pl"),
    ]
    assert names[1]["when"] == {"timespans": [{"start": {"in": "1918-11-11"}, "end": {"in": "1939-09-16"}}]}
    held = features["urn:tiny:territories/north-east"]["relations"][1]
    assert held["relationTo"] == "urn:tiny:polities/red"
    assert held["label"] == "held by Redland (occupied); evidence: cited"
    assert [c["label"] for c in held["citations"]] == [
        "Treaty of the Tiny World. 1918. art. 1\N{EN DASH}9. [art. 2]",
        "Writer, Ann. A Tiny History. Press, 1950.",
    ]
    assert held["certainty"] == "less-certain"
    assert features["urn:tiny:polities/blue"]["when"]["timespans"][0]["end"] == {"in": "1939-09-16"}


@given(ATLAS_DAYS, st.integers(1, 10_000))
def test_a_timespan_ends_on_its_last_day(first: str, days: int) -> None:
    after = shift(first, days)
    assert when([(first, after)]) == {"timespans": [{"start": {"in": first}, "end": {"in": shift(after, -1)}}]}


@pytest.mark.parametrize(("name", "kind"), [("x.shp", None), ("x", None)])
def test_a_format_that_is_none_is_a_wrong_call(name: str, kind: str | None) -> None:
    with pytest.raises(CallError, match="geojson, gpkg, parquet, lpf"):
        format_of(Path(name), kind)


def test_a_file_that_cannot_be_written_is_told(told: Geodata, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="cannot be written"):
        export(told, tmp_path / "nowhere" / "x.geojson")


@pytest.mark.parametrize("text", ["title = 3", "name = 'x'", "title ="])
def test_about_holds_known_texts(world: World, tmp_path: Path, text: str) -> None:
    world.replace("atlas.toml", 'title = "The tiny atlas"', text)
    with pytest.raises(DataError, match=r"atlas\.toml"):
        export(load(world.geodata), tmp_path / "x.geojson")


def test_the_whole_atlas_is_covered_every_day(atlas: Atlas) -> None:
    """On every day the rows of a territory, whole or cut into zones by a campaign, have its land."""
    rows = pd.DataFrame(dated_polygons(atlas).drop(columns="geometry"))
    rows["land"] = rows["part_of"].where(rows["part_of"] != "", rows["territory"])
    assert ((rows["campaign"] != "") == (rows["part_of"] != "")).all()
    assert set(rows["campaign"]) - {""} == set(atlas.captures.campaigns)
    both = pd.concat([rows.assign(day=rows["from"]), rows.assign(day=rows["to"], km2=-rows["km2"])])
    steps = both.pivot_table(index="land", columns="day", values="km2", aggfunc="sum", fill_value=0.0)
    assert (steps.columns[0], steps.columns[-1]) == (FIRST, AFTER)
    held = steps.cumsum(axis=1).drop(columns=AFTER)
    whole = atlas.territories.loc[held.index, "km2"]
    wrong = held[(held.sub(whole, axis=0).abs() > 0.01 + 1e-4 * whole.to_numpy()[:, np.newaxis]).any(axis=1)]
    assert list(wrong.index) == []


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, args)])


def test_a_data_package_describes_the_folder(world: World) -> None:
    out = world.geodata / "datapackage.json"
    result = run("--geodata", world.geodata, "-o", out)
    assert result.exit_code == 0, result.output
    report = frictionless.validate(str(out))
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert report.stats["errors"] == 0
    package = json.loads(out.read_text(encoding="utf-8"))
    tables = {one["path"]: one for one in package["resources"]}
    assert set(tables) == {path.name for path in world.geodata.iterdir() if path.suffix in (".csv", ".geojson", ".bib")}
    fields = {field["name"]: field for field in tables["spells.csv"]["schema"]["fields"]}
    assert fields["from"] == {"name": "from", "type": "date", "constraints": {
        "required": True, "minimum": "1918-11-11", "maximum": "1946-01-01"}}  # fmt: skip
    assert fields["status"]["constraints"]["enum"] == sorted(schema.STATUSES)
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]


@pytest.mark.parametrize(
    ("old", "wrong"),
    [("red,Redland", "red,"), ("#c77b6b", "red"), ("blue,Blueland", "bleu,Blueland")],
    ids=["empty", "pattern", "reference"],
)
def test_a_data_package_tells_what_is_wrong_with_a_table(world: World, old: str, wrong: str) -> None:
    out = world.geodata / "datapackage.json"
    export(load(world.geodata), out)
    world.replace("polities.csv", old, wrong)
    assert frictionless.validate(str(out)).stats["errors"] > 0


def test_the_package_of_the_geodata_is_of_its_files(data: Geodata) -> None:
    kept = json.loads((GEODATA / "datapackage.json").read_text(encoding="utf-8"))
    hint = "python geodata/sums.py makes it anew"
    assert kept == datapackage.package(GEODATA, data.about), hint


def test_the_licence_of_the_geodata_lies_beside_them(data: Geodata) -> None:
    text = (GEODATA / "LICENSE").read_text(encoding="utf-8")
    assert f"SPDX-License-Identifier: {data.about.licence}" in text
    assert data.about.licence_url in text


def test_a_data_package_lies_in_its_folder(told: Geodata, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="names the files beside it"):
        export(told, tmp_path / "datapackage.json")


def test_the_command(world: World, tmp_path: Path) -> None:
    out = tmp_path / "all.geojson"
    result = run("--geodata", world.geodata, "-o", out)
    assert result.exit_code == 0, result.output
    assert f"{out}: 7 features" in result.output
    assert run("--geodata", world.geodata, "-o", tmp_path / "x.shp").exit_code == 2
    assert run("--geodata", world.geodata, "--format", "lpf", "-o", tmp_path / "x.json").exit_code == 0
