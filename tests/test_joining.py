"""A user's file, joined: every row comes back as it was, with what was found, or why nothing was."""

import csv
import datetime as dt
import io
import json
import pickle
import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import World

from mapper.atlas import Atlas, read_atlas
from mapper.cli import main
from mapper.errors import BuildError, CallError, DataError
from mapper.gdal import write_layer
from mapper.geodata import Geodata
from mapper.ground import Ground
from mapper.joining import Report, join_file
from mapper.naming import PREFIX, names_for
from mapper.placing import COLUMNS, place_points
from mapper.points import Asked, Points

TABLE = "who,lon,lat,date\nB,7,7,1939-09-17\nA,3,5,1930\n"
BEHIND = ",".join(COLUMNS)


def rows_of(path: Path) -> list[dict[str, object]]:
    """Return the rows of a file of any form, without its geometry."""
    return [row for batch, _ in Points(path, Asked()).source.batches() for row in batch.table().to_pylist()]


class Join:
    """Joins texts and frames over the tiny world."""

    def __init__(self, data: Geodata, folder: Path) -> None:
        self.data, self.folder = data, folder

    def text(self, text: str, ending: str = "csv", encoding: str = "utf-8", **more: object) -> str:
        """Join a text table and return the text that comes of it."""
        source, out = self.folder / f"mine.{ending}", self.folder / "out.csv"
        source.write_bytes(text.encode(encoding))
        self.report = self.file(source, out, **more)
        return out.read_bytes().decode(encoding)

    def file(self, source: Path, out: Path, **more: object) -> Report:
        return join_file(source, self.data.atlas, out, **more)  # type: ignore[arg-type]


@pytest.fixture
def join(tiny: Geodata, tmp_path: Path) -> Join:
    return Join(tiny, tmp_path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_text_comes_back_in_its_own_dialect(join: Join, mark: str, encoding: str, end: str) -> None:
    rows = [
        ["who", "lon", "lat", "date"],
        ['"ó"', " 7", "7.00", "1939-09-17"],
        [f'"a{mark}""b""{end}c"', "3", "5", "1930"],
    ]
    lines = [mark.join(row) for row in rows]
    text = end.join(lines) + end
    found = join.text(text, encoding=encoding)
    names = mark.join(COLUMNS)
    assert found.startswith(f"{lines[0]}{mark}{names}{end}{lines[1]}{mark}north-east{mark}red{mark}")
    assert f"{end}{lines[2]}{mark}westland{mark}" in found
    assert found.endswith(end)
    assert (join.folder / "out.csv").read_bytes()[:3] == text.encode(encoding)[:3]


def test_ends_blank_lines_and_short_rows_stay_as_they_were(join: Join) -> None:
    found = join.text(
        "sep=,\nlon,lat,date,note\n7,7,1939-09-17,=1+1\n\n7,7,1939-09-17\n7,7,1939-09-17,a,b\n7,7,1939-09-17,c,"
    )
    assert found.splitlines() == [
        "sep=,",
        f"lon,lat,date,note,{BEHIND}",
        "7,7,1939-09-17,=1+1,north-east,red,blue,occupied,inside,221.0,sovereign,,,,cited",
        "",
        "7,7,1939-09-17,,,,,,no place,,,,,,",
        "7,7,1939-09-17,a,,,,,no place,,,,,,,b",
        "7,7,1939-09-17,c,north-east,red,blue,occupied,inside,221.0,sovereign,,,,cited",
    ]


def test_the_ending_of_the_output_says_whether_it_has_tabs(join: Join) -> None:
    source = join.folder / "mine.csv"
    source.write_text('who,lon,lat,date\n"a\tb",7,7,1939-09-17\n', encoding="utf-8")
    join.file(source, join.folder / "out.tsv")
    assert (join.folder / "out.tsv").read_text(encoding="utf-8").splitlines()[1].startswith('"a\tb"\t7\t7\t')
    join.file(join.folder / "out.tsv", join.folder / "again.csv", prefix="b_")
    assert (join.folder / "again.csv").read_text(encoding="utf-8").splitlines()[1].startswith("a\tb,7,7,")


def test_decimal_commas_stay_and_are_taken_up(join: Join) -> None:
    assert (
        join.text("lon;lat;date\n7,0;7,0;1939-09-17\n").splitlines()[1]
        == "7,0;7,0;1939-09-17;north-east;red;blue;occupied;inside;221,0;sovereign;;;;cited"
    )


def occupied_is(world: World, name: str) -> None:
    """Give a status of the tiny world another name."""
    words = "".join(f'{key} = "x"\n' for key in ("name", "name_pl", "definition", "definition_pl"))
    toml = world.geodata / "atlas.toml"
    status = f'\n[statuses."{name}"]\n{words}pattern = "occupied"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + status, encoding="utf-8")
    world.replace("spells.csv", "red,blue,occupied", f"red,blue,{name}")


def test_a_formula_in_a_column_of_ours_is_text(world: World, tmp_path: Path) -> None:
    occupied_is(world, "=HYPERLINK(1)")
    source = tmp_path / "mine.csv"
    source.write_text("lon,lat,date,note\n7,7,1939-09-17,=1+1\n", encoding="utf-8")
    run("join", source, "--geodata", world.geodata, "-o", tmp_path / "out.csv")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8")))
    assert (row["note"], row["status"]) == ("=1+1", "'=HYPERLINK(1)")


@pytest.mark.parametrize("ending", ["gpkg", "parquet"])
def test_days_of_a_front_are_dates_where_a_file_has_such(atlas: Atlas, tmp_path: Path, ending: str) -> None:
    source, out = tmp_path / "mine.csv", tmp_path / f"out.{ending}"
    source.write_text("lon,lat,date\n23.0,52.6,1939-09-14\n21.0,52.2,1930\n", encoding="utf-8")
    join_file(source, atlas, out)
    found = _frame(out)
    first, never = found["front_first"]
    assert dt.date(1939, 9, 1) < (first.date() if isinstance(first, pd.Timestamp) else first) <= dt.date(1939, 9, 14)
    assert pd.isna(never)


@pytest.mark.parametrize("name", [*COLUMNS, "Status", "earliest", "latest"])
@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg", "parquet"])
def test_own_columns_survive_and_ours_step_aside(join: Join, name: str, ending: str) -> None:
    source = join.folder / "mine.csv"
    source.write_text(f"lon,lat,date,{name}\n7,7,1939-09-17,MINE\n", encoding="utf-8")
    out = join.folder / f"out.{ending}"
    report = join.file(source, out)
    (row,) = rows_of(out)
    assert row[name] == "MINE"
    assert {column: row[PREFIX + column] for column in ("territory", "controller", "match")} == {
        "territory": "north-east",
        "controller": "red",
        "match": "inside",
    }
    assert f"a column '{name}' of its own: the new ones are called mapper_territory" in report.warnings[0]


@pytest.mark.parametrize("ending", ["csv", "tsv", "geojson", "json", "gpkg", "parquet"])
def test_what_was_joined_can_be_joined_again(join: Join, ending: str) -> None:
    source = join.folder / "mine.csv"
    source.write_text(TABLE, encoding="utf-8")
    for number, prefix in enumerate(("", PREFIX, f"{PREFIX}2_")):
        out = join.folder / f"out{number}.{ending}"
        join.file(source, out)
        assert [row[f"{prefix}controller"] for row in rows_of(out)] == ["red", "red"]
        source = out
    assert [row["who"] for row in rows_of(source)] == ["B", "A"]
    assert [row["controller"] for row in rows_of(source)] == ["red", "red"]


def test_a_prefix_may_be_asked_for(join: Join) -> None:
    assert join.text(TABLE, prefix="atlas_").splitlines()[0] == "who,lon,lat,date," + ",".join(
        f"atlas_{c}" for c in COLUMNS
    )
    assert join.report.warnings == []
    with pytest.raises(CallError, match="has a column 'atlas_match' already"):
        names_for(["atlas_match"], COLUMNS, "atlas_")
    with pytest.raises(CallError, match="no prefix"):
        names_for([], COLUMNS, "=x")


@pytest.mark.parametrize("column", ["fid", "ogc_fid", "geometry", "geom", "index", "level_0"])
@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg", "parquet"])
def test_columns_that_formats_use_themselves_survive(join: Join, column: str, ending: str) -> None:
    source, out = join.folder / "mine.csv", join.folder / f"out.{ending}"
    source.write_text(f"lon,lat,date,{column}\n7,7,1939-09-17,MINE\n7,7,1939-09-17,\n", encoding="utf-8")
    join.file(source, out)
    assert [row[column] for row in rows_of(out)] == ["MINE", ""]
    if ending != "csv":
        assert _frame(out).geometry.x.tolist() == [7, 7]


def _frame(path: Path) -> gpd.GeoDataFrame:
    return gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)


def test_names_that_differ_in_case_alone_cannot_go_into_a_geopackage(join: Join) -> None:
    source = join.folder / "mine.csv"
    source.write_text("lon,lat,date,Name,name\n7,7,1939-09-17,a,b\n", encoding="utf-8")
    with pytest.raises(CallError, match="takes 'Name' and 'name' for one column"):
        join.file(source, join.folder / "out.gpkg")
    join.file(source, join.folder / "out.parquet")
    assert _frame(join.folder / "out.parquet")[["Name", "name"]].to_numpy().tolist() == [["a", "b"]]


TYPES = {
    "date": ["1939-09-17", "1930-01-01", None],
    "number": [1.5, None, -0.0],
    "whole": pd.array([1, None, 2**40], dtype="Int64"),
    "flag": [True, False, True],
    "moment": pd.to_datetime(["1939-09-17T01:02:03", None, "1939-01-01T00:00:00"]),
    "text": ["=1+1", "", "ó'\"\n"],
}


@pytest.mark.parametrize("crs", [4326, 3035])
def test_typed_columns_come_back_with_their_types_and_geometry(join: Join, crs: int) -> None:
    shapes = [shapely.Point(7, 7, 120), shapely.Point(3, 5), None]
    frame = gpd.GeoDataFrame(TYPES, geometry=shapes, crs=4326).to_crs(crs).rename_geometry("where")
    for ending in ("parquet", "gpkg"):
        source, out = join.folder / f"mine.{ending}", join.folder / f"out.{ending}"
        frame.to_parquet(source) if ending == "parquet" else frame.to_file(source, layer="towns")
        report = join.file(source, out)
        assert report.counts == {"inside": 2, "no place": 1}
        before, after = (_frame(path) for path in (source, out))
        assert after.crs == before.crs
        pd.testing.assert_frame_equal(pd.DataFrame(after[before.columns]), pd.DataFrame(before))
        assert after["controller"].tolist() == ["red", "red", ""]
    assert sqlite3.connect(join.folder / "out.gpkg").execute("select table_name from gpkg_contents").fetchall() == [
        ("towns",)
    ]


def test_the_numbers_of_rows_in_a_geopackage_stay(join: Join) -> None:
    source, out = join.folder / "mine.gpkg", join.folder / "out.gpkg"
    table = pa.table({"fid": [3, 70], "date": ["1939-09-17", "1930"], "geom": [shapely.Point(7, 7).wkb] * 2})
    write_layer(
        source, "a", pa.RecordBatchReader.from_batches(table.schema, table.to_batches()), "geom", "EPSG:4326", "fid"
    )
    join.file(source, out)
    assert [row["fid"] for row in rows_of(out)] == [3, 70]


def test_features_come_back_as_they_were(join: Join) -> None:
    feature = {
        "type": "Feature",
        "id": 7,
        "when": {"timespans": [{"start": {"in": "1939-09-17"}}]},
        "properties": {"deep": {"a": [1, None]}, "number": 1.0, "nothing": None},
        "geometry": {"type": "Point", "coordinates": [7, 7, 120.5]},
    }
    area = {**feature, "geometry": {"type": "Polygon", "coordinates": [[[7, 7], [8, 7], [8, 8], [7, 7]]]}}
    source, out = join.folder / "mine.geojson", join.folder / "out.geojson"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, area]}), encoding="utf-8")
    report = join.file(source, out)
    assert report.counts == {"inside": 1, "no place": 1}
    found = json.loads(out.read_text(encoding="utf-8"))["features"]
    for before, after in zip((feature, area), found, strict=True):
        assert {**after, "properties": dict(list(after["properties"].items())[:3])} == before
    assert found[0]["properties"]["controller"] == "red"
    assert found[1]["properties"]["border_km"] is None
    join.file(source, join.folder / "out.csv")
    (row, _) = csv.DictReader(io.StringIO((join.folder / "out.csv").read_text(encoding="utf-8")))
    assert (row["id"], row["deep"], row["when"], row["lon"]) == ("7", '{"a":[1,null]}', "1939-09-17", "7.0")


def test_rows_that_cannot_be_placed_stay_marked_and_counted(join: Join) -> None:
    bad = "".join(f"7,7,{n}/1/1939\n" for n in (20, 21, 22) * 1000)
    found = join.text(f"lon,lat,date\n7,7,1939-09-17\n,7,1939\n{bad}7,7,\n").splitlines()
    assert len(found) == 3004
    assert found[2] == ",7,1939,,,,,no place,,,,,,"
    assert found[3] == "7,7,20/1/1939,,,,,no date,,,,,,"
    assert join.report.counts == {"inside": 1, "no place": 1, "no date": 3001}
    assert len(join.report.warnings) == 3
    assert "row 4, row 5, row 6, row 7, row 8 and 2,995 more, date" in "\n".join(join.report.warnings)
    with pytest.raises(DataError) as caught:
        join.text(f"lon,lat,date\n7,7,1939-09-17\n{bad}", strict=True)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("105.5,5\n", ""),
        ("50,50\n", "nothing could be placed: 1 lie outside its windows"),
        ("", "nothing could be placed: the file has no rows"),
    ],
)
def test_likely_causes_are_named(join: Join, rows: str, words: str) -> None:
    text = "lon,lat,date\n" + rows.replace("\n", ",1939\n")
    if words:
        join.text(text)
        assert words in join.report.failure
    else:
        join.text(text)
        assert join.report.warnings == []
        assert join.report.failure == ""


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("0.05,0.05,1918-11-11\n0.05,9.9,1945-12-31\n", "none lies on its land"),
        ("7,7,1918-11-10\n7,7,1946-01-01\n", "2 lie outside the period of the atlas, 1918-11-11 up to 1946-01-01"),
        ("7,7,1918-11-10\n50,50,1939-09-17\n", "1 lie outside the period of the atlas, 1918-11-11 up to 1946-01-01; "),
        ("50,50,1946-01-01\n", "1 lie outside the period"),
        ("10.01,5,1939\n5,10.01,1939\n-0.01,5,1939\n5,-0.01,1939\n", "4 lie outside its windows"),
        ("0,0,1939\n10,10,1939\n100,0,1939\n", "none lies on its land"),
    ],
)
def test_why_nothing_could_be_placed_is_told(join: Join, rows: str, words: str) -> None:
    join.text("lon,lat,date\n" + rows)
    assert words in join.report.failure


def test_places_that_would_lie_within_if_swapped_are_counted(world: World, tmp_path: Path) -> None:
    world.replace("atlas.toml", "window = [0, 0, 10, 10]", "window = [0, 0, 10, 9.5]")
    source = tmp_path / "mine.csv"
    rows = ["5,9.7,1939", "6,9.8,1939", "5,9.7,1939", "9.7,9.8,1939", "5,9.7,1890", ",,1939", "7,,1939"]
    source.write_text("\n".join(["lon,lat,date", *rows]), encoding="utf-8")
    told = join_file(source, read_atlas(world.geodata), tmp_path / "out.csv").warnings[1]
    assert "3 of 7 rows lie outside the windows of the atlas, but would lie within with longitude and latitude" in told
    assert "say which is which with --lon and --lat" in told


def test_a_date_of_two_columns_is_told_by_both(join: Join) -> None:
    join.text("lon,lat,start,end\n7,7,1939,1938\n7,7,1939,1940\n")
    assert "row 2, start, end: it ends before it begins" in "\n".join(join.report.warnings)


def test_of_a_few_faulty_cells_each_is_told_with_what_it_says(join: Join) -> None:
    join.text("lon,lat,date\n7,7,soon\n7,7,later\n7,7,soon\n7,7,1939-09-17\n")
    first, second = join.report.warnings
    assert "row 2, row 4, date: 'soon' is not an EDTF date" in first
    assert "row 3, date: 'later' is not an EDTF date" in second


def test_what_joins_can_be_sent_to_another_process(tiny: Geodata) -> None:
    sent = pickle.loads(pickle.dumps(tiny.ground))  # noqa: S301  (our own)
    day = np.array(["1939-09-20"], dtype="datetime64[D]")
    for ground in (tiny.ground, sent):
        found = place_points(ground, np.array([[7.0, 7.0]]), day, day)
        assert (found["territory"][0], found["controller"][0]) == ("north-east", "red")


def test_places_the_wrong_way_round_are_told(atlas: Atlas, tmp_path: Path) -> None:
    source = tmp_path / "mine.csv"
    right, wrong = "25.28,54.687,1939-09-20\n", "54.687,25.28,1939-09-20\n"
    source.write_text(f"lon,lat,date\n{wrong}{right}{wrong}", encoding="utf-8")
    (told,) = join_file(source, atlas, tmp_path / "out.csv").warnings
    assert "2 of 3 rows lie outside the windows of the atlas, but would lie within with longitude and latitude" in told
    source.write_text(f"lon,lat,date\n{right}{wrong}{right}", encoding="utf-8")
    (told,) = join_file(source, atlas, tmp_path / "out.csv").warnings
    assert "mine.csv, row 3, lon, lat: outside the windows of the atlas, but would lie within" in told
    assert "--lon" not in told


def test_a_date_outside_the_period_is_told(join: Join) -> None:
    join.text("lon,lat,date\n7,7,1839\n")
    assert "1 lie outside the period of the atlas, 1918-11-11 up to 1946-01-01" in join.report.failure


DAY = dt.datetime(1939, 9, 17)  # noqa: DTZ001  (a workbook knows no clocks)
CELLS_OF_EXCEL = [DAY, 1939, "22.09.1939", 2.5, True, None, dt.timedelta(hours=30), DAY.replace(hour=6)]
WRITTEN = ["1939-09-17", "1939", "22.09.1939", "2.5", "True", "", "1 day, 6:00:00", "1939-09-17 06:00:00"]


@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg", "parquet"])
def test_cells_of_excel_come_out_as_they_are(join: Join, ending: str) -> None:
    book, source, out = openpyxl.Workbook(), join.folder / "mine.xlsx", join.folder / f"out.{ending}"
    for row in (["lon", "lat", "date", "seen", "count", "on"], *([7, 7, c, c, 1, DAY] for c in CELLS_OF_EXCEL)):
        book.active.append(row)
    book.active.append([7, 7, None, None, 2.5])
    book.save(source)
    join.file(source, out)
    rows = rows_of(out)
    for column in ("date", "seen"):
        cells = ["" if row[column] is None else str(row[column]).replace("true", "True") for row in rows]
        assert cells == [*WRITTEN, ""]
    assert {str(row["on"]) for row in rows[:-1]} == {"1939-09-17"}
    assert [float(str(row["count"])) for row in rows[-2:]] == [1, 2.5]
    if ending == "csv":
        assert [row["count"] for row in rows[-2:]] == ["1", "2.5"]


@pytest.mark.parametrize("way", ["itself", "path", "link", "hard link"])
def test_the_points_are_not_overwritten(world: World, tmp_path: Path, way: str) -> None:
    source, out = tmp_path / "mine.csv", tmp_path / "out.csv"
    source.write_text(TABLE, encoding="utf-8")
    if way == "link":
        out.symlink_to(source)
    elif way == "hard link":
        out.hardlink_to(source)
    else:
        out = source if way == "itself" else tmp_path / ".." / tmp_path.name / "mine.csv"
    result = run("join", source, "--geodata", world.geodata, "-o", out)
    assert result.exit_code == 2
    assert "is the file of the points themselves" in result.stderr
    assert source.read_text(encoding="utf-8") == TABLE


def test_what_an_encoding_cannot_say_is_told(world: World, tmp_path: Path) -> None:
    occupied_is(world, "zajęty")
    source = tmp_path / "mine.csv"
    source.write_bytes("lon,lat,date,note\n7,7,1939-09-17,é\n".encode("cp1252"))
    result = run("join", source, "--geodata", world.geodata, "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "'ę' cannot be written in cp1252" in result.stderr


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


def test_the_command_says_on_standard_error_what_it_should(world: World, tmp_path: Path) -> None:
    source, out = tmp_path / "mine.csv", tmp_path / "out.csv"
    source.write_text("lon,lat,date,status\n7,7,1939-09-17,\n7,7,9/20/1939,\n", encoding="utf-8")
    result = run("join", source, "--geodata", world.geodata, "-o", out)
    assert result.exit_code == 0
    assert result.stdout == f"{out}: 2 rows (1 inside, 1 no date)\n"
    assert "called mapper_territory" in result.stderr
    assert "--date-format '%m/%d/%Y'" in result.stderr
    assert run("join", source, "--geodata", world.geodata, "-o", out, "--strict").exit_code == 1
    source.write_text("lon,lat,date\n7,7,9/20/1939\n", encoding="utf-8")
    result = run("join", source, "--geodata", world.geodata, "-o", out)
    assert result.exit_code == 1
    assert "nothing could be placed: 1 have no date" in result.stderr
    assert result.stdout == f"{out}: 1 row (1 no date)\n"
    quiet = run("join", source, "--geodata", world.geodata, "-o", out, "-q")
    assert (quiet.exit_code, quiet.output) == (1, f"{source}: nothing could be placed: 1 have no date.\n")
    assert run("join", source, "--geodata", world.geodata, "-o", out, "--date-format", "%m/%d/%Y").exit_code == 0
    assert run("join", source, "--geodata", world.geodata, "-o", tmp_path / "out.doc").exit_code == 2


CELLS = st.text(alphabet="a,;\t|\"'\n\r =ó|0.5", max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-16"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cells_come_back(join: Join, cells: list[tuple[str, str]], mark: str, encoding: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=mark)
    given_rows = [["one", "lon", "lat", "date", "two"], *([a, "7", "7", "1939-09-17", b] for a, b in cells)]
    writer.writerows(given_rows)
    found = join.text(stream.getvalue(), encoding=encoding)
    rows = list(csv.reader(io.StringIO(found.removeprefix("\ufeff"), newline=""), delimiter=mark))
    assert [row[:5] for row in rows] == given_rows
    assert [row[5:7] for row in rows[1:]] == [["north-east", "red"]] * len(cells)


def test_an_output_that_cannot_hold_the_rows_leaves_the_old_file(join: Join) -> None:
    source, out = join.folder / "mine.csv", join.folder / "out.csv"
    out.write_text("old", encoding="utf-8")
    source.write_text("lon,lat,date\n7,7,soon\n", encoding="utf-8")
    with pytest.raises((DataError, BuildError)):
        join.file(source, out, strict=True)


def test_a_point_lies_at_a_border_as_far_as_the_border_s_own_line_is_uncertain(world: World) -> None:
    features = world.features("lines.geojson")
    for feature in features:
        feature["properties"]["accuracy_km"] = 30 if feature["properties"]["id"] == "parallel" else 1
    world.write_lines(features)
    ground = Ground(read_atlas(world.geodata))
    day = np.array(["1938-11-01"] * 3, dtype="datetime64[D]")
    found = place_points(ground, np.array([[7, 5.2], [5.2, 3], [4.8, 7]]), day, day)  # each 22 km from a border
    assert found["match"].tolist() == ["border", "inside", "inside"]
    assert found["border_km"].round().tolist() == [22, 22, 22]


def test_what_was_read_of_a_file_and_how_is_told(join: Join) -> None:
    source, out, told = join.folder / "mine.csv", join.folder / "out.csv", []
    source.write_bytes("lon,lat,date,place\n7,7,1939-09-17,Besançon\n".encode("cp1252"))
    report = join.file(source, out, progress=lambda done, size: told.append((done, size)))
    size = source.stat().st_size
    assert told[-1] == (size, size)
    assert [warning for warning in report.warnings if "Windows-1252" in warning]
    assert (report.rows, report.placed) == (1, 1)
    source.write_text("lon,lat,date\n7,7,1939-09-17\n,7,1939\n5,7,1925\n7,7,1938/1940\n", encoding="utf-8")
    report = join.file(source, out)
    assert (report.rows, report.placed) == (4, 3)


def test_places_are_told_to_seven_decimals(join: Join) -> None:
    place = {"type": "Point", "coordinates": [7.123456789, 7.98765432]}
    feature = {"type": "Feature", "properties": {"date": "1939-09-17"}, "geometry": place}
    source, out = join.folder / "mine.geojson", join.folder / "out.csv"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    join.file(source, out)
    (row,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    assert (row["lon"], row["lat"]) == ("7.1234568", "7.9876543")
