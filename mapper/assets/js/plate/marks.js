/** Events on the plate: a round mark with one glyph a theme, strong on its day, fading for a year, hidden before. */

import { s } from "../dom.js";
import { inWindow } from "../model/boxes.js";
import { clusterMarks, eventsOn } from "../model/events.js";
import { pick } from "../model/i18n.js";

const NEAR = 13; // pixels under which two marks truly overlap

/** Glyphs as strokes in a square of 12 pixels around 0. @type {Record<string, string>} */
export const GLYPHS = {
  treaty: "M-3-4.2h4.4L3.4-2.2V4.2H-3ZM-1.4-1.2h3M-1.4.8h3M-1.4 2.7h1.6",
  diplomacy: "M-4-3.4h8v5H.6L-1.8 4V1.6H-4Z",
  war: "M-3.6-3.6 3.6 3.6M3.6-3.6-3.6 3.6M-3.9 1.7-1.7 3.9M3.9 1.7 1.7 3.9",
  occupation: "M-2.6-4.4V4.6M-2.6-4h5.8L1.6-1.8 3.2.2H-2.6",
  annexation: "M0-4.2V1.6M-2.6-.8 0 1.8 2.6-.8M-4 1.8V4.2H4V1.8",
  border: "M0-4.6V-2.4M0-1.1V1.1M0 2.4V4.6M-4.2 0h2.2M2 0h2.2",
  politics: "M0-4.4 1.2-1.3 4.4-1.2 1.9.8 2.8 4-0 2.1-2.8 4-1.9.8-4.4-1.2-1.2-1.3Z",
  ideology: "M0-2.6C-1.2-3.8-3-3.8-4.4-3.4V3c1.6-.3 3.2 0 4.4 1.2C1.2 3 2.8 2.7 4.4 3V-3.4C3-3.8 1.2-3.8 0-2.6V4.2",
  dot: "M-1.6 0a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0",
  economy: "M-4.2 4V-.6L-1.4.8V-.6L1.4.8V-3.8H4.2V4Z",
};

/** @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx */
export function createMarks(plate, ctx) {
  const events = ctx.blob.events.filter((event) =>
    event.join.theatre ? event.join.theatre === plate.id : inWindow(event, plate.raw.window),
  );
  /** @type {import("../types.js").Point[]} */
  let standing = [];
  let key = "";
  let chosen = "";

  /** @param {boolean} [all] */
  function draw(all = false) {
    const state = ctx.store.get();
    const shown = eventsOn(events, state, state.layers);
    const next = `${plate.map.getZoom()} ${ctx.lang()} ${chosen} ${shown.map(({ event }) => event.id).join()}`;
    if (!all && next === key) {
      const strengths = new Map(shown.map(({ event, strength }) => [event.id, strength]));
      for (const mark of plate.groups.marks.children)
        fade(mark, strengths.get(mark.getAttribute("data-lead") ?? "") ?? 1);
      return;
    }
    key = next;
    const marks = shown.map((one) => ({ ...one, ...plate.pixel([one.event.lon, one.event.lat]) }));
    const clusters = clusterMarks(marks, NEAR).reverse();
    standing = clusters.map(([lead]) => lead);
    plate.groups.marks.replaceChildren(...clusters.map(markElement));
  }

  /** @param {{event: import("../types.js").AtlasEvent, strength: number, x: number, y: number}[]} cluster */
  function markElement(cluster) {
    const [{ event, strength, x, y }] = cluster;
    const glyph = ctx.blob.about.themes[event.theme];
    const title = pick(event.title, ctx.lang());
    const label = cluster.length > 1 ? ctx.t()("event.cluster", { title, count: cluster.length }) : title;
    const ringed = cluster.some((one) => one.event.id === chosen);
    const mark = s(
      "g",
      {
        class: `mark theme-${glyph}${ringed ? " chosen" : ""}`,
        transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
        opacity: strength.toFixed(1),
        role: "button",
        tabindex: 0,
        "aria-label": label,
        "data-lead": event.id,
        "data-events": cluster.map((one) => one.event.id).join(" "),
      },
      ...(ringed ? [s("circle", { class: "ring", r: 12 })] : []),
      s("circle", { class: "disc", r: 8 }),
      s("path", { class: "glyph", d: GLYPHS[glyph] }),
    );
    if (cluster.length > 1) {
      const number = String(cluster.length);
      const width = 6 + 5 * number.length;
      mark.append(
        s("rect", { class: "badge", x: 2, y: -12.5, width, height: 11, rx: 5.5 }),
        s("text", { class: "badge-number", x: 2 + width / 2, y: -4 }, number),
      );
    }
    return mark;
  }

  /** @param {Element} mark @param {number} strength */
  function fade(mark, strength) {
    const opacity = strength.toFixed(1);
    if (mark.getAttribute("opacity") !== opacity) mark.setAttribute("opacity", opacity);
  }

  /** @param {string} id */
  function choose(id) {
    chosen = id;
    draw();
  }
  return { draw, choose, standing: () => standing };
}
