/** Letters on the plate: how wide they are, and how they are set and kept. */
import { s } from "../dom.js";

export const SPACING = 0.16; // of the letter size, between capitals
const PLAIN = ["region", "change-day"]; // not in capitals

/** @type {CanvasRenderingContext2D | null} */
let canvas = null;
/** @type {Map<string, number>} */
const widths = new Map();

/** @param {string} text @param {string} font at 100 pixels */
export function textWidth(text, font) {
  const key = `${font}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    canvas ??= document.createElement("canvas").getContext("2d");
    if (!canvas) return text.length * 60;
    canvas.font = font;
    width = canvas.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

/** @param {string[]} lines @param {number} x @param {number} y @param {number} size @param {string} kind */
function lettering(lines, x, y, size, kind) {
  const spacing = PLAIN.includes(kind) ? 0 : SPACING * size;
  const text = s("text", { class: kind, "font-size": size, "letter-spacing": spacing });
  for (const [i, line] of lines.entries()) {
    const middle = y + (i - (lines.length - 1) / 2) * size * 1.15 + size * 0.35;
    text.append(s("tspan", { x: x + spacing / 2, y: middle }, line));
  }
  return text;
}

/**
 * @param {{lines: string[], x: number, y: number, size: number}} fitted  in cells
 * @param {number} cell  pixels
 * @param {string} kind
 * @returns {[string, () => SVGElement]}
 */
export function letteringEntry({ lines, x, y, size }, cell, kind) {
  const key = `${kind} ${lines.join("/")} ${(x * cell).toFixed(1)} ${(y * cell).toFixed(1)} ${size}`;
  return [key, () => lettering(lines, x * cell, y * cell, size, kind)];
}
