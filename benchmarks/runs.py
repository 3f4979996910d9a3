"""One measured run a process: ``python -m benchmarks.runs WHAT ARGUMENT ...`` prints what it took, as JSON.

CPU seconds are of the process from after its imports to the end; the memory is its peak.
"""

from __future__ import annotations

import gzip
import json
import re
import resource
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from folium.plugins import Timeline, TimelineSlider, TimestampedGeoJson

import mapper
from benchmarks import sets
from mapper import build as building
from mapper.joining import join_file
from mapper.new import new
from mapper.placing import place_points

if TYPE_CHECKING:
    from collections.abc import Callable

MEGA = 1e6
PIECE = 100_000  # points that are written at once
POINTS = pa.schema([("lon", pa.float64()), ("lat", pa.float64()), ("date", pa.date32())])


def ours(data: Path, out: Path) -> Path:
    """Build a page of a folder with mapper."""
    (built,) = building.build(data / "atlas" / "geodata", data / "atlas" / "maps", out)
    return built.path


def atlas(_: Path, out: Path) -> Path:
    """Build the maps that the package brings."""
    folder = Path(__file__).parents[1]
    return building.build(folder / "geodata", folder / "maps", out)[0].path


def timeline(data: Path, out: Path) -> Path:
    """Draw dated lands with folium's Timeline, on a canvas."""
    lands = _read(data)
    chart = _chart(lands)
    frame = pd.concat([lands, _events(data)], ignore_index=True).rename(columns={"from": "start", "to": "end"})
    layer = Timeline(json.loads(frame.to_json())).add_to(chart)
    TimelineSlider(auto_play=False).add_timelines(layer).add_to(chart)
    return _saved(chart, out)


def timestamped(data: Path, out: Path) -> Path:
    """Draw dated lands with folium's TimestampedGeoJson: a copy of a land for each year."""
    lands = _read(data)
    copies = [
        {**land, "properties": {"times": [f"{year}-12-31"], "name": land["properties"]["name"]}}
        for land in json.loads(pd.concat([lands, _events(data)], ignore_index=True).to_json())["features"]
        for year in _years(land["properties"])
    ]
    chart = _chart(lands)
    TimestampedGeoJson({"type": "FeatureCollection", "features": copies}, period="P1Y", duration="P1D").add_to(chart)
    return _saved(chart, out)


def groups(data: Path, out: Path) -> Path:
    """Draw dated lands with a FeatureGroup for each year."""
    lands = _read(data)
    chart = _chart(lands)
    everything = pd.concat([lands, _events(data)], ignore_index=True)
    first, last = int(lands["from"].min()[:4]), int(lands["to"].max()[:4])
    for year in range(first, last):
        group = folium.FeatureGroup(str(year), show=year == first).add_to(chart)
        day = f"{year}-12-31"
        shown = everything[(everything["from"] <= day) & (day < everything["to"])]
        folium.GeoJson(shown.to_json()).add_to(group)
    folium.LayerControl().add_to(chart)
    return _saved(chart, out)


def kepler(data: Path, out: Path) -> Path:
    """Draw dated lands with kepler.gl, whose page fetches its libraries from the network."""
    from keplergl import KeplerGl  # noqa: PLC0415  (an extra)

    path = out / "page.html"
    KeplerGl(data={"lands": _read(data), "events": _events(data)}).save_to_html(file_name=str(path))
    return path


def _read(data: Path) -> gpd.GeoDataFrame:
    """Read the dated lands, their days as text."""
    lands = gpd.read_file(data / "lands.geojson")
    return lands.assign(**{key: lands[key].astype(str).str[:10] for key in ("from", "to")})


def _events(data: Path) -> gpd.GeoDataFrame:
    """Read the events, each of which is shown for a year."""
    told = pd.read_csv(data / "events.csv", dtype={"date": str})
    days = told["date"].to_numpy(dtype="datetime64[D]")
    spans = {"name": told["title"], "from": told["date"], "to": (days + 365).astype(str)}
    return gpd.GeoDataFrame(pd.DataFrame(spans), geometry=shapely.points(told[["lon", "lat"]]), crs="EPSG:4326")


def _chart(lands: gpd.GeoDataFrame) -> folium.Map:
    """Return a map on a canvas that shows lands whole."""
    west, south, east, north = lands.total_bounds.tolist()
    chart = folium.Map(prefer_canvas=True, tiles=None)
    chart.fit_bounds([[south, west], [north, east]])
    return chart


def _years(told: dict[str, Any]) -> range:
    """Return the years on whose last day a record holds."""
    return range(int(str(told["from"])[:4]), int(str(told["to"])[:4]))


def _saved(chart: folium.Map, out: Path) -> Path:
    path = out / "page.html"
    chart.save(path)
    return path


def join_ours(count: int, folder: Path) -> int:
    """Join points of all days with mapper, with the nearest border."""
    land = mapper.load(folder)
    asked = _points(land, count)
    begun = time.process_time()
    land.join(asked)
    return _told(begun)


def place_ours(count: int, folder: Path) -> int:
    """Join points of all days with mapper, without borders."""
    land = mapper.load(folder)
    asked = _points(land, count)
    begun = time.process_time()
    day = asked["date"].to_numpy(dtype="datetime64[D]")
    place_points(land.data.ground, asked[["lon", "lat"]].to_numpy(), day, day, borders=False)
    return _told(begun)


def join_peer(count: int, folder: Path) -> int:
    """Join points with geopandas: sjoin with every dated land, then those of the day."""
    land = mapper.load(folder)
    asked = _points(land, count)
    held = land.data.atlas.territories[["geometry"]].join(
        land.data.atlas.spells.set_index("territory")[["from", "to", "controller"]], how="inner"
    )
    held["from"], held["to"] = pd.to_datetime(held["from"]), pd.to_datetime(held["to"])
    begun = time.process_time()
    places = gpd.GeoDataFrame(asked, geometry=shapely.points(asked[["lon", "lat"]].to_numpy()), crs="EPSG:4326")
    found = places.sjoin(held, predicate="within")
    found = found[(found["from"] <= found["date"]) & (found["date"] < found["to"])]
    return _told(begun)


def join_stream(count: int, folder: Path) -> int:
    """Join a file of points with mapper, read and written in pieces, without borders."""
    land = mapper.load(folder)
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "points.parquet"
        with pq.ParquetWriter(path, POINTS) as file:
            for left in range(count, 0, -PIECE):
                file.write_table(pa.Table.from_pandas(_points(land, min(left, PIECE)), POINTS, preserve_index=False))
        begun = time.process_time()
        join_file(path, land.data.atlas, Path(room) / "joined.parquet", borders=False)
        return _told(begun)


def _points(land: Any, count: int) -> pd.DataFrame:  # noqa: ANN401  (an atlas that is open)
    about = land.data.about
    return sets.points(count, next(iter(about.theatres.values())).window, about.period.first, about.period.after)


def _told(begun: float) -> int:
    return round((time.process_time() - begun) * 1e6)


BUILDS: dict[str, Callable[[Path, Path], Path]] = {
    "ours": ours,
    "atlas": atlas,
    "Timeline": timeline,
    "TimestampedGeoJson": timestamped,
    "FeatureGroups": groups,
    "keplergl": kepler,
}
JOINS: dict[str, Callable[[int, Path], int]] = {
    "join": join_ours,
    "place": place_ours,
    "sjoin": join_peer,
    "stream": join_stream,
}


def make(data: Path, size: sets.Size, lands: gpd.GeoDataFrame | None = None) -> None:
    """Write a set into a folder: lands as GeoJSON, events as CSV, and both as an atlas of mapper."""
    found = sets.lands(size) if lands is None else lands
    files = [data / "lands.geojson", data / "events.csv"]
    found[["name", "from", "to", "geometry"]].to_file(files[0], driver="GeoJSON")
    sets.events(size.events, found).to_csv(files[1], index=False)
    new(data / "atlas", files if size.events else files[:1])


def peak() -> float:
    """Return the most memory that the process held, in MB; Linux counts that of its parent, too, but in VmHWM."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(what: str, *given: str) -> None:
    """Make one run, and print what it took."""
    if what == "keplergl":
        import_module(what)  # what an import takes is not counted
    begun = time.process_time()
    told: dict[str, float] = {}
    if what in BUILDS:
        page = BUILDS[what](*map(Path, given))
        told["cpu"] = time.process_time() - begun
        body = page.read_bytes()
        told |= {"size": len(body) / MEGA, "gzip": len(gzip.compress(body, mtime=0)) / MEGA}
    else:
        told["cpu"] = JOINS[what](int(given[0]), Path(given[1])) / MEGA
    told["memory"] = peak()
    sys.stdout.write(json.dumps({key: float(np.round(value, 4)) for key, value in told.items()}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
