"""Powers bear the name of the day: what is told of a cell that cannot be read, and where the name stands."""

import json

import pytest
from pages import blob_of
from test_schema import problems_of, told
from world import World

from mapper.atlas import Atlas, polities_on, read_atlas
from mapper.build import build
from mapper.dated import name_on
from mapper.export import export
from mapper.geodata import load


def name_for_a_time(world: World, cell: str) -> None:
    """Give Blueland a name for some days."""
    world.replace("polities.csv", "id,name,name_pl,today,colour,note", "id,name,name_pl,names,today,colour,note")
    for polity in ("red,Redland,Czerwonia,", "green,Greenland,Zielonia,"):
        world.replace("polities.csv", polity, f"{polity},")
    world.replace("polities.csv", "blue,Blueland,Niebieszczyzna,", f"blue,Blueland,Niebieszczyzna,{cell},")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("Old Blueland 1930", "no dated name"),
        ("1930-01-01/1931-01-01", "no dated name"),
        ("Old Blueland 1931-01-01/1930-01-01", "no dated name"),
        ("Old 1930-01-01/1931-01-01; Older 1930-06-01/1932-01-01", "begins before 1931-01-01"),
        ("Old 1918-11-10/1931-01-01", "beyond the period of the atlas"),
        ("Old 1930-01-01/1946-01-02", "beyond the period of the atlas"),
    ],
)
def test_a_name_that_cannot_stand_is_told(world: World, cell: str, words: str) -> None:
    name_for_a_time(world, cell)
    assert told(problems_of(world), "polities.csv", "names", words).row == "row 3"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("1929-12-31", "Blueland"),
        ("1930-01-01", "Old Blueland"),
        ("1930-12-31", "Old Blueland"),
        ("1931-01-01", "Blueland"),
    ],
)
def test_a_power_has_the_name_of_the_day(world: World, day: str, name: str) -> None:
    name_for_a_time(world, "Old Blueland 1930-01-01/1931-01-01")
    held = polities_on(read_atlas(world.geodata), day).set_index("controller")
    assert held["name"]["blue"] == name


def test_a_page_and_linked_places_are_told_its_names(world: World) -> None:
    name_for_a_time(world, "Old Blueland 1930-01-01/1931-01-01")
    build(world.geodata, world.maps, world.maps)
    names = blob_of(world.maps / "tiny.html")["polities"]["blue"]["names"]
    assert names == {"en": [["Old Blueland", "1930-01-01", "1931-01-01"]]}
    out = world.root / "all.jsonld"
    export(load(world.geodata), out)
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    (blue,) = (one for one in features if one["@id"].endswith("polities/blue"))
    dated = [name for name in blue["names"] if "when" in name]
    span = {"start": {"in": "1930-01-01"}, "end": {"in": "1930-12-31"}}
    assert dated == [{"toponym": "Old Blueland", "when": {"timespans": [span]}}]


@pytest.mark.parametrize(
    ("polity", "day", "name"),
    [
        ("yugoslavia", "1929-10-02", "Kingdom of Serbs, Croats and Slovenes"),
        ("yugoslavia", "1929-10-03", "Yugoslavia"),
        ("ukraine", "1918-12-13", "Ukrainian State (Hetmanate)"),
        ("ukraine", "1918-12-14", "Ukrainian People's Republic"),
        ("austria", "1919-10-20", "German-Austria"),
        ("austria", "1919-10-21", "Austria"),
        ("czechoslovakia", "1938-11-22", "Czecho-Slovakia"),
    ],
)
def test_no_power_has_a_name_of_another_time(atlas: Atlas, polity: str, day: str, name: str) -> None:
    assert name_on(atlas.polities.loc[polity], day) == name
