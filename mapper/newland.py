"""The land of a new atlas: CShapes, historical-basemaps, snapshots with a year in their names, or dated polygons."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper import dateforms, folder, schema
from mapper.about import FILE
from mapper.columns import NAMES, Declared, boundary_day, usual, usual_status
from mapper.dates import shift
from mapper.errors import CallError, counted
from mapper.geometry import CRS, polygons
from mapper.importing import boundary_records, dataset_files, dataset_head, dataset_notes, until_next
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
from mapper.reference import CSHAPES, reference_of
from mapper.sources import FILE as SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from mapper.intake import Brought
    from mapper.parts import Wish
    from mapper.reference import Reference

SNAPSHOT = re.compile(r"(?<!\d)(\d{3,4})(?!\d)")
NAMED = 5  # lands are named; the others are counted
LEDE = "Who held which land, {span}."


def land_part(brought: Sequence[Brought], wish: Wish) -> Part:
    """Return the land of some files: a known dataset, snapshots, or dated polygons."""
    references = [found for one in brought if (found := _reference(one))]
    kinds = {one.dataset for one in references}
    if kinds and (len(references) < len(brought) or len(kinds) > 1):
        raise CallError("files of one dataset cannot be joined with others; bring them alone")
    if references:
        return _dataset_part(references, brought, wish)
    years = {_year(one.path) for one in brought}
    bare = all(
        "from" not in usual("boundaries", one.rows.columns, given_columns("boundaries", wish)) for one in brought
    )
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
        left = whole - len(records)
        notes.append(f"{counted(left, 'shape')} without a name or without land left out")
    if len(references) > 1:
        notes.append(_until_words(wish))
    head = {"languages": ["en"], **dataset_head(dataset, records)}
    notes.append(f"the data are under {head['licence']}; whoever passes them on is bound by it")
    return Part(
        len(records),
        head,
        dataset_files(dataset, records),
        "",
        min(record["from"] for record in records),
        max(record["to"] for record in records),
        [record["from"] for record in records],
        bounds([record["geometry"] for record in records]),
        ["control"],
        LEDE,
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
    rows, (key, entry) = one.rows, source_of(one.path)
    named = usual("boundaries", rows.columns, given_columns("boundaries", wish, rows.columns, one.path))
    require(one, named, {"from": ("from",), "name": ("name", "controller")})
    named = without_foreign(named, rows, "confidence", schema.CONFIDENCES)
    form, notes = form_of(one, [named[c] for c in ("from", "to") if c in named], wish, "boundaries")
    said = Declared("boundaries", named, {"source": key}, _statuses(rows, named), form)
    records = [
        ({str(column): str(value) for column, value in record.items()}, _land_of(shape))
        for record, shape in zip(rows.to_dict("records"), one.shapes, strict=True)
    ]
    lenient = replace(said, inclusive=True)
    inclusive, why = _ends([raw for raw, land in records if not _read(lenient, raw, land)[1]], said, wish)
    said = replace(said, inclusive=inclusive)
    kept: list[tuple[Mapping[str, str], shapely.MultiPolygon]] = []
    spans, left = [], []
    for row, (raw, land) in zip(rows.index, records, strict=True):
        span, reason = _read(said, raw, land)
        if reason:
            left.append((one.path.name, str(row), reason))
            continue
        kept.append((raw, land))
        spans.append(span)
    if not kept:
        raise CallError(f"{one.path} holds no record that can be used: {left[0][1]}: {left[0][2]}")
    if not any(day for span in spans for day in span):
        raise CallError(f"{one.path} holds no record with a day")
    first, after = _period(spans)
    names = dict.fromkeys(name for raw, _ in kept for name in _names(said, raw))
    head = own_head(paths[0])
    notes += [found_words(one, named, NAMES["boundaries"]), *why, *_unheld(said, [raw for raw, _ in kept]), *one.notes]
    notes += [f"the status '{word}' was read as '{status}'" for word, status in said.statuses.items()]
    files = {
        schema.TABLES["boundaries"].file: folder.features_text(kept),
        schema.TABLES["polities"].file: folder.polities_text(_ids(names)),
        SOURCES: entry,
    }
    begun = [start for start, _ in spans if start > first] or [first]
    reading = (
        "The land is in `geodata/boundaries.geojson`, one polygon a land and a time, with the columns of your file."
    )
    return Part(
        len(kept),
        head,
        files,
        columns_text(said),
        first,
        after,
        begun,
        bounds([land for _, land in kept]),
        ["control"],
        LEDE,
        notes,
        left,
        reading,
    )


def _land_of(shape: shapely.Geometry | None) -> shapely.MultiPolygon:
    """Return the land of a shape, which may be none."""
    return shapely.MultiPolygon() if shape is None else polygons(shapely.make_valid(shape))


def _read(said: Declared, raw: Mapping[str, str], land: shapely.MultiPolygon) -> tuple[tuple[str, str], str]:
    """Return the days of a record, '' for one that is open, and why it cannot be used."""
    span, reason = _span_of(said, raw)
    return span, reason or ("it has no polygon" if land.is_empty else "" if _names(said, raw) else "it has no name")


def _unheld(said: Declared, kept: Sequence[Mapping[str, str]]) -> list[str]:
    """Return which lands hold themselves because their records name no holder, though the file has a column of them."""
    if "controller" not in said.named:
        return []
    own = [said.text(raw, "name") for raw in kept if not said.text(raw, "controller")]
    lands = list(dict.fromkeys(own))
    more = f" and {len(lands) - NAMED} more" if len(lands) > NAMED else ""
    shown = ", ".join(lands[:NAMED])
    called = said.called("controller")
    return [f"{counted(len(own), 'record')} without '{called}': the land holds itself: {shown}{more}"] if own else []


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
        try:
            days[column] = boundary_day(said, column, said.text(raw, column))
        except ValueError as error:
            return ("", ""), f"{said.called(column)}: {error}"
    first, after = days.values()
    if first and after and after <= first:
        return ("", ""), f"it ends {said.text(raw, 'to')}, not after it begins, {said.text(raw, 'from')}"
    return (first, after), ""


def _period(spans: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the first day of all and the first day after all; an open end reaches the end of the last year begun."""
    firsts = [first for first, _ in spans if first]
    afters = [after for _, after in spans if after]
    first = min([*firsts, *(shift(after, -1) for after in afters)])
    last = max([*firsts, *(shift(after, -1) for after in afters)])
    still = any(not after for _, after in spans) and (not afters or max(firsts, default="") >= max(afters))
    return first, f"{min(9999, int(last[:4]) + 1):04d}-01-01" if still else max(shift(last, 1), *afters)


def _ends(usable: Sequence[Mapping[str, str]], said: Declared, wish: Wish) -> tuple[bool, list[str]]:
    """Return whether the ends of the records are their last days, and how that was found."""
    if wish.ends or "to" not in said.named:
        return wish.ends == "inclusive", []
    starts: set[str] = set()
    ends: list[tuple[str, str]] = []
    empty = 0
    for raw in usable:
        try:
            begun = dateforms.days(said.text(raw, "from"), said.dates)
            starts.add(begun[0])
            ended = dateforms.days(said.text(raw, "to"), said.dates)
        except ValueError:  # it is open
            continue
        ends.append(ended)
        empty += begun[0] == ended[0]
    on = sum(first in starts for first, _ in ends)
    behind = sum(last < dateforms.LATEST and shift(last, 1) in starts for _, last in ends)
    months = sum(last < dateforms.LATEST and last == first and shift(last, 1).endswith("-01") for first, last in ends)
    years = sum(first != last for first, last in ends)
    if behind + empty != on - empty:
        inclusive = behind + empty > on - empty
        verb = "ends" if behind == 1 else "end"
        why = f"{counted(behind, 'record')} {verb} on the day before another begins, {on - empty} on the day itself"
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
