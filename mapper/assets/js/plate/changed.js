/** The lands that changed in a span, or on a day that texts do not agree on: an edge inside each in the colour of the other holder. */
import { s } from "../dom.js";
import { livesOn, spellOn } from "../model/chains.js";
import { changedLands } from "../model/changes.js";
import { shade } from "../model/colour.js";
import { doubtOn } from "../model/doubts.js";
import { fillColour } from "./patterns.js";

/**
 * Lands that went from one holder to another in a span: they have one edge; its parts, one for the same days of change each,
 * have a label each.
 * @typedef {{from: string, to: string, members: number[], parts: {days: number[], members: number[]}[]}} Block
 */

/**
 * The blocks of lands that changed in what is shown, on a day of those that may have changed before it or after; none in a comparison or in another's view.
 * @param {import("../types.js").Theatre} theatre
 * @param {import("../types.js").State} state
 * @returns {Block[]}
 */
export function changedBlocks(theatre, state) {
  if (state.compare !== null || state.against || state.as) return [];
  if (!state.layers.has("control")) return [];
  /** @type {Map<string, Block>} */
  const blocks = new Map();
  const lands = state.since === null ? doubtfulLands(theatre, state.day) : changedLands(theatre, state);
  for (const { index, before, days } of lands) {
    const [from, to] = [before.controller, spellOn(theatre.territories[index], state.day).controller];
    const key = `${from} ${to}`;
    const block = blocks.get(key) ?? { from, to, members: [], parts: [] };
    block.members.push(index);
    const part = block.parts.find((one) => one.days.join() === days.join());
    if (part) part.members.push(index);
    else block.parts.push({ days, members: [index] });
    blocks.set(key, block);
  }
  return [...blocks.values()];
}

/** The lands of which nobody can say on which side of a change they were on a day, each with the state that is not the drawn one and the days between which it passed. @param {import("../types.js").Theatre} theatre @param {number} day */
function doubtfulLands({ doubtful }, day) {
  return doubtful.flatMap((land) => {
    const doubt = livesOn(land, day) ? doubtOn(land, day) : null;
    if (!doubt) return [];
    const { before, after, earliest, latest } = doubt;
    return [{ index: land.index, before: spellOn(land, day) === before ? after : before, days: [earliest, latest] }];
  });
}

/** The arcs around some lands: those that only one side of them has. @param {import("../types.js").Territory[]} lands */
export function outlineArcs(lands) {
  const once = new Set();
  for (const arc of lands.flatMap((land) => land.arcs.flat(2))) {
    const id = arc < 0 ? ~arc : arc;
    if (!once.delete(id)) once.add(id);
  }
  return [...once];
}

/** @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx */
export function createChanged(plate, ctx) {
  const group = s("g", { class: "changed", "aria-hidden": "true" });
  plate.groups.coast.before(group);
  let drawn = "";

  /** Bring the edges to the state. @param {boolean} all  also where nothing differs */
  function draw(all) {
    const blocks = changedBlocks(plate.theatre, ctx.store.get());
    const { number } = plate.paths(plate.map.getZoom());
    const key = [number, ctx.dark(), ...blocks.map((one) => `${one.from} ${one.members}`)].join("|");
    if (!all && key === drawn) return;
    drawn = key;
    group.replaceChildren(...blocks.flatMap((block, i) => edgeOf(plate, ctx, block, i)));
  }

  return { draw };
}

/** @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx @param {Block} block @param {number} number */
function edgeOf(plate, ctx, block, number) {
  const lands = block.members.map((index) => plate.theatre.territories[index]);
  const clip = `${plate.map.getContainer().id}-changed-${number}`;
  const made = plate.paths(plate.map.getZoom());
  const edge = { d: made.arcs(outlineArcs(lands)), "clip-path": `url(#${clip})` };
  return [
    s("clipPath", { id: clip }, s("path", { d: block.members.map((index) => made.land(index)).join("") })),
    s("path", { class: "changed-line", ...edge }),
    s("path", { class: "changed-edge", ...edge, stroke: edgeColour(ctx, block.from) }),
  ];
}

/** A power's colour where it only stands at an edge: strong, for the edge is thin. @param {import("../types.js").Context} ctx @param {string} polity */
export function edgeColour(ctx, polity) {
  return shade(fillColour(ctx.colourOf(polity), ctx.dark()), ctx.dark() ? 0.06 : -0.06, 1.5);
}
