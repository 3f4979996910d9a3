"""The wording of the atlas: one spelling of a name, plain words, and questions that a screen and a sheet can answer."""

import json
import re
import tomllib
from typing import Any

import pytest
from test_polish import TEXTS, rows
from world import GEODATA, MAPS, ROOT

I18N = ROOT / "mapper" / "assets" / "i18n"
PLAIN = (  # a Polish name without its marks
    "Augustow",
    "Bialystok",
    "Bialowieza",
    "Czestochowa",
    "Lomza",
    "Lwow",
    "Nowogrodek",
    "Pilsudski",
    "Przemysl",
    "Stanislawow",
    "Suwalki",
    "Swieciany",
    "Zeligowski",
)
WORDS = {  # columns of English words
    "administrations.csv": ("name", "note"),
    "agreements.csv": ("name", "note"),
    "anchors.csv": ("town", "note"),
    "captures.csv": ("place", "note"),
    "essay.csv": ("claim", "reason"),
    "events.csv": ("title", "place", "text", "essay", "correction"),
    "nodes.csv": ("name",),
    "railway_spells.csv": ("note",),
    "recognitions.csv": ("note",),
    "spells.csv": ("note",),
    "territories.csv": ("name", "note"),
}
ON_SCREEN_ALONE = r"[Mm]easure|[Ss]tep through|time bar|[Cc]lick|[Zz]mierz|[Pp]rzejdź dzień|oś czasu|[Kk]liknij"


def english() -> dict[str, str]:
    """Return the English texts of the data, the maps and the interface, by where they stand."""
    found = {
        f"{file} {n} {name}": row[name] for file in WORDS for n, row in enumerate(rows(file)) for name in WORDS[file]
    }
    for file in ("lines", "movements", "railways"):
        for feature in json.loads((GEODATA / f"{file}.geojson").read_text(encoding="utf-8"))["features"]:
            one = feature["properties"]
            found |= {f"{file} {one['id']} {name}": one[name] for name in ("name", "note") if one.get(name)}
    for name, steps in stories().items():
        found |= {
            f"{name} {step['id']} {key}": step.get(key, "")
            for step in steps
            for key in ("title", "text", "question", "correction")
        }
    return found | json.loads((I18N / "en.json").read_text(encoding="utf-8"))


def stories() -> dict[str, list[dict[str, Any]]]:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["story"] for path in sorted(MAPS.glob("*.toml"))}


@pytest.mark.parametrize("name", PLAIN)
def test_a_polish_name_has_its_marks_in_english_too(name: str) -> None:
    assert [where for where, text in english().items() if re.search(rf"(?<![-\w]){name}\b", text)] == []


@pytest.mark.parametrize("story", sorted(stories()))
def test_a_question_is_answered_on_a_screen_and_on_a_sheet(story: str) -> None:
    steps = stories()[story]
    titles = {step[key] for step in steps for key in ("title", "title_pl")}
    for step in steps:
        for key in ("text", "text_pl", "question", "question_pl"):
            assert not re.search(ON_SCREEN_ALONE, step.get(key, "")), f"{step['id']} {key}"
        for key in ("question", "question_pl"):
            named = re.findall(r"(?:step |krok[ua]? )[“„](.+?)”", step.get(key, ""))
            assert set(named) <= titles, f"{step['id']} {key}"
            assert step["title" if key == "question" else "title_pl"] not in named


def test_what_munich_gave_is_on_the_map_of_its_step() -> None:
    munich = next(step for step in stories()["nazi-soviet-pact"] if step["id"] == "munich")
    assert "agreed" in munich["layers"]


def test_the_armistice_with_japan_has_its_two_days_in_story_and_lesson() -> None:
    texts = [
        next(step for step in stories()[story] if step["id"] == name)[key]
        for story, name, key in (
            ("nazi-soviet-pact", "invasion", "text"),
            ("nazi-soviet-pact", "invasion", "text_pl"),
            ("soviet-foreign-policy", "two-fronts", "question"),
            ("soviet-foreign-policy", "two-fronts", "question_pl"),
        )
    ]
    for name in ("teaching.md", "teaching.pl.md"):
        lines = (ROOT / "docs" / name).read_text(encoding="utf-8").splitlines()
        texts += [line for line in lines if "1939-09-armistice" in line]
    assert len(texts) == 6
    for text in texts:
        assert all(re.search(rf"\b{day}(th)?\b", text) for day in ("15", "16", "17")), text
        assert re.search("in force|wszedł w życie", text), text


@pytest.mark.parametrize(
    "words",
    ["Over and over", r"\bdesk\b", "teeth towards", "on both fades", "Of a year", "in the night to", "light capitals"],
)
def test_the_interface_and_the_data_have_no_unenglish_phrase(words: str) -> None:
    assert [where for where, text in english().items() if re.search(words, text)] == []
    assert not re.search(words, (GEODATA / "sources.bib").read_text(encoding="utf-8"))


def test_the_polish_interface_has_no_words_of_a_workshop() -> None:
    assert [where for where, text in TEXTS.items() if re.search("pulpit|W kółko|wersalik|jw\\.", text)] == []
