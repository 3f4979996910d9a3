"""What tests do on a page and read from it: the slider, and who holds a land."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from mapper.record import unpacked

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from mapper.atlas import Atlas


def blob_of(page: Path) -> dict[str, Any]:
    """Return what a built page is told."""
    found = re.search(r'<script type="text/plain" id="atlas-data">(.*?)</script>', page.read_text(encoding="utf-8"))
    assert found, page
    return unpacked(found[1])


def blob_in(page: Page) -> dict[str, Any]:
    """Return what an open page is told."""
    return unpacked(page.evaluate("document.getElementById('atlas-data').textContent"))


def day_number(text: str) -> str:
    """Return the value of the slider for a day: days since 1970."""
    return str((date.fromisoformat(text) - date(1970, 1, 1)).days)


def slider(page: Page) -> Locator:
    return page.locator(".time-range")


def move_to(page: Page, day: str) -> None:
    slider(page).fill(day_number(day))


def holder(page: Page, atlas: Atlas, territory: str) -> str:
    """Return what the map says of a territory: the accessible name of its shape, without the name of the land."""
    land = atlas.territories["name"][territory]
    label = page.locator(f'path.territory[aria-label^="{land}: "]').get_attribute("aria-label", timeout=3000)
    assert label
    return label.removeprefix(f"{land}: ")
