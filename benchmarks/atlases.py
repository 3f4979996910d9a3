"""Generated atlases: a folder of dated polygons of any number of lands, the same at every run.

A square window is cut into as many lands, with crooked borders that neighbours share; powers hold blocks of sixteen of
them, and on each of `CHANGES` days one land in a hundred, anywhere, passes to a neighbour's holder.
"""

from __future__ import annotations

import colorsys
import json
import math
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FIRST, AFTER = date(1918, 11, 11), date(1946, 1, 1)
CHANGES = 240
SHARE = 0.01  # of the lands, that pass on a day of change
BLOCK = 4  # lands along the side of what a power holds at first
WEST, SOUTH, SPAN = 0.0, 20.0, 40.0  # of the window, in degrees
BENDS = 10  # vertices of a border

ATLAS = f"""title = "Generated"
lede = "Lands of nobody."
from = {FIRST}
to = {AFTER}
languages = ["en"]
credit = "nobody"
licence = "CC0-1.0"
uri = "urn:generated:"

[theatres.plain]
name = "The plain"
window = [{WEST}, {SOUTH}, {WEST + SPAN}, {SOUTH + SPAN}]
projection = "+proj=aea +lat_1=27 +lat_2=53 +lat_0=40 +lon_0=20 +datum=WGS84 +units=m +no_defs"

[[themes]]
id = "war"
name = "war"
glyph = "war"
"""
MAP = """title = "Generated"
lede = "Lands of nobody."
date = "1939-09-17"
theatres = ["plain"]
layers = ["control", "towns", "events:war"]
"""
SOURCES = "@misc{nothing, title = {Nothing}, year = {1918}}\n"
TABLES = {
    "events.csv": "id,date,title,place,lon,lat,theme,text,essay,correction,held_by,waiver,source,confidence",
    "places.csv": "id,lon,lat,rank,name,names,today",
}


def write_atlas(root: Path, lands: int) -> None:
    """Write the folders ``geodata`` and ``maps`` of an atlas of so many lands, a square number."""
    side = math.isqrt(lands)
    geodata, maps = root / "geodata", root / "maps"
    geodata.mkdir(parents=True)
    maps.mkdir()
    powers = max(2, math.ceil(side / BLOCK)) ** 2
    (geodata / "atlas.toml").write_text(ATLAS, encoding="utf-8")
    (geodata / "sources.bib").write_text(SOURCES, encoding="utf-8")
    for name, head in TABLES.items():
        (geodata / name).write_text(f"{head}\n", encoding="utf-8")
    rows = [f"power-{i},Power {i},,{_colour(i)}," for i in range(powers)]
    (geodata / "polities.csv").write_text("\n".join(["id,name,today,colour,note", *rows]) + "\n", encoding="utf-8")
    features = [
        _feature(row, column, side, spell)
        for (row, column), chain in _chains(side).items()
        for spell in zip(chain, [*(day for day, _ in chain[1:]), AFTER], strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (geodata / "boundaries.geojson").write_text(text, encoding="utf-8")
    (maps / "generated.toml").write_text(MAP, encoding="utf-8")


def _colour(index: int) -> str:
    parts = colorsys.hls_to_rgb((index * 0.381966) % 1, 0.62 + 0.13 * (index % 3) / 2, 0.3)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _chains(side: int) -> dict[tuple[int, int], list[tuple[date, int]]]:
    """Return for each land the days on which it passed, with the number of who held it from then."""
    chance = random.Random(side)  # noqa: S311  (a world that nobody guards)
    blocks = max(2, math.ceil(side / BLOCK))
    lands = [(row, column) for row in range(side) for column in range(side)]
    chains = {(row, column): [(FIRST, row // BLOCK * blocks + column // BLOCK)] for row, column in lands}
    step = (AFTER - FIRST).days // (CHANGES + 1)
    for change in range(1, CHANGES + 1):
        day = FIRST + timedelta(days=change * step)
        for land in chance.sample(lands, max(1, round(SHARE * len(lands)))):
            near = [(land[0] + dy, land[1] + dx) for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0))]
            holders = {chains[one][-1][1] for one in near if one in chains} - {chains[land][-1][1]}
            if holders:
                chains[land].append((day, chance.choice(sorted(holders))))
    return chains


def _feature(row: int, column: int, side: int, spell: tuple[tuple[date, int], date]) -> dict[str, object]:
    """Return one dated polygon."""
    (first, holder), after = spell
    power = f"power-{holder}"
    properties = {"name": f"Land {row} {column}", "from": str(first), "to": str(after), "controller": power,
                  "sovereign": power, "status": "sovereign", "source": "nothing", "note": ""}  # fmt: skip
    south, north = (_border(row + up, column, side, level=True) for up in (0, 1))
    west, east = (_border(row, column + right, side, level=False) for right in (0, 1))
    ring = [*south, *east[1:], *north[::-1][1:], *west[::-1][1:]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _border(row: int, column: int, side: int, *, level: bool) -> list[list[float]]:
    """Return the border that begins at a corner and runs east (``level``) or north; that of the window is straight."""
    cell = SPAN / side
    x, y = WEST + column * cell, SOUTH + row * cell
    chance = random.Random(f"{row} {column} {side} {level}")  # noqa: S311
    straight = row in (0, side) if level else column in (0, side)
    points = []
    for i in range(BENDS + 1):
        along = cell * i / BENDS
        aside = 0.0 if straight or i in (0, BENDS) else cell * chance.uniform(-0.06, 0.06)
        points.append([round(n, 4) for n in ((x + along, y + aside) if level else (x + aside, y + along))])
    return points
