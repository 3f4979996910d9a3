"""Changes of which texts give several days: what may stand, what a join and a command say, what a page is told."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner
from pages import blob_of
from test_schema import problems_of, told
from world import World

from mapper.atlas import doubts_on, read_atlas
from mapper.build import build
from mapper.cli import main
from mapper.export import dated_polygons
from mapper.frames import join_frame
from mapper.geodata import Geodata, load

HEAD, DOUBT_HEAD = "territory,from,to,controller", "territory,from,to,from_earliest,from_latest,controller"
MONEY = "south-east,1938-10-01"  # the spell of the tiny world that gets a span


def doubt(world: World, earliest: str, latest: str, spell: str = MONEY) -> None:
    """Let a spell of the tiny world begin on one of several days."""
    path = world.geodata / "spells.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    made = [head.replace(HEAD, DOUBT_HEAD)]
    for row in rows:
        first, after, to, rest = row.split(",", 3)
        cells = f"{earliest},{latest}" if f"{first},{after}" == spell else ","
        made.append(f"{first},{after},{to},{cells},{rest}")
    path.write_text("\n".join(made) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("earliest", "latest", "spell", "column", "words"),
    [
        ("1938-09-28", "", MONEY, "from_latest", "the cell is empty"),
        ("", "1938-10-04", MONEY, "from_earliest", "the cell is empty"),
        ("1938-10-02", "1938-10-04", MONEY, "from_earliest", "does not hold the day 1938-10-01"),
        ("1938-10-01", "1938-10-01", MONEY, "from_earliest", "does not hold the day 1938-10-01"),
        ("1918-11-11", "1938-10-04", MONEY, "from_earliest", "reaches beyond"),
        ("1938-09-28", "1939-09-17", MONEY, "from_earliest", "reaches beyond"),
        ("1918-11-11", "1918-11-12", "south-east,1918-11-11", "from_earliest", "nothing comes before"),
        ("1938-09-31", "1938-10-04", MONEY, "from_earliest", "1938-09-31"),
    ],
)
def test_a_span_that_cannot_stand_is_told(
    world: World, earliest: str, latest: str, spell: str, column: str, words: str
) -> None:
    doubt(world, earliest, latest, spell)
    told(problems_of(world), "spells.csv", column, words)


@pytest.mark.parametrize(
    ("day", "match", "controller"),
    [
        ("1938-09-27", "inside", "blue"),
        ("1938-09-28", "ambiguous", "blue | green"),
        ("1938-10-03", "ambiguous", "blue | green"),
        ("1938-10-04", "inside", "green"),  # on the latest day the new state holds
        ("1938-09-20/1938-09-27", "inside", "blue"),
        ("1938-09-20/1938-09-28", "ambiguous", "blue | green"),
    ],
)
def test_a_join_that_falls_into_the_span_is_ambiguous(world: World, day: str, match: str, controller: str) -> None:
    doubt(world, "1938-09-28", "1938-10-04")
    points = pd.DataFrame({"lon": [7.0, 7.0], "lat": [3.0, 7.0], "date": [day, day]})
    south, north = join_frame(points, load(world.geodata).ground).itertuples()
    assert (south.match, south.controller) == (match, controller)
    assert (north.match, north.controller) == ("inside", "blue")


def test_an_administration_that_begins_in_the_span_leaves_it_whole(world: World) -> None:
    doubt(world, "1938-09-28", "1938-10-04")
    (world.geodata / "administrations.csv").write_text(
        "id,name,controller,from,to,territories,source,note\n"
        "march,The March,green,1938-10-02,1939-01-01,south-east,treaty-1918,\n",
        encoding="utf-8",
    )
    ground = load(world.geodata).ground
    points = pd.DataFrame({"lon": [7.0] * 2, "lat": [3.0] * 2, "date": ["1938-10-03", "1938-10-05"]})
    doubtful, certain = join_frame(points, ground).itertuples()
    assert (doubtful.match, doubtful.controller) == ("ambiguous", "blue | green")
    assert (certain.match, certain.administration) == ("inside", "march")


@pytest.mark.parametrize(("day", "lands"), [("1938-09-27", []), ("1938-09-28", ["south-east"]), ("1938-10-04", [])])
def test_a_day_says_which_land_is_in_doubt(world: World, day: str, lands: list[str]) -> None:
    doubt(world, "1938-09-28", "1938-10-04")
    found = doubts_on(read_atlas(world.geodata), day)
    assert found["territory"].tolist() == lands
    run = CliRunner().invoke(main, ["at", day, "--geodata", str(world.geodata)])
    line = "south-east passed from blue to green between 1938-09-28 and 1938-10-04"
    assert (line in run.stdout) == bool(lands)
    run = CliRunner().invoke(main, ["at", day, "--json", "--geodata", str(world.geodata)])
    assert [one["territory"] for one in json.loads(run.stdout)["doubts"]] == lands


def test_exports_and_pages_are_told_of_the_span(world: World) -> None:
    doubt(world, "1938-09-28", "1938-10-04")
    land = dated_polygons(read_atlas(world.geodata))
    spans = land.loc[land["from_latest"] != "", ["territory", "from", "from_earliest", "from_latest"]]
    assert spans.to_numpy().tolist() == [["south-east", "1938-10-01", "1938-09-28", "1938-10-04"]]
    build(world.geodata, world.maps, world.maps)
    lands = [
        one for theatre in blob_of(world.maps / "tiny.html")["theatres"].values() for one in theatre["territories"]
    ]
    doubts = [(one["id"], s["earliest"], s["latest"]) for one in lands for s in one["spells"] if "latest" in s]
    assert doubts == [("south-east", "1938-09-28", "1938-10-04")]


def test_an_event_in_the_span_names_both_holders(world: World) -> None:
    doubt(world, "1939-09-16", "1939-09-18", "north-east,1939-09-17")
    data = load(world.geodata)
    march = data.events.set_index("id").loc["march"]
    assert (march["match"], march["controller"]) == ("ambiguous", "blue | red")
    build(world.geodata, world.maps, world.maps)
    (event,) = (one for one in blob_of(world.maps / "tiny.html")["events"] if one["id"] == "march")
    assert [one["controller"] for one in event["join"]["candidates"]] == ["blue", "red"]


def test_the_atlas_tells_where_texts_differ(data: Geodata) -> None:
    """Rule: a land that was handed over by zones or whose texts differ is no other than in doubt on those days."""
    points = pd.DataFrame(
        {
            "lon": [18.63, 18.63, 18.63],
            "lat": [49.745, 49.745, 49.745],
            "date": ["1938-10-01", "1938-10-05", "1938-10-11"],
        }
    )
    before, between, after = join_frame(points, data.ground).itertuples()
    assert before.controller == "czechoslovakia"
    assert (between.match, between.controller) == ("ambiguous", "czechoslovakia | poland")
    assert after.controller == "poland"
