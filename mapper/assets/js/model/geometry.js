/** The shapes of one theatre: projected once, thinned once a zoom; where a position lies on the plate, and what is in view. */
import { groupBorders } from "./borders.js";
import { forwardOf, frameExtent, frameOutline, graticule } from "./crs.js";
import { decodeArcs, pathData, thinArcs, walkRing } from "./decode.js";

/** @param {Float64Array[]} arcs @param {(position: [number, number]) => [number, number]} forward */
function projectArcs(arcs, forward) {
  return arcs.map((arc) => {
    const flat = new Float64Array(arc.length);
    for (let i = 0; i < arc.length; i += 2) {
      const [x, y] = forward([arc[i], arc[i + 1]]);
      flat[i] = x;
      flat[i + 1] = y;
    }
    return flat;
  });
}

/**
 * A curve beside a curve: each vertex moved along the mean normal of its two sides.
 * @param {Float64Array} arc  in pixels
 * @param {number} by  pixels to the left of the direction on the screen
 */
export function offsetArc(arc, by) {
  const count = arc.length / 2;
  const moved = new Float64Array(arc.length);
  for (let i = 0; i < count; i++) {
    const a = Math.max(0, i - 1);
    const b = Math.min(count - 1, i + 1);
    const dx = arc[2 * b] - arc[2 * a];
    const dy = arc[2 * b + 1] - arc[2 * a + 1];
    const length = Math.hypot(dx, dy) || 1;
    moved[2 * i] = arc[2 * i] + (dy / length) * by;
    moved[2 * i + 1] = arc[2 * i + 1] - (dx / length) * by;
  }
  return moved;
}

/**
 * @param {L.Map} map
 * @param {import("../types.js").RawTheatre} raw
 * @param {import("../types.js").Theatre} theatre
 * @param {() => DOMRect[]} obstacles  what covers the plates, on the screen
 */
export function createGeometry(map, raw, theatre, obstacles) {
  const forward = forwardOf(raw.proj);
  const extent = frameExtent(raw.frame, forward);
  const arcs = decodeArcs(raw.arcs);
  const metres = projectArcs(arcs, forward);
  const borders = groupBorders(raw.borders);
  const lakeRings = raw.lakes.flatMap((lake) => (Array.isArray(lake[0][0]) ? /** @type {any} */ (lake) : [lake]));
  /** @type {Map<number, any>} */
  const cache = new Map();

  /** Positions in metres to pixels of the zoom. @param {number} scale */
  const toPixels = (scale) => (/** @type {Float64Array} */ arc) => {
    const flat = new Float64Array(arc.length);
    for (let i = 0; i < arc.length; i += 2) {
      flat[i] = (arc[i] - extent.left) * scale;
      flat[i + 1] = (extent.top - arc[i + 1]) * scale;
    }
    return flat;
  };

  /** @param {[number, number][]} positions @param {number} scale */
  const curve = (positions, scale) => {
    const flat = new Float64Array(positions.length * 2);
    for (const [i, position] of positions.entries()) {
      const [x, y] = forward(position);
      flat[2 * i] = x;
      flat[2 * i + 1] = y;
    }
    return toPixels(scale)(flat);
  };

  /** Path data of all that is drawn at a zoom, kept for the zooms used last. @param {number} zoom */
  function paths(zoom) {
    const known = cache.get(zoom);
    if (known) return known;
    if (cache.size > 5) cache.delete(/** @type {number} */ (cache.keys().next().value));
    const scale = map.options.crs?.scale(zoom) ?? 1;
    const pixels = thinArcs(metres.map(toPixels(scale)), 0.8);
    const open = (/** @type {Float64Array[]} */ list) =>
      pathData(
        list,
        list.map((_, i) => [i]),
        false,
      );
    const made = {
      lands: theatre.territories.map((territory) => pathData(pixels, territory.arcs.flat(), true)),
      borders: borders.map((border) =>
        pathData(
          pixels,
          border.arcs.map((arc) => [arc]),
          false,
        ),
      ),
      left: borders.map((border) => open(border.arcs.map((arc) => offsetArc(pixels[arc], 2.4)))),
      right: borders.map((border) => open(border.arcs.map((arc) => offsetArc(pixels[arc], -2.4)))),
      coast: pathData(
        pixels,
        raw.coast.map((arc) => [arc]),
        false,
      ),
      lakes: pathData(
        thinArcs(
          lakeRings.map((ring) => curve(ring, scale)),
          0.8,
        ),
        lakeRings.map((_, i) => [i]),
        true,
      ),
      rivers: (raw.rivers ?? []).map((river) => open(thinArcs([curve(river.points, scale)], 0.8))),
      net: open(graticule(raw.frame, 5).map((line) => curve(line, scale))),
      frame: open([curve([...frameOutline(raw.frame, 24), [raw.frame[0], raw.frame[1]]], scale)]),
    };
    cache.set(zoom, made);
    return made;
  }

  /** @param {{x: number, y: number}} metres from the plate's corner @returns {{x: number, y: number}} pixels at the map's zoom */
  function toPixel({ x, y }) {
    const scale = map.options.crs?.scale(map.getZoom()) ?? 1;
    return { x: x * scale, y: y * scale };
  }

  /** @param {[number, number]} position @returns {{x: number, y: number}} metres from the plate's corner */
  function project(position) {
    const [x, y] = forward(position);
    return { x: x - extent.left, y: extent.top - y };
  }

  /** @param {[number, number]} position @returns {{x: number, y: number}} pixels at the map's zoom */
  const pixel = (position) => toPixel(project(position));

  /** The territory under a position, or -1: an even count of crossings lies outside. @param {[number, number]} position */
  function landAt([lon, lat]) {
    return theatre.territories.findIndex((territory) => {
      let inside = false;
      for (const ring of territory.arcs.flat()) {
        let px = 0;
        let py = 0;
        walkRing(arcs, ring, (x, y, first) => {
          if (!first && y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside;
          px = x;
          py = y;
        });
      }
      return inside;
    });
  }

  /** The box of each territory in metres. */
  const boxes = theatre.territories.map((territory) => {
    const box = {
      x0: Number.POSITIVE_INFINITY,
      y0: Number.POSITIVE_INFINITY,
      x1: Number.NEGATIVE_INFINITY,
      y1: Number.NEGATIVE_INFINITY,
    };
    for (const ring of territory.arcs.flat()) {
      walkRing(metres, ring, (x, y) => {
        box.x0 = Math.min(box.x0, x - extent.left);
        box.x1 = Math.max(box.x1, x - extent.left);
        box.y0 = Math.min(box.y0, extent.top - y);
        box.y1 = Math.max(box.y1, extent.top - y);
      });
    }
    return box;
  });

  /** Which territories may be in view, by their boxes. */
  function inView() {
    const view = windowBox();
    const scale = map.options.crs?.scale(map.getZoom()) ?? 1;
    return boxes.map(
      (box) =>
        box.x0 * scale < view.x1 && box.x1 * scale > view.x0 && box.y0 * scale < view.y1 && box.y1 * scale > view.y0,
    );
  }

  /** The part of the plate on show, in its pixels. */
  function windowBox() {
    const bounds = map.getPixelBounds();
    const [min, max] = [/** @type {L.Point} */ (bounds.min), /** @type {L.Point} */ (bounds.max)];
    return { x0: min.x, y0: min.y, x1: max.x, y1: max.y };
  }

  let corner = { left: 0, top: 0 };
  /** Where the plate lies on the screen: asked for seldom, for the answer costs a layout. */
  function measure() {
    const { left, top } = map.getContainer().getBoundingClientRect();
    corner = { left, top };
  }

  /** What covers the plate, in its pixels. @returns {import("../labels/place.js").Box[]} */
  function covered() {
    const { x0, y0 } = windowBox();
    const [dx, dy] = [x0 - corner.left, y0 - corner.top];
    return obstacles().map((box) => ({ x0: box.left + dx, y0: box.top + dy, x1: box.right + dx, y1: box.bottom + dy }));
  }

  return { arcs, metres, extent, borders, paths, project, toPixel, pixel, landAt, inView, windowBox, measure, covered };
}
