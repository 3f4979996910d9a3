"""Which places are nearest, where a front stood on a river: a place beyond it is farther than it looks.

Positions and distances are in metres, in the plane of a theatre.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.spatial import KDTree

    Places = NDArray[np.float64]

DETOUR = 60_000.0  # m that a way across a barrier is longer
BEHIND = 12  # places more that are looked at, where some may lie beyond a barrier


def nearest(
    points: Places, tree: KDTree, count: int = 1, barriers: Sequence[shapely.LineString] = ()
) -> tuple[Places, NDArray[np.int64]]:
    """Return how far the nearest places of a tree are from some points, and which: each (points, count)."""
    looked_at = min(count + BEHIND * bool(barriers), tree.n)
    distance, near = tree.query(points, np.arange(1, looked_at + 1))
    if barriers:
        places = np.asarray(tree.data)
        distance = distance + detours(points, places[near], barriers)
        order = np.argsort(distance, axis=1, kind="stable")[:, :count]
        distance, near = (np.take_along_axis(one, order, axis=1) for one in (distance, near))
    return distance, near


def detours(points: Places, places: Places, barriers: Sequence[shapely.LineString]) -> Places:
    """Return how much longer the way from each point to its places is: `DETOUR` for each barrier that parts the two.

    ``points`` has the shape (n, 2), ``places`` (n, k, 2); the result (n, k). A way that meets a barrier an even number
    of times ends on the side on which it began.
    """
    found = np.zeros(places.shape[:2])
    spots = np.asarray(shapely.points(points))
    straight = np.hypot(*np.moveaxis(places - points[:, np.newaxis], 2, 0))
    about = shapely.box(*(points.min(axis=0) - straight.max()), *(points.max(axis=0) + straight.max()))
    for barrier in barriers:
        if not shapely.intersects(about, shapely.box(*barrier.bounds)):
            continue
        row, place = np.nonzero(straight > shapely.distance(barrier, spots)[:, np.newaxis])
        ways = np.asarray(shapely.linestrings(np.stack([points[row], places[row, place]], axis=1)))
        shapely.prepare(barrier)
        met = np.flatnonzero(shapely.intersects(barrier, ways))
        parted = met[_meetings(points[row[met]], places[row[met], place[met]], barrier) % 2 == 1]
        found[row[parted], place[parted]] += DETOUR
    return found


def _meetings(begins: Places, ends: Places, barrier: shapely.LineString) -> NDArray[np.int64]:
    """Return how many parts of a barrier each way crosses: both ends of the one lie on two sides of the other."""
    corners = shapely.get_coordinates(barrier)
    parts, ways = np.diff(corners, axis=0), ends - begins
    left = _cross(ways[:, np.newaxis], corners - begins[:, np.newaxis]) > 0
    begin, end = (_cross(parts, spots[:, np.newaxis] - corners[:-1]) > 0 for spots in (begins, ends))
    return np.asarray(((left[:, 1:] != left[:, :-1]) & (begin != end)).sum(axis=1))


def _cross(one: Places, other: Places) -> Places:
    """Return the cross product of vectors: above 0 where the other points to the left of the one."""
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
