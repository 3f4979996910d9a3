"""The join of a table in memory: any frame of dated points, joined to the land and the power that held them."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from mapper import naming
from mapper.batches import places_of
from mapper.dating import check_form, days_of, span_of
from mapper.degrees import degrees_of, range_faults
from mapper.errors import CallError, Tally
from mapper.geometry import CRS
from mapper.placing import COLUMNS, place_points
from mapper.points import in_degrees

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.dating import Days
    from mapper.ground import Ground

AXES = ("longitude", "latitude")


def join_frame(
    points: pd.DataFrame,
    ground: Ground,
    date: str = "",
    end: str | None = None,
    lon: str = "",
    lat: str = "",
    date_format: str = "",
) -> gpd.GeoDataFrame:
    """Join a frame of dated points to the land and the power that held it.

    Parameters
    ----------
    points
        A GeoDataFrame of points in any CRS (EPSG:4326 where it names none), or a DataFrame with columns of longitude
        and latitude in degrees.
    date, end
        The column of dates, or of first days, and that of last days, if there is one; `mapper.dating.days_of` says what
        a cell may hold. By default those with a usual name.
    lon, lat
        The columns of a DataFrame; by default those with a usual name.
    date_format
        How text says a day if not in EDTF, for `datetime.datetime.strptime`.

    Returns
    -------
    GeoDataFrame
        The same rows, index, columns and geometry (a DataFrame's in EPSG:4326), with `mapper.placing.COLUMNS` behind;
        with the prefix ``mapper_`` where the frame has one of their names. ``match`` is 'no place' or 'no date' where a
        row lacks one, and a warning tells why.

    Raises
    ------
    CallError
        If it is no frame, a column is not there, or the format is none.
    """
    if date_format:
        check_form(date_format)
    if not isinstance(points, pd.DataFrame):
        raise CallError(f"{points!r} is no frame; read a file with pandas or geopandas first, or use `mapper join`")
    columns = list(map(str, points.columns))
    date, end = naming.dates_of(columns, date, end or "", naming.PYTHON)
    whole: gpd.GeoDataFrame | None
    if isinstance(points, gpd.GeoDataFrame) and not (lon or lat):
        xy, faults = places_of(points.geometry.to_numpy())
        where, whole = str(points.geometry.name), points.copy()
        xy = in_degrees(xy, _transformer(points.crs))
    else:
        xy, faults, where = _columns(points, lon, lat)
        whole = None
    faults = np.where(pd.isna(faults), range_faults(*xy.T), faults)
    xy[~pd.isna(faults)] = np.nan
    if whole is None:
        shapes = np.full(len(xy), None, dtype=object)
        good = pd.isna(faults)
        shapes[good] = shapely.points(xy[good])
        whole = gpd.GeoDataFrame(points.copy(), geometry=shapes, crs=CRS)
    days = days_of(points[date], date_format)
    if end:
        days = span_of(days, days_of(points[end], date_format))
    _tell(points, where, faults, date, days)
    names = naming.names_for(columns, COLUMNS)
    found = place_points(ground, xy, days.first, days.last)
    return whole.assign(**{called: found[name] for name, called in names.called.items()})


def _transformer(crs: pyproj.CRS | None) -> pyproj.Transformer | None:
    """Return what brings places to degrees; None where they are such already."""
    if crs is None or crs.equals(pyproj.CRS(CRS), ignore_axis_order=True):
        return None
    return pyproj.Transformer.from_crs(crs, CRS, always_xy=True)


def _columns(points: pd.DataFrame, lon: str, lat: str) -> tuple[NDArray[np.float64], NDArray[np.object_], str]:
    """Return the places of a frame without geometry, why some are none, and the columns that they stand in."""
    names = naming.axes_of(list(map(str, points.columns)), lon, lat, naming.PYTHON)
    (x, wrong_x), (y, wrong_y) = (degrees_of(points[name], axis) for name, axis in zip(names, AXES, strict=True))
    return np.column_stack([x, y]), np.where(pd.isna(wrong_x), wrong_y, wrong_x), ", ".join(names)


def _tell(points: pd.DataFrame, where: str, faults: NDArray[np.object_], date: str, days: Days) -> None:
    """Warn of the rows that cannot be placed."""
    tally = Tally()
    for column, wrong in ((where, faults), (date, days.faults)):
        for index in np.flatnonzero(~pd.isna(wrong)):
            fault: Any = wrong[index]
            tally.add(f"row {points.index[int(index)]}", column, fault)
    for problem in tally.problems("the table"):
        hint = problem.hint.replace("--date-format", "date_format")  # which is said of the command
        warnings.warn(str(replace(problem, hint=hint)), UserWarning, stacklevel=4)
