"""The join on a dask cluster gives the same rows."""

from collections.abc import Iterator
from pathlib import Path

import dask
import dask_geopandas
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from dask import dataframe
from distributed import Client
from world import World

import mapper
from mapper.errors import CallError
from mapper.geodata import Geodata
from mapper.joining import join_file


@pytest.fixture(scope="module")
def cluster() -> Iterator[Client]:
    """Return a cluster of two processes on this machine."""
    with Client(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as client:
        yield client


def table(count: int = 300) -> pd.DataFrame:
    chance = np.random.default_rng(5)
    days = np.arange("1938-09-01", "1940-02-01", dtype="datetime64[D]")
    return pd.DataFrame(
        {
            "lon": chance.uniform(0, 10, count),
            "lat": chance.uniform(0, 10, count),
            "date": np.datetime_as_string(chance.choice(days, count)),
            "status": "mine",
        },
        index=pd.RangeIndex(0, 2 * count, 2),
    )


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> mapper.OpenAtlas:
    """Return the tiny world, opened."""
    return mapper.load(World(tmp_path_factory.mktemp("cluster") / "world").geodata)


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize("spatial", [False, True])
def test_a_dask_dataframe_gives_the_rows_of_a_table(opened: mapper.OpenAtlas, *, spatial: bool) -> None:
    whole = table()
    if spatial:
        whole = gpd.GeoDataFrame(whole, geometry=gpd.points_from_xy(whole["lon"], whole["lat"]), crs=4326).to_crs(3857)
        parts = dask_geopandas.from_geopandas(whole, npartitions=5)
    else:
        parts = dataframe.from_pandas(whole, npartitions=5)
    lazy = mapper.join_dask(parts, opened)
    assert lazy.npartitions == parts.npartitions
    found, expected = lazy.compute(), opened.join(whole)
    assert isinstance(found, gpd.GeoDataFrame)
    assert found.crs == expected.crs
    assert list(lazy.columns) == list(expected.columns)
    assert {"inside", "ambiguous"} & set(found["mapper_match"])
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(expected), check_dtype=False)


@pytest.mark.usefixtures("cluster")
def test_what_cannot_be_placed_is_marked_as_in_a_table(opened: mapper.OpenAtlas) -> None:
    parts = dataframe.from_pandas(table().assign(date="1939-9-28"), npartitions=2)
    assert set(mapper.join_dask(parts, opened).compute()["mapper_match"]) == {"no date"}
    with pytest.raises(CallError, match="no column 'day'"):
        mapper.join_dask(parts, opened, date="day")


def test_a_file_is_joined_on_a_cluster_row_by_row_the_same(
    tiny: Geodata, cluster: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.columnar.ROWS", 20)
    source = tmp_path / "mine.parquet"
    table(900).to_parquet(source, index=False)
    with dask.config.set({"scheduler-address": cluster.scheduler.address}):
        there = join_file(source, tiny.atlas, tmp_path / "there.csv", engine="dask")
    here = join_file(source, tiny.atlas, tmp_path / "here.csv")
    assert there.counts == here.counts
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
