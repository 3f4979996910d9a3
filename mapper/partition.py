"""The space-time composite: lines and coast cut a theatre into territories, the largest pieces that never change hands in parts.

Method: Langran & Chrisman, A framework for temporal geographic information, Cartographica 25 (1988). All coordinates are
EPSG:4326, longitude first.

A line is hand-drawn, or it *follows* a modern border of the base geometry between two nodes. Nodes are named points where
lines meet; a node may lie *on* something (a base border, another line, ``coast`` or ``frame``) and is then moved to the nearest
point of it. Lines, coast and frame are noded together on a grid of 1e-5 degrees and polygonized; each land face belongs to
the territory whose seed lies in it. An island without a seed of its own, bounded by coast alone, goes with the nearest
territory on the coast of the same modern country.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper import schema
from mapper.errors import Problem
from mapper.geometry import CRS, GRID, area_km2, distance_km, read_topojson, snap

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.geometry import Coordinates

NODE_SLACK_KM = 10.0  # how far a line's typed end may lie from the node it names
FOLLOW_SLACK_KM = 7.0  # how far a node may lie from the base border that a line follows from it
SLIVER_KM2 = 1.0  # an unseeded land face below this, cut off by a line, goes to its longest neighbour
ISLAND_REACH = 4.0  # degrees within which an island looks for its mainland


@dataclass(frozen=True)
class Base:
    """The base geometry of one theatre: its frame, its land by modern country, and the borders that lines may follow."""

    theatre: str
    frame: shapely.Polygon
    countries: list[str]
    land: list[shapely.MultiPolygon]
    coast: list[shapely.LineString]
    coast_countries: list[str]  # the country behind each piece of the coast
    borders: dict[str, shapely.MultiLineString]


@dataclass(frozen=True)
class Partition:
    """One theatre cut into territories.

    ``territories`` is indexed by id and has ``geometry`` (multipolygons that form a valid coverage) and ``km2`` (on the
    ellipsoid, inside the frame); ``lines`` is indexed by id and has the properties of `schema.LINE_PROPERTIES` and the
    resolved ``geometry``.
    """

    theatre: str
    territories: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame


def read_theatres(geodata: Path) -> dict[str, dict[str, Any]]:
    """Read ``theatres.toml``: for each theatre its name, frame (west, south, east, north in degrees) and projection."""
    return tomllib.loads((geodata / "theatres.toml").read_text(encoding="utf-8"))


def read_base(geodata: Path, theatre: str) -> Base:
    """Read the base geometry of one theatre."""
    topo, countries, borders = read_topojson(geodata / "base" / f"{theatre}.topojson")
    frame = shapely.box(*read_theatres(geodata)[theatre]["frame"])
    coast: list[shapely.LineString] = []
    behind: list[str] = []
    shared: dict[str, list[shapely.LineString]] = {}
    for arc, sides in zip(topo.arcs, topo.sides(), strict=True):
        line = shapely.LineString(arc)
        if len(sides) == 2:  # noqa: PLR2004  (a border has two sides)
            shared.setdefault("|".join(sorted(countries[s] for s in sides)), []).append(line)
        elif sides:
            pieces = shapely.get_parts(shapely.line_merge(line.difference(frame.exterior)))
            coast.extend(pieces)
            behind.extend([countries[sides[0]]] * len(pieces))
    for pair, lines in shared.items():
        borders[pair] = _multi(shapely.line_merge(shapely.MultiLineString(lines)))
    land = [topo.polygon(i) for i in range(len(countries))]
    return Base(theatre, frame, countries, land, coast, behind, borders)


def _multi(geometry: shapely.Geometry) -> shapely.MultiLineString:
    return shapely.MultiLineString([p for p in shapely.get_parts(geometry) if p.geom_type == "LineString"])


def read_lines(geodata: Path, problems: list[Problem]) -> gpd.GeoDataFrame:
    """Read ``lines.geojson``, indexed by id; the geometry of a line that follows a border is its chord."""
    path = geodata / "lines.geojson"
    records, shapes = {}, {}
    for number, feature in enumerate(schema.read_features(path, problems), start=1):
        raw = feature.get("properties") or {}
        record = {c: "" if raw.get(c) is None else str(raw[c]) for c in schema.LINE_PROPERTIES}
        row = record["id"] or f"feature {number}"
        faults = schema.check_record(str(path), row, record, schema.LINE_PROPERTIES)
        if record["id"] in records:
            faults.append(Problem(str(path), row, "id", f"'{row}' is there twice", "Each id may stand only once."))
        if record["follow"] and not (record["from_node"] and record["to_node"]) and record["from_node"] + record["to_node"]:
            hint = "Name both nodes, or none to follow the border whole."
            faults.append(Problem(str(path), row, "from_node", "only one end has a node", hint))
        shape, wrong = _line_string(feature["geometry"], follows=bool(record["follow"]))
        if wrong:
            faults.append(Problem(str(path), row, "geometry", wrong, "Draw it as a LineString."))
        problems.extend(faults)
        if not faults:
            records[row], shapes[row] = {**record, "accuracy_km": float(record["accuracy_km"])}, shape
    frame = pd.DataFrame.from_dict(records, orient="index", columns=list(schema.LINE_PROPERTIES))
    return gpd.GeoDataFrame(frame, geometry=[shapes[i] for i in frame.index], crs=CRS)


def _line_string(raw: Any, *, follows: bool) -> tuple[shapely.LineString | None, str]:  # noqa: ANN401  (JSON)
    if raw is None and follows:
        return None, ""
    try:
        shape = shapely.from_geojson(__import__("json").dumps(raw))
    except shapely.errors.GEOSException as error:
        return None, f"the geometry cannot be read: {error}"
    if shape is None or shape.geom_type != "LineString" or shape.is_empty:
        return None, "the geometry is no LineString"
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:  # noqa: PLR2004  (degrees)
        return None, "a coordinate is no longitude, latitude in degrees"
    return shape, ""


class _Resolver:
    """Turns the lines of one theatre from recipes into coordinates, reporting what does not fit."""

    def __init__(self, base: Base, lines: gpd.GeoDataFrame, nodes: pd.DataFrame, files: tuple[str, str]) -> None:
        self.base, self.lines = base, lines
        self.nodes = nodes.set_index("id", drop=False).assign(row=nodes.index)
        self.lines_file, self.nodes_file = files
        self.done: dict[str, shapely.LineString] = {}
        self.at: dict[str, tuple[float, float]] = {}
        self.problems: list[Problem] = []

    def resolve(self) -> dict[str, shapely.LineString]:
        """Resolve nodes and lines in the order in which they lean on each other."""
        waiting = list(self.lines.index)
        while waiting:
            left = [name for name in waiting if not self._try(name)]
            if len(left) == len(waiting):
                for name in left:
                    hint = "A node may lie on a line that does not itself end at that node, and that can be resolved."
                    self._problem(self.lines_file, name, "from_node", "its nodes cannot be placed", hint)
                break
            waiting = left
        return self.done

    def _problem(self, file: str, row: str, column: str, message: str, hint: str, place: Any = None) -> None:  # noqa: ANN401
        self.problems.append(Problem(file, row, column, message, hint, place))

    def _node(self, name: str) -> tuple[float, float] | None:
        """Return the node's place, or None while the line it lies on is not resolved."""
        if name in self.at:
            return self.at[name]
        node = self.nodes.loc[name]
        typed = (float(node["lon"]), float(node["lat"]))
        target = self._target(str(node["on"]))
        if target is None:
            if node["on"] in self.lines.index:
                return None
            message = f"'{node['on']}' is neither a base border of this theatre, a line, 'coast' nor 'frame'"
            self._problem(self.nodes_file, f"row {node['row']}", "on", message, "Correct it, or leave it empty.")
            self.at[name] = typed
            return typed
        if target.is_empty:
            place = typed
        else:
            point = shapely.Point(typed)
            place = tuple(shapely.get_coordinates(shapely.shortest_line(point, target))[1])
            ends = [end for part in shapely.get_parts(target) for end in (part.coords[0], part.coords[-1])]
            near = min(ends, key=lambda e: distance_km(e, place))
            if node["on"] != "coast" and distance_km(near, place) < 1.0:
                place = near
            if (off := distance_km(typed, place)) > NODE_SLACK_KM:
                message = f"the node lies {off:.1f} km from '{node['on']}'"
                self._problem(self.nodes_file, f"row {node['row']}", "on", message, "Move it closer.", typed)
        snapped = snap(np.array(place))
        self.at[name] = (float(snapped[0]), float(snapped[1]))
        return self.at[name]

    def _target(self, on: str) -> shapely.Geometry | None:
        if not on:
            return shapely.MultiLineString()
        if on == "coast":
            return shapely.MultiLineString(self.base.coast)
        if on == "frame":
            return self.base.frame.exterior
        return self.base.borders.get(on, self.done.get(on))

    def _try(self, name: str) -> bool:
        line = self.lines.loc[name]
        ends = []
        for column in ("from_node", "to_node"):
            node = line[column]
            place = self._node(node) if node else None
            if node and place is None:
                return False
            ends.append(place)
        coordinates = self._follow(name, line, ends) if line["follow"] else self._hand(name, line, ends)
        if coordinates is not None:
            steps = np.concatenate([[True], (np.diff(snap(coordinates), axis=0) != 0).any(axis=1)])
            kept = snap(coordinates)[steps]
            if len(kept) > 1:
                self.done[name] = shapely.LineString(kept)
            else:
                self._problem(self.lines_file, name, "geometry", "the line has no length", "Draw it, or delete it.")
        return True

    def _hand(self, name: str, line: pd.Series, ends: list[tuple[float, float] | None]) -> Coordinates:
        """Return the drawn vertices with the ends moved to their nodes."""
        coordinates = shapely.get_coordinates(line.geometry).copy()
        for index, end, column in ((0, ends[0], "from_node"), (-1, ends[1], "to_node")):
            if end is None:
                continue
            if (off := distance_km(tuple(coordinates[index]), end)) > NODE_SLACK_KM:
                hint = "Draw the line to its node, or name another."
                self._problem(self.lines_file, name, column, f"the line ends {off:.1f} km from node {line[column]}", hint, end)
            coordinates[index] = end
        return coordinates

    def _follow(self, name: str, line: pd.Series, ends: list[tuple[float, float] | None]) -> Coordinates | None:
        """Return the piece of a base border between two nodes, or the whole border where no node is named."""
        border = self.base.borders.get(line["follow"])
        if border is None:
            message = f"'{line['follow']}' is no base border of this theatre"
            self._problem(self.lines_file, name, "follow", message, "Its id is two modern names, such as latvia|lithuania.")
            return None
        parts = list(border.geoms)
        if ends[0] is None or ends[1] is None:
            if len(parts) > 1:
                message = f"'{line['follow']}' has {len(parts)} parts"
                self._problem(self.lines_file, name, "from_node", message, "Name the two nodes between which to follow it.")
                return None
            return shapely.get_coordinates(parts[0])
        points = [shapely.Point(end) for end in ends]
        part = min(parts, key=lambda p: p.distance(points[0]) + p.distance(points[1]))
        for point, column in zip(points, ("from_node", "to_node"), strict=True):
            near = tuple(shapely.get_coordinates(shapely.shortest_line(point, part))[1])
            if (off := distance_km(near, (point.x, point.y))) > FOLLOW_SLACK_KM:
                message = f"node {line[column]} lies {off:.1f} km from '{line['follow']}'"
                self._problem(self.lines_file, name, column, message, "Bridge the gap with a hand-drawn line.", near)
        piece = _between(part, *points)
        return np.concatenate([[ends[0]], piece, [ends[1]]])


def _between(line: shapely.LineString, start: shapely.Point, end: shapely.Point) -> Coordinates:
    """Return the vertices of the line between the points nearest to two others; on a ring, the shorter way."""
    a, b = line.project(start), line.project(end)
    if not line.is_ring or abs(a - b) <= line.length / 2:
        return shapely.get_coordinates(shapely.ops.substring(line, a, b))
    turn = line.length if a < b else -line.length
    first = shapely.ops.substring(line, a, 0 if turn > 0 else line.length)
    second = shapely.ops.substring(line, line.length if turn > 0 else 0, b)
    return np.concatenate([shapely.get_coordinates(first), shapely.get_coordinates(second)[1:]])


def build_partition(geodata: Path, theatre: str, problems: list[Problem]) -> Partition:
    """Cut one theatre into its territories; append every fault to ``problems``.

    Faults are: a node or an end of a line that meets nothing, a line that bounds nothing, a land face without a seed
    or with the seeds of two territories, and a seed in the sea.
    """
    base = read_base(geodata, theatre)
    nodes = schema.read_table(geodata, schema.TABLES["nodes"], problems)
    territories = schema.read_table(geodata, schema.TABLES["territories"], problems)
    lines = read_lines(geodata, problems)
    files = (str(geodata / "lines.geojson"), str(geodata / "nodes.csv"))
    known = {"nodes": set(nodes["id"])}
    faults = schema.check_references(geodata, "lines.geojson", lines, schema.LINE_PROPERTIES, known)
    problems.extend(faults)
    lines = lines.drop(index=[f.row for f in faults if f.row in lines.index])
    here = lines[lines["theatre"] == theatre]
    resolver = _Resolver(base, here, nodes[nodes["theatre"] == theatre], files)
    resolved = resolver.resolve()
    problems.extend(resolver.problems)
    here = here.loc[[i for i in here.index if i in resolved]].copy()
    here = here.set_geometry([resolved[i] for i in here.index], crs=CRS)
    mine = territories[territories["theatre"] == theatre]
    faces = _faces(base, here, files[0], problems)
    owner = _label(base, faces, here, mine, str(geodata / "territories.csv"), problems)
    return Partition(theatre, _dissolve(faces, owner, mine), _check_lines(here, faces, owner, files[0], problems))


def _faces(
    base: Base, lines: gpd.GeoDataFrame, file: str, problems: list[Problem]
) -> gpd.GeoDataFrame:
    """Node everything and polygonize; return the land faces with the modern ``country`` at their middle."""
    linework = shapely.union_all([*base.coast, base.frame.exterior, *lines.geometry], grid_size=GRID)
    polygons, cuts, dangles, _ = shapely.polygonize_full([linework])
    parts = shapely.get_parts(polygons)
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
        free = [e for e in ends if linework.intersection(e.buffer(GRID * 2)).length < GRID * 3]
        where = (free or [middle])[0]
        hint = "Let it end at a node on the line that it should meet, or delete it."
        problems.append(Problem(file, str(nearest), "geometry", "the line ends on land and bounds nothing", hint, (where.x, where.y)))
    return frame


def _label(  # noqa: PLR0913
    base: Base,
    faces: gpd.GeoDataFrame,
    lines: gpd.GeoDataFrame,
    territories: pd.DataFrame,
    file: str,
    problems: list[Problem],
) -> pd.Series:
    """Return the territory of each face: by seed, then by the rules for islands and slivers; '' where none."""
    owner = pd.Series("", index=faces.index, dtype=object)
    tree = faces.sindex
    for row, territory in territories.iterrows():
        for lon, lat in schema.parse_seeds(territory["seeds"]):
            hits = tree.query(shapely.Point(lon, lat), predicate="within")
            if not len(hits):
                message = f"the seed {lon:g} {lat:g} lies in no land of the {base.theatre} window"
                problems.append(Problem(file, f"row {row}", "seeds", message, "Move it onto the land.", (lon, lat)))
                continue
            face = faces.index[hits[0]]
            if owner[face] and owner[face] != territory["id"]:
                message = f"the land at this seed is {owner[face]} already"
                hint = "A line between the two is missing, or does not reach its node."
                problems.append(Problem(file, f"row {row}", "seeds", message, hint, (lon, lat)))
                continue
            owner[face] = territory["id"]
    _join_rest(base, faces, lines, owner)
    for face in owner.index[owner == ""]:
        point = faces.geometry[face].representative_point()
        size = area_km2(faces.geometry[face])
        message = f"land of {size:,.0f} km2, today in {faces['country'][face]}, belongs to no territory"
        hint = "Give a territory a seed here."
        problems.append(Problem(file, "", "seeds", message, hint, (point.x, point.y)))
    return owner


def _join_rest(base: Base, faces: gpd.GeoDataFrame, lines: gpd.GeoDataFrame, owner: pd.Series) -> None:
    """Give islands to the nearest territory on the same country's coast, slivers to their longest neighbour."""
    shores = _shores(base, faces, owner)
    drawn = shapely.STRtree(list(lines.geometry))
    for face in owner.index[owner == ""]:
        shape = faces.geometry[face]
        if not len(drawn.query(shape, predicate="dwithin", distance=GRID * 2)):
            arcs, names = shores.get(faces["country"][face], (None, []))
            nearest = arcs.query_nearest(shape, max_distance=ISLAND_REACH, all_matches=False) if arcs else []
            owner[face] = names[nearest[0]] if len(nearest) else ""
        elif area_km2(shape) < SLIVER_KM2:
            near = faces.index[faces.sindex.query(shape, predicate="touches")]
            shared = {i: shape.boundary.intersection(faces.geometry[i].boundary).length for i in near if owner[i]}
            owner[face] = owner[max(shared, key=lambda i: shared[i])] if shared else ""


def _shores(base: Base, faces: gpd.GeoDataFrame, owner: pd.Series) -> dict[str, tuple[shapely.STRtree, list[str]]]:
    """Return, by modern country, the coast of the seeded faces and the territory behind each piece of it."""
    middles = shapely.line_interpolate_point(base.coast, 0.5, normalized=True)
    coast, near = faces.sindex.query(middles, predicate="dwithin", distance=GRID * 3)
    found: dict[str, list[tuple[shapely.LineString, str]]] = {}
    for piece, territory in zip(coast, owner.iloc[near], strict=True):
        if territory:
            found.setdefault(base.coast_countries[piece], []).append((base.coast[piece], territory))
    return {c: (shapely.STRtree([line for line, _ in ps]), [t for _, t in ps]) for c, ps in found.items()}


def _dissolve(faces: gpd.GeoDataFrame, owner: pd.Series, territories: pd.DataFrame) -> gpd.GeoDataFrame:
    """Join the faces of each territory, in the order of the table."""
    groups = faces.geometry.groupby(owner)
    shapes = {name: shapely.coverage_union_all(group.to_numpy()) for name, group in groups if name}
    present = territories[territories["id"].isin(shapes)].set_index("id", drop=False)
    result = gpd.GeoDataFrame(present, geometry=[_polygons(shapes[i]) for i in present.index], crs=CRS)
    result["km2"] = [area_km2(g) for g in result.geometry]
    return result


def _polygons(shape: shapely.Geometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"])


def _check_lines(
    lines: gpd.GeoDataFrame, faces: gpd.GeoDataFrame, owner: pd.Series, file: str, problems: list[Problem]
) -> gpd.GeoDataFrame:
    """Report every line along which no two territories meet."""
    for name, line in lines.geometry.items():
        steps = shapely.line_interpolate_point(line, np.linspace(0.02, 0.98, 25), normalized=True)
        touching, near = faces.sindex.query(steps, predicate="dwithin", distance=GRID * 3)
        sides = pd.Series(owner.iloc[near].to_numpy()).groupby(touching).nunique()
        if not (sides > 1).any():
            hint = "Delete it, or give the land on its two sides to two territories."
            middle = steps[12]
            problems.append(Problem(file, str(name), "geometry", "the line bounds nothing", hint, (middle.x, middle.y)))
    return lines
