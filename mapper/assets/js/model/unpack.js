/** Undoes what `mapper/packing.py` did: rows become records, numbers the texts, citations, states and days that they stand for. */
import { isoDay } from "./days.js";

const SPELL = 5; // numbers of a spell: first day, day after the last, state, note, citations
const ROWS = ["events", "places", "agreements", "recognitions", "movements", "railways"];

/**
 * The tables that numbers look into, and how a number is read by the key that it stands under.
 * @typedef {Pick<import("../types.js").Told, "texts" | "citations" | "states"> & {readings: Map<string, (number: number) => unknown>}} Tables
 */

/** What a page is told, as all of it is used. @param {import("../types.js").Told} told @returns {import("../types.js").Blob} */
export function unpacked(told) {
  const { coded, texts, citations, states, ...rest } = told;
  /** @type {Tables} */
  const tables = { texts, citations, states, readings: new Map() };
  for (const key of coded.texts) tables.readings.set(key, (number) => texts[number]);
  for (const key of coded.days) tables.readings.set(key, isoDay);
  for (const key of coded.cited) tables.readings.set(key, (number) => citations[number]);
  const made = /** @type {any} */ ({ ...rest, theatres: {} });
  for (const [id, theatre] of Object.entries(told.theatres)) made.theatres[id] = theatreOf(tables, theatre);
  for (const key of ROWS) made[key] = read(tables, made[key], key);
  made.map.story = made.map.story.map((/** @type {any} */ step) => ({ ...step, source: citations[step.source] }));
  return made;
}

/** A value by the key that it stands under. @param {Tables} tables @param {any} value @param {string} key @returns {any} */
function read(tables, value, key) {
  const reading = tables.readings.get(key);
  if (typeof value === "number") return reading ? reading(value) : value;
  if (Array.isArray(value)) return listOf(tables, value, reading);
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value.rows) ? recordsOf(tables, value) : recordOf(tables, value);
}

/** A list of numbers, of records, or of what is told as it is. @param {Tables} tables @param {any[]} list @param {((number: number) => unknown) | undefined} reading */
function listOf(tables, list, reading) {
  const [first] = list;
  if (typeof first === "number") return reading ? list.map((one) => reading(one)) : list;
  const records = typeof first === "object" && first !== null && !Array.isArray(first);
  return records ? list.map((one) => recordOf(tables, one)) : list;
}

/** @param {Tables} tables @param {Record<string, any>} record */
function recordOf(tables, record) {
  /** @type {Record<string, any>} */
  const made = {};
  for (const key of Object.keys(record)) made[key] = read(tables, record[key], key);
  return made;
}

/** @param {Tables} tables @param {{keys: string[], rows: any[][]}} table */
function recordsOf(tables, { keys, rows }) {
  return rows.map((row) => {
    /** @type {Record<string, any>} */
    const made = {};
    for (let i = 0; i < keys.length; i++) made[keys[i]] = read(tables, row[i], keys[i]);
    return made;
  });
}

/** @param {Tables} tables @param {number[]} flat @returns {import("../types.js").Spell[]} */
function spellsOf({ texts, citations, states }, flat) {
  const spells = [];
  for (let i = 0; i < flat.length; i += SPELL) {
    const [controller, sovereign, status, rule, confidence] = states[flat[i + 2]];
    const [from, to] = [isoDay(flat[i]), isoDay(flat[i + 1])];
    const [note, source] = [texts[flat[i + 3]], citations[flat[i + 4]]];
    spells.push({ from, to, controller, sovereign, status, rule, confidence, note, source });
  }
  return spells;
}

/** @param {Tables} tables @param {import("../types.js").ToldTheatre} theatre @returns {import("../types.js").RawTheatre} */
function theatreOf(tables, theatre) {
  const { unit, arcs, lakes, rivers, lines, territories } = theatre;
  const courses = rivers.map(({ points }) => points);
  const points = linesOf(courses, unit);
  const lands = territories.map((land) => ({
    ...recordOf(tables, { ...land, arcs: null, spells: null }),
    arcs: land.arcs.map((polygon) => polygon.map(ringOf)),
    spells: spellsOf(tables, land.spells),
  }));
  return /** @type {any} */ ({
    ...theatre,
    arcs: linesOf(arcs, unit),
    lakes: linesOf(lakes, unit),
    rivers: rivers.map((river, i) => ({ ...river, points: points[i] })),
    lines: read(tables, lines, "lines"),
    territories: withNames(/** @type {any} */ (lands)),
  });
}

/** Lines of steps as positions x, y, x, y ... in metres. @param {number[][]} lines @param {number} unit  metres */
function linesOf(lines, unit) {
  let x = 0;
  let y = 0;
  return lines.map((steps) => {
    const line = new Float64Array(steps.length);
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      line[i] = x * unit;
      line[i + 1] = y * unit;
    }
    return line;
  });
}

/** The arcs of a ring of steps. @param {number[]} steps */
function ringOf(steps) {
  let arc = 0;
  return steps.map((step) => {
    arc += step;
    return arc;
  });
}

/** Give zones the name of the territory that they are part of, and what is said of it. @param {import("../types.js").RawTerritory[]} lands */
function withNames(lands) {
  const byId = new Map(lands.map((land) => [land.id, land]));
  return lands.map((land) => {
    const whole = byId.get(land.of ?? "");
    return whole ? { ...land, name: whole.name, today: whole.today, note: whole.note } : land;
  });
}
