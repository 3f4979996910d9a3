/** A small map of the whole window in a corner of a plate, with the part of it that is in view. */
import { s } from "../dom.js";
import { inBox } from "../model/boxes.js";

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
  let measured = { size: "", boxes: /** @type {import("../types.js").Box[]} */ ([]) };

  /** Show what part of the window is in view, in a corner where no mark stands; tells whether it went elsewhere. */
  function draw() {
    const view = plate.viewBox();
    const origin = plate.toPixel({ x: 0, y: 0 });
    const whole = plate.toPixel({ x: right - left, y: top - bottom });
    const share = (/** @type {number} */ from, /** @type {number} */ to, /** @type {"x" | "y"} */ axis) =>
      [from, to].map((v) => Math.min(1, Math.max(0, (v - origin[axis]) / (whole[axis] - origin[axis]))));
    const [x0, x1] = share(view.x0, view.x1, "x");
    const [y0, y1] = share(view.y0, view.y1, "y");
    const stood = element.getAttribute("class");
    const corner = x1 - x0 <= PART && y1 - y0 <= PART ? freeCorner(view) : undefined;
    const stands = corner ? `locator ${corner}` : "locator none";
    if (element.getAttribute("class") !== stands) element.setAttribute("class", stands);
    if (corner) {
      if (!land.hasAttribute("d")) land.setAttribute("d", plate.outline(scale, DETAIL));
      const box = { x: x0 * width, y: y0 * height, width: (x1 - x0) * width, height: (y1 - y0) * height };
      for (const [name, value] of Object.entries(box)) part.setAttribute(name, value.toFixed(1));
    }
    return stood !== stands;
  }

  /** @param {import("../types.js").Box} view */
  function freeCorner({ x0, y0 }) {
    const boxes = cornerBoxes();
    return CORNERS.find((_, i) => {
      const { x0: dx0, y0: dy0, x1: dx1, y1: dy1 } = boxes[i];
      const box = { x0: x0 + dx0, y0: y0 + dy0, x1: x0 + dx1, y1: y0 + dy1 };
      return !marks().some((mark) => inBox(mark, box));
    });
  }

  /** The room of each corner, from that of the map: measured anew when the map or the window has another size. */
  function cornerBoxes() {
    const { x, y } = plate.map.getSize();
    const folded = element.closest(".atlas")?.className; // which moves what stands in the corners
    const size = [x, y, window.innerWidth, window.innerHeight, folded].join();
    if (size !== measured.size) {
      const stood = element.getAttribute("class") ?? "";
      const { left: dx, top: dy } = plate.map.getContainer().getBoundingClientRect();
      measured = {
        size,
        boxes: CORNERS.map((corner) => {
          element.setAttribute("class", `locator ${corner}`);
          const { left: x0, top: y0, right: x1, bottom: y1 } = element.getBoundingClientRect();
          return { x0: x0 - dx - NEAR, y0: y0 - dy - NEAR, x1: x1 - dx + NEAR, y1: y1 - dy + NEAR };
        }),
      };
      element.setAttribute("class", stood);
    }
    return measured.boxes;
  }

  return { draw };
}
