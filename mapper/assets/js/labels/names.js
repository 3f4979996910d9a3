/** Names on the plate: powers in spaced capitals, regions, towns by rank; none on top of another. */

import { keyedGroup, s } from "../dom.js";
import { pick } from "../model/i18n.js";
import { createClutter } from "./clutter.js";
import { letteringEntry, SPACING, textWidth } from "./lettering.js";
import { besidePoint, cellBoxes, fitName, groupTable, overlaps, rasterise } from "./place.js";
import { createTowns } from "./towns.js";

/**
 * What names may use: pixels a cell, the cells on show, what is taken, and whether a box of cells is free of what stands on the plate.
 * @typedef {{cell: number, shown: import("./place.js").Box, taken: import("./place.js").Box[], free: (box: import("./place.js").Box) => boolean}} Room
 */

const REGION_ZOOM = 4.5;
const EDGE = 8; // pixels between a name and the edge of the view

const SERIF = '600 100px Georgia, "Times New Roman", serif';
const REGION = '400 100px Georgia, "Times New Roman", serif';
const DATE = "600 100px system-ui, sans-serif";
const DATE_SIZE = 10;

/** @param {string} text @param {number} size */
function capitalsWidth(text, size) {
  return (textWidth(text, SERIF) * size) / 100 + (text.length + 1) * SPACING * size;
}

/**
 * Which name each land carries on a day: the holder's where the land is its own, the owner's where it is occupied and the owner has
 * no land of its own left, else the holder's in the style of occupied land.
 * @param {{controller: string, sovereign: string, status: string}[]} rules
 */
export function nameGroups(rules) {
  const owners = new Set(
    rules.filter((rule) => rule.status !== "occupied" && rule.status !== "disputed").map((rule) => rule.controller),
  );
  /** @type {Map<string, {polity: string, held: boolean, members: Set<number>}>} */
  const groups = new Map();
  for (const [index, rule] of rules.entries()) {
    if (rule.status === "disputed") continue;
    const held = rule.status === "occupied";
    const polity = held && !owners.has(rule.sovereign) ? rule.sovereign : rule.controller;
    const key = `${held ? "held" : "own"} ${polity}`;
    const group = groups.get(key);
    if (group) group.members.add(index);
    else groups.set(key, { polity, held, members: new Set([index]) });
  }
  return [...groups.values()];
}

/**
 * @param {import("../plate/plate.js").Plate} plate
 * @param {import("../plate/plate.js").Context} ctx
 * @param {() => {x: number, y: number}[]} marks  where event marks stand
 * @param {object} moves  movements and railways
 * @param {() => {x: number, y: number, text: string, id: string}[]} moves.dates  at the heads
 * @param {() => {x: number, y: number}[][]} moves.lines
 */
export function createNames(plate, ctx, marks, moves) {
  /** The raster of the land, made when names are first placed. @type {{grid: import("./place.js").Grid, boxes: import("./place.js").Box[]} | undefined} */
  let made;
  function raster() {
    if (made) return made;
    const { territories } = plate.theatre;
    const size = Math.max(plate.extent.right - plate.extent.left, plate.extent.top - plate.extent.bottom) / 380;
    const grid = rasterise(territories, plate.metres, plate.extent, size);
    made = { grid, boxes: cellBoxes(grid, territories.length) };
    return made;
  }
  const towns = createTowns(plate, ctx);
  const powers = s("g", { class: "powers" });
  const regions = s("g", { class: "regions" });
  const days = s("g", { class: "move-dates" });
  plate.groups.names.append(regions, towns.element, powers, days);
  const showPowers = keyedGroup(powers);
  const showRegions = keyedGroup(regions);
  const showDates = keyedGroup(days);
  /** @type {Map<string, ReturnType<typeof fitName>>} */
  let cache = new Map();
  let viewKey = "";

  function draw() {
    const { layers } = ctx.store.get();
    const scale = plate.map.options.crs?.scale(plate.map.getZoom()) ?? 1;
    const { grid } = raster();
    const cell = grid.size * scale;
    const view = plate.windowBox();
    const shown = {
      x0: Math.max(0, Math.ceil((view.x0 + EDGE) / cell)),
      y0: Math.max(0, Math.ceil((view.y0 + EDGE) / cell)),
      x1: Math.min(grid.columns, Math.floor((view.x1 - EDGE) / cell)),
      y1: Math.min(grid.rows, Math.floor((view.y1 - EDGE) / cell)),
    };
    const covered = plate.covered();
    const key = JSON.stringify([shown, cell, ctx.lang(), covered]);
    if (key !== viewKey) cache = new Map();
    viewKey = key;
    /** @type {import("./place.js").Box[]} */
    const taken = [...covered, ...marks().map(({ x, y }) => ({ x0: x - 9, y0: y - 9, x1: x + 9, y1: y + 9 }))];
    const capitals = layers.has("towns") ? towns.points(view, 1) : [];
    const kept = [...covered, ...capitals.map(({ x, y }) => ({ x0: x - 5, y0: y - 5, x1: x + 5, y1: y + 5 }))];
    const free = (/** @type {import("./place.js").Box} */ box) =>
      !kept.some((other) => overlaps(other, scaled(box, cell)));
    const room = { cell, shown, taken, free };
    if (layers.has("control") || layers.has("recognised")) drawPowers(room);
    else showPowers([]);
    const clutter = createClutter(view);
    for (const line of moves.lines()) clutter.mark(line);
    towns.draw(view, taken, clutter, marks());
    drawDates(view, taken, clutter);
    drawRegions(room);
  }

  /** A name set in its land as large as it goes, kept until the view changes. @param {string} key @param {Iterable<number>} members @param {string} name @param {(text: string, size: number) => number} letters  their width @param {number} largest @param {Room} room */
  function fit(key, members, name, letters, largest, { cell, shown, free }) {
    let fitted = cache.get(key);
    if (fitted === undefined) {
      const { grid, boxes } = raster();
      const table = groupTable(grid, boxes, members, shown);
      fitted = table && fitName(table, name, cell, letters, (box) => !free(box), largest);
      cache.set(key, fitted);
    }
    return fitted;
  }

  /** @param {Room} room */
  function drawPowers(room) {
    const { cell, taken } = room;
    const control = ctx.store.get().layers.has("control");
    const rules = plate
      .rules()
      .map((rule) => (control ? rule : { ...rule, controller: rule.sovereign, status: "sovereign" }));
    const groups = nameGroups(rules).sort((a, b) => b.members.size - a.members.size || (a.polity < b.polity ? -1 : 1));
    /** @type {[string, () => SVGElement][]} */
    const elements = [];
    /** @type {import("./place.js").Box[]} */
    const powersTaken = [];
    for (const { polity, held, members } of groups) {
      const key = `${polity} ${held} ${[...members].join()}`;
      const name = ctx.nameOf(polity).toLocaleUpperCase(ctx.lang());
      const fitted = fit(key, members, name, capitalsWidth, held ? 18 : 40, room);
      if (!fitted) continue;
      const box = scaled(fitted.box, cell);
      if (powersTaken.some((other) => overlaps(other, box))) continue;
      powersTaken.push(box);
      taken.push(box);
      elements.push(letteringEntry(fitted, cell, held ? "power held" : "power"));
    }
    showPowers(elements);
  }

  /** @param {Room} room */
  function drawRegions(room) {
    const { cell, taken } = room;
    /** @type {[string, () => SVGElement][]} */
    const elements = [];
    const letters = (/** @type {string} */ text, /** @type {number} */ size) => (textWidth(text, REGION) * size) / 100;
    const lands = plate.map.getZoom() >= REGION_ZOOM ? plate.theatre.territories : [];
    for (const territory of lands) {
      const name = pick(territory.name, ctx.lang());
      if (name === ctx.nameOf(plate.rules()[territory.index].controller)) continue;
      const fitted = fit(`region ${territory.id}`, [territory.index], name, letters, 12.5, room);
      const box = fitted && scaled(fitted.box, cell);
      if (!box || taken.some((other) => overlaps(other, box, 2))) continue;
      taken.push(box);
      elements.push(letteringEntry(fitted, cell, "region"));
    }
    showRegions(elements);
  }

  /** The dates of movements, the latest first; one that finds no room stays out. @param {import("./place.js").Box} view @param {import("./place.js").Box[]} taken @param {ReturnType<typeof createClutter>} clutter */
  function drawDates(view, taken, clutter) {
    /** @type {[string, () => SVGElement][]} */
    const elements = [];
    for (const { x, y, text, id } of moves.dates().toReversed()) {
      if (x < view.x0 || x > view.x1 || y < view.y0 || y > view.y1) continue;
      const width = (textWidth(text, DATE) * DATE_SIZE) / 100 + 2;
      const spot = besidePoint(x, y, width, DATE_SIZE * 1.1, 5, taken, view, clutter.count);
      if (!spot) continue;
      taken.push(spot.box);
      const at = { x: Math.round(spot.x), y: Math.round(spot.y + DATE_SIZE * 0.35) };
      elements.push([`${id} ${text} ${at.x} ${at.y}`, () => s("text", { class: "move-date", ...at }, text)]);
    }
    showDates(elements);
  }

  return { draw };
}

/** @param {import("./place.js").Box} box @param {number} by @returns {import("./place.js").Box} */
function scaled(box, by) {
  return { x0: box.x0 * by, y0: box.y0 * by, x1: box.x1 * by, y1: box.y1 * by };
}
