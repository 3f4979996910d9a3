/** The one state of the page and its form in the address: #date=1939-09-17&layers=control&view=52.1,21,4&lang=pl */
import { momentText, readMoment } from "./moments.js";

const AGREED = "agreed"; // in place of the other date: what was agreed on paper

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
  const moment = readMoment(fields.get("date") ?? "", known);
  if (moment) Object.assign(state, moment);
  const other = fields.get("compare") ?? "";
  const compared = readMoment(other, known);
  if (compared) Object.assign(state, { compare: compared.day, compareSince: compared.since });
  if (other === AGREED) state.against = AGREED;
  const divider = readNumber(fields.get("divider"));
  if (divider !== null && divider <= 100) state.divider = divider;
  const layers = readLayers(fields.get("layers"), known.layers);
  if (layers) state.layers = layers;
  const views = readViews(fields.get("view") ?? "", known.theatres);
  if (Object.keys(views).length) state.views = views;
  const observer = fields.get("as") ?? "";
  if (known.polities.includes(observer)) state.as = observer;
  const agreed = fields.get("agreed") ?? "";
  if (known.agreements?.includes(agreed)) state.agreed = agreed;
  const lang = fields.get("lang") ?? "";
  if (known.langs.includes(lang)) state.lang = lang;
  const theme = fields.get("theme");
  if (theme === "light" || theme === "dark") state.theme = theme;
  const step = readNumber(fields.get("step"));
  if (step && step <= known.steps) state.step = step;
  return state;
}

/** The day that an address names, if the atlas has no such one; else "". @param {string} hash @param {import("../types.js").Known} known */
export function lostDay(hash, known) {
  const text = new URLSearchParams(hash.replace(/^#/, "")).get("date") ?? "";
  return readMoment(text, known) ? "" : text;
}

/** The layers that are known; null where none is, or none was named. @param {string | null} text @param {string[]} known */
function readLayers(text, known) {
  const layers = (text ?? "").split(",").filter((layer) => known.includes(layer));
  return layers.length || text === "" ? new Set(layers) : null;
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

/** @param {import("../types.js").State} state @param {import("../types.js").Known} known */
export function writeHash(state, known) {
  const round = (/** @type {number} */ n, /** @type {number} */ digits) => String(Number(n.toFixed(digits)));
  const views = known.theatres.map((id) => {
    const view = state.views[id];
    return view ? `${round(view[0], 4)},${round(view[1], 4)},${round(view[2], 2)}` : "";
  });
  const fields = [`date=${momentText(state, known)}`, `layers=${[...state.layers].sort().join(",")}`];
  if (views.some(Boolean)) fields.push(`view=${views.join(";")}`);
  if (state.as) fields.push(`as=${state.as}`);
  if (state.agreed) fields.push(`agreed=${state.agreed}`);
  fields.push(`lang=${state.lang}`);
  if (state.theme) fields.push(`theme=${state.theme}`);
  if (state.step) fields.push(`step=${state.step}`);
  const compared = otherMoment(state);
  const other = state.against || (compared && momentText(compared, known));
  if (other) fields.push(`compare=${other}`, `divider=${state.divider}`);
  return `#${fields.join("&")}`;
}

/** The moment that is compared with the one shown, or null. @param {import("../types.js").State} state @returns {import("../types.js").Moment | null} */
export function otherMoment({ compare, compareSince }) {
  return compare === null ? null : { since: compareSince, day: compare };
}

/**
 * What a patch says without words: a day alone is no span, and two things are compared at most.
 * @param {Partial<import("../types.js").State>} patch
 * @returns {Partial<import("../types.js").State>}
 */
function whole(patch) {
  const full = { ...patch };
  if ("day" in patch) full.since ??= null;
  if ("compare" in patch) {
    full.compareSince ??= null;
    full.against ??= "";
  } else if (patch.against) Object.assign(full, { compare: null, compareSince: null });
  return full;
}

/**
 * A store: listeners hear the new state, the old one, the set of fields that differ, and how it came to be: by a `jump`
 * that the reader may want to take back, or by a `step` from one day to the next.
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
    set(patch, how = "jump") {
      const old = state;
      const full = whole(patch);
      const next = { ...state, ...full };
      const changed = new Set();
      for (const key of /** @type {(keyof import("../types.js").State)[]} */ (Object.keys(full))) {
        if (!sameValue(old[key], next[key])) changed.add(key);
      }
      if (!changed.size) return;
      state = next;
      for (const listener of listeners) listener(state, old, changed, how);
    },
  };
}

/** @param {unknown} a @param {unknown} b */
function sameValue(a, b) {
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((item) => b.has(item));
  if (typeof a === "object" && a !== null) return JSON.stringify(a) === JSON.stringify(b);
  return a === b;
}
