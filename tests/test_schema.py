"""Tables and what is wrong with them: every fault is named with file, row and column, all at once."""

import json
import os
from collections.abc import Callable

import pytest
from world import World

from mapper import schema
from mapper.atlas import collect_atlas, read_atlas
from mapper.errors import CallError, DataError, Fault, Problem, Problems, Tally, unlisted
from mapper.geodata import load
from mapper.maps import read_specs
from mapper.reading import Anything


def problems_of(world: World) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        load(world.geodata)
    return caught.value.problems


def told(problems: list[Problem], file: str, column: str, words: str) -> Problem:
    found = [p for p in problems if p.file.endswith(file) and p.column == column and words in p.message]
    assert found, f"no problem in {file}, {column} says {words!r}:\n" + "\n".join(map(str, problems))
    return found[0]


def test_the_tiny_world_is_sound(world: World) -> None:
    load(world.geodata)


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "column", "words"),
    [
        ("spells.csv", "sovereign,status", "lawful,status", "row 1", "sovereign", "the column is missing"),
        ("spells.csv", "sovereign,status", "lawful,status", "row 1", "lawful", "no such column"),
        ("spells.csv", "1938-10-01,blue", "1938-09-31,blue", "row 5", "to", "not a day in the calendar"),
        (
            "spells.csv",
            "south-east,1918-11-11,1938-10-01",
            "south-east,1918-11-11,1918-11-11",
            "row 5",
            "to",
            "not after it begins",
        ),
        (
            "spells.csv",
            "1938-10-01,1939-09-17,green",
            "1938-10-02,1939-09-17,green",
            "row 6",
            "from",
            "no spell from 1938-10-01",
        ),
        (
            "spells.csv",
            "1938-10-01,1939-09-17,green",
            "1938-09-01,1939-09-17,green",
            "row 6",
            "from",
            "two spells from",
        ),
        ("spells.csv", "blue,occupied", "purple,occupied", "row 4", "sovereign", "'purple' is not in polities.csv"),
        ("spells.csv", "blue,occupied", "blue,conquered", "row 4", "status", "'conquered' is none of"),
        ("spells.csv", "treaty-1918 [art. 1]", "nowhere-1", "row 3", "source", "'nowhere-1' is not in sources.bib"),
        ("spells.csv", "treaty-1918 [art. 1]", "", "row 3", "source", "the cell is empty"),
        ("events.csv", "feast,1925-06,", "march,1925-06,", "row 3", "id", "'march' is in row 2 already"),
        ("events.csv", "march,1939-09-17", "march,1939-09-31", "row 2", "date", "is not an EDTF date"),
        ("events.csv", "7,7,war,The red", "7,97,war,The red", "row 2", "lat", "97 is no latitude"),
        (
            "events.csv",
            ",red,,book-1950,high\nfeast",
            ",blue,,book-1950,high\nfeast",
            "row 2",
            "held_by",
            "the map says red",
        ),
        ("events.csv", "Nobody knows the day.", "Nobody, knows", "row 4", "", "cells where the header has"),
        ("nodes.csv", "north,west,5,9,coast", "north,west,5,9,moon", "row 2", "on", "'moon' is neither"),
        ("nodes.csv", "north,west,5,9,coast", "north,west,5,8.5,coast", "row 2", "on", "km from 'coast'"),
        ("territories.csv", "7 7", "0.8 7", "row 3", "seeds", "lies in no land"),
        ("territories.csv", "7 7", "seven", "row 3", "seeds", "is not a list of points"),
        ("territories.csv", "3 5", "3 5; 7 3.5", "row 4", "seeds", "is westland already"),
        ("sources.bib", "title = {A Tiny History}", "booktitle = {A Tiny History}", "line 6", "title", "has no title"),
        (
            "places.csv",
            "Blueburg 1918-11-11/1939-09-17",
            "Blueburg 1939-09-17/1918-11-11",
            "row 2",
            "names",
            "no dated name",
        ),
        ("places.csv", "Niebiesk 1930-01-01/1939-09-17", "Niebiesk 1930", "row 2", "names_pl", "no dated name"),
        ("places.csv", "Redgrad 1939-09-17", "Redgrad 1938-09-17", "row 2", "names", "begins before 1939-09-17"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else None,
)
def test_each_fault_is_named(world: World, file: str, old: str, new: str, row: str, column: str, words: str) -> None:
    world.replace(file, old, new)
    assert told(problems_of(world), file, column, words).row == row


def test_a_faulty_row_does_not_make_its_neighbours_look_wrong(world: World) -> None:
    world.replace("spells.csv", "1938-10-01,1939-09-17,green", "1938-10-81,1939-09-17,green")
    assert [(p.row, p.column) for p in problems_of(world)] == [("row 6", "from")]


def test_a_table_whose_name_is_misspelt_is_told(world: World) -> None:
    assert not load(world.geodata).warnings
    (world.geodata / "waters.csv").rename(world.geodata / "watters.csv")
    for name in ("watters.csv~", "letters.csv", "spells2.csv"):
        (world.geodata / name).write_text("id\n", encoding="utf-8")
    (warning,) = load(world.geodata).warnings
    assert warning.file.endswith("/watters.csv")
    assert warning.hint == "If it is that table, call it waters.csv."


def test_all_faults_come_at_once(world: World) -> None:
    world.replace("spells.csv", "blue,occupied", "blue,conquered")
    world.replace("events.csv", "march,1939-09-17", "march,1939-09-31")
    world.replace("polities.csv", "#c77b6b", "red")
    files = {p.file.rsplit("/", 1)[-1] for p in problems_of(world)}
    assert {"spells.csv", "events.csv", "polities.csv"} <= files


@pytest.mark.parametrize("name", ["spells.csv", "lines.geojson", "sources.bib", "events.csv", "places.csv"])
def test_a_file_that_is_not_there_is_named(world: World, name: str) -> None:
    (world.geodata / name).unlink()
    told(problems_of(world), name, "", "the file is not there")


def test_a_broken_geojson_is_named(world: World) -> None:
    (world.geodata / "lines.geojson").write_text('{"type":"FeatureCollection","features":[')
    told(problems_of(world), "lines.geojson", "", "the file is not JSON")


def test_latitude_and_longitude_that_changed_places(world: World) -> None:
    world.replace("atlas.toml", "window = [100, 0, 110, 10]", "window = [80, 0, 89, 10]")
    world.replace("atlas.toml", "+lon_0=105", "+lon_0=85")
    world.replace("events.csv", "Elsewhere,50,50", "Elsewhere,5,85")
    problem = told(problems_of(world), "events.csv", "lon", "5, 85 look like latitude and longitude")
    assert problem.row == "row 5"
    assert "waiver" in problem.hint
    world.replace("events.csv", "They talk.,,,,,,,,", "They talk.,,,,,,,it was far north,")
    load(world.geodata)


def test_a_folder_that_is_none_is_a_wrong_call(world: World) -> None:
    with pytest.raises(CallError, match="no geodata folder"):
        read_atlas(world.root / "nowhere")


def test_an_excel_file_in_another_encoding_is_named(world: World) -> None:
    path = world.geodata / "polities.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Redland", "Rødland").encode("latin-1"))
    assert len(problems_of(world)) == 1, "no other file is blamed for it"
    told(problems_of(world), "polities.csv", "", "not in UTF-8")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(world: World) -> None:
    path = world.geodata / "polities.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    load(world.geodata)


def test_citations_are_read_with_their_locators() -> None:
    assert schema.parse_citations("a-1 [art. 2, p. 3]; b-2") == (("a-1", "art. 2, p. 3"), ("b-2", ""))
    assert schema.citations("no key here!")


def test_a_name_that_is_nearly_right_gets_a_hint(world: World) -> None:
    world.replace("spells.csv", "blue,occupied", "bleu,occupied")
    problem = told(problems_of(world), "spells.csv", "sovereign", "'bleu'")
    assert "did you mean 'blue'?" in problem.hint


def test_problems_are_collected_without_raising(world: World) -> None:
    world.replace("spells.csv", "blue,occupied", "blue,conquered")
    reader = world.reader()
    collect_atlas(reader)
    assert reader.problems


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("polities.csv", b"id,name,today,colour,note\n\x80,a,b,#000000,\n", "not in UTF-8"),
        ("polities.csv", b'id,name,today,colour,note\nred,"a', "not CSV"),
        (
            "polities.csv",
            b"id;name;name_pl;today;colour;note\nred;Red;;;#000000;\n",
            "semicolons stand between the cells",
        ),
        ("towns.csv", b"id\tlon\tlat\tzoom\tname\ttoday\n", "tabs stand between the cells"),
        ("sources.bib", b"@misc{a, title = {\xff}}", "not in UTF-8"),
        ("lines.geojson", b"[" * 10_000, "nested too deep"),
        ("lines.geojson", b'{"type": "FeatureCollection", "features": [' + b"9" * 5000 + b"]}", "too many digits"),
        ("rivers.geojson", b'{"features": [], "features": []}', "'features' stands twice"),
        ("rivers.geojson", b'{"features": [NaN]}', "NaN is no number"),
        ("rivers.geojson", b'{"features": [1e999]}', "1e999 is no number"),
        ("rivers.geojson", b'{"features": [' + b"9" * 300 + b".0E+99]}", "is no number"),
        ("rivers.geojson", b'{"features": ["\\ud800"]}', "not JSON"),
        ("atlas.toml", b"a = " + b"[" * 10_000, "nested too deep"),
        ("atlas.toml", b"a = " + b"9" * 5000, "too many digits"),
        ("atlas.toml", b"\xff\xfe", "not in UTF-8"),
        ("base/west.topojson", b"", "the file is empty"),
        ("base/west.topojson", b"{}", "it lacks 'transform'"),
        ("base/lakes.topojson", b"{}", "it lacks 'transform'"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_blames_no_other(
    world: World, file: str, text: bytes, words: str
) -> None:
    (world.geodata / file).write_bytes(text)
    (problem,) = problems_of(world)
    assert problem.file.endswith(file)
    assert words in problem.message
    assert "\n" not in str(problem)


@pytest.mark.parametrize("file", ["polities.csv", "towns.csv", "rivers.geojson", "sources.bib", "base/west.topojson"])
def test_what_is_no_plain_file_is_told_and_nobody_waits_for_it(world: World, file: str) -> None:
    path = world.geodata / file
    for make in (os.mkfifo, os.mkdir, lambda it: it.symlink_to(it.name), lambda it: it.symlink_to("nowhere")):
        path.unlink()
        make(path)
        (problem,) = problems_of(world)
        assert problem.file.endswith(file)
        if path.is_dir():
            path.rmdir()
            path.touch()


def test_what_an_editor_leaves_is_no_data(world: World) -> None:
    for name in (".#tiny.toml", "._tiny.toml", "#tiny.toml#", "tiny.toml~", ".tiny.toml.swp"):
        (world.maps / name).write_bytes(b"\0\0")
        (world.geodata / name.replace("tiny.toml", "events.csv")).write_bytes(b"\0\0")
    (world.maps / ".#gone.toml").symlink_to("user@host.1234")
    problems = Problems()
    specs = read_specs(world.maps, load(world.geodata).atlas, ["northtown"], problems)
    assert [spec.id for spec in specs] == ["tiny"]
    assert not problems


@pytest.mark.parametrize(
    "number", ["1_0", "1e1", "\N{ARABIC-INDIC DIGIT SEVEN}", "nan", "inf", "0x7", "7,0", " 7 7", "9" * 5000]
)
def test_a_number_is_plain_decimals(world: World, number: str) -> None:
    rows = world.rows("places.csv")
    rows[0]["lat"] = number
    world.write("places.csv", rows)
    told(problems_of(world), "places.csv", "lat", "")


def test_a_rank_is_whole_and_a_doubled_column_is_named(world: World) -> None:
    rows = world.rows("places.csv")
    rows[0]["rank"] = "1.5"
    world.write("places.csv", rows)
    (world.geodata / "glossary.csv").write_text("name,name,name_pl\na,a,b\n", encoding="utf-8")
    problems = problems_of(world)
    told(problems, "places.csv", "rank", "a whole number")
    told(problems, "glossary.csv", "name", "2 columns bear the name")


def test_a_cell_may_be_as_long_as_an_essay_and_rows_have_the_lines_of_the_file(world: World) -> None:
    rows = world.rows("events.csv")
    rows[0]["essay"] = "x\n" * 100_000
    rows[1]["lat"] = "north"
    world.write("events.csv", rows)
    (problem,) = problems_of(world)
    assert (problem.row, problem.column) == ("row 100003", "lat")


def test_a_control_character_is_told(world: World) -> None:
    world.replace("glossary.csv", "Westtown", "West\0town")
    told(problems_of(world), "glossary.csv", "name", "U+0000")


@pytest.mark.parametrize("status", ["=1", "none", "Leased", "leasedhold"])
def test_how_a_railway_is_held_is_a_word_that_is_known(world: World, status: str) -> None:
    world.replace("railway_spells.csv", "leased", status)
    told(problems_of(world), "railway_spells.csv", "status", "begins with none of")


def test_an_official_area_names_territories_that_there_are(world: World) -> None:
    world.replace("official_areas.csv", ",westland,", ",westland; nope,")
    told(problems_of(world), "official_areas.csv", "territories", "'nope' names none")


def test_one_power_sees_a_land_in_one_way_on_a_day(world: World) -> None:
    world.replace("recognitions.csv", "green,red,north-east; westland", "blue,red,westland; north-east")
    told(problems_of(world), "recognitions.csv", "from", "how blue saw north-east")


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"side": None}, "side", "a front has a side"),
        ({"sied": "left"}, "sied", "did you mean"),
        ({"note": {"a": 1}}, "note", "neither a text nor a number"),
        ({"name": True}, "name", "neither a text nor a number"),
        ({"coordinates": [[3, 3], [3, 3]]}, "geometry", "no length"),
        ({"weather": "wet"}, "weather", "no such property is known"),
        ({"coordinates": []}, "geometry", "no LineString"),
        ({"coordinates": [[3, 300], [3, 3]]}, "geometry", "no longitude, latitude"),
        ({"coordinates": [[3, -91], [3, 3]]}, "geometry", "no longitude, latitude"),
        ({"coordinates": [[-181, 3], [3, 3]]}, "geometry", "no longitude, latitude"),
        ({"coordinates": [[181, 3], [3, 3]]}, "geometry", "no longitude, latitude"),
        ({"coordinates": [[103, 3], [104, 3]]}, "geometry", "outside the window"),
        ({"coordinates": [["a", 3], [104, 3]]}, "geometry", "cannot be read"),
    ],
)
def test_a_movement_is_checked_as_a_row_is(world: World, change: dict, column: str, words: str) -> None:
    features = world.features("movements.geojson")
    if "coordinates" in change:
        features[1]["geometry"]["coordinates"] = change["coordinates"]
    else:
        features[1]["properties"].update(change)
        features[1]["properties"].pop("side" if "sied" in change else "", None)
    world.write_features("movements.geojson", features)
    told(problems_of(world), "movements.geojson", column, words)


@pytest.mark.parametrize("corner", [[180, 3], [-180, 3], [3, 90], [3, -90]])
def test_a_way_may_reach_the_edge_of_the_world(world: World, corner: list[float]) -> None:
    features = world.features("movements.geojson")
    features[1]["geometry"]["coordinates"] = [corner, [3, 3]]
    world.write_features("movements.geojson", features)
    load(world.geodata)


def test_an_id_stands_once_in_a_table_and_among_ways(world: World) -> None:
    features = world.features("movements.geojson")
    world.write_features("movements.geojson", [*features, features[0]])
    told(problems_of(world), "movements.geojson", "id", "'march' is there twice")
    world.write_features("movements.geojson", features)
    with (world.geodata / "towns.csv").open("a", encoding="utf-8") as stream:
        stream.write("17,1,1,5,Other,\n")
    assert told(problems_of(world), "towns.csv", "id", "'17' is in row 2 already").row == "row 4"


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        ('id,lon,lat,zoom,name,today\n17,6,6,5,"Mid', "row 2", "the file is not CSV"),
        ("\n\n", "row 1", "the file is empty"),
        ("id,lon,lat,zoom,name,today\n17,6,6,5\n", "row 2", "4 cells where the header has 6"),
        ("id,lon,lat,zoom,name\n17,6,6,5,A\n\n18,6,6,5,\n", "row 4", "the cell is empty"),
        ('id,lon,lat,zoom,name\n17,6,6,5,"A\nB"\n18,6,x,5,C\n', "row 4", "is not a number"),
        ("id,lon,lat,zoom,name\n17,6,6,5,A\x07\n", "row 2", "the control character U+0007"),
        ("id,lon,lat,name\n17,6,6,A\n18,6,6,B\n", "row 1", "the column is missing"),
    ],
)
def test_a_fault_of_a_table_has_the_line_of_its_file(world: World, text: str, row: str, words: str) -> None:
    (world.geodata / "towns.csv").write_text(text, encoding="utf-8")
    (found,) = [p for p in problems_of(world) if p.file.endswith("towns.csv")]
    assert (found.row, words in found.message) == (row, True), found


def test_a_height_is_no_fault_and_another_crs_is_one(world: World) -> None:
    features = world.features("rivers.geojson")
    features[0]["geometry"]["coordinates"] = [[3, 8, 100], [4, 5, 50], [3, 2, 0]]
    world.write_features("rivers.geojson", features)
    assert list(load(world.geodata).overlays.rivers["brook"]["geometry"].coords) == [(3, 8), (4, 5), (3, 2)]
    path = world.geodata / "rivers.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    told(problems_of(world), "rivers.geojson", "crs", "is not EPSG:4326")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: raw["transform"].update(scale=[0.5, 0.5]), "its steps"),
        (lambda raw: raw["arcs"][0].append([1.5, 2]), "arc 0"),
        (lambda raw: raw["arcs"][0].append([1]), "arc 0 is no list"),
        (lambda raw: raw["arcs"][0].append([0, 10_000_000]), "leaves the globe"),
        (lambda raw: raw["objects"]["countries"]["geometries"][0].update(id=5), "no id"),
        (lambda raw: raw["objects"]["countries"]["geometries"][0].update(arcs=[[[99]]]), "no arc 99"),
        (lambda raw: raw["objects"]["countries"]["geometries"][0].update(arcs=[[[0]]]), "not closed"),
        (lambda raw: raw["objects"]["countries"]["geometries"][0].update(arcs=[]), "no rings"),
        (lambda raw: raw["objects"]["countries"]["geometries"][0].update(arcs=7), "not of the form"),
        (lambda raw: raw["objects"].pop("provinces"), "it lacks 'provinces'"),
        (lambda raw: raw["objects"]["countries"].update(geometries={}), "the geometries of countries are no list"),
        (lambda raw: raw["objects"]["countries"].update(geometries=[]), "it has no countries"),
    ],
)
def test_a_base_file_is_checked_before_anything_is_cut_of_it(world: World, change: Callable, words: str) -> None:
    path = world.geodata / "base" / "west.topojson"
    raw = json.loads(path.read_text(encoding="utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")
    (problem,) = problems_of(world)
    assert problem.file.endswith("west.topojson")
    assert words in problem.message


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("@misc{a, title = foo}", "neither a number nor a text in braces"),
        ("@misc{a, title = {A} year = {1918}}", "neither a number nor a text"),
        ('@string{b = {B}}\n@misc{a, title = b # " c"}', "neither a number nor a text in braces"),
        ("@misc{a, title = {A}", "end of file"),
        ("@misc{a, title = {unbalanced {x},\n}\n@misc{b, title={B}}", "Unexpected block start"),
        ("@misc{book-1950, title = {A}}", "Duplicate entry key"),
        ("@misc{a, title = {A}, title = {B}}", "Duplicate field keys"),
        ("@misc{a b, title = {A}}", "'a b' is not an id"),
        ("@{a, title = {A}}", "has no type"),
        ("@misc{a, title = {A}, url = {javascript:alert(1)}}", "is not an address that begins with https://"),
    ],
)
def test_an_entry_of_the_sources_is_told_in_words(world: World, entry: str, words: str) -> None:
    path = world.geodata / "sources.bib"
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    problems = problems_of(world)
    assert all(problem.file.endswith("sources.bib") for problem in problems)
    told(problems, "sources.bib", problems[0].column, words)


def test_a_macro_of_the_sources_is_its_text(world: World) -> None:
    path = world.geodata / "sources.bib"
    more = '@string{press = {The Press}}\r\n@book{a, title = "A", publisher = press, month = jan, year = 1918}\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + (path.read_text(encoding="utf-8") + more).encode())
    assert load(world.geodata).atlas.sources["a"]["publisher"] == "The Press"


def test_a_header_of_one_column_is_told_what_it_lacks(world: World) -> None:
    (world.geodata / "towns.csv").write_text("id\n17\n", encoding="utf-8")
    assert {(p.row, p.column, p.message) for p in problems_of(world)} == {
        ("row 1", column, "the column is missing") for column in ("lon", "lat", "zoom", "name")
    }


def test_a_note_may_tell_any_day(world: World) -> None:
    world.replace("spells.csv", "the chief town", "as on 1815-06-09 and on 1990-10-03")
    load(world.geodata)


def test_a_fault_is_told_in_each_row_that_has_it(world: World) -> None:
    for old in ("red,blue,occupied", "blue,blue,sovereign,act,treaty-1918 [art. 1]"):
        world.replace("spells.csv", old, f"bluu,{old.partition(',')[2]}")
    rows = world.rows("towns.csv")
    world.write("towns.csv", [{**row, "lat": "north"} for row in rows])
    found = problems_of(world)
    assert [p.row for p in found if p.file.endswith("towns.csv")] == ["row 2", "row 3"]
    assert [p.row for p in found if "'bluu'" in p.message] == ["row 3", "row 4"]


def test_the_edge_of_a_window_is_in_it(world: World) -> None:
    """A place there is not taken for one whose latitude and longitude changed places."""
    world.replace("events.csv", "Elsewhere,50,50", "Elsewhere,0,5")
    world.replace("events.csv", "Northtown,7,7,war,Nobody", "Northtown,5,0,war,Nobody")
    load(world.geodata)


def test_tables_are_looked_at_though_the_land_cannot_be_cut(world: World) -> None:
    features = world.features("lines.geojson")
    features[1]["properties"]["certainty"] = "sure"
    world.write_lines(features)
    assert [p.row for p in problems_of(world)] == ["parallel"]
    world.replace("events.csv", "march,1939-09-17", "march,1939-09-31")
    world.replace("territories.csv", "7 7,", "seven,")
    found = {(p.file.rsplit("/", 1)[-1], p.row) for p in problems_of(world)}
    assert found == {("lines.geojson", "parallel"), ("events.csv", "row 2"), ("territories.csv", "row 3")}


def test_faulty_rows_are_left_out_of_a_table(world: World) -> None:
    with (world.geodata / "towns.csv").open("a", encoding="utf-8") as stream:
        stream.write("17,1,1,5,Again,\n19,1,1\n20,1,95,5,Far,\n21,1,1,5,Last,\n")
    reader = world.reader()
    table = reader.table("towns")
    assert table["id"].to_dict() == {2: "17", 3: "18", 7: "21"}
    assert table["lon"].tolist() == [6.5, 3.5, 1]
    assert [one["id"] for one in table.attrs["faulty"]] == ["17", "19", "20"]
    assert isinstance(reader.ids("towns", table["id"]), Anything)


def test_rows_that_name_what_is_not_there_are_returned(world: World) -> None:
    world.replace("spells.csv", "blue,occupied", "bleu,occupied")
    reader = world.reader()
    polities = reader.table("polities")
    reader.known["polities"] = reader.ids("polities", polities["id"])
    assert reader.known["polities"] == {"red", "blue", "green"}
    assert reader.references("spells", reader.table("spells")) == {4}


def test_a_way_without_an_id_is_named_by_its_number(world: World) -> None:
    features = world.features("movements.geojson")
    features[1]["properties"].pop("id")
    world.write_features("movements.geojson", features)
    assert told(problems_of(world), "movements.geojson", "id", "the cell is empty").row == "feature 2"
    features[1]["properties"] = None
    world.write_features("movements.geojson", features)
    assert told(problems_of(world), "movements.geojson", "kind", "the cell is empty").row == "feature 2"
    features[1]["properties"] = ["march"]
    world.write_features("movements.geojson", features)
    (found,) = problems_of(world)
    assert (found.row, found.message) == ("feature 2", "they are no object")


def test_of_two_ways_with_one_id_the_first_is_read(world: World) -> None:
    features = world.features("movements.geojson")
    again = {**features[0], "properties": {**features[0]["properties"], "name": "Another"}}
    world.write_features("movements.geojson", [*features, again])
    reader = world.reader()
    assert [line["name"] for line in reader.lines("movements").values()] == ["March", "Stand"]
    features[1]["properties"]["kind"] = "walk"
    world.write_features("movements.geojson", features)
    assert list(reader.lines("movements")) == ["march"]
    assert reader.maimed["movements"] == {"stand"}


@pytest.mark.parametrize(
    ("crs", "sound"),
    [
        (None, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}, True),
        ({"type": "name", "properties": {"name": "epsg:4326"}}, True),
        ({"type": "name", "properties": {"name": "EPSG:3857"}}, False),
        ({"type": "name", "properties": {}}, False),
        ({"type": "name", "properties": "EPSG:4326"}, False),
        ("EPSG:4326", False),
    ],
)
def test_a_file_of_old_may_name_its_degrees(world: World, crs: object, sound: bool) -> None:  # noqa: FBT001
    path = world.geodata / "rivers.geojson"
    raw = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**raw, "crs": crs}), encoding="utf-8")
    if sound:
        load(world.geodata)
        return
    (problem,) = problems_of(world)
    assert (problem.column, "is not EPSG:4326" in problem.message) == ("crs", True)


def test_a_file_of_one_feature_is_a_file_of_features(world: World) -> None:
    (feature,) = world.features("rivers.geojson")
    (world.geodata / "rivers.geojson").write_text(json.dumps(feature), encoding="utf-8")
    assert list(load(world.geodata).overlays.rivers) == ["brook"]
    for text in ("[]", "7", '{"type": "FeatureCollection"}', '{"features": [{"properties": {}}]}', '{"features": [7]}'):
        (world.geodata / "rivers.geojson").write_text(text, encoding="utf-8")
        (problem,) = problems_of(world)
        assert problem.message == "the file holds no list of features"


def test_words_for_powers_and_sources_become_ids(world: World) -> None:
    """What a table names in words is looked up by id and by name; what is in none is a record of its own."""
    reader = world.reader()
    collect_atlas(reader)
    told = {
        name: reader.resolve("polities", name) for name in ("red", "", "Redland", "Red", "The Free City", "東", "西")
    }
    assert list(told.values()) == ["red", "", "red", "red", "the-free-city", "polities", "polities-2"]
    assert reader.resolve("polities", "The Free City") == "the-free-city"
    assert reader.added["polities"] == {"the-free-city": "The Free City", "polities": "東", "polities-2": "西"}
    assert set(reader.added["polities"]) < reader.known["polities"]
    cited = ("treaty-1918 [art. 1]; book-1950", "A Tiny History", "Treaty 1918", "book-1950, p. 3", "nobody-1900")
    assert [reader.resolve("sources", name) for name in cited] == [
        "treaty-1918 [art. 1]; book-1950",
        "book-1950",
        "treaty-1918-2",
        "book-1950-p-3",
        "nobody-1900",
    ]
    assert reader.added["sources"]["treaty-1918-2"] == "Treaty 1918"
    reader.known["polities"] = Anything()
    assert reader.resolve("polities", "Another Land") == "another-land"
    assert "another-land" not in reader.added["polities"]


DECLARED = """
[columns.events]
title = "What"
date = "When"
lon = "X"
lat = "Y"
place = "Where"
theme = "Kind"
source = "Book"
text = "Story"

[columns.events.fixed]
confidence = "low"
"""


def test_a_table_of_events_may_have_its_own_columns(world: World) -> None:
    about, path = world.geodata / "atlas.toml", world.geodata / "events.csv"
    about.write_text(about.read_text(encoding="utf-8") + DECLARED, encoding="utf-8")
    rows = "Red marches,1939-09-17,7,7,Northtown,war (pl),A Tiny History,They march.\n"
    path.write_text(f"What,When,X,Y,Where,Kind,Book,Story\n{rows}", encoding="utf-8")
    (event,) = load(world.geodata).events.to_dict("records")
    assert (event["id"], event["title"], event["theme"]) == ("event-2", "Red marches", "war")
    assert (event["lon"], event["controller"], event["source"]) == (7, "red", "book-1950")
    path.write_text(
        f"What,When,X,Y,Where,Kind,Book,Story\n{rows}short,row\nBad,soon,7,7,There,war,book-1950,Nothing.\n",
        encoding="utf-8",
    )
    found = [(p.row, p.column, p.message) for p in problems_of(world) if p.file == str(path)]
    assert found[0] == ("row 3", "", "2 cells where the header has 8")
    assert found[1][:2] == ("row 4", "When")


def test_a_column_that_is_written_almost_right_is_told_in_polygons_too(world: World) -> None:
    reader = world.reader()
    known = {"name": schema.Column(), "controller": schema.Column(default="blue")}
    raw = {"name": "A", "controler": "red", "population": 7, "controller_2": None}
    assert reader.properties(world.geodata / "a", "1", raw, known, more=True) == {"name": "A", "controller": "blue"}
    assert [(p.column, "did you mean 'controller'?" in p.message) for p in reader.problems] == [
        ("controler", True),
        ("controller_2", True),
    ]
    before = len(reader.problems)
    reader.properties(world.geodata / "a", "1", {"name": " B ", "population": 7}, known)
    assert [p.column for p in reader.problems][before:] == ["population"]


def test_a_problem_is_one_line_with_its_place_and_what_to_do() -> None:
    whole = Problem("a.csv", "row 2", "lon", "it is\nodd", "Mend it.", (1.23456, -2.0))
    assert str(whole) == "a.csv, row 2, lon: it is odd (at lon 1.2346, lat -2.0000). Mend it."
    assert str(Problem("a.csv", "", "", "it is odd")) == "a.csv: it is odd."
    assert str(DataError([whole, whole])).endswith("\n1 problem in the data")
    assert str(DataError([whole, Problem("b", "", "", "c")])).endswith("b: c.\n2 problems in the data")
    assert DataError([whole, whole]).problems == [whole]


def test_a_fault_after_which_nothing_can_go_on_is_told_with_those_before() -> None:
    problems = Problems()
    problems.stop()
    assert not problems
    problems.add("a.csv", "row 2", "lon", "it is odd")
    with pytest.raises(DataError) as told:
        problems.fail("b.csv", "", "", "it is gone", "Restore it.")
    assert [str(one) for one in told.value.problems] == [
        "a.csv, row 2, lon: it is odd.",
        "b.csv: it is gone. Restore it.",
    ]
    assert len(problems) == 2
    with pytest.raises(DataError):
        problems.stop()


def test_of_few_cells_each_fault_is_told_and_of_many_the_first() -> None:
    def told(count: int) -> list[str]:
        tally = Tally()
        for number in range(count):
            tally.add(f"row {number}", "lon", Fault("number", f"'{number // 2}' is none", "Correct it."))
        tally.add("row 0", "lon", Fault("empty", "it is empty"))
        return [str(one) for one in tally.problems("a.csv")]

    assert told(3) == [
        "a.csv, row 0, row 1, lon: '0' is none. Correct it.",
        "a.csv, row 2, lon: '1' is none. Correct it.",
        "a.csv, row 0, lon: it is empty.",
    ]
    assert len(told(5)) == 4
    assert told(6) == [
        "a.csv, row 0, row 1, row 2, row 3, row 4 and 1 more, lon: '0' is none. Correct it.",
        "a.csv, row 0, lon: it is empty.",
    ]
    assert told(1004)[0].startswith("a.csv, row 0, row 1, row 2, row 3, row 4 and 999 more, lon")


def test_a_cell_that_is_no_list_says_of_what() -> None:
    assert unlisted("1; 2", lambda cell: [int(one) for one in cell.split(";")], "numbers") == ""
    assert (
        unlisted("1; x", lambda cell: [int(one) for one in cell.split(";")], "numbers")
        == "'1; x' is not a list of numbers"
    )
