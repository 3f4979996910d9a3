"""What is measured, the same every time: dated lands, those of CShapes or as many and as large, events and points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper.reference import read_reference

if TYPE_CHECKING:
    from pathlib import Path

WINDOW = (-10.0, 35.0, 40.0, 60.0)  # degrees: west, south, east, north
WARS = ("1918-11-11", "1946-01-01")  # the days of W1


@dataclass(frozen=True)
class Size:
    """How many lands there are along a side of the square, how many records and events in all.

    Edges are halved so often: 5 make 33 vertices of one. ``days`` are the first and the first after.
    """

    side: int
    records: int
    events: int = 0
    halvings: int = 5
    days: tuple[str, str] = ("1886-01-01", "2020-01-01")


SIZES = {
    "small": Size(4, 30, 20),
    "W1": Size(10, 200, 200, 8, WARS),  # as CShapes 1918-45 in a window
    "W2": Size(14, 710, 10_000, 9),  # as all of CShapes, which has 1,172,000 vertices
}


def cshapes(name: str, file: Path) -> gpd.GeoDataFrame:
    """Return the records of CShapes as `lands` returns its own: for W1 those of `WARS` that meet the window, whole."""
    records = read_reference(file).records
    after = (records["end"].to_numpy(dtype="datetime64[D]") + 1).astype(str)
    frame = records.assign(**{"from": records["start"], "to": after})[["name", "from", "to", "geometry"]]
    if name == "W2":
        return frame
    first, last = WARS
    frame = frame[(frame["from"] < last) & (frame["to"] > first) & frame.intersects(shapely.box(*WINDOW))]
    return frame.assign(**{"from": frame["from"].clip(lower=first), "to": frame["to"].clip(upper=last)})


def events(count: int, found: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return events in the box and on the days of lands, each with a ``title``."""
    first, after = found["from"].min(), found["to"].max()
    told = points(count, tuple(found.total_bounds), first, after).assign(title=[f"Event {n}" for n in range(count)])
    return told.assign(date=told["date"].astype(str).str[:10])


def lands(size: Size) -> gpd.GeoDataFrame:
    """Return dated polygons that share their borders vertex by vertex, with ``name``, ``from`` and ``to``.

    Days are half-open. The lands of a day cover the window once.
    """
    rng = np.random.default_rng(size.side)
    first, after = map(np.datetime64, size.days)
    west, south, east, north = WINDOW
    x, y = np.meshgrid(np.linspace(west, east, size.side + 1), np.linspace(south, north, size.side + 1))
    step = np.array([east - west, north - south]) / size.side
    nodes = np.stack([x, y], axis=-1)
    nodes[1:-1, 1:-1] += rng.uniform(-0.25, 0.25, (size.side - 1, size.side - 1, 2)) * step
    across, up = (
        {
            (r, c): _edge(nodes[r, c], nodes[r + down, c + 1 - down], rng, step, size.halvings)
            for r in rows
            for c in columns
        }
        for down, rows, columns in (
            (0, range(size.side + 1), range(size.side)),
            (1, range(size.side), range(size.side + 1)),
        )
    )
    shapes = [
        shapely.Polygon(np.concatenate([across[r, c], up[r, c + 1][1:], across[r + 1, c][-2::-1], up[r, c][-2:0:-1]]))
        for r in range(size.side)
        for c in range(size.side)
    ]
    counts = np.full(len(shapes), size.records // len(shapes))
    counts[: size.records % len(shapes)] += 1
    rows = []
    for number, count in enumerate(counts.tolist()):
        inner = np.sort(rng.choice(np.arange(first + 1, after), max(count, 1) - 1, replace=False))
        days = np.concatenate([[first], inner, [after]])
        rows += [
            (number, f"Power {number + 7 * spell}", days[spell], days[spell + 1]) for spell in range(len(days) - 1)
        ]
    frame = pd.DataFrame(rows, columns=["land", "name", "from", "to"])
    frame["from"], frame["to"] = frame["from"].astype(str).str[:10], frame["to"].astype(str).str[:10]
    return gpd.GeoDataFrame(frame, geometry=[shapes[land] for land in frame["land"]], crs="EPSG:4326")


def _edge(a: np.ndarray, b: np.ndarray, rng: np.random.Generator, step: np.ndarray, halvings: int) -> np.ndarray:
    """Return the vertices of a crooked line between two nodes; straight along the edge of the window."""
    line = np.array([a, b])
    west, south, east, north = WINDOW
    crooked = not ((a[0] == b[0] and a[0] in (west, east)) or (a[1] == b[1] and a[1] in (south, north)))
    for turn in range(halvings):
        middle = (line[1:] + line[:-1]) / 2
        middle += crooked * rng.uniform(-0.06, 0.06, middle.shape) * step / 2**turn
        line = np.insert(line, np.arange(1, len(line)), middle, axis=0)
    return np.round(line, 5)


def points(count: int, bounds: tuple[float, ...], first: str, after: str) -> pd.DataFrame:
    """Return places in a box, ``lon`` and ``lat`` in degrees, each with a ``date`` of the days up to ``after``."""
    rng = np.random.default_rng(count)
    west, south, east, north = bounds
    days = np.datetime64(first) + rng.integers(0, (np.datetime64(after) - np.datetime64(first)).astype(int), count)
    return pd.DataFrame({"lon": rng.uniform(west, east, count), "lat": rng.uniform(south, north, count), "date": days})
