"""The level of each record: what texts that were read say of it, and how far that is carried."""

import json
import re
from pathlib import Path
from urllib.parse import urlparse

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pages import blob_of
from world import GEODATA, ROOT, World

import mapper
from mapper import schema
from mapper.build import build
from mapper.cli import main
from mapper.errors import DataError
from mapper.evidence import LEVELS, READ, Evidence, key_of, keys_in, level_of_towns, reading_list, shares, to_read
from mapper.export import layers
from mapper.geodata import Geodata, load
from mapper.scope import out_of_scope

ROW = {
    "record": "spells/north-east/1939-09-17",
    "source": "book-1950",
    "locator": "p. 3",
    "url": "https://example.org/a",
    "kind": "scholarship",
    "says": "Red came on 17 September 1939.",
    "verdict": "supports",
    "read": "2026-01-01",
}
RED = "spells/north-east/1939-09-17"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def level_of(world: World, **changed: str) -> str:
    """Return the level that one row of evidence gives the spell of 17 September 1939."""
    world.write("evidence.csv", [{**ROW, **changed}])
    spells = load(world.geodata).atlas.spells
    return spells.loc[spells["record"] == RED, "level"].item()


@pytest.mark.parametrize(
    ("kind", "verdict", "level"),
    [
        ("document", "supports", "document"),
        ("press", "supports", "text"),
        ("document", "in part", "in part"),
        ("document", "silent", "cited"),
        ("document", "contradicts", "cited"),
    ],
)
def test_a_verdict_gives_a_level(world: World, kind: str, verdict: str, level: str) -> None:
    assert level_of(world, kind=kind, verdict=verdict) == level


def test_a_text_that_was_not_read_lifts_no_level(world: World) -> None:
    assert level_of(world, kind="document", read="") == "cited"


def test_a_convention_is_a_rule_until_a_text_supports_it(world: World) -> None:
    world.replace("spells.csv", "occupied,front", "occupied,convention")
    assert level_of(world, verdict="silent") == "rule"
    assert level_of(world) == "text"


def test_one_row_bears_several_records(world: World) -> None:
    world.write(
        "evidence.csv", [{**ROW, "record": f"{RED}; events/march; recognitions/blue/red/1939-09-17/north-east"}]
    )
    data = load(world.geodata)
    found = data.records.set_index("record")["level"]
    lifted = found[found == "text"]
    assert sorted(lifted.index) == ["events/march", "recognitions/blue/red/1939-09-17/north-east", RED]
    assert set(found.drop(lifted.index)) == {"cited"}


def test_the_table_of_several_records_is_written_once(world: World) -> None:
    world.write(
        "evidence.csv", [{**ROW, "record": "spells/north-east/1918-11-11; north-east/1939-09-17; events/march"}]
    )
    found = load(world.geodata).records.set_index("record")["level"]
    assert sorted(found[found == "text"].index) == ["events/march", "spells/north-east/1918-11-11", RED]
    world.write("evidence.csv", [{**ROW, "record": "north-east/1939-09-17"}])
    with pytest.raises(DataError, match="'north-east/1939-09-17' names no record"):
        load(world.geodata)


def test_a_record_that_is_not_there_is_told(world: World) -> None:
    world.write("evidence.csv", [{**ROW, "record": "spells/north-east/1939-09-18"}])
    told = "'spells/north-east/1939-09-18' names no record. The nearest is spells/north-east/1939-09-17."
    with pytest.raises(DataError, match=re.escape(told)):
        load(world.geodata)


@pytest.mark.parametrize(
    ("key", "lifted"),
    [
        ("spells/north-east/*", ["spells/north-east/1918-11-11", RED]),
        ("spells/*/1939-09-17", [RED, "spells/south-east/1939-09-17"]),
        ("spells/north-*-17", []),
        ("spells/north-east*", []),
        ("*/north-east/1918-11-11", []),
        ("recognitions/blue/*/1939-09-17/*", ["recognitions/blue/red/1939-09-17/north-east"]),
    ],
)
def test_a_star_stands_for_the_letters_of_one_part(world: World, key: str, lifted: list[str]) -> None:
    world.write("evidence.csv", [{**ROW, "record": key}])
    if not lifted:
        with pytest.raises(DataError, match=re.escape(f"'{key}' names no record")):
            load(world.geodata)
        return
    found = load(world.geodata).records.set_index("record")["level"]
    assert sorted(found[found == "text"].index) == lifted


def test_a_source_that_is_not_there_is_told(world: World) -> None:
    world.write("evidence.csv", [{**ROW, "source": "book-1951"}])
    with pytest.raises(DataError, match="'book-1951' is not in sources"):
        load(world.geodata)


def test_a_list_is_one_part_of_a_key() -> None:
    row = {"by": "green", "of": "red", "from": "1939-09-17", "territories": "north-east; westland"}
    assert key_of("recognitions", row) == "recognitions/green/red/1939-09-17/north-east+westland"


VERDICTS = st.tuples(
    st.sampled_from(schema.KINDS), st.sampled_from(schema.VERDICTS), st.sampled_from(["2026-01-01", ""])
)


@given(st.lists(VERDICTS), VERDICTS)
def test_a_further_text_never_lowers_a_level(texts: list[tuple[str, str, str]], more: tuple[str, str, str]) -> None:
    def level(found: list[tuple[str, str, str]]) -> int:
        rows = [{"kind": kind, "verdict": verdict, "read": read} for kind, verdict, read in found]
        return LEVELS.index(Evidence(None, {"one": rows}).level("one"))  # type: ignore[arg-type]

    assert level([*texts, more]) <= level(texts)


@pytest.mark.parametrize(
    ("own", "towns", "level"),
    [
        ("cited", [], "cited"),
        ("cited", ["cited", "cited"], "cited"),
        ("cited", ["cited", "document"], "in part"),
        ("cited", ["in part"], "in part"),
        ("cited", ["document", "text"], "text"),
        ("document", ["cited"], "document"),
    ],
)
def test_a_land_that_towns_divide_has_the_level_that_they_allow(own: str, towns: list[str], level: str) -> None:
    assert level_of_towns(own, towns) == level


def test_the_join_says_the_level_of_the_state(world: World) -> None:
    world.write("evidence.csv", [{**ROW, "kind": "document"}])
    atlas = mapper.load(world.geodata)
    points = mapper.load(world.geodata).events[["date", "geometry"]]
    assert list(atlas.join(points)["level"]) == ["document", "cited", "cited | document", ""]


def test_the_polities_of_a_day_say_how_much_of_their_land_is_read(world: World) -> None:
    world.write("evidence.csv", [ROW])
    atlas = mapper.load(world.geodata)
    land = atlas.state("1939-09-17")
    red = land[land["controller"] == "red"]
    held = atlas.at("1939-09-17").set_index("controller")["read"]
    assert held["red"] == pytest.approx(red.loc["north-east", "km2"] / red["km2"].sum(), abs=1e-3)
    assert held["green"] == 0


def test_exports_carry_the_level_and_the_texts(world: World) -> None:
    world.write("evidence.csv", [ROW])
    run = CliRunner()
    for name in ("out.geojson", "out.jsonld", "out.gpkg"):
        out = str(world.root / name)
        assert run.invoke(main, ["export", "--geodata", str(world.geodata), "-o", out]).exit_code == 0
    land = json.loads((world.root / "out.geojson").read_text(encoding="utf-8"))["features"]
    levels = {feature["id"]: feature["properties"]["level"] for feature in land}
    assert levels["north-east:1939-09-17"] == "text"
    assert levels["north-east:1918-11-11"] == "cited"
    linked = json.loads((world.root / "out.jsonld").read_text(encoding="utf-8"))["features"]
    one = next(feature for feature in linked if feature["@id"].endswith("territories/north-east"))
    red = one["relations"][1]
    assert red["label"] == "held by Redland (occupied); evidence: text"
    assert {"label": "Writer, Ann. A Tiny History. Press, 1950. [p. 3]", "@id": ROW["url"]} in red["citations"]


def test_check_prints_shares_and_what_is_to_be_read(world: World) -> None:
    world.write("evidence.csv", [ROW, {**ROW, "record": "spells/farland/1918-11-11", "verdict": "contradicts"}])
    run = CliRunner()
    told = run.invoke(main, ["check", "--geodata", str(world.geodata), "--evidence"]).output.splitlines()
    assert next(line for line in told if line.startswith("spells")).split() == [
        "spells",
        "7",
        "0",
        "1",
        "0",
        "6",
        "0",
        "14%",
    ]
    listed = [line for line in told if "/" in line][1:]
    assert listed[0] == "cited, contradicted     spells/farland/1918-11-11  treaty-1918"
    assert listed[1].startswith("cited                   agreements/truce")
    assert not any(RED in line for line in listed)
    by_rule = run.invoke(main, ["check", "--geodata", str(world.geodata), "--by", "rule"]).output
    assert "spells front" in by_rule


def test_a_folder_without_evidence_is_checked_as_before(world: World) -> None:
    told = CliRunner().invoke(main, ["check", "--geodata", str(world.geodata)]).output.splitlines()
    assert [line for line in told if "read" in line] == []


@pytest.fixture(scope="module")
def ours() -> Geodata:
    return load(GEODATA)


def test_each_record_is_counted_once_and_stands_in_the_list_or_is_read(ours: Geodata) -> None:
    records = ours.records
    assert records["record"].is_unique
    assert set(records["level"]) <= set(LEVELS)
    left = {row["record"] for row in to_read(records)}
    read = set(records.loc[records["level"].isin(READ) & ~records["contradicted"], "record"])
    assert left | read == set(records["record"])
    assert not left & read


def test_no_work_is_cited_outside_its_years(ours: Geodata) -> None:
    assert [str(one) for one in out_of_scope(ours.records, ours.atlas.sources)] == []


@pytest.mark.parametrize("by", ["table", "theatre", "year", "rule"])
def test_shares_add_up(ours: Geodata, by: str) -> None:
    records = ours.records
    table = shares(records, by)
    assert table["records"].sum() == (records[by] != "").sum()
    assert (table[list(LEVELS)].sum(axis=1) == table["records"]).all()


def test_a_page_is_told_of_the_level_and_of_the_texts_that_it_shows(world: World) -> None:
    far = {**ROW, "record": "spells/farland/1918-11-11", "url": "https://example.org/far"}
    event = {**ROW, "record": "events/march", "verdict": "in part", "kind": "press"}
    world.write("evidence.csv", [ROW, event, far])
    build(world.geodata, world.maps, world.maps)
    told = blob_of(world.maps / "tiny.html")["evidence"]
    assert told["land"]["north-east"] == [
        ["1918-11-11", LEVELS.index("cited")],
        ["1939-09-17", LEVELS.index("text"), 0],
    ]
    assert told["others"] == {"events/march": [LEVELS.index("in part"), 1]}
    assert told["texts"] == [
        ["book-1950", "p. 3", ROW["url"], "scholarship", ""],
        ["book-1950", "p. 3", ROW["url"], "press", "in part"],
    ]
    assert told["shares"]["spells"] == pytest.approx(2 / 7)


def test_a_page_of_a_folder_without_evidence_is_told_of_none(world: World) -> None:
    build(world.geodata, world.maps, world.maps)
    assert blob_of(world.maps / "tiny.html")["evidence"] is None


def test_the_readme_gives_the_true_shares(ours: Geodata) -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in shares(ours.records).to_dict("records"):
        counts = " | ".join(str(row[level]) for level in LEVELS)
        line = f"| `{row['table']}` | {row['records']:,} | {counts} | {row['read']:.0%} |"
        assert line in told, f"README.md does not say {line}: python geodata/sums.py makes it anew"


def test_a_text_bears_an_administration(world: World) -> None:
    governed = {"id": "north", "name": "North Office", "controller": "red", "from": "1939-09-17", "to": "1941-01-01"}
    world.write("administrations.csv", [{**governed, "territories": "north-east", "source": "book-1950"}])
    world.write("evidence.csv", [{**ROW, "record": "administrations/north/1939-09-17/*", "kind": "document"}])
    found = load(world.geodata).records
    (row,) = found[found["table"] == "administrations"].to_dict("records")
    assert (row["record"], row["level"]) == ("administrations/north/1939-09-17/1941-01-01", "document")
    build(world.geodata, world.maps, world.maps)
    told = blob_of(world.maps / "tiny.html")["evidence"]["others"]
    assert told == {row["record"]: [LEVELS.index("document"), 0]}


def test_an_arrow_that_the_text_of_a_town_bears_has_a_text_for_its_first_day_too(ours: Geodata) -> None:
    evidence = ours.atlas.evidence
    of_towns = {id(row) for key, rows in evidence.about.items() if key.startswith("captures/") for row in rows}
    alone = []
    for name, movement in ours.overlays.movements.items():
        texts = evidence.supporting(f"movements/{name}")
        day = f"{int(movement['from'][8:])} "  # as texts are told: Landed on 5 November 1937
        read = [row for row in texts if row["verdict"] == "supports"]
        if read and len(texts) == 1 and id(read[0]) in of_towns and day not in read[0]["says"]:
            alone.append(name)
    assert alone == []


def test_of_texts_those_that_support_wholly_come_first_and_of_them_documents() -> None:
    told = [
        ("press", "in part", "2026-01-01"),
        ("press", "supports", "2026-01-01"),
        ("document", "supports", ""),
        ("document", "in part", "2026-01-01"),
        ("document", "contradicts", "2026-01-01"),
        ("document", "supports", "2026-01-01"),
        ("scholarship", "silent", "2026-01-01"),
    ]
    rows = [{"kind": kind, "verdict": verdict, "read": read} for kind, verdict, read in told]
    evidence = Evidence(None, {"one": rows, "two": rows[:2]})  # type: ignore[arg-type]
    order = [(row["kind"], row["verdict"]) for row in evidence.supporting("one")]
    assert order == [("document", "supports"), ("press", "supports"), ("document", "in part"), ("press", "in part")]
    assert [evidence.contradicted(record) for record in ("one", "two", "three")] == [True, False, False]
    assert evidence.supporting("three") == []


def test_what_is_to_be_read_comes_by_what_it_would_tell() -> None:
    """What a text contradicts; then by table, acts first, what is only cited first, and by year."""
    columns = ["table", "record", "level", "year", "rule", "source", "contradicted"]
    rows = [
        ("spells", "spells/e", "in part", "1920", "act", "a", False),
        ("spells", "spells/d", "cited", "1930", "act", "a", False),
        ("spells", "spells/c", "cited", "1920", "front", "a", False),
        ("spells", "spells/f", "rule", "1918", "convention", "a", False),
        ("events", "events/b", "in part", "1940", "", "a", False),
        ("captures", "captures/h", "cited", "1921", "", "a", False),
        ("captures", "captures/g", "cited", "1920", "", "a", False),
        ("captures", "captures/i", "cited", "1921", "", "a", False),
        ("spells", "spells/z", "document", "1919", "act", "a", True),
        ("captures", "captures/a", "cited", "1939", "", "a", True),
        ("spells", "spells/y", "text", "1919", "act", "a", False),
    ]
    records = pd.DataFrame(rows, columns=columns)
    order = [row["record"].partition("/")[2] for row in to_read(records)]
    assert "".join(order) == "zabdecfghi"
    lines = list(reading_list(records))
    assert lines[0] == "document, contradicted  spells/z  a"
    assert lines[2] == f"{'in part':24}events/b  a"


def test_shares_are_told_by_table_in_their_order_and_by_value() -> None:
    levels = [
        ("spells", "document"),
        ("events", "cited"),
        ("spells", "in part"),
        ("spells", "text"),
        ("events", "text"),
    ]
    rows = [{"table": table, "level": level, "year": str(1920 + n)} for n, (table, level) in enumerate(levels)]
    told = shares(pd.DataFrame([*rows, {"table": "events", "level": "text", "year": ""}]))
    assert told[["table", "of", "records"]].to_numpy().tolist() == [["events", "events", 3], ["spells", "spells", 3]]
    assert told["read"].tolist() == pytest.approx([2 / 3, 2 / 3])
    assert told[list(LEVELS)].to_numpy().tolist() == [[0, 2, 0, 1, 0], [1, 1, 1, 0, 0]]
    by_year = shares(pd.DataFrame([*rows, {"table": "events", "level": "text", "year": ""}]), "year")
    assert by_year["of"].tolist() == ["1921", "1924", "1920", "1922", "1923"]


SOURCES = {"old": {"covers": "1900/1920"}, "new": {"covers": "1928/1935"}, "any": {}}


@pytest.mark.parametrize(
    ("cited", "year", "until", "told"),
    [
        ("old", "1920", "1930", []),
        ("old", "1921", "1930", ["old covers 1900-1920, the record is of 1921-1930"]),
        ("new", "1935", "1940", []),
        ("new", "1920", "1927", ["new covers 1928-1935, the record is of 1920-1927"]),
        ("new", "1927", "1928", ["none of new covers 1927, the year of its first day"]),
        ("new; any [p. 3]", "1927", "1928", []),
        ("old; new", "1919", "1930", []),
        ("old; new", "1924", "1928", ["old covers 1900-1920, the record is of 1924-1928"]),
        ("old; new", "1924", "1925", ["old covers 1900-1920", "new covers 1928-1935"]),
        ("", "1924", "1925", []),
    ],
)
def test_a_work_is_cited_for_its_years(cited: str, year: str, until: str, told: list[str]) -> None:
    row = {"table": "events.csv", "record": "one", "source": cited, "year": year, "until": until}
    found = list(out_of_scope(pd.DataFrame([row]), SOURCES))
    assert [problem.message[: len(words)] for problem, words in zip(found, told, strict=True)] == told
    assert all((problem.file, problem.row, problem.column) == ("events.csv", "one", "source") for problem in found)


# sites that copy the texts of others, sell them, or are talk: what was read there has no address
COPIES = {
    "acemap.info",
    "alchetron.com",
    "britannia.com",
    "busovacki.ba",
    "cnwnews.com",
    "codenames.info",
    "d-motors74.ru",
    "de-academic.com",
    "debello.ca",
    "docslib.org",
    "dzen.ru",
    "fandom.com",
    "fensifuwu.com",
    "freerepublic.com",
    "fx361.cc",
    "guoxuedashi.com",
    "historiography-project.com",
    "history-maps.com",
    "homeread.net",
    "jendow.com.tw",
    "kekeshici.com",
    "knigaread.com",
    "libreriagaudi.com",
    "macbre.net",
    "mienciclo.com",
    "military-review.com",
    "news-pravda.com",
    "oaja.org",
    "oenc.net",
    "omniatlas.com",
    "originalsources.com",
    "oson.ca",
    "paris1814.com",
    "pediainside.com",
    "phersu-atlas.com",
    "plwiki.pl",
    "primidi.com",
    "proza.ru",
    "qulishi.com",
    "rulit.me",
    "scribd.com",
    "shubang.net",
    "slovaronline.com",
    "studopedia.ru",
    "studylib.net",
    "studylibit.com",
    "talkiyanhoninjai.net",
    "tamilnation.org",
    "thefreedictionary.com",
    "thespanishblog.com",
    "vivelemaoisme.org",
    "weaponsandwarfare.com",
    "web-koeln.de",
    "wenxuecity.com",
    "wenxuesucai.com",
    "wikimili.com",
    "wikizero.com",
    "wikizero.org",
    "ww2-weapons.com",
    "xs359.com",
    "znanierussia.ru",
}


def test_no_address_is_that_of_a_copy(ours: Geodata) -> None:
    hosts = ours.atlas.evidence.rows["url"].map(lambda url: urlparse(url).hostname or "")
    copied = hosts[hosts.map(lambda host: ".".join(host.split(".")[-2:]) in COPIES)]
    assert (hosts != "").sum() > 1000
    assert copied.tolist() == []


def test_no_text_is_told_twice(ours: Geodata) -> None:
    rows = ours.atlas.evidence.rows
    rows = rows[rows["url"] != ""]
    told = rows.assign(records=rows["record"].map(lambda keys: tuple(sorted(keys_in(keys)))))
    again = told.duplicated(["url", "records"], keep=False)
    assert told.loc[again, "record"].tolist() == []


def test_a_source_is_exported_with_the_address_of_its_text_unless_it_has_one(world: World) -> None:
    world.write("evidence.csv", [ROW, {**ROW, "url": "https://example.org/b", "locator": "p. 4"}])
    data = load(world.geodata)
    sources = layers(data)["sources"].set_index("key")["bibtex"]
    assert "  url = {https://example.org/a},\n" in sources["book-1950"]
    assert not any("url = " in text for key, text in sources.items() if key != "book-1950")
    own = {"title": "A Book", "url": "https://example.org/own"}
    assert data.atlas.evidence.located("book-1950", own) == own
