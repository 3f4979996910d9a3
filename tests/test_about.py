"""What an atlas says about itself in ``atlas.toml``: each fault is told at its key, and alone."""

import pytest
from world import World

from mapper.about import read_about
from mapper.errors import DataError, Problem, Problems

METRES = "+proj=aea +lat_1=2 +lat_2=8 +lat_0=5 +lon_0=5 +datum=WGS84 +units=m +no_defs"


def problems_of(world: World) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        read_about(world.geodata, Problems())
    return caught.value.problems


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "words"),
    [
        ('languages = ["en", "pl"]', "languages = [1]", "", "languages", "[1] is no list of languages"),
        ('languages = ["en", "pl"]', 'languages = "en"', "", "languages", "'en' is no list of languages"),
        ('languages = ["en", "pl"]', 'languages = ["en", "P L"]', "", "languages", "'P L' is no code of a language"),
        ('languages = ["en", "pl"]', 'languages = ["en", "pl", "pl"]', "", "languages", "a language is named twice"),
        ("title_pl =", "title_de =", "", "title_de", "'de' is no further language of the atlas"),
        ("title_pl =", "titel =", "", "titel", "no such key is known"),
        ('title = "The tiny atlas"', "title = 5", "", "title", "5 is no text"),
        ('licence = "CC-BY-4.0"', 'licence = "as is!"', "", "licence", "'as is!' is no SPDX expression"),
        ('uri = "urn', 'licence_url = "javascript:alert(1)"\nuri = "urn', "", "licence_url", "not an address"),
        ("from = 1918-11-11", "from = 1918-11-11T00:00:00Z", "", "from", "not a day written YYYY-MM-DD"),
        ("from = 1918-11-11", "from = 1950-01-01", "", "to", "not after it begins, 1950-01-01"),
        ("window = [0, 0, 10, 10]", "window = [0, 0, 10]", "theatres.west", "window", "[0, 0, 10] is no window"),
        ("window = [0, 0, 10, 10]", "window = [nan, 0, 10, 10]", "theatres.west", "window", "is no window"),
        ("window = [0, 0, 10, 10]", "window = [10, 0, 0, 10]", "theatres.west", "window", "west must lie below east"),
        (
            "window = [100, 0, 110, 10]",
            "window = [0, 100, 10, 110]",
            "theatres.east",
            "window",
            "latitude seems to come",
        ),
        (METRES, "EPSG:4326", "theatres.west", "projection", "'EPSG:4326' is not in metres"),
        (METRES, METRES.replace("=m ", "=km "), "theatres.west", "projection", "is not in metres"),
        (METRES, METRES.replace("lon_0=5", "lon_0=95"), "theatres.west", "projection", "longitude 95, lies outside"),
        (METRES, "north", "theatres.west", "projection", "it is no projection"),
        (METRES, "EPSG:3035", "theatres.west", "projection", "'EPSG:3035' is no projection that a page knows"),
        (METRES, "+proj=igh +lon_0=5", "theatres.west", "projection", "'igh' is no projection that a page knows"),
        (METRES, f"{METRES} +nadgrids=@a.gsb", "theatres.west", "projection", "'nadgrids=@a.gsb' names a file"),
        (METRES, "+init=epsg:2180", "theatres.west", "projection", "'init=epsg:2180' names a file"),
        ('id = "war"', 'id = "../war"', "themes 2", "id", "'../war' is not an id"),
        ("[theatres.west]", "[[theatres.west]]", "", "theatres", "it is no table of tables"),
    ],
)
def test_each_fault_of_the_atlas_is_told_at_its_key(
    world: World, old: str, new: str, row: str, column: str, words: str
) -> None:
    world.replace("atlas.toml", old, new)
    problem = problems_of(world)[0]
    assert (problem.row, problem.column) == (row, column)
    assert words in problem.message


def test_a_fault_of_the_languages_blames_no_text(world: World) -> None:
    world.replace("atlas.toml", 'languages = ["en", "pl"]', 'languages = "en"')
    assert [problem.column for problem in problems_of(world)] == ["languages"]
