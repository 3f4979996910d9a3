"""Evidence in the page: the level in words, and links that open elsewhere while the page asks for nothing."""

from __future__ import annotations

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
