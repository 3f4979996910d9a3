"""A user's table, batch by batch: what every reader of one hands on, and how a geometry becomes a place.

A batch keeps its rows as they came, so that they can be written again unchanged. Coordinates are those of the source's
own CRS, longitude or easting first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import shapely

from mapper.errors import EMPTY, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    import pyarrow as pa
    import pyproj
    from numpy.typing import NDArray

ROWS = 50_000  # of a batch

Places = tuple["NDArray[np.float64]", "NDArray[np.object_]"]  # (n, 2) coordinates, NaN where none; and then the fault


class Batch(Protocol):
    """Some rows of a table, in order."""

    def __len__(self) -> int:
        """Return how many rows there are."""

    def label(self, index: int) -> str:
        """Return how a problem names a row, such as 'row 7'."""

    def column(self, name: str) -> pd.Series[Any]:
        """Return a column of the user's."""

    def places(self) -> Places | None:
        """Return the places of the geometry, or None if the table has none."""

    def table(self) -> pa.Table:
        """Return the user's columns without the geometry."""


class Source(Protocol):
    """A file that was opened: the names of its columns, its CRS, and its rows.

    ``crs`` is None where the file says nothing of it; ``size`` is how much there is to read, in a unit of its own, and
    ``notes`` tell what the user should know of the reading.
    """

    kind: str
    columns: list[str]
    crs: pyproj.CRS | None
    spatial: bool
    size: int
    notes: list[str]

    def batches(self) -> Iterator[tuple[Batch, int]]:
        """Yield the batches, each with how much was read by then."""

    def schema(self) -> pa.Schema:
        """Return the schema of the tables of the batches."""


def places_of(shapes: Sequence[Any] | NDArray[np.object_]) -> Places:
    """Return the places of points; a multipoint of one point is that, and every other shape is a fault."""
    given = np.asarray(shapes, dtype=object)
    kinds = shapely.get_type_id(given)
    several = (kinds == shapely.GeometryType.MULTIPOINT) & (shapely.get_num_geometries(given) == 1)
    points = given.copy()
    points[several] = shapely.get_geometry(given[several], 0)
    good = (kinds == shapely.GeometryType.POINT) | several
    xy = np.full((len(given), 2), np.nan)
    xy[good] = np.column_stack([shapely.get_x(points[good]), shapely.get_y(points[good])])
    faults = np.full(len(given), None, dtype=object)
    faults[good & ~np.isfinite(xy).all(axis=1)] = EMPTY
    xy[~np.isfinite(xy).all(axis=1)] = np.nan
    for index in np.flatnonzero(~good):
        faults[index] = _no_point(given[index])
    return xy, faults


def _no_point(shape: Any) -> Fault:  # noqa: ANN401  (a geometry, or None)
    if shape is None or shape.is_empty:
        return Fault(EMPTY.kind, "there is no geometry")
    count = f" of {shapely.get_num_geometries(shape)} points" if shape.geom_type == "MultiPoint" else ""
    hint = "Choose one point of each." if count else "Choose a point of each, such as its centroid."
    return Fault(shape.geom_type, f"the geometry is a {shape.geom_type}{count}, not a point", hint)
