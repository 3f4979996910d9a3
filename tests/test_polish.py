"""The Polish of the atlas: every text that a reader meets has it, and it is written as Polish is."""

import csv
import json
import re
import tomllib

import pytest
from pages import blob_of
from world import GEODATA, MAPS, ROOT, World, reader_of

from mapper.build import build
from mapper.glossary import named_in_each, read_glossary, translator

TABLES = {
    "polities.csv": ("name_pl",),
    "territories.csv": ("name_pl",),
    "events.csv": ("title_pl", "text_pl"),
    "agreements.csv": ("name_pl", "note_pl"),
    "places.csv": ("name_pl",),
    "glossary.csv": ("name_pl",),
    "exonyms.csv": ("name_pl",),
    "essay.csv": ("claim_pl", "reason_pl"),
}
NOTES = ("essay", "correction")  # of an event, where it has one
LINES = ("movements.geojson", "railways.geojson", "rivers.geojson")
STORY = ("chapter", "title", "text", "question", "answer", "correction")
STATES = {"Austria", "Bhutan", "Estonia", "Liechtenstein", "Mongolia", "Nepal", "San Marino", "Serbia"}  # alike in both


def rows(file: str) -> list[dict[str, str]]:
    with (GEODATA / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def polish_texts() -> dict[str, str]:
    """Return every Polish text of the data and of the maps, by where it stands."""
    found = {}
    for file, columns in TABLES.items():
        for row in rows(file):
            found |= {f"{file} {row.get('id') or row['name']} {column}": row[column] for column in columns}
    for row in rows("events.csv"):
        found |= {f"events.csv {row['id']} {note}": row[f"{note}_pl"] for note in NOTES if row[note]}
    for file in LINES:
        for feature in json.loads((GEODATA / file).read_text(encoding="utf-8"))["features"]:
            found[f"{file} {feature['properties']['id']}"] = feature["properties"].get("name_pl", "")
    for name, theatre in tomllib.loads((GEODATA / "atlas.toml").read_text(encoding="utf-8"))["theatres"].items():
        found[f"atlas.toml {name}"] = theatre.get("name_pl", "")
    for path in MAPS.glob("*.toml"):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        found |= {f"{path.name} {key}": raw.get(f"{key}_pl", "") for key in ("title", "lede")}
        for step in raw.get("story", []):
            found |= {f"{path.name} {step['id']} {key}": step.get(f"{key}_pl", "") for key in STORY if step.get(key)}
    catalogue = json.loads((ROOT / "mapper" / "assets" / "i18n" / "pl.json").read_text(encoding="utf-8"))
    return found | {f"pl.json {key}": text for key, text in catalogue.items()}


TEXTS = polish_texts()


def test_every_text_has_its_polish() -> None:
    atlas = tomllib.loads((GEODATA / "atlas.toml").read_text(encoding="utf-8"))
    assert "pl" in atlas["whole"]
    assert len(TEXTS) > 1500
    assert [where for where, text in TEXTS.items() if not text.strip()] == []


def test_a_note_in_polish_has_its_english_and_cites_the_same_works() -> None:
    for row in rows("events.csv"):
        for note in NOTES:
            assert bool(row[note]) == bool(row[f"{note}_pl"]), row["id"]
        english, polish = row["correction"], row["correction_pl"]
        assert re.findall(r"[ (]\d{4}\)", english) == re.findall(r"[ (]\d{4}\)", polish), row["id"]
        assert ("Sources:" in english, "Source:" in english) == ("Źródła:" in polish, "Źródło:" in polish), row["id"]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("straight quotes", r"\"|(?<!Xi)(?<!Yan)'"),
        ("a hyphen for a dash", r" - |(?<![\d-])(?!\d{4}-\d{2}(?!\d))\d{1,4}-\d{1,4}(?![\d-])"),  # 1937-07 is a month
        ("two spaces", "  "),
        ("an ordinal without its dot", r"\b\d+ (Armi|Front|Dywizj|Gwardyjsk|równoleżnik)"),
    ],
)
def test_polish_is_set_as_polish_is(what: str, pattern: str) -> None:
    wrong = [f"{where}: {text}" for where, text in TEXTS.items() if re.search(pattern, text)]
    assert wrong == [], what


@pytest.mark.parametrize(
    "variant",
    [
        "Chałchyn",
        "Dżehol",
        "Harbin",
        r"\bharbińsk",
        "[Ss]owieck",
        "Yalu",
        "Kelloga",
        "Dniepropietrowsk",
        r"Tallina\b",
    ],
)
def test_a_thing_has_one_name(variant: str) -> None:
    assert [f"{where}: {text}" for where, text in TEXTS.items() if re.search(variant, text)] == []


def test_the_glossary_gives_the_reason_for_the_one_word_for_soviet() -> None:
    (soviet,) = (row for row in rows("glossary.csv") if row["name"] == "Soviet")
    assert soviet["name_pl"] == "radziecki"
    assert "sowiecki" in soviet["note"]


def test_the_glossary_puts_every_state_of_today_into_polish() -> None:
    reader = reader_of(GEODATA)
    polish = translator(read_glossary(reader, reader.table("places"))["pl"], " i ")
    assert list(reader.problems) == []
    texts = {row["today"] for file in ("places.csv", "territories.csv") for row in rows(file)}
    known = STATES | {row["name_pl"] for row in rows("glossary.csv")}
    states = {part for text in texts for part in re.split(r"[()]", polish(text.rsplit(", ", 1)[-1])) if part.strip()}
    assert {state for state in states if {state.strip(), *state.strip().split(" i ")}.isdisjoint(known)} == set()


def test_every_row_of_the_glossary_is_of_use() -> None:
    texts = "\n".join(
        [row["today"] for file in ("places.csv", "territories.csv", "polities.csv") for row in rows(file)]
        + [row["place"] for row in rows("events.csv")]
    )
    assert [row["name"] for row in rows("glossary.csv") if row["name"] not in texts and not row["note"]] == []


@pytest.mark.parametrize(
    ("english", "polish"),
    [
        ("Vilnius, Lithuania", "Wilno, Litwa"),
        ("Memel (Klaipėda)", "Kłajpeda"),
        ("Königsberg (Kaliningrad)", "Królewiec (Kaliningrad)"),
        ("Poland, and Lithuania", "Polska i Litwa"),
        ("Polandia", "Polandia"),
        ("", ""),
    ],
)
def test_names_in_a_text_are_put_into_polish(english: str, polish: str) -> None:
    names = {
        "Vilnius": "Wilno",
        "Lithuania": "Litwa",
        "Memel": "Kłajpeda",
        "Klaipėda": "Kłajpeda",
        "Königsberg": "Królewiec",
        "Poland": "Polska",
    }
    assert translator(names, " i ")(english) == polish
    assert translator({}, " i ")(english) == english


def polish_of_towns() -> dict[str, str]:
    """Return the Polish name of each town of the gazetteer that has one, by its name and today's in brackets."""
    reader = reader_of(GEODATA)
    towns = named_in_each(reader, reader.table("towns"))
    assert list(reader.problems) == []
    named = towns[towns["name_pl"] != ""]
    return dict(zip(named["name"] + " (" + named["today"] + ")", named["name_pl"], strict=True))


def test_the_gazetteer_is_in_polish_where_polish_has_names_of_its_own() -> None:
    polish = polish_of_towns()
    assert len(polish) > 450
    for town, name in {
        "Genoa (=)": "Genua",
        "Vyazma (=)": "Wiaźma",
        "Katyn ()": "Katyń",
        "Oppeln (Opole)": "Opole",
        "Johannisburg (Pisz)": "Jańsbork",  # Polish called it otherwise then
        "Freystadt (Kożuchów)": "Kożuchów",
        "Freystadt (Kisielice)": "Kisielice",
        "Friedland (Pravdinsk)": "Frydląd",
    }.items():
        assert polish[town] == name
    assert {"Friedland (=)", "Modlin (Nowy Dwór Mazowiecki)", "Tarnów (=)"}.isdisjoint(polish)


def test_no_town_of_todays_poland_has_a_german_name_in_polish() -> None:
    german = [row["name"] for row in rows("towns.csv") if row["today"].startswith("pl:")]
    assert len(german) > 150
    assert {"Oppeln", "Ortelsburg", "Stolp"} <= set(german)
    assert [town for town, name in polish_of_towns().items() if re.search("[äöüß]", name)] == []


def test_every_exonym_is_of_one_town() -> None:
    towns = rows("towns.csv")
    names = [one for row in towns for one in (row["name"], f"{row['name']} ({row['today'].removeprefix('pl:')})")]
    known = [row["name"] for row in rows("exonyms.csv")]
    assert [name for name in known if name not in names] == []
    assert {name for name in known if names.count(name) > 1} == {"Belogorsk", "Cosel", "Kholm", "Rossosh", "Sarajevo"}
    assert [row["name"] for row in rows("exonyms.csv") if row["name"] == row["name_pl"]] == []


def test_a_page_is_told_the_polish_of_places_and_of_today(world: World) -> None:
    (world.geodata / "glossary.csv").write_text(
        "name,name_pl\nEastland,Wschodnia\nWesttown,Zachodowo\n", encoding="utf-8"
    )
    build(world.geodata, world.maps, world.maps)
    blob = blob_of(world.maps / "tiny.html")
    assert blob["places"][0]["today"]["pl"] == "Northtown, Wschodnia"
    assert {event["id"]: event["place"].get("pl") for event in blob["events"]}["feast"] == "Zachodowo"
    march = next(event for event in blob["events"] if event["id"] == "march")
    assert march["place"] == {"en": "Northtown"}
    assert march["essay"] == {"en": "a claim", "pl": "twierdzenie"}
    assert march["correction"] == {"en": "a note", "pl": "uwaga"}
