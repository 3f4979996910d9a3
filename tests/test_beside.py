"""What a page is told of the maps beside it, and the small picture for what links to it."""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import numpy as np
from world import MAPS

from mapper.beside import Beside
from mapper.build import prepare
from mapper.preview import HEIGHT, SEA, WIDTH, preview

if TYPE_CHECKING:
    from pathlib import Path

    from world import World

SECOND = """title = "Far"
lede = "The other map."
date = "1930-01-01"
theatres = ["east"]
layers = ["control"]

[[story]]
id = "two"
title = "Two"
text = "Another step."
date = "1931-02-03"
"""


def both(world: World) -> tuple[Any, ...]:
    (world.maps / "far.toml").write_text(SECOND, encoding="utf-8")
    return prepare(world.geodata, world.maps, [])


def test_each_map_is_told_what_the_other_has_alone(world: World) -> None:
    world.replace("aliases.csv", "polity,red,The Reds\n", "event,march,The Great March\n")
    specs, _, _, recorder = both(world)
    beside = Beside(specs, recorder)
    far, tiny = (beside.record(spec) for spec in specs)
    assert [one["id"] for one in far["maps"]] == [one["id"] for one in tiny["maps"]] == ["far", "tiny"]
    assert {(one["map"], one["kind"], one["id"]) for one in tiny["elsewhere"]} == {
        ("far", "territory", "farland"),
        ("far", "step", "two"),
    }
    step = next(one for one in tiny["elsewhere"] if one["kind"] == "step")
    assert (step["label"], step["date"], step["at"]) == ({"en": "Two"}, "1931-02-03", None)
    there = {(one["kind"], one["id"]): one for one in far["elsewhere"]}
    assert there["event", "march"]["date"] == "1939-09-17"
    assert there["event", "march"]["at"] == [7, 7]
    assert there["event", "march"]["names"] == ["The Great March", "Northtown"]
    assert {"Blueburg", "Redgrad", "Nordstadt"} <= set(there["place", "northtown"]["names"])
    assert ("event", "talks") not in there, "it lies in no window, so no map draws it"


def pixels(png: bytes) -> tuple[list[str], Any]:
    """Return the palette and the colour numbers of a PNG as `preview` writes it."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        chunks[kind] = body
        at += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), dtype=np.uint8).reshape(height, width + 1)
    palette = [f"#{chunks[b'PLTE'][i : i + 3].hex()}" for i in range(0, len(chunks[b"PLTE"]), 3)]
    return palette, rows[:, 1:]


def test_the_picture_shows_the_holders_of_the_day(world: World) -> None:
    specs, _, data, _ = both(world)
    tiny = next(spec for spec in specs if spec.id == "tiny")
    palette, seen = pixels(preview(tiny, data))
    assert seen.shape == (HEIGHT, WIDTH)
    share = {colour: float((seen == number).mean()) for number, colour in enumerate(palette)}
    red, blue, green = (data.atlas.polities["colour"][one] for one in ("red", "blue", "green"))
    assert share[red] > share[green] > 0.05  # on 17 September 1939 red holds the west and the north-east
    assert share[blue] == 0
    assert share[SEA] > 0.1
    middle = seen[HEIGHT // 2 - 30, WIDTH // 2 - 30]
    assert palette[middle] == red
    assert preview(tiny, data) == preview(tiny, data)


def test_the_atlas_s_own_previews_are_small(site: Path) -> None:
    for name in MAPS.glob("*.toml"):
        page = (site / f"{name.stem}.html").read_text(encoding="utf-8")
        (picture,) = re.findall(r'property="og:image" content="data:image/png;base64,([^"]+)"', page)
        assert 2_000 < len(b64decode(picture)) < 20_000, name.stem
