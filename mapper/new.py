"""A new atlas: a small one to begin with, or one of the polygons or events that somebody has.

What is brought keeps its own columns and words; which of them is which is found by the usual names, and written into
``atlas.toml``, where it can be mended (see `mapper.columns`). CShapes and historical-basemaps are known as they are.
Geometry is EPSG:4326, longitude first; intervals are half-open. Records that cannot be used are listed in a file.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper import coast, dateforms, folder, schema, starter
from mapper.about import FILE, GLYPHS
from mapper.columns import (
    EXTRA,
    NAMES,
    UNTIL,
    Declared,
    boundary_day,
    event_date,
    event_record,
    usual,
    usual_status,
)
from mapper.dates import shift
from mapper.errors import CallError
from mapper.fitting import projection_for, window_around
from mapper.geometry import CRS, polygons
from mapper.importing import boundary_records, dataset_files, dataset_head, dataset_notes, until_next
from mapper.intake import bring
from mapper.reference import CSHAPES, reference_of
from mapper.sources import FILE as SOURCES
from mapper.sources import bibtex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from mapper.intake import Brought
    from mapper.reference import Reference

UNSTATED = "LicenseRef-not-stated"  # SPDX for a licence that stands on no list
UNTILS = ("next", "year")
SNAPSHOT = re.compile(r"(?<!\d)(\d{3,4})(?!\d)")
THEATRE = "main"
THEMES = 12  # with more, a column of themes is of something else
LEFT = "left-out.csv"
GLYPH_WORDS = {
    "treaty": "treaty pact agreement traktat pakt vertrag traite tratado trattato umowa",
    "war": "war battle combat bitwa wojna schlacht krieg bataille guerre batalla guerra battaglia attack siege",
    "diplomacy": "diplomacy talks conference dyplomacja konferencja konferenz conference",
    "politics": "politics election polityka wybory wahl politique politica",
    "economy": "economy trade gospodarka handel wirtschaft economie economia commerce",
    "occupation": "occupation okupacja besatzung ocupacion occupazione",
}


@dataclass(frozen=True)
class Wish:
    """What the caller says of the files; '' and nothing leave it to be found."""

    title: str = ""
    licence: str = ""
    ends: str = ""
    until: str = ""
    dates: str = ""
    crs: str = ""
    encoding: str = ""
    layer: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """What files of one kind bring to an atlas.

    ``files`` are of the geodata folder, ``head`` what ``atlas.toml`` says of the whole, ``tables`` what else of it;
    ``days`` are those on which something begins, ``bounds`` west, south, east and north, ``left`` what could not be
    used (file, row, reason), ``notes`` what its user should know, ``reading`` a paragraph for the README.
    """

    count: int
    head: Mapping[str, object]
    files: Mapping[str, str]
    tables: str
    first: str
    after: str
    days: Sequence[str]
    bounds: Sequence[float]
    layers: Sequence[str]
    lede: str
    notes: Sequence[str] = ()
    left: Sequence[tuple[str, str, str]] = ()
    reading: str = ""


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
    lands = [one for one in brought if "Polygon" in one.kinds]
    others = [one for one in brought if "Polygon" not in one.kinds]
    if len(others) > 1:
        raise CallError(f"{others[1].path} holds no polygons either; bring one file of events")
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
    window = window_around(main.bounds, *((0.15, 0.5) if bare else (0.04, 0.1)))
    head = {**main.head, "title": title, "from": dt.date.fromisoformat(first), "to": dt.date.fromisoformat(after)}
    head |= {"licence": wish.licence, "licence_url": ""} if wish.licence else {}
    notes = [note for part in parts for note in part.notes]
    if head["licence"] == UNSTATED:
        notes.append(f"nobody said under which licence the data are: write its SPDX name into geodata/{FILE}")
    left = [row for part in parts for row in part.left]
    if left:
        notes.append(f"{len(left)} records could not be used; {LEFT} lists them with the reason")
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
    counts = [f"{part.count} {'events' if 'events.csv' in part.files else 'records of land'}" for part in parts]
    return Made(tuple(counts), first, shift(after, -1), tuple(notes)), files


def _span(first: str, after: str) -> str:
    years = [f"{int(day[:4])}" for day in (first, shift(after, -1))]
    return "\N{EN DASH}".join(dict.fromkeys(years))


def _file_name(title: str) -> str:
    word = schema.slug(title, "map")[:60].strip("-")
    return word if word != "index" else "map"


def title_of(path: Path) -> str:
    """Return the name of a file as a title."""
    words = re.sub(r"[-_\s]+", " ", path.name.split(".")[0]).strip()
    return words[:1].upper() + words[1:] or "Atlas"


def _own_head(path: Path) -> dict[str, object]:
    title = title_of(path)
    uri = f"urn:historical-mapper:{schema.slug(title, 'atlas')}:"
    return {"title": title, "languages": ["en"], "licence": UNSTATED, "uri": uri}


def _source_of(path: Path) -> tuple[str, str]:
    """Return the key of a file as a source, and its entry in BibTeX."""
    key = schema.slug(path.name.split(".")[0], "source")
    return key, bibtex(key, {"ENTRYTYPE": "misc", "title": title_of(path), "note": f"file {path.name}"})


# -- land


def land_part(brought: Sequence[Brought], wish: Wish) -> Part:
    """Return the land of some files: a known dataset, snapshots, or dated polygons."""
    references = [found for one in brought if (found := _reference(one))]
    kinds = {one.dataset for one in references}
    if kinds and (len(references) < len(brought) or len(kinds) > 1):
        raise CallError("files of one dataset cannot be joined with others; bring them alone")
    if references:
        return _dataset_part(references, brought, wish)
    years = {_year(one.path) for one in brought}
    bare = all("from" not in usual("boundaries", one.rows.columns, _given("boundaries", wish)) for one in brought)
    if bare and None not in years and len(years) == len(brought):
        return _polygons_part(_snapshots(brought, wish), replace(wish, ends="exclusive"), [one.path for one in brought])
    if len(brought) > 1:
        names = ", ".join(one.path.name for one in brought)
        raise CallError(f"of {names} bring one; several are snapshots, with a year in each name and no column of days")
    return _polygons_part(brought[0], wish, [brought[0].path])


def _reference(one: Brought) -> Reference | None:
    """Return a file of CShapes or historical-basemaps as what it is."""
    if "gwcode" not in one.rows and "NAME" not in one.rows:
        return None
    return reference_of(one.path, gpd.GeoDataFrame(one.rows, geometry=np.array(one.shapes, dtype=object), crs=CRS))


def _dataset_part(references: Sequence[Reference], brought: Sequence[Brought], wish: Wish) -> Part:
    """Return a known dataset; of snapshots each holds until the next, or for its year, as is wished."""
    dataset = references[0].dataset
    if dataset == CSHAPES and len(references) > 1:
        raise CallError("CShapes is one file; bring one")
    dated = list(references) if wish.until == "year" else until_next(references)
    records = [record for one in dated for record in boundary_records(one, brought[0].path)]
    if not records:
        raise CallError(f"{brought[0].path} holds no record")
    whole = sum(len(one.rows) for one in brought)
    notes = []
    if whole > len(records):
        notes.append(f"{whole - len(records)} shapes have no name or no land and are left out")
    if len(references) > 1:
        notes.append(_until_words(wish))
    head = {"languages": ["en"], **dataset_head(dataset, records)}
    return Part(
        len(records),
        head,
        dataset_files(dataset, records),
        "",
        min(record["from"] for record in records),
        max(record["to"] for record in records),
        [record["from"] for record in records],
        _bounds([record["geometry"] for record in records]),
        ["control"],
        "Who held which land, {span}.",
        notes,
        reading=dataset_notes(dataset),
    )


def _until_words(wish: Wish) -> str:
    if wish.until == "year":
        return "each snapshot holds for its own year; between them there is no record (--until next fills the gaps)"
    return "each snapshot holds until the next, the last for its year (--until year keeps each to its own)"


def _year(path: Path) -> int | None:
    """Return the year in the name of a file, if there is just one."""
    found = SNAPSHOT.findall(path.name.split(".")[0])
    return int(found[0]) if len(found) == 1 and int(found[0]) else None


def _snapshots(brought: Sequence[Brought], wish: Wish) -> Brought:
    """Return snapshots as one file of dated polygons, with columns ``from`` and ``to``."""
    dated = sorted(((_year(one.path) or 0, one) for one in brought), key=lambda pair: pair[0])
    following = [year for year, _ in dated[1:]]
    rows: list[pd.DataFrame] = []
    shapes: list[shapely.Geometry | None] = []
    for (year, one), after in zip(dated, [*following, dated[-1][0] + 1], strict=True):
        ended = year + 1 if wish.until == "year" else after
        days = {"from": f"{year:04d}-01-01", "to": f"{ended:04d}-01-01"}
        frame = one.rows.assign(**days)
        frame.index = pd.Index([f"{one.path.name}, {row}" for row in frame.index] if len(brought) > 1 else frame.index)
        rows.append(frame)
        shapes += one.shapes
    words = _until_words(wish) if len(brought) > 1 else "the year in the name of the file is that of all its records"
    return replace(dated[0][1], rows=pd.concat(rows).fillna(""), shapes=shapes, notes=(words,))


def _polygons_part(one: Brought, wish: Wish, paths: Sequence[Path]) -> Part:
    """Return dated polygons with their own columns."""
    rows, (key, entry) = one.rows, _source_of(one.path)
    given = _given("boundaries", wish, rows.columns, one.path)
    named = usual("boundaries", rows.columns, given)
    _require(one, named, {"from": ("from",), "name": ("name", "controller")})
    named = _without_foreign(named, rows, "confidence", schema.CONFIDENCES)
    form, notes = _form(one, [named[c] for c in ("from", "to") if c in named], wish, "boundaries")
    said = Declared("boundaries", named, {"source": key}, _statuses(rows, named), form)
    inclusive, why = _ends(rows, said, wish)
    said = replace(said, inclusive=inclusive)
    kept: list[tuple[Mapping[str, str], shapely.MultiPolygon]] = []
    spans, left = [], []
    for (row, record), shape in zip(rows.iterrows(), one.shapes, strict=True):
        raw = {str(column): str(value) for column, value in record.items()}
        land = polygons(shapely.make_valid(shape)) if shape is not None else shapely.MultiPolygon()
        span, reason = _span_of(said, raw)
        reason = (
            reason or ("it has no polygon" if land.is_empty else "") or ("" if _names(said, raw) else "it has no name")
        )
        if reason:
            left.append((one.path.name, str(row), reason))
            continue
        kept.append((raw, land))
        spans.append(span)
    if not kept:
        raise CallError(
            f"{one.path} holds no record that can be used: {left[0][1]}: {left[0][2]}"
            if left
            else f"{one.path} is empty"
        )
    first, after = _period(spans)
    names = dict.fromkeys(name for raw, _ in kept for name in _names(said, raw))
    head = _own_head(paths[0])
    notes += [_found_words(one, named, NAMES["boundaries"]), *why, *one.notes]
    notes += [f"the status '{word}' was read as '{status}'" for word, status in said.statuses.items()]
    files = {
        schema.TABLES["boundaries"].file: folder.features_text(kept),
        schema.TABLES["polities"].file: folder.polities_text(_ids(names)),
        SOURCES: entry,
    }
    begun = [start for start, _ in spans if start > first] or [first]
    bounds = _bounds([land for _, land in kept])
    lede = "Who held which land, {span}."
    reading = (
        "The land is in `geodata/boundaries.geojson`, one polygon a land and a time, with the columns of your file."
    )
    return Part(
        len(kept), head, files, columns_text(said), first, after, begun, bounds, ["control"], lede, notes, left, reading
    )


def _names(said: Declared, raw: Mapping[str, str]) -> list[str]:
    """Return the names of the powers of a record: its controller and its sovereign."""
    holder = said.text(raw, "controller") or said.text(raw, "name")
    return list(filter(None, (holder, said.text(raw, "sovereign"))))


def _ids(names: Iterable[str]) -> dict[str, str]:
    """Return names by an id for each."""
    found: dict[str, str] = {}
    for name in names:
        found[schema.free(schema.slug(name, "polity"), found)] = name
    return found


def _span_of(said: Declared, raw: Mapping[str, str]) -> tuple[tuple[str, str], str]:
    """Return the days of a record, '' for one that is open, and what is wrong with them."""
    days = {"from": "", "to": ""}
    for column in days:
        text = said.text(raw, column)
        if not dateforms.is_open(text):
            try:
                days[column] = boundary_day(said, column, text)
            except ValueError as error:
                return ("", ""), f"{said.called(column)}: {error}"
    first, after = days.values()
    if first and after and after <= first:
        return ("", ""), f"it ends {after}, not after it begins, {first}"
    return (first, after), ""


def _period(spans: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the first day of all and the first day after all; an open end reaches the end of the last year begun."""
    firsts = [first for first, _ in spans if first]
    afters = [after for _, after in spans if after]
    first = min([*firsts, *(shift(after, -1) for after in afters)])
    last = max([*firsts, *(shift(after, -1) for after in afters)])
    still = any(not after for _, after in spans) and (not afters or max(firsts) >= max(afters))
    return first, f"{min(9999, int(last[:4]) + 1):04d}-01-01" if still else max(shift(last, 1), *afters)


def _ends(rows: pd.DataFrame, said: Declared, wish: Wish) -> tuple[bool, list[str]]:
    """Return whether the ends of the records are their last days, and how that was found."""
    if wish.ends or "to" not in said.named:
        return wish.ends == "inclusive", []
    starts: set[str] = set()
    ends: list[tuple[str, str]] = []
    empty = 0
    for record in rows.to_dict("records"):
        raw = {str(column): str(value) for column, value in record.items()}
        try:
            begun = dateforms.days(said.text(raw, "from"), said.dates)
            ended = dateforms.days(said.text(raw, "to"), said.dates)
        except ValueError:
            continue
        starts.add(begun[0])
        ends.append(ended)
        empty += begun[0] == ended[0]
    on = sum(first in starts for first, _ in ends)
    behind = sum(last < dateforms.LATEST and shift(last, 1) in starts for _, last in ends)
    months = sum(last < dateforms.LATEST and last == first and shift(last, 1).endswith("-01") for first, last in ends)
    years = sum(first != last for first, last in ends)
    if behind + empty != on - empty:
        inclusive = behind + empty > on - empty
        why = f"{behind} records end on the day before another begins, {on - empty} on the day itself"
    else:
        inclusive = 2 * (months + years) > len(ends)
        why = "they are the last days of months or years" if inclusive else "nothing in the file says otherwise"
    word, other = ("inclusive", "exclusive") if inclusive else ("exclusive", "inclusive")
    meaning = "the land is still held on that day" if inclusive else "that day is the first of the next state"
    told = (
        f"Is the end of a record its last day? '{said.named['to']}' was taken as {word}: {meaning} ({why}). "
        f'If it is not so, write ends = "{other}" under [columns.boundaries] in geodata/{FILE}'
    )
    return inclusive, [told]


def _statuses(rows: pd.DataFrame, named: Mapping[str, str]) -> dict[str, str]:
    """Return our status for each word of the file that is none."""
    words = sorted(set(rows[named["status"]])) if "status" in named else []
    return {word: usual_status(word) for word in words if word and word not in schema.STATUSES}


# -- events


def events_part(one: Brought, wish: Wish) -> Part:
    """Return dated points with their own columns."""
    if one.kinds - {"Point"}:
        raise CallError(f"{one.path} holds {', '.join(sorted(one.kinds))}: neither polygons nor points")
    one = _with_positions(one)
    rows, (key, entry) = one.rows, _source_of(one.path)
    named = usual("events", rows.columns, _given("events", wish, rows.columns, one.path))
    _require(one, named, {"date": ("date",), "lon": ("lon",), "lat": ("lat",)})
    named = _without_foreign(named, rows, "confidence", schema.CONFIDENCES)
    ids = [schema.slug(value, "") for value in rows[named["id"]]] if "id" in named else []
    if len(set(ids)) < len(ids) or "" in ids:
        named = {ours: theirs for ours, theirs in named.items() if ours != "id"}
    themes = _themes(rows, named)
    if not themes:
        named = {ours: theirs for ours, theirs in named.items() if ours != "theme"}
    form, notes = _form(one, [named[c] for c in ("date", UNTIL) if c in named], wish, "events")
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
        raise CallError(
            f"{one.path} holds no event that can be used: {left[0][1]}: {left[0][2]}"
            if left
            else f"{one.path} is empty"
        )
    glyphs = {**{schema.slug(name, f"theme-{i}"): name for i, name in enumerate(themes, start=1)}, "event": "events"}
    used = dict.fromkeys(glyphs) if any(not raw.get(named.get("theme", "")) for raw in kept) else list(glyphs)[:-1]
    tables = columns_text(said) + "".join(
        folder.keys({"id": name, "name": glyphs[name], "glyph": _glyph(glyphs[name])}, "[[themes]]") for name in used
    )
    first, last = min(first for first, _ in days), max(last for _, last in days)
    notes.append(_found_words(one, named, NAMES["events"]))
    lede = f"{len(kept)} event{'s' if len(kept) > 1 else ''}, {{span}}."
    files = {schema.TABLES["events"].file: folder.table_text(rows.columns, kept), SOURCES: entry}
    return Part(
        len(kept),
        _own_head(one.path),
        files,
        tables,
        first,
        shift(last, 1),
        [first],
        _bounds(places),
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


# -- what both do


def _given(table: str, wish: Wish, columns: Iterable[str] = (), path: Path | None = None) -> dict[str, str]:
    """Return the columns that the caller named for a table; one that the file lacks is a wrong call."""
    ours = {*schema.TABLES[table].columns, *EXTRA[table]}
    found = {key: name for key, name in wish.columns.items() if key in ours}
    for name in found.values():
        if path and name and name not in columns:
            raise CallError(f"{path} has no column '{name}'; it has {', '.join(columns)}")
    return found


def _require(one: Brought, named: Mapping[str, str], wanted: Mapping[str, Sequence[str]]) -> None:
    """Raise `CallError` if a column that is needed was not found under any of its usual names."""
    lacking = [ours for ours, either in wanted.items() if not any(name in named for name in either)]
    if lacking:
        calls = " ".join(f"--column {ours}=COLUMN" for ours in lacking)
        there = ", ".join(map(str, one.rows.columns))
        raise CallError(
            f"{one.path}: no column is known as {' or as '.join(lacking)}; there are {there}. Name it: {calls}"
        )


def _without_foreign(
    named: dict[str, str], rows: pd.DataFrame, column: str, vocabulary: Iterable[str]
) -> dict[str, str]:
    """Return the columns without one whose words are not ours."""
    foreign = column in named and not set(rows[named[column]]) <= {*vocabulary, ""}
    return {ours: theirs for ours, theirs in named.items() if not (foreign and ours == column)}


def _form(one: Brought, columns: Sequence[str], wish: Wish, table: str) -> tuple[str, list[str]]:
    """Return the form of the dates in some columns, and what was guessed."""
    texts = [text for column in columns for text in one.rows[column]]
    forms = [wish.dates] if wish.dates else dateforms.recognise(texts)
    if not forms:
        shown = ", ".join(f"'{text}'" for text in texts[:3])
        raise CallError(f"{one.path}, {columns[0]}: {shown} are no dates; name their form, such as --dates %d.%m.%Y")
    if len(forms) == 1:
        return forms[0], []
    word = f'if that is wrong, write dates = "{forms[1]}" under [columns.{table}] in geodata/{FILE}'
    return forms[0], [f"{one.path.name}: the dates were read as {forms[0]}, day and month may be swapped; {word}"]


def _found_words(one: Brought, named: Mapping[str, str], names: Iterable[str]) -> str:
    """Return which column was taken for which, in words."""
    found = ", ".join(f"{ours} = {theirs}" for ours, theirs in named.items())
    without = ", ".join(name for name in names if name not in named and name not in ("id", UNTIL))
    return f"{one.path.name}: {found}{f'; none for {without}' if without else ''}"


def columns_text(said: Declared) -> str:
    """Return what ``atlas.toml`` says of the columns of a table."""
    what = {**said.named, "dates": said.dates}
    if said.table == "boundaries":
        what["ends"] = "inclusive" if said.inclusive else "exclusive"
    head = "# Which column of the file is which. Mend it here."
    if said.table == "boundaries":
        head += "\n# ends: inclusive if a record holds on the day, or in the year, of its end; exclusive if until it."
    text = f"\n{head}{folder.keys(what, f'[columns.{said.table}]')}"
    text += folder.keys(said.fixed, f"[columns.{said.table}.fixed] # what stands where the file has nothing")
    return text + (folder.keys(said.statuses, f"[columns.{said.table}.statuses]") if said.statuses else "")


def _bounds(shapes: Sequence[shapely.Geometry]) -> list[float]:
    return [float(side) for side in shapely.total_bounds(shapes)]
