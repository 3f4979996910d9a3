"""A new atlas of what people have: files in the forms, languages and conventions that they come in."""

import json
import lzma
import tomllib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from click.testing import CliRunner, Result
from test_compare import write
from test_polygons import EAST, NORTH, SOUTH, WEST

from mapper.atlas import polities_on, read_atlas, state_on
from mapper.build import build
from mapper.cli import main
from mapper.dates import shift
from mapper.errors import CallError, DataError
from mapper.geodata import load
from mapper.geometry import area_km2
from mapper.new import new
from mapper.parts import UNSTATED, Wish

# Alsace and Lorraine, drawn by hand: the land that changed hands, and what it was to each side
ALSACE = shapely.Polygon(
    [(6.0, 49.5), (6.4, 49.45), (7.1, 49.1), (8.2, 48.97), (7.8, 48.6), (7.55, 47.6), (7.1, 47.45), (6.9, 47.8),
     (7.2, 48.4), (6.6, 48.6), (6.0, 48.95)]
)  # fmt: skip
FRENCH = {"NOM": "Alsace-Lorraine", "DEBUT": "1860-01-01", "FIN": "1871-05-09", "DETENTEUR": "France"}
GERMAN = {"NOM": "Reichsland", "DEBUT": "1871-05-10", "FIN": "1918-11-21", "DETENTEUR": "Deutsches Reich"}
AGAIN = {"NOM": "Alsace-Lorraine", "DEBUT": "1918-11-22", "FIN": "1925-12-31", "DETENTEUR": "France"}


@pytest.fixture
def alsace(tmp_path: Path) -> Path:
    """Return three polygons whose last days are their own, with French columns."""
    return write(tmp_path / "alsace-lorraine.geojson", *((record, ALSACE) for record in (FRENCH, GERMAN, AGAIN)))


def about(folder: Path) -> dict:
    return tomllib.loads((folder / "geodata" / "atlas.toml").read_text(encoding="utf-8"))


def holders(folder: Path, day: str) -> list[str]:
    return polities_on(read_atlas(folder / "geodata"), day)["name"].tolist()


def built(folder: Path) -> int:
    """Build the maps of a new atlas, and return the number of its events."""
    (made,) = build(folder / "geodata", folder / "maps", folder / "maps")
    assert made.path.is_file()
    return made.events


def test_a_small_atlas_builds_at_once(tmp_path: Path) -> None:
    new(tmp_path / "a")
    assert built(tmp_path / "a") == 1
    assert not load(tmp_path / "a" / "geodata").atlas.warnings
    assert holders(tmp_path / "a", "1905-01-01") == ["Northland", "Southland"]
    before, after = (polities_on(read_atlas(tmp_path / "a" / "geodata"), day) for day in ("1911-04-30", "1911-05-01"))
    assert (after["km2"] - before["km2"]).round(-2).abs().min() > 10_000


def test_three_polygons_lose_no_day(alsace: Path, tmp_path: Path) -> None:
    out = tmp_path / "a"
    made = new(out, [alsace])
    assert (made.first, made.last, made.counts) == ("1860-01-01", "1925-12-31", ("3 records of land",))
    assert about(out)["columns"]["boundaries"] == {
        "name": "NOM", "from": "DEBUT", "to": "FIN", "controller": "DETENTEUR", "ends": "inclusive",
        "fixed": {"source": "alsace-lorraine"},
    }  # fmt: skip
    data = load(out / "geodata")
    assert not data.atlas.warnings
    spells = data.atlas.spells[["from", "to", "controller"]].to_numpy().tolist()
    assert spells == [
        ["1860-01-01", "1871-05-10", "france"],
        ["1871-05-10", "1918-11-22", "deutsches-reich"],
        ["1918-11-22", "1926-01-01", "france"],
    ]
    assert data.atlas.territories["km2"].iloc[0] == pytest.approx(area_km2(ALSACE), rel=1e-6)
    assert built(out) == 0
    assert any("was taken as inclusive" in note and "2 records end on the day before" in note for note in made.notes)


def test_what_was_guessed_is_mended_in_the_file(alsace: Path, tmp_path: Path) -> None:
    out = tmp_path / "a"
    new(out, [alsace])
    path = out / "geodata" / "atlas.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"inclusive"', '"exclusive"').replace('"DETENTEUR"', '"NOM"'), encoding="utf-8")
    atlas = read_atlas(out / "geodata")
    assert holders(out, "1871-05-09") == ["Not recorded"]
    assert holders(out, "1900-01-01") == ["Reichsland"]
    assert any("Alsace-Lorraine, Reichsland are not in polities.csv" in str(warning) for warning in atlas.warnings)


@pytest.mark.parametrize("ends", ["inclusive", "exclusive"])
def test_the_ends_are_as_they_were_declared(tmp_path: Path, ends: str) -> None:
    path = write(
        tmp_path / "x.geojson",
        ({"name": "Red", "from": "1900", "to": "1905"}, WEST),
        ({"name": "Red", "from": "1900-01-01", "to": "1910-06-30"}, EAST),
    )
    new(tmp_path / "a", [path], Wish(ends=ends))
    after = {"inclusive": ("1906-01-01", "1910-07-01"), "exclusive": ("1905-01-01", "1910-06-30")}[ends]
    spells = read_atlas(tmp_path / "a" / "geodata").spells
    assert set(after) - {about(tmp_path / "a")["to"].isoformat()} <= set(spells["to"])
    assert about(tmp_path / "a")["to"].isoformat() == after[1]


@pytest.mark.parametrize(
    ("spans", "inclusive"),
    [
        ((("1900", "1909"), ("1910", "1919")), True),
        ((("1900", "1910"), ("1910", "1920")), False),
        ((("1900-03-04", "1910-05-06"), ("1910-05-06", "1911-02-03")), False),
        ((("1938", "1938"), ("1939", "1939")), True),
        ((("1900-03-04", "1910-12-31"),), True),
        ((("1900-03-04", "1911-01-01"),), False),
    ],
)
def test_the_ends_are_guessed_by_what_follows(tmp_path: Path, spans: tuple, inclusive: bool) -> None:  # noqa: FBT001
    records = [({"name": "Red", "from": first, "to": last}, WEST) for first, last in spans]
    new(tmp_path / "a", [write(tmp_path / "x.geojson", *records)])
    assert (about(tmp_path / "a")["columns"]["boundaries"]["ends"] == "inclusive") is inclusive
    assert not read_atlas(tmp_path / "a" / "geodata").warnings


WRITERS = {
    "gpkg": lambda frame, path: frame.to_file(path, driver="GPKG"),
    "shp": lambda frame, path: frame.to_file(path, driver="ESRI Shapefile"),
    "fgb": lambda frame, path: frame.to_file(path, driver="FlatGeobuf"),
    "parquet": lambda frame, path: frame.to_parquet(path),
    "geojson": lambda frame, path: frame.to_crs(4326).to_file(path, driver="GeoJSON"),
    "geojson.xz": lambda frame, path: path.write_bytes(lzma.compress(frame.to_crs(4326).to_json().encode())),
}


@pytest.mark.parametrize("kind", list(WRITERS))
def test_every_form_and_projection_is_read(tmp_path: Path, kind: str) -> None:
    rows = {"NAZWA": ["Śląsk", "Łódź"], "OD": ["01.09.1939", "03.02.1940"], "WLADZA": ["Żółci", "Żółci"]}
    frame = gpd.GeoDataFrame(rows, geometry=[WEST, EAST], crs=4326).to_crs(3857)
    path = tmp_path / f"granice.{kind}"
    WRITERS[kind](frame, path)
    new(tmp_path / "a", [path])
    atlas = read_atlas(tmp_path / "a" / "geodata")
    assert (atlas.about.period.first, atlas.about.period.after) == ("1939-09-01", "1941-01-01")
    assert sorted(atlas.territories["name"]) == ["Łódź", "Śląsk"]
    assert polities_on(atlas, "1940-02-03")["name"].tolist() == ["Żółci"]
    found = atlas.territories.set_index("name").geometry["Śląsk"]
    assert found.symmetric_difference(WEST).area < 1e-4
    assert about(tmp_path / "a")["columns"]["boundaries"]["dates"] == "%d.%m.%Y"


def test_topojson_is_read(tmp_path: Path) -> None:
    told = {"type": "Polygon", "arcs": [[0]], "properties": {"name": "Red", "start": 1900, "end": 1910}}
    ring = shapely.get_coordinates(WEST).tolist()
    topology = {
        "type": "Topology",
        "objects": {"x": {"type": "GeometryCollection", "geometries": [told]}},
        "arcs": [ring],
    }
    (tmp_path / "x.topojson").write_text(json.dumps(topology), encoding="utf-8")
    new(tmp_path / "a", [tmp_path / "x.topojson"])
    assert holders(tmp_path / "a", "1900-01-01") == ["Red"]


def test_a_file_without_a_crs_says_so(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["Red"], "from": ["1900"], "to": ["1910"]}, geometry=[WEST], crs=4326)
    path = tmp_path / "x.shp"
    frame.to_crs(3857).to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(CallError, match="names no CRS"):
        new(tmp_path / "a", [path])
    new(tmp_path / "a", [path], Wish(crs="EPSG:3857"))
    assert read_atlas(tmp_path / "a" / "geodata").territories.geometry.iloc[0].symmetric_difference(WEST).area < 1e-4


def test_words_of_others_become_statuses_and_sources(tmp_path: Path) -> None:
    record = {
        "name": "Ост",
        "from": "1900",
        "to": "1910",
        "owner": "Красные",
        "status": "besetzt",
        "source": "Writer 1950, p. 5",
    }
    path = write(
        tmp_path / "x.geojson", (record, WEST), ({**record, "name": "Юг", "owner": "Синие", "status": ""}, EAST)
    )
    made = new(tmp_path / "a", [path])
    atlas = read_atlas(tmp_path / "a" / "geodata")
    state = state_on(atlas, "1905-01-01").set_index("name")
    assert state["status"].to_dict() == {"Ост": "occupied", "Юг": "sovereign"}
    assert polities_on(atlas, "1905-01-01")["name"].tolist() == ["Красные", "Синие"]  # two ids, though none has letters
    (key,) = set(state["source"])
    assert atlas.sources[key]["title"] == "Writer 1950, p. 5"
    assert "the status 'besetzt' was read as 'occupied'" in made.notes


def test_land_that_still_holds_reaches_the_end(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.geojson",
        ({"name": "Red", "start": "0800", "end": "9999-12-31"}, WEST),
        ({"name": "Blue", "start": "0850-06-01", "end": None}, EAST),
    )
    new(tmp_path / "a", [path])
    assert str(read_atlas(tmp_path / "a" / "geodata").about.period) == "0800-01-01 up to 0851-01-01"
    assert holders(tmp_path / "a", "0850-12-31") == ["Blue", "Red"]
    assert built(tmp_path / "a") == 0


def test_records_that_cannot_be_used_are_listed(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.geojson",
        ({"name": "Red", "from": "1900", "to": "1910"}, WEST),
        ({"name": "Blue", "from": "who knows", "to": "1910"}, EAST),
        ({"name": "Green", "from": "1920", "to": "1910"}, NORTH),
        ({"name": "", "from": "1900", "to": "1910"}, SOUTH),
    )
    made = new(tmp_path / "a", [path])
    left = pd.read_csv(tmp_path / "a" / "left-out.csv")
    assert left["row"].tolist() == ["feature 2", "feature 3", "feature 4"]
    assert "who knows" in left["reason"][0]
    assert left["reason"][1:].tolist() == ["it ends 1910, not after it begins, 1920", "it has no name"]
    assert any("3 records could not be used" in note for note in made.notes)
    assert built(tmp_path / "a") == 0


@pytest.mark.parametrize("shape", [WEST, shapely.box(30, 50, 31, 51)], ids=["here", "far"])
def test_a_record_that_cannot_be_used_says_nothing_of_the_ends(tmp_path: Path, shape: shapely.Polygon) -> None:
    path = write(
        tmp_path / "x.geojson",
        ({"name": "Typo", "from": "1910-12-31", "to": "1900-01-01"}, shape),
        ({"name": "Red", "from": "1911-01-01", "to": "1920-12-31"}, WEST),
        ({"name": "Blue", "from": "1900-01-01", "to": "1920-12-31"}, EAST),
    )
    made = new(tmp_path / "a", [path])
    assert about(tmp_path / "a")["columns"]["boundaries"]["ends"] == "inclusive"
    assert made.last == "1920-12-31"


def test_a_record_that_still_holds_tells_how_the_one_before_ends(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.geojson",
        ({"name": "Red", "from": "1900-03-04", "to": "1910-05-05"}, WEST),
        ({"name": "Red", "from": "1910-05-06", "to": ""}, WEST),
    )
    new(tmp_path / "a", [path])
    assert about(tmp_path / "a")["columns"]["boundaries"]["ends"] == "inclusive"


def test_a_record_without_a_first_date_or_a_shape_is_left_out(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.geojson",
        ({"name": "Red", "from": "1900", "to": "1910"}, WEST),
        ({"name": "Blue", "from": None, "to": "1910"}, EAST),
        ({"name": "Green", "from": "1900", "to": "1910"}, NORTH),
        ({"name": "Old", "from": "..", "to": "1910"}, SOUTH),
    )
    text = json.loads(path.read_text(encoding="utf-8"))
    text["features"][2]["geometry"] = None
    path.write_text(json.dumps(text), encoding="utf-8")
    new(tmp_path / "a", [path])
    left = pd.read_csv(tmp_path / "a" / "left-out.csv")
    assert left[["row", "reason"]].to_numpy().tolist() == [
        ["feature 2", "from: it has no first date"],
        ["feature 3", "it has no polygon"],
    ]
    assert holders(tmp_path / "a", "1900-01-01") == ["Old", "Red"]


def test_the_check_asks_for_a_first_date_too(alsace: Path, tmp_path: Path) -> None:
    new(tmp_path / "a", [alsace])
    path = tmp_path / "a" / "geodata" / "boundaries.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace('"1860-01-01"', "null"), encoding="utf-8")
    with pytest.raises(DataError, match="feature 1, DEBUT: it has no first date"):
        read_atlas(tmp_path / "a" / "geodata")


def test_land_without_a_holder_holds_itself_and_is_told(tmp_path: Path) -> None:
    span = {"from": "1900", "to": "1910"}
    path = write(
        tmp_path / "x.geojson",
        ({"name": "Red", "holder": None, **span}, WEST),
        ({"name": "Blue", "holder": "Green", **span}, EAST),
    )
    made = new(tmp_path / "a", [path])
    assert "1 record without 'holder': the land holds itself: Red" in made.notes
    assert holders(tmp_path / "a", "1905-01-01") == ["Green", "Red"]
    path = write(tmp_path / "y.geojson", ({"name": "Red", **span}, WEST))
    assert not any("holds itself" in note for note in new(tmp_path / "b", [path]).notes)


def test_coordinates_in_metres_are_told_at_once(tmp_path: Path) -> None:
    metres = gpd.GeoSeries([WEST], crs=4326).to_crs(3857).iloc[0]
    path = write(tmp_path / "x.geojson", ({"name": "Red", "from": "1900", "to": "1910"}, metres))
    with pytest.raises(CallError, match=r"may be metres of a projection: name it, as in --crs EPSG:3857"):
        new(tmp_path / "a", [path])
    new(tmp_path / "a", [path], Wish(crs="EPSG:3857"))
    assert read_atlas(tmp_path / "a" / "geodata").territories.geometry.iloc[0].symmetric_difference(WEST).area < 1e-4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", r"x\.geojson is empty"),
        (b'{"type": "FeatureCollection", "features": []}', "holds no record"),
        ('{"Łódź": 1}'.encode("cp1250"), "the file is not in UTF-8: .* Save it in UTF-8"),
        (b"[[[1, 1], [5, NaN], [5, 9], [1, 1]]]", "cannot be read: a number is not finite"),
        (b"[[[1, 1], [5, 1], [5, 9], [1, 9]]]", "cannot be read: Points of LinearRing do not form a closed linestring"),
    ],
)
def test_features_that_cannot_be_used_say_why(tmp_path: Path, text: bytes, told: str) -> None:
    path = write(tmp_path / "x.geojson", ({"name": "Red", "from": "1900", "to": "1910"}, WEST))
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole["features"][0]["geometry"]["coordinates"] = []
    drawn = json.dumps(whole).encode().replace(b'"coordinates": []', b'"coordinates": ' + text)
    path.write_bytes(drawn if text.startswith(b"[") else text)
    with pytest.raises((CallError, DataError), match=told):
        new(tmp_path / "a", [path])


def snapshots(folder: Path, *years: int, name: str = "NAME") -> list[Path]:
    return [
        write(
            folder / f"world_{year}.geojson", ({name: "Red", "SUBJECTO": "Red"}, WEST), ({name: f"Blue {year}"}, EAST)
        )
        for year in years
    ]


@pytest.mark.parametrize(("until", "then"), [("next", ["Blue 1930", "Red"]), ("year", ["Not recorded"])])
@pytest.mark.parametrize("column", ["NAME", "LAND"])
def test_snapshots_hold_until_the_next_or_for_their_year(tmp_path: Path, until: str, then: list, column: str) -> None:
    new(tmp_path / "a", snapshots(tmp_path, 1938, 1930, name=column), Wish(until=until))
    assert holders(tmp_path / "a", "1930-12-31") == ["Blue 1930", "Red"]
    assert holders(tmp_path / "a", "1937-12-31") == then
    assert holders(tmp_path / "a", "1938-01-01") == ["Blue 1938", "Red"]
    assert read_atlas(tmp_path / "a" / "geodata").about.period.last == "1938-12-31"
    assert about(tmp_path / "a")["licence"] == ("GPL-3.0-only" if column == "NAME" else UNSTATED)


EVENTS = """\
Datum;Titel;Ort;Breite;Länge;Beschreibung;Typ
01.09.1939;Westerplatte;Danzig;54,4075;18,6714;"Das Schiff; es feuert.";Krieg
17.09.1939;Einmarsch;Baranowitschi;53,13;26,01;;Krieg
28.09.1939;Grenzvertrag;Moskau;55,75;37,62;;Vertrag
;ohne Datum;Wilna;54,68;25,28;;Krieg
06.10.1939;;Kock;51,64;22,45;;
"""


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ";"), ("utf-8", "|")])
def test_a_csv_of_events_becomes_a_map_in_two_commands(tmp_path: Path, encoding: str, mark: str) -> None:
    text = (
        EVENTS
        if mark == ";"
        else EVENTS.replace('"Das Schiff; es feuert."', "Das Schiff; es feuert.").replace(";", mark)
    )
    text = text.replace(f"Das Schiff{mark} es", "Das Schiff; es") if mark != ";" else text
    path = tmp_path / "ereignisse.csv"
    path.write_bytes(text.encode(encoding))
    out = tmp_path / "a"
    result = run("new", out, "--from", path, "--licence", "CC0-1.0")
    assert result.exit_code == 0, result.output
    assert f"{out}: 4 events, 1939-09-01 to 1939-10-06" in result.output
    assert f"cd {out} && mapper build" in result.output
    assert run("build", "--geodata", out / "geodata", "--maps", out / "maps").exit_code == 0
    events = load(out / "geodata").events
    assert events["date"].tolist() == ["1939-09-01", "1939-09-17", "1939-09-28", "1939-10-06"]
    assert events["title"].tolist() == ["Westerplatte", "Einmarsch", "Grenzvertrag", "Kock"]
    assert events["text"].tolist() == ["Das Schiff; es feuert.", "", "", ""]
    assert events["theme"].tolist() == ["krieg", "krieg", "vertrag", "event"]
    assert events["lon"].tolist() == [18.6714, 26.01, 37.62, 22.45]
    assert pd.read_csv(out / "left-out.csv")["row"].tolist() == ["row 5"]
    assert about(out)["licence"] == "CC0-1.0"
    assert "licence_url" not in about(out)


def test_events_alone_lie_on_the_coast_of_today(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("date,name,lat,lon\n1939-09-01,Danzig,54.35,18.65\n1940-06,Paris,48.85,2.35\n", encoding="utf-8")
    new(tmp_path / "a", [path])
    geodata = tmp_path / "a" / "geodata"
    assert sorted(file.name for file in geodata.iterdir()) == ["atlas.toml", "events.csv", "sources.bib"]
    data = load(geodata)
    assert data.atlas.territories.index.tolist() == ["land"]
    assert data.events["match"].tolist() == ["inside", "inside"]
    land = data.atlas.territories.geometry.iloc[0]
    west, south, east, north = data.about.windows[0]
    assert shapely.box(west, south, east, north).contains(shapely.MultiPoint([(2.35, 48.85), (18.65, 54.35)]))
    assert shapely.box(west, south, east, north).covers(land)
    assert not land.contains(shapely.Point(3, 55)) | (not land.contains(shapely.Point(13, 51)))
    assert data.atlas.sources["natural-earth"]["note"] == "public domain"
    assert about(tmp_path / "a")["credits"][0]["by"] == "Natural Earth"
    assert built(tmp_path / "a") == 2


def test_points_and_spreadsheets_of_events_are_read(tmp_path: Path) -> None:
    rows = {"When": ["1939-09-01", "1940-06-14"], "What": ["Danzig", "Paris"], "lon": ["east", "west"]}
    frame = gpd.GeoDataFrame(rows, geometry=[shapely.Point(18.65, 54.35), shapely.Point(2.35, 48.85)], crs=4326)
    frame.to_crs(3857).to_file(tmp_path / "points.gpkg")
    table = pd.DataFrame(
        {"Date": pd.to_datetime(rows["When"]), "Title": rows["What"], "Lat": [54.35, 48.85], "Lon": [18.65, 2.35]}
    )
    pyogrio.write_dataframe(table, tmp_path / "sheet.xlsx", driver="XLSX")
    for path in (tmp_path / "points.gpkg", tmp_path / "sheet.xlsx"):
        new(tmp_path / path.stem, [path])
        events = load(tmp_path / path.stem / "geodata").events
        assert events["date"].tolist() == ["1939-09-01", "1940-06-14"]
        assert events["title"].tolist() == ["Danzig", "Paris"]
        assert events["lon"].round(3).tolist() == [18.65, 2.35]


def test_land_and_events_make_one_atlas(alsace: Path, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("date,title,lon,lat\n1871-05-10,Peace,7.75,48.58\n", encoding="utf-8")
    made = new(tmp_path / "a", [events, alsace], Wish(title="Alsace"))
    assert made.counts == ("3 records of land", "1 event")
    data = load(tmp_path / "a" / "geodata")
    assert data.events["controller"].tolist() == ["deutsches-reich"]
    assert data.about.title == {"en": "Alsace"}
    assert built(tmp_path / "a") == 1


def test_days_and_months_that_may_be_swapped_are_told(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("date,title,lon,lat\n01/02/1939,A,20,52\n03/04/1939,B,21,52\n", encoding="utf-8")
    made = new(tmp_path / "a", [path])
    assert any("day and month may be swapped" in note and '"%m/%d/%Y"' in note for note in made.notes)
    text = tmp_path / "a" / "geodata" / "atlas.toml"
    text.write_text(text.read_text(encoding="utf-8").replace("%d/%m/%Y", "%m/%d/%Y"), encoding="utf-8")
    assert load(tmp_path / "a" / "geodata").events["date"].tolist() == ["1939-01-02", "1939-03-04"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "a,b\n1,2\n",
            r"no column is known as date or as lon or as lat; there are a, b\. Name it: --column date=COLUMN",
        ),
        ("date,lon,lat\nsoon,1,2\n", "'soon' are no dates; name their form"),
        ("date,lon,lat\n1939,,\n", "holds no event that can be used: row 2: lon: the cell is empty"),
        ("date,lon,lat,lat\n1939,1,2,3\n", "2 columns bear the name 'lat'"),
        ("date,lon,lat\n1939,1,2,3\n", "row 2: 4 cells where the header has 3"),
        ("", "the file is empty"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "e.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises((CallError, DataError), match=told):
        new(tmp_path / "a", [path])
    assert not (tmp_path / "a").exists()


def test_a_column_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("t,a,b\n1939-09-01,52,20\n", encoding="utf-8")
    result = run("new", tmp_path / "a", "--from", path, "--column", "date=t", "--column", "lat=a", "--column", "lon=b")
    assert result.exit_code == 0, result.output
    assert run("new", tmp_path / "a", "--from", path).exit_code == 2  # it is there
    assert run("new", tmp_path / "b", "--from", path, "--column", "date").exit_code == 2
    told = run("new", tmp_path / "b", "--from", path, "--column", "dat=t")
    assert (told.exit_code, "--column dat=t: 'dat' is none of id, date, " in told.stderr) == (2, True)
    assert "it has t, a, b" in run("new", tmp_path / "b", "--from", path, "--column", "date=x").stderr


@pytest.mark.parametrize(
    ("old", "wrong", "told"),
    [
        ('name = "NOM"', 'nom = "NOM"', r"atlas\.toml, columns\.boundaries, nom: no such key is known"),
        ('"inclusive"', '"both"', r"ends: 'both' is none of: exclusive, inclusive"),
        ('name = "NOM"', "name = 3", "name: 3 is no text"),
        ("[columns.boundaries]", "[columns.borders]", "no columns of 'borders' can be declared"),
        ('source = "alsace-lorraine"', 'source = "nope"', r"boundaries\.fixed, source: 'nope' is not in sources\.bib"),
        ('from = "DEBUT"', 'from = "DETENTEUR"', r"feature 1, DETENTEUR: 'France' is not an EDTF date"),
    ],
)
def test_columns_that_are_declared_wrong_are_told(
    alsace: Path, tmp_path: Path, old: str, wrong: str, told: str
) -> None:
    new(tmp_path / "a", [alsace])
    path = tmp_path / "a" / "geodata" / "atlas.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(
        text.replace(old, wrong, 1).replace(
            "[columns.boundaries.fixed]",
            "[columns.borders.fixed]" if "borders" in wrong else "[columns.boundaries.fixed]",
        ),
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=told):
        load(tmp_path / "a" / "geodata")


@pytest.mark.parametrize(
    ("ends", "hint"),
    [("inclusive", 'The end is the last day: ends = "inclusive"'), ("exclusive", "The end is the first")],
)
def test_an_end_before_the_beginning_is_told_in_the_words_of_the_file(
    alsace: Path, tmp_path: Path, ends: str, hint: str
) -> None:
    new(tmp_path / "a", [alsace], Wish(ends=ends))
    path = tmp_path / "a" / "geodata" / "boundaries.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace('"1871-05-09"', '"1850"'), encoding="utf-8")
    with pytest.raises(DataError, match=f"feature 1, to: it ends 1850, not after it begins, 1860-01-01. {hint}"):
        read_atlas(tmp_path / "a" / "geodata")


def test_a_source_by_its_title_may_stand_for_all_records(alsace: Path, tmp_path: Path) -> None:
    new(tmp_path / "a", [alsace])
    path = tmp_path / "a" / "geodata" / "atlas.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('source = "alsace-lorraine"', 'source = "Alsace lorraine"'), encoding="utf-8")
    assert set(read_atlas(tmp_path / "a" / "geodata").spells["source"]) == {"alsace-lorraine"}


def test_the_readme_is_enough_to_mend_it(alsace: Path, tmp_path: Path) -> None:
    new(tmp_path / "a", [alsace])
    text = (tmp_path / "a" / "README.md").read_text(encoding="utf-8")
    for word in ("mapper build", "atlas.toml", "boundaries.geojson", "`alsace-lorraine.geojson`", "[from, to)"):
        assert word in text


def test_the_same_file_gives_the_same_folder(alsace: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        new(tmp_path / name, [alsace])
    for path in (tmp_path / "a").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), path


def test_a_period_ends_after_its_last_day(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("date,title,lon,lat\n1939-09-01,A,20,52\n", encoding="utf-8")
    new(tmp_path / "a", [path])
    period = load(tmp_path / "a" / "geodata").about.period
    assert period.after == shift(period.first, 1)
    assert built(tmp_path / "a") == 1


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


def test_broken_sources_of_a_declared_table_end_with_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("date,title,lon,lat,source\n1939-02-01,A,20,52,A book\n", encoding="utf-8")
    new(tmp_path / "a", [path])
    geodata = tmp_path / "a" / "geodata"
    (geodata / "sources.bib").write_text("@book{x,\n title = {}\n", encoding="utf-8")
    with pytest.raises(DataError, match="the entry cannot be read") as raised:
        load(geodata)
    assert {Path(problem.file).name for problem in raised.value.problems} == {"sources.bib"}
