"""Dated polygons become the same territories and spells as a drawing by lines; what is amiss is counted."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from test_atlas import ATLAS_DAYS
from world import AFTER, ATLAS, FIRST, PERIOD, TABLES

from mapper.atlas import Atlas, polities_on, read_atlas, spells_on, state_on
from mapper.dates import shift
from mapper.diff import diff
from mapper.errors import DataError
from mapper.export import export
from mapper.geodata import Geodata
from mapper.geometry import area_km2
from mapper.polygons import UNRECORDED, Spell, follow
from mapper.schema import slug

WEST, EAST, NORTH, SOUTH = (shapely.box(*b) for b in ((1, 1, 5, 9), (5, 1, 9, 9), (5, 5, 9, 9), (5, 1, 9, 5)))
FAR = shapely.box(101, 1, 109, 9)


def polygon(shape: shapely.Geometry, holder: str, first: str = FIRST, after: str = AFTER, **more: str) -> dict:
    """Return a dated polygon as a GeoJSON feature."""
    properties = {"name": holder.title(), "from": first, "to": after, "controller": holder, "sovereign": holder,
                  "status": "sovereign", "source": "treaty-1918", **more}  # fmt: skip
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}


# the tiny world again: blue holds the east whole, then green takes the south of it, then red the north
TINY = (
    polygon(WEST, "red"),
    polygon(EAST, "blue", after="1938-10-01"),
    polygon(NORTH, "blue", "1938-10-01", "1939-09-17"),
    polygon(NORTH, "red", "1939-09-17"),
    polygon(SOUTH, "green", "1938-10-01"),
    polygon(FAR, "green"),
)


def folder(root: Path, *features: dict) -> Path:
    """Make a geodata folder of dated polygons."""
    root.mkdir()
    (root / "atlas.toml").write_text(ATLAS, encoding="utf-8")
    for name in ("polities.csv", "sources.bib"):
        (root / name).write_text(TABLES[name], encoding="utf-8")
    for name in ("events.csv", "places.csv"):
        (root / name).write_text(TABLES[name].splitlines()[0] + "\n", encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": list(features)}
    (root / "boundaries.geojson").write_text(json.dumps(collection), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """Return the tiny world from dated polygons."""
    return read_atlas(folder(tmp_path_factory.mktemp("dated") / "geodata", *TINY))


def test_polygons_that_follow_each_other_are_cut_into_territories(dated: Atlas) -> None:
    theatres = {"blue": "west", "blue-2": "west", "green": "east", "red": "west"}  # blue-2, in the north, is smaller
    assert dated.territories["theatre"].to_dict() == theatres
    assert dated.spells[["territory", "from", "to", "controller"]].to_numpy().tolist() == [
        ["blue", "1918-11-11", "1938-10-01", "blue"],
        ["blue", "1938-10-01", "1946-01-01", "green"],
        ["blue-2", "1918-11-11", "1939-09-17", "blue"],
        ["blue-2", "1939-09-17", "1946-01-01", "red"],
        ["green", "1918-11-11", "1946-01-01", "green"],
        ["red", "1918-11-11", "1946-01-01", "red"],
    ]
    assert not dated.warnings
    assert not dated.spells.isna().to_numpy().any()  # a page tells no cell that is not there
    assert shapely.coverage_is_valid(dated.territories.geometry.to_numpy())


@given(ATLAS_DAYS)
def test_every_day_of_every_territory_has_one_spell(dated: Atlas, day: str) -> None:
    assert sorted(spells_on(dated, day).index) == sorted(dated.territories.index)


@given(ATLAS_DAYS)
@settings(max_examples=40)
def test_the_polities_of_a_day_are_the_polygons_of_the_day(dated: Atlas, day: str) -> None:
    held = polities_on(dated, day).set_index("controller").geometry
    for holder in ("red", "blue", "green"):
        live = [
            shapely.from_geojson(json.dumps(f["geometry"]))
            for f in TINY
            if f["properties"]["controller"] == holder and f["properties"]["from"] <= day < f["properties"]["to"]
        ]
        assert (holder in held.index) == bool(live)
        if live:
            assert held[holder].equals(shapely.union_all(live))


def test_it_is_the_world_that_is_drawn_by_lines(dated: Atlas, tiny: Geodata) -> None:
    found = diff(tiny.atlas, dated).table
    land = found[found["what"] == "land"]
    island = area_km2(shapely.box(9.3, 2, 9.6, 2.5))  # which the polygons lack, as the smaller one in the west
    assert (land["gained_km2"] == 0).all()
    assert land["lost_km2"].max() == pytest.approx(island)


def test_an_export_is_read_again_as_the_same_land(tiny: Geodata, tmp_path: Path) -> None:
    root = folder(tmp_path / "g")
    export(tiny, root / "boundaries.geojson")
    found = diff(tiny.atlas, read_atlas(root))
    assert found.table.empty
    assert found.slivers_km2 == 0


def test_lands_bear_the_names_of_further_languages(tmp_path: Path) -> None:
    named = polygon(WEST, "red", name_pl="Czerwony"), polygon(EAST, "blue")
    atlas = read_atlas(folder(tmp_path / "plain", *named))
    assert atlas.territories["name_pl"].to_dict() == {"red": "Czerwony", "blue": ""}
    root = folder(tmp_path / "declared", polygon(WEST, "red", polsku="Czerwony"), polygon(EAST, "blue"))
    with (root / "atlas.toml").open("a", encoding="utf-8") as toml:
        toml.write('\n[columns.boundaries]\nname_pl = "polsku"\n')
    assert read_atlas(root).territories["name_pl"].to_dict() == {"red": "Czerwony", "blue": ""}


def test_land_outside_the_windows_is_left_out(tmp_path: Path) -> None:
    atlas = read_atlas(folder(tmp_path / "g", polygon(shapely.box(-20, -20, 5, 5), "red")))
    assert atlas.territories.geometry.iloc[0].equals(shapely.box(0, 0, 5, 5))
    assert atlas.territories["km2"].iloc[0] == pytest.approx(area_km2(shapely.box(0, 0, 5, 5)))


def test_of_two_records_the_later_and_then_the_smaller_counts(tmp_path: Path) -> None:
    features = polygon(EAST, "blue"), polygon(NORTH, "red"), polygon(SOUTH, "green", "1930-01-01", "1931-01-01")
    atlas = read_atlas(folder(tmp_path / "g", *features))
    assert sorted(state_on(atlas, "1930-06-01")["controller"]) == ["green", "red"]
    assert sorted(state_on(atlas, "1931-01-01")["controller"]) == ["blue", "red"]
    (warning,) = atlas.warnings
    size = area_km2(NORTH) + area_km2(SOUTH)
    assert f"2 lands, {size:,.0f} km2, have two records on some days" in str(warning)
    assert f"the largest, of {area_km2(SOUTH):,.0f} km2, is feature 1 and feature 3 from 1930-01-01" in str(warning)
    assert SOUTH.contains(shapely.Point(warning.place))


def test_days_without_a_record_are_unrecorded(tmp_path: Path) -> None:
    atlas = read_atlas(folder(tmp_path / "g", polygon(WEST, "red", "1920-01-01", "1930-01-01"), polygon(EAST, "blue")))
    for day, holders in (("1919-12-31", [UNRECORDED]), ("1920-01-01", ["red"]), ("1930-01-01", [UNRECORDED])):
        assert [h for h in polities_on(atlas, day)["controller"] if h != "blue"] == holders
    assert "1 land, " in str(atlas.warnings[0])
    assert "Red from 1918-11-11 up to 1920-01-01, on other days in feature 1" in atlas.warnings[0].message
    assert WEST.contains(shapely.Point(atlas.warnings[0].place))
    assert atlas.polities["name"][UNRECORDED] == "Not recorded"


def test_days_beyond_the_study_are_clipped(tmp_path: Path) -> None:
    features = polygon(WEST, "red", "1900-01-01", "2000-01-01"), polygon(EAST, "blue", "1950-01-01", "1960-01-01")
    atlas = read_atlas(folder(tmp_path / "g", *features))
    assert atlas.spells[["from", "to"]].to_numpy().tolist() == [[FIRST, AFTER]]
    assert "2 records reach beyond the period" in str(atlas.warnings[0])


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"status": "conquered"}, "feature 2, status: 'conquered' is none of"),
        ({"controller": "rde"}, "feature 2, controller: 'rde' is not in polities.csv"),
        ({"source": "nobody-1900"}, "feature 2, source: 'nobody-1900' is not in sources.bib"),
        ({"from": "1920-02-30"}, "feature 2, from: '1920-02-30' is not a day in the calendar"),
        ({"to": "1918-11-11"}, "feature 2, to: it ends 1918-11-11, not after it begins, 1918-11-11"),
        ({"name": ""}, "feature 2, name: the cell is empty"),
    ],
    ids=str,
)
def test_a_fault_is_told_with_its_feature_and_property(tmp_path: Path, more: dict, told: str) -> None:
    faulty = polygon(EAST, "blue")
    faulty["properties"].update(more)
    with pytest.raises(DataError) as error:
        read_atlas(folder(tmp_path / "g", polygon(WEST, "red"), faulty))
    assert f"boundaries.geojson, {told}" in str(error.value)
    assert "1 problem in the data" in str(error.value)


@pytest.mark.parametrize("shape", [shapely.Point(1, 1), shapely.box(1, 1, 400, 2)], ids=["point", "too far"])
def test_a_geometry_that_is_no_polygon_in_degrees_is_told(tmp_path: Path, shape: shapely.Geometry) -> None:
    with pytest.raises(DataError, match=r"boundaries\.geojson, feature 1, geometry"):
        read_atlas(folder(tmp_path / "g", polygon(shape, "red")))


def test_a_file_that_gives_no_land_is_told_with_the_likely_cause(tmp_path: Path) -> None:
    for number, (features, words) in enumerate(
        (
            ([], "no record in the period"),
            ([polygon(shapely.box(50, 50, 60, 60), "red")], "no polygon lies in a window of the atlas"),
            ([polygon(shapely.box(1, 101, 9, 109), "red")], None),
            ([polygon(shapely.box(1, 61, 9, 69), "red", "1800-01-01", "1801-01-01")], "no record in the period"),
        )
    ):
        with pytest.raises(DataError, match=words or "no longitude, latitude"):
            read_atlas(folder(tmp_path / str(number), *features))
    made = folder(tmp_path / "turned", polygon(shapely.box(1, 61, 9, 69), "red"))
    about = made / "atlas.toml"
    about.write_text(
        ATLAS.replace("[100, 0, 110, 10]", "[60, 0, 70, 10]").replace("lon_0=105", "lon_0=65"), encoding="utf-8"
    )
    with pytest.raises(DataError, match="longitude and latitude swapped"):
        read_atlas(made)


def test_a_form_that_is_plain_is_read(tmp_path: Path) -> None:
    whole = polygon(WEST, "red")
    made = folder(tmp_path / "a", whole)
    as_it_is = read_atlas(made).spells.to_numpy().tolist()
    clocks = {**whole, "properties": {**whole["properties"], "from": f"{FIRST}T00:00:00Z", "to": f"{AFTER} 00:00"}}
    collection = {**whole, "geometry": {"type": "GeometryCollection", "geometries": [whole["geometry"]]}}
    high = json.loads(json.dumps(whole).replace("9.0]", "9.0, 120.5]").replace("1.0]", "1.0, 120.5]"))
    for text in ({"type": "FeatureCollection", "features": [one]} for one in (clocks, collection, high)):
        (made / "boundaries.geojson").write_text(json.dumps(text), encoding="utf-8")
        assert read_atlas(made).spells.to_numpy().tolist() == as_it_is
    (made / "boundaries.geojson").write_text("\ufeff" + json.dumps(whole), encoding="utf-8")
    assert read_atlas(made).spells.to_numpy().tolist() == as_it_is


def test_a_gap_of_one_day_asks_whether_the_ends_are_inclusive(tmp_path: Path) -> None:
    gap = folder(tmp_path / "a", polygon(WEST, "red", after="1930-01-01"), polygon(WEST, "blue", "1930-01-02"))
    assert any("inclusive" in warning.hint for warning in read_atlas(gap).warnings)
    long = folder(tmp_path / "b", polygon(WEST, "red", after="1930-01-01"), polygon(WEST, "blue", "1930-01-03"))
    assert not any("inclusive" in warning.hint for warning in read_atlas(long).warnings)


def spell(first: str, after: str, holder: str) -> Spell:
    return (first, after, holder.title(), holder, holder, "sovereign", "treaty-1918", "low", "")


SPELLS = st.builds(
    lambda first, days, holder: spell(first, min(shift(first, days), AFTER), holder),
    ATLAS_DAYS,
    st.integers(1, 4000),
    st.sampled_from(["red", "blue", "green"]),
)


@given(st.lists(SPELLS, min_size=1, max_size=6), ATLAS_DAYS)
def test_a_chain_covers_every_day_once_and_says_what_its_records_say(records: list[Spell], day: str) -> None:
    chain, doubled = follow(records, PERIOD)
    assert [one[1] for one in chain] == [*(one[0] for one in chain[1:]), AFTER]
    assert chain[0][0] == FIRST
    assert all(one[2:] != other[2:] for one, other in pairwise(chain))
    (held,) = [one[3] for one in chain if one[0] <= day < one[1]]
    live = [record for record in records if record[0] <= day < record[1]]
    latest = max((record[0] for record in live), default="")
    assert held == next((record[3] for record in live if record[0] == latest), UNRECORDED)
    assert doubled or len({record[3] for record in live}) <= 1


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Russia (Soviet Union)", "russia-soviet-union"),
        ("Łódź & São Tomé", "lodz-sao-tome"),
        ("\N{CJK UNIFIED IDEOGRAPH-4E2D}", "land"),
    ],
)
def test_a_name_becomes_an_id(name: str, word: str) -> None:
    assert slug(name) == word


DAYS_OF_THE_MARCH = ("1939-08-31", "1939-09-10", "1939-09-20", "1939-10-01")


def fought(home: Path, *towns: str, lands: str = "blue") -> Path:
    """Let the red march through lands of a folder in September 1939, town by town."""
    campaigns = "id,theatre,name,name_pl,territories,from,to,status,truces,note\n"
    campaigns += f"march,west,The march,Marsz,{lands},1939-09-01,1939-10-01,occupied,,\n"
    captures = "id,place,lon,lat,date,taken_by,taken_from,campaign,source,confidence,note\n"
    captures += "".join(f"{town},red,blue,march,treaty-1918,medium,\n" for town in towns)
    (home / "campaigns.csv").write_text(campaigns, encoding="utf-8")
    (home / "captures.csv").write_text(captures, encoding="utf-8")
    return home


SOUTHTOWN, NORTHTOWN = "southtown,Southtown,7,2,1939-09-10", "northtown,Northtown,7,8,1939-09-20"


def test_a_campaign_cuts_polygons_by_its_towns(tmp_path: Path) -> None:
    home = folder(tmp_path / "geodata", polygon(WEST, "red"), polygon(EAST, "blue"))
    atlas = read_atlas(fought(home, SOUTHTOWN, NORTHTOWN))
    held = {day: dict(polities_on(atlas, day)[["controller", "km2"]].to_numpy()) for day in DAYS_OF_THE_MARCH}
    first, south, north, after = (held[day].get("blue", 0.0) for day in DAYS_OF_THE_MARCH)
    assert first == pytest.approx(after)
    assert first > south > north == 0
    for day in DAYS_OF_THE_MARCH:
        assert sum(held[day].values()) == pytest.approx(sum(held["1939-08-31"].values()))

    with pytest.raises(DataError, match=r"campaigns\.csv, march, territories: march has no capture in red"):
        read_atlas(fought(home, SOUTHTOWN, NORTHTOWN, lands="blue; red"))


def test_a_change_within_a_campaign_is_told_at_the_campaign(tmp_path: Path) -> None:
    days = ("1918-11-11", "1939-09-15"), ("1939-09-15", "1946-01-01")
    lands = [polygon(EAST, power, *span) for power, span in zip(("blue", "green"), days, strict=True)]
    home = folder(tmp_path / "geodata", polygon(WEST, "red"), *lands)
    with pytest.raises(DataError) as told:
        read_atlas(fought(home, SOUTHTOWN))
    assert {Path(one.file).name for one in told.value.problems} == {"campaigns.csv"}, str(told.value)
