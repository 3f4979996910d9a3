"""A year is a state: its button shows all that the data have in it; it is picked by mouse, finger, key and address."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from pages import area, slider
from playwright.sync_api import expect
from test_page import MAPS
from world import MAPS as WORLD_MAPS

from mapper.atlas import changes
from mapper.build import build
from mapper.dated import name_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pandas import DataFrame
    from playwright.sync_api import Locator, Page
    from world import World

    from mapper.geodata import Geodata

Go = "Callable[..., Visit]"
FIRST, LAST = "1918-11-11", "1945-12-31"
YEARS = range(1918, 1946)
RULE = ("controller", "sovereign", "status")
CHANGES = "#desk-body .span-changes > li"


def years_of(page: Page) -> Locator:
    return page.locator(".leaflet-control-layers-base label")


def open_years(page: Page) -> None:
    page.locator(".leaflet-control-layers-toggle").first.click()
    expect(page.locator(".leaflet-control-layers-expanded")).to_have_count(1)


def show(page: Page, year: int) -> None:
    years_of(page).filter(has_text=str(year)).click()
    expect(page.locator("#desk-body .moment")).to_have_text(str(year))


def texts(found: Locator) -> list[str]:
    return [" ".join(text.split()) for text in found.all_text_contents()]


def in_words(day: str) -> str:
    return f"{date.fromisoformat(day):%-d %B %Y}"


class Year:
    """What the data have of a map's year: the changes, events and movements in it."""

    def __init__(self, data: Geodata, theatres: list[str], year: int, table: DataFrame) -> None:
        self.data, self.theatres = data, theatres
        self.first, self.last = max(FIRST, f"{year}-01-01"), f"{year}-12-31"
        self.changes = sorted(self._changes(table), key=lambda change: change[0])

    def _changes(self, table: DataFrame) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
        """Yield the day, the territory or zone, the rule before and the rule after."""
        table = table[table["theatre"].isin(self.theatres) & table["day"].between(self.first, self.last)]
        for row in table.to_dict("records"):
            before, after = ({key: row[f"{key}{end}"] for key in RULE} for end in ("_before", ""))
            if before != after:
                yield row["day"], row["territory"], before, after

    def lands(self) -> Counter[tuple[str, str]]:
        """Count the days and territories of the changes; of the zones of one that pass alike on a day, one counts."""
        part = self.data.atlas.territories["part_of"]
        each = {(day, part[land] or land, *old.values(), *new.values()) for day, land, old, new in self.changes}
        return Counter((in_words(day), self.data.atlas.territories["name"][land]) for day, land, *_ in each)

    def events(self) -> list[dict[str, Any]]:
        """Return the events of the map in the order of time: those in it, and those in no window of the atlas."""
        events = self.data.events.sort_values(["earliest", "id"]).to_dict("records")
        return [e for e in events if e["earliest"] <= self.last and e["latest"] >= self.first and self._told(e)]

    def _told(self, event: dict[str, Any]) -> bool:
        others = [name for name in self.data.about.theatres if name not in self.theatres]
        return self.drawn(event) or not any(self._in_window(event, name) for name in others)

    def drawn(self, event: dict[str, Any]) -> bool:
        """Tell whether an event has a mark on one of the map's plates."""
        if event["territory"]:
            return self.data.atlas.territories["theatre"][event["territory"]] in self.theatres
        return any(self._in_window(event, name) for name in self.theatres)

    def _in_window(self, event: dict[str, Any], theatre: str) -> bool:
        west, south, east, north = self.data.about.theatres[theatre].window
        return bool(west <= event["lon"] <= east and south <= event["lat"] <= north)

    def movements(self) -> set[str]:
        lines = self.data.overlays.movements.values()
        here = [line for line in lines if line["theatre"] in self.theatres]
        return {line["id"] for line in here if line["from"] <= self.last and line["to"] >= self.first}

    def gains(self) -> dict[str, str]:
        """Return what each power gained in all changes, by its name, as the page writes it."""
        found: Counter[str] = Counter()
        told = self.data.atlas.territories["km2"].round(2)  # as the page is told
        for _, territory, before, after in self.changes:
            if before["controller"] != after["controller"]:
                found[after["controller"]] += told[territory]
        powers = self.data.atlas.polities.to_dict("index")
        return {name_on(powers[power], self.last): f"+{area(km2)}" for power, km2 in found.items()}

    def passings(self) -> set[tuple[str, str, str]]:
        """Return theatre, first and last holder of the lands that changed: each has one edge on the map.

        Of a territory that a campaign cuts in the year, the lands are its zones.
        """
        land = self.data.atlas.territories
        spells = self.data.atlas.spells
        there = spells[(spells["from"] <= self.last) & (self.first < spells["to"])]["territory"]
        zones = land[(land["part_of"] != "") & land["id"].isin(there)]
        cut = {land["part_of"][one] for _, one, _, _ in self.changes}
        found: dict[str, tuple[str, str]] = {}
        for _, one, before, after in self.changes:
            for part in zones["id"][zones["part_of"] == one] if one in cut else [one]:
                found[part] = (found.get(part, (before["controller"],))[0], after["controller"])
        return {(land["theatre"][one], *pair) for one, pair in found.items()}


@pytest.mark.parametrize("name", MAPS)
def test_the_button_of_every_year_shows_what_the_data_have_in_it(
    visit: Go, site: Path, data: Geodata, name: str
) -> None:
    page = visit(site / f"{name}.html", "#lang=en").page
    theatres = tomllib.loads((WORLD_MAPS / f"{name}.toml").read_text(encoding="utf-8"))["theatres"]
    table = changes(data.atlas)
    open_years(page)
    for number in YEARS:
        show(page, number)
        year = Year(data, theatres, number, table)
        assert slider(page).get_attribute("aria-valuetext") == in_words(year.last)
        check_changes(page, year)
        check_events(page, year)
        check_movements(page, year)


def check_changes(page: Page, year: Year) -> None:
    """Check every land with its day, in order; that gains add up; an edge for each block of lands that changed."""
    items = page.locator(CHANGES).evaluate_all(
        "all => all.map(e => [e.querySelector('.day').textContent, e.querySelector('p').textContent,"
        " [...e.querySelectorAll('.chip')].map(c => c.firstChild.textContent)])"
    )
    assert Counter((day, land) for day, _, lands in items for land in lands) == year.lands()
    assert all("km²" in sentence for _, sentence, _ in items)
    days = [datetime.strptime(day, "%d %B %Y").replace(tzinfo=UTC) for day, _, _ in items]
    assert days == sorted(days)
    table = "#desk-body .span-changes ~ .scroll tbody tr"
    gains = page.locator(table).evaluate_all("all => all.map(r => [r.cells[0].textContent, r.cells[1].textContent])")
    assert {power: text for power, text in gains if text.startswith("+")} == year.gains()
    assert page.locator("path.changed-edge").count() == len(year.passings())


def check_events(page: Page, year: Year) -> None:
    """Check that all events stand in the panel with title and day, and unfaded on the map if they lie in it."""
    events = year.events()
    listed = page.locator("#desk-body .span-events > li")
    assert listed.evaluate_all("all => all.map(e => e.dataset.event)") == [event["id"] for event in events]
    for event, text in zip(events, texts(listed), strict=True):
        assert text.startswith(event["title"])
        assert event["earliest"][:4] in text
    marks = page.locator(".marks > g.mark").evaluate_all(
        "all => all.map(e => [e.dataset.events, e.getAttribute('opacity')])"
    )
    assert {one for ids, _ in marks for one in ids.split()} == {event["id"] for event in events if year.drawn(event)}
    assert {float(opacity) for _, opacity in marks} <= {1}


def check_movements(page: Page, year: Year) -> None:
    """Check that all movements stand in the panel with their days, and on the map."""
    rows = page.locator("#desk-body .span-movements > li")
    listed = rows.evaluate_all("all => all.map(e => [e.dataset.move, e.querySelector('.when').textContent])")
    assert {one for one, _ in listed} == year.movements()
    assert all(re.search(r"\d [A-Z]", when) for _, when in listed)
    assert {*page.locator("g.movement").evaluate_all("all => all.map(e => e.dataset.movement)")} == year.movements()


def test_the_years_of_a_long_ruler_do_not_stand_on_each_other(visit: Go, world: World, tmp_path: Path) -> None:
    """Of 137 years every fifth is named, of our 28 each: no label lies on another."""
    for name in ("spells.csv", "railway_spells.csv"):
        spells = (world.geodata / name).read_text(encoding="utf-8")
        longer = spells.replace(",1918-11-11,", ",1886-01-01,").replace(",1946-01-01,", ",2023-01-01,")
        (world.geodata / name).write_text(longer, encoding="utf-8")
    world.replace("atlas.toml", "from = 1918-11-11\nto = 1946-01-01", "from = 1886-01-01\nto = 2023-01-01")
    build(world.geodata, world.maps, tmp_path)
    page = visit(tmp_path / "tiny.html", "#date=1914-07-01").page
    boxes = page.locator(".strip .year").evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    assert 20 < len(boxes) < 40
    ordered = sorted(boxes, key=lambda box: box["left"])
    assert all(one["right"] <= other["left"] for one, other in pairwise(ordered))
