"""Languages beside the first: what one lacks is counted and shown in the first; a whole one lacks nothing."""

import csv
import json
import re

import pytest
from pages import blob_of
from test_cli import json_of, run
from world import GEODATA, ROOT, World

from mapper import assets
from mapper.build import build
from mapper.errors import DataError
from mapper.geodata import load
from mapper.languages import NAMES, counts, named, unfinished
from mapper.maps import read_specs


def lacking(world: World) -> dict[tuple[str, str], int]:
    data = load(world.geodata)
    specs = read_specs(world.maps, data.atlas, data.places["id"], world.reader().problems)
    return {(one.language, one.table): one.missing for one in counts(data, specs)}


def declare(world: World, languages: str) -> None:
    world.replace("atlas.toml", 'languages = ["en", "pl"]', f"languages = {languages}")


def test_a_language_needs_no_column_and_falls_back(world: World) -> None:
    declare(world, '["en", "pl", "de"]')
    world.replace("polities.csv", "id,name,name_pl,", "id,name,name_de,")
    missing = lacking(world)
    assert missing["de", "interface"] == missing["de", "polities"] == 0
    assert missing["pl", "polities"] == 3
    assert missing["de", "territories"] == 4, "a land of which captures cut pieces counts once"
    assert missing["de", "events"] > missing["pl", "events"]
    build(world.geodata, world.maps, world.root / "out")
    blob = blob_of(world.root / "out" / "tiny.html")
    assert blob["about"]["languages"] == ["en", "pl", "de"]
    assert blob["i18n"]["de"]["tab.day"] == "Tag"
    assert "de" not in blob["theatres"]["west"]["territories"][0]["name"]
    index = (world.root / "out" / "index.html").read_text(encoding="utf-8")
    assert '<p class="partly">Deutsch: zum Teil; alles Übrige: English</p>' in index
    assert '<p class="partly">Deutsch: in part; the rest: English</p>' in index


@pytest.mark.parametrize("language", sorted(path.stem for path in (ROOT / "mapper/assets/i18n").glob("*.json")))
def test_a_text_has_the_blanks_of_the_english_one(language: str) -> None:
    english = assets.catalogue("en")
    for key, text in assets.catalogue(language).items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[key])), key


def test_a_text_that_a_catalogue_lacks_is_the_english(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"en": {"tab.day": "Day", "tab.chart": "Chart"}, "de": {"tab.day": "Tag"}}
    monkeypatch.setattr(assets, "catalogue", own.__getitem__)
    assert assets.catalogues(["de"]) == {"de": {"tab.day": "Tag", "tab.chart": "Chart"}}


def test_the_check_counts_and_holds_a_whole_language_to_it(world: World) -> None:
    loose = json_of("check", "--geodata", world.geodata, "--languages")["languages"]
    assert {"language": "pl", "table": "interface", "texts": len(assets.catalogue("en")), "missing": 0} in loose
    assert sum(one["missing"] for one in loose) > 0
    declare(world, '["en", "pl"]\nwhole = ["en", "pl"]')
    result = run("check", "--geodata", world.geodata, "--languages")
    assert result.exit_code == 1
    assert "pl lacks texts, and atlas.toml calls it whole" in result.output
    assert run("check", "--geodata", world.geodata).exit_code == 0


def test_a_whole_language_is_one_of_the_languages(world: World) -> None:
    declare(world, '["en", "pl"]\nwhole = ["lt"]')
    with pytest.raises(DataError, match="'lt' is no language of the atlas"):
        load(world.geodata)


TABLES = ("polities.csv", "places.csv", "territories.csv", "waters.csv", "glossary.csv")


@pytest.mark.parametrize(("language", "files"), [("de", TABLES), ("lt", TABLES[:4])])
def test_every_name_is_there(language: str, files: tuple[str, ...]) -> None:
    for file in files:
        with (GEODATA / file).open(encoding="utf-8", newline="") as stream:
            found = list(csv.DictReader(stream))
        assert [row["name"] for row in found if not row[f"name_{language}"].strip()] == [], file
    with (GEODATA / "places.csv").open(encoding="utf-8", newline="") as stream:
        dated = [row for row in csv.DictReader(stream) if row[f"names_{language}"]]
    assert json.dumps(dated).count("1946-01-01") >= len(dated), "dated names last to the end of the atlas"


def test_a_language_has_the_names_or_lacks_texts(world: World) -> None:
    data = load(world.geodata)
    found = counts(data, [])
    full = [one._replace(missing=0) if one.table in NAMES else one._replace(missing=1) for one in found]
    assert named(full, "pl")
    assert unfinished(full, ("en", "pl")) == ["pl"]
    assert not named([one._replace(missing=1) for one in full], "pl")
