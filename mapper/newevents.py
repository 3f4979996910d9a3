"""The events of a new atlas: dated points with columns of their own."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper import dateforms, folder, schema
from mapper.about import GLYPHS
from mapper.columns import NAMES, UNTIL, Declared, event_date, event_record, usual
from mapper.dates import shift
from mapper.errors import CallError
from mapper.parts import (
    Part,
    bounds,
    columns_text,
    form_of,
    found_words,
    given_columns,
    own_head,
    require,
    source_of,
    without_foreign,
)
from mapper.sources import FILE as SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from mapper.intake import Brought
    from mapper.parts import Wish

THEMES = 12  # with more, a column of themes is of something else
GLYPH_WORDS = {
    "treaty": "treaty pact agreement traktat pakt vertrag traite tratado trattato umowa",
    "war": "war battle combat bitwa wojna schlacht krieg bataille guerre batalla guerra battaglia attack siege",
    "diplomacy": "diplomacy talks conference dyplomacja konferencja konferenz conference",
    "politics": "politics election polityka wybory wahl politique politica",
    "economy": "economy trade gospodarka handel wirtschaft economie economia commerce",
    "occupation": "occupation okupacja besatzung ocupacion occupazione",
}


def events_part(one: Brought, wish: Wish) -> Part:
    """Return dated points with their own columns."""
    if one.kinds - {"Point"}:
        raise CallError(f"{one.path} holds {', '.join(sorted(one.kinds))}: neither polygons nor points")
    one = _with_positions(one)
    rows, (key, entry) = one.rows, source_of(one.path)
    named = usual("events", rows.columns, given_columns("events", wish, rows.columns, one.path))
    require(one, named, {"date": ("date",), "lon": ("lon",), "lat": ("lat",)})
    named = without_foreign(named, rows, "confidence", schema.CONFIDENCES)
    ids = [schema.slug(value, "") for value in rows[named["id"]]] if "id" in named else []
    if len(set(ids)) < len(ids) or "" in ids:
        named = {ours: theirs for ours, theirs in named.items() if ours != "id"}
    themes = _themes(rows, named)
    if not themes:
        named = {ours: theirs for ours, theirs in named.items() if ours != "theme"}
    form, notes = form_of(one, [named[c] for c in ("date", UNTIL) if c in named], wish, "events")
    fixed = {"theme": "event", "source": key, "confidence": "low"}
    said = Declared("events", named, fixed, {}, form)
    kept, left, days, places = [], [], [], []
    for row, record in rows.iterrows():
        raw = {str(column): str(value) for column, value in record.items()}
        if reason := _fault(said, raw):
            left.append((one.path.name, str(row), reason))
            continue
        kept.append(raw)
        days.append(dateforms.days(event_date(said, raw)))
        told, _ = event_record(said, raw, 0, lambda _, name: name, {})
        places.append(shapely.Point(float(told["lon"]), float(told["lat"])))
    if not kept:
        raise CallError(f"{one.path} holds no event that can be used: {left[0][1]}: {left[0][2]}")
    glyphs = {**{schema.slug(name, f"theme-{i}"): name for i, name in enumerate(themes, start=1)}, "event": "events"}
    used = dict.fromkeys(glyphs) if any(not raw.get(named.get("theme", "")) for raw in kept) else list(glyphs)[:-1]
    tables = columns_text(said) + "".join(
        folder.keys({"id": name, "name": glyphs[name], "glyph": _glyph(glyphs[name])}, "[[themes]]") for name in used
    )
    first, last = min(first for first, _ in days), max(last for _, last in days)
    notes.append(found_words(one, named, NAMES["events"]))
    lede = f"{len(kept)} event{'s' if len(kept) > 1 else ''}, {{span}}."
    files = {schema.TABLES["events"].file: folder.table_text(rows.columns, kept), SOURCES: entry}
    return Part(
        len(kept),
        own_head(one.path),
        files,
        tables,
        first,
        shift(last, 1),
        [first],
        bounds(places),
        [f"events:{name}" for name in used],
        lede,
        notes,
        left,
        "The events are in `geodata/events.csv`, with the columns of your file.",
    )


def _with_positions(one: Brought) -> Brought:
    """Return points with their longitude and latitude as columns."""
    if not one.shapes:
        return one
    columns = [schema.free(name, set(one.rows.columns)) for name in ("lon", "lat")]
    points = shapely.centroid(np.array(one.shapes, dtype=object))
    lon, lat = ([_number(value) for value in side(points)] for side in (shapely.get_x, shapely.get_y))
    others = one.rows.rename(columns=dict(zip(("lon", "lat"), columns, strict=True)))
    return replace(one, rows=others.assign(lon=lon, lat=lat))


def _number(value: float) -> str:
    """Return a coordinate as text, to about 10 cm; '' for none."""
    return "" if math.isnan(value) else str(round(value, folder.PLACES))


def _fault(said: Declared, raw: Mapping[str, str]) -> str:
    """Return what keeps an event from the map; '' if nothing does."""
    record, wrong = event_record(said, raw, 1, lambda _, name: name, {})
    for column, check in (("lon", schema.LONGITUDE), ("lat", schema.LATITUDE)):
        if message := check(record[column]) if record[column] else "the cell is empty":
            wrong.append((said.called(column), message))
    if not said.text(raw, "date"):
        wrong = [(said.called("date"), "the cell is empty")]
    return "; ".join(f"{column}: {message}" for column, message in wrong)


def _themes(rows: pd.DataFrame, named: Mapping[str, str]) -> list[str]:
    """Return the themes of the events, in the order of the alphabet; none where there are too many to be themes."""
    found = sorted(set(rows[named["theme"]]) - {""}) if "theme" in named else []
    return found if len(found) <= THEMES else []


def _glyph(name: str) -> str:
    """Return the glyph that suits a theme."""
    words = schema.slug(name, "").split("-")
    known = next((glyph for glyph, some in GLYPH_WORDS.items() if set(words) & set(some.split())), "dot")
    return next((word for word in words if word in GLYPHS), known)
