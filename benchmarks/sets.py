"""Sets that stand in for what is measured, the same every time: dated lands, as many as CShapes has, and points."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

FIRST, AFTER = np.datetime64("1886-01-01"), np.datetime64("2020-01-01")
WINDOW = (-10.0, 35.0, 40.0, 60.0)  # degrees: west, south, east, north
HALVINGS = 5  # of an edge: 33 vertices


@dataclass(frozen=True)
class Size:
    """How many lands there are along a side of the square, and how many records in all."""

    side: int
    records: int


SIZES = {
    "small": Size(4, 30),
    "W1": Size(10, 200),  # as CShapes 1918-45 in a window
    "W2": Size(14, 710),  # as all of CShapes
}


def lands(size: Size) -> gpd.GeoDataFrame:
    """Return dated polygons that share their borders vertex by vertex, with ``name``, ``from`` and ``to``.

    Days are half-open. The lands of a day cover the window once.
    """
    rng = np.random.default_rng(size.side)
    west, south, east, north = WINDOW
    x, y = np.meshgrid(np.linspace(west, east, size.side + 1), np.linspace(south, north, size.side + 1))
    step = np.array([east - west, north - south]) / size.side
    nodes = np.stack([x, y], axis=-1)
    nodes[1:-1, 1:-1] += rng.uniform(-0.25, 0.25, (size.side - 1, size.side - 1, 2)) * step
    across = {
        (r, c): _edge(nodes[r, c], nodes[r, c + 1], rng, step) for r in range(size.side + 1) for c in range(size.side)
    }
    up = {
        (r, c): _edge(nodes[r, c], nodes[r + 1, c], rng, step) for r in range(size.side) for c in range(size.side + 1)
    }
    shapes = [
        shapely.Polygon(np.concatenate([across[r, c], up[r, c + 1][1:], across[r + 1, c][-2::-1], up[r, c][-2:0:-1]]))
        for r in range(size.side)
        for c in range(size.side)
    ]
    counts = np.full(len(shapes), size.records // len(shapes))
    counts[: size.records % len(shapes)] += 1
    rows = []
    for number, count in enumerate(counts.tolist()):
        inner = np.sort(rng.choice(np.arange(FIRST + 1, AFTER), max(count, 1) - 1, replace=False))
        days = np.concatenate([[FIRST], inner, [AFTER]])
        rows += [
            (number, f"Power {number + 7 * spell}", days[spell], days[spell + 1]) for spell in range(len(days) - 1)
        ]
    frame = pd.DataFrame(rows, columns=["land", "name", "from", "to"])
    frame["from"], frame["to"] = frame["from"].astype(str).str[:10], frame["to"].astype(str).str[:10]
    return gpd.GeoDataFrame(frame, geometry=[shapes[land] for land in frame["land"]], crs="EPSG:4326")


def _edge(a: np.ndarray, b: np.ndarray, rng: np.random.Generator, step: np.ndarray) -> np.ndarray:
    """Return the vertices of a crooked line between two nodes; straight along the edge of the window."""
    line = np.array([a, b])
    west, south, east, north = WINDOW
    crooked = not ((a[0] == b[0] and a[0] in (west, east)) or (a[1] == b[1] and a[1] in (south, north)))
    for turn in range(HALVINGS):
        middle = (line[1:] + line[:-1]) / 2
        middle += crooked * rng.uniform(-0.06, 0.06, middle.shape) * step / 2**turn
        line = np.insert(line, np.arange(1, len(line)), middle, axis=0)
    return np.round(line, 5)


def points(count: int, bounds: tuple[float, float, float, float], first: str, after: str) -> pd.DataFrame:
    """Return places in a box, ``lon`` and ``lat`` in degrees, each with a ``date`` of the days up to ``after``."""
    rng = np.random.default_rng(count)
    west, south, east, north = bounds
    days = np.datetime64(first) + rng.integers(0, (np.datetime64(after) - np.datetime64(first)).astype(int), count)
    return pd.DataFrame({"lon": rng.uniform(west, east, count), "lat": rng.uniform(south, north, count), "date": days})
