"""The join of tables: any GeoDataFrame or DataFrame of dated points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj

from mapper import naming
from mapper.batches import places_of
from mapper.dating import check_form, days_of, span_of
from mapper.degrees import degrees_of, range_faults
from mapper.errors import CallError, DataError, Tally
from mapper.geometry import CRS
from mapper.ground import Ground
from mapper.placing import columns_of, place_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.atlas import Atlas
    from mapper.dating import Days

Table = TypeVar("Table", pd.DataFrame, gpd.GeoDataFrame)


def join(
    points: Table,
    atlas: Atlas | Ground,
    date: str = "date",
    end: str | None = None,
    *,
    lon: str = "",
    lat: str = "",
    date_format: str = "",
    prefix: str = "",
    borders: bool = True,
) -> Table:
    """Join dated points to the land, and to the power that held it on their days.

    Parameters
    ----------
    points
        A GeoDataFrame of points in any CRS (none is EPSG:4326), or a DataFrame with columns of longitude and latitude
        in degrees.
    atlas
        The atlas, or its ground, which is ready for many joins.
    date
        The column of dates: EDTF text ('1939-09-17', '1940-06', '1921-03~'), `datetime.date`, `pandas.Timestamp`,
        any column of moments, or years as numbers. A moment is the day that its own clock shows.
    end
        The column of last days, both ends included; without it ``date`` stands alone.
    lon, lat
        The columns of a DataFrame; by default those that bear a usual name.
    date_format
        How text is written that is not EDTF, for `datetime.strptime`.
    prefix
        What the new columns begin with; by default nothing, or ``mapper_`` where the table has one of the names.
    borders
        Whether the nearest border is looked for, which takes most of the time.

    Returns
    -------
    DataFrame or GeoDataFrame
        The same rows in the same order, as they were, with the columns of `mapper.placing.place_points`. A row that
        has no place or no date is marked ``no place`` or ``no date``.

    Raises
    ------
    CallError
        If a column is not there.
    DataError
        If a date or a place cannot be read, such as '1939-9-28', with the rows; nothing is guessed at.
    """
    if date_format:
        check_form(date_format)
    for column in (date, *([end] if end else [])):
        if column not in points.columns:
            raise CallError(f"there is no column '{column}' of dates; there are {naming.listed(list(points.columns))}")
    names = naming.names_for(map(str, points.columns), columns_of(borders=borders), prefix)
    tally = Tally()
    xy = _places(points, lon, lat, tally)
    days = _days(points, date, date_format)
    if end:
        days = span_of(days, _days(points, end, date_format))
    _count(points, date, days.faults, tally)
    if tally.mistaken:
        told = tally.problems("points")
        raise DataError([replace(one, hint=one.hint.replace("--date-format", "date_format")) for one in told])
    ground = atlas if isinstance(atlas, Ground) else Ground(atlas)
    found = place_points(ground, xy, days.first, days.last, borders=borders)
    columns = {called: pd.Series(found[name], index=points.index) for name, called in names.called.items()}
    return points.assign(**columns)


def _days(points: pd.DataFrame, column: str, form: str) -> Days:
    values = points[column]
    if isinstance(values, pd.DataFrame):
        raise CallError(f"several columns bear the name '{column}'")
    return days_of(values, form)


def _places(points: pd.DataFrame, lon: str, lat: str, tally: Tally) -> NDArray[np.float64]:
    """Return the places of a table in EPSG:4326; what is wrong goes to the tally."""
    if isinstance(points, gpd.GeoDataFrame) and not (lon or lat):
        xy, faults = places_of(np.asarray(points.geometry, dtype=object))
        crs = points.crs
        if crs is not None and not pyproj.CRS(crs).equals(pyproj.CRS(CRS), ignore_axis_order=True):
            xy = np.column_stack(pyproj.Transformer.from_crs(crs, CRS, always_xy=True).transform(*xy.T))
        column = str(points.geometry.name)
    else:
        columns = list(map(str, points.columns))
        east = naming.column_of(columns, "longitude", lon, naming.LONGITUDES, naming.LONGITUDE_WORDS, "lon")
        north = naming.column_of(columns, "latitude", lat, naming.LATITUDES, naming.LATITUDE_WORDS, "lat")
        if east is None or north is None:
            raise CallError(f"name the columns of longitude and latitude, of {naming.listed(columns)}")
        (x, x_faults), (y, y_faults) = degrees_of(points[east], "longitude"), degrees_of(points[north], "latitude")
        xy, faults = np.column_stack([x, y]), np.where(pd.isna(x_faults), y_faults, x_faults)
        column = f"{east}, {north}"
    faults = np.where(pd.isna(faults), range_faults(*xy.T), faults)
    _count(points, column, faults, tally)
    xy[~pd.isna(faults)] = np.nan
    return xy


def _count(points: pd.DataFrame, column: str, faults: NDArray[Any], tally: Tally) -> None:
    for place in np.flatnonzero(~pd.isna(faults)):
        tally.add(f"row {points.index[int(place)]}", column, faults[place])
