"""What tests do on a page and read from it: what it is told, the slider, and who holds a land."""

from __future__ import annotations

import base64
import gzip
import json
import re
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import shapely

from mapper import schema

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from mapper.atlas import Atlas

DATA = re.compile(r'<script type="text/plain" id="atlas-data">([A-Za-z0-9+/=]*)</script>')


def told_by(html: str) -> dict[str, Any]:
    """Return what a page holds as it travels (see `mapper.packing`)."""
    found = DATA.findall(html)
    assert len(found) == 1, "a page has one blob"
    told: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[0])))
    return told


def blob_of(html: str) -> dict[str, Any]:
    """Return what a page is told, as its scripts unpack it: a zone has the name of its territory."""
    blob = unpacked(told_by(html))
    for theatre in blob["theatres"].values():
        by_id = {land["id"]: land for land in theatre["territories"]}
        for land in theatre["territories"]:
            if "of" in land:
                land.update({key: by_id[land["of"]][key] for key in ("name", "today", "note")})
    return blob


def unpacked(told: dict[str, Any]) -> dict[str, Any]:
    """Undo `mapper.packing.packed`."""
    reader = Reader(told)
    for theatre in told["theatres"].values():
        for key in ("arcs", "lakes"):
            theatre[key] = lines(theatre[key])
        courses = lines([river["points"] for river in theatre["rivers"]])
        for river, course in zip(theatre["rivers"], courses, strict=True):
            river["points"] = course
        theatre["lines"] = reader.value(theatre["lines"])
        theatre["territories"] = [reader.land(one) for one in theatre["territories"]]
    for key in ("events", "places", "agreements", "recognitions", "movements", "railways"):
        told[key] = reader.value(told[key])
    for step in told["map"]["story"]:
        step["source"] = reader.citations[step["source"]]
    return told


class Reader:
    """Reads numbers by the tables of what a page is told, which it takes out of it."""

    def __init__(self, told: dict[str, Any]) -> None:
        names = ("coded", "texts", "citations", "states")
        self.coded, self.texts, self.citations, self.states = (told.pop(key) for key in names)

    def value(self, part: Any, key: str = "") -> Any:
        if key in self.coded["texts"] and part is not None:
            return self.texts[part] if isinstance(part, int) else [self.texts[one] for one in part]
        if key in self.coded["days"]:
            return iso_day(part)
        if key in self.coded["cited"]:
            return self.citations[part]
        if isinstance(part, dict) and "rows" in part:
            return [self.value(dict(zip(part["keys"], row, strict=True))) for row in part["rows"]]
        if isinstance(part, dict):
            return {name: self.value(one, name) for name, one in part.items()}
        return [self.value(one) for one in part] if isinstance(part, list) and isinstance([*part, 0][0], dict) else part

    def land(self, one: dict[str, Any]) -> dict[str, Any]:
        rings = [[list(accumulate(ring)) for ring in polygon] for polygon in one["arcs"]]
        plain = {k: self.value(v, k) for k, v in one.items() if k not in ("arcs", "spells")}
        return {**plain, "arcs": rings, "spells": self.spells(one["spells"])}

    def spells(self, flat: list[int]) -> list[dict[str, Any]]:
        return [
            {
                "from": iso_day(first),
                "to": iso_day(after),
                **dict(zip(self.coded["state"], self.states[state], strict=True)),
                "note": self.texts[note],
                "source": self.citations[source],
            }
            for first, after, state, note, source in zip(*[iter(flat)] * 5, strict=True)
        ]


def lines(coded: list[list[int]]) -> list[list[int]]:
    """Return lines of steps as lines of positions, in whole units."""
    found, x, y = [], 0, 0
    for steps in coded:
        line = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            line += [x, y]
        found.append(line)
    return found


def iso_day(number: int) -> str:
    return date.fromordinal(date(1970, 1, 1).toordinal() + number).isoformat()


def day_number(text: str) -> str:
    """Return the value of the slider for a day: days since 1970."""
    return str((date.fromisoformat(text) - date(1970, 1, 1)).days)


def slider(page: Page) -> Locator:
    return page.locator(".time-range")


def move_to(page: Page, day: str) -> None:
    slider(page).fill(day_number(day))


def holder(page: Page, atlas: Atlas, territory: str) -> str:
    """Return what the map says of a territory: the accessible name of its shape, without the name of the land.

    Of a territory that a campaign cuts on the day it is that of the zone in which its first seed lies.
    """
    land = atlas.territories.loc[territory]
    shapes = page.locator(f'path.territory[aria-label^="{land["name"]}: "]')
    shapes.first.wait_for(state="attached", timeout=3000)
    told = shapes.evaluate_all("paths => paths.map(p => [p.dataset.territory, p.getAttribute('aria-label')])")
    here = atlas.territories[atlas.territories["theatre"] == land["theatre"]]
    seed = shapely.Point(*schema.parse_seeds(land["seeds"])[0])
    (label,) = (label for index, label in told if here.geometry.iloc[int(index)].contains(seed))
    return label.removeprefix(f"{land['name']}: ")
