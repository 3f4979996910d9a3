"""The stories of the maps: every question has its answer, and an answer's days and figures are the atlas's own."""

import csv
import re
import tomllib

import pytest
from world import GEODATA, MAPS

from mapper.maps import STEP_TEXTS

STEPS = {
    (path.stem, step["id"]): step
    for path in sorted(MAPS.glob("*.toml"))
    for step in tomllib.loads(path.read_text(encoding="utf-8")).get("story", [])
}


@pytest.mark.parametrize("lang", ["", "_pl"])
def test_every_question_has_its_answer(lang: str) -> None:
    assert "answer" in STEP_TEXTS
    asked = {where for where, step in STEPS.items() if step.get(f"question{lang}")}
    answered = {where for where, step in STEPS.items() if step.get(f"answer{lang}")}
    assert len(asked) > 40
    assert asked == answered


def test_an_answer_is_short_and_cites_through_its_step() -> None:
    for where, step in STEPS.items():
        if step.get("answer"):
            assert 60 < len(step["answer"]) < 450, where
            assert step["source"], where


def test_an_answer_has_the_same_figures_in_both_languages() -> None:
    for where, step in STEPS.items():
        english = re.sub(r"(\d),000", r"\1", step.get("answer", ""))  # thousands are "tys." in Polish
        english = re.sub(r"(\d),(\d{3})", r"\1\2", english)
        polish = re.sub(r"(\d),(\d) tys\.", r"\g<1>\g<2>00", step.get("answer_pl", ""))
        figures = {one for one in re.findall(r"\d+", english) if len(one) > 1}
        assert figures <= set(re.findall(r"\d+", polish)), where


def test_the_days_of_the_towns_of_1939_are_those_of_the_captures() -> None:
    with (GEODATA / "captures.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["campaign"] == "poland-1939"]
    taken = {(row["place"].split(" (")[0], row["taken_by"]): row["date"] for row in rows}
    german, soviet = STEPS["nazi-soviet-pact", "invasion"]["answer"].split("to the USSR: ")
    named = {"Warsaw": "Warszawa", "Brest": "Brześć nad Bugiem"}
    found = 0
    for power, text in (("germany", german), ("ussr", soviet)):
        for towns, day in re.findall(r"([^\d,;:.]+) on the (\d+)", text):
            for town in re.split(r" and ", towns.strip().removeprefix("to Germany ")):
                assert taken[named.get(town, town), power] == f"1939-09-{int(day):02}", town
                found += 1
    assert found == 13
