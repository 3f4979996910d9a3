"""The land of today, for an atlas of events alone: the modern coast, without borders, held by nobody in particular.

It is Natural Earth 1:50,000,000 (public domain) as the npm package world-atlas has it, which the packaging hook brings;
EPSG:4326, longitude first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper import assets
from mapper.about import FILE
from mapper.geometry import Topology, area_km2, polygons, window_box
from mapper.polygons import Cut, Land, tables

if TYPE_CHECKING:
    from mapper.reading import Reader

ASSET = "vendor/world-atlas/land-50m.json"
LAND = "land"  # the polity that holds it
SOURCE = "natural-earth"
BIBTEX = {
    "ENTRYTYPE": "misc",
    "title": "Natural Earth, 1:50m land",
    "howpublished": "by way of world-atlas",
    "url": "https://www.naturalearthdata.com/",
    "note": "public domain",
}
DRAWN = ("boundaries", "nodes", "lines", "territories", "spells")  # a folder that has none of these has events alone


def is_bare(reader: Reader) -> bool:
    """Whether a folder says nothing about land, so that it is drawn on the coast of today."""
    return not any(reader.path(name).exists() for name in DRAWN)


def read_coast(reader: Reader) -> Cut:
    """Return the land in each window as one territory with one spell; a window without any is told."""
    whole, period = world(), reader.about.period
    lands = []
    for theatre in reader.about.theatres.values():
        shape = polygons(shapely.intersection(whole, window_box(theatre.window)))
        if shape.is_empty:
            place = f"theatres.{theatre.id}"
            reader.problems.add(reader.geodata / FILE, place, "window", "no land lies in it", "Make it wider.")
            continue
        state = (LAND, LAND, "sovereign", SOURCE, "high", "")
        lands.append(Land(theatre.id, "Land", ((period.first, period.after, "Land", *state),), shape, area_km2(shape)))
    return Cut(*tables(lands, reader.columns("territories"), reader.columns("spells"), {}), [])


def world() -> shapely.MultiPolygon:
    """Return the land of the world."""
    raw: dict[str, Any] = json.loads(assets.read(ASSET))
    scale, offset = (np.array(raw["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + offset for arc in raw["arcs"]]
    shapes = [shape["arcs"] for shape in raw["objects"]["land"]["geometries"]]
    return polygons(shapely.make_valid(Topology(arcs, shapes).polygon(0)))
