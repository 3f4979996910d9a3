/** Names on the plate: powers in spaced capitals, regions, towns by rank; none on top of another. */
import { isoDay } from "./days.js";
import { s } from "./dom.js";
import { pick } from "./i18n.js";
import { besidePoint, fitName, groupTable, overlaps, rasterise } from "./place.js";
import { placeName } from "./search.js";

const SPACING = 0.16; // of the letter size, between capitals
const TOWN_ZOOM = [0, 0, 2, 3.5, 5];
const REGION_ZOOM = 4.5;

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
const SANS = "500 100px system-ui, sans-serif";

/** @param {string} text @param {number} size */
function capitalsWidth(text, size) {
  return (textWidth(text, SERIF) * size) / 100 + text.length * SPACING * size;
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

/** @param {import("./plate.js").Plate} plate @param {import("./plate.js").Context} ctx @param {() => {x: number, y: number}[]} marks  where event marks stand */
export function createNames(plate, ctx, marks) {
  const size = Math.max(plate.extent.right - plate.extent.left, plate.extent.top - plate.extent.bottom) / 380;
  const grid = rasterise(plate.theatre.territories, plate.metres, plate.extent, size);
  const powers = s("g", { class: "powers" });
  const regions = s("g", { class: "regions" });
  const towns = s("g", { class: "towns" });
  plate.groups.names.append(regions, towns, powers);
  const places = ctx.blob.places
    .filter((place) => within(place, plate.raw.frame))
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  /** @type {Map<string, ReturnType<typeof fitName>>} */
  let cache = new Map();
  let viewKey = "";

  function draw() {
    const { layers, day } = ctx.store.get();
    const scale = plate.map.options.crs?.scale(plate.map.getZoom()) ?? 1;
    const cell = grid.size * scale;
    const view = plate.windowBox();
    const shown = {
      x0: Math.max(0, Math.floor(view.x0 / cell)),
      y0: Math.max(0, Math.floor(view.y0 / cell)),
      x1: Math.min(grid.columns, Math.ceil(view.x1 / cell)),
      y1: Math.min(grid.rows, Math.ceil(view.y1 / cell)),
    };
    const covered = plate.covered();
    const key = JSON.stringify([shown, cell, ctx.lang(), covered]);
    if (key !== viewKey) cache = new Map();
    viewKey = key;
    /** @type {import("./place.js").Box[]} */
    const taken = [...covered, ...marks().map(({ x, y }) => ({ x0: x - 9, y0: y - 9, x1: x + 9, y1: y + 9 }))];
    const free = (/** @type {import("./place.js").Box} */ box) =>
      !covered.some((other) => overlaps(other, scaled(box, cell)));
    if (layers.has("control") || layers.has("recognised")) drawPowers(cell, shown, taken, free);
    else powers.replaceChildren();
    if (layers.has("towns")) drawTowns(isoDay(day), view, taken);
    else towns.replaceChildren();
    drawRegions(cell, shown, taken, free);
  }

  /** @param {number} cell @param {import("./place.js").Box} shown @param {import("./place.js").Box[]} taken @param {(box: import("./place.js").Box) => boolean} free */
  function drawPowers(cell, shown, taken, free) {
    const control = ctx.store.get().layers.has("control");
    const rules = plate
      .rules()
      .map((rule) => (control ? rule : { ...rule, controller: rule.sovereign, status: "sovereign" }));
    const groups = nameGroups(rules).sort((a, b) => b.members.size - a.members.size || (a.polity < b.polity ? -1 : 1));
    const elements = [];
    /** @type {import("./place.js").Box[]} */
    const powersTaken = [];
    for (const { polity, held, members } of groups) {
      const key = `${polity} ${held} ${[...members].join()}`;
      const name = ctx.nameOf(polity).toLocaleUpperCase(ctx.lang());
      let fitted = cache.get(key);
      if (fitted === undefined) {
        const table = groupTable(grid, (territory) => members.has(territory), shown);
        fitted = table && fitName(table, name, cell, capitalsWidth, (box) => !free(box), held ? 18 : 40);
        cache.set(key, fitted);
      }
      if (!fitted) continue;
      const box = scaled(fitted.box, cell);
      if (powersTaken.some((other) => overlaps(other, box))) continue;
      powersTaken.push(box);
      taken.push(box);
      elements.push(
        lettering(fitted.lines, fitted.x * cell, fitted.y * cell, fitted.size, held ? "power held" : "power"),
      );
    }
    powers.replaceChildren(...elements);
  }

  /** @param {number} cell @param {import("./place.js").Box} shown @param {import("./place.js").Box[]} taken @param {(box: import("./place.js").Box) => boolean} free */
  function drawRegions(cell, shown, taken, free) {
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
          const table = groupTable(grid, (index) => index === territory.index, shown);
          fitted = table && fitName(table, name, cell, letters, (box) => !free(box), 12.5);
          cache.set(key, fitted);
        }
        if (!fitted) continue;
        const box = scaled(fitted.box, cell);
        if (taken.some((other) => overlaps(other, box, 2))) continue;
        taken.push(box);
        elements.push(lettering(fitted.lines, fitted.x * cell, fitted.y * cell, fitted.size, "region"));
      }
    }
    regions.replaceChildren(...elements);
  }

  /** @param {string} iso @param {import("./place.js").Box} view @param {import("./place.js").Box[]} taken */
  function drawTowns(iso, view, taken) {
    const zoom = plate.map.getZoom();
    const elements = [];
    for (const place of places) {
      if (zoom < TOWN_ZOOM[place.rank]) continue;
      const { x, y } = plate.pixel([place.lon, place.lat]);
      if (x < view.x0 || x > view.x1 || y < view.y0 || y > view.y1) continue;
      const letters = place.rank === 1 ? 12 : place.rank === 2 ? 11.5 : 10.5;
      const name = placeName(place, iso, ctx.lang());
      const radius = place.rank === 1 ? 3.2 : place.rank === 2 ? 2.5 : 2;
      const dot = { x0: x - radius, y0: y - radius, x1: x + radius, y1: y + radius };
      const spot = besidePoint(x, y, (textWidth(name, SANS) * letters) / 100 + 2, letters * 1.1, radius + 2.5, taken);
      if (!spot && place.rank > 1) continue;
      taken.push(dot);
      elements.push(s("circle", { class: `town rank${place.rank}`, cx: x, cy: y, r: radius }));
      if (!spot) continue;
      taken.push(spot.box);
      elements.push(
        s(
          "text",
          { class: `town-name rank${place.rank}`, x: spot.x, y: spot.y + letters * 0.35, "font-size": letters },
          name,
        ),
      );
    }
    towns.replaceChildren(...elements);
  }

  return { draw };
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

/** @param {{lon: number, lat: number}} point @param {[number, number, number, number]} frame */
export function within({ lon, lat }, [west, south, east, north]) {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** @param {import("./place.js").Box} box @param {number} by @returns {import("./place.js").Box} */
function scaled(box, by) {
  return { x0: box.x0 * by, y0: box.y0 * by, x1: box.x1 * by, y1: box.y1 * by };
}
