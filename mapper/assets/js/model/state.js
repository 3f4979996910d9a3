/** The one state of the page and its form in the address: #date=1939-09-17&layers=control&view=52.1,21,4&lang=pl */
import { dayNumber, isoDay } from "./days.js";

/**
 * Read an address; what is unknown or nonsense is left out.
 * @param {string} hash
 * @param {import("../types.js").Known} known
 * @returns {Partial<import("../types.js").State>}
 */
export function readHash(hash, known) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {Partial<import("../types.js").State>} */
  const state = {};
  const inRange = (/** @type {number} */ day) => day >= known.first && day <= known.last;
  const day = dayNumber(fields.get("date") ?? "");
  if (inRange(day)) state.day = day;
  const compare = dayNumber(fields.get("compare") ?? "");
  if (inRange(compare)) state.compare = compare;
  const divider = readNumber(fields.get("divider"));
  if (divider !== null && divider <= 100) state.divider = divider;
  const layers = fields.get("layers");
  if (layers !== null) state.layers = new Set(layers.split(",").filter((layer) => known.layers.includes(layer)));
  const views = readViews(fields.get("view") ?? "", known.theatres);
  if (Object.keys(views).length) state.views = views;
  const observer = fields.get("as") ?? "";
  if (known.polities.includes(observer)) state.as = observer;
  const agreed = fields.get("agreed") ?? "";
  if (known.agreements?.includes(agreed)) state.agreed = agreed;
  const lang = fields.get("lang") ?? "";
  if (known.langs.includes(lang)) state.lang = lang;
  const step = readNumber(fields.get("step"));
  if (step && step <= known.steps) state.step = step;
  return state;
}

/** A whole number, or null. @param {string | null} text */
function readNumber(text) {
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) : null;
}

/** One view a theatre, in the order of the theatres, joined by semicolons. @param {string} text @param {string[]} theatres */
function readViews(text, theatres) {
  /** @type {Record<string, import("../types.js").View>} */
  const views = {};
  const parts = text.split(";").slice(0, theatres.length);
  for (const [index, part] of parts.entries()) {
    if (!/^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/.test(part)) continue;
    const [lat, lon, zoom] = part.split(",").map(Number);
    if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom <= 9) views[theatres[index]] = [lat, lon, zoom];
  }
  return views;
}

/** @param {import("../types.js").State} state @param {string[]} theatres */
export function writeHash(state, theatres) {
  const round = (/** @type {number} */ n, /** @type {number} */ digits) => String(Number(n.toFixed(digits)));
  const views = theatres.map((id) => {
    const view = state.views[id];
    return view ? `${round(view[0], 4)},${round(view[1], 4)},${round(view[2], 2)}` : "";
  });
  const fields = [`date=${isoDay(state.day)}`, `layers=${[...state.layers].sort().join(",")}`];
  if (views.some(Boolean)) fields.push(`view=${views.join(";")}`);
  if (state.as) fields.push(`as=${state.as}`);
  if (state.agreed) fields.push(`agreed=${state.agreed}`);
  fields.push(`lang=${state.lang}`);
  if (state.step) fields.push(`step=${state.step}`);
  if (state.compare !== null) fields.push(`compare=${isoDay(state.compare)}`, `divider=${state.divider}`);
  return `#${fields.join("&")}`;
}

/**
 * A store: listeners hear the new state, the old one, and the set of fields that differ.
 * @param {import("../types.js").State} initial
 * @returns {import("../types.js").Store}
 */
export function createStore(initial) {
  let state = initial;
  /** @type {import("../types.js").Listener[]} */
  const listeners = [];
  return {
    get: () => state,
    listen(listener) {
      listeners.push(listener);
    },
    set(patch) {
      const old = state;
      const next = { ...state, ...patch };
      const changed = new Set();
      for (const key of /** @type {(keyof import("../types.js").State)[]} */ (Object.keys(patch))) {
        if (!sameValue(old[key], next[key])) changed.add(key);
      }
      if (!changed.size) return;
      state = next;
      for (const listener of listeners) listener(state, old, changed);
    },
  };
}

/** @param {unknown} a @param {unknown} b */
function sameValue(a, b) {
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((item) => b.has(item));
  if (typeof a === "object" && a !== null) return JSON.stringify(a) === JSON.stringify(b);
  return a === b;
}
