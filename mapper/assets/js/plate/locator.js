/** A small map of the whole window in a corner of a plate, with the part of it that is in view. */
import { s } from "../dom.js";
import { inBox } from "../model/boxes.js";
import { pathData } from "../model/decode.js";

const SIDE = 104; // pixels of the longer side
const DETAIL = 1.4; // pixels between vertices at least
const PART = 0.6; // of the window's width and height that a view shows at most where a locator helps
const NEAR = 14; // pixels round a mark
/** Corners in the order in which they are tried. */
const CORNERS = ["south-east", "south-west", "right"];

/** @param {import("../types.js").Plate} plate @param {() => import("../types.js").Point[]} marks  what it must not cover */
export function createLocator(plate, marks) {
  const { left, right, top, bottom } = plate.extent;
  const scale = SIDE / Math.max(right - left, top - bottom);
  const [width, height] = [(right - left) * scale, (top - bottom) * scale].map(Math.round);
  const land = s("path", { class: "locator-land" });
  const part = s("rect", { class: "locator-part" });
  const element = s(
    "svg",
    { class: "locator", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
    s("rect", { class: "locator-sea", width, height }),
    land,
    part,
  );
  element.classList.add("none");
  plate.map.getContainer().after(element);

  /** The land in its size, made when it is first seen. */
  function shape() {
    const pixels = plate.metres.map((arc) => arc.map((v, i) => (i % 2 ? (top - v) * scale : (v - left) * scale)));
    const rings = plate.theatre.territories.flatMap((one) => one.arcs.flat());
    return pathData(pixels, rings, true, DETAIL);
  }

  /** Show what part of the window is in view, in a corner where no mark stands. */
  function draw() {
    const view = plate.viewBox();
    const origin = plate.toPixel({ x: 0, y: 0 });
    const whole = plate.toPixel({ x: right - left, y: top - bottom });
    const share = (/** @type {number} */ from, /** @type {number} */ to, /** @type {"x" | "y"} */ axis) =>
      [from, to].map((v) => Math.min(1, Math.max(0, (v - origin[axis]) / (whole[axis] - origin[axis]))));
    const [x0, x1] = share(view.x0, view.x1, "x");
    const [y0, y1] = share(view.y0, view.y1, "y");
    const corner = x1 - x0 <= PART && y1 - y0 <= PART ? freeCorner(view) : undefined;
    element.setAttribute("class", corner ? `locator ${corner}` : "locator none");
    if (!corner) return;
    if (!land.hasAttribute("d")) land.setAttribute("d", shape());
    const box = { x: x0 * width, y: y0 * height, width: (x1 - x0) * width, height: (y1 - y0) * height };
    for (const [name, value] of Object.entries(box)) part.setAttribute(name, value.toFixed(1));
  }

  /** @param {import("../types.js").Box} view */
  function freeCorner(view) {
    return CORNERS.find((corner) => {
      element.setAttribute("class", `locator ${corner}`);
      const frame = element.getBoundingClientRect();
      const { left: dx, top: dy } = plate.map.getContainer().getBoundingClientRect();
      const box = {
        x0: view.x0 + frame.left - dx - NEAR,
        y0: view.y0 + frame.top - dy - NEAR,
        x1: view.x0 + frame.right - dx + NEAR,
        y1: view.y0 + frame.bottom - dy + NEAR,
      };
      return !marks().some((mark) => inBox(mark, box));
    });
  }

  return { draw };
}
