"""The names that fill a map as it is zoomed: towns of a gazetteer and waters, as a page is told of them.

Towns are many, so they travel as a few long texts and one list of steps: sorted by the zoom from which they show, then
from west to east, positions in whole units of 1 / `UNITS` degree (EPSG:4326, longitude first), the first absolute and
the others as steps.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mapper import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from mapper.about import About

SAME = "="  # in ``today``: a town had this name then too
UNITS = 500  # of a degree: 0.002 degrees, two pixels at the last zoom


def gazetteer(towns: pd.DataFrame, windows: Iterable[Sequence[float]], languages: Iterable[str]) -> dict[str, Any]:
    """Return the towns in some windows (west, south, east, north), with their names in further languages.

    Returns
    -------
    dict
        ``zooms``: [zoom, how many towns show from it] in order; ``names`` and ``today``, what each is called today if
        its name is one of the period, a line a town; ``more``: by language the names that differ, a line a town;
        ``at``: two numbers a town.
    """
    here = _within(towns, windows)
    here = here.assign(x=(here["lon"] * UNITS).round().astype(int), y=(here["lat"] * UNITS).round().astype(int))
    here = here.sort_values(["zoom", "x", "id"], kind="stable")
    points = [(0, 0), *zip(here["x"].tolist(), here["y"].tolist(), strict=True)]
    counts = Counter(here["zoom"].astype(int).tolist())
    return {
        "units": UNITS,
        "zooms": [[zoom, counts[zoom]] for zoom in sorted(counts)],
        "names": "\n".join(here["name"]),
        "today": "\n".join(here["today"].where(here["today"] != SAME, here["name"])),
        "more": {lang: "\n".join(own) for lang in languages if (own := here[f"name_{lang}"]).any()},
        "at": [step for before, after in pairwise(points) for step in (after[0] - before[0], after[1] - before[1])],
    }


def waters(table: pd.DataFrame, about: About, windows: Iterable[Sequence[float]]) -> list[dict[str, Any]]:
    """Return the seas and lakes in some windows that bear a name, with the zoom from which they do."""
    return [
        {
            "id": row["id"],
            "lon": float(row["lon"]),
            "lat": float(row["lat"]),
            "zoom": float(row["zoom"]),
            "name": about.words(row, "name"),
        }
        for row in reading.records(_within(table, windows))
    ]


def _within(table: pd.DataFrame, windows: Iterable[Sequence[float]]) -> pd.DataFrame:
    """Return the rows of a table whose point lies in one of some windows."""
    inside = table["lon"].lt(-360)
    for west, south, east, north in windows:
        inside |= table["lon"].between(west, east) & table["lat"].between(south, north)
    return table[inside]
