"""A user's points, from a file of any kind: the right place and days, or the reason why there are none."""

import contextlib
import datetime as dt
import json
import os
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from mapper.errors import CallError, DataError, MapperError
from mapper.intake import bring
from mapper.points import ENDINGS, Asked, Points, faults_of
from mapper.reference import read_reference

POINT = shapely.Point(7, 6)


def read(path: Path, **asked: str) -> list[tuple[float, float, str, str] | list[str]]:
    """Return each row as longitude, latitude, first and last day, or the kinds of its faults."""
    points = Points(path, Asked(**asked))
    found: list[tuple[float, float, str, str] | list[str]] = []
    for rows, _ in points.batches():
        for i, (x, y) in enumerate(rows.xy.tolist()):
            faults = [fault.kind for _, fault in faults_of(rows, i)]
            found.append(faults or (round(x, 6), round(y, 6), str(rows.days.first[i]), str(rows.days.last[i])))
    return found


RIGHT = (7.0, 6.0, "1939-09-17", "1939-09-17")


@pytest.mark.parametrize(
    "text",
    [
        "name,lon,lat,date\nA,7,6,1939-09-17\n",
        "name;lon;lat;date\r\nA, B;7,0;6,0;1939-09-17\r\n",
        "lon\tlat\tdate\n7\t6\t1939-09-17",
        "lon|lat|date\n7|6|1939-09-17\n",
        "sep=;\nlon;lat;date\n7;6;1939-09-17\n",
        "\n\nlon, lat, date\n\n 7, 6, 1939-09-17\n",
        '"note","lon","lat","date"\n"a ""b"", c\nd","7","6","1939-09-17"\n',
        "Data,Długość,Szerokość,ł\n1939-09-17,7,6,ó\n",
        "when,target_lat,target_lon\n1939-09-17,6°,7°\n",
        "lon,lat,date,,\n7,6,1939-09-17,,\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250"])
def test_a_text_table_is_read_in_any_dialect(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(text.encode(encoding))
    asked = {"encoding": encoding} if encoding == "cp1250" else {}
    assert read(path, **asked) == [RIGHT]


def test_what_is_not_utf8_is_windows_and_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("lon,lat,date,place\n7,6,1939-09-17,Besançon\n".encode("cp1252"))
    source = Points(path, Asked()).source
    (batch,) = (batch for batch, _ in source.batches())
    assert batch.column("place").tolist() == ["Besançon"]
    assert "Windows-1252" in source.notes[0]
    with pytest.raises(CallError, match="no encoding that is known"):
        Points(path, Asked(encoding="klingon"))
    with pytest.raises(CallError, match="is not in utf-8: leave --encoding out, or name another"):
        Points(path, Asked(encoding="utf-8"))
    path.write_bytes(b"lon,lat,date\n\x81\x81\x81\n")
    with pytest.raises(CallError, match="is not in utf-8 or cp1252: name its --encoding, such as cp1250"):
        Points(path, Asked())


def test_what_excel_writes_in_poland_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("Miejscowość;Długość;Szerokość;Data\nBiałystok;7,0;6,0;1939-09-17\n".encode("cp1250"))
    assert read(path) == [RIGHT]
    source = Points(path, Asked()).source
    (batch,) = (batch for batch, _ in source.batches())
    assert batch.column("Miejscowość").tolist() == ["Białystok"]
    (note,) = source.notes
    assert "Windows-1250 (Central Europe), --encoding cp1250; if that is wrong, name another --encoding" in note


@pytest.mark.parametrize("header", ["Länge,lat,date", "lon,Länge,date", "lon,lat,Länge"])
@pytest.mark.parametrize("asked", [{}, {"lon": "Länge"}])
def test_a_column_that_is_missed_may_be_one_that_was_read_in_a_wrong_encoding(
    tmp_path: Path, header: str, asked: dict[str, str]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(f"{header}\n7,6,1939-09-17\n".encode("cp437"))
    with pytest.raises(CallError, match=r"no column .* it is not UTF-8 and was read as .* name another --encoding"):
        read(path, **asked)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("7,6,1939-09-17", RIGHT),
        (",6,1939-09-17", ["empty"]),
        ("7,nan,1939-09-17", ["number"]),
        ("700,6,1939-09-17", ["metres"]),
        ("7,96,1939-09-17", ["swapped"]),
        ("7,6,", ["empty"]),
        ("7,6,1939-02-30", ["calendar"]),
        (",,", ["empty", "empty"]),
        ("7,6", ["cells", "empty"]),
        ("7,6,1939-09-17,more", ["cells"]),
        ("7,6,1939-09-17,,", RIGHT),
        ("7,6,1939-09-17/", ["is open at"]),
    ],
)
def test_a_row_that_cannot_be_placed_says_why(tmp_path: Path, cells: str, expected: object) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"lon,lat,date\n{cells}\n7,6,1939-09-17\n", encoding="utf-8")
    assert read(path) == [expected, RIGHT]


def test_rows_are_named_by_the_line_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text('sep=,\nlon,lat,date,note\n7,6,1939,"a\nb"\n\n7,6,soon,\n', encoding="utf-8")
    ((rows, _),) = Points(path, Asked()).batches()
    assert [rows.raw.label(i) for i in range(2)] == ["row 3", "row 6"]


def test_a_span_of_two_columns(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("lon,lat,start,end,other\n7,6,1939-09,1939-11-30,1940\n", encoding="utf-8")
    assert read(path) == [(7, 6, "1939-09-01", "1939-11-30")]
    assert read(path, end="other") == [(7, 6, "1939-09-01", "1940-12-31")]
    assert read(path, date="end") == [(7, 6, "1939-11-30", "1939-11-30")]


def test_columns_and_forms_that_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("east,north,dated\n7,6,17.09.1939\n", encoding="utf-8")
    assert read(path, lon="east", lat="north", date="dated", form="%d.%m.%Y") == [RIGHT]
    with pytest.raises(CallError, match="no column of the longitude: name it with --lon, of 'east', 'north', 'dated'"):
        read(path, date="dated")
    with pytest.raises(CallError, match="no column of dates: name it with --date-column"):
        read(path, lon="east", lat="north")
    with pytest.raises(CallError, match="--end-column"):
        read(path, lon="east", lat="north", date="dated", end="done")


def test_metres_of_a_projection(tmp_path: Path) -> None:
    x, y = METRES
    path = tmp_path / "mine.csv"
    path.write_text(f"x,y,date\n{x},{y},1939-09-17\n", encoding="utf-8")
    assert read(path) == [["metres"]]
    assert read(path, crs="EPSG:3857") == [RIGHT]
    with pytest.raises(CallError, match="no CRS that is known"):
        read(path, crs="EPSG:0")


def test_a_file_that_names_no_crs_is_taken_for_degrees_and_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.parquet"
    frame().set_crs(None, allow_override=True).to_parquet(path)
    points = Points(path, Asked())
    assert points.crs is None
    assert "names no CRS" in points.source.notes[0]
    assert read(path) == [RIGHT]
    frame().to_parquet(path)
    assert Points(path, Asked()).source.notes == []
    with pytest.raises(CallError, match="leave --crs out"):
        read(path, crs="EPSG:3035")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ("\n\n", "no header"),
        ("lon,lon,lat,date\n1,2,3,4\n", "2 columns bear the name 'lon'"),
        ('lon,lat,date\n7,6,"1939\n', "row 2: the quotes cannot be read"),
        ('lon,lat,date\n7,6,"1939"\n7,6,1939\n7,6,"19"39\n', "row 4: the quotes cannot be read"),
        ("lon,lat,date\n" + "7,6,1939\n" * 3000 + '7,6,"1939\n7,6,1939\n', "row 3002: the quotes cannot be read"),
    ],
)
def test_faults_of_form_are_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        read(path)


@pytest.mark.parametrize("ending", [".geojson", ".geojsonl", ".json"])
def test_an_object_that_holds_a_key_twice_loses_none_of_its_values(tmp_path: Path, ending: str) -> None:
    whole = json.dumps(feature(PLACE, date="1939-09-17"))
    twice = whole.replace('"date"', '"date": "1938", "date"')
    path = tmp_path / f"mine{ending}"
    path.write_text(f"{whole}\n{twice}" if ending == ".geojsonl" else twice, encoding="utf-8")
    with pytest.raises(DataError, match="the key 'date' stands twice in one object, with '1938' and '1939-09-17'"):
        read(path)


def test_a_cell_may_be_long(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"lon,lat,date,note\n7,6,1939-09-17,{'x' * 300_000}\n", encoding="utf-8")
    assert read(path) == [RIGHT]


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


PLACE = {"type": "Point", "coordinates": [7, 6]}
DATED = feature(PLACE, date="1939-09-17")
SPAN = {"start": {"in": "1939-09-17"}, "end": {"latest": "1939-09-20"}}
METRES = gpd.GeoSeries([POINT], crs=4326).to_crs(3857).get_coordinates().iloc[0].tolist()


POINTS = {
    "collection": ({"type": "FeatureCollection", "features": [DATED]}, RIGHT),
    "feature": (DATED, RIGHT),
    "features": ([DATED], RIGHT),
    "objects": ([{"lon": 7, "lat": "6", "date": "1939-09-17"}], RIGHT),
    "one of many": (feature({"type": "MultiPoint", "coordinates": [[7, 6]]}, date="1939-09-17"), RIGHT),
    "many": (feature({"type": "MultiPoint", "coordinates": [[7, 6], [8, 6]]}, date="1939-09-17"), ["MultiPoint"]),
    "height": (feature({"type": "Point", "coordinates": [7, 6, 120.5]}, date="1939-09-17"), RIGHT),
    "one geometry": (feature({"type": "GeometryCollection", "geometries": [PLACE]}, date="1939-09-17"), RIGHT),
    "line": (feature({"type": "LineString", "coordinates": [[7, 6], [8, 6]]}, date="1939"), ["LineString"]),
    "empty": (feature({"type": "Point", "coordinates": []}, date="1939"), ["empty"]),
    "text": (feature({"type": "Point", "coordinates": ["7", "6"]}, date="1939"), ["geometry"]),
    "nan": (feature({"type": "Point", "coordinates": [7, float("nan")]}, date="1939"), ["geometry"]),
    "beyond": (feature({"type": "Point", "coordinates": [7, 960]}, date="1939"), ["metres"]),
    "null": (feature(None, date="1939"), ["empty"]),
    "blob": (feature({"type": "Blob"}, date="1939"), ["geometry"]),
    "null date": (feature(PLACE, date=None), ["empty"]),
    "year": (feature(PLACE, date=1939), (7, 6, "1939-01-01", "1939-12-31")),
    "moment": (feature(PLACE, date="1939-09-17T01:00:00+02:00"), RIGHT),
    "timespan": ({**feature(PLACE, title="W"), "when": {"timespans": [SPAN]}}, (7, 6, "1939-09-17", "1939-09-20")),
    "start": ({**feature(PLACE), "when": {"timespans": [{"start": {"in": "1939-09-17"}}]}}, RIGHT),
    "open": ({**feature(PLACE), "when": {"timespans": [{"end": {"in": "1939"}}]}}, ["is open at"]),
    "two timespans": ({**feature(PLACE), "when": {"timespans": [SPAN, SPAN]}}, ["date"]),
    "label": ({**feature(PLACE), "when": {"label": "in autumn"}}, ["date"]),
    "metres": (
        {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
            "features": [feature({"type": "Point", "coordinates": METRES}, date="1939-09-17")],
        },
        RIGHT,
    ),
    "topology": (
        {
            "type": "Topology",
            "transform": {"scale": [0.5, 0.5], "translate": [1, 1]},
            "arcs": [],
            "objects": {
                "all": {
                    "type": "GeometryCollection",
                    "geometries": [{**DATED, "type": "Point", "coordinates": [12, 10]}],
                }
            },
        },
        RIGHT,
    ),
}


@pytest.mark.parametrize("name", POINTS)
def test_json_in_all_its_shapes(tmp_path: Path, name: str) -> None:
    raw, expected = POINTS[name]
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(raw), encoding="utf-8-sig")
    assert read(path) == [expected]


def test_one_feature_a_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.geojsonl"
    path.write_text("".join(f"\x1e{json.dumps(DATED)}\n" for _ in range(3)), encoding="utf-8")
    assert read(path) == [RIGHT] * 3


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        "[1]",
        '{"type": "Point", "coordinates": [7, 6]}',
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": [], "geometry": null}]}',
        '{"type": "FeatureCollection", "features": 3}',
        '{"type": "Topology", "objects": 3}',
        "[" * 20_000,
        '[{"lon": ' + "9" * 5_000 + "}]",
        '{"type": "FeatureCollection", "crs": {"properties": {"name": "+init=/etc/x:1"}}, "features": []}',
    ],
    ids=lambda text: text[:60],
)
def test_json_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MapperError, match=r"mine\.geojson"):
        read(path)


def frame(**columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"date": ["1939-09-17"], **columns}, geometry=[POINT], crs=4326)


@pytest.mark.parametrize("ending", ["gpkg", "shp", "fgb", "parquet"])
@pytest.mark.parametrize("crs", [4326, 3035])
def test_files_that_gdal_and_arrow_know(tmp_path: Path, ending: str, crs: int) -> None:
    path = tmp_path / f"mine.{ending}"
    moved = frame(moment=pd.to_datetime(["1939-09-19T00:30:00+02:00"]), day=[dt.date(1939, 9, 17)]).to_crs(crs)
    if ending == "shp":
        moved = moved.drop(columns="moment")
    moved.to_parquet(path) if ending == "parquet" else moved.to_file(path)
    assert read(path) == [RIGHT]
    assert read(path, date="day") == [RIGHT]
    if ending != "shp":
        assert read(path, date="moment") == [(7, 6, "1939-09-19", "1939-09-19")]


def test_a_geopackage_of_several_layers_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "mine.gpkg"
    frame().to_file(path, layer="towns")
    frame().set_geometry([POINT.buffer(1)], crs=4326).to_file(path, layer="areas")
    assert read(path) == [RIGHT]
    frame(date=["1940-01-01"]).to_file(path, layer="camps")
    with pytest.raises(CallError, match="--layer: towns, camps"):
        read(path)
    assert read(path, layer="camps") == [(7, 6, "1940-01-01", "1940-01-01")]
    with pytest.raises(CallError, match="no layer 'x'"):
        read(path, layer="x")


def test_parquet_without_geometry_and_with_geometry_of_another_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.parquet"
    pd.DataFrame({"lon": [7], "lat": [6.0], "year": [1939.0]}).to_parquet(path)
    assert read(path) == [(7, 6, "1939-01-01", "1939-12-31")]
    frame().rename_geometry("where").to_parquet(path)
    assert read(path) == [RIGHT]
    frame().to_parquet(path, geometry_encoding="geoarrow")
    assert read(path) == [RIGHT]
    pq.write_table(pa.table({"date": ["1939-09-17"], "wkb": [POINT.wkb]}), path)
    assert read(path) == [RIGHT]
    pq.write_table(pa.table({"date": ["1939-09-17"]}).replace_schema_metadata({"geo": "{"}), path)
    with pytest.raises(DataError, match="geo"):
        read(path)


def test_excel(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    day = dt.datetime(1939, 9, 17)  # noqa: DTZ001  (a workbook knows no clocks)
    for row in ([], ["Lon", "Lat", "Date", None], [7, "6,0", day], [], [7, 6, 1939, "x"], [7, 6]):
        sheet.append(row)
    book.create_sheet("more").append(["lon", "lat", "date"])
    book.save(path)
    assert read(path) == [RIGHT, (7, 6, "1939-01-01", "1939-12-31"), ["empty"]]
    points = Points(path, Asked())
    assert points.source.columns == ["Lon", "Lat", "Date", "column 4"]
    assert "'Sheet' was read, the first of 2" in points.source.notes[0]
    assert [batch.label(1) for batch, _ in points.source.batches()] == ["row 5"]
    assert read(path, layer="more") == []
    with pytest.raises(CallError, match="no sheet 'x'"):
        read(path, layer="x")


GML = """<?xml version="1.0" encoding="UTF-8"?>
<f:FeatureCollection xmlns:f="http://www.opengis.net/gml" xmlns:gml="http://www.opengis.net/gml" xmlns:o="urn:o">
<gml:featureMember>
<o:town gml:id="t.1"><o:date>1939-09-17</o:date><o:place>{place}</o:place></o:town>
</gml:featureMember>
</f:FeatureCollection>"""
POS = '<gml:Point srsName="{srs}"><gml:pos>{pos}</gml:pos></gml:Point>'


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (POS.format(srs="EPSG:4326", pos="7 6"), RIGHT),
        (POS.format(srs="urn:ogc:def:crs:EPSG::4326", pos="6 7"), RIGHT),
        (POS.format(srs="http://www.opengis.net/def/crs/EPSG/0/4326", pos="6 7"), RIGHT),
        (POS.format(srs="http://www.opengis.net/gml/srs/epsg.xml#4326", pos="7 6"), RIGHT),
        (POS.format(srs="urn:ogc:def:crs:OGC:1.3:CRS84", pos="7 6"), RIGHT),
        ("<gml:Point><gml:coordinates>7,6,100</gml:coordinates></gml:Point>", RIGHT),
        ("<gml:Point><gml:coord><gml:X>7</gml:X><gml:Y>6</gml:Y></gml:coord></gml:Point>", RIGHT),
        (
            "<gml:MultiPoint><gml:pointMember>" + POS.format(srs="", pos="7 6") + "</gml:pointMember></gml:MultiPoint>",
            RIGHT,
        ),
        ("<gml:Polygon/>", ["Polygon"]),
        ("<gml:Point><gml:pos>here</gml:pos></gml:Point>", ["empty"]),
        ("", ["empty"]),
    ],
    ids=lambda one: str(one)[:90],
)
def test_gml(tmp_path: Path, place: str, expected: object) -> None:
    path = tmp_path / "mine.gml"
    path.write_text(GML.format(place=place), encoding="utf-8")
    assert read(path) == [expected]
    assert os.listdir(tmp_path) == ["mine.gml"]  # noqa: PTH208  (nothing is left beside it)


@pytest.mark.parametrize(
    "text",
    [
        "<a/>",
        "<a",
        GML.format(place=POS.format(srs="urn:x:1", pos="7 6")),
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + GML.partition("?>")[2].format(place="&b;"),
    ],
    ids=lambda text: text[:60],
)
def test_xml_that_is_no_gml_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.gml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.gml"):
        read(path)


@pytest.mark.parametrize("kind", ["nothing", "folder", "pipe", "ending", "spatialite", "zip"])
def test_what_is_no_file_of_points_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.csv"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
        assert stat.S_ISFIFO(path.stat().st_mode)
    elif kind == "ending":
        path = tmp_path / "mine.doc"
        path.write_text("lon,lat,date\n")
    elif kind == "spatialite":
        path = tmp_path / "mine.gpkg"
        path.write_bytes(b"SQLite format 3\0" + bytes(200))
    elif kind == "zip":
        path = tmp_path / "mine.xlsx"
        path.write_bytes(b"PK\x03\x04" + bytes(200))
    with pytest.raises(CallError, match=r"mine\.(csv|doc|gpkg|xlsx)"):
        read(path)


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".fgb", ".parquet"])
def test_a_file_that_breaks_off_is_refused(tmp_path: Path, ending: str) -> None:
    whole = tmp_path / f"whole{ending}"
    frame().to_parquet(whole) if ending == ".parquet" else frame().to_file(whole)
    for part in (30, 150, 1000):
        path = tmp_path / f"mine{part}{ending}"
        path.write_bytes(whole.read_bytes()[:part])
        with pytest.raises(MapperError, match=rf"mine{part}\{ending}"):
            read(path)


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.calls = self.socket.getsockname()[1], 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                call, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            call.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


LURES = {
    "vrt": '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{url}/a.geojson</SrcDataSource></OGRVRTLayer>'
    "</OGRVRTDataSource>",
    "wfs": "<OGRWFSDataSource><URL>{url}/wfs?SERVICE=WFS</URL></OGRWFSDataSource>",
    "capabilities": '<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs"/><!-- {url} -->',
    "schema": '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:o {url}/o.xsd"/>',
    "entity": '<!DOCTYPE a SYSTEM "{url}/a.dtd"><a/>',
    "path": "/vsicurl/{url}/a.geojson",
    "address": "{url}/a.geojson",
    "wfs address": "WFS:{url}/wfs",
    "gdalg": '{{"type": "gdal_streamed_alg", "command_line": "gdal vector read /vsicurl/{url}/a.geojson"}}',
    "esri": '{{"type": "FeatureCollection", "url": "{url}", "features": []}}',
    "crs link": '{{"type": "FeatureCollection", "crs": {{"type": "link", "properties": {{"href": "{url}/crs"}}}}, '
    '"features": []}}',
    "service": '{{"openapi": "3.0.0", "links": [{{"href": "{url}"}}]}}',
    "stac": '{{"type": "FeatureCollection", "stac_version": "1.0.0", "features": [], "links": [{{"href": "{url}"}}]}}',
}


@pytest.mark.parametrize("lure", LURES)
def test_no_file_leads_to_the_network(tmp_path: Path, listener: Listener, lure: str) -> None:
    text = LURES[lure].format(url=f"http://127.0.0.1:{listener.port}")
    for ending in (ending for endings in ENDINGS.values() for ending in endings):
        path = tmp_path / f"mine{ending}"
        for lead in (b"", b"\xef\xbb\xbf", b'<?xml version="1.0"?>\n', b"\n"):
            path.write_bytes(lead + text.encode())
            with contextlib.suppress(MapperError):
                assert read(path) == []
    assert listener.calls == 0


@pytest.mark.parametrize("lure", LURES)
def test_no_file_of_land_leads_to_the_network(tmp_path: Path, listener: Listener, lure: str) -> None:
    text = LURES[lure].format(url=f"http://127.0.0.1:{listener.port}")
    for ending in (".geojson", ".json", ".topojson", ".gpkg", ".shp", ".fgb", ".gml", ".vrt", ".xlsx", ".ods", ".zip"):
        path = tmp_path / f"world_1930{ending}"
        for lead in ("", "\ufeff", "\n", '{"type": "FeatureCollection", "features": [], "name": "'):
            path.write_text(lead + text, encoding="utf-8")
            for door in (bring, read_reference):
                with contextlib.suppress(MapperError):
                    door(path)
    assert listener.calls == 0


def test_the_listener_counts() -> None:
    made = Listener()
    socket.create_connection(("127.0.0.1", made.port)).close()
    for _ in range(200):
        if made.calls:
            break
        threading.Event().wait(0.01)
    assert made.calls == 1
    made.socket.close()


def test_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.parquet"
    frame().to_parquet(path)
    ((rows, done),) = Points(path, Asked()).batches()
    assert np.array_equal(rows.xy, [[7, 6]])
    assert done == 1
