/** The view as a picture: an SVG that needs no stylesheet, and a PNG made of it. */
import { s } from "../dom.js";
import { textWidth } from "../labels/lettering.js";

const SERIF = 'Georgia, "Times New Roman", serif';
const SANS = "sans-serif";
const BETWEEN = 8; // pixels between two plates
const EDGE = 12; // around texts
const SAMPLE = 34; // of the legend, with what stands around it
const LETTERS = 12;
const ROW = 21;

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
    if (painted && value.startsWith("url") && copy.getAttribute(name)?.startsWith("url")) continue;
    copy.setAttribute(name, value);
  }
}

/** @typedef {{text: string, width: number, height: number}} Picture */

/** An SVG with its declaration, as a file. @param {SVGElement} svg @param {number} width @param {number} height @returns {Picture} */
function pictureOf(svg, width, height) {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;
  return { text, width, height };
}

/** @param {number} width @param {number} height */
function emptySvg(width, height) {
  return s("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` });
}

/** The size of plates side by side. @param {import("../types.js").Plate[]} plates */
function sizeOf(plates) {
  const sizes = plates.map((plate) => plate.map.getSize());
  return {
    width: sizes.reduce((sum, size) => sum + size.x, 0) + (plates.length - 1) * BETWEEN,
    height: Math.max(...sizes.map((size) => size.y)),
  };
}

/** Plates side by side, each with its scale. @param {import("../types.js").Plate[]} plates @param {number} top */
function platesSvg(plates, top) {
  let left = 0;
  return plates.map((plate) => {
    const { x: width, y: height } = plate.map.getSize();
    const { x0, y0 } = plate.viewBox();
    const inner = s("svg", { x: left, y: top, width, height, viewBox: `${x0} ${y0} ${width} ${height}` });
    const fill = getComputedStyle(plate.map.getContainer()).backgroundColor;
    inner.append(s("rect", { x: x0, y: y0, width, height, fill }));
    const root = plate.groups.land.parentElement;
    for (const part of [root?.previousElementSibling, root]) {
      const copy = part && styledCopy(part);
      copy?.removeAttribute("transform");
      if (copy) inner.append(copy);
    }
    inner.append(...scaleSvg(plate, x0 + 12, y0 + height - 12));
    left += width + BETWEEN;
    return inner;
  });
}

/** The bar of Leaflet's scale, as it stands on the plate. @param {import("../types.js").Plate} plate @param {number} x @param {number} y */
function scaleSvg({ map }, x, y) {
  const line = map.getContainer().querySelector(".leaflet-control-scale-line");
  if (!(line instanceof HTMLElement) || !line.style.width) return [];
  const width = Number.parseFloat(line.style.width);
  const ink = getComputedStyle(document.body).color;
  const d = `M${x} ${y - 8}V${y}H${x + width}V${y - 8}`;
  const ground = getComputedStyle(line).backgroundColor;
  return [
    s("rect", { x, y: y - 18, width, height: 18, fill: ground, "fill-opacity": 0.7 }),
    s("path", { d, fill: "none", stroke: ink, "stroke-width": 1.5 }),
    s("text", { x: x + 5, y: y - 5, "font-family": SANS, "font-size": 11, fill: ink }, line.textContent ?? ""),
  ];
}

/** A text on as many lines as it needs. @param {string} text @param {number} size @param {number} width */
function wrapped(text, size, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines[lines.length - 1] ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines[lines.length - 1] && widthOf(longer, size) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** @param {string} text @param {number} size */
function widthOf(text, size) {
  return (textWidth(text, `400 100px ${SANS}`) * size) / 100;
}

/** The entries of the legend in rows, each list from a row of its own. @param {Element} legend @param {number} width @param {number} top */
function legendSvg(legend, width, top) {
  const ink = getComputedStyle(document.body).color;
  const parts = [];
  let [x, y] = [EDGE, top];
  /** @type {Element | null} */
  let list = null;
  for (const entry of legend.querySelectorAll("li, .legend-note")) {
    const sample = entry.querySelector("svg");
    const indent = sample ? SAMPLE : 0;
    const words = sample ? entry.querySelector("span") : entry; // a sample may have letters of its own
    const lines = wrapped(words?.textContent?.trim() ?? "", LETTERS, width - 2 * EDGE - indent);
    const wide = indent + Math.max(...lines.map((line) => widthOf(line, LETTERS)));
    if (parts.length && (list !== entry.parentElement || x + wide > width - EDGE || !sample)) [x, y] = [EDGE, y + ROW];
    list = entry.parentElement;
    const copy = sample && styledCopy(sample);
    if (copy) parts.push(placed(copy, x, y));
    for (const [i, line] of lines.entries()) {
      const at = { x: x + indent, y: y + 12 + i * 15 };
      parts.push(s("text", { ...at, "font-family": SANS, "font-size": LETTERS, fill: ink }, line));
    }
    y += (lines.length - 1) * 15;
    x += wide + 16;
  }
  return { parts, bottom: parts.length ? y + ROW : top };
}

/** @param {Element} sample @param {number} x @param {number} y */
function placed(sample, x, y) {
  for (const [name, value] of Object.entries({ x, y, width: 26, height: 15.6 }))
    sample.setAttribute(name, String(value));
  return sample;
}

/**
 * The plates side by side as one SVG text, with title, date, scale, legend and credits.
 * @param {import("../types.js").Plate[]} plates
 * @param {{title: string, date: string, credits: string}} words
 * @param {Element} legend
 */
export function pictureSvg(plates, words, legend) {
  const { width, height } = sizeOf(plates);
  const ink = getComputedStyle(document.body).color;
  const title = `${words.title}, ${words.date}`;
  const titles = wrapped(title, 22, width - 2 * EDGE);
  const credits = wrapped(words.credits, 11, width - 2 * EDGE);
  const top = 14 + titles.length * 28;
  const { parts, bottom } = legendSvg(legend, width, top + height + 12);
  const all = Math.ceil(bottom + 10 + credits.length * 15);
  const svg = emptySvg(width, all);
  const ground = { width, height: all, fill: getComputedStyle(document.body).backgroundColor };
  const text = (
    /** @type {string} */ font,
    /** @type {number} */ size,
    /** @type {number} */ y,
    /** @type {string} */ line,
  ) => s("text", { x: EDGE, y, "font-family": font, "font-size": size, fill: ink }, line);
  svg.append(s("title", {}, title), s("rect", ground));
  svg.append(...titles.map((line, i) => text(SERIF, 22, 30 + i * 28, line)), ...platesSvg(plates, top), ...parts);
  svg.append(...credits.map((line, i) => text(SANS, 11, bottom + 10 + i * 15, line)));
  return pictureOf(svg, width, all);
}

/** The plates side by side alone. @param {import("../types.js").Plate[]} plates */
export function mapSvg(plates) {
  const { width, height } = sizeOf(plates);
  const svg = emptySvg(width, height);
  svg.append(...platesSvg(plates, 0));
  return pictureOf(svg, width, height);
}

/** @param {Picture} picture @returns {Promise<Blob>} */
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
