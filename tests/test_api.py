"""The atlas in Python: the same answers as the commands give, from whatever a frame holds."""

from __future__ import annotations

import datetime as dt
import inspect
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pages import blob_of
from world import World

import mapper
from mapper.atlas import polities_on, state_on
from mapper.errors import CallError, DataError
from mapper.placing import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> mapper.OpenAtlas:
    """Return the tiny world, opened."""
    made = World(tmp_path_factory.mktemp("api") / "world")
    return mapper.load(made.geodata)


DAYS = [
    "1939-09-17",
    dt.date(1939, 9, 17),
    dt.datetime(1939, 9, 17, 23, 59, tzinfo=dt.UTC),
    pd.Timestamp("1939-09-17 06:00"),
    pd.Timestamp("1939-09-17 23:30", tz="Asia/Tokyo"),
    np.datetime64("1939-09-17T12:00"),
]


@pytest.mark.parametrize("day", DAYS, ids=repr)
def test_a_day_is_taken_in_every_form(opened: mapper.OpenAtlas, day: object) -> None:
    held = opened.at(day)
    assert isinstance(held, gpd.GeoDataFrame)
    assert held.equals(polities_on(opened.data.atlas, "1939-09-17"))
    assert opened.state(day).equals(state_on(opened.data.atlas, "1939-09-17"))
    assert set(held["controller"]) == {"green", "red"}, "blue holds nothing from this day on"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("1939-9-28", "'1939-9-28' is not a day written YYYY-MM-DD"),
        ("1939-09-31", "not a day in the calendar"),
        ("1939", "is not a day written YYYY-MM-DD"),
        ("19390928", "is not a day written YYYY-MM-DD"),
        ("1950-01-01", "outside the period of the atlas"),
        (pd.NaT, "NaT"),
        (np.datetime64("NaT"), "'NaT' is not a day"),
        (1939, "1939 is no day: write it as '1939-09-28'"),
        (None, "None is no day"),
    ],
    ids=repr,
)
def test_what_is_no_day_is_a_clear_error(opened: mapper.OpenAtlas, day: object, words: str) -> None:
    for ask in (opened.at, opened.state):
        with pytest.raises(CallError, match=words):
            ask(day)


def test_changes_are_those_between_two_days_in_one_theatre(opened: mapper.OpenAtlas) -> None:
    table = opened.changes()
    assert isinstance(table, gpd.GeoDataFrame)
    assert table[["day", "territory", "controller_before", "controller", "status"]].to_numpy().tolist() == [
        ["1938-10-01", "south-east", "blue", "green", "annexed"],
        ["1939-09-17", "north-east", "blue", "red", "occupied"],
        ["1939-09-17", "south-east", "green", "green", "sovereign"],
    ]
    assert table.geometry[1].contains(shapely.Point(7, 7))
    assert len(opened.changes(first=dt.date(1939, 9, 17))) == 2
    assert len(opened.changes(after="1939-09-17")) == 1
    assert opened.changes(theatre="east").empty
    assert opened.changes(theatre="east").crs == "EPSG:4326"
    for ask in (
        opened.changes,
        lambda theatre: opened.at("1939-09-17", theatre),
        lambda theatre: opened.state("1939-09-17", theatre),
    ):
        with pytest.raises(CallError, match="no theatre 'moon'; there are west, east"):
            ask(theatre="moon")
    assert opened.state("1939-09-17", "east").index.tolist() == ["farland"]
    with pytest.raises(CallError, match="no day lies from 1939-09-17 up to 1939-09-17"):
        opened.changes("1939-09-17", "1939-09-17")
    with pytest.raises(CallError, match="1950-01-01 lies outside the period"):
        opened.changes(after="1950-01-01")


DATES = {
    "text": ["1939-09-16", "1939-09-17"],
    "days": [dt.date(1939, 9, 16), dt.date(1939, 9, 17)],
    "moments": pd.to_datetime(["1939-09-16 23:59", "1939-09-17 00:00"]),
    "clocks": pd.to_datetime(["1939-09-16 01:00", "1939-09-17 01:00"]).tz_localize("Asia/Tokyo"),
    "periods": pd.PeriodIndex(["1939-09-16", "1939-09-17"], freq="D"),
}


@pytest.mark.parametrize("kind", DATES)
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", None])
def test_points_are_joined_in_their_own_crs_and_kind_of_date(
    opened: mapper.OpenAtlas, crs: str | None, kind: str
) -> None:
    points = gpd.GeoDataFrame(
        {"who": ["a", "b"], "date": DATES[kind]},
        geometry=gpd.points_from_xy([7, 7], [7, 7]),
        crs="EPSG:4326",
        index=[5, 3],
    )
    points = points.to_crs(crs) if crs else points.set_crs(None, allow_override=True)
    before = points.copy()
    found = opened.join(points)
    assert found["controller"].tolist() == ["blue", "red"]
    assert found["match"].tolist() == ["inside", "inside"]
    assert found.index.tolist() == [5, 3]
    assert found.columns.tolist() == [*points.columns, *COLUMNS]
    assert found.crs == points.crs
    assert found.geometry.equals(points.geometry)
    assert points.equals(before), "the caller's frame is as it was"


def test_a_plain_frame_becomes_points(opened: mapper.OpenAtlas) -> None:
    table = pd.DataFrame({"longitude": ["7", "3,0"], "lat": [7, 5], "when": ["1939-09", "1930/1931"]})
    found = opened.join(table, date="when")
    assert found["match"].tolist() == ["ambiguous", "inside"]
    assert found["controller"].tolist() == ["blue | red", "red"]
    assert found.crs == "EPSG:4326"
    assert found.geometry.x.tolist() == [7, 3]


def test_a_span_has_a_column_of_ends(opened: mapper.OpenAtlas) -> None:
    table = pd.DataFrame({"x": [7.0, 7.0], "y": [7.0, 7.0], "date": ["1930-01-01", "1930"], "to": ["1931", "1940"]})
    found = opened.join(table, end="to", lon="x", lat="y")
    assert found["match"].tolist() == ["inside", "ambiguous"]


def test_own_columns_stay_and_ours_step_aside(opened: mapper.OpenAtlas) -> None:
    table = pd.DataFrame({"lon": [7], "lat": [7], "date": ["1939-09-17"], "status": ["mine"]})
    found = opened.join(table)
    assert found["status"].tolist() == ["mine"]
    assert found["mapper_status"].tolist() == ["occupied"]


def test_rows_without_a_place_or_a_date_stay_and_are_told(opened: mapper.OpenAtlas) -> None:
    points = gpd.GeoDataFrame(
        {"date": ["1939-09-17", "long ago", "1939-09-17"]},
        geometry=[shapely.Point(7, 7), shapely.Point(7, 7), shapely.box(0, 0, 1, 1)],
        crs="EPSG:4326",
        index=["a", "b", "c"],
    )
    with pytest.warns(UserWarning, match="the table, row") as told:
        found = opened.join(points)
    assert found["match"].tolist() == ["inside", "no date", "no place"]
    assert [str(one.message).split(":")[0] for one in told] == ["the table, row c, geometry", "the table, row b, date"]
    assert all(one.filename == __file__ for one in told)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"date": "day"}, r"no column 'day' \(date=\); there are 'lon', 'lat', 'date'"),
        ({"end": "to"}, "no column 'to'"),
        ({"lon": "x"}, "'x'"),
    ],
    ids=["date", "end", "lon"],
)
def test_a_column_that_is_not_there_is_named(opened: mapper.OpenAtlas, more: dict[str, str], words: str) -> None:
    with pytest.raises(CallError, match=words):
        opened.join(pd.DataFrame({"lon": [7], "lat": [7], "date": ["1939-09-17"]}), **more)


def test_what_is_no_frame_is_no_table_of_points(opened: mapper.OpenAtlas) -> None:
    with pytest.raises(CallError, match=r"'points\.csv' is no frame; read a file with pandas"):
        opened.join("points.csv")  # type: ignore[arg-type]


def test_columns_of_dates_are_found_by_their_usual_names(opened: mapper.OpenAtlas) -> None:
    place = {"lon": [7], "lat": [7]}
    assert opened.join(pd.DataFrame({**place, "Datum": ["1939-09-17"]}))["controller"].tolist() == ["red"]
    found = opened.join(pd.DataFrame({**place, "start": ["1939-09-01"], "end": ["1939-09-30"]}))
    assert found["match"].tolist() == ["ambiguous"]
    with pytest.raises(CallError, match="no column of dates: name it with date=, of 'lon', 'lat', 'sent'"):
        opened.join(pd.DataFrame({**place, "sent": ["1939"]}))


def test_dates_of_another_form_are_joined_as_the_argument_says(opened: mapper.OpenAtlas) -> None:
    table = pd.DataFrame({"lon": [7], "lat": [7], "date": ["17.09.1939"]})
    with pytest.warns(UserWarning, match=r"date_format '%d.%m.%Y'") as told:
        opened.join(table)
    assert "--" not in str(told[0].message)
    assert opened.join(table, date_format="%d.%m.%Y")["controller"].tolist() == ["red"]
    with pytest.raises(CallError, match="leaves the century open"):
        opened.join(table, date_format="%d.%m.%y")


def test_a_frame_without_rows_is_joined_to_none(opened: mapper.OpenAtlas) -> None:
    found = opened.join(pd.DataFrame({"lon": [], "lat": [], "date": []}))
    assert len(found) == 0
    assert set(COLUMNS) <= set(found.columns)


def test_a_difference_is_told_against_an_atlas_or_a_folder(opened: mapper.OpenAtlas, world: World) -> None:
    world.replace("spells.csv", "blue,occupied", "blue,annexed")
    for other in (world.geodata, str(world.geodata), mapper.load(world.geodata)):
        table = opened.diff(other).table
        assert table[["from", "polity", "what", "now"]].to_numpy().tolist() == [
            ["1939-09-17", "red", "law", "blue, annexed"]
        ]


def test_the_rest_is_at_hand(opened: mapper.OpenAtlas) -> None:
    assert opened.about.title["en"] == "The tiny atlas"
    assert {"controller", "match"} <= set(opened.events.columns)
    assert opened.places.geometry[opened.places.index[0]] == shapely.Point(7, 7)
    opened.events["title"] = ""
    assert opened.events["title"].all(), "what is given away is a copy"
    assert repr(opened).startswith("<The tiny atlas: 4 territories, 1918-11-11 up to 1946-01-01, from ")


def test_a_map_opens_on_the_day_and_with_the_layers_that_are_asked(opened: mapper.OpenAtlas, tmp_path: Path) -> None:
    opened.map("tiny", date=dt.date(1939, 9, 17), layers=["control", "rivers"]).save(tmp_path / "day.html")
    told = blob_of(tmp_path / "day.html")["map"]
    assert (told["date"], told["layers"]) == ("1939-09-17", ["control", "rivers"])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"date": "1950-01-01"}, "1950-01-01 lies outside the period"),
        ({"date": "1939-09-31"}, "'1939-09-31' is not a day"),
        ({"layers": ["sea"]}, "no layer 'sea'; there are control, "),
    ],
    ids=["late", "none", "layer"],
)
def test_a_day_or_a_layer_that_a_map_has_not_is_told(
    opened: mapper.OpenAtlas, asked: dict[str, Any], words: str
) -> None:
    for ask in (opened.map, partial(mapper.atlas_map, geodata=opened.data.atlas.geodata)):
        with pytest.raises(CallError, match=words):
            ask("tiny", **asked)


def test_a_map_is_a_folium_map_and_the_same_as_the_builds(opened: mapper.OpenAtlas) -> None:
    chart = opened.map("tiny", height=300)
    assert isinstance(chart, folium.Map)
    assert "height: 300px" in chart._repr_html_()
    built = mapper.atlas_map("tiny", opened.data.atlas.geodata)
    assert chart.get_root().render() == built.get_root().render()
    with pytest.raises(CallError, match="no map 'huge'"):
        opened.map("huge")
    assert "height: 80vh" in opened.map("tiny", height="80vh")._repr_html_()
    with pytest.raises(CallError, match="'tall' is no height"):
        opened.map("tiny", height="tall")


def test_load_without_a_folder_takes_what_is_here(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(world.root)
    assert mapper.load().data.atlas.geodata.name == "geodata"
    assert mapper.load().map("tiny")
    world.replace("spells.csv", "blue,occupied", "blue,conquered")
    with pytest.raises(DataError, match="conquered"):
        mapper.load()


def test_a_folder_that_is_none_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"is no geodata folder: it holds no atlas.toml; name the right one$"):
        mapper.load(tmp_path)


def test_importing_mapper_brings_no_library() -> None:
    code = "import sys, mapper; print(sorted({name.split('.')[0] for name in sys.modules} & set(sys.argv[1:])))"
    heavy = ["pandas", "geopandas", "folium", "numpy", "click", "shapely", "importlib.metadata"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_public_name_is_there_and_documented() -> None:
    assert sorted(mapper.__all__) == mapper.__all__ == dir(mapper)
    for name in mapper.__all__:
        found = getattr(mapper, name)
        assert name == "__version__" or inspect.getdoc(found)
    with pytest.raises(AttributeError, match="has no attribute 'maps_of'"):
        mapper.maps_of  # noqa: B018
    for name, member in inspect.getmembers(mapper.OpenAtlas, inspect.isfunction):
        assert name == "__init__" or inspect.getdoc(member), name
