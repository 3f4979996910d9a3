/** The desk as a sheet on a narrow screen: a peek of one line, half of the height, or nearly all of it. */
import { h, icon } from "../dom.js";
import { ICONS } from "./icons.js";

/** @typedef {"peek" | "half" | "full"} Stop */

/** @type {Stop[]} */
const STOPS = ["peek", "half", "full"];
const HALF = 0.5; // of what the bar of time leaves
const READ = 11; // times the size of the text, that half a sheet has at least to be read, if the map leaves it
const LOW = 8; // times the size of the text, below which the map is too low for more than the date
const MAP_KEPT = 96; // pixels of the map over a full sheet
const TAP = 6; // pixels that a finger may go and still tap
const FLICK = 0.5; // pixels a millisecond
const LATELY = 100; // milliseconds before it lets go, by which a finger's pace is taken: it may have rested

/**
 * @typedef {object} Sheet
 * @property {HTMLElement} root  the page, which the heights are told as `--sheet` and `--rest`, what the map gives up
 * @property {HTMLElement} bar  of time, under the sheet
 * @property {HTMLElement} head
 * @property {HTMLElement} headline
 * @property {Record<"more" | "less", HTMLElement>} buttons
 * @property {(stop: Stop) => void} settled
 * @property {Stop} stop
 */

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} bar
 * @param {HTMLElement[]} more  what else stands in the head
 * @param {(stop: Stop) => void} settled  called when the sheet has come to rest
 */
export function createSheet(root, bar, more, settled) {
  const headline = h("p", { class: "sheet-line" });
  const buttons = {
    less: h("button", { type: "button", class: "tool", "data-label": "sheet.less" }, icon(ICONS.fold)),
    more: h("button", { type: "button", class: "tool raise", "data-label": "sheet.more" }, icon(ICONS.fold)),
  };
  const head = h("div", { class: "sheet-head" }, headline, ...more, buttons.less, buttons.more);
  /** @type {Sheet} */
  const sheet = { root, bar, head, headline, buttons, settled, stop: "peek" };
  buttons.more.addEventListener("click", () => step(sheet, 1));
  buttons.less.addEventListener("click", () => step(sheet, -1));
  head.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(sheet, by);
  });
  followFinger(sheet);
  const observer = new ResizeObserver(() => place(sheet));
  for (const one of [root, bar, head]) observer.observe(one);
  place(sheet);
  return {
    head,
    say: (/** @type {string} */ text) => {
      headline.textContent = text;
    },
    stop: () => sheet.stop,
    move: (/** @type {Stop} */ stop) => move(sheet, stop),
  };
}

/** The size of the text, in pixels. */
const textSize = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** The height at each stop, in pixels. @param {Sheet} sheet @returns {Record<Stop, number>} */
function heights({ root, bar, head }) {
  const all = root.clientHeight - bar.offsetHeight;
  const peek = head.offsetHeight;
  const full = Math.max(peek, all - MAP_KEPT);
  return { peek, half: Math.max(peek, Math.round(all * HALF), Math.min(READ * textSize(), full)), full };
}

/** Give the sheet the height of its stop, and the map what is left; a full sheet lies over the map of a half one. @param {Sheet} sheet */
function place(sheet) {
  const { root, bar, stop, buttons } = sheet;
  const at = heights(sheet);
  const rest = at[stop === "peek" ? "peek" : "half"];
  root.dataset.sheet = stop;
  root.style.setProperty("--sheet", `${at[stop]}px`);
  root.style.setProperty("--rest", `${rest}px`);
  root.classList.toggle("low", root.clientHeight - bar.offsetHeight - rest < LOW * textSize());
  buttons.less.toggleAttribute("disabled", stop === "peek");
  buttons.more.toggleAttribute("disabled", stop === "full");
}

/** @param {Sheet} sheet @param {Stop} stop */
function move(sheet, stop) {
  if (sheet.stop === stop) {
    place(sheet);
    return;
  }
  // what the bar has unfolded gives way to what is read
  if (sheet.stop === "peek") sheet.bar.querySelector('[aria-expanded="true"]')?.setAttribute("aria-expanded", "false");
  sheet.stop = stop;
  place(sheet);
  sheet.settled(stop);
}

/** @param {Sheet} sheet @param {number} by */
function step(sheet, by) {
  const at = STOPS.indexOf(sheet.stop) + by;
  move(sheet, STOPS[Math.min(STOPS.length - 1, Math.max(0, at))]);
}

/** A finger drags the head; what it lets go of comes to rest at the nearest stop, or at the next in the way of a flick. @param {Sheet} sheet */
function followFinger(sheet) {
  const { head, root } = sheet;
  /** @type {{y: number, height: number, moved: boolean, trail: [number, number][]} | null} */
  let grip = null;
  head.addEventListener("pointerdown", (event) => {
    if (/** @type {Element} */ (event.target).closest("button")) return;
    grip = { y: event.clientY, height: heights(sheet)[sheet.stop], moved: false, trail: [[event.timeStamp, 0]] };
    head.setPointerCapture(event.pointerId);
  });
  head.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const by = grip.y - event.clientY;
    grip.trail.push([event.timeStamp, by]);
    grip.moved ||= Math.abs(by) > TAP;
    if (grip.moved) root.style.setProperty("--sheet", `${within(heights(sheet), grip.height + by)}px`);
  });
  const letGo = (/** @type {PointerEvent} */ event) => {
    if (!grip) return;
    const { y, height, moved, trail } = grip;
    grip = null;
    const by = y - event.clientY;
    if (!moved) {
      step(sheet, sheet.stop === "full" ? -1 : 1);
      return;
    }
    const [since, from] = trail.find(([at]) => event.timeStamp - at < LATELY) ?? [0, by];
    const pace = (by - from) / Math.max(1, event.timeStamp - since);
    if (Math.abs(pace) > FLICK) step(sheet, Math.sign(pace));
    else move(sheet, nearest(heights(sheet), height + by));
  };
  head.addEventListener("pointerup", letGo);
  head.addEventListener("pointercancel", letGo);
}

/** @param {Record<Stop, number>} at @param {number} height */
function within({ peek, full }, height) {
  return Math.min(full, Math.max(peek, height));
}

/** @param {Record<Stop, number>} at @param {number} height @returns {Stop} */
function nearest(at, height) {
  return STOPS.reduce((best, stop) => (Math.abs(at[stop] - height) < Math.abs(at[best] - height) ? stop : best));
}
