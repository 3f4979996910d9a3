/** When what is drawn: marks at once, names when a day follows no other, the legend when the map rests. */
import { onceAFrame } from "../dom.js";

/** Milliseconds without a step after which the names of the day are placed, and how long they may lag at most. */
const NAMES_REST = 60;
const NAMES_LAG = 700;
const LEGEND_REST = 150;

/**
 * @param {import("../types.js").Chart[]} charts
 * @param {ReturnType<typeof import("../panels/legend.js").createLegend>} legend
 * @param {{draw: () => void}[]} locators
 * @param {() => Element[]} standing  what stands on the plates: names give way to it
 */
export function createSchedule(charts, legend, locators, standing) {
  /** @type {DOMRect[]} */
  let covers = [];
  let steppedAt = 0;
  let namedAt = 0;
  let naming = 0;
  let resting = 0;

  function namesNow() {
    for (const one of charts) one.names.draw();
  }
  const names = onceAFrame(namesNow);

  /** Names of a day: at once after a rest; while day follows day they may lag, for finding their places is the dearest part of a step. */
  function namesOfDay() {
    const now = performance.now();
    const running = now - steppedAt < NAMES_REST && now - namedAt < NAMES_LAG;
    steppedAt = now;
    window.clearTimeout(naming);
    if (running) {
      naming = window.setTimeout(namesOfDay, NAMES_REST);
      return;
    }
    namedAt = now;
    names();
  }

  /** @param {boolean} [all]  what did not change too */
  function marks(all = false) {
    for (const { plate, marks: events, moves, changed } of charts) {
      plate.paintSpheres(all);
      changed.draw(all);
      events.draw(all);
      moves.draw(all);
    }
  }

  function drawLegend() {
    legend.draw();
    for (const one of locators) one.draw();
    measure();
  }

  /** The legend of the view, once the map rests. */
  function legendSoon() {
    window.clearTimeout(resting);
    resting = window.setTimeout(drawLegend, LEGEND_REST);
  }

  /** Find what covers the plates; names give way to it. */
  function measure() {
    const next = standing()
      .map((one) => one.getBoundingClientRect())
      .filter(({ width, height }) => width && height);
    const same = next.length === covers.length && next.every((box, i) => near(box, covers[i]));
    covers = next;
    for (const { plate } of charts) plate.measure();
    if (!same) names();
  }

  /** On paper little stands on the plates, and the legend is whole. @param {boolean} printing @param {Iterable<Element>} printed  what stands on the plates there */
  function forPaper(printing, printed) {
    legend.draw();
    if (printing) {
      for (const fold of legend.element.querySelectorAll("details")) fold.open = true;
      covers = [...printed].map((one) => one.getBoundingClientRect());
      for (const { plate } of charts) plate.measure();
    } else measure();
    namesNow();
  }

  return {
    covers: () => covers,
    names,
    namesNow,
    namesOfDay,
    marks,
    legend: drawLegend,
    legendSoon,
    measure,
    forPaper,
  };
}

/** Whether a box stands where it stood. @param {DOMRect} one @param {DOMRect} other */
function near(one, other) {
  return Math.abs(one.top - other.top) + Math.abs(one.left - other.left) + Math.abs(one.bottom - other.bottom) < 4;
}
