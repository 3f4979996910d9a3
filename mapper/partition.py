"""The space-time composite: lines and coast cut a theatre into territories that never change hands in parts.

Method: Langran & Chrisman, A framework for temporal geographic information, Cartographica 25 (1988). All coordinates
are EPSG:4326, longitude first.

A line is hand-drawn, or it *follows* a modern border of the base geometry between two nodes. Nodes are named points
where lines meet; a node may lie *on* something (a base border, another line, ``coast`` or ``window``) and is then
moved to the nearest point of it. Lines, coast and the edge of the window are noded together on a grid of 1e-5 degrees
and polygonized; each land face belongs to the territory whose seed lies in it. An island without a seed of its own,
bounded by coast alone, goes with the nearest territory on the coast of the same modern country.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper import schema
from mapper.base import read_base
from mapper.errors import Problems
from mapper.geometry import CRS, GRID, area_km2, areas_km2, polygons
from mapper.recipes import Resolver, read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.about import Theatre
    from mapper.base import Base
    from mapper.reading import Lines, Reader

SLIVER_KM2 = 1.0  # an unseeded land face below this, cut off by a line, goes to its longest neighbour
TOUCH = 3e-5  # degrees, three steps of the grid: what lies so near to a line touches it
ISLAND_REACH = 4.0  # degrees within which an island looks for its mainland


@dataclass(frozen=True)
class Partition:
    """One theatre cut into territories.

    ``territories`` is indexed by id and has ``geometry`` (multipolygons that form a valid coverage) and ``km2`` (on the
    ellipsoid, inside the window); ``lines`` is indexed by id and has the properties of `schema.LINE_PROPERTIES` and the
    resolved ``geometry``.
    """

    theatre: str
    territories: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame


@dataclass(frozen=True)
class Composite:
    """What all theatres are cut from: ``nodes`` and ``territories`` by row, ``lines`` by id (see `recipes`)."""

    nodes: pd.DataFrame
    territories: pd.DataFrame
    lines: Lines


def read_composite(reader: Reader) -> Composite:
    """Read the nodes, territories and lines of a geodata folder."""
    found = Composite(reader.table("nodes"), reader.table("territories"), read_lines(reader))
    reader.known["nodes"] = reader.ids("nodes", found.nodes["id"])
    for name, frame in (("nodes", found.nodes), ("territories", found.territories)):
        reader.references(name, frame)
    return found


def build_partition(theatre: Theatre, parts: Composite, reader: Reader) -> Partition:
    """Cut one theatre into its territories; every fault goes to the reader's problems.

    Faults are: a node or an end of a line that meets nothing, a line that bounds nothing, a land face without a seed
    or with the seeds of two territories, and a seed in the sea.
    """
    base = read_base(reader.geodata, theatre, reader.problems)
    nodes = parts.nodes[parts.nodes["theatre"] == theatre.id]
    reader.swapped("nodes", nodes, [theatre.window])
    lines = {name: line for name, line in parts.lines.items() if line["theatre"] == theatre.id}
    frame = reader.frame("lines", lines)
    faulty = reader.references("lines", frame)
    sound = {name: line for name, line in lines.items() if name not in faulty}
    places = {str(node["id"]): {**node, "row": row} for row, node in nodes.iterrows()}
    resolved = Resolver(base, sound, places, reader).resolve()
    here = gpd.GeoDataFrame(frame.loc[list(resolved)], geometry=list(resolved.values()), crs=CRS)
    mine = parts.territories[parts.territories["theatre"] == theatre.id]
    faces = _faces(base, here, reader)
    problems = Problems() if reader.faulty("lines") else reader.problems  # what no line cuts has no seed of its own
    owner = _label(base, faces, here, mine, reader.path("territories"), problems)
    return Partition(theatre.id, _dissolve(faces, owner, mine), _check_lines(here, faces, owner, reader))


def _faces(base: Base, lines: gpd.GeoDataFrame, reader: Reader) -> gpd.GeoDataFrame:
    """Node everything and polygonize; return the land faces with the modern ``country`` at their middle."""
    linework = shapely.union_all([*base.coast, base.window.exterior, *lines.geometry], grid_size=GRID)
    areas, cuts, dangles, _ = shapely.polygonize_full([linework])
    parts = shapely.get_parts(areas)
    tree = shapely.STRtree(base.land)
    points = shapely.point_on_surface(parts)
    faces, at = tree.query(points, predicate="within")
    frame = gpd.GeoDataFrame({"country": [base.countries[i] for i in at]}, geometry=parts[faces], crs=CRS)
    for loose in [*shapely.get_parts(dangles), *shapely.get_parts(cuts)]:
        middle = shapely.line_interpolate_point(loose, 0.5, normalized=True)
        if not len(tree.query(middle, predicate="within")):
            continue  # it ends in the sea
        nearest = lines.index[lines.sindex.nearest(middle)[1][0]] if len(lines) else ""
        ends = [shapely.Point(c) for c in (loose.coords[0], loose.coords[-1])]
        free = [e for e in ends if linework.intersection(e.buffer(TOUCH)).length < 1.5 * TOUCH]
        where = (free or [middle])[0]
        hint = "Let it end at a node on the line that it should meet, or delete it."
        message = "the line ends on land and bounds nothing"
        reader.problems.add(reader.path("lines"), str(nearest), "geometry", message, hint, (where.x, where.y))
    return frame


def _label(
    base: Base,
    faces: gpd.GeoDataFrame,
    lines: gpd.GeoDataFrame,
    territories: pd.DataFrame,
    file: Path,
    problems: Problems,
) -> pd.Series:
    """Return the territory of each face: by seed, then by the rules for islands and slivers; '' where none."""
    owner = pd.Series("", index=faces.index, dtype=object)
    tree = faces.sindex
    for row, territory in territories.iterrows():
        for lon, lat in schema.parse_seeds(territory["seeds"]):
            hits = tree.query(shapely.Point(lon, lat), predicate="within")
            if not len(hits):
                message = f"the seed {lon:g} {lat:g} lies in no land of the {base.theatre} window"
                problems.add(file, f"row {row}", "seeds", message, "Move it onto the land.", (lon, lat))
                continue
            face = faces.index[hits[0]]
            if owner[face] and owner[face] != territory["id"]:
                message = f"the land at this seed is {owner[face]} already"
                hint = "A line between the two is missing, or does not reach its node."
                problems.add(file, f"row {row}", "seeds", message, hint, (lon, lat))
                continue
            owner[face] = territory["id"]
    _join_rest(base, faces, lines, owner)
    for face in owner.index[owner == ""]:
        point = faces.geometry[face].representative_point()
        size = area_km2(faces.geometry[face])
        message = f"land of {size:,.0f} km2, today in {faces['country'][face]}, belongs to no territory"
        hint = "Give a territory a seed here."
        problems.add(file, "", "seeds", message, hint, (point.x, point.y))
    return owner


def _join_rest(base: Base, faces: gpd.GeoDataFrame, lines: gpd.GeoDataFrame, owner: pd.Series) -> None:
    """Give islands to the nearest territory on the same country's coast, slivers to their longest neighbour."""
    shores = _shores(base, faces, owner)
    drawn = shapely.STRtree(list(lines.geometry))
    for face in owner.index[owner == ""]:
        shape = faces.geometry[face]
        if not len(drawn.query(shape, predicate="dwithin", distance=TOUCH)):
            if shore := shores.get(faces["country"][face]):
                nearest = shore[0].query_nearest(shape, max_distance=ISLAND_REACH, all_matches=False)
                owner[face] = shore[1][nearest[0]] if len(nearest) else ""
        elif area_km2(shape) < SLIVER_KM2:
            near = faces.index[faces.sindex.query(shape, predicate="touches")]
            shared = {i: shape.boundary.intersection(faces.geometry[i].boundary).length for i in near if owner[i]}
            owner[face] = owner[max(shared, key=lambda i: shared[i])] if shared else ""


def _shores(base: Base, faces: gpd.GeoDataFrame, owner: pd.Series) -> dict[str, tuple[shapely.STRtree, list[str]]]:
    """Return, by modern country, the coast of the seeded faces and the territory behind each piece of it."""
    middles = shapely.line_interpolate_point(base.coast, 0.5, normalized=True)
    coast, near = faces.sindex.query(middles, predicate="dwithin", distance=TOUCH)
    found: dict[str, list[tuple[shapely.LineString, str]]] = {}
    for piece, territory in zip(coast, owner.iloc[near], strict=True):
        if territory:
            found.setdefault(base.coast_countries[piece], []).append((base.coast[piece], territory))
    return {c: (shapely.STRtree([line for line, _ in ps]), [t for _, t in ps]) for c, ps in found.items()}


def _dissolve(faces: gpd.GeoDataFrame, owner: pd.Series, territories: pd.DataFrame) -> gpd.GeoDataFrame:
    """Join the faces of each territory, in the order of the table."""
    groups = faces.geometry.groupby(owner)
    shapes = {name: shapely.coverage_union_all(list(group)) for name, group in groups if name}
    present = territories[territories["id"].isin(shapes)].set_index("id", drop=False)
    result = gpd.GeoDataFrame(present, geometry=[polygons(shapes[i]) for i in present.index], crs=CRS)
    result["km2"] = areas_km2(result.geometry.to_numpy())
    return result


def _check_lines(
    lines: gpd.GeoDataFrame, faces: gpd.GeoDataFrame, owner: pd.Series, reader: Reader
) -> gpd.GeoDataFrame:
    """Report every line along which no two territories meet."""
    if lines.empty or reader.faulty("territories"):
        return lines
    shares = np.linspace(0.02, 0.98, 25)
    steps = shapely.line_interpolate_point(lines.geometry.to_numpy()[:, np.newaxis], shares, normalized=True)
    touching, near = faces.sindex.query(steps.ravel(), predicate="dwithin", distance=TOUCH)
    sides = pd.Series(owner.iloc[near].to_numpy()).groupby(touching).nunique()
    bounding = set(sides.index[sides > 1] // len(shares))
    for i, name in enumerate(lines.index):
        if i not in bounding:
            hint = "Delete it, or give the land on its two sides to two territories."
            middle = steps[i, 12]
            place = (middle.x, middle.y)
            reader.problems.add(reader.path("lines"), str(name), "geometry", "the line bounds nothing", hint, place)
    return lines
