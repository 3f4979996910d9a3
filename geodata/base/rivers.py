"""Give long rivers of `rivers.geojson` the bends of Natural Earth 1:50m (public domain).

    python geodata/base/rivers.py RIVER ... [--downloads DIR]

RIVER is an id of `geodata/rivers.geojson`. It fetches Debian's `marble-qt-data` (by `apt-get download`), unless DIR
holds it already: Natural Earth's rivers and the middles of lakes on them, in steps of 1/120 degree, 0.9 km. Between two
vertices of a river drawn by hand that lie within `NEAR` of them it takes their course; the rest of it stays, as does
its direction. Where no reach of a river is found, the river is named, and nothing is written. The output is the same
for the same package.
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import scipy.sparse
import scipy.spatial
from derive import from_debian, write_features

HERE = Path(__file__).resolve().parent
RIVERS = HERE.parent / "rivers.geojson"
STEP = 120  # parts of a degree
NEAR = 0.25  # degrees: how far a line drawn by hand may lie from the same river
GAP = 0.06  # degrees: how far apart the pieces of one river may end
ASIDE = 0.5  # degrees: how far a bend may leave it
DETOUR = 2  # times as long as drawn by hand, that a reach may be
HEADER, GROUP, GROUPED = struct.Struct(">BII"), struct.Struct(">BIB"), 4
PLACE, AWAY = struct.Struct(">hhh"), struct.Struct(">bb")


def pieces(downloads: Path) -> list[np.ndarray]:
    """Return Natural Earth's rivers, an array of longitudes and latitudes each, from Marble's binary form of them.

    After six bytes each line has a flag, a number and the count of its places; a place has latitude, longitude and the
    count of the offsets from it that follow. Lines of one river stand behind a flag, a number and their count.
    """
    with from_debian(downloads, "marble-qt-data") as folder:
        data = next(folder.rglob("ne_50m_rivers_lake_centerlines.pn2")).read_bytes()
    at, found = 6, []
    while at < len(data):
        if data[at] == GROUPED:
            at += GROUP.size
            continue
        _, _, count = HEADER.unpack_from(data, at)
        at += HEADER.size
        line = []
        for _ in range(count):
            lat, lon, further = PLACE.unpack_from(data, at)
            at += PLACE.size
            line.append((lon, lat))
            line += [(lon + east, lat + north) for north, east in AWAY.iter_unpack(data[at : at + 2 * further])]
            at += 2 * further
        found.append(np.array(line) / STEP)
    return found


class Network:
    """The vertices of all pieces, joined along them, and where one ends near another."""

    def __init__(self, lines: list[np.ndarray]) -> None:
        self.places, at = np.unique(np.concatenate(lines), axis=0, return_inverse=True)
        self.tree = scipy.spatial.KDTree(self.places)
        ends = np.cumsum([0, *map(len, lines)])
        along = [pair for a, b in pairwise(ends) for pair in pairwise(at[a:b].tolist())]
        tips = np.unique([at[i] for a, b in pairwise(ends) for i in (a, b - 1)])
        beside = [(tip, near) for tip in tips for near in self.tree.query_ball_point(self.places[tip], GAP)]
        self.edges = np.array([(a, b) for a, b in (*along, *beside) if a != b])

    def course(self, drawn: np.ndarray) -> np.ndarray | None:
        """Return a line with the network's course between the vertices that lie near it, None if there is none."""
        apart, nearest = self.tree.query(drawn)
        astray = scipy.spatial.KDTree(dense(drawn)).query(self.places)[0] > ASIDE
        a, b = self.edges[~astray[self.edges].any(axis=1)].T
        length = np.hypot(*(self.places[a] - self.places[b]).T) + 1e-6
        graph = scipy.sparse.coo_array((length, (a, b)), shape=(len(self.places),) * 2).tocsr()
        line, found = [drawn[0]], False
        for here, there in pairwise(range(len(drawn))):
            way = None if max(apart[here], apart[there]) > NEAR else path(graph, nearest[here], nearest[there])
            if way is None or length_of(self.places[way]) > DETOUR * length_of(drawn[[here, there]]) + NEAR:
                line.append(drawn[there])
                continue
            line[-1:] = self.places[way]
            found |= len(way) > 1
        places = np.array(line)
        return places[[True, *(places[1:] != places[:-1]).any(axis=1)]] if found else None


def path(graph: scipy.sparse.csr_array, first: int, last: int) -> list[int] | None:
    """Return the vertices of the shortest way, None if there is none."""
    far, before = scipy.sparse.csgraph.dijkstra(graph, directed=False, indices=first, return_predecessors=True)
    if not np.isfinite(far[last]):
        return None
    way = [int(last)]
    while way[-1] != first:
        way.append(int(before[way[-1]]))
    return way[::-1]


def length_of(line: np.ndarray) -> float:
    """Return the length of a line in degrees."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def dense(line: np.ndarray) -> np.ndarray:
    """Return places along a line, a twentieth of a degree apart at most."""
    parts = [np.linspace(a, b, max(2, int(np.hypot(*(b - a)) * 20) + 1)) for a, b in pairwise(line)]
    return np.concatenate(parts)


def main() -> None:
    """Redraw the rivers named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rivers", nargs="+", metavar="RIVER")
    parser.add_argument("--downloads", type=Path)
    wanted = parser.parse_args()
    text = RIVERS.read_text("utf-8")
    features = {feature["properties"]["id"]: feature for feature in json.loads(text)["features"]}
    with tempfile.TemporaryDirectory() as folder:
        network = Network(pieces((wanted.downloads or Path(folder)).resolve()))
    lost = []
    for name in wanted.rivers:
        found = network.course(np.array(features[name]["geometry"]["coordinates"])) if name in features else None
        if found is None:
            lost.append(name)
            continue
        features[name]["geometry"]["coordinates"] = np.round(found, 3).tolist()
    if lost:
        sys.exit(f"no course was found for {', '.join(lost)}")
    write_features(RIVERS, features.values())


if __name__ == "__main__":
    main()
