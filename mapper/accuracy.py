"""How well the towns of a campaign tell each other's days: every town is left out in turn.

A town's days are computed from the other towns as those of the land around it are (see `mapper.zones`): the story
of the nearest other town of its territory, and the weighted median of the days of those with the same story. The error
is the number of days between the computed and the written day. A town whose nearest neighbour has another story is
counted apart: nobody tells its days. Where a town is the only one of its territory, its neighbour lies beyond a drawn
line, and no land of the map takes that neighbour's days for its own; so the error is given without those too.

Method: leave-one-out cross-validation, as for spatial interpolation (Cressie, Statistics for Spatial Data, 1993, 2.6).
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapper.zones import days_at

if TYPE_CHECKING:
    from mapper.atlas import Atlas
    from mapper.zones import Towns

COLUMNS = ("campaign", "taken_by", "year", "towns", "told", "median_days", "p90_days", "p90_within_days", "nearest_km")
LEFT_OUT = ["town", "taken_by", "day", "error", "alone"]


def accuracy(atlas: Atlas) -> pd.DataFrame:
    """Return the error of each campaign's fronts, of the advance of each power in it, and of each of its years.

    Columns: `COLUMNS`. ``towns`` counts the towns, ``told`` those whose days the others tell; ``median_days`` and
    ``p90_days`` are the median and the 90th percentile of the error in days, over all captures of those, and
    ``p90_within_days`` over those in a territory with another town; ``nearest_km`` is the median distance to
    the nearest other town. ``taken_by`` and ``year`` are '' for the campaign as a whole; a campaign within one year
    has no row of years.
    """
    rows = []
    for name, towns in atlas.captures.towns.items():
        errors = left_out(towns)
        errors["year"] = [day[:4] for day in errors["day"]]
        apart = round(float(np.median(towns.beside[1])) / 1000, 1) if len(towns.names) > 1 else np.nan
        years = sorted(set(errors["year"]))
        parts = [("", ""), *(("taken_by", power) for power in sorted(set(errors["taken_by"])))]
        for column, value in [*parts, *(("year", year) for year in years if len(years) > 1)]:
            mine = errors[errors[column] == value] if column else errors
            told = mine["error"].dropna()
            within = mine.loc[~mine["alone"], "error"].dropna()
            figures = (told.median(), told.quantile(0.9), within.quantile(0.9))
            of = [value if column == key else "" for key in ("taken_by", "year")]
            rows.append((name, *of, mine["town"].nunique(), len(told), *(round(x, 1) for x in figures), apart))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def as_markdown(table: pd.DataFrame) -> str:
    """Return the table as a page: what was measured, and a line for each campaign, power and year."""
    lines = [
        "# How well the towns tell each other's days",
        "",
        "Made by `mapper accuracy`. Every town of `captures.csv` is left out in turn, and its day computed from the",
        "others. The error is in days; *told* counts the captures whose day the other towns tell; *within* is the 90th",
        "percentile without the towns that are the only ones of their territory, whose neighbours lie beyond a drawn",
        "line; *km* is the median distance to the nearest other town.",
        "",
        "| campaign | taken by | in | towns | told | median | 90th percentile | within | km |",
        "|---|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in table.to_dict("records"):
        figures = [row[column] for column in COLUMNS[3:]]
        cells = " | ".join("" if pd.isna(one) else f"{one:g}" for one in figures)
        lines.append(f"| {row['campaign']} | {row['taken_by'] or 'all'} | {row['year']} | {cells} |")
    return "\n".join(lines) + "\n"


def left_out(towns: Towns) -> pd.DataFrame:
    """Return a row for each capture.

    Columns: town, taken_by, the written ``day`` (ISO), the ``error`` in days, NaN if none is told, and whether the town
    is ``alone`` in its territory.
    """
    count = len(towns.names)
    if count < 2:  # noqa: PLR2004  (a town needs another)
        return pd.DataFrame(columns=LEFT_OUT)
    nearest, _ = towns.beside
    crowd = Counter(land for land in towns.territory if land)
    told = days_at(towns.xy, towns, nearest, itself=True)
    rows = []
    for town in range(count):
        same = towns.stories[nearest[town]] == towns.stories[town]
        alone = crowd[towns.territory[town]] < 2  # noqa: PLR2004  (itself and another)
        for step, (by, _) in enumerate(towns.stories[town]):
            error = abs(told[town][step] - towns.days[town][step]) if same and told[town] else np.nan
            day = date.fromordinal(int(towns.days[town][step])).isoformat()
            rows.append((town, by, day, error, alone))
    return pd.DataFrame(rows, columns=LEFT_OUT).astype({"alone": bool})
