"""What others say of the land: towns whose holder is known on some days, and published areas, held against the atlas.

Both are independent of the lines. Positions are EPSG:4326, longitude first; distances km, areas km2 on the WGS84
ellipsoid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from mapper import schema
from mapper.atlas import spells_on
from mapper.geometry import distance_km
from mapper.reading import place_of, records

if TYPE_CHECKING:
    import pandas as pd

    from mapper.atlas import Atlas
    from mapper.reading import Reader

Record = dict[str, Any]

WORST_KM = 2.0  # how far a town may lie from the land of its holder


@dataclass(frozen=True)
class Witnesses:
    """The tables ``anchors.csv`` and ``official_areas.csv``, indexed by their line in the file."""

    anchors: pd.DataFrame
    areas: pd.DataFrame


def read_witnesses(reader: Reader) -> Witnesses:
    """Read the towns and the published areas of a geodata folder, each of which may be absent."""
    found = Witnesses(reader.table("anchors"), reader.table("official_areas"))
    reader.references("anchors", found.anchors)
    reader.placed("anchors", found.anchors, reader.about.windows)
    reader.references("official_areas", found.areas)
    for row, area in found.areas.iterrows():
        lands = schema.parts(area["territories"])
        reader.named("official_areas", row, "territories", lands, "territories")
        if bool(lands) == bool(area["polity"]):
            message = "there are both a polity and territories" if lands else "there is no polity and no territory"
            hint = "Name the one or the others whose area it is."
            reader.problems.add(reader.path("official_areas"), place_of(row), "territories", message, hint)
        for land in {land for land in lands if lands.count(land) > 1}:
            message = f"'{land}' is named twice"
            reader.problems.add(reader.path("official_areas"), place_of(row), "territories", message, "Delete one.")
    return found


def check_witnesses(witnesses: Witnesses, atlas: Atlas, reader: Reader) -> None:
    """Tell every town too far from the land of its holder, and every area that is not as it was published."""
    if reader.sound("anchors"):
        _check_anchors(witnesses.anchors, atlas, reader)
    if reader.sound("official_areas"):
        _check_areas(witnesses.areas, atlas, reader)


def _check_anchors(anchors: pd.DataFrame, atlas: Atlas, reader: Reader) -> None:
    points = np.array(gpd.points_from_xy(anchors["lon"], anchors["lat"]))
    if not len(points) or atlas.territories.empty:
        return
    _, land = atlas.territories.sindex.nearest(points, return_all=False)
    homes = atlas.territories.index[land]
    held: dict[str, list[tuple[str, str, str]]] = {}
    columns = (atlas.spells[column] for column in ("territory", "from", "to", "controller"))
    for territory, first, after, controller in zip(*columns, strict=True):
        held.setdefault(territory, []).append((first, after, controller))
    for point, home, (row, anchor) in zip(
        points, homes, zip(anchors.index, records(anchors), strict=True), strict=True
    ):
        for day in anchor["dates"].split():
            found = next(holder for first, after, holder in held[home] if first <= day < after)
            if found != anchor["controller"]:
                _tell_anchor(row, anchor, day, found, _off(point, anchor["controller"], day, atlas), reader)


def _tell_anchor(row: object, anchor: Record, day: str, found: str, off: float, reader: Reader) -> None:
    """Tell a town that lies farther than `WORST_KM` from the land of its holder."""
    if off <= WORST_KM:
        return
    told = f"{off:.1f} km from its land" if np.isfinite(off) else "and it held no land then"
    message = f"{anchor['controller']} held {anchor['town']} on {day}, {told}; in spells.csv it is {found}"
    place = (anchor["lon"], anchor["lat"])
    hint = "Correct the town, the spell or the line."
    reader.problems.add(reader.path("anchors"), place_of(row), "controller", message, hint, place)


def _off(town: shapely.Point, controller: str, day: str, atlas: Atlas) -> float:
    """Return how far a town lies from the nearest land of a holder on a day, in km."""
    held = spells_on(atlas, day)["controller"]
    lands = list(held.index[held == controller])
    lines = (shapely.get_coordinates(shapely.shortest_line(town, atlas.territories.geometry[land])) for land in lands)
    return min((distance_km(*map(tuple, line.tolist())) for line in lines), default=np.inf)


def _check_areas(areas: pd.DataFrame, atlas: Atlas, reader: Reader) -> None:
    km2 = atlas.territories["km2"]
    for row, area in areas.iterrows():
        lands = schema.parts(area["territories"])
        if area["polity"]:
            held = spells_on(atlas, area["date"])["controller"]
            lands = list(held.index[held == area["polity"]])
        drawn, told, percent = float(km2[lands].sum()), area["km2"], area["tolerance_pct"]
        if abs(drawn - told) > told * percent / 100:
            message = f"{told:,.0f} km2 were published, {drawn:,.0f} km2 are drawn (spells.csv, lines.geojson)"
            hint = f"Correct the figure or the land; they may differ by {percent:g} %."
            reader.problems.add(reader.path("official_areas"), place_of(row), "km2", message, hint)
