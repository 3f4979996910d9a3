/** Tiles in the web's Mercator projection, drawn into the map's own, cell by cell: Leaflet alone would lay them beside their place. */

const SIZE = 256; // pixels of a tile of the web
const CELL = 32; // pixels of the map in which its projection and Mercator's differ by an affine map, near enough
const EQUATOR = 156_543.034; // metres a pixel at zoom 0 on the equator

/** @typedef {{url: string, minZoom: number, maxNativeZoom: number, subdomains: string | string[], tms: boolean}} Source */
/** @typedef {{x: number, y: number}} Point */

/** @param {string} url @param {any} options  of Leaflet's tile layer; its zooms are those of the tiles, not of the map */
export function tiles(
  url,
  { minZoom = 0, maxZoom, maxNativeZoom = maxZoom, subdomains = "abc", tms = false, ...more },
) {
  /** @type {Source} */
  const source = { url, minZoom, maxNativeZoom, subdomains, tms };
  const Warped = L.GridLayer.extend({
    createTile(/** @type {L.Coords} */ coords, /** @type {L.DoneCallback} */ done) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = SIZE;
      draw(canvas, /** @type {any} */ (this)._map, coords, source).then(() => done(undefined, canvas));
      return canvas;
    },
  });
  const layer = new /** @type {any} */ (Warped)({
    opacity: more.opacity,
    attribution: more.attribution,
    pane: "tiles",
  });
  layer.once("add", () => L.control.attribution({ prefix: false }).addAttribution(more.attribution).addTo(layer._map));
  return layer;
}

/** A position in pixels of the web's tiles at a zoom. @param {L.LatLng} position @param {number} zoom @returns {Point} */
export function mercator({ lat, lng }, zoom) {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  const whole = SIZE * 2 ** zoom;
  return { x: whole * (lng / 360 + 0.5), y: whole * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) };
}

/** The zoom of the tiles that has the map's resolution. @param {number} pixels a metre @param {number} lat @param {Source} source */
export function zoomFor(pixels, lat, { minZoom, maxNativeZoom }) {
  const zoom = Math.round(Math.log2(EQUATOR * Math.cos((lat * Math.PI) / 180) * pixels));
  return Math.max(minZoom, Math.min(maxNativeZoom, zoom));
}

/** @param {HTMLCanvasElement} canvas @param {L.Map} map @param {L.Coords} coords @param {Source} source */
async function draw(canvas, map, coords, source) {
  const crs = /** @type {L.CRS} */ (map.options.crs);
  const corner = coords.scaleBy(L.point(SIZE, SIZE));
  const position = (/** @type {number} */ x, /** @type {number} */ y) =>
    crs.pointToLatLng(L.point(corner.x + x, corner.y + y), coords.z);
  const zoom = zoomFor(crs.scale(coords.z), position(SIZE / 2, SIZE / 2).lat, source);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => mercator(position(x, y), zoom);
  const images = imagesOf(source, zoom);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const cells = [];
  for (let y = 0; y < SIZE; y += CELL) for (let x = 0; x < SIZE; x += CELL) cells.push(cellOf(x, y, at));
  await Promise.all(cells.flatMap(({ tiles }) => tiles.map(([x, y]) => images(x, y))));
  for (const cell of cells) await drawCell(context, cell, images);
}

/** A square of the canvas, the map from its pixels to the tiles', and the tiles that it lies on. @param {number} x @param {number} y @param {(x: number, y: number) => Point} at */
function cellOf(x, y, at) {
  const [a, b, c, d] = [at(x, y), at(x + CELL, y), at(x, y + CELL), at(x + CELL, y + CELL)];
  const steps = [(b.x - a.x) / CELL, (b.y - a.y) / CELL, (c.x - a.x) / CELL, (c.y - a.y) / CELL];
  const forward = new DOMMatrix([...steps, a.x, a.y]).translate(-x, -y);
  const range = (/** @type {number[]} */ values) => [
    Math.floor((Math.min(...values) - 1) / SIZE),
    Math.floor((Math.max(...values) + 1) / SIZE),
  ];
  const [[x0, x1], [y0, y1]] = [range([a.x, b.x, c.x, d.x]), range([a.y, b.y, c.y, d.y])];
  /** @type {[number, number][]} */
  const tiles = [];
  for (let row = y0; row <= y1; row++) for (let column = x0; column <= x1; column++) tiles.push([column, row]);
  return { x, y, inverse: forward.inverse(), tiles };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof cellOf>} cell
 * @param {ReturnType<typeof imagesOf>} images
 */
async function drawCell(context, { x, y, inverse, tiles }, images) {
  context.save();
  context.beginPath();
  context.rect(x, y, CELL, CELL);
  context.clip();
  context.setTransform(inverse);
  for (const [column, row] of tiles) {
    const image = await images(column, row);
    if (image) context.drawImage(image, column * SIZE, row * SIZE, SIZE + 0.5, SIZE + 0.5); // no hair between two
  }
  context.restore();
}

/** What fetches the tiles of a zoom, each once; null where there is none. @param {Source} source @param {number} zoom */
function imagesOf(source, zoom) {
  /** @type {Map<string, Promise<HTMLImageElement | null>>} */
  const known = new Map();
  return (/** @type {number} */ column, /** @type {number} */ row) => {
    const address = addressOf(source, zoom, column, row);
    if (!address) return Promise.resolve(null);
    if (!known.has(address)) known.set(address, imageAt(address));
    return /** @type {Promise<HTMLImageElement | null>} */ (known.get(address));
  };
}

/** @param {Source} source @param {number} z @param {number} column @param {number} row */
export function addressOf({ url, subdomains, tms }, z, column, row) {
  const count = 2 ** z;
  if (row < 0 || row >= count) return "";
  const x = ((column % count) + count) % count;
  const y = tms ? count - 1 - row : row;
  /** @type {Record<string, string | number>} */
  const values = { z, x, y, s: subdomains[(x + y) % subdomains.length] };
  return url.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/** @param {string} address @returns {Promise<HTMLImageElement | null>} */
function imageAt(address) {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(null); // a hole in the tiles is no fault of the page
    image.src = address;
  });
}
