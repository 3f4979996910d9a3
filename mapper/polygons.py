"""Dated polygons from elsewhere, cut into a space-time composite: the same territories and spells as from lines.

``boundaries.geojson`` holds polygons that each have a holder and days, half-open, in EPSG:4326, longitude first. Their
outlines, cut at the edges of the windows, are noded on a grid of 1e-5 degrees; each face is followed through all
polygons that hold it, and faces with the same chain are one territory. Such a file has faults that a composite of lines
cannot have, and that its user may not be able to mend: land in two hands on a day, or in none. They are counted and
told as warnings: of two records the one that begins later counts, then the smaller one; land without one is
`UNRECORDED`.

Method: Langran & Chrisman, A framework for temporal geographic information, Cartographica 25 (1988).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper.about import FILE
from mapper.columns import land_record
from mapper.dateforms import is_open
from mapper.dates import shift
from mapper.errors import NAMED, Problem, counted
from mapper.geometry import CRS, GRID, areas_km2, lines_of, polygons, topology, window_box
from mapper.opening import reason
from mapper.schema import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from mapper.about import Theatre
    from mapper.columns import Declared
    from mapper.dates import Period
    from mapper.reading import Reader

MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?(Z|[+-]\d\d:?\d\d)?$")  # a day with a clock that says nothing
UNRECORDED = "unrecorded"  # the polity that holds land on days on which no record does
FINEST = 7  # decimals of a degree: vertices that are alike to these are one
STATE = ("controller", "sovereign", "status", "source", "confidence", "note")

Spell = tuple[str, ...]  # from, to, name, and the values of STATE
Chain = tuple[Spell, ...]


@dataclass(frozen=True)
class Cut:
    """Dated polygons as a composite: tables as `mapper.atlas.Atlas` has them, and the counts of what is amiss."""

    territories: gpd.GeoDataFrame
    spells: pd.DataFrame
    warnings: list[Problem]


def read_polygons(reader: Reader) -> Cut:
    """Read ``boundaries.geojson`` and cut it into territories; land outside all windows is left out."""
    path, period = reader.path("boundaries"), reader.about.period
    records = _read(path, reader)
    reader.references("boundaries", records)
    clipped = records["from"].lt(period.first) | records["to"].gt(period.after)
    records["from"] = [max(day, period.first) for day in records["from"]]
    records["to"] = [min(day, period.after) for day in records["to"]]
    live = gpd.GeoDataFrame(records[records["from"] < records["to"]])
    tally = _Tally()
    lands = [land for theatre in reader.about.theatres.values() for land in _cut(theatre, live, period, tally)]
    warnings = tally.warnings(str(path), int(clipped.sum()), period)
    if not lands and not reader.problems:
        _tell_nothing(path, live, reader)
    names = _translated(records)
    return Cut(*tables(lands, reader.columns("territories"), reader.columns("spells"), names), warnings)


def _translated(records: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the names of a land in further languages, ``name_pl`` and so on, by its name: the first that is there."""
    columns = [column for column in map(str, records) if column.startswith("name_")]
    return {
        str(name): {column: next(filter(None, group[column]), "") for column in columns}
        for name, group in records.groupby("name")
    }


def _tell_nothing(path: Path, records: gpd.GeoDataFrame, reader: Reader) -> None:
    """Tell why a file of polygons gives no land."""
    windows = shapely.union_all([shapely.box(*theatre.window) for theatre in reader.about.theatres.values()])
    turned = shapely.transform(records.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    if not len(records):
        message, hint = "it holds no record in the period of the atlas", f"The period is {reader.about.period}."
    elif shapely.intersects(turned, windows).any():
        message = "no polygon lies in a window of the atlas, but some would with longitude and latitude swapped"
        hint = "Write longitude first."
    else:
        message, hint = "no polygon lies in a window of the atlas", "Correct the windows in atlas.toml, or the file."
    reader.problems.add(path, "", "geometry", message, hint)


def _read(path: Path, reader: Reader) -> gpd.GeoDataFrame:
    """Read the polygons as rows, with their place in the file as index, 'feature 1' and so on."""
    columns = reader.columns("boundaries")
    declared = reader.declared.get("boundaries")
    rows: dict[str, dict[str, Any]] = {}
    known: dict[str, set[str]] = {}
    surfaces: dict[str | None, tuple[shapely.Geometry | None, str]] = {}
    for number, feature in enumerate(reader.features(path), start=1):
        raw = feature.get("properties") or {}
        row = f"feature {number}"
        wrongs: list[tuple[str, str]] = []
        if declared:
            record, wrongs = land_record(declared, raw, columns, reader.about.period, reader.resolve)
        else:
            record = reader.properties(path, row, raw, columns, more=True)
            record |= {column: MIDNIGHT.sub("", record[column]) for column in ("from", "to")}
        for column, message in wrongs:
            reader.problems.add(path, row, column, message, f"Mend it, or [columns.boundaries] of {FILE}.")
        sound = reader.check(path, row, record, columns, known) and not wrongs
        if sound and record["to"] <= record["from"]:
            reader.problems.add(path, row, "to", *_turned(declared, raw, record))
            sound = False
        text = feature["geometry"]
        if text not in surfaces:  # land that is held twice often has the same text
            surfaces[text] = surface_of(text)
        shape, wrong = surfaces[text]
        if wrong:
            hint = "It must be a Polygon or MultiPolygon in degrees."
            reader.problems.add(path, row, "geometry", wrong, hint)
        elif sound:
            rows[row] = {**record, "confidence": record["confidence"] or "low", "geometry": shape}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[*columns, "geometry"])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)


def _turned(declared: Declared | None, raw: Mapping[str, Any], record: Mapping[str, str]) -> tuple[str, str]:
    """Return that a record ends before it begins, in the words of its file, and what the end means there."""
    days = {column: record[column] for column in ("from", "to")}
    if declared:
        days |= {column: text for column in days if not is_open(text := declared.text(raw, column))}
    last = declared is not None and declared.inclusive
    hint = 'The end is the last day: ends = "inclusive".' if last else "The end is the first day after."
    return f"it ends {days['to']}, not after it begins, {days['from']}", hint


def surface_of(text: str | None) -> tuple[shapely.Geometry | None, str]:
    """Return a polygon or multipolygon of GeoJSON, mended where it crosses itself, or what is wrong with it."""
    if text is None:
        return None, "there is no geometry"
    try:
        shape = shapely.from_geojson(text)
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        return None, f"the geometry cannot be read: {reason(error)}"
    shape = shapely.force_2d(shape)
    kinds = {part.geom_type for part in shapely.get_parts(shapely.get_parts(shape))}
    if kinds != {"Polygon"} or shape.is_empty:
        return None, "the geometry is no polygon"
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:  # noqa: PLR2004  (degrees)
        return None, "a coordinate is no longitude, latitude in degrees"
    return polygons(shape if shapely.is_valid(shape) else shapely.make_valid(shape)), ""


class _Amiss(NamedTuple):
    """A land with something amiss: its km2, whose records and since when, and where it lies."""

    km2: float
    what: str
    place: tuple[float, float]


@dataclass
class _Tally:
    """What is amiss: the lands that have two records on some days, and those that have none."""

    doubled: list[_Amiss] = field(default_factory=list)
    missing: list[_Amiss] = field(default_factory=list)
    one_day: bool = False  # whether a record is missing on one day alone, between two

    def warnings(self, file: str, clipped: int, period: Period) -> list[Problem]:
        """Return what was counted, in words."""
        found = []
        if self.doubled:
            hint = "The one that begins later counts, then the smaller one."
            found.append(_warning(file, self.doubled, "two records", hint))
        if self.missing:
            asked = (
                ' Where records hold on their last day, write ends = "inclusive" in [columns.boundaries] of atlas.toml.'
            )
            hint = f"They are held by '{UNRECORDED}' then.{asked if self.one_day else ''}"
            found.append(_warning(file, self.missing, "no record", hint))
        if clipped:
            message = f"{counted(clipped, 'record')} reach{'es' if clipped == 1 else ''} beyond the period, {period}"
            found.append(Problem(file, "", "from", message, "They are clipped to it."))
        return found


def _warning(file: str, lands: Sequence[_Amiss], what: str, hint: str) -> Problem:
    """Return what is amiss with some lands, and whose records and where the largest is."""
    km2, first, place = max(lands)
    total = sum(land.km2 for land in lands)
    verb, shown = ("has", first) if len(lands) == 1 else ("have", f"the largest, of {km2:,.0f} km2, is {first}")
    message = f"{counted(len(lands), 'land')}, {total:,.0f} km2, {verb} {what} on some days: {shown}"
    return Problem(file, "", "from", message, hint, place)


@dataclass(frozen=True)
class Land:
    """One territory to be: the theatre, its name, its chain of spells, its shape and size."""

    theatre: str
    name: str
    chain: Chain
    shape: shapely.MultiPolygon
    km2: float


def _cut(theatre: Theatre, records: gpd.GeoDataFrame, period: Period, tally: _Tally) -> list[Land]:
    """Cut the polygons in one window into faces, follow each through its records, and join those with one chain."""
    shapes, of_record = _seen_in(theatre.window, records.geometry)
    here = records.assign(size=shapely.area(shapes)[of_record], shape=of_record)
    here = here[~shapely.is_empty(shapes)[of_record]]
    if not len(here):
        return []
    outlines = shapely.union_all(lines_of(topology(list(shapes), FINEST).arcs), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([outlines]))
    shape, face = shapely.STRtree(shapely.point_on_surface(faces)).query(shapes, predicate="contains")
    records_of: dict[int, list[int]] = {}
    for index, one in enumerate(here["shape"].tolist()):
        records_of.setdefault(one, []).append(index)
    covering: dict[int, list[int]] = {}
    for one, part in zip(face.tolist(), shape.tolist(), strict=True):
        covering.setdefault(one, []).extend(records_of[part])
    alike: dict[tuple[int, ...], list[int]] = {}
    for one, among in covering.items():
        alike.setdefault(tuple(sorted(among)), []).append(one)
    spells = list(here[["from", "to", "name", *STATE]].itertuples(index=False, name=None))
    rank = np.lexsort((np.arange(len(here)), here["size"].to_numpy(dtype=float)))
    order = {int(index): place for place, index in enumerate(rank)}  # the smaller first
    sizes = np.array(areas_km2(faces))
    groups: dict[Chain, list[int]] = {}
    for indexes, found in alike.items():
        among = sorted(indexes, key=lambda index: order[index])
        chain, doubled = follow([spells[index] for index in among], period)
        if doubled:
            live = [index for index in sorted(among) if spells[index][0] <= doubled < spells[index][1]]
            what = f"{' and '.join(str(here.index[index]) for index in live[:NAMED])} from {doubled}"
            tally.doubled.append(_amiss(what, faces[found], sizes[found]))
        if gap := next((spell for spell in chain if spell[3] == UNRECORDED), None):
            what = f"{_name(chain)} from {gap[0]} up to {gap[1]}, on other days in {here.index[min(among)]}"
            tally.missing.append(_amiss(what, faces[found], sizes[found]))
            tally.one_day |= any(spell[3] == UNRECORDED and shift(spell[0], 1) == spell[1] for spell in chain[:-1])
        groups.setdefault(chain, []).extend(found)
    return [
        Land(
            theatre.id,
            _name(chain),
            chain,
            polygons(shapely.coverage_union_all(faces[found])),
            float(sizes[found].sum()),
        )
        for chain, found in groups.items()
    ]


def _amiss(what: str, faces: NDArray[Any], sizes: NDArray[Any]) -> _Amiss:
    """Return that something is amiss with the land of some faces, of so many km2 each."""
    inside = shapely.point_on_surface(faces[int(np.argmax(sizes))])
    return _Amiss(float(sizes.sum()), what, (inside.x, inside.y))


def _seen_in(window: tuple[float, float, float, float], records: gpd.GeoSeries) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the different shapes of some records inside a window, and the place of each record's among them.

    Records that share one object share its place.
    """
    places: dict[int, int] = {}
    of_record = np.array([places.setdefault(id(shape), len(places)) for shape in records], dtype=np.int64)
    shapes = records.to_numpy()[np.unique(of_record, return_index=True)[1]]
    west, south, east, north = window
    bounds = shapely.bounds(shapes)
    beyond = ((bounds[:, :2] < (west, south)) | (bounds[:, 2:] > (east, north))).any(axis=1)
    shapes[beyond] = shapely.intersection(shapes[beyond], window_box(window))
    return shapes, of_record


def follow(records: list[Spell], period: Period) -> tuple[Chain, str]:
    """Return the chain of land that some records hold, covering every day of the period once.

    Parameters
    ----------
    records
        Spells; of two that begin on one day the earlier in the list counts.

    Returns
    -------
    tuple
        The spells in the order of time, neighbours that say the same joined; and the first day on which two hold,
        '' if there is none.
    """
    chain: list[Spell] = []
    doubled = ""
    nobody = (records[0][2], UNRECORDED, UNRECORDED, "disputed", records[0][6], "low", "The file has no record.")
    days = sorted({period.first, period.after, *(day for record in records for day in record[:2])})
    for first, after in pairwise(days):
        live = [record for record in records if record[0] <= first < record[1]]
        doubled = doubled or (first if len({record[3] for record in live}) > 1 else "")
        state = max(live, key=lambda record: record[0])[2:] if live else nobody
        if chain and chain[-1][2:] == state:
            chain[-1] = (chain[-1][0], after, *state)
        else:
            chain.append((first, after, *state))
    return tuple(chain), doubled


def _name(chain: Chain) -> str:
    """Return the name that a land bears longest, of those of its records."""
    days: Counter[str] = Counter()
    for first, after, name, controller, *_ in chain:
        span = np.datetime64(after) - np.datetime64(first)
        days[name] += int(span.astype(int)) if controller != UNRECORDED else 0
    return max(sorted(days), key=lambda name: days[name])


def tables(
    lands: Iterable[Land],
    land_columns: Collection[str],
    spell_columns: Collection[str],
    names: Mapping[str, Mapping[str, str]],
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return the territories and the spells; of lands with one name the largest bears it without a number.

    ``names`` has what a land is called in further languages, as columns of the territories, by its name.
    """
    territories, spells, seen = [], [], Counter[str]()
    for land in sorted(lands, key=lambda land: (slug(land.name), -land.km2, land.chain)):
        word = slug(land.name)
        seen[word] += 1
        name = word if seen[word] == 1 else f"{word}-{seen[word]}"
        about = {**dict.fromkeys(land_columns, ""), "id": name, "theatre": land.theatre, "name": land.name}
        about |= names.get(land.name, {})
        territories.append({**about, "km2": land.km2, "geometry": land.shape})
        for first, after, _, *state in land.chain:
            spell = {"territory": name, "from": first, "to": after, "rule": "convention"}
            spells.append({**dict.fromkeys(spell_columns, ""), **spell, **dict(zip(STATE, state, strict=True))})
    columns = [*land_columns, "km2", "geometry"]
    frame = gpd.GeoDataFrame(pd.DataFrame(territories, columns=columns), geometry="geometry", crs=CRS)
    return frame.set_index("id", drop=False), pd.DataFrame(spells, columns=list(spell_columns))
