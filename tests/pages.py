"""What tests do on a page and read from it: what it is told, the slider, and who holds a land."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from mapper import schema
from mapper.record import unpacked

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame
    from playwright.sync_api import Locator, Page

    from mapper.atlas import Atlas


def blob_of(page: Path) -> dict[str, Any]:
    """Return what a built page is told."""
    found = re.search(
        r'<script type="text/plain" id="atlas-data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL
    )
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


def rest(page: Page, milliseconds: float) -> None:
    """Wait on the page's own clock: what it had put off until then is done and drawn, however slow the machine."""
    page.evaluate(
        "wait => new Promise(done => setTimeout(() => requestAnimationFrame(() => done()), wait))", milliseconds
    )


def shown(page: Page, plate: str = "") -> list[str]:
    """Return what the map, or one plate of it, says of the lands that it shows: each has an accessible name."""
    lands = page.locator(f"{plate} path.territory:not(.none)")
    labels: list[str] = lands.evaluate_all("paths => paths.map(p => p.getAttribute('aria-label'))")
    assert labels
    assert all(labels)
    return labels


def holder(page: Page, atlas: Atlas, territory: str) -> str:
    """Return what the map says of a territory: the accessible name of its shape, without the name of the land.

    Of a territory that a campaign cuts on the day it is that of the zone in which its first seed lies.
    """
    land = atlas.territories.loc[territory]
    shapes = page.locator(f'path.territory[aria-label^="{land["name"]}: "]')
    shapes.first.wait_for(state="attached", timeout=20_000)
    told = shapes.evaluate_all("paths => paths.map(p => [p.dataset.territory, p.getAttribute('aria-label')])")
    here = atlas.territories[atlas.territories["theatre"] == land["theatre"]]
    seed = shapely.Point(*schema.parse_seeds(land["seeds"])[0])
    (label,) = (label for index, label in told if here.geometry.iloc[int(index)].contains(seed))
    return label.removeprefix(f"{land['name']}: ")


def holders(page: Page, atlas: Atlas, territory: str, plate: str = "") -> set[str]:
    """Return all that the map says of a territory, which zones of a campaign may cut, without the name of the land."""
    name = f"{atlas.territories['name'][territory]}: "
    return {label.removeprefix(name) for label in shown(page, plate) if label.startswith(name)}


def by_land(state: GeoDataFrame) -> GeoDataFrame:
    """Return the rows of a state with the territory that each is, or is a zone of, as ``land``."""
    return state.assign(land=state["part_of"].where(state["part_of"] != "", state["id"]))


def area(km2: float) -> str:
    """Return an area as the page writes it, in English; a dash for none."""
    step = 100 if km2 >= 10_000 else 10 if km2 >= 1000 else 1
    return f"{math.floor(km2 / step + 0.5) * step:,.0f} km²" if km2 else "\N{EN DASH}"
