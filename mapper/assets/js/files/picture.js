/** The view as a picture: an SVG that needs no stylesheet, and a PNG made of it. */
import { s } from "../dom.js";

const PAINT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "letter-spacing",
  "text-anchor",
  "paint-order",
];

const LEFT_OUT = [
  "class",
  "tabindex",
  "role",
  "aria-label",
  "aria-hidden",
  "data-territory",
  "data-events",
  "data-movement",
  "data-railway",
  "data-place",
];

/** Copy an element with what the stylesheet gave it; what is hidden stays out. @param {Element} element @returns {Element | null} */
function styledCopy(element) {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden") return null;
  const copy = /** @type {Element} */ (element.cloneNode(false));
  for (const name of LEFT_OUT) copy.removeAttribute(name);
  if (element.tagName === "g") {
    if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
  } else if (!element.closest("defs")) paintCopy(copy, style);
  for (const child of element.childNodes) {
    const made = child instanceof Element ? styledCopy(child) : child.cloneNode();
    if (made) copy.append(made);
  }
  return copy;
}

/** Write a style as attributes; a pattern that an attribute names already stays. @param {Element} copy @param {CSSStyleDeclaration} style */
function paintCopy(copy, style) {
  for (const name of PAINT) {
    const value = style.getPropertyValue(name);
    const painted = name === "fill" || name === "stroke";
    if (!value || value === "normal" || (value === "none" && !painted)) continue;
    if (painted && copy.getAttribute(name)?.startsWith("url")) continue;
    copy.setAttribute(name, value);
  }
}

/**
 * The plates side by side as one SVG text, with title, date and credits.
 * @param {import("../types.js").Plate[]} plates
 * @param {{title: string, date: string, credits: string}} words
 */
export function pictureSvg(plates, words) {
  const sizes = plates.map((plate) => plate.map.getSize());
  const width = sizes.reduce((sum, size) => sum + size.x, 0) + (plates.length - 1) * 8;
  const height = Math.max(...sizes.map((size) => size.y)) + 74;
  const page = getComputedStyle(document.body);
  const ink = page.color;
  const svg = s("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(s("title", {}, `${words.title}, ${words.date}`), s("rect", { width, height, fill: page.backgroundColor }));
  const serif = 'Georgia, "Times New Roman", serif';
  svg.append(
    s("text", { x: 12, y: 30, "font-family": serif, "font-size": 22, fill: ink }, `${words.title}, ${words.date}`),
  );
  svg.append(
    s("text", { x: 12, y: height - 10, "font-family": "sans-serif", "font-size": 11, fill: ink }, words.credits),
  );
  let left = 0;
  for (const [i, plate] of plates.entries()) {
    const { x0, y0 } = plate.viewBox();
    const inner = s("svg", {
      x: left,
      y: 44,
      width: sizes[i].x,
      height: sizes[i].y,
      viewBox: `${x0} ${y0} ${sizes[i].x} ${sizes[i].y}`,
    });
    inner.append(
      s("rect", {
        x: x0,
        y: y0,
        width: sizes[i].x,
        height: sizes[i].y,
        fill: getComputedStyle(plate.map.getContainer()).backgroundColor,
      }),
    );
    const root = plate.groups.land.parentElement;
    const defs = root?.previousElementSibling;
    for (const part of [defs, root]) {
      const copy = part && styledCopy(part);
      copy?.removeAttribute("transform");
      if (copy) inner.append(copy);
    }
    svg.append(inner);
    left += sizes[i].x + 8;
  }
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`,
    width,
    height,
  };
}

/** @param {{text: string, width: number, height: number}} picture @returns {Promise<Blob>} */
export function picturePng({ text, width, height }) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * 2;
      canvas.height = height * 2;
      const context = canvas.getContext("2d");
      context?.scale(2, 2);
      context?.drawImage(image, 0, 0);
      URL.revokeObjectURL(url);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture could not be made"))), "image/png");
    };
    image.onerror = () => reject(new Error("the picture could not be read"));
    image.src = url;
  });
}
