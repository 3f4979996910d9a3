"""Reading and writing anybody's dated points."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from mapper.errors import CallError, DataError
from mapper.events import read_dated_points, write_dated_points

TABLE = "name,longitude,latitude,date,note\nA,7,7,1939-09-17,007\nB,3,5,1925-06,\n"


def test_a_csv_keeps_its_text(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(TABLE, encoding="utf-8")
    frame, column = read_dated_points(path)
    assert column == "date"
    assert frame["note"].tolist() == ["007", ""]
    assert frame.index.tolist() == [2, 3]


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "parquet"])
def test_other_forms_come_back(tmp_path: Path, ending: str) -> None:
    source = tmp_path / "e.csv"
    source.write_text(TABLE, encoding="utf-8")
    frame, _ = read_dated_points(source)
    path = tmp_path / f"e.{ending}"
    write_dated_points(frame, path)
    again, column = read_dated_points(path)
    assert again["name"].tolist() == ["A", "B"]
    assert again[column].tolist() == ["1939-09-17", "1925-06"]
    assert again.geometry.geom_equals_exact(frame.geometry.reset_index(drop=True), 1e-9).all()


def test_another_projection_is_turned_into_degrees(tmp_path: Path) -> None:
    path = tmp_path / "e.gpkg"
    frame = gpd.GeoDataFrame({"date": ["1939"]}, geometry=gpd.points_from_xy([21.0], [52.2]), crs=4326)
    frame.to_crs(3035).to_file(path, index=False)
    read, _ = read_dated_points(path)
    assert read.geometry.iloc[0].x == pytest.approx(21.0, abs=1e-6)


def test_a_csv_with_semicolons_is_read(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("name;lon;lat;date\nA, B;7;7;1939-09-17\n", encoding="utf-8")
    assert read_dated_points(path)[0]["name"].tolist() == ["A, B"]


def test_a_timestamp_is_a_day(tmp_path: Path) -> None:
    path = tmp_path / "e.parquet"
    frame = gpd.GeoDataFrame(
        {"date": pd.to_datetime(["1939-09-17"])}, geometry=gpd.points_from_xy([21.0], [52.2]), crs=4326
    )
    frame.to_parquet(path)
    assert read_dated_points(path)[0]["date"].tolist() == ["1939-09-17"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,lat,lon,date\nA,97,7,1939\n", "97 is no latitude"),
        ("name,lat,lon,date\nA,7,7,1939-09-31\n", "not an EDTF date"),
        ("name,lat,lon,date\nA,7,7\n", "3 cells where the header has 4"),
        ("name,lat,date\nA,7,1939\n", "no columns of longitude and latitude"),
        ("name,lat,lon\nA,7,7\n", "no column of dates"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "e.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        read_dated_points(path)


def test_wrong_calls(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="is not there"):
        read_dated_points(tmp_path / "nothing.csv")
    bad = tmp_path / "x.gpkg"
    bad.write_text("no")
    with pytest.raises(CallError, match="cannot be read"):
        read_dated_points(bad)
    frame = gpd.GeoDataFrame({"date": ["1939"]}, geometry=gpd.points_from_xy([21.0], [52.2]), crs=4326)
    with pytest.raises(CallError, match="ends in none of"):
        write_dated_points(frame, tmp_path / "x.txt")
