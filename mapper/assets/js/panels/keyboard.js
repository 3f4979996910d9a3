/** Land by keyboard: one territory is in the tab order, arrows go to the next one in that direction, Enter shows it. */

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The nearest point in a direction, within a quarter turn of it.
 * @param {import("../types.js").Point[]} points
 * @param {number} from  index
 * @param {number[]} direction
 * @param {(index: number) => boolean} [there]  whether a point counts
 */
export function neighbourIn(points, from, [dx, dy], there = () => true) {
  let best = -1;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const [index, point] of points.entries()) {
    if (index === from || !there(index)) continue;
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
  const { territories } = plate.theatre;
  let current = -1;
  const points = () => territories.map((land) => plate.pixel(land.point));
  // The listeners stand on the map, for an SVG group that listens to focus becomes a stop of the tab key itself.
  plate.map.getContainer().addEventListener("focusin", (event) => {
    const index = /** @type {Element} */ (event.target).getAttribute("data-territory");
    if (index !== null) rove(Number(index));
  });
  plate.map.getContainer().addEventListener("keydown", (event) => {
    if (!(event.target instanceof Element) || !event.target.hasAttribute("data-territory")) return;
    const direction = DIRECTIONS[/** @type {keyof typeof DIRECTIONS} */ (event.key)];
    if (direction) {
      const next = neighbourIn(points(), current, direction, plate.there);
      if (next >= 0) {
        rove(next);
        plate.lands[next]?.focus({ preventScroll: true });
        const { point } = territories[next];
        if (!plate.map.getBounds().contains([point[1], point[0]])) plate.map.panTo([point[1], point[0]]);
      }
    } else if (event.key === "Enter" || event.key === " ") ctx.select("territory", territories[current].id, "stay");
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** @param {number} index */
  function rove(index) {
    plate.lands[current]?.setAttribute("tabindex", "-1");
    current = index;
    plate.lands[current]?.setAttribute("tabindex", "0");
  }

  /** Keep one land in the tab order: the one that was, or its territory or a zone of it, or the largest. */
  function settle() {
    if (current >= 0 && plate.there(current)) return;
    const { whole, zones } = territories[current] ?? { whole: null, zones: [] };
    const kin = [...(whole ? [whole, ...whole.zones] : zones)];
    const largest = () => territories.filter(({ index }) => plate.there(index)).sort((a, b) => b.km2 - a.km2)[0];
    const next = kin.find(({ index }) => plate.there(index)) ?? largest();
    if (next) rove(next.index);
  }

  return { settle };
}
