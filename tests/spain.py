"""The atlas cut down to Spain: real data that load in a second, for tests that change them as the documents tell."""

from __future__ import annotations

import csv
import json
import re
import shutil
from typing import TYPE_CHECKING

from world import GEODATA, MAPS

from mapper import schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

THEATRE, MAP = "spain", "spanish-civil-war"
COPIED = (
    "polities.csv",
    "polity_names.csv",
    "exonyms.csv",
    "glossary.csv",
    "sources.bib",
    "base/spain.topojson",
)
EMPTY = ("agreements", "aliases", "official_areas", "railway_spells", "recognitions", "spheres", "successions")


def spain(root: Path) -> Path:
    """Write a folder with ``geodata`` and ``maps`` of Spain alone, and return it."""
    folder = root / "geodata"
    (folder / "base").mkdir(parents=True)
    for name in COPIED:
        shutil.copy(GEODATA / name, folder / name)
    about = (GEODATA / "atlas.toml").read_text(encoding="utf-8")
    for other in ("west", "east"):
        about = re.sub(rf"\[theatres\.{other}\]\n(.+\n)+", "", about)
    (folder / "atlas.toml").write_text(about, encoding="utf-8")
    lands = {row["id"] for row in _rows("territories") if row["theatre"] == THEATRE}
    campaigns = {row["id"] for row in _rows("campaigns") if row["theatre"] == THEATRE}
    keep: dict[str, Callable[[dict[str, str]], bool]] = {
        "territories": lambda row: row["id"] in lands,
        "spells": lambda row: row["territory"] in lands,
        "nodes": lambda row: row["theatre"] == THEATRE,
        "campaigns": lambda row: row["id"] in campaigns,
        "captures": lambda row: row["campaign"] in campaigns,
        "anchors": _inside,
        "events": _inside,
        "places": _inside,
        "towns": _inside,
        "waters": _inside,
        "evidence": lambda _: False,
        **dict.fromkeys(EMPTY, lambda _: False),
    }
    for table, kept in keep.items():
        _write(folder, table, [row for row in _rows(table) if kept(row)])
    for name in ("lines", "movements", "rivers", "railways"):
        told = json.loads((GEODATA / f"{name}.geojson").read_text(encoding="utf-8"))
        told["features"] = [one for one in told["features"] if one["properties"]["theatre"] == THEATRE]
        (folder / f"{name}.geojson").write_text(
            json.dumps(told, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
        )
    (root / "maps").mkdir()
    shutil.copy(MAPS / f"{MAP}.toml", root / "maps")
    return root


def _rows(table: str) -> list[dict[str, str]]:
    with (GEODATA / schema.TABLES[table].file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _inside(row: dict[str, str]) -> bool:
    return -10.2 <= float(row["lon"]) <= 4.6 and 34.5 <= float(row["lat"]) <= 44.3


def _write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    with (GEODATA / schema.TABLES[table].file).open(encoding="utf-8") as stream:
        header = next(csv.reader(stream))
    with (folder / schema.TABLES[table].file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
