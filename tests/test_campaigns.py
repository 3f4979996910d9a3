"""What is wrong with a campaign is told in its own file, at its column, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_captures import LAND, capture, taken
from test_captures import campaign as march
from test_schema import problems_of

from mapper.atlas import read_atlas

if TYPE_CHECKING:
    from world import World

TRUCE, REACH = "red blue 1939-09-06/1939-09-08", "brook 7.6 9 7.6 6"
GOVERNED = """id,name,name_pl,controller,from,to,territories,source,note
office,The Office,,red,1939-09-20,1940-01-01,north-east,book-1950,
"""


@pytest.fixture
def campaign(world: World) -> World:
    """Return the campaign with a truce, an act, a reach of a river on which its front stood, and an administration."""
    march(world, taken([(7, 7, 3), (8.2, 7, 12)]), [f"march,1939-09-05,red,green,{LAND},occupied,book-1950,"])
    world.replace("campaigns.csv", "occupied,,,", f"occupied,{TRUCE},{REACH},")
    world.replace("rivers.geojson", "[[3, 8], [4, 5], [3, 2]]", "[[7.6, 4], [7.6, 10]]")
    (world.geodata / "administrations.csv").write_text(GOVERNED, encoding="utf-8")
    return world


def test_a_sound_one_is_read_with_all_that_it_says(campaign: World) -> None:
    found = read_atlas(campaign.geodata).captures.campaigns["march"]
    assert (found.territories, len(found.truces), len(found.successions)) == ((LAND,), 1, 1)
    (barrier,) = found.barriers
    assert 325_000 < barrier.length < 340_000  # three degrees of a meridian


@pytest.mark.parametrize(
    ("file", "old", "new", "column", "words"),
    [
        ("campaigns", "march,west", "march,nowhere", "theatre", "'nowhere' is none of"),
        ("campaigns", f",{LAND},", ",;,", "territories", "is no list of ids"),
        ("campaigns", f",{LAND},", f",{LAND}; farland,", "territories", "farland lies in another theatre, east"),
        ("campaigns", f",{LAND},", f",{LAND}; {LAND},", "territories", "is named twice"),
        ("campaigns", f",{LAND},", ",north-eas,", "territories", "'north-eas' names none of the territories"),
        ("campaigns", "1939-09-01,1939-09-17", "1939-09-17,1939-09-01", "to", "not after it begins"),
        ("campaigns", "occupied,red", "occupid,red", "status", "'occupid' is none of"),
        ("campaigns", "red blue", "red red", "truces", "red has a truce with itself"),
        ("campaigns", "red blue", "red pink", "truces", "'pink' is not in polities.csv"),
        ("campaigns", "1939-09-06/1939-09-08", "1939-08-30/1939-09-01", "truces", "lies outside its campaign"),
        ("campaigns", "1939-09-06/1939-09-08", "1939-09-17/1939-09-19", "truces", "lies outside its campaign"),
        ("campaigns", "1939-09-06/1939-09-08", "1939-09-08/1939-09-06", "truces", "not after it begins"),
        ("campaigns", TRUCE, "red blue 1939-09-06", "truces", "is not a list of truces"),
        ("campaigns", REACH, "brook 7.6 7 7.6 7", "barriers", "both places of the reach are one on the brook"),
        ("campaigns", REACH, "brook 9 7.6 6 7.6", "barriers", "lies 176 km from the brook"),
        ("campaigns", REACH, "brook 7.6 9 7.6 91", "barriers", "is not a list of rivers"),
        ("campaigns", REACH, "brook 7.6 9 181 6", "barriers", "is not a list of rivers"),
        ("campaigns", REACH, "brook 7_0 9 7.6 6", "barriers", "is not a list of rivers"),
        ("campaigns", REACH, "brook 7e0 9 7.6 6", "barriers", "is not a list of rivers"),
        ("campaigns", REACH, "brook; brook", "barriers", "is not a list of rivers"),
        ("campaigns", REACH, "stream", "barriers", "'stream' is no river of west"),
        ("successions", LAND, "westland", "territories", "'westland' is no territory of march"),
        ("successions", LAND, ";", "territories", "is no list of ids"),
        ("successions", "1939-09-05", "1939-09-17", "day", "lies outside its campaign"),
        ("successions", "1939-09-05", "1939-08-31", "day", "lies outside its campaign"),
        ("successions", ",green,", ",red,", "after", "red succeeds itself"),
        ("successions", ",green,", ",pink,", "after", "'pink' is not in polities.csv"),
        ("captures", "7,7,1939", "105,5,1939", "lon", "is far outside the window of west"),
        ("captures", "7,7,1939", "7,700,1939", "lat", "is no latitude"),
        ("captures", ",red,blue,", ",red,pink,", "taken_from", "'pink' is not in polities.csv"),
        ("captures", "march,book", "marsh,book", "campaign", "'marsh' is not in campaigns.csv"),
        ("rivers", '"LineString"', '"Point"', "geometry", "cannot be read"),
        ("rivers", '"theatre": "west"', '"theatre": "nowhere"', "theatre", "'nowhere' is none of"),
        ("administrations", LAND, ";", "territories", "is no list of ids"),
        ("spells", "1946-01-01,red,blue,occupied", "1946-01-01,pink,blue,occupied", "controller", "'pink' is not in"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(
    campaign: World, file: str, old: str, new: str, column: str, words: str
) -> None:
    path = next(path for path in campaign.geodata.glob(f"{file}.*"))
    campaign.replace(path.name, old, new)
    problems = problems_of(campaign)
    assert {problem.file for problem in problems} == {str(path)}, "\n".join(map(str, problems))
    assert any(one.column == column and words in one.message for one in problems), "\n".join(map(str, problems))


def test_a_town_a_little_outside_the_window_still_tells_something(campaign: World) -> None:
    rows = [capture(3, 14.9, 7, "1939-09-14"), capture(4, -4.9, -4.9, "1939-09-14")]
    with (campaign.geodata / "captures.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n".join([*rows, ""]))
    assert len(read_atlas(campaign.geodata).captures.towns["march"].names) == 4
