"""What differs between two states of the data: which polity held other land, on which days, and by how many km2.

Both atlases are in EPSG:4326, longitude first. Areas are km2 on the WGS84 ellipsoid, intervals half-open. Territories
that have the same land and the same chain on both sides are left out at once; the outlines of the others are laid over
each other, and each piece is followed through its two chains.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from mapper import schema
from mapper.atlas import chains_of
from mapper.errors import Problems
from mapper.geometry import area_km2
from mapper.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.atlas import Atlas

SLIVER_KM2 = 1.0  # pieces of land below this come from moving a vertex, and are left out
COLUMNS = ["from", "to", "polity", "what", "gained_km2", "lost_km2", "km2", "before", "now", "lands"]
TABLES = (
    *("events", "territories", "spells", "captures", "administrations", "places", "polities"),
    *("agreements", "spheres", "recognitions", "railway_spells"),
)
WAYS = ("movements", "railways", "rivers")
STATE = ["from", "to", "controller", "sovereign", "status"]

Spell = tuple[str, str, str, str, str]  # the values of STATE
NOBODY: Spell = ("", "", "", "", "")


@dataclass(frozen=True)
class Difference:
    """What differs between two atlases.

    ``table`` has the columns `COLUMNS`, sorted by day. A row whose ``what`` is 'land' tells that from the day ``from``
    up to, and not including, ``to`` the ``polity`` holds other land in the new atlas: so many km2 gained and lost,
    in the territories ``lands`` (ids joined by '; ', the old one where the new atlas has no land). A row of 'law' tells
    of ``km2`` that it holds in both, but whose sovereign and status were ``before`` and are ``now``. ``slivers_km2`` is
    the land in pieces too small to tell, and ``records`` has a row for each table in which records were ``added``,
    ``removed`` or ``changed``; the events are always among them. A spell is known by its
    territory and first day: one that begins on another day is removed and added.
    """

    table: pd.DataFrame
    slivers_km2: float
    records: pd.DataFrame


@dataclass(frozen=True)
class _Piece:
    """Land that is alike everywhere: the territories that it lies in, before and now, and its size."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    km2: float

    @property
    def name(self) -> str:
        return "; ".join(self.new or self.old)


def diff(old: Atlas, new: Atlas, over_km2: float = SLIVER_KM2) -> Difference:
    """Compare two atlases, day by day and land by land.

    Parameters
    ----------
    over_km2
        A connected piece of land smaller than this is a sliver, and only counted.

    Raises
    ------
    DataError
        If a table of either folder, of those whose records are counted, has a fault.
    """
    chains = [{name: _states(spells) for name, spells in chains_of(atlas.spells).items()} for atlas in (old, new)]
    pieces, slivers = _pieces(old, new, chains[0], chains[1], over_km2)
    rows = _rows(pieces, chains[0], chains[1])
    table = pd.DataFrame(rows, columns=COLUMNS).sort_values(["from", "what", "polity", "to"], ignore_index=True)
    return Difference(table, slivers, _records(old, new))


def _states(spells: pd.DataFrame) -> list[Spell]:
    return list(spells[STATE].itertuples(index=False, name=None))


def _pieces(
    old: Atlas, new: Atlas, before: dict[str, list[Spell]], now: dict[str, list[Spell]], over_km2: float
) -> tuple[list[_Piece], float]:
    """Lay the territories that are not the same on both sides over each other; return pieces, and km2 of slivers."""
    shapes = [_keyed(atlas, chains) for atlas, chains in ((old, before), (new, now))]
    same = shapes[0].keys() & shapes[1].keys()
    changed = [{name: shape for key, (name, shape) in side.items() if key not in same} for side in shapes]
    outlines = [shapely.boundary(shape) for side in changed for shape in side.values()]
    if not outlines:
        return [], 0.0
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(outlines)]))
    owners = [_owners(faces, side) for side in changed]
    sizes: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
    slivers = 0.0
    for face, one, other in zip(faces, *owners, strict=True):
        if not one and not other:
            continue
        km2 = area_km2(face)
        if km2 < over_km2:
            slivers += km2
        else:
            sizes[one, other] = sizes.get((one, other), 0.0) + km2
    return [_Piece(one, other, km2) for (one, other), km2 in sizes.items()], slivers


def _keyed(atlas: Atlas, chains: dict[str, list[Spell]]) -> dict[Any, tuple[str, shapely.Geometry]]:
    """Return the territories by all that makes them what they are: land and chain, whatever their id."""
    wkb = shapely.to_wkb(shapely.normalize(atlas.territories.geometry.to_numpy()))
    names = [str(name) for name in atlas.territories.index]
    keys = [(land, tuple(chains.get(name, []))) for land, name in zip(wkb, names, strict=True)]
    return dict(zip(keys, zip(names, atlas.territories.geometry, strict=True), strict=True))


def _owners(faces: Iterable[shapely.Geometry], side: dict[str, shapely.Geometry]) -> list[tuple[str, ...]]:
    """Return the ids of the territories that hold each face."""
    points = shapely.point_on_surface(list(faces))
    names = list(side)
    found: list[list[str]] = [[] for _ in points]
    face, at = shapely.STRtree(list(side.values())).query(points, predicate="within")
    for one, index in sorted(zip(face.tolist(), at.tolist(), strict=True)):
        found[one].append(names[index])
    return [tuple(owners) for owners in found]


def _rows(pieces: list[_Piece], before: dict[str, list[Spell]], now: dict[str, list[Spell]]) -> list[dict[str, Any]]:
    """Follow each piece through its chains, and sum what happened by polity and span of days."""
    land: dict[str, list[tuple[_Piece, int, str, str]]] = {}  # polity -> piece, +1 or -1, from, to
    law: dict[tuple[str, ...], list[_Piece]] = {}
    for piece in pieces:
        old = [spell for name in piece.old for spell in before.get(name, [])]
        new = [spell for name in piece.new for spell in now.get(name, [])]
        for first, last, was, is_ in _spans(old, new):
            if was[0] == is_[0]:
                key = (first, last, is_[0], f"{was[1]}, {was[2]}", f"{is_[1]}, {is_[2]}")
                law.setdefault(key, []).append(piece)
                continue
            for polity, sign in ((was[0], -1), (is_[0], 1)):
                if polity:
                    land.setdefault(polity, []).append((piece, sign, first, last))
    rows = [row for polity in sorted(land) for row in _land_rows(polity, land[polity])]
    for (first, last, polity, was_, is__), among in law.items():
        about = {"from": first, "to": last, "polity": polity, "what": "law", "before": was_, "now": is__}
        rows.append({**about, "km2": sum(p.km2 for p in among), "lands": _names(among)})
    return rows


def _spans(old: list[Spell], new: list[Spell]) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Return the longest spans of days with the same two states, where these differ: from, to, before, now."""
    found: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = []
    for first, last in pairwise(sorted({day for spell in (*old, *new) for day in spell[:2]})):
        was, is_ = (next((s for s in spells if s[0] <= first < s[1]), NOBODY)[2:] for spells in (old, new))
        if was == is_:
            continue
        if found and found[-1][1:] == (first, was, is_):
            found[-1] = (found[-1][0], last, was, is_)
        else:
            found.append((first, last, was, is_))
    return found


def _land_rows(polity: str, records: list[tuple[_Piece, int, str, str]]) -> list[dict[str, Any]]:
    """Return a row for each longest span of days in which the same pieces are gained and lost."""
    rows: list[dict[str, Any]] = []
    active_before: set[tuple[_Piece, int]] = set()
    for first, last in pairwise(sorted({day for *_, start, end in records for day in (start, end)})):
        active = {(piece, sign) for piece, sign, start, end in records if start <= first < end}
        if active and active == active_before:
            rows[-1]["to"] = last
        elif active:
            gained, lost = (sum(p.km2 for p, s in active if s == sign) for sign in (1, -1))
            row = {"from": first, "to": last, "polity": polity, "what": "land", "gained_km2": gained, "lost_km2": lost}
            rows.append({**row, "lands": _names(piece for piece, _ in active)})
        active_before = active
    return rows


def _names(pieces: Iterable[_Piece]) -> str:
    return "; ".join(sorted({piece.name for piece in pieces}))


def _records(old: Atlas, new: Atlas) -> pd.DataFrame:
    """Count the records that were added, removed or changed, by table."""
    pairs = {name: (_table(old, name), _table(new, name)) for name in TABLES}
    pairs |= {name: (_ways(old, name), _ways(new, name)) for name in WAYS}
    pairs["lines"] = (_lines(old), _lines(new))
    rows = []
    for name, (before, now) in pairs.items():
        changed = sum(before[key] != now[key] for key in before.keys() & now.keys())
        added, removed = len(now.keys() - before.keys()), len(before.keys() - now.keys())
        if added or removed or changed or name == "events":
            rows.append((name, added, removed, changed))
    return pd.DataFrame(rows, columns=["table", "added", "removed", "changed"])


def _table(atlas: Atlas, name: str) -> dict[tuple[str, ...], Any]:
    """Return the records of a table by what names them; a folder of polygons, or of events alone, lacks some tables."""
    reader = Reader(atlas.geodata, atlas.about, Problems())
    if not reader.path(name).exists():
        return {}
    records = reader.table(name).to_dict("records")
    reader.problems.stop()
    return {tuple(str(record[c]) for c in schema.TABLES[name].unique): record for record in records}


def _ways(atlas: Atlas, name: str) -> dict[tuple[str, ...], Any]:
    reader = Reader(atlas.geodata, atlas.about, Problems())
    lines = reader.lines(name)
    reader.problems.stop()
    return {(key,): line for key, line in lines.items()}


def _lines(atlas: Atlas) -> dict[tuple[str, ...], Any]:
    lines = atlas.lines.drop(columns="geometry").to_dict("records")
    shapes = shapely.to_wkb(atlas.lines.geometry.to_numpy())
    return {(str(line["id"]),): (line, shape) for line, shape in zip(lines, shapes, strict=True)}
