"""What lies over the land, held to its own sources: agreements, recognitions, movements and railways."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest
from world import AFTER, FIRST

from mapper.overlaid import agreement_records, movement_records, railway_records, recognition_records

if TYPE_CHECKING:
    from mapper.atlas import Atlas
    from mapper.geodata import Geodata

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = re.compile(rf"\b((?:\d{{1,2}}(?:, | and |-))*\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?")
STUDIES = ("article", "book", "incollection", "phdthesis")  # a year of printing says nothing of the agreement's

# Agreements in force from another day than those that their sources' notes name.
OTHER_DAY = {
    "munich-1938": "dated 29 September, signed after midnight",
    "soviet-notes-1940": "Romania gave way on the day after the ultimatum's last note",
    "potsdam-1945": "dated 1 August, signed after midnight and published on the 2nd",
    "general-order-1-1945": "the note says: approved and sent before it was issued on 2 September",
}
CHINESE_EASTERN = [
    ("1918-11-11", "white-russia"),
    ("1920-03-16", "china"),
    ("1924-10-03", "ussr | china"),
    ("1929-07-10", "china"),
    ("1929-12-22", "ussr | china"),
    ("1932-03-01", "ussr | manchukuo"),
    ("1935-03-23", "manchukuo"),
    ("1945-08-14", "ussr | china"),
]


def days_in(note: str, year: str) -> set[str]:
    """Return the days that a note names; one without a year is of the year that follows it, else of the source."""
    found = set()
    for match in DAYS.finditer(note):
        later = re.search(r"\d{4}", note[match.end() :])
        own = match[3] or (later[0] if later else year)
        numbers = re.findall(r"\d+", match[1])
        month = MONTHS.index(match[2]) + 1
        found |= {f"{own}-{month:02}-{int(number):02}" for number in numbers if own.isdigit()}
    return found


def source_days(atlas: Atlas, record: dict[str, Any]) -> set[str]:
    """Return all days that the notes and titles of a record's sources name."""
    about = [atlas.sources[key] for key, _ in record["source"]]
    return {day for one in about for day in days_in(f"{one.get('note', '')} {one['title']}", one.get("year", ""))}


def records(data: Geodata) -> dict[str, list[dict[str, Any]]]:
    """Return every record of the overlays by table, as a page gets them."""
    railways = railway_records(data)
    return {
        "agreements": agreement_records(data),
        "recognitions": recognition_records(data),
        "movements": movement_records(data),
        "railways": railways,
        "railway spells": [spell for railway in railways for spell in railway["spells"]],
    }


def test_there_is_something_of_each(data: Geodata) -> None:
    told = {name: len(rows) for name, rows in records(data).items()}
    least = {"agreements": 60, "recognitions": 500, "movements": 200, "railways": 35, "railway spells": 200}
    assert {name: told[name] for name in least if told[name] < least[name]} == {}


def test_every_record_has_a_source_that_exists(data: Geodata, atlas: Atlas) -> None:
    for name, rows in records(data).items():
        assert [row for row in rows if not row["source"]] == [], name
        assert {key for row in rows for key, _ in row["source"]} <= set(atlas.sources), name


def test_an_agreement_is_of_the_year_of_its_source(data: Geodata, atlas: Atlas) -> None:
    faults = []
    for record in agreement_records(data):
        key, _ = record["source"][0]
        source = atlas.sources[key]
        if source["ENTRYTYPE"] in STUDIES:
            years = set(re.findall(r"(?<=-)\d{4}$", record["id"]))
        else:
            years = {source["year"]} | set(re.findall(r"(?<=-)\d{4}(?=-|$)", key))
        older = record["from"] == FIRST and max(years) < FIRST
        if record["from"][:4] not in years and not older:
            faults.append((record["id"], record["from"], years))
    assert faults == []


def test_an_agreement_begins_on_a_day_that_its_source_names(data: Geodata, atlas: Atlas) -> None:
    found = {
        record["id"]
        for record in agreement_records(data)
        if record["from"] != FIRST and (named := source_days(atlas, record)) and record["from"] not in named
    }
    assert found == set(OTHER_DAY)


def test_nothing_is_recognised_before_the_act_that_recognises_it(data: Geodata, atlas: Atlas) -> None:
    early = [
        (record["by"], record["of"], record["from"])
        for record in recognition_records(data)
        if record["stance"] == "recognises" and (named := source_days(atlas, record)) and record["from"] < min(named)
    ]
    assert early == []


def test_a_viewer_has_one_view_of_a_territory_on_a_day(data: Geodata) -> None:
    views: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for record in recognition_records(data):
        for territory in record["territories"]:
            views.setdefault((record["by"], territory), []).append((record["from"], record["to"]))
    for key, spans in views.items():
        spans.sort()
        assert [pair for pair in itertools.pairwise(spans) if pair[1][0] < pair[0][1]] == [], key


def test_an_agreement_assigns_a_territory_once(data: Geodata, atlas: Atlas) -> None:
    assigned = [(row["agreement"], row["territory"]) for _, row in data.overlays.spheres.iterrows()]
    assert len(set(assigned)) == len(assigned)
    assert {territory for _, territory in assigned} <= set(atlas.territories.index)
    assert {agreement for agreement, _ in assigned} <= set(data.overlays.agreements["id"])


def test_a_railway_has_one_owner_after_the_other(data: Geodata) -> None:
    for railway in railway_records(data):
        spells = railway["spells"]
        assert spells[0]["from"] == FIRST
        assert spells[-1]["to"] == AFTER
        assert all(one["to"] == two["from"] for one, two in itertools.pairwise(spells)), railway["id"]


@pytest.mark.parametrize("railway", ["cer-main", "cer-south"])
def test_the_chinese_eastern_railway_changes_owner(data: Geodata, railway: str) -> None:
    spells = next(one for one in railway_records(data) if one["id"] == railway)["spells"]
    told = [(first["from"], first["owner"]) for first in _owners(spells)]
    assert told == CHINESE_EASTERN
    assert spells[-1]["from"] == "1945-08-18"


def _owners(spells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first spell of each owner in turn."""
    return [next(group) for _, group in itertools.groupby(spells, key=lambda spell: spell["owner"])]


def test_a_movement_lies_in_its_theatre_and_in_time(data: Geodata, atlas: Atlas) -> None:
    for movement in movement_records(data):
        assert FIRST <= movement["from"] <= movement["to"] < AFTER, movement["id"]
        assert (movement["side"] in {"left", "right"}) == (movement["kind"] == "front"), movement["id"]
        west, south, east, north = atlas.about.theatres[movement["theatre"]].window
        inside = [west <= lon <= east and south <= lat <= north for lon, lat in movement["points"]]
        assert any(inside), movement["id"]


@pytest.mark.parametrize(
    ("moment", "lithuania", "lublin"), [("1939-08-24", "germany", "ussr"), ("1939-09-29", "ussr", "germany")]
)
def test_the_two_pacts_exchange_lithuania_for_lublin(data: Geodata, moment: str, lithuania: str, lublin: str) -> None:
    agreed: dict[str, str] = {}
    for record in agreement_records(data):  # in the order of time: the latest stands
        if record["from"] <= moment < record["to"]:
            agreed |= {land: power for land, power, *_ in record["assign"]}
    assert (agreed["lithuania-core"], agreed["lublin"]) == (lithuania, lublin)
