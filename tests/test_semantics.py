"""Kinds of faults that form alone does not show: each is refused, in one line, by a message that names its own file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import shapely
from test_polygons import EAST, TINY, WEST, folder, polygon
from world import way_feature

from mapper.errors import DataError, Problem
from mapper.geodata import load

if TYPE_CHECKING:
    from pathlib import Path

    from world import World

KINDS = {
    "digits with an underscore": ("places.csv", "northtown,7,7,1", "northtown,1_0,7,1", "row 2, lon: '1_0' is not a number"),
    "Arabic digits": ("events.csv", "Westtown,3,5", "Westtown,3,٧", "row 3, lat: '٧' is not a number"),  # noqa: RUF001
    "an exponent": ("official_areas.csv", "394000", "394e3", "row 2, km2: '394e3' is not a number"),
    "not a number": ("anchors.csv", "Northtown,7,7", "Northtown,nan,7", "row 2, lon: 'nan' is not a number"),
    "infinite": ("nodes.csv", "middle,west,5,5", "middle,west,inf,5", "row 4, lon: 'inf' is not a number"),
    "a comma for a point": ("official_areas.csv", ",5,book", ',"5,0",book', "row 2, tolerance_pct: '5,0' is not a number"),
    "a plus": ("nodes.csv", "middle,west,5,5", "middle,west,+5,5", "row 4, lon: '+5' is not a number"),
    "half a rank": ("places.csv", "7,7,1,", "7,7,1.5,", "row 2, rank: 1.5 is no rank, which is a whole number"),
    "a rank of none": ("places.csv", "7,7,1,", "7,7,5,", "row 2, rank: 5 is no rank, which lies between 1 and 4"),
    "a seed with an exponent": ("territories.csv", "7 3,", "7e0 3,", "row 4, seeds: '7e0 3' is not a list of points"),
    "a seed beyond the world": ("territories.csv", "105 5", "105 95", "row 5, seeds: '105 95' is not a list of points"),
    "an open interval": ("events.csv", "march,1939-09-17", "march,1939/", "row 2, date: '1939/' is not an EDTF date"),
    "a season": ("events.csv", "feast,1925-06", "feast,1925-21", "row 3, date: '1925-21' is not an EDTF date"),
    "significant digits": ("events.csv", "feast,1925-06", "feast,1925S2", "row 3, date: '1925S2' is not an EDTF date"),
    "30 February": ("events.csv", "march,1939-09-17", "march,1939-02-30", "names no such day in the calendar"),
    "a status in capitals": ("spells.csv", "blue,occupied", "blue,Occupied", "row 4, status: 'Occupied' is none of"),
    "an invisible letter": ("spells.csv", "blue,occupied", "blue,\u200boccupied", "status: '\\u200boccupied' is none of"),
    "a railway's status in capitals": ("railway_spells.csv", "leased", "Leased", "row 2, status: 'Leased' is none of"),
    "a railway's status that is none": ("railway_spells.csv", "shared", "none", "row 3, status: 'none' is none of"),
    "a formula": ("railway_spells.csv", "shared", "=1", "row 3, status: '=1' is none of"),
    "a railway's owner that is none": ("railway_spells.csv", "red | blue", "red | bleu", "'bleu' is not in polities.csv"),
    "a railway's gap": ("railway_spells.csv", "southern,1939-09-17", "southern,1939-09-18", "row 3, from: southern: one spell ends"),
    "land of none": ("official_areas.csv", ",,westland,", ",,../x,", "row 2, territories: '../x' is not in territories.csv"),
    "land behind a comma": ("official_areas.csv", ",,westland,", ',,"westland, farland",', "'westland, farland' is not in"),
    "land behind two semicolons": ("official_areas.csv", ",,westland,", ",,westland;;nope,", "'nope' is not in territories"),
    "the same land twice": ("official_areas.csv", ",,westland,", ",,westland; westland,", "'westland' is named twice"),
    "an area of nobody": ("official_areas.csv", ",,westland,", ",,,", "there is no polity and no territory"),
    "an area of both": ("official_areas.csv", ",,westland,", ",red,westland,", "there are both a polity and territories"),
    "an area of another size": ("official_areas.csv", "394000", "294000", "294,000 km2 were published, 394,"),
    "an area of a polity": ("official_areas.csv", ",,westland,", ",blue,,", "row 2, km2: 394,000 km2 were published, 39"),
    "a town of another power": ("anchors.csv", "1938-01-01,blue", "1938-01-01,green", "and it held no land then; in spells.csv it is blue"),
    "a town of a power elsewhere": ("anchors.csv", "1938-01-01,blue", "1938-01-01,red", "red held Northtown on 1930-01-01, 22"),
    "a town on a day outside": ("anchors.csv", "1938-01-01", "1946-01-01", "'1946-01-01' lies outside the period of atlas.toml"),
    "a town outside every window": ("anchors.csv", "Northtown,7,7", "Northtown,70,7", "70, 7 lies outside the windows of atlas.toml"),
    "a place outside every window": ("places.csv", "northtown,7,7", "northtown,7,77", "7, 77 lies outside the windows"),
    "a place the wrong way round": ("places.csv", "northtown,7,7", "northtown,5,105", "lat: 105 is no latitude"),
    "a node outside its window": ("nodes.csv", "shore,west,9,5", "shore,west,19,5", "19, 5 lies outside the window of atlas.toml"),
    "a node in another theatre": ("nodes.csv", "middle,west", "middle,east", "5, 5 lies outside the window of atlas.toml"),
    "two columns that changed places": ("glossary.csv", "Westtown,Zachodnie Miasto", "Zachodnie Miasto,Westtown", "is in no 'place'"),
    "a column twice": ("glossary.csv", "name,name_pl\nWesttown", "name,name,name_pl\nWesttown,Westtown", "row 1, name: the column is there twice"),
    "a column without a name": ("glossary.csv", "name,name_pl\nWesttown,Zachodnie Miasto", "name,name_pl,\nWesttown,x,", "column 3 has no name"),
    "a column of another language": ("glossary.csv", "name_pl", "name_de", "'de' is none of the languages of atlas.toml"),
    "two views on one day": ("recognitions.csv", "green,red,north-east; westland,1939-09-17", "blue,red,north-east; westland,1940-01-01", "blue has another view of north-east on some of these days, in row 2"),
    "a view of no land": ("recognitions.csv", "north-east; westland", "north-east; nowhere", "'nowhere' is not in territories.csv"),
    "a view that ends as it begins": ("recognitions.csv", "red,north-east,1939-09-17,1946-01-01", "red,north-east,1939-09-17,1939-09-17", "it ends 1939-09-17, not after it begins"),
    "a pact that ends before it begins": ("agreements.csv", "1925-01-01,1939-09-17", "1939-09-17,1925-01-01", "it ends 1925-01-01, not after"),
    "a pact that drew no line": ("agreements.csv", ",parallel,", ",meridian,", "'meridian' is not in lines.geojson"),
    "a sphere in no pact": ("spheres.csv", "truce,westland", "peace,westland", "'peace' is not in agreements.csv"),
    "a dated name without a day": ("places.csv", "Niebiesk 1930-01-01/", "Niebiesk 1930-01/", "is no dated name"),
    "a source that is none": ("railway_spells.csv", "treaty-1918,\n", "treaty 1918,\n", "is not a list of sources"),
    "a control character": ("events.csv", "They feast.", "They\x1b[31m feast.", "row 3, text: 'They\\x1b[31m feast.' holds a control"),
    "a spell beyond the period": ("spells.csv", "farland,1918-11-11", "farland,1900-01-01", "'1900-01-01' lies outside the period of atlas.toml"),
    "a spell that begins at the end": ("spells.csv", "farland,1918-11-11", "farland,1946-01-01", "'1946-01-01' lies outside the period"),
}  # fmt: skip


def problems_of(geodata: Path) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        load(geodata)
    return caught.value.problems


def one_line(problems: list[Problem], file: str, words: str) -> None:
    """Hold problems to one file, and one of them to some words."""
    assert {p.file.rsplit("/", 1)[-1] for p in problems} == {file.rsplit("/", 1)[-1]}
    lines = list(map(str, problems))
    assert any(words in line for line in lines), lines
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_in_the_meaning_is_refused(world: World, kind: str) -> None:
    file, old, new, words = KINDS[kind]
    world.replace(file, old, new)
    one_line(problems_of(world.geodata), file, words)


WAYS = {
    "a movement elsewhere": ("movements.geojson", {}, [[60, 60], [61, 61]], "march, geometry: no part of it lies in the window of west"),
    "a railway the wrong way round": ("railways.geojson", {"theatre": "east"}, [[3, 102], [5, 104]], "a coordinate is no longitude"),
    "a river elsewhere": ("rivers.geojson", {}, [[8, 33], [5, 44]], "no part of it lies in the window of west in atlas.toml"),
    "a line of no length": ("movements.geojson", {}, [[5, 5], [5, 5]], "no LineString of some length"),
    "a line of one point": ("rivers.geojson", {}, [[5, 5]], "no LineString of some length"),
    "a front without a side": ("movements.geojson", {"kind": "front"}, None, "march, side: a front has no side"),
    "an advance with a side": ("movements.geojson", {"side": "left"}, None, "march, side: an advance has a side"),
    "a movement that ends before": ("movements.geojson", {"to": "1939-09-16"}, None, "it ends 1939-09-16, not after it begins"),
    "a movement after the last day": ("movements.geojson", {"to": "1946-01-01"}, None, "'1946-01-01' lies outside the period"),
    "a movement before the first day": ("movements.geojson", {"from": "1900-01-01"}, None, "'1900-01-01' lies outside the period"),
    "a property that is misspelt": ("railways.geojson", {"sources": "x"}, None, "southern, sources: no such property is known"),
    "a property that is no text": ("rivers.geojson", {"name": ["Brook"]}, None, "brook, name: ['Brook'] is no text"),
    "a property that is true": ("rivers.geojson", {"name": True}, None, "brook, name: True is no text"),
    "no theatre": ("rivers.geojson", {"theatre": "north"}, None, "'north' is none of: east, west"),
    "a point": ("rivers.geojson", {}, "Point", "brook, geometry: the geometry is no LineString"),
    "metres": ("railways.geojson", {}, [[333958, 446106], [556597, 557305]], "perhaps in metres"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WAYS)
def test_a_fault_in_a_line_is_refused(world: World, kind: str) -> None:
    file, change, points, words = WAYS[kind]
    first, *more = world.features(file)
    changed = way_feature({**first["properties"], **change}, points or first["geometry"]["coordinates"])
    if points == "Point":
        changed["geometry"] = {"type": "Point", "coordinates": [5, 5]}
    world.write_features(file, [changed, *more])
    one_line(problems_of(world.geodata), file, words)


def test_a_swapped_line_is_told_what_to_do(world: World) -> None:
    world.write_features("rivers.geojson", [way_feature(
        {"id": "brook", "name": "Brook", "theatre": "east"}, [[3, 80], [5, 84]]
    )])  # fmt: skip
    assert "Name its own theatre" in str(problems_of(world.geodata)[0])
    world.replace("atlas.toml", "window = [100, 0, 110, 10]", "window = [80, 0, 110, 10]")
    assert "Write longitude first." in str(problems_of(world.geodata)[0])


def test_a_line_with_heights_is_read_without(world: World) -> None:
    river = {"id": "brook", "name": "Brook"}
    world.write_features("rivers.geojson", [way_feature(river, [[5, 5, 100], [7, 5, 100]])])
    assert list(load(world.geodata).overlays.rivers["brook"]["geometry"].coords) == [(5, 5), (7, 5)]


def test_the_same_land_may_be_seen_anew_from_the_day_on_which_the_old_view_ends(world: World) -> None:
    world.replace(
        "recognitions.csv", "blue,red,north-east,1939-09-17,1946-01-01", "green,red,north-east,1930-01-01,1939-09-17"
    )
    load(world.geodata)


def test_a_town_just_beside_the_land_of_its_holder_is_let_be(world: World) -> None:
    for lat, sound in (("4.99", True), ("4.97", False)):  # 1.1 and 3.3 km south of the parallel
        world.replace("anchors.csv", "Northtown,7,7", f"Northtown,7,{lat}")
        world.replace("anchors.csv", "1930-01-01 1938-01-01", "1939-01-01")
        if sound:
            load(world.geodata)
        else:
            one_line(problems_of(world.geodata), "anchors.csv", "3.3 km from its land; in spells.csv it is green")
        world.replace("anchors.csv", f"Northtown,7,{lat}", "Northtown,7,7")
        world.replace("anchors.csv", "1939-01-01", "1930-01-01 1938-01-01")


POLYGONS = {
    "no polygon": ([], "features: the file holds no polygon"),
    "longitude and latitude changed": (
        [polygon(shapely.transform(FAR_AWAY, lambda xy: xy[:, ::-1]), "red") for FAR_AWAY in [shapely.box(101, 20, 109, 30)]],
        "a coordinate is no longitude",
    ),
    "land elsewhere": ([polygon(shapely.box(50, 50, 60, 60), "red")], "no polygon lies in a window of atlas.toml"),
    "days elsewhere": ([polygon(WEST, "red", "1800-01-01", "1801-01-01")], "no record holds in the period of atlas.toml"),
    "a day that is none": ([polygon(WEST, "red", "1920-13")], "feature 1, from: '1920-13-01' is no such day"),
    "a time of day": ([polygon(WEST, "red", "1920-01-01T12:00:00")], "feature 1, from: '1920-01-01T12:00:00' is not a day"),
    "no area": ([polygon(shapely.Polygon([(1, 1), (2, 2), (1, 1)]), "red")], "feature 1, geometry: the polygon has no area"),
    "a misspelt property": ([polygon(WEST, "red", statuss="sovereign") | {}], None),
}  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in POLYGONS if POLYGONS[kind][1]])
def test_a_fault_in_polygons_is_refused(tmp_path: Path, kind: str) -> None:
    features, words = POLYGONS[kind]
    one_line(problems_of(folder(tmp_path / "g", *features)), "boundaries.geojson", str(words))
