/** The elements of a plate, empty: its groups from the ground up, and one path for each land and water; those of borders are made when they show. */
import { orderedGroup, s } from "../dom.js";
import { DRAWN_ASIDE } from "./view.js";

const GROUPS = [
  "ground",
  "land",
  "front-ground",
  "spheres",
  "waters",
  "rails",
  "bands",
  "coast",
  "inner",
  "law",
  "agreed",
  "fronts",
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
 */
export function createParts(map, raw) {
  const root = s("g", { class: "plate" });
  const defs = s("defs");
  const renderer = /** @type {any} */ (L.svg({ padding: DRAWN_ASIDE }).addTo(map));
  renderer._rootGroup.setAttribute("pointer-events", "auto");
  renderer._rootGroup.append(defs, root);
  const groups = createGroups(root);
  const lands = raw.territories.map((_, index) =>
    s("path", { class: "territory", "data-territory": index, role: "button", tabindex: -1 }),
  );
  return { root, defs, groups, lands, shown: orderedGroup(groups.land), ...createWaters(groups, raw) };
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
