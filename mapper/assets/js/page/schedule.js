/** When what is drawn: marks at once, names when a day follows no other, the legend when the map rests. */
import { onceAFrame } from "../dom.js";

/** Milliseconds without a step after which the names of the day are placed, and how long they may lag at most. */
const NAMES_REST = 60;
const NAMES_LAG = 700;
const LEGEND_REST = 150;

/**
 * @param {import("../types.js").Chart[]} charts
 * @param {ReturnType<typeof import("../panels/legend.js").createLegend>} legend
 * @param {{draw: () => boolean}[]} locators
 * @param {() => Element[]} standing  what stands on the plates: names give way to it
 */
export function createSchedule(charts, legend, locators, standing) {
  let steppedAt = 0;
  let namedAt = 0;
  let naming = 0;
  let resting = 0;
  const names = onceAFrame(() => {
    for (const one of charts) one.names.draw();
  });
  const namesNow = names.now;
  const covers = createCovers(charts, standing, names);

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

  /** The legend of the view; what covers the plates is measured where a locator goes elsewhere, and where something grows, once the browser has laid it out. */
  function drawLegend() {
    window.clearTimeout(resting);
    legend.draw();
    if (locators.filter((one) => one.draw()).length) covers.measure();
  }

  /** The legend of the view, once the map rests. */
  function legendSoon() {
    window.clearTimeout(resting);
    resting = window.setTimeout(drawLegend, LEGEND_REST);
  }

  /** On paper little stands on the plates, and the legend is whole. @param {boolean} printing @param {Iterable<Element>} printed  what stands on the plates there */
  function forPaper(printing, printed) {
    legend.draw();
    if (printing) for (const fold of legend.element.querySelectorAll("details")) fold.open = true;
    covers.forPaper(printing, printed);
    namesNow();
  }

  return {
    covers: covers.now,
    names,
    namesNow,
    namesOfDay,
    marks,
    legend: drawLegend,
    legendSoon,
    measure: covers.measure,
    watch: covers.watch,
    forPaper,
  };
}

/**
 * What covers the plates, on the screen. It is measured when the page asks for it and, once it is watched, when something has grown or shrunk: a step asks for no layout.
 * @param {import("../types.js").Chart[]} charts
 * @param {() => Element[]} standing  what stands on the plates
 * @param {() => void} moved  called where it is not where it was
 */
function createCovers(charts, standing, moved) {
  /** @type {DOMRect[]} */
  let covers = [];
  let onPaper = false;
  const sizes = new ResizeObserver(() => {
    if (!onPaper) measure();
  });

  /** @param {DOMRect[]} next */
  function take(next) {
    covers = next;
    for (const { plate } of charts) plate.measure();
  }

  function measure() {
    const next = standing()
      .map((one) => one.getBoundingClientRect())
      .filter(({ width, height }) => width && height);
    const same = next.length === covers.length && next.every((box, i) => near(box, covers[i]));
    take(next);
    if (!same) moved();
  }

  /** Notice when something grows or shrinks. */
  function watch() {
    for (const one of standing()) sizes.observe(one);
  }

  /** @param {boolean} printing @param {Iterable<Element>} printed  what stands on the plates on paper */
  function forPaper(printing, printed) {
    onPaper = printing;
    if (printing) take([...printed].map((one) => one.getBoundingClientRect()));
    else measure();
  }

  return { now: () => covers, measure, watch, forPaper };
}

/** Whether a box stands where it stood. @param {DOMRect} one @param {DOMRect} other */
function near(one, other) {
  return Math.abs(one.top - other.top) + Math.abs(one.left - other.left) + Math.abs(one.bottom - other.bottom) < 4;
}
