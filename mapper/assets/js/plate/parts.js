/** The elements of a plate, empty: its groups from the ground up, and one path for each land, border and water. */
import { s } from "../dom.js";

const GROUPS = [
  "ground",
  "land",
  "spheres",
  "waters",
  "rails",
  "bands",
  "coast",
  "inner",
  "law",
  "agreed",
  "moves",
  "net",
  "outside",
  "picked",
  "names",
  "marks",
];
const TOLD = ["land", "rails", "moves", "marks"]; // groups that assistive technology hears of

/** @typedef {ReturnType<typeof createParts>} Parts */

/**
 * @param {L.Map} map
 * @param {import("../types.js").RawTheatre} raw
 * @param {{left: number, right: number}[]} borders
 */
export function createParts(map, raw, borders) {
  const root = s("g", { class: "plate" });
  const defs = s("defs");
  const renderer = /** @type {any} */ (L.svg({ padding: 0.3 }).addTo(map));
  renderer._rootGroup.setAttribute("pointer-events", "auto");
  renderer._rootGroup.append(defs, root);
  const groups = createGroups(root);
  const lands = raw.territories.map((_, index) =>
    s("path", { class: "territory", "data-territory": index, role: "button", tabindex: -1 }),
  );
  groups.land.append(...lands);
  return { root, defs, groups, lands, ...createBorders(groups, borders), ...createWaters(groups, raw) };
}

/** @param {SVGElement} root */
function createGroups(root) {
  /** @type {Record<string, SVGElement>} */
  const groups = {};
  for (const name of GROUPS) {
    groups[name] = s("g", { class: name });
    if (!TOLD.includes(name)) groups[name].setAttribute("aria-hidden", "true");
    root.append(groups[name]);
  }
  return groups;
}

/** @param {Record<string, SVGElement>} groups @param {unknown[]} borders */
function createBorders(groups, borders) {
  const lines = borders.map(() => s("path", { class: "border none" }));
  const leftBands = borders.map(() => s("path", { class: "band none" }));
  const rightBands = borders.map(() => s("path", { class: "band none" }));
  const laws = borders.map(() => s("path", { class: "law none" }));
  groups.bands.append(...leftBands, ...rightBands);
  groups.inner.append(...lines);
  groups.law.append(...laws);
  return { lines, leftBands, rightBands, laws };
}

/** Sea, coast, lakes and rivers, the net of meridians, and the edge of the window. @param {Record<string, SVGElement>} groups @param {import("../types.js").RawTheatre} raw */
function createWaters(groups, raw) {
  const sea = s("path", { class: "sea" });
  groups.ground.append(sea);
  const coast = s("path", { class: "coastline" });
  groups.coast.append(coast);
  const lakes = s("path", { class: "lake" });
  const rivers = raw.rivers.map(() => s("path", { class: "river" }));
  groups.waters.append(...rivers, lakes);
  const net = s("path", { class: "graticule" });
  groups.net.append(net);
  const outside = s("path", { class: "beyond", "fill-rule": "evenodd" });
  const neatline = s("path", { class: "neatline" });
  groups.outside.append(outside, neatline);
  const picked = s("path", { class: "picked none" });
  groups.picked.append(picked);
  return { sea, coast, lakes, rivers, net, outside, neatline, picked };
}
