"""Everything that a geodata folder holds, in the formats of others: GeoJSON, GeoPackage, GeoParquet, Linked Places.

The land goes out as dated polygons, one feature a spell, in EPSG:4326, longitude first, rounded to 1e-7 degree; days
are ISO text, dates in a GeoPackage, and ``to`` is the first day after. What the folder says about itself, its licence
among it, goes with the data. The same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from mapper import datapackage, qgis
from mapper.atlas import polities_on, state_on
from mapper.doubts import EARLIEST, LATEST
from mapper.errors import CallError
from mapper.evidence import key_of
from mapper.files import replacing
from mapper.gdal import NO_CLOCK, write_geojson, write_geopackage
from mapper.geometry import CRS
from mapper.linked import CONTEXT, indexing, linked_features
from mapper.reading import records
from mapper.sources import bibtex, citation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mapper.about import About
    from mapper.atlas import Atlas
    from mapper.geodata import Geodata

FORMATS = {
    "geojson": (".geojson", ".json"),
    "gpkg": (".gpkg",),
    "parquet": (".parquet",),
    "lpf": (".jsonld",),
    "datapackage": (),
}
PLACES = 7  # decimals of a coordinate, about 1 cm
LAYER = "spells"  # of the dated polygons
DAYS = ("from", "to", "earliest", "latest", "day")  # columns that hold a day in every row
LAND = ("name", "part_of", "campaign", "theatre", "km2")  # what a spell has from its territory, or the zone of one
SPELL = (
    *("from", "to", EARLIEST, LATEST, "controller", "sovereign", "status", "administration"),
    *("rule", "source", "confidence", "level", "note"),
)
TERRITORY = ("theatre", "name", "towns", "km2", *SPELL[:2], *SPELL[4:8], "level", "source")  # of a day
BASES = ("evidence", "sources")  # tables whose rows are no records of the map: what others rest on

Record = dict[str, Any]


def format_of(path: Path, kind: str | None = None) -> str:
    """Return the format asked for, or that of the file's ending.

    Raises
    ------
    CallError
        If none is asked for and the ending says none.
    """
    endings = {ending: name for name, many in FORMATS.items() for ending in many}
    found = kind or ("datapackage" if path.name == datapackage.FILE else endings.get(path.suffix.lower()))
    if not found:
        raise CallError(f"{path} ends in none of {', '.join(endings)}; name a --format: {', '.join(FORMATS)}")
    return found


def dated_polygons(atlas: Atlas) -> gpd.GeoDataFrame:
    """Return a row for each spell, in the order of territory and day, with the geometry and km2 of its territory.

    A zone, which a campaign cut on its days, has its territory in ``part_of``; else that and ``campaign`` are ''.
    ``uri`` names the record of ``spells.csv`` that the row rests on.
    """
    spells = atlas.spells[["territory", *SPELL]]
    land = atlas.territories.loc[list(spells["territory"]), [*LAND, "geometry"]]
    both = pd.concat([spells.reset_index(drop=True), land.reset_index(drop=True)], axis=1)
    columns = ["territory", *LAND[:4], *SPELL[:8], "km2", *SPELL[8:], "uri"]
    shapes = list(map(_rounded, land.geometry))
    uris = list(map(atlas.about.uri_of, atlas.spells["record"]))
    return gpd.GeoDataFrame(both.assign(km2=both["km2"].round(3), uri=uris)[columns], geometry=shapes, crs=CRS)


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    """Return geometry rounded to `PLACES`, outer rings counter-clockwise as GeoJSON has them."""
    return shapely.orient_polygons(shapely.transform(shape, lambda xy: xy.round(PLACES)))


def layers(data: Geodata) -> dict[str, pd.DataFrame]:
    """Return every table of a folder by name: frames with a geometry are layers, the others attribute tables.

    An empty table is left out. ``uri`` names each record.
    """
    atlas, overlays = data.atlas, data.overlays
    places = data.places
    drawn = {"movements": overlays.movements, "railways": overlays.railways, "rivers": overlays.rivers}
    found: dict[str, pd.DataFrame] = {
        LAYER: dated_polygons(atlas),
        "lines": atlas.lines,
        "events": data.events,
        "places": gpd.GeoDataFrame(places, geometry=gpd.points_from_xy(places["lon"], places["lat"]), crs=CRS),
        **{name: _lines(lines) for name, lines in drawn.items()},
        "railway_spells": overlays.railway_spells,
        "agreements": overlays.agreements,
        "spheres": overlays.spheres,
        "recognitions": overlays.recognitions,
        "administrations": atlas.administrations,
        "evidence": atlas.evidence.rows,
        "essay": data.claims,
        "polities": atlas.polities,
        "sources": pd.DataFrame(
            {"key": key, "text": citation(fields), "bibtex": bibtex(key, atlas.evidence.located(key, fields))}
            for key, fields in atlas.sources.items()
        ),
    }
    named = {
        name: frame if name in (LAYER, *BASES) else _with_uris(data.about, name, frame) for name, frame in found.items()
    }
    return {name: frame.reset_index(drop=True) for name, frame in named.items() if len(frame)}


def _with_uris(about: About, table: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(uri=[about.uri_of(key_of(table, row)) for row in records(pd.DataFrame(frame))])


def _lines(lines: Mapping[str, Record]) -> pd.DataFrame:
    frame = pd.DataFrame(list(lines.values()))
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS) if len(frame) else frame


def export(data: Geodata, out: Path, kind: str | None = None) -> int:
    """Write a geodata folder in another format, and return the number of features.

    Parameters
    ----------
    kind
        A key of `FORMATS`; by default that of the file's ending.

    Raises
    ------
    CallError
        If there is no such format.
    BuildError
        If the file cannot be written; one that was there is as it was.
    """
    made = format_of(out, kind)
    if made == "datapackage" and out.resolve().parent != data.atlas.geodata.resolve():
        home = data.atlas.geodata / datapackage.FILE
        raise CallError(f"a data package names the files beside it; write it as {home}")
    with replacing(out, next(iter(FORMATS[made]), ".json")) as fresh:
        return _write(data, fresh, made)


def export_state(atlas: Atlas, day: str, theatre: str, out: Path) -> None:
    """Write the polities of a day; a GeoPackage also has the territories, as a layer of its own.

    Raises
    ------
    CallError
        If the day lies outside the period, or there is no such theatre.
    BuildError
        If the file cannot be written; one that was there is as it was.
    """
    held = polities_on(atlas, day, theatre)
    with replacing(out) as fresh:
        about = f"{atlas.about.imprint} State of {day}."
        if format_of(out) == "gpkg":
            land = state_on(atlas, day, theatre)
            land = land.assign(territory=land.index, km2=land["km2"].round(3))[["territory", *TERRITORY, "geometry"]]
            _write_layers(fresh, {"polities": held, "territories": land}, "territories", atlas, about)
        else:
            write_geojson(fresh, held, "polities", about)


def export_changes(atlas: Atlas, found: gpd.GeoDataFrame, out: Path) -> None:
    """Write changes of land (see `mapper.atlas.changes_between`): CSV, without the land, GeoJSON or GeoPackage.

    Raises
    ------
    BuildError
        If the file cannot be written; one that was there is as it was.
    """
    with replacing(out) as fresh:
        about = f"{atlas.about.imprint} Changes of land."
        if out.suffix.lower() == ".csv":
            found.drop(columns="geometry").to_csv(fresh, index=False, lineterminator="\n")
        elif format_of(out) == "gpkg":
            _write_layers(fresh, {"changes": found}, "changes", atlas, about)
        else:
            write_geojson(fresh, found, "changes", about)


def _write(data: Geodata, path: Path, kind: str) -> int:
    told = _told(data.about)
    if kind == "gpkg":
        return _write_geopackage(path, data)
    if kind == "lpf":
        features = linked_features(data, lambda shape: dict(json.loads(shapely.to_geojson(_rounded(shape)))))
        head: Record = {"type": "FeatureCollection", "@context": CONTEXT, "indexing": indexing(data.about), **told}
        return _write_collection(path, head, [_json(feature) for feature in features])
    if kind == "datapackage":
        described = datapackage.package(data.atlas.geodata, data.about)
        text = _json(described).replace('{"name"', '\n{"name"')  # a line a column
        path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        return len(described["resources"])
    land = dated_polygons(data.atlas)
    if kind == "parquet":
        land.attrs.update(told)
        land.to_parquet(path, index=False)
        return len(land)
    sources = {key: citation(fields) for key, fields in data.atlas.sources.items()}
    whole = land.total_bounds.round(PLACES).tolist()
    head = {"type": "FeatureCollection", "name": LAYER, **told, "bbox": whole, "sources": sources}
    return _write_collection(path, head, _features(land))


def _features(land: gpd.GeoDataFrame) -> list[str]:
    """Return dated polygons as GeoJSON; the id of one is its territory and its first day."""
    shapes = shapely.to_geojson(land.geometry.to_numpy())
    boxes = land.bounds.round(PLACES).to_numpy().tolist()
    rows = pd.DataFrame(land.drop(columns="geometry")).to_dict("records")
    ids = [f"{row['territory']}:{row['from']}" for row in rows]
    return [
        f'{{"type":"Feature","id":{_json(name)},"bbox":{_json(box)},"properties":{_json(record)},"geometry":{shape}}}'
        for name, record, shape, box in zip(ids, rows, shapes, boxes, strict=True)
    ]


def _told(about: About) -> dict[str, str]:
    """Return what an export says about the data: title, credit, licence (SPDX) and its address."""
    given = "; ".join(f"{credit.by} ({credit.licence})" if credit.licence else credit.by for credit in about.credits)
    credit = "; ".join(filter(None, (about.credit, given)))
    told = {
        "title": about.title[about.languages[0]],
        "credit": credit,
        "licence": about.licence,
        "licence_url": about.licence_url,
        "version": about.version,
        "uri": about.uri,
    }
    return {key: value for key, value in told.items() if value}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _write_collection(path: Path, head: Record, features: list[str]) -> int:
    """Write a GeoJSON FeatureCollection, a feature a line."""
    rows = ",\n".join(features)
    path.write_text(f'{_json(head)[:-1]},"features":[\n{rows}\n]}}\n', encoding="utf-8", newline="\n")
    return len(features)


def _write_geopackage(path: Path, data: Geodata) -> int:
    """Write all tables as layers of one GeoPackage, with a style of the land."""
    tables = layers(data)
    _write_layers(path, tables, LAYER, data.atlas, data.about.imprint)
    return sum(map(len, tables.values()))


def _write_layers(path: Path, tables: dict[str, pd.DataFrame], land: str, atlas: Atlas, about: str) -> None:
    """Write tables as layers of one GeoPackage, with a style of that which holds the land."""
    powers = sorted(zip(*(atlas.polities[column] for column in ("id", "name", "colour")), strict=True))
    written = {**tables, qgis.STYLES: qgis.styles(land, powers, NO_CLOCK)}
    dated = {name: _with_dates(frame) for name, frame in written.items()}
    write_geopackage(path, dated, _told(atlas.about), about, {qgis.STYLES: "id"})


def _with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose days are dates and no text."""
    days = [column for column in DAYS if column in frame]
    return frame.assign(**{column: [dt.date.fromisoformat(day) for day in frame[column]] for column in days})
