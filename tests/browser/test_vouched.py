"""Evidence in the page: the level in words, and links that open elsewhere while the page asks for nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Visit


@pytest.mark.parametrize(
    ("lang", "title", "words"),
    [
        ("en", "Boundary and Friendship", "a document that was read supports it"),
        ("pl", "traktat o granicach i przyjaźni", "potwierdza to przeczytany dokument"),
    ],
)
def test_the_level_is_said_and_the_texts_open(
    visit: Callable[..., Visit], site: Path, lang: str, title: str, words: str
) -> None:
    seen = visit(site / "nazi-soviet-pact.html", f"#lang={lang}")
    seen.page.locator("#tab-search").click()
    seen.page.locator("#search-field").fill(title)
    seen.page.locator("#search-results button").first.click()
    level = seen.page.locator("#desk-body .details .level").last
    expect(level).to_contain_text(words)
    link = seen.page.locator("#desk-body .details .evidence a").first
    expect(link).to_have_attribute("href", "https://history.state.gov/historicaldocuments/frus1939v01/d501")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")
    assert [request for request in seen.requests if not request.startswith("file:")] == []


@pytest.mark.parametrize(
    ("record", "name", "shown"),
    [
        ("spells/vilnius-region/1939-09-20", "nazi-soviet-pact", "date=1939-09-20"),
        ("urn:historical-mapper:geodata-1918-1945:spells/galicia/1936-07-20", "spanish-civil-war", "date=1936-07-20"),
        ("agreements/tanggu-1933", "japanese-advance", "agreed=tanggu-1933"),
    ],
)
def test_the_index_hands_a_record_on_to_the_map_that_has_it(
    visit: Callable[..., Visit], site: Path, record: str, name: str, shown: str
) -> None:
    page = visit(site / "japanese-advance.html").page
    page.goto(f"file://{site}/index.html#record={record}")
    page.wait_for_url(re.compile(f"/{name}\\.html#.*{shown}"))
    expect(page.locator("#desk-body")).to_be_visible()
    if "spells" in record:
        expect(page.locator("#desk-body .record code").first).to_contain_text(record.rpartition(":")[2])


def test_a_record_that_no_map_has_is_told_where_it_was_asked_for(visit: Callable[..., Visit], site: Path) -> None:
    page = visit(site / "japanese-advance.html").page
    page.goto(f"file://{site}/japanese-advance.html#record=events/nope")
    expect(page.locator("#desk-body .lost")).to_contain_text("events/nope")
    expect(page).to_have_url(re.compile(r"/japanese-advance\.html#date="))


@pytest.mark.parametrize("day", ["1918-01-01", "xyz"])
def test_a_day_that_the_atlas_has_not_is_told_until_another_is_shown(
    visit: Callable[..., Visit], site: Path, day: str
) -> None:
    page = visit(site / "nazi-soviet-pact.html", f"#date={day}&lang=en").page
    expect(page.locator("#desk-body .lost")).to_contain_text(f"“{day}” is not a day in this atlas")
    page.locator(".time-range").press("ArrowRight")
    expect(page.locator("#desk-body .lost")).to_have_count(0)


def test_an_event_says_its_uri_which_leads_back_to_it(visit: Callable[..., Visit], site: Path) -> None:
    uri = "urn:historical-mapper:geodata-1918-1945:events/1939-08-mr-pact"
    page = visit(site / "nazi-soviet-pact.html", "#date=1940-01-01&lang=en").page
    page.evaluate(f"location.hash = 'record={uri}'")
    expect(page.locator("#desk-body .record code")).to_have_text(uri)
    expect(page.locator("#desk-body .details h2")).to_contain_text("Pact")
    expect(page).to_have_url(re.compile("date=1939-08-23"))
