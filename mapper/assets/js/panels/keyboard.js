/** Land by keyboard: one territory is in the tab order, arrows go to the next one in that direction, Enter shows it. */
import { livesOn } from "../model/chains.js";

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The nearest point in a direction, within a quarter turn of it.
 * @param {import("../types.js").Point[]} points
 * @param {number} from  index
 * @param {number[]} direction
 */
export function neighbourIn(points, from, [dx, dy]) {
  let best = -1;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const [index, point] of points.entries()) {
    if (index === from) continue;
    const along = (point.x - points[from].x) * dx + (point.y - points[from].y) * dy;
    const aside = Math.abs((point.x - points[from].x) * dy) + Math.abs((point.y - points[from].y) * dx);
    if (along <= 0 || aside > along) continue;
    const score = along + 2 * aside;
    if (score < bestScore) {
      bestScore = score;
      best = index;
    }
  }
  return best;
}

/** @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx */
export function keyboardLand(plate, ctx) {
  let current = plate.theatre.territories.reduce(
    (best, land) => (land.km2 > plate.theatre.territories[best].km2 ? land.index : best),
    0,
  );
  const nowhere = { x: Number.NaN, y: Number.NaN };
  const points = () =>
    plate.theatre.territories.map((land) => (livesOn(land, ctx.store.get().day) ? plate.pixel(land.point) : nowhere));
  plate.lands[current]?.setAttribute("tabindex", "0");
  // The listeners stand on the map, for an SVG group that listens to focus becomes a stop of the tab key itself.
  plate.map.getContainer().addEventListener("focusin", (event) => {
    const index = /** @type {Element} */ (event.target).getAttribute("data-territory");
    if (index !== null) rove(Number(index));
  });
  plate.map.getContainer().addEventListener("keydown", (event) => {
    if (!(event.target instanceof Element) || !event.target.hasAttribute("data-territory")) return;
    const direction = DIRECTIONS[/** @type {keyof typeof DIRECTIONS} */ (event.key)];
    if (direction) {
      const next = neighbourIn(points(), current, direction);
      if (next >= 0) {
        rove(next);
        plate.lands[next].focus({ preventScroll: true });
        const { point } = plate.theatre.territories[next];
        if (!plate.map.getBounds().contains([point[1], point[0]])) plate.map.panTo([point[1], point[0]]);
      }
    } else if (event.key === "Enter" || event.key === " ")
      ctx.select("territory", plate.theatre.territories[current].id, "stay");
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** @param {number} index */
  function rove(index) {
    plate.lands[current].setAttribute("tabindex", "-1");
    current = index;
    plate.lands[current].setAttribute("tabindex", "0");
  }
}
