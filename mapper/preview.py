"""A small picture of a map at its opening, for what shows a link to it: PNG bytes, made without a browser."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from mapper.atlas import state_on
from mapper.geometry import project
from mapper.record import PLATE, ZOOM_RATIO, coarsest, whole_view

if TYPE_CHECKING:
    from mapper.about import Theatre
    from mapper.geodata import Geodata
    from mapper.maps import MapSpec

WIDTH, HEIGHT = 600, 315  # pixels, as those who show links ask for
GAP = 4  # pixels between two theatres
DEGREE = 111_000  # metres, about
PAPER, SEA = "#f6f2e8", "#dbe5ea"

Pixels = np.ndarray[Any, np.dtype[np.uint8]]


def preview(spec: MapSpec, data: Geodata) -> bytes:
    """Return the land of a map on its opening day in the colours of its holders, as a PNG of `WIDTH` x `HEIGHT`.

    Each theatre has its own projection, and its share of the width. The same data give the same bytes.
    """
    return data.atlas.kept("preview", [spec.date, repr(spec.theatres), repr(spec.views)], lambda: _picture(spec, data))


def _picture(spec: MapSpec, data: Geodata) -> bytes:
    """Draw the picture."""
    colours = [PAPER, SEA, *dict.fromkeys(data.atlas.polities["colour"])][:256]
    number = {colour: index for index, colour in enumerate(colours)}
    width = (WIDTH - GAP * (len(spec.theatres) - 1)) // len(spec.theatres)
    canvas = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    for place, name in enumerate(spec.theatres):
        left = place * (width + GAP)
        _draw(canvas[:, left : left + width], spec, data, data.about.theatres[name], number)
    return _png(canvas, colours)


def _draw(canvas: Pixels, spec: MapSpec, data: Geodata, theatre: Theatre, number: dict[str, int]) -> None:
    """Draw one theatre on its part of the picture."""
    canvas[:] = number[SEA]
    height, width = canvas.shape
    latitude, longitude, zoom = spec.views.get(theatre.id, whole_view(theatre))
    metres = coarsest(theatre) / ZOOM_RATIO**zoom * max(PLATE[0] / width, PLATE[1] / height)  # a pixel
    (x, y) = project(theatre, np.array([[longitude, latitude]]))[0]
    across = x + (np.arange(width) - width / 2 + 0.5) * metres
    down = y - (np.arange(height) - height / 2 + 0.5) * metres
    state = state_on(data.atlas, spec.date)
    here = state[state["theatre"] == theatre.id]
    shapes = shapely.simplify(here.geometry.to_numpy(), metres / DEGREE / 12)  # so little that no gap is seen
    lands = shapely.transform(shapes, lambda positions: project(theatre, positions))
    for land, holder in zip(lands, here["controller"], strict=True):
        west, south, east, north = land.bounds
        columns = slice(*np.searchsorted(across, (west, east)))
        rows = slice(*np.searchsorted(-down, (-north, -south)))
        if columns.start == columns.stop or rows.start == rows.stop:
            continue
        shapely.prepare(land)
        inside = shapely.contains_xy(land, *np.meshgrid(across[columns], down[rows]))
        canvas[rows, columns][inside] = number.get(data.atlas.polities["colour"][holder], 0)


def _png(canvas: Pixels, colours: list[str]) -> bytes:
    """Return a picture of colour numbers as PNG with a palette."""
    height, width = canvas.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # each begins with the number of its filter: none
    rows[:, 1:] = canvas
    palette = b"".join(bytes.fromhex(colour.removeprefix("#")) for colour in colours)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)
