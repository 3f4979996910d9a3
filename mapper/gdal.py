"""The only door to GDAL: GeoPackage, Shapefile, FlatGeobuf and polygons in JSON in, GeoPackage and GeoJSON out.

GDAL can open far more than that, databases and web services among it, which a file of any name may lead to. So a file
comes here only when its first bytes are those of one of the three (see `mapper.points`), and under its absolute path,
which is no address of a service. JSON is written anew for it, without a mark that another format could have, and
without the address of a CRS, which it would ask the network for.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pyogrio.raw
import pyproj
import shapely

from mapper.batches import ROWS
from mapper.columnar import ArrowBatch
from mapper.errors import CallError, Problems
from mapper.features import collection_of
from mapper.opening import reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

SCARCE = 1 << 20  # bytes: on a disk with less, SQLite fails in many words, few of which tell why
NO_CLOCK = "1970-01-01T00:00:00.000Z"  # GeoPackage wants a time of writing
ENDINGS = {"gpkg": (".gpkg",), "shp": (".shp",), "fgb": (".fgb",)}
FAULTS = (
    *(pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.CRSError),
    *(pyogrio.errors.FieldError, pyogrio.errors.GeometryError, pyogrio.errors.FeatureError),
)


class LayerSource:
    """One layer of points of a file."""

    def __init__(self, path: Path, kind: str, layer: str = "") -> None:
        self.path, self.kind, self.notes = path.resolve(), kind, list[str]()
        with self._told():
            self.layer = self._layer(layer)
            about = pyogrio.read_info(self.path, layer=self.layer, force_feature_count=True)
        if about["driver"] not in ("GPKG", "ESRI Shapefile", "FlatGeobuf"):
            raise CallError(f"{path} is of the kind {about['driver']}, which is not read")
        self.size = max(int(about["features"]), 0)
        self.crs = _crs(about["crs"])
        self.spatial = about["geometry_type"] is not None
        self.numbered = about["fid_column"] if kind == "gpkg" else ""
        with self._open() as (meta, reader):
            self.geometry = (meta["geometry_name"] or "wkb_geometry") if self.spatial else ""
            self.fields = reader.schema
        self.columns = [name for name in self.fields.names if name != self.geometry]

    def _layer(self, asked: str) -> str:
        """Return the layer asked for, or the one that has points, or the only one."""
        found = {str(name): kind for name, kind in pyogrio.list_layers(self.path)}
        if asked and asked not in found:
            raise CallError(f"{self.path} has no layer '{asked}'; there are {', '.join(found)}")
        points = [name for name, kind in found.items() if kind and "Point" in kind]
        spatial = [name for name, kind in found.items() if kind]
        for many in ([asked] if asked else [], points, spatial, list(found)):
            if len(many) == 1:
                return many[0]
            if many:
                raise CallError(f"{self.path} has several layers; name one with --layer: {', '.join(many)}")
        raise CallError(f"{self.path} holds no layer")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn an error of GDAL into one that names the file."""
        try:
            yield
        except FAULTS as error:
            raise CallError(f"{self.path} cannot be read: {' '.join(str(error).split())[:200]}") from error

    @contextlib.contextmanager
    def _open(self) -> Iterator[tuple[dict[str, Any], pa.RecordBatchReader]]:
        """Open the layer; a moment stays text, for its clock is a part of it."""
        with (
            self._told(),
            pyogrio.raw.open_arrow(
                self.path,
                layer=self.layer,
                batch_size=ROWS,
                use_pyarrow=True,
                return_fids=bool(self.numbered),
                datetime_as_string=True,
            ) as opened,
        ):
            yield opened

    def batches(self) -> Iterator[tuple[ArrowBatch, int]]:
        """Yield the rows."""
        start = 0
        with self._open() as (_, reader):
            for batch in reader:
                table = pa.Table.from_batches([batch])
                yield ArrowBatch(table, self.geometry, start, "feature"), start + table.num_rows
                start += table.num_rows

    def schema(self) -> pa.Schema:
        """Return the schema without the geometry."""
        return pa.schema([field for field in self.fields if field.name != self.geometry])


def read_frame(path: Path, layer: str | None = None, **more: str) -> pd.DataFrame:
    """Read a layer of a file that is known to be a GeoPackage, a Shapefile, a FlatGeobuf or a spreadsheet."""
    found: pd.DataFrame = pyogrio.read_dataframe(path.resolve(), layer=layer, **more)
    return found


def read_json_frame(raw: bytes, path: Path, *, whole: bool = True) -> gpd.GeoDataFrame:
    """Read GeoJSON or TopoJSON with shapes of any kind; its CRS is None where it says that it has none.

    Parameters
    ----------
    whole
        Whether a feature of GeoJSON without a geometry is a fault.

    Raises
    ------
    DataError
        If it is neither, or names a CRS that is not known.
    """
    head, crs = collection_of(raw, path)
    if head["type"] == "FeatureCollection":
        rows = [one.get("properties") for one in head["features"]]
        table = pd.DataFrame([row if isinstance(row, dict) else {} for row in rows])
        return gpd.GeoDataFrame(table, geometry=_shapes(head["features"], path, whole=whole), crs=crs)
    head.pop("crs", None)
    frame = gpd.read_file(io.BytesIO(json.dumps(head).replace("<", "\\u003c").encode()))
    shapes = frame.geometry.to_numpy() if "geometry" in frame else np.full(len(frame), None, dtype=object)
    return gpd.GeoDataFrame(frame.drop(columns="geometry", errors="ignore"), geometry=shapes, crs=crs)


def _shapes(features: list[dict[str, Any]], path: Path, *, whole: bool) -> NDArray[np.object_]:
    """Return the shapes of features of GeoJSON; tell those that are none, and if wanted those that are not there."""
    found, problems = np.full(len(features), None, dtype=object), Problems()
    for number, feature in enumerate(features):
        if feature.get("geometry") is None:
            if whole:
                hint = "Draw it, or leave the feature out."
                problems.add(path, f"feature {number + 1}", "geometry", "there is no geometry", hint)
            continue
        try:
            found[number] = shapely.from_geojson(json.dumps(feature["geometry"], allow_nan=False))
        except (shapely.errors.ShapelyError, ValueError) as error:
            message = f"the geometry cannot be read: {reason(error)}"
            problems.add(path, f"feature {number + 1}", "geometry", message, "Draw it anew.")
    problems.stop()
    return found


def _crs(told: str | None) -> pyproj.CRS | None:
    """Return a CRS; one that GeoPackage calls undefined is none."""
    if not told:
        return None
    try:
        crs = pyproj.CRS.from_user_input(told)
    except pyproj.exceptions.CRSError:
        return None
    return None if crs.is_engineering or "undefined" in crs.name.lower() else crs


def write_geopackage(
    path: Path, tables: dict[str, pd.DataFrame], told: dict[str, str], about: str, numbers: dict[str, str]
) -> None:
    """Write tables as layers of one GeoPackage, whose clock stands still.

    ``told`` is the metadata of the file, ``about`` the description of every layer; ``numbers`` names the column that
    numbers the rows of a table, for those that have one of their own.
    """
    with _no_clock(), _written(path):
        for order, (name, frame) in enumerate(tables.items()):
            more: dict[str, Any] = {"append": True} if order else {"dataset_metadata": told}
            more["layer_options"] = {"DESCRIPTION": about, **({"FID": numbers[name]} if name in numbers else {})}
            pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", use_arrow=True, **more)


def write_layer(path: Path, layer: str, rows: pa.RecordBatchReader, geometry: str, crs: str | None, fid: str) -> None:
    """Write rows as the one layer of a GeoPackage.

    Parameters
    ----------
    geometry
        The column of well-known binary.
    fid
        The column that numbers the rows; one is made if there is none of that name.
    """
    with _no_clock(), _written(path):
        pyogrio.raw.write_arrow(
            rows,
            path,
            layer=layer,
            driver="GPKG",
            geometry_name=geometry,
            geometry_type="Unknown",
            crs=crs,
            layer_options={"FID": fid, "GEOMETRY_NAME": geometry},
        )


def write_geojson(path: Path, frame: pd.DataFrame, layer: str, about: str) -> None:
    """Write a frame in EPSG:4326 as GeoJSON, with words about it.

    Without the name of its layer, the driver would make one up.
    """
    text = io.BytesIO()  # the driver says nothing of a disk that is full
    with _written(path):
        pyogrio.write_dataframe(frame, text, layer=layer, driver="GeoJSON", layer_options={"DESCRIPTION": about})
    path.write_bytes(text.getvalue())


@contextlib.contextmanager
def _written(path: Path) -> Iterator[None]:
    """Turn an error of GDAL into one of the system, which `mapper.files` tells with the name of its target."""
    try:
        yield
    except FAULTS as error:
        words = " ".join(str(error).split())[:200]
        full = "disk is full" in str(error) or shutil.disk_usage(path.parent).free < SCARCE
        raise OSError(*((errno.ENOSPC, words) if full else (words,))) from error


@contextlib.contextmanager
def _no_clock() -> Iterator[None]:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": NO_CLOCK})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
