/** The elements of a plate, empty: its groups from the ground up, and the paths that are always there. */
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
const PADDING = 0.35; // of the view's size, that the picture reaches beyond it on each side
const TOLD = ["land", "rails", "moves", "marks"]; // groups that assistive technology hears of

/** @typedef {ReturnType<typeof createParts>} Parts */

/** @param {L.Map} map @param {import("../types.js").RawTheatre} raw */
export function createParts(map, raw) {
  const root = s("g", { class: "plate" });
  const defs = s("defs");
  const renderer = steadyRenderer().addTo(map);
  renderer._rootGroup.setAttribute("pointer-events", "auto");
  renderer._rootGroup.append(defs, root);
  const groups = createGroups(root);
  /** Of each land, made when it is first there. @type {(SVGElement | undefined)[]} */
  const lands = new Array(raw.territories.length);
  return { root, defs, groups, lands, ...createWaters(groups, raw) };
}

/** Leaflet's renderer, which after each move sets its picture about the view anew; ours does so when the view comes near its edge. */
function steadyRenderer() {
  const renderer = /** @type {any} */ (L.svg({ padding: PADDING }));
  const update = renderer._update;
  /** @type {{zoom: number, size: L.Point} | null} */
  let drawn = null;
  renderer._update = function () {
    const map = /** @type {L.Map} */ (this._map);
    const [zoom, size] = [map.getZoom(), map.getSize()];
    const corner = map.containerPointToLayerPoint(L.point(0, 0));
    const margin = size.multiplyBy(PADDING / 4);
    const view = L.bounds(corner.subtract(margin), corner.add(size).add(margin));
    if (drawn?.zoom === zoom && drawn.size.equals(size) && this._bounds?.contains(view)) return;
    update.call(this);
    drawn = { zoom, size };
  };
  return renderer;
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

/** Sea, lakes and rivers, the net of meridians, and the edge of the window. @param {Record<string, SVGElement>} groups @param {import("../types.js").RawTheatre} raw */
function createWaters(groups, raw) {
  const sea = s("path", { class: "sea" });
  groups.ground.append(sea);
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
  return { sea, lakes, rivers, net, outside, neatline, picked };
}
