"""Lines as recipes: hand-drawn vertices or pieces of a base border between named nodes (EPSG:4326, longitude first)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.ops import substring

from mapper.geometry import distance_km, snap

if TYPE_CHECKING:
    from mapper.base import Base
    from mapper.geometry import Coordinates
    from mapper.reading import Lines, Reader

Record = dict[str, Any]
Point = tuple[float, float]  # longitude, latitude in degrees

NODE_SLACK_KM = 10.0  # how far a line's typed end may lie from the node it names, and a node from what it lies on
FOLLOW_SLACK_KM = 7.0  # how far a node may lie from the base border that a line follows from it
END_DRAWS_KM = 1.0  # a node this near to the end of what it lies on is moved to that end


def read_lines(reader: Reader) -> Lines:
    """Read ``lines.geojson`` (see `mapper.reading`); the geometry of a line that follows a border is not used."""
    lines = reader.lines("lines")
    for name, line in list(lines.items()):
        if line["follow"] and bool(line["from_node"]) != bool(line["to_node"]):
            hint = "Name both nodes, or none to follow the border whole."
            reader.problems.add(reader.path("lines"), name, "from_node", "only one end has a node", hint)
            del lines[name]
    return lines


class Resolver:
    """Turns the lines of one theatre from recipes into coordinates; what does not fit goes to the reader's problems.

    ``lines`` and ``nodes`` are records by id, as `read_lines` and the table of nodes give them.
    """

    def __init__(self, base: Base, lines: Lines, nodes: Lines, reader: Reader) -> None:
        self.base, self.lines, self.nodes, self.reader = base, lines, nodes, reader
        self.done: dict[str, shapely.LineString] = {}
        self.at: dict[str, Point] = {}
        self.misplaced: set[str] = set()  # nodes of which that was told: no line is at fault that ends far from them

    def resolve(self) -> dict[str, shapely.LineString]:
        """Resolve nodes and lines in the order in which they lean on each other."""
        waiting = list(self.lines)
        while waiting:
            left = [name for name in waiting if not self._try(name)]
            if len(left) == len(waiting):
                for name in left:
                    hint = "A node may lie on a line that does not itself end at that node, and that can be resolved."
                    self._line_problem(name, "from_node", "its nodes cannot be placed", hint)
                break
            waiting = left
        return self.done

    def _line_problem(self, name: str, column: str, message: str, hint: str, place: Point | None = None) -> None:
        self.reader.problems.add(self.reader.path("lines"), name, column, message, hint, place)

    def _node_problem(self, node: Record, message: str, hint: str) -> None:
        self.misplaced.add(node["id"])
        place = (node["lon"], node["lat"])
        self.reader.problems.add(self.reader.path("nodes"), f"row {node['row']}", "on", message, hint, place)

    def _node(self, name: str) -> Point | None:
        """Return the node's place, or None while the line it lies on is not resolved."""
        if name not in self.at:
            node = self.nodes[name]
            typed = (node["lon"], node["lat"])
            place = typed
            if on := node["on"]:
                target = self._target(on)
                if target is None and on in self.lines:
                    return None
                if target is None:
                    message = f"'{on}' is neither a base border of this theatre, a line, 'coast' nor 'window'"
                    self._node_problem(node, message, "Correct it, or leave it empty.")
                else:
                    place = _nearest(target, typed, ends_draw=on != "coast")
                    if (off := distance_km(typed, place)) > NODE_SLACK_KM:
                        self._node_problem(node, f"the node lies {off:.1f} km from '{on}'", "Move it closer.")
            lon, lat = snap(np.array(place)).tolist()
            self.at[name] = (lon, lat)
        return self.at[name]

    def _target(self, on: str) -> shapely.Geometry | None:
        if on == "coast":
            return shapely.MultiLineString(self.base.coast) if self.base.coast else None
        if on == "window":
            return self.base.window.exterior
        return self.base.borders.get(on, self.done.get(on))

    def _try(self, name: str) -> bool:
        line = self.lines[name]
        ends: list[Point | None] = []
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
                self._line_problem(name, "geometry", "the line has no length", "Draw it, or delete it.")
        return True

    def _hand(self, name: str, line: Record, ends: list[Point | None]) -> Coordinates:
        """Return the drawn vertices with the ends moved to their nodes."""
        coordinates = shapely.get_coordinates(line["geometry"]).copy()
        for index, end, column in ((0, ends[0], "from_node"), (-1, ends[1], "to_node")):
            if end is None:
                continue
            off = distance_km(tuple(coordinates[index]), end)
            if off > NODE_SLACK_KM and line[column] not in self.misplaced:
                hint = "Draw the line to its node, or name another."
                self._line_problem(name, column, f"the line ends {off:.1f} km from node {line[column]}", hint, end)
            coordinates[index] = end
        return coordinates

    def _follow(self, name: str, line: Record, ends: list[Point | None]) -> Coordinates | None:
        """Return the piece of a base border between two nodes, or the whole border where no node is named."""
        border = self.base.borders.get(line["follow"])
        if border is None:
            message = f"'{line['follow']}' is no base border of this theatre"
            self._line_problem(name, "follow", message, "Its id is two modern names, such as latvia|lithuania.")
            return None
        parts = list(border.geoms)
        start, end = ends
        if start is None or end is None:
            if len(parts) > 1:
                message = f"'{line['follow']}' has {len(parts)} parts"
                self._line_problem(name, "from_node", message, "Name the two nodes between which to follow it.")
                return None
            return shapely.get_coordinates(parts[0])
        points = [shapely.Point(start), shapely.Point(end)]
        part = min(parts, key=lambda p: p.distance(points[0]) + p.distance(points[1]))
        for point, column in zip(points, ("from_node", "to_node"), strict=True):
            near = _nearest(part, (point.x, point.y), ends_draw=False)
            off = distance_km(near, (point.x, point.y))
            if off > FOLLOW_SLACK_KM and line[column] not in self.misplaced:
                message = f"node {line[column]} lies {off:.1f} km from '{line['follow']}'"
                self._line_problem(name, column, message, "Bridge the gap with a hand-drawn line.", near)
        piece = _between(part, *points)
        return np.concatenate([[start], piece, [end]])


def _nearest(target: shapely.Geometry, place: Point, *, ends_draw: bool) -> Point:
    """Return the nearest point of a geometry, or its nearest end if that is within a kilometre and ends draw."""
    lon, lat = shapely.get_coordinates(shapely.shortest_line(shapely.Point(place), target))[1].tolist()
    if ends_draw:
        ends = [tuple(c.tolist()) for part in shapely.get_parts(target) for c in shapely.get_coordinates(part)[[0, -1]]]
        end = min(ends, key=lambda e: distance_km(e, (lon, lat)))
        if distance_km(end, (lon, lat)) < END_DRAWS_KM:
            return float(end[0]), float(end[1])
    return lon, lat


def _between(line: shapely.LineString, start: shapely.Point, end: shapely.Point) -> Coordinates:
    """Return the vertices of the line between the points nearest to two others; on a ring, the shorter way."""
    a, b = line.project(start), line.project(end)
    if not line.is_ring or abs(a - b) <= line.length / 2:
        return shapely.get_coordinates(substring(line, a, b))
    out, back = (0, line.length) if a < b else (line.length, 0)
    first, second = substring(line, a, out), substring(line, back, b)
    return np.concatenate([shapely.get_coordinates(first), shapely.get_coordinates(second)[1:]])
