"""The base geometry of a theatre: window, coast and modern borders, from Natural Earth (EPSG:4326, longitude first)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from mapper.geometry import read_topojson

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.about import Theatre
    from mapper.errors import Problems


@dataclass(frozen=True)
class Base:
    """The base geometry of one theatre: its window, its land by modern country, and borders that lines may follow."""

    theatre: str
    window: shapely.Polygon
    countries: list[str]
    land: list[shapely.MultiPolygon]
    coast: list[shapely.LineString]
    coast_countries: list[str]  # the country behind each piece of the coast
    borders: dict[str, shapely.MultiLineString]


def read_base(geodata: Path, theatre: Theatre, problems: Problems) -> Base:
    """Read the base geometry of one theatre; raise `DataError` if it cannot be used."""
    topo, countries, borders = read_topojson(geodata / "base" / f"{theatre.id}.topojson", problems)
    window = shapely.box(*theatre.window)
    coast: list[shapely.LineString] = []
    behind: list[str] = []
    shared: dict[str, list[shapely.LineString]] = {}
    for arc, sides in zip(topo.arcs, topo.sides(), strict=True):
        line = shapely.LineString(arc)
        if len(sides) == 2:  # noqa: PLR2004  (a border has two sides)
            shared.setdefault("|".join(sorted(countries[s] for s in sides)), []).append(line)
        elif sides:
            pieces = shapely.get_parts(shapely.line_merge(line.difference(window.exterior)))
            coast.extend(pieces)
            behind.extend([countries[sides[0]]] * len(pieces))
    for pair, lines in shared.items():
        borders[pair] = _multi(shapely.line_merge(shapely.MultiLineString(lines)))
    land = [topo.polygon(i) for i in range(len(countries))]
    return Base(theatre.id, window, countries, land, coast, behind, borders)


def _multi(geometry: shapely.Geometry) -> shapely.MultiLineString:
    return shapely.MultiLineString([p for p in shapely.get_parts(geometry) if p.geom_type == "LineString"])
