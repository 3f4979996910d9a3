/** What a change that is played looks like: the old land fades out over the new, and the view follows to where it is. */
import { changesOn } from "../model/chains.js";

const FADE_MS = 450;
const MARGIN = 24; // pixels within which a land counts as in sight

/**
 * @param {import("../types.js").Chart[]} charts
 * @param {boolean} still  whether motion is unwanted
 * @returns {import("../types.js").Beat}
 */
export function createBeats(charts, still) {
  /** @type {Element[]} */
  let ghosts = [];
  return {
    before(day) {
      if (!still) ghosts = charts.flatMap(({ plate }) => ghostsOf(plate, day));
    },
    after(day) {
      for (const ghost of ghosts) fadeOut(ghost);
      ghosts = [];
      for (const { plate } of charts) followChange(plate, day, still);
    },
  };
}

/** The lands that change on a day, drawn once more as they are. @param {import("../types.js").Plate} plate @param {number} day */
function ghostsOf({ theatre, lands, groups }, day) {
  const ghosts = changesOn([theatre], day).map(({ territory }) => {
    const ghost = /** @type {Element} */ (lands[territory.index].cloneNode());
    for (const name of ["data-territory", "role", "tabindex", "aria-label"]) ghost.removeAttribute(name);
    ghost.setAttribute("class", "ghost");
    ghost.setAttribute("aria-hidden", "true");
    return ghost;
  });
  groups.land.append(...ghosts);
  return ghosts;
}

/** @param {Element} ghost */
function fadeOut(ghost) {
  const gone = () => ghost.remove();
  ghost.animate([{ opacity: 1 }, { opacity: 0 }], FADE_MS).finished.then(gone, gone);
}

/** Bring the largest land that changed on a day into sight, if none is. @param {import("../types.js").Plate} plate @param {number} day @param {boolean} still */
function followChange({ theatre, map, pixel, viewBox }, day, still) {
  const { x0, y0, x1, y1 } = viewBox();
  const changed = changesOn([theatre], day).map(({ territory }) => territory);
  const seen = changed.some(({ point }) => {
    const { x, y } = pixel(point);
    return x > x0 + MARGIN && x < x1 - MARGIN && y > y0 + MARGIN && y < y1 - MARGIN;
  });
  if (seen || !changed.length) return;
  const { point } = changed.reduce((best, one) => (one.km2 > best.km2 ? one : best));
  map.panTo([point[1], point[0]], { animate: !still });
}
