"""A new atlas: a small one to begin with, or one of the polygons or events that somebody has.

What is brought keeps its own columns and words; which of them is which is found by the usual names, and written into
``atlas.toml``, where it can be mended (see `mapper.columns`). CShapes and historical-basemaps are known as they are.
Geometry is EPSG:4326, longitude first; intervals are half-open. Records that cannot be used are listed in a file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper import coast, folder, schema, starter
from mapper.about import FILE
from mapper.dates import shift
from mapper.errors import CallError, counted
from mapper.fitting import projection_for, window_around
from mapper.intake import bring
from mapper.newevents import events_part
from mapper.newland import land_part
from mapper.parts import UNSTATED, Wish, refuse_columns
from mapper.sources import FILE as SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mapper.parts import Part

THEATRE = "main"
LEFT = "left-out.csv"


@dataclass(frozen=True)
class Made:
    """What was made: how many records of what, from which day to which, and what its user should know."""

    counts: tuple[str, ...]
    first: str
    last: str
    notes: tuple[str, ...]


def new(out: Path, paths: Sequence[Path] = (), wish: Wish | None = None) -> Made:
    """Make a folder with ``geodata``, ``maps`` and a README, from which ``mapper build`` makes maps at once.

    Parameters
    ----------
    out
        The folder to make; it may be there if it is empty.
    paths
        Files of dated polygons, of events, or one of each; snapshots may be several. None makes a small example.

    Raises
    ------
    CallError
        If a file cannot be read or used, or the folder holds something already.
    DataError
        If a file of CShapes has a date that cannot be read, or a status that is unknown.
    BuildError
        If the folder cannot be written.
    """
    folder.refuse(out)
    if not paths:
        folder.write_folder(out, starter.FILES)
        return Made(("2 lands", "1 event", "1 map"), starter.FIRST, starter.LAST, ())
    asked = wish or Wish()
    brought = [bring(path, asked.crs, asked.encoding, asked.layer) for path in paths]
    for one in brought:
        if not len(one.rows):
            raise CallError(f"{one.path} holds no record")
    lands = [one for one in brought if "Polygon" in one.kinds]
    others = [one for one in brought if "Polygon" not in one.kinds]
    if len(others) > 1:
        raise CallError(f"{others[1].path} holds no polygons either; bring one file of events")
    refuse_columns(asked, [*(["boundaries"] if lands else []), *(["events"] if others else [])])
    parts = [land_part(lands, asked)] if lands else []
    parts += [events_part(one, asked) for one in others]
    made, files = _together(parts, [one.path for one in brought], asked, bare=not lands)
    notes = [note for one in brought for note in one.notes]
    folder.write_folder(out, files)
    return replace(made, notes=tuple(dict.fromkeys((*notes, *made.notes))))


def _together(parts: Sequence[Part], paths: Sequence[Path], wish: Wish, *, bare: bool) -> tuple[Made, dict[str, str]]:
    """Return what was made of the parts, the land first, and the files of the whole folder."""
    main, first, after = parts[0], min(part.first for part in parts), max(part.after for part in parts)
    title = wish.title or str(main.head["title"])
    window = window_around(main.bounds, *((0.15, 1.0) if bare else (0.04, 0.1)))
    head = {**main.head, "title": title, "from": dt.date.fromisoformat(first), "to": dt.date.fromisoformat(after)}
    head |= {"licence": wish.licence, "licence_url": ""} if wish.licence else {}
    notes = [note for part in parts for note in part.notes]
    if head["licence"] == UNSTATED:
        notes.append(f"nobody said under which licence the data are: write its SPDX name into geodata/{FILE}")
    left = [row for part in parts for row in part.left]
    if left:
        notes.append(f"{counted(len(left), 'record')} could not be used; {LEFT} lists them with the reason")
    credits_ = {"what": "coast", "by": "Natural Earth", "licence": "public domain", "url": coast.BIBTEX["url"]}
    about = [folder.keys(head), *(part.tables for part in parts)]
    about += [folder.theatre(THEATRE, title, window, projection_for(window))]
    about += [folder.keys(credits_, "[[credits]]")] if bare else []
    days = sorted(set(main.days))
    layers = [layer for part in parts for layer in part.layers]
    span = _span(first, after)
    chart = folder.map_text(title, main.lede.format(span=span), days[len(days) // 2], [THEATRE], layers)
    files = {f"geodata/{name}": text for part in parts for name, text in part.files.items() if name != SOURCES}
    files |= {
        f"geodata/{FILE}": "".join(about),
        f"geodata/{SOURCES}": "\n".join(part.files[SOURCES] for part in parts),
        f"maps/{_file_name(title)}.toml": chart,
        "README.md": starter.readme(title, [path.name for path in paths], [part.reading for part in parts]),
    }
    if left:
        rows = [dict(zip(("file", "row", "reason"), row, strict=True)) for row in left]
        files[LEFT] = folder.table_text(("file", "row", "reason"), rows)
    counts = [
        counted(part.count, "event") if "events.csv" in part.files else f"{counted(part.count, 'record')} of land"
        for part in parts
    ]
    return Made(tuple(counts), first, shift(after, -1), tuple(notes)), files


def _span(first: str, after: str) -> str:
    years = [f"{int(day[:4])}" for day in (first, shift(after, -1))]
    return "\N{EN DASH}".join(dict.fromkeys(years))


def _file_name(title: str) -> str:
    word = schema.slug(title, "map")[:60].strip("-")
    return word if word != "index" else "map"
