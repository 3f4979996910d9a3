"""The land compared with two accounts of it that are independent of the lines: towns, and areas that were published.

Places are EPSG:4326, longitude first. A town that lies on the wrong side may be off by `WORST_KM`, and few may be at
all; an area has a tolerance of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper import schema
from mapper.atlas import spells_on
from mapper.geometry import distance_km
from mapper.placing import place_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    import pandas as pd

    from mapper.atlas import Atlas
    from mapper.errors import Problems
    from mapper.geodata import Geodata

    Told = tuple[str, str, str, str, str, tuple[float, float] | None]  # table, row, column, message, hint, place

WORST_KM = 2.0  # so far a town may lie from the land of its holder
SHARE_WRONG = 0.01  # of all towns, on all their days


def compare(data: Geodata, problems: Problems) -> None:
    """Tell every town of ``anchors.csv`` and every area of ``official_areas.csv`` that the land contradicts."""
    parts = [data.anchors.to_csv(), data.official_areas.to_csv()]
    found = data.atlas.kept("yardsticks", parts, lambda: [*_towns_off(data), *_areas_off(data)])
    for table, row, column, message, hint, place in found:
        problems.add(data.atlas.geodata / schema.TABLES[table].file, row, column, message, hint, place)


def _towns_off(data: Geodata) -> Iterator[Told]:
    towns = town_days(data.anchors)
    days = towns["day"].to_numpy(dtype="datetime64[D]")
    found = place_points(data.ground, towns[["lon", "lat"]].to_numpy(dtype=float), days, days, borders=False)
    wrong = towns.assign(found=found["controller"])[found["controller"] != towns["controller"].to_numpy()]
    far = 0
    for town in wrong.to_dict("records"):
        off = off_km(data.atlas, town)
        if off > WORST_KM:
            far += 1
            where = f"{off:.1f} km from the land of" if np.isfinite(off) else "far from"
            message = (
                f"{town['town']} lies {where} {town['controller']} on {town['day']}, "
                f"the map has {town['found'] or 'nobody'} there"
            )
            place = (town["lon"], town["lat"])
            yield "anchors", f"row {town['line']}", "held", message, "Correct the line or the town.", place
    if not far and len(wrong) > max(1, SHARE_WRONG * len(towns)):
        rows = ", ".join(f"{name} {day}" for name, day in zip(wrong["town"], wrong["day"], strict=True))
        message = f"{len(wrong)} of {len(towns)} towns lie on the wrong side, more than {SHARE_WRONG:.0%}: {rows}"
        yield "anchors", "", "held", message, "Draw the lines nearer to them.", None


def town_days(anchors: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each town of ``anchors.csv`` and each day: ``day``, ``controller``, ``line`` of the file."""
    told = anchors.assign(held=anchors["held"].map(schema.parse_holders)).explode("held")
    told["controller"], told["day"] = told["held"].str[0], told["held"].str[1]
    return told.drop(columns="held").explode("day").rename_axis("line").reset_index()


def off_km(atlas: Atlas, town: Mapping[str, Any]) -> float:
    """Return how far a town lies from the nearest land of its holder on a day, in km; infinity if there is none.

    ``town`` has ``lon`` and ``lat`` in degrees, its ``controller``, and the ``day`` as ISO text.
    """
    spells, day = atlas.spells, str(town["day"])
    held = (spells["from"] <= day) & (day < spells["to"]) & (spells["controller"] == town["controller"])
    lands = atlas.territories.geometry[spells.loc[held, "territory"]]
    place = shapely.Point(town["lon"], town["lat"])
    ways = (shapely.shortest_line(place, land) for land in lands)
    return min((distance_km(way.coords[0], way.coords[1]) for way in ways), default=np.inf)


def _areas_off(data: Geodata) -> Iterator[Told]:
    sizes = data.atlas.territories["km2"]
    held: dict[str, pd.Series] = {}
    for row, area in data.official_areas.iterrows():
        day = area["date"]
        if area["polity"]:
            if day not in held:
                holders = spells_on(data.atlas, day)["controller"]
                held[day] = sizes[holders.index].groupby(holders).sum()
            drawn = float(held[day].get(area["polity"], 0.0))
        else:
            drawn = float(sizes[schema.parts(area["territories"])].sum())
        off = abs(drawn - area["km2"]) / area["km2"] * 100
        if off > area["tolerance_pct"]:
            message = (
                f"{area['what']}: {area['km2']:,.0f} km2 were published, {drawn:,.0f} are drawn, {off:.2f} % off "
                f"where {area['tolerance_pct']:g} % are allowed"
            )
            yield "official_areas", f"row {row}", "km2", message, "Correct the lines, or the area.", None
