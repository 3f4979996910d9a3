"""A small atlas to begin with: two lands on an island, the treaty that moved their border, and a map of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import shapely

from mapper import folder, schema
from mapper.about import FILE
from mapper.dates import shift
from mapper.fitting import projection_for
from mapper.sources import FILE as SOURCES
from mapper.sources import bibtex

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST, TREATY, AFTER = "1900-01-01", "1911-05-01", "1921-01-01"
LAST = shift(AFTER, -1)
WINDOW = (10.0, 50.0, 18.0, 55.0)
TITLE = "Two lands"
SOURCE = "treaty-1911"
ISLAND = [
    (11, 51),
    (12, 50.7),
    (14, 50.8),
    (16, 50.6),
    (17, 51.2),
    (17.2, 53),
    (16, 54.2),
    (14, 54.4),
    (12, 54),
    (11, 53),
]
BORDERS = {"": [(11, 52), (14, 52.4), (17.1, 52)], TREATY: [(11, 52), (13, 52.5), (14.5, 53.4), (17.1, 52)]}
NAMES = {"northland": "Northland", "southland": "Southland"}
EVENT = {
    "id": "treaty-of-midtown",
    "date": TREATY,
    "title": "Treaty of Midtown",
    "place": "Midtown",
    "lon": "14.5",
    "lat": "52.6",
    "theme": "treaty",
    "text": "Northland cedes the heights to Southland.",
    "held_by": "southland",
    "source": f"{SOURCE} [art. 1]",
    "confidence": "high",
}


def _land() -> str:
    """Return the lands as dated polygons: north and south of a border that moved."""
    island = shapely.Polygon(ISLAND)
    records = []
    for border, (first, after) in zip(BORDERS.values(), ((FIRST, TREATY), (TREATY, AFTER)), strict=True):
        north, south = (shapely.Polygon([(10, y), *border, (18, y)]) for y in (56, 50))
        for name, side in (("northland", north), ("southland", south)):
            told = {"name": NAMES[name], "from": first, "to": after, "controller": name, "sovereign": name}
            told |= {"status": "sovereign", "source": SOURCE}
            records.append((told, shapely.intersection(island, side)))
    return folder.features_text(records)


def _about() -> str:
    days = {"from": dt.date.fromisoformat(FIRST), "to": dt.date.fromisoformat(AFTER)}
    head = {"title": TITLE, "lede": "An island and its two lands.", **days, "languages": ["en"], "licence": "CC0-1.0"}
    theme = folder.keys({"id": "treaty", "name": "treaties", "glyph": "treaty"}, "[[themes]]")
    return folder.keys(head) + folder.theatre("island", "The island", WINDOW, projection_for(WINDOW)) + theme


def readme(title: str, files: Sequence[str], parts: Sequence[str]) -> str:
    """Return the README of a new atlas.

    Parameters
    ----------
    files
        The names of the files that it was made of.
    parts
        A paragraph about each of its parts.
    """
    made = f"Made by `mapper new` from {', '.join(f'`{name}`' for name in files)}.\n\n" if files else ""
    told = "".join(f"{part.strip()}\n\n" for part in parts if part)
    return f"""# {title}

{made}In this folder:

    mapper build      makes maps/*.html; open maps/index.html
    mapper check      lists what is wrong with the data, and what to do
    mapper at DATE    says who held what on a day

{told}Change a row or a shape in `geodata/` and build again. `geodata/{FILE}` says which column of a file is which, the
period, the window and the licence; each `.toml` in `maps/` is a map. Intervals are half-open, `[from, to)`: on the day
of a change the new state holds. Every table and key is explained on
mapper's site (Tables and columns), and in `data/geodata/README.md` of the package.
"""


FILES = {
    f"geodata/{FILE}": _about(),
    f"geodata/{schema.TABLES['boundaries'].file}": _land(),
    "geodata/polities.csv": folder.polities_text(NAMES),
    "geodata/events.csv": folder.table_text(schema.TABLES["events"].columns, [EVENT]),
    f"geodata/{SOURCES}": bibtex(SOURCE, {"ENTRYTYPE": "misc", "title": "Treaty of Midtown", "year": "1911"}),
    "maps/two-lands.toml": folder.map_text(
        TITLE, "An island, and the treaty that moved its border.", TREATY, ["island"], ["control", "events:treaty"]
    ),
    "README.md": readme(TITLE, [], ["The land is in `geodata/boundaries.geojson`, the event in `geodata/events.csv`."]),
}
