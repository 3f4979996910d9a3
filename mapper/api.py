"""The atlas in Python: what `mapper.load` opens, for a notebook or a script. Frames come in, frames go out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np

from mapper import atlas as composite
from mapper.build import chart
from mapper.cluster import join_parts
from mapper.dates import asked_day
from mapper.diff import SLIVER_KM2
from mapper.diff import diff as diff_atlases
from mapper.errors import CallError
from mapper.frames import join_frame
from mapper.geodata import load as load_geodata
from mapper.geometry import CRS
from mapper.packaged import geodata_folder, maps_folder
from mapper.page import HEIGHT

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    import pandas as pd

    from mapper.about import About
    from mapper.diff import Difference
    from mapper.geodata import Geodata
    from mapper.page import AtlasMap

    Day = str | dt.date | pd.Timestamp | np.datetime64


def load(path: str | os.PathLike[str] | None = None, maps: str | os.PathLike[str] | None = None) -> OpenAtlas:
    """Read a geodata folder and check it.

    Parameters
    ----------
    path
        The folder; by default ``./geodata`` where it is, or the atlas that the package brings.
    maps
        The folder of the maps' TOML files, for `OpenAtlas.map`; by default ``./maps`` where it holds one, or the one
        beside the data.

    Raises
    ------
    CallError
        If the folder is not there or is no geodata folder.
    DataError
        With every problem of the data.
    """
    folder = geodata_folder(None if path is None else Path(path))
    return OpenAtlas(load_geodata(folder), maps_folder(None if maps is None else Path(maps), folder))


class OpenAtlas:
    """An atlas that was read and checked: who held which land on any day.

    All geometry is EPSG:4326, longitude first; areas are km2 on the WGS84 ellipsoid, of the land inside the windows of
    the theatres. A day is text written YYYY-MM-DD, a `datetime.date`, a `pandas.Timestamp` or a `numpy.datetime64`; of
    a moment the day counts that it shows. On the day of a change the new state holds.
    """

    def __init__(self, data: Geodata, maps: Path) -> None:
        self.data, self.maps = data, maps

    def __repr__(self) -> str:
        """Return what it holds, in a line."""
        about, atlas = self.about, self.data.atlas
        title = next(iter(about.title.values()))
        return f"<{title}: {len(atlas.territories)} territories, {about.period}, from {atlas.geodata}>"

    @property
    def about(self) -> About:
        """What the atlas says about itself: title, period, theatres, themes, licence, credits."""
        return self.data.about

    @property
    def events(self) -> gpd.GeoDataFrame:
        """The events, each with where it fell and who held the place (see `mapper.placing.COLUMNS`)."""
        return self.data.events.copy()

    @property
    def places(self) -> gpd.GeoDataFrame:
        """The towns, with the names that they bore."""
        table = self.data.places
        return gpd.GeoDataFrame(table.copy(), geometry=gpd.points_from_xy(table["lon"], table["lat"]), crs=CRS)

    def at(self, day: Day, theatre: str = "") -> gpd.GeoDataFrame:
        """Return the polities of a day, in one theatre or all: ``controller``, name, theatres, km2 and their land.

        ``read`` is the share of that land, 0 to 1, of which a text that was read says who held it.

        Raises
        ------
        CallError
            If the day is none, or lies outside the period of the atlas, or there is no such theatre.
        """
        return composite.polities_on(self.data.atlas, day_text(day), theatre)

    def state(self, day: Day, theatre: str = "") -> gpd.GeoDataFrame:
        """Return the territories of a day, in one theatre or all: controller, sovereign, status, source ...

        Raises
        ------
        CallError
            If the day is none, or lies outside the period of the atlas, or there is no such theatre.
        """
        return composite.state_on(self.data.atlas, day_text(day), theatre)

    def changes(self, first: Day | None = None, after: Day | None = None, theatre: str = "") -> gpd.GeoDataFrame:
        """Return every change of a land's controller, sovereign or status, sorted by day and territory.

        Parameters
        ----------
        first, after
            From which day, and up to, but not including, which; by default all days of the atlas.
        theatre
            Of which theatre; by default of all.

        Returns
        -------
        GeoDataFrame
            ``day`` (the first of the new state), ``territory``, ``theatre``, ``km2``, and controller, sovereign and
            status, each with its like of the day before, as ``controller_before`` and so on; and the land.

        Raises
        ------
        CallError
            If a day is none or lies outside the period of the atlas, no day lies between them, or there is no such
            theatre.
        """
        begin, end = ("" if day is None else day_text(day) for day in (first, after))
        return composite.changes_between(self.data.atlas, begin, end, theatre)

    def join(
        self,
        points: pd.DataFrame,
        date: str = "",
        end: str | None = None,
        *,
        lon: str = "",
        lat: str = "",
        date_format: str = "",
    ) -> gpd.GeoDataFrame:
        """Join dated points to the land and the power that held it.

        Parameters
        ----------
        points
            A GeoDataFrame of points in any CRS (EPSG:4326 where it names none), or a DataFrame with columns of
            longitude and latitude in degrees.
        date, end
            The column of dates, or of first days, and that of last days, if there is one. They may hold EDTF text
            ('1939-09-17', '1940-06', '1921-03~', '1932/1933'), days, moments or years. By default those with a usual
            name.
        lon, lat
            The columns of a DataFrame; by default those with a usual name.
        date_format
            How text says a day if not in EDTF, such as '%d.%m.%Y'.

        Returns
        -------
        GeoDataFrame
            The same rows, index, columns and geometry, with ``territory``, ``controller``, ``sovereign``, ``status``,
            ``match``, ``border_km``, ``border``, ``front_first``, ``front_last``, ``administration`` and ``level``
            behind (see `mapper.placing.place_points`); with the prefix ``mapper_`` where the frame has one of these
            names. ``border_km`` is in km on the ellipsoid; ``front_first`` and ``front_last`` are days, both included.
            ``match`` is 'no place' or 'no date' where a row lacks one, and a warning tells why.

        Raises
        ------
        CallError
            If a column is not there, or the format is none.
        """
        return join_frame(points, self.data.ground, date, end, lon, lat, date_format)

    def diff(self, other: OpenAtlas | str | os.PathLike[str], over_km2: float = SLIVER_KM2) -> Difference:
        """Return what differs in another atlas, or in that of another folder: its ``table`` is the new minus this one.

        Pieces of land below ``over_km2`` are counted and left out.

        Raises
        ------
        CallError, DataError
            If the other folder is none, or has problems.
        """
        new = other.data.atlas if isinstance(other, OpenAtlas) else composite.read_atlas(Path(other))
        return diff_atlases(self.data.atlas, new, over_km2)

    def map(
        self,
        name: str,
        *,
        date: Day | None = None,
        layers: Iterable[str] | None = None,
        height: float | str = HEIGHT,
        offline: bool = True,
    ) -> AtlasMap:
        """Return one of the maps as a `folium.Map`, to show in a notebook, or to add further folium layers to.

        Parameters
        ----------
        name
            The id of the map: the name of its TOML file without ending.
        date
            The day on which it opens; by default that of the TOML file.
        layers
            The layers that are on when it opens, such as ``["control", "agreed", "events:war"]`` (see
            `mapper.maps.layer_names`); by default those of the TOML file.
        height
            How high a notebook shows it: pixels, or a length of CSS such as '80vh'.
        offline
            False admits tiles and images from the network; else the page fetches nothing, and refuses what would.

        Raises
        ------
        CallError
            If there is no such map or layer, the day is none or lies outside the period, or the height is none.
        DataError
            With every problem of the maps' files.
        """
        day = "" if date is None else day_text(date)
        return chart(self.data, self.maps, name, date=day, layers=layers, height=height, offline=offline)


def join_dask(
    points: Any,  # noqa: ANN401  (dask is an optional extra)
    atlas: OpenAtlas,
    date: str = "",
    end: str | None = None,
    *,
    lon: str = "",
    lat: str = "",
    date_format: str = "",
) -> Any:  # noqa: ANN401
    """Join the rows of a dask dataframe on any dask cluster, as `OpenAtlas.join` does those of a frame.

    Parameters
    ----------
    points
        A dask dataframe, or one of dask-geopandas, of points.
    date, end, lon, lat, date_format
        As for `OpenAtlas.join`.

    Returns
    -------
    dask_geopandas.GeoDataFrame
        The same rows and partitions with the columns of the join; nothing is computed yet. What cannot be placed is
        marked; the warnings that tell why stand in the logs of the workers.

    Raises
    ------
    CallError
        If dask is not installed, or a column is not there.
    """
    return join_parts(points, atlas.data.atlas, date, end, lon, lat, date_format)


def day_text(day: Day) -> str:
    """Return a day as ISO text; raise `CallError` if it is none."""
    if isinstance(day, str):
        return asked_day(day)
    if isinstance(day, np.datetime64):
        return asked_day(str(day.astype("datetime64[D]")))
    if isinstance(day, dt.date):  # a datetime.datetime and a pandas.Timestamp are such, with an hour behind
        return asked_day(day.isoformat()[:10])
    raise CallError(f"{day!r} is no day: write it as '1939-09-28', or give a datetime.date")
