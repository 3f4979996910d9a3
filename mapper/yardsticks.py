"""The land compared with two accounts of it that are independent of the lines: towns, and areas that were published.

Places are EPSG:4326, longitude first. A town that lies on the wrong side may be off by `WORST_KM`, and few may be at
all; an area has a tolerance of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from mapper import schema
from mapper.atlas import spells_on, state_on
from mapper.geometry import distance_km
from mapper.placing import place_points

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import pandas as pd

    from mapper.atlas import Atlas
    from mapper.errors import Problems
    from mapper.geodata import Geodata

WORST_KM = 2.0  # so far a town may lie from the land of its holder
SHARE_WRONG = 0.01  # of all towns, on all their days


def compare(data: Geodata, problems: Problems) -> None:
    """Tell every town of ``anchors.csv`` and every area of ``official_areas.csv`` that the land contradicts."""
    _compare_towns(data, problems)
    _compare_areas(data, problems)


def _compare_towns(data: Geodata, problems: Problems) -> None:
    file = data.atlas.geodata / schema.TABLES["anchors"].file
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
            problems.add(file, f"row {town['line']}", "held", message, "Correct the line or the town.", place)
    if not far and len(wrong) > max(1, SHARE_WRONG * len(towns)):
        rows = ", ".join(f"{name} {day}" for name, day in zip(wrong["town"], wrong["day"], strict=True))
        message = f"{len(wrong)} of {len(towns)} towns lie on the wrong side, more than {SHARE_WRONG:.0%}: {rows}"
        problems.add(file, "", "held", message, "Draw the lines nearer to them.")


def town_days(anchors: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each town of ``anchors.csv`` and each day: ``day``, ``controller``, ``line`` of the file."""
    told = anchors.assign(held=anchors["held"].map(schema.parse_holders)).explode("held")
    told["controller"], told["day"] = told["held"].str[0], told["held"].str[1]
    return told.drop(columns="held").explode("day").rename_axis("line").reset_index()


def off_km(atlas: Atlas, town: Mapping[str, Any]) -> float:
    """Return how far a town lies from the nearest land of its holder on a day, in km; infinity if there is none.

    ``town`` has ``lon`` and ``lat`` in degrees, its ``controller``, and the ``day`` as ISO text.
    """
    held = spells_on(atlas, str(town["day"]))["controller"]
    lands = atlas.territories.geometry[held[held == town["controller"]].index]
    place = shapely.Point(town["lon"], town["lat"])
    ways = (shapely.shortest_line(place, land) for land in lands)
    return min((distance_km(way.coords[0], way.coords[1]) for way in ways), default=np.inf)


def _compare_areas(data: Geodata, problems: Problems) -> None:
    file, sizes = data.atlas.geodata / schema.TABLES["official_areas"].file, data.atlas.territories["km2"]
    held: dict[str, pd.Series] = {}
    for row, area in data.official_areas.iterrows():
        day = area["date"]
        if area["polity"]:
            if day not in held:
                held[day] = state_on(data.atlas, day).groupby("controller")["km2"].sum()
            drawn = float(held[day].get(area["polity"], 0.0))
        else:
            drawn = float(sizes[schema.parts(area["territories"])].sum())
        off = abs(drawn - area["km2"]) / area["km2"] * 100
        if off > area["tolerance_pct"]:
            message = (
                f"{area['what']}: {area['km2']:,.0f} km2 were published, {drawn:,.0f} are drawn, {off:.2f} % off "
                f"where {area['tolerance_pct']:g} % are allowed"
            )
            problems.add(file, f"row {row}", "km2", message, "Correct the lines, or the area.")
