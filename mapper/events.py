"""The atlas's own events: dated points, checked by the schema.

Coordinates are EPSG:4326, longitude first. A date is EDTF and stands for the days from its ``earliest`` to its
``latest``, both included. A user's own points are read by `mapper.points`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from mapper.dates import historical_date
from mapper.geometry import CRS

if TYPE_CHECKING:
    from mapper.reading import Reader


def collect_events(reader: Reader) -> gpd.GeoDataFrame:
    """Read ``events.csv``; what is wrong stays with the reader. The index is the line in the file."""
    frame = reader.table("events")
    reader.references("events", frame)
    reader.swapped("events", frame, reader.about.windows, waiver="waiver")
    return with_days(gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=CRS), "date")


def with_days(frame: gpd.GeoDataFrame, column: str) -> gpd.GeoDataFrame:
    """Return the frame with ``earliest``, ``latest`` and ``qualifier`` of an EDTF column that is known to be sound."""
    dates = [historical_date(str(value)) for value in frame[column]]
    return frame.assign(
        earliest=pd.Series([d.earliest for d in dates], index=frame.index, dtype=object),
        latest=pd.Series([d.latest for d in dates], index=frame.index, dtype=object),
        qualifier=pd.Series([d.qualifier for d in dates], index=frame.index, dtype=object),
    )
