"""Zones: the land of a territory that changed hands on the same days, by the towns of a campaign.

Method. Samples lie on a triangular grid of `SPACING` metres in the plane of the theatre, and at the towns themselves.
A sample takes the story of the nearest town of its territory (who took it from whom, how often), and each day of that
story as the median of up to `NEIGHBOURS` towns of the campaign that have the same story, weighted by the inverse cube
of their distance (after Shepard, A two-dimensional interpolation function for irregularly-spaced data, Proc. ACM 1968,
who takes the mean and the square); a town is its own day. Of the rules tried on towns left out, one to eight
neighbours, mean and median, powers one to three, this one errs least (`mapper accuracy` tells the error). Of the towns
of the territory with its story a sample then takes the days that come nearest. Samples with the same days share a
zone: their Voronoi cells within the territory, whose edges are simplified. A piece of a zone that stands apart from
its towns goes to the zone beside it with which it has the longest border. Coordinates are EPSG:4326,
longitude first.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy
import shapely

from mapper.geometry import CRS, polygons, project, unproject
from mapper.nearness import detours, nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.about import Theatre

SPACING = 12_000.0  # m between samples
NEIGHBOURS = 6
POWER = 3  # of the distance by which a town counts for less
BANK = 4_000.0  # m from a barrier to the samples on its banks
BESIDE = 0.6  # of the distance between samples: one that is nearer to another says nothing of its own
REACH = 120_000.0  # m: a town farther away says nothing of a day
TOLERANCES = (6_000.0, 3_000.0, 1_500.0, 0.0)  # m: the first that parts no town from its zone simplifies the edges
ON_LINE = 1e-9  # degrees: a vertex this near to an edge lies on it
HERE = 1.0  # m: a town nearer than that is at the place itself
BEYOND = 60_000.0  # m beyond the samples to which edges are drawn, more than land reaches
FAR = 5_000_000.0  # m: so far from all samples their cells end


Step = tuple[str, str]  # taken by, taken from


@dataclass(frozen=True)
class Towns:
    """The towns of one campaign: places in the plane of the theatre, and the story of each in the order of time.

    ``days[i]`` are ordinal days, one for each step of ``stories[i]``, none for a town that stood; ``territory[i]`` is
    '' for a town in none of the campaign's. ``barriers`` are rivers on which the front stood.
    """

    xy: NDArray[np.float64]
    names: list[str]
    stories: list[tuple[Step, ...]]
    days: list[tuple[float, ...]]
    territory: list[str]
    barriers: tuple[shapely.LineString, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what can be made again."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def banks(self) -> list[NDArray[np.float64]]:
        """Points beside each barrier, in pairs opposite each other, `BANK` from it."""
        return [_banks(barrier) for barrier in self.barriers]

    @cached_property
    def alike(self) -> tuple[NDArray[np.int64], list[tuple[NDArray[np.float64], scipy.spatial.KDTree]]]:
        """The group of each town, and of each group of towns with one story their days and a tree of their places."""
        groups: dict[tuple[Step, ...], list[int]] = {}
        for town, story in enumerate(self.stories):
            groups.setdefault(story, []).append(town)
        of_town = np.empty(len(self.stories), dtype=np.int64)
        for number, members in enumerate(groups.values()):
            of_town[members] = number
        return of_town, [
            (np.array([self.days[town] for town in members]), scipy.spatial.KDTree(self.xy[members]))
            for members in groups.values()
        ]

    @cached_property
    def beside(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Of each town the nearest other of its territory (of the campaign if it has none); how far any is, in m."""
        count = len(self.names)
        lands = np.array(self.territory, dtype=object)
        found, apart = np.zeros(count, dtype=np.int64), np.zeros(count)
        for town in range(count):
            distance = np.hypot(*(self.xy - self.xy[town]).T)
            distance[town] = np.inf
            way = distance + detours(self.xy[[town]], self.xy[np.newaxis], self.barriers)[0]
            inside = np.where(lands == lands[town], way, np.inf)
            found[town] = int(np.argmin(inside if np.isfinite(inside).any() else way))
            apart[town] = distance.min()
        return found, apart


def days_at(
    points: NDArray[np.float64], towns: Towns, like: NDArray[np.int64], *, itself: bool = False
) -> list[tuple[int, ...]]:
    """Return the ordinal days on which land at some points changes hands.

    Parameters
    ----------
    points
        In the plane of the theatre, metres, shape (n, 2).
    like
        The town whose story each point takes.
    itself
        Whether a point is a town itself, and its own day is to be left out of the mean.
    """
    found: list[tuple[int, ...]] = [()] * len(points)
    of_town, alike = towns.alike
    group = of_town[like]
    for number in np.unique(group).tolist():
        rows = np.flatnonzero(group == number)
        days, tree = alike[number]
        count = min(NEIGHBOURS + itself, len(days))
        distance, near = nearest(points[rows], tree, count, towns.barriers)
        if itself:
            distance[distance < HERE] = np.inf
        distance[(distance > REACH) & (distance > distance.min(axis=1, keepdims=True))] = np.inf
        weight = np.maximum(distance, HERE) ** -POWER
        whole = np.floor(_weighted_median(days[near], weight) + 0.5).astype(np.int64)
        for step in range(1, whole.shape[1]):  # a later step comes on a later day
            whole[:, step] = np.maximum(whole[:, step], whole[:, step - 1] + 1)
        for row, own in zip(rows.tolist(), whole.tolist(), strict=True):
            found[row] = tuple(own)
    return found


def _weighted_median(values: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted median of each row of values, step by step.

    ``values`` has the shape (rows, towns, steps), ``weight`` (rows, towns); the result (rows, steps).
    """
    order = np.argsort(values, axis=1, kind="stable")
    ranked = np.take_along_axis(values, order, axis=1)
    reached = np.cumsum(np.take_along_axis(weight[:, :, np.newaxis], order, axis=1), axis=1)
    half = (reached >= reached[:, -1:, :] / 2).argmax(axis=1)
    found: NDArray[np.float64] = np.take_along_axis(ranked, half[:, np.newaxis, :], axis=1)[:, 0, :]
    return found


@dataclass(frozen=True)
class Zone:
    """Land of a territory that changed hands on the same days: its shape, story, ordinal days and its towns by name."""

    shape: shapely.MultiPolygon
    story: tuple[Step, ...]
    days: tuple[int, ...]
    towns: tuple[str, ...]


def zones(territory: shapely.Geometry, name: str, towns: Towns, theatre: Theatre) -> list[Zone]:
    """Cut a territory into zones; none if no town of the campaign lies in it.

    The zones form a coverage with the territory's own outline, to which vertices are added where zones meet it.
    """
    mine = np.array([i for i, land in enumerate(towns.territory) if land == name])
    if not len(mine):
        return []
    flat = shapely.transform(territory, lambda xy: project(theatre, xy))
    samples = _samples(flat, towns.xy[mine], towns.banks)
    like = mine[nearest(samples, scipy.spatial.KDTree(towns.xy[mine]), barriers=towns.barriers)[1][:, 0]]
    days = _to_days_of_towns(days_at(samples, towns, like), towns, mine, like)
    labels: dict[tuple[tuple[Step, ...], tuple[int, ...]], list[int]] = {}
    for sample, (town, own) in enumerate(zip(like.tolist(), days, strict=True)):
        labels.setdefault((towns.stories[town], own), []).append(sample)
    names = [tuple(towns.names[mine[sample]] for sample in among if sample < len(mine)) for among in labels.values()]
    if len(labels) == 1:
        ((story, own),) = labels
        return [Zone(polygons(territory), story, own, *names)]
    number = np.zeros(len(samples), dtype=np.int64)
    for one, among in enumerate(labels.values()):
        number[among] = one
    shapes = _cells(samples, len(mine), number, territory, theatre)
    return [
        Zone(shape, *label, its) for label, shape, its in zip(labels, shapes, names, strict=True) if not shape.is_empty
    ]


def _to_days_of_towns(
    days: list[tuple[int, ...]], towns: Towns, mine: NDArray[np.int64], like: NDArray[np.int64]
) -> list[tuple[int, ...]]:
    """Return for each sample the days of that town of the territory, of those with its story, that come nearest.

    The first samples are the towns themselves. So a territory has no more zones than towns, each with its town in it.
    """
    own = [tuple(int(np.floor(day + 0.5)) for day in towns.days[town]) for town in mine]
    told: dict[tuple[Step, ...], list[tuple[int, ...]]] = {}
    for town, its in zip(mine.tolist(), own, strict=True):
        told.setdefault(towns.stories[town], []).append(its)
    found = [*own, *days[len(mine) :]]
    stories = [towns.stories[town] for town in like]
    for story, options in told.items():
        among = np.array(sorted(set(options)))
        rows = [row for row in range(len(mine), len(days)) if stories[row] == story]
        if rows:
            apart = np.abs(among[np.newaxis] - np.array([days[row] for row in rows])[:, np.newaxis]).sum(axis=2)
            for row, one in zip(rows, among[apart.argmin(axis=1)].tolist(), strict=True):
                found[row] = tuple(one)
    return found


def _samples(
    flat: shapely.Geometry, towns: NDArray[np.float64], banks: list[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return the towns, points on both banks of each barrier, and those of a triangular grid that are not beside them.

    They lie in a shape. Half way between the points of the two banks, land that they part has its edge on the barrier.
    """
    reach, height = SPACING / 2, SPACING * np.sqrt(3) / 2
    left, bottom, right, top = shapely.bounds(shapely.buffer(shapely.envelope(flat), reach))
    rows = np.arange(np.ceil(bottom / height), top / height)
    columns = np.arange(np.floor(left / SPACING), right / SPACING)
    x, y = np.meshgrid(columns, rows)
    grid = np.column_stack([((x + (y % 2) / 2) * SPACING).ravel(), (y * height).ravel()])
    shapely.prepare(flat)
    known = towns
    for points in (*banks, grid):
        about = points[((points >= (left, bottom)) & (points <= (right, top))).all(axis=1)]
        inside = about[shapely.dwithin(flat, shapely.points(about), reach)]
        if len(inside):
            alone = scipy.spatial.KDTree(known).query(inside)[0] > BESIDE * (SPACING if points is grid else BANK)
            known = np.vstack([known, inside[alone]])
    return known


def _banks(barrier: shapely.LineString) -> NDArray[np.float64]:
    """Return points beside a barrier, in pairs opposite each other, `BANK` from it."""
    along = np.arange(BANK, barrier.length, 2 * BANK)
    before, after = (shapely.get_coordinates(shapely.line_interpolate_point(barrier, along + d)) for d in (-BANK, BANK))
    way = after - before
    aside = way[:, ::-1] * (-1, 1) * BANK / np.hypot(*way.T)[:, np.newaxis]
    return np.vstack([(before + after) / 2 + aside, (before + after) / 2 - aside])


def _cells(
    samples: NDArray[np.float64], towns: int, label: NDArray[np.int64], territory: shapely.Geometry, theatre: Theatre
) -> list[shapely.MultiPolygon]:
    """Return, for each label of the samples, its part of the territory; together they cover it.

    The first samples are the towns. Edges are simplified as far as each town stays in the part of its own label.
    """
    low, high = samples.min(axis=0), samples.max(axis=0)
    far = np.array(list(product(*zip(low - FAR, high + FAR, strict=True))))
    cells = scipy.spatial.Voronoi(np.vstack([samples, far]))  # the far points give every other cell an end
    sides = np.sort(cells.ridge_points, axis=1)
    real = sides[:, 1] < len(samples)
    parts = np.flatnonzero(real)[label[sides[real, 0]] != label[sides[real, 1]]]
    edges = shapely.linestrings(cells.vertices[np.array([cells.ridge_vertices[part] for part in parts.tolist()])])
    near = [*(low - BEYOND), *(high + BEYOND)]
    parting = shapely.clip_by_rect(shapely.line_merge(shapely.multilinestrings(edges)), *near)
    at = np.array(shapely.points(unproject(theatre, samples[:towns])))
    at_home = shapely.intersects(territory, at)
    for tolerance in TOLERANCES:
        inner = shapely.transform(shapely.simplify(parting, tolerance), lambda xy: unproject(theatre, xy))
        linework = shapely.union_all([shapely.boundary(territory), inner])  # no grid: the outline keeps its vertices
        faces = shapely.get_parts(shapely.polygonize([linework]))
        points = shapely.point_on_surface(faces)
        inside = shapely.within(points, territory)
        faces, points = faces[inside], points[inside]
        owner = label[scipy.spatial.KDTree(samples).query(project(theatre, shapely.get_coordinates(points)))[1]]
        town, face = shapely.STRtree(faces).query(at[at_home], predicate="intersects")
        if (owner[face] == label[:towns][at_home][town]).all():
            break
    beside = [_nearest_of(faces, owner == label[town], at[town]) for town in np.flatnonzero(~at_home).tolist()]
    owner = _with_its_town(faces, owner, np.concatenate([face, *beside]))
    return [_joined(faces[owner == one]) for one in range(int(label.max()) + 1)]


def _nearest_of(faces: NDArray[np.object_], some: NDArray[np.bool_], town: shapely.Point) -> NDArray[np.int64]:
    """Return the one of some faces, if there are any, that is nearest to a town beside the land, such as a port."""
    among = np.flatnonzero(some)
    return among[np.argsort(shapely.distance(faces[among], town))[:1]]


def _with_its_town(
    faces: NDArray[np.object_], owner: NDArray[np.int64], with_town: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the owners of faces so that no piece of a zone stands apart from the towns that tell its days.

    A piece without a town goes to that of the pieces with one beside it with which it has the longest border; so, in
    turn, do the pieces beside that. An island without a town goes to the owner of its largest face.
    """
    pairs, length = _borders_of(faces)
    islands, island = _pieces(pairs, len(faces))
    largest = np.lexsort([shapely.area(faces), island])[np.cumsum(np.bincount(island, minlength=islands)) - 1]
    with_town = np.concatenate([with_town, largest[~np.isin(np.arange(islands), island[with_town])]])
    owner = owner.copy()
    while True:
        alike = pairs[owner[pairs[:, 0]] == owner[pairs[:, 1]]]
        count, piece = _pieces(alike, len(faces))
        lacking = np.ones(count, dtype=bool)
        lacking[piece[with_town]] = False
        both = np.vstack([pairs, pairs[:, ::-1]])
        out = lacking[piece[both[:, 0]]] & ~lacking[piece[both[:, 1]]]
        if not out.any():
            return owner
        sides, side = np.unique(piece[both[out]], axis=0, return_inverse=True)
        border = np.bincount(side.ravel(), np.concatenate([length, length])[out])
        order = np.lexsort([border, sides[:, 0]])
        last = np.flatnonzero(np.diff(sides[order, 0], append=-1))  # the longest border of each piece comes last
        to = np.arange(count)
        to[sides[order[last], 0]] = sides[order[last], 1]
        owner_of_piece = np.empty(count, dtype=np.int64)
        owner_of_piece[piece] = owner
        owner = owner_of_piece[to[piece]]


def _pieces(pairs: NDArray[np.int64], count: int) -> tuple[int, NDArray[np.int64]]:
    """Return how many pieces some faces make that pairs join, and the piece of each face."""
    links = scipy.sparse.coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    pieces, piece = scipy.sparse.csgraph.connected_components(links)
    return int(pieces), piece


def _borders_of(faces: NDArray[np.object_]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return which faces of a coverage share a border, in pairs, and how long each is, in degrees."""
    rings, face_of = shapely.get_rings(faces, return_index=True)
    xy, ring_of = shapely.get_coordinates(rings, return_index=True)
    _, vertex = _numbered(xy)
    step = np.flatnonzero(ring_of[1:] == ring_of[:-1])
    ends = np.sort(np.column_stack([vertex[step], vertex[step + 1]]), axis=1)
    order = np.lexsort(ends.T)
    twice = np.flatnonzero((ends[order][1:] == ends[order][:-1]).all(axis=1))
    one, other = order[twice], order[twice + 1]
    long = np.hypot(*(xy[step[one] + 1] - xy[step[one]]).T)
    sides = np.sort(np.column_stack([face_of[ring_of[step[one]]], face_of[ring_of[step[other]]]]), axis=1)
    pairs, pair = np.unique(sides, axis=0, return_inverse=True)
    lengths = np.zeros(len(pairs))
    np.add.at(lengths, pair.ravel(), long)
    return pairs, lengths


def _numbered(vertices: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the different places of some vertices, and the number of the place of each."""
    known, number = np.unique(vertices @ np.array([1, 1j]), return_inverse=True)
    return np.column_stack([known.real, known.imag]), number


def _joined(faces: NDArray[np.object_]) -> shapely.MultiPolygon:
    return polygons(shapely.coverage_union_all(faces)) if len(faces) else shapely.MultiPolygon()


def noded(whole: gpd.GeoDataFrame, pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return territories and their zones as one frame in which all share the vertices of their common borders.

    The territories are a coverage already; where a border between zones ends, the other side gets a vertex.
    """
    both = gpd.GeoDataFrame(pd.concat([whole, pieces]), geometry="geometry", crs=CRS)
    shapes = both.geometry.to_numpy()
    parts, shape_of = shapely.get_parts(shapes, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    vertices, ring_of = shapely.get_coordinates(rings, return_index=True)
    known, vertex = _numbered(vertices)
    new = np.setdiff1d(
        vertex[shape_of[part_of[ring_of]] >= len(whole)], vertex[shape_of[part_of[ring_of]] < len(whole)]
    )
    places = known[new]
    point, ring = shapely.STRtree(rings).query(shapely.points(places), predicate="dwithin", distance=ON_LINE)
    lacking = ~np.isin(ring * len(known) + new[point], ring_of * len(known) + vertex)
    point, ring = point[lacking], ring[lacking]
    for one in np.unique(ring).tolist():
        rings[one] = _with_points(rings[one], places[point[ring == one]])
    changed = np.unique(part_of[np.unique(ring)])
    for part in changed.tolist():
        outer, *holes = rings[part_of == part]
        parts[part] = shapely.Polygon(outer, holes)
    for shape in np.unique(shape_of[changed]).tolist():
        shapes[shape] = shapely.MultiPolygon(list(parts[shape_of == shape]))
    return gpd.GeoDataFrame(both.assign(geometry=shapes), geometry="geometry", crs=CRS)


def _with_points(ring: shapely.LinearRing, extra: NDArray[np.float64]) -> shapely.LinearRing:
    """Return a ring with further vertices, which lie on it."""
    own = shapely.get_coordinates(ring)
    at = shapely.line_locate_point(shapely.linestrings(own), shapely.points(extra))
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(own, axis=0).T))])
    order = np.argsort(np.concatenate([steps, at]), kind="stable")
    return shapely.LinearRing(np.vstack([own, extra])[order])
