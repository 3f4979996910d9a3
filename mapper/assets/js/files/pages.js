/** Sheets as pages: each is made to fit its paper, a smaller map before a second page. */
import { h } from "../dom.js";

const PAPER = { wide: { width: 297, height: 210 }, tall: { width: 210, height: 297 } }; // millimetres
const MARGIN = 10;
const SPARE = 2; // that print may need more than the screen
const LEAST = 0.75; // of its size, to which a map is made smaller, if that is enough
const BY = 0.04;

/** @param {Element} sheet */
const paperOf = (sheet) => PAPER[sheet.classList.contains("tall") ? "tall" : "wide"];

/** By how many millimetres a sheet is too long for its paper; less than 0 where it fits. @param {Element} sheet */
function over(sheet) {
  const paper = paperOf(sheet);
  const { top, width } = sheet.getBoundingClientRect();
  const { bottom } = /** @type {Element} */ (sheet.lastElementChild).getBoundingClientRect();
  return ((bottom - top) * paper.width) / width - (paper.height - MARGIN - SPARE);
}

/**
 * Make sheets that are laid out fit their paper, and move what a page does not hold to further ones.
 * @param {Element[]} sheets
 * @returns {number} how many pages they are
 */
export function makePages(sheets) {
  return sheets.reduce((sum, sheet) => sum + pagesOf(sheet), 0);
}

/** @param {Element} sheet @returns {number} */
function pagesOf(sheet) {
  shrinkMap(sheet);
  const next = over(sheet) > 0 ? moveOn(sheet) : null;
  if (next) return 1 + pagesOf(next);
  const { height } = paperOf(sheet);
  return 1 + Math.max(0, Math.ceil(over(sheet) / (height - 2 * MARGIN)));
}

/** @param {Element} sheet */
function shrinkMap(sheet) {
  const map = sheet.querySelector("img");
  if (!map) return;
  const width = Number(map.getAttribute("width"));
  for (let share = 1; over(sheet) > 0 && share >= LEAST; share -= BY) map.style.width = `${width * share}px`;
  if (over(sheet) > 0) map.style.width = "";
}

/** Move the last blocks of a sheet to a sheet behind it, sources never alone. @param {Element} sheet @returns {Element | null} */
function moveOn(sheet) {
  const blocks = [...sheet.querySelectorAll(":scope > .flows")];
  if (blocks.length < 2) return null;
  const [head, foot] = ["header", ".sheet-credits"].map((one) => sheet.querySelector(`:scope > ${one}`));
  const next = h("section", { class: sheet.className }, head?.cloneNode(true), foot?.cloneNode(true));
  sheet.after(next);
  while (blocks.length > 1 && (over(sheet) > 0 || isSources(next))) {
    next.insertBefore(/** @type {Element} */ (blocks.pop()), next.children[1]);
  }
  return next;
}

/** Whether a sheet holds nothing but sources. @param {Element} sheet */
function isSources(sheet) {
  return [...sheet.querySelectorAll(":scope > .flows")].every((one) => one.matches(".sheet-sources"));
}
