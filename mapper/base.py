"""The base geometry of a theatre: window, coast and modern borders, from Natural Earth (EPSG:4326, longitude first).

A folder has ``base/THEATRE.topojson`` for each theatre that is drawn by lines: the countries of today as a coverage,
and borders of provinces that lines may follow. It may have ``base/lakes.geojson``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from mapper import files
from mapper.errors import shown
from mapper.features import surface_of
from mapper.geometry import GRID
from mapper.topojson import read_topojson

if TYPE_CHECKING:
    from mapper.about import Theatre
    from mapper.geometry import Topology
    from mapper.reading import Reader

GONE = "Restore it; geodata/base/derive.py of the project shows how such a file is made."
BETWEEN = "|"  # joins the two countries of a border


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


def base_file(theatre: Theatre) -> str:
    """Return where the base geometry of a theatre lies in a geodata folder."""
    return f"base/{theatre.id}.topojson"


def read_base(reader: Reader, theatre: Theatre) -> Base | None:
    """Read the base geometry of one theatre; what is wrong goes to the reader's problems, and then there is none."""
    path = reader.geodata / base_file(theatre)
    try:
        topo, countries, borders = read_topojson(path, GONE)
        _check_land(topo, countries, theatre)
        return _base(theatre, topo, countries, borders)
    except files.UnreadableError as error:
        files.tell(reader.problems, path, error)
        return None


def _check_land(topo: Topology, countries: list[str], theatre: Theatre) -> None:
    """Refuse land that is none, that lies outside the window, or of which a piece is in two countries."""
    hint = "Derive the file again, or restore it."
    if not countries:
        raise files.UnreadableError("it holds no country", hint, "objects.countries")
    for arc, sides in enumerate(topo.sides()):
        if len(sides) > 2:  # noqa: PLR2004  (a border has two sides)
            raise files.UnreadableError(f"the arc bounds {len(sides)} countries", hint, f"arcs[{arc}]")
    land = [topo.polygon(index) for index in range(len(countries))]
    for name, shape in zip(countries, land, strict=True):
        if not shape.is_valid:
            raise files.UnreadableError(f"it crosses itself: {shapely.is_valid_reason(shape)}", hint, name)
    if not shapely.coverage_is_valid(land):
        amiss = [name for name, edge in zip(countries, shapely.coverage_invalid_edges(land), strict=True) if edge]
        raise files.UnreadableError("it overlaps its neighbour, or does not fit to it", hint, amiss[0] if amiss else "")
    west, south, east, north = shapely.total_bounds(land)
    window = theatre.window
    if west < window[0] - GRID or south < window[1] - GRID or east > window[2] + GRID or north > window[3] + GRID:
        found = f"its land, {west:g} {south:g} {east:g} {north:g}, reaches beyond the window of atlas.toml"
        raise files.UnreadableError(found, "Derive the file again for that window, or mend the window.")


def _base(theatre: Theatre, topo: Topology, countries: list[str], borders: dict[str, shapely.MultiLineString]) -> Base:
    window = shapely.box(*theatre.window)
    coast: list[shapely.LineString] = []
    behind: list[str] = []
    shared: dict[str, list[shapely.LineString]] = {}
    for arc, sides in zip(topo.arcs, topo.sides(), strict=True):
        line = shapely.LineString(arc)
        if len(sides) == 2:  # noqa: PLR2004  (a border has two sides)
            shared.setdefault(BETWEEN.join(sorted(countries[s] for s in sides)), []).append(line)
        elif sides:
            pieces = shapely.get_parts(shapely.line_merge(line.difference(window.exterior)))
            coast.extend(pieces)
            behind.extend([countries[sides[0]]] * len(pieces))
    borders = borders | {pair: _multi(shapely.line_merge(shapely.MultiLineString(ls))) for pair, ls in shared.items()}
    land = [topo.polygon(i) for i in range(len(countries))]
    return Base(theatre.id, window, countries, land, coast, behind, borders)


def _multi(geometry: shapely.Geometry) -> shapely.MultiLineString:
    return shapely.MultiLineString([p for p in shapely.get_parts(geometry) if p.geom_type == "LineString"])


def read_lakes(reader: Reader) -> list[dict[str, Any]]:
    """Read the lakes of the base geometry, GeoJSON polygons with a ``theatre`` each; a folder may have none."""
    path = reader.geodata / "base" / "lakes.geojson"
    if not files.exists(path):
        return []
    found = reader.features(path)
    theatres = reader.about.theatres
    for number, lake in enumerate(found, start=1):
        row, theatre = f"feature {number}", lake["properties"].get("theatre")
        if not isinstance(theatre, str) or theatre not in theatres:
            hint = "Correct it, or add it to the theatres of atlas.toml."
            message = f"'{shown(theatre)}' is none of: {', '.join(sorted(theatres))}"
            reader.problems.add(path, row, "theatre", message, hint)
        try:
            shape = surface_of(lake["geometry"])
            wrong = (
                ""
                if lake["geometry"]["type"] == "Polygon" and shape.area
                else "the geometry is no Polygon of some area"
            )
        except ValueError as error:
            wrong = str(error)
        if wrong:
            reader.problems.add(path, row, "geometry", wrong, "Draw it as one Polygon in degrees.")
    return found
