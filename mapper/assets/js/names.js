/** Names on the plate: powers in spaced capitals, regions, towns by rank; none on top of another. */
import { createClutter } from "./clutter.js";
import { isoDay } from "./days.js";
import { s } from "./dom.js";
import { pick } from "./i18n.js";
import { besidePoint, cellBoxes, fitName, groupTable, overlaps, rasterise } from "./place.js";
import { placeName } from "./search.js";

const SPACING = 0.16; // of the letter size, between capitals
// by the rank of a town, from 1
const TOWN_ZOOM = [0, 0, 2, 3.5, 5];
const TOWN_RADIUS = [0, 3.2, 2.5, 2, 2];
const TOWN_LETTERS = [0, 12, 11.5, 10.5, 10.5];
const REGION_ZOOM = 4.5;
const EDGE = 8; // pixels between a name and the edge of the view

/** @type {CanvasRenderingContext2D | null} */
let canvas = null;
/** @type {Map<string, number>} */
const widths = new Map();

/** @param {string} text @param {string} font at 100 pixels */
function textWidth(text, font) {
  const key = `${font}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    canvas ??= document.createElement("canvas").getContext("2d");
    if (!canvas) return text.length * 60;
    canvas.font = font;
    width = canvas.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

const SERIF = '600 100px Georgia, "Times New Roman", serif';
const REGION = '400 100px Georgia, "Times New Roman", serif';
const DATE = "600 100px system-ui, sans-serif";
const DATE_SIZE = 10;
const SANS = "500 100px system-ui, sans-serif";

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
 * @param {import("./plate.js").Plate} plate
 * @param {import("./plate.js").Context} ctx
 * @param {() => {x: number, y: number}[]} marks  where event marks stand
 * @param {object} moves  movements and railways
 * @param {() => {x: number, y: number, text: string, id: string}[]} moves.dates  at the heads
 * @param {() => {x: number, y: number}[][]} moves.lines
 */
export function createNames(plate, ctx, marks, moves) {
  const size = Math.max(plate.extent.right - plate.extent.left, plate.extent.top - plate.extent.bottom) / 380;
  const grid = rasterise(plate.theatre.territories, plate.metres, plate.extent, size);
  const boxes = cellBoxes(grid, plate.theatre.territories.length);
  const powers = s("g", { class: "powers" });
  const regions = s("g", { class: "regions" });
  const towns = s("g", { class: "towns" });
  const days = s("g", { class: "move-dates" });
  plate.groups.names.append(regions, towns, powers, days);
  const showPowers = keyedGroup(powers);
  const showRegions = keyedGroup(regions);
  const showTowns = keyedGroup(towns);
  const showDates = keyedGroup(days);
  const places = ctx.blob.places
    .filter((place) => within(place, plate.raw.frame))
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
    .map((place) => ({ place, at: plate.project([place.lon, place.lat]) }));
  /** @type {Map<string, ReturnType<typeof fitName>>} */
  let cache = new Map();
  let viewKey = "";

  function draw() {
    const { layers, day } = ctx.store.get();
    const scale = plate.map.options.crs?.scale(plate.map.getZoom()) ?? 1;
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
    const capitals = layers.has("towns") ? townPoints(view, 1) : [];
    const kept = [...covered, ...capitals.map(({ x, y }) => ({ x0: x - 5, y0: y - 5, x1: x + 5, y1: y + 5 }))];
    const free = (/** @type {import("./place.js").Box} */ box) =>
      !kept.some((other) => overlaps(other, scaled(box, cell)));
    if (layers.has("control") || layers.has("recognised")) drawPowers(cell, shown, taken, free);
    else showPowers([]);
    const clutter = createClutter(view);
    for (const line of moves.lines()) clutter.mark(line);
    if (layers.has("towns")) drawTowns(isoDay(day), view, taken, clutter);
    else showTowns([]);
    drawDates(view, taken, clutter);
    drawRegions(cell, shown, taken, free);
  }

  /** @param {number} cell @param {import("./place.js").Box} shown @param {import("./place.js").Box[]} taken @param {(box: import("./place.js").Box) => boolean} free */
  function drawPowers(cell, shown, taken, free) {
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
      let fitted = cache.get(key);
      if (fitted === undefined) {
        const table = groupTable(grid, boxes, members, shown);
        fitted = table && fitName(table, name, cell, capitalsWidth, (box) => !free(box), held ? 18 : 40);
        cache.set(key, fitted);
      }
      if (!fitted) continue;
      const box = scaled(fitted.box, cell);
      if (powersTaken.some((other) => overlaps(other, box))) continue;
      powersTaken.push(box);
      taken.push(box);
      elements.push(letteringEntry(fitted, cell, held ? "power held" : "power"));
    }
    showPowers(elements);
  }

  /** @param {number} cell @param {import("./place.js").Box} shown @param {import("./place.js").Box[]} taken @param {(box: import("./place.js").Box) => boolean} free */
  function drawRegions(cell, shown, taken, free) {
    /** @type {[string, () => SVGElement][]} */
    const elements = [];
    if (plate.map.getZoom() >= REGION_ZOOM) {
      const letters = (/** @type {string} */ text, /** @type {number} */ size) =>
        (textWidth(text, REGION) * size) / 100;
      for (const territory of plate.theatre.territories) {
        const name = pick(territory.name, ctx.lang());
        if (name === ctx.nameOf(plate.rules()[territory.index].controller)) continue;
        const key = `region ${territory.id}`;
        let fitted = cache.get(key);
        if (fitted === undefined) {
          const table = groupTable(grid, boxes, [territory.index], shown);
          fitted = table && fitName(table, name, cell, letters, (box) => !free(box), 12.5);
          cache.set(key, fitted);
        }
        if (!fitted) continue;
        const box = scaled(fitted.box, cell);
        if (taken.some((other) => overlaps(other, box, 2))) continue;
        taken.push(box);
        elements.push(letteringEntry(fitted, cell, "region"));
      }
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

  /** The towns in view, down to a rank. @param {import("./place.js").Box} view @param {number} rank */
  function townPoints(view, rank) {
    const zoom = plate.map.getZoom();
    return places
      .filter(({ place }) => place.rank <= rank && zoom >= TOWN_ZOOM[place.rank])
      .map(({ place, at }) => ({ place, ...plate.toPixel(at) }))
      .filter(({ x, y }) => x >= view.x0 && x <= view.x1 && y >= view.y0 && y <= view.y1);
  }

  /** @param {string} iso @param {import("./place.js").Box} view @param {import("./place.js").Box[]} taken @param {ReturnType<typeof createClutter>} clutter */
  function drawTowns(iso, view, taken, clutter) {
    /** @type {[string, () => SVGElement][]} */
    const elements = [];
    const standing = marks();
    const points = townPoints(view, 4).map((one) => ({ ...one, radius: TOWN_RADIUS[one.place.rank] }));
    const dot = (/** @type {(typeof points)[number]} */ { x, y, radius }) => ({
      x0: x - radius,
      y0: y - radius,
      x1: x + radius,
      y1: y + radius,
    });
    taken.push(...points.filter(({ place }) => place.rank === 1).map(dot)); // they stand whether named or not
    for (const point of points) clutter.mark([point]);
    for (const point of points) {
      const { place, x, y, radius } = point;
      const marked = standing.some((mark) => Math.hypot(mark.x - x, mark.y - y) < 8);
      const letters = TOWN_LETTERS[place.rank];
      const name = placeName(place, iso, ctx.lang());
      const spot = besidePoint(
        x,
        y,
        (textWidth(name, SANS) * letters) / 100 + 2,
        letters * 1.1,
        marked ? 11 : radius + 2.5,
        taken,
        view,
        clutter.count,
      );
      if (!spot && place.rank > 1) continue;
      taken.push(dot(point));
      if (spot) taken.push(spot.box);
      const key = `${place.id} ${name} ${Math.round(x)} ${Math.round(y)} ${spot ? `${Math.round(spot.x)} ${Math.round(spot.y)}` : ""}`;
      elements.push([key, () => townElement(place, name, { x, y, radius }, spot, letters)]);
    }
    showTowns(elements);
  }

  return { draw };
}

/**
 * Fill a group with elements by key: what stood there before stays as it is.
 * @param {SVGElement} group
 */
function keyedGroup(group) {
  /** @type {Map<string, SVGElement>} */
  let standing = new Map();
  let joined = "";
  return (/** @type {[string, () => SVGElement][]} */ wanted) => {
    const now = wanted.map(([key]) => key).join("\n");
    if (now === joined) return;
    joined = now;
    const next = new Map(wanted.map(([key, make]) => [key, standing.get(key) ?? make()]));
    for (const [key, element] of standing) if (!next.has(key)) element.remove();
    for (const element of next.values()) if (element.parentNode !== group) group.append(element);
    standing = next;
  };
}

/** @param {string[]} lines @param {number} x @param {number} y @param {number} size @param {string} kind */
function lettering(lines, x, y, size, kind) {
  const spacing = kind === "region" ? 0 : SPACING * size;
  const text = s("text", { class: kind, "font-size": size, "letter-spacing": spacing });
  for (const [i, line] of lines.entries()) {
    const middle = y + (i - (lines.length - 1) / 2) * size * 1.15 + size * 0.35;
    text.append(s("tspan", { x: x + spacing / 2, y: middle }, line));
  }
  return text;
}

/**
 * @param {{lines: string[], x: number, y: number, size: number}} fitted  in cells
 * @param {number} cell  pixels
 * @param {string} kind
 * @returns {[string, () => SVGElement]}
 */
function letteringEntry({ lines, x, y, size }, cell, kind) {
  const key = `${kind} ${lines.join("/")} ${(x * cell).toFixed(1)} ${(y * cell).toFixed(1)} ${size}`;
  return [key, () => lettering(lines, x * cell, y * cell, size, kind)];
}

/** @param {import("./types.js").Place} place @param {string} name  of the day @param {{x: number, y: number, radius: number}} dot @param {{x: number, y: number} | null} spot @param {number} letters */
function townElement({ id, rank }, name, { x, y, radius }, spot, letters) {
  const group = s("g", { "data-place": id }, s("circle", { class: `town rank${rank}`, cx: x, cy: y, r: radius }));
  if (spot)
    group.append(
      s("text", { class: `town-name rank${rank}`, x: spot.x, y: spot.y + letters * 0.35, "font-size": letters }, name),
    );
  return group;
}

/** @param {{lon: number, lat: number}} point @param {[number, number, number, number]} frame */
export function within({ lon, lat }, [west, south, east, north]) {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** @param {import("./place.js").Box} box @param {number} by @returns {import("./place.js").Box} */
function scaled(box, by) {
  return { x0: box.x0 * by, y0: box.y0 * by, x1: box.x1 * by, y1: box.y1 * by };
}
