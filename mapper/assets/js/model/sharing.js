/** What many events say alike is kept once: a set of ten thousand holds little else. */

/** @typedef {import("../types.js").AtlasEvent} AtlasEvent */

const NO_TEXT = Object.freeze({});
const WORDS = /** @type {const} */ (["date", "earliest", "latest", "qualifier", "theme", "confidence"]);
const TEXTS = /** @type {const} */ (["title", "text", "place", "essay", "correction"]);

/** Let events share what is alike in them; they are not to be changed afterwards. @param {AtlasEvent[]} events */
export function shareAlike(events) {
  /** @type {Map<string, string>} */
  const words = new Map();
  const once = (/** @type {string} */ word) => {
    const known = words.get(word);
    if (known === undefined) words.set(word, word);
    return known ?? word;
  };
  /** @type {Map<string, AtlasEvent["join"]>} */
  const joins = new Map();
  for (const event of events) {
    for (const name of WORDS) event[name] = once(event[name]);
    for (const name of TEXTS) if (isEmpty(event[name])) event[name] = NO_TEXT;
    const { match, border_km, border, theatre, candidates } = event.join;
    if (border_km !== null || candidates.length) continue;
    const key = `${match} ${border} ${theatre}`;
    const known = joins.get(key);
    if (known) event.join = known;
    else joins.set(key, event.join);
  }
}

/** @param {object} text */
function isEmpty(text) {
  for (const _ in text) return false;
  return true;
}
