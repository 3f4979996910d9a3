/** The days of changes on the lands that changed in a span, where they find room; else behind the name of a town that lies in them. */
import { overlaps } from "../model/boxes.js";
import { shortDay } from "../model/moments.js";
import { changedBlocks } from "../plate/changed.js";
import { letteringEntry, textWidth } from "./lettering.js";
import { fitName, groupTable } from "./place.js";

const FONT = '600 100px Georgia, "Times New Roman", serif';
const LARGEST = 12.5;
const FEW = 2; // days that are told one by one

/** Days of a span in short words. @param {number[]} days @param {import("../types.js").State} state */
function shortWords(days, state) {
  const words = days.map((day) => shortDay(day, state));
  const apart = state.since !== null && words.length <= FEW; // on a day they are the ends of a span
  return apart ? words.join(", ") : `${words[0]} – ${words[words.length - 1]}`;
}

/**
 * The labels, and the words for the lands that have none, by the land.
 * @param {import("../types.js").Plate} plate
 * @param {import("../types.js").Context} ctx
 * @param {import("./names.js").Room} room
 */
export function changeDays(plate, ctx, { raster: { grid, boxes }, cell, shown, taken, told }) {
  const state = ctx.store.get();
  /** @type {ReturnType<typeof letteringEntry>[]} */
  const entries = [];
  /** @type {Map<number, string>} */
  const left = new Map();
  const parts = changedBlocks(plate.theatre, state).flatMap(({ parts: some }) => some);
  for (const { days, members } of parts.sort((a, b) => b.members.length - a.members.length)) {
    const table = groupTable(grid, boxes, members, shown);
    const free = (/** @type {import("../types.js").Box} */ box) =>
      taken.some((other) => overlaps(other, scaled(box, cell), 1));
    const words = shortWords(days, state);
    const fitted = table && fitName(table, words, cell, width, free, LARGEST);
    if (!fitted) {
      for (const index of members) left.set(index, words);
      continue;
    }
    const box = scaled(fitted.box, cell);
    taken.push(box);
    told.push({ words, box });
    entries.push(letteringEntry(fitted, cell, "change-day"));
  }
  return { entries, left };
}

/** @param {string} text @param {number} size */
function width(text, size) {
  return (textWidth(text, FONT) * size) / 100;
}

/** @param {import("../types.js").Box} box @param {number} by @returns {import("../types.js").Box} */
function scaled({ x0, y0, x1, y1 }, by) {
  return { x0: x0 * by, y0: y0 * by, x1: x1 * by, y1: y1 * by };
}
