"""Tables and what is wrong with them: every fault is named with file, row and column, all at once."""

import pytest
import shapely
from world import World

from mapper import schema
from mapper.atlas import collect_atlas, read_atlas
from mapper.errors import CallError, DataError, Problem
from mapper.geodata import load
from mapper.geometry import topology, write_topojson


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
        ("spells.csv", "1938-10-01,blue", "1938-09-31,blue", "row 5", "to", "no such day in the calendar"),
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
    far = shapely.MultiPolygon([shapely.box(81, 1, 88, 9)])
    write_topojson(world.geodata / "base" / "east.topojson", topology([far]), ["farland"], {})
    world.replace("territories.csv", "105 5", "85 5")
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
    told(problems_of(world), "polities.csv", "", "not UTF-8 CSV")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(world: World) -> None:
    path = world.geodata / "polities.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    load(world.geodata)


def test_citations_are_read_with_their_locators() -> None:
    assert schema.parse_citations("a-1 [art. 2, p. 3]; b-2") == [("a-1", "art. 2, p. 3"), ("b-2", "")]
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
