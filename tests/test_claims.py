"""The claims of a text: what is told of a table that cannot stand, and what a page is told of one that can."""

import collections

import pytest
from pages import blob_of
from test_schema import problems_of, told
from world import GEODATA, World, reader_of

from mapper import schema
from mapper.build import build
from mapper.errors import DataError
from mapper.geodata import load
from mapper.languages import counts, unfinished

HEADER = "id,claim,claim_pl,judgement,reason,reason_pl,events,steps\n"
SOUND = "marched,The reds marched.,Czerwoni maszerowali.,right,They did.,To prawda.,march; feast,tiny/one\n"


def claim(world: World, row: str) -> None:
    (world.geodata / "essay.csv").write_text(HEADER + row, encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "column", "words"),
    [
        ("march; feast", "march; gone", "events", "'gone' names none of the events"),
        ("march; feast,tiny/one", ",", "events", "nothing carries the claim"),
        (",right,", ",true,", "judgement", "'true' is none of: right, needs correction, opinion"),
        ("They did.", "", "reason", "the cell is empty"),
        ("The reds marched.", "", "claim", "the cell is empty"),
        ("marched,", "He marched,", "id", "is not an id"),
    ],
)
def test_a_claim_that_cannot_stand_is_told(world: World, old: str, new: str, column: str, words: str) -> None:
    claim(world, SOUND.replace(old, new, 1))
    assert told(problems_of(world), "essay.csv", column, words).row == "row 2"


def test_a_step_that_no_map_has_is_told(world: World) -> None:
    claim(world, SOUND.replace("tiny/one", "tiny/two"))
    with pytest.raises(DataError) as caught:
        build(world.geodata, world.maps, world.root / "out")
    assert told(caught.value.problems, "essay.csv", "steps", "'tiny/two' is no step of a map").row == "row 2"


@pytest.mark.parametrize(("old", "new"), [('date = "1939-09-16"', 'date = "1939-09-36"'), ("[[story]]", "[[story")])
def test_a_faulty_map_blames_no_claim_that_its_step_carries(world: World, old: str, new: str) -> None:
    claim(world, SOUND)
    spec = world.maps / "tiny.toml"
    spec.write_text(spec.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        build(world.geodata, world.maps, world.root / "out")
    assert {problem.file for problem in caught.value.problems} == {str(spec)}


@pytest.mark.parametrize(("old", "missing"), [("", 0), ("Czerwoni maszerowali.", 1), ("To prawda.", 1)])
def test_a_claim_without_the_words_of_a_language_is_counted(world: World, old: str, missing: int) -> None:
    claim(world, SOUND.replace(old, "") if old else SOUND)
    found = [one for one in counts(load(world.geodata), []) if one.table == "essay"]
    assert found == [("pl", "essay", 2, missing)]
    assert unfinished(found, ["pl"]) == ["pl"] * missing


def test_a_page_is_told_the_claims_that_it_carries_and_how_the_text_is_called(world: World) -> None:
    claim(world, SOUND + "other,One more.,,opinion,Why not.,,talks,\n")
    world.replace(
        "atlas.toml",
        'title = "The tiny atlas"',
        'title = "The tiny atlas"\ntext = "The tale"\ntext_note = "Who told it."',
    )
    build(world.geodata, world.maps, world.maps)
    blob = blob_of(world.maps / "tiny.html")
    assert blob["claims"]["of"] == 2
    marched, other = blob["claims"]["here"]
    assert marched == {
        "id": "marched",
        "claim": {"en": "The reds marched.", "pl": "Czerwoni maszerowali."},
        "judgement": "right",
        "reason": {"en": "They did.", "pl": "To prawda."},
        "events": ["march", "feast"],
        "steps": [1],
    }
    assert (other["claim"], other["events"], other["steps"]) == ({"en": "One more."}, ["talks"], [])
    assert [blob["i18n"][lang]["claims.text"] for lang in ("en", "pl")] == ["The tale", "The tale"]
    assert [blob["i18n"][lang]["claims.note"] for lang in ("en", "pl")] == ["Who told it.", "Who told it."]


def test_a_folder_without_claims_has_none(world: World) -> None:
    build(world.geodata, world.maps, world.maps)
    assert blob_of(world.maps / "tiny.html")["claims"] == {"of": 0, "here": []}


def test_the_essay_is_weighed_whole() -> None:
    reader = reader_of(GEODATA)
    claims = reader.table("essay")
    assert list(reader.problems) == []
    assert len(claims) >= 61
    assert set(collections.Counter(claims["judgement"])) == set(schema.JUDGEMENTS)
    assert {"idea-trade", "idea-army", "radical-turn", "rivals-removed", "kpd-motive"} <= set(claims["id"])
    assert {"self-determination", "china-main", "league-brake", "world-tragedy", "sham"} <= set(claims["id"])
    quoted = {event for cell in claims["events"] for event in schema.parts(cell)}
    events = reader.table("events")
    assert set(events["id"][events["essay"] != ""]) - quoted == set()
