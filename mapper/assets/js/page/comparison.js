/** Two dates in one view: a twin of each plate shows the other date on one side of a divider that the reader moves. */

import { h } from "../dom.js";
import { changesBetween } from "../model/chains.js";
import { dayWords } from "../model/days.js";
import { createSheet } from "./charts.js";

/**
 * The earlier date stands left of the divider, the later one right of it. A twin cannot be touched or focused: what the
 * reader does goes to the plate under it, which the twin follows.
 * @param {import("../plate/plate.js").Context} ctx
 * @param {import("./charts.js").Sheet[]} sheets
 * @param {HTMLElement} root
 * @param {boolean} still  whether motion is unwanted
 */
export function createComparison(ctx, sheets, root, still) {
  const { store } = ctx;
  /** @type {ReturnType<typeof createTwin>[]} */
  let twins = [];

  /** The page as it is on the other date. @returns {import("../plate/plate.js").Context} */
  function otherDate() {
    const get = () => {
      const state = store.get();
      return { ...state, day: state.compare ?? state.day };
    };
    return { ...ctx, store: { ...store, get } };
  }

  /** @param {import("./charts.js").Sheet} sheet */
  function createTwin(sheet) {
    const { map } = sheet.plate;
    const container = h("div", { id: `${map.getContainer().id}_other`, class: "plate-map twin", inert: true });
    const range = /** @type {HTMLInputElement} */ (
      h("input", { type: "range", class: "divider", min: 0, max: 100, step: 1, value: store.get().divider })
    );
    const before = h("span", { class: "divider-date before" });
    const after = h("span", { class: "divider-date after" });
    const parts = [container, h("div", { class: "divider-line" }, before, after), range];
    map.getContainer().after(...parts);
    range.addEventListener("input", () => store.set({ divider: Number(range.value) }));
    const other = L.map(container, { crs: map.options.crs, zoomControl: false, attributionControl: false });
    other.setView(map.getCenter(), map.getZoom(), { animate: false });
    const twin = createSheet(other, sheet.id, otherDate(), still);
    const follow = (/** @type {L.LatLng} */ at, /** @type {number} */ zoom, /** @type {boolean} */ animate) =>
      other.setView(at, zoom, { animate });
    const moved = () => follow(map.getCenter(), map.getZoom(), false);
    const zooming = (/** @type {L.ZoomAnimEvent} */ { center, zoom }) => follow(center, zoom, !still);
    map.on("move", moved).on("zoomanim", zooming);
    function remove() {
      map.off("move", moved).off("zoomanim", zooming);
      other.remove();
      for (const part of parts) part.remove();
    }
    return { ...twin, map: other, moved, range, before, after, remove };
  }

  /** Draw the twins for the state, or take them away. @param {boolean} [all]  what did not change too */
  function draw(all = false) {
    const { day, compare, lang } = store.get();
    if (compare === null) {
      for (const twin of twins) twin.remove();
      twins = [];
      return;
    }
    if (!twins.length) twins = sheets.map(createTwin);
    root.classList.toggle("other-first", compare < day);
    const dates = [day, compare].sort((a, b) => a - b).map((one) => dayWords(one, lang, "short"));
    for (const { plate, range, before, after } of twins) {
      [before.textContent, after.textContent] = dates;
      range.setAttribute("aria-label", ctx.t()("compare.divider"));
      range.setAttribute("aria-valuetext", dates.join(" | "));
      if (all) plate.repaint();
      else plate.paint();
      plate.showLayers();
    }
    place();
    resize();
  }

  /** Put the divider where the state says. */
  function place() {
    const { divider } = store.get();
    for (const { range } of twins) range.value = String(divider);
    root.style.setProperty("--divider", String(divider / 100));
  }

  /** Bring the twins to the size and view of their plates, and draw what depends on it. */
  function resize() {
    for (const { map, moved, plate, marks, moves, names } of twins) {
      map.invalidateSize({ animate: false, pan: false });
      moved();
      plate.measure();
      plate.paintSpheres();
      marks.draw();
      moves.draw();
      names.draw();
    }
  }

  /** The lands of a plate that differ between the two dates, or null where none are compared. @param {import("../types.js").Theatre} theatre */
  function changed(theatre) {
    const { day, compare } = store.get();
    if (compare === null) return null;
    return new Set(changesBetween([theatre], day, compare).map(({ territory }) => territory.index));
  }

  return { draw, place, resize, changed, plates: () => twins.map(({ plate }) => plate) };
}
