/** Names on the plate: powers in spaced capitals, regions, towns by rank; none on top of another. */

import { keyedGroup, s } from "../dom.js";
import { inBox, inWindow, overlaps, scaled } from "../model/boxes.js";
import { windowOutline } from "../model/crs.js";
import { pick } from "../model/i18n.js";
import { changeDays } from "./changedays.js";
import { createClutter } from "./clutter.js";
import { homes, nameGroups } from "./groups.js";
import { letteringEntry, SPACING, textWidth } from "./lettering.js";
import {
  besidePoint,
  cellBoxes,
  cellCounts,
  fitName,
  groupTable,
  isWide,
  mainland,
  neighbours,
  rasterise,
} from "./place.js";
import { createTowns } from "./towns.js";
import { createWaterNames } from "./waters.js";

/** @typedef {import("../types.js").Box} Box */

/**
 * The lands that are there as cells of a grid, the box and the cells of each, and which lie beside which; `lands` is its key.
 * @typedef {{lands: string, grid: import("./place.js").Grid, boxes: Box[], counts: Int32Array, beside: Set<number>[]}} Raster
 */
/**
 * What names may use: the lands as cells, pixels a cell, the cells on show, what hides the plate, what is taken, what marks cover, a key of where they stand and of
 * the arrows and railways, whether one of those crosses a box of cells, whether it is free of what else stands on the plate, and the days that are told.
 * @typedef {object} Room
 * @property {Raster} raster
 * @property {number} cell
 * @property {Box} shown
 * @property {Box[]} covered
 * @property {Box[]} taken
 * @property {Box[]} marked
 * @property {string} markKey
 * @property {string} lineKey
 * @property {(box: Box) => boolean} crossed
 * @property {(box: Box) => boolean} free
 * @property {{words: string, box: Box}[]} told
 */

const CELLS = 380; // of the raster, along the longer side of the window
const RASTERS = 4; // kept
const REGION_ZOOM = 4.5;
const FRAME_PARTS = 24; // of each side of the window
const EDGE = 8; // pixels between a name and the edge of the view
const LARGER = 2; // the rank of towns whose dots the names of powers step aside for
const DOT_ZOOM = 5; // from which the names of powers keep clear of all towns
const GREAT = 42; // pixels to the right of a great town that the names of powers leave to its own
const INSIDE_KEPT = 20_000; // boxes
const YIELDS = 0.6; // of its size, that a name keeps where it steps aside for arrows, railways and the dots of towns
const READ = 15; // pixels, below which it does not shrink for them
const SAME_DAY = 64; // pixels within which a day that stands is not told again
const MARK = 11; // pixels from the middle of an event's mark that names keep away

const SERIF = '600 100px Georgia, "Times New Roman", serif';
const REGION = '400 100px Georgia, "Times New Roman", serif';
const DATE = "600 100px system-ui, sans-serif";
const DATE_SIZE = 10;

/** @param {string} text @param {number} size */
function capitalsWidth(text, size) {
  return (textWidth(text, SERIF) * size) / 100 + (text.length + 1) * SPACING * size;
}

/** @param {string} text @param {number} size */
function regionWidth(text, size) {
  return (textWidth(text, REGION) * size) / 100;
}

/**
 * What names are placed from, and what is kept of the last placing.
 * @typedef {object} Placing
 * @property {import("../types.js").Plate} plate
 * @property {import("../types.js").Context} ctx
 * @property {() => import("../types.js").Point[]} marks  where event marks stand
 * @property {{dates: () => {x: number, y: number, text: string, id: string}[], lines: () => import("../types.js").Point[][]}} moves
 * @property {ReturnType<typeof createTowns>} towns
 * @property {ReturnType<typeof createWaterNames>} waters
 * @property {Record<"powers" | "days" | "regions" | "dates", ReturnType<typeof keyedGroup>>} show
 * @property {import("../types.js").Point[]} frame  of the window, in metres from the plate's corner
 * @property {ReturnType<typeof homes>} isHome
 * @property {Raster[]} rasters  the last few that were made
 * @property {Map<string, ReturnType<typeof fitName>>} fitted  names that were set in the same view
 * @property {string} viewKey
 * @property {{zoom: number, known: Map<string, boolean>}} inside  which boxes lie inside the neat line
 */

/**
 * @param {import("../types.js").Plate} plate
 * @param {import("../types.js").Context} ctx
 * @param {Placing["marks"]} marks
 * @param {Placing["moves"]} moves
 */
export function createNames(plate, ctx, marks, moves) {
  const towns = createTowns(plate, ctx);
  const powers = s("g", { class: "powers" });
  const regions = s("g", { class: "regions" });
  const dates = s("g", { class: "move-dates" });
  const days = s("g", { class: "change-days" });
  const waters = createWaterNames(plate, ctx);
  plate.groups.names.append(waters.element, regions, towns.element, powers, days, dates);
  const show = {
    powers: keyedGroup(powers),
    days: keyedGroup(days),
    regions: keyedGroup(regions),
    dates: keyedGroup(dates),
  };
  const outline = windowOutline(plate.raw.window, FRAME_PARTS);
  const frame = [...outline, outline[0]].map(plate.project);
  /** @type {Placing} */
  const placing = {
    plate,
    ctx,
    marks,
    moves,
    towns,
    isHome: homes(ctx.blob.polities, plate.theatre.territories),
    waters,
    show,
    frame,
    rasters: [],
    fitted: new Map(),
    viewKey: "",
    inside: { zoom: Number.NaN, known: new Map() },
  };
  return { draw: () => draw(placing) };
}

/** The raster of the lands that are there, which change where a campaign begins or ends: the last few are kept. @param {Placing} placing */
function rasterOf(placing) {
  const { metres, extent, theatre, lives } = placing.plate;
  const there = theatre.territories.filter(({ index }) => lives()[index]);
  const lands = there.map(({ index }) => index).join();
  const known = placing.rasters.find((one) => one.lands === lands);
  if (known) return known;
  const size = Math.max(extent.right - extent.left, extent.top - extent.bottom) / CELLS;
  const grid = rasterise(there, metres, extent, size);
  const count = theatre.territories.length;
  const [boxes, counts] = [cellBoxes(grid, count), cellCounts(grid, count)];
  const made = { lands, grid, boxes, counts, beside: neighbours(grid, count) };
  placing.rasters = [made, ...placing.rasters].slice(0, RASTERS);
  return made;
}

/** @param {Placing} placing */
function draw(placing) {
  const { plate, ctx, marks, moves, towns, waters, show } = placing;
  const { layers } = ctx.store.get();
  const view = plate.viewBox();
  const room = roomIn(placing, view);
  if (layers.has("control") || layers.has("recognised")) drawPowers(placing, room);
  else show.powers([]);
  const days = changeDays(plate, ctx, room);
  show.days(days.entries);
  const clutter = createClutter(view);
  clutter.bar(placing.frame.map(plate.toPixel));
  for (const line of moves.lines()) clutter.mark(line);
  const dots = layers.has("towns") ? towns.points(view, Number.POSITIVE_INFINITY) : [];
  for (const dot of dots) clutter.mark([dot]);
  const cost = (/** @type {import("../types.js").Box} */ box) =>
    isInside(placing, box) ? clutter.count(box) : Number.POSITIVE_INFINITY;
  towns.draw(view, room, cost, marks(), days.left);
  drawDates(placing, view, room, cost);
  waters.draw(view, room.taken, cost);
  drawRegions(placing, room);
}

/** The room of a great town and a name to its right, which it should not lose to the name of a power. @param {import("../types.js").Point} dot @returns {import("../types.js").Box} */
function withName({ x, y }) {
  return { x0: x - 5, y0: y - 9, x1: x + GREAT, y1: y + 9 };
}

/** Whether a box lies inside the neat line; where the same box was asked for at the zoom before, the answer is kept. @param {Placing} placing @param {import("../types.js").Box} box */
function isInside({ plate: { map, raw }, inside }, { x0, y0, x1, y1 }) {
  const zoom = map.getZoom();
  if (inside.zoom !== zoom || inside.known.size > INSIDE_KEPT) Object.assign(inside, { zoom, known: new Map() });
  const key = `${x0} ${y0} ${x1} ${y1}`;
  const known = inside.known.get(key);
  if (known !== undefined) return known;
  const found = [L.point(x0, y0), L.point(x1, y0), L.point(x0, y1), L.point(x1, y1)].every((corner) => {
    const { lat, lng } = map.unproject(corner, map.getZoom());
    return inWindow({ lon: lng, lat }, raw.window);
  });
  inside.known.set(key, found);
  return found;
}

/** The room that names have in a view; forgets what was set in another one. @param {Placing} placing @param {import("../types.js").Box} view @returns {Room} */
function roomIn(placing, view) {
  const { plate, ctx, marks, moves, towns } = placing;
  const raster = rasterOf(placing);
  const { grid } = raster;
  const cell = grid.size * (plate.map.options.crs?.scale(plate.map.getZoom()) ?? 1);
  const shown = {
    x0: Math.max(0, Math.ceil((view.x0 + EDGE) / cell)),
    y0: Math.max(0, Math.ceil((view.y0 + EDGE) / cell)),
    x1: Math.min(grid.columns, Math.floor((view.x1 - EDGE) / cell)),
    y1: Math.min(grid.rows, Math.floor((view.y1 - EDGE) / cell)),
  };
  const covered = [...plate.covered(), ...plate.hidden()];
  const key = JSON.stringify([shown, cell, ctx.lang(), covered]);
  if (key !== placing.viewKey) placing.fitted = new Map();
  placing.viewKey = key;
  const rank = plate.map.getZoom() < DOT_ZOOM ? 1 : Number.POSITIVE_INFINITY;
  const dotsTo = (/** @type {number} */ last) => (ctx.store.get().layers.has("towns") ? towns.points(view, last) : []);
  const dots = dotsTo(rank);
  const kept = [...covered, ...dots.map((one) => (one.place.rank === 1 ? withName(one) : around(one, 5)))];
  const edge = createClutter(view);
  edge.bar(placing.frame.map(plate.toPixel));
  const lines = moves.lines();
  const ways = createClutter(view);
  for (const line of [...lines, ...dotsTo(LARGER).map((dot) => [dot])]) ways.mark(line);
  const marked = marks()
    .filter((one) => inBox(one, view))
    .map((one) => around(one, MARK));
  return {
    raster,
    cell,
    shown,
    covered,
    taken: [...covered, ...marked],
    marked,
    markKey: JSON.stringify(marked.map(({ x0, y0 }) => [Math.round(x0), Math.round(y0)])),
    lineKey: lines.map((line) => [line.length, ...Object.values(line[0]).map(Math.round)].join()).join(";"),
    crossed: (box) => ways.count(scaled(box, cell)) > 0,
    told: [],
    free: (box) => {
      const pixels = scaled(box, cell);
      return edge.count(pixels) === 0 && !kept.some((other) => overlaps(other, pixels));
    },
  };
}

/**
 * A name set in its land as large as it goes, clear of marks: where it stood without them, if none lies there. Arrows and railways it keeps
 * clear of where it stays nearly as large.
 * @param {Placing} placing
 * @param {Room} room
 * @param {string} key
 * @param {Iterable<number>} members
 * @param {string} name
 * @param {(text: string, size: number) => number} letters  their width
 * @param {number} largest
 */
function fit(
  placing,
  { raster: { grid, boxes }, cell, shown, free, marked, markKey, crossed, lineKey },
  key,
  members,
  name,
  letters,
  largest,
) {
  const isMarked = (/** @type {import("../types.js").Box} */ box) =>
    marked.some((other) => overlaps(other, scaled(box, cell)));
  const fitFree = (/** @type {(box: Box) => boolean} */ taken) => {
    const table = groupTable(grid, boxes, members, shown);
    return table && fitName(table, name, cell, letters, taken, largest);
  };
  const usual = kept(placing, key, () => fitFree((box) => !free(box)));
  const isTaken = (/** @type {Box} */ box) => !free(box) || isMarked(box);
  const clear = !usual || !isMarked(usual.box) ? usual : kept(placing, `${key} ${markKey}`, () => fitFree(isTaken));
  if (!clear || !crossed(clear.box)) return clear;
  const aside = kept(placing, `${key} ${markKey} ${lineKey}`, () => fitFree((box) => isTaken(box) || crossed(box)));
  return aside && aside.size >= Math.min(clear.size, Math.max(READ, clear.size * YIELDS)) ? aside : clear;
}

/** What was fitted before in the same view, or is now. @param {Placing} placing @param {string} key @param {() => ReturnType<typeof fitName>} make */
function kept({ fitted }, key, make) {
  let found = fitted.get(key);
  if (found === undefined) {
    found = make();
    fitted.set(key, found);
  }
  return found;
}

/** @param {Placing} placing @param {Room} room */
function drawPowers(placing, room) {
  const { plate, ctx, isHome } = placing;
  const { raster, cell, taken } = room;
  const control = ctx.store.get().layers.has("control");
  const rules = plate
    .rules()
    .map((rule) => (control ? rule : { ...rule, controller: rule.sovereign, status: "sovereign" }));
  const groups = nameGroups(rules, plate.lives(), isHome)
    .map((group) => ({ ...group, cells: cellsOf(raster, group.members) }))
    .sort((a, b) => b.cells - a.cells || (a.polity < b.polity ? -1 : 1));
  /** @type {Set<string>} */
  const named = new Set();
  /** @type {[string, () => SVGElement][]} */
  const elements = [];
  /** @type {import("../types.js").Box[]} */
  const powersTaken = [];
  for (const { polity, held, members, cells } of groups) {
    if (!isWide(cells, cell)) continue;
    const name = ctx.nameOf(polity).toLocaleUpperCase(ctx.lang());
    if (named.has(`${held} ${polity}`)) continue; // on what another power holds of the same owner
    const key = `${name} ${held} ${[...members].join()}`;
    const largest = held ? 18 : 40;
    const home = mainland(members, (land) => isHome(polity, land), raster.beside);
    const fitted =
      fit(placing, room, `${key} home`, home, name, capitalsWidth, largest) ??
      fit(placing, room, key, members, name, capitalsWidth, largest);
    if (!fitted) continue;
    const box = scaled(fitted.box, cell);
    if (powersTaken.some((other) => overlaps(other, box))) continue;
    named.add(`${held} ${polity}`);
    powersTaken.push(box);
    taken.push(box);
    elements.push(letteringEntry(fitted, cell, held ? "power held" : "power"));
  }
  placing.show.powers(elements);
}

/** How many cells some lands have. @param {Raster} raster @param {Iterable<number>} members */
function cellsOf({ counts }, members) {
  let count = 0;
  for (const land of members) count += counts[land];
  return count;
}

/** @param {Placing} placing @param {Room} room */
function drawRegions(placing, room) {
  const { plate, ctx } = placing;
  const { cell, taken } = room;
  /** @type {[string, () => SVGElement][]} */
  const elements = [];
  const lands = plate.map.getZoom() >= REGION_ZOOM ? plate.theatre.territories.filter((land) => !land.of) : [];
  for (const territory of lands) {
    const parts = [territory, ...territory.zones].map(({ index }) => index); // those that are there have cells
    if (!isWide(cellsOf(room.raster, parts), cell)) continue;
    const name = pick(territory.name, ctx.lang());
    if (name === ctx.nameOf(plate.rules()[territory.index].controller)) continue;
    const fitted = fit(placing, room, `region ${territory.id}`, parts, name, regionWidth, 12.5);
    const box = fitted && scaled(fitted.box, cell);
    if (!box || taken.some((other) => overlaps(other, box, 2))) continue;
    taken.push(box);
    elements.push(letteringEntry(fitted, cell, "region"));
  }
  placing.show.regions(elements);
}

/**
 * The dates of movements, the latest first; one that finds no room, or whose day stands beside it, stays out.
 * @param {Placing} placing
 * @param {import("../types.js").Box} view
 * @param {Room} room
 * @param {(box: import("../types.js").Box) => number} cost  of a label
 */
function drawDates({ moves, show }, view, { taken, told }, cost) {
  /** @type {[string, () => SVGElement][]} */
  const elements = [];
  for (const { x, y, text, id } of moves.dates().toReversed()) {
    if (!inBox({ x, y }, view)) continue;
    const near = around({ x, y }, SAME_DAY);
    if (told.some(({ words, box }) => words === text && overlaps(box, near))) continue;
    const width = (textWidth(text, DATE) * DATE_SIZE) / 100 + 2;
    const spot = besidePoint(x, y, width, DATE_SIZE * 1.1, 5, taken, view, cost);
    if (!spot) continue;
    taken.push(spot.box);
    told.push({ words: text, box: spot.box });
    const at = { x: Math.round(spot.x), y: Math.round(spot.y + DATE_SIZE * 0.35) };
    elements.push([`${id} ${text} ${at.x} ${at.y}`, () => s("text", { class: "move-date", ...at }, text)]);
  }
  show.dates(elements);
}

/** @param {import("../types.js").Point} point @param {number} by @returns {import("../types.js").Box} */
function around({ x, y }, by) {
  return { x0: x - by, y0: y - by, x1: x + by, y1: y + by };
}
