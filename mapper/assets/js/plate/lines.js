/** The lines of borders and the bands beside them: what looks alike shares an element, for a browser goes through all elements of a plate whenever one of them changes. */
import { orderedGroup, s } from "../dom.js";

const TOGETHER = 32; // borders that share an element where they are of one kind
const MOST_KINDS = 64;

/** What a line of a border is drawn with: whether it is near the view, its path, and the number of the paths. @typedef {{near: (index: number) => boolean, shape: (index: number) => string, number: number}} Drawing */

/**
 * The lines of borders in a group, one element for those of a kind among some that follow each other.
 * @param {Element} group
 * @param {number} count  of borders
 */
function createLines(group, count) {
  const kinds = new Array(count).fill("");
  /** The kinds that were ever drawn. @type {string[]} */
  const classes = [];
  const stale = new Set();
  const shown = sharedPaths(group);

  /** The line of a border: its class, or "" for none. @param {number} index @param {string} kind */
  function set(index, kind) {
    if (kinds[index] === kind) return;
    kinds[index] = kind;
    stale.add(Math.floor(index / TOGETHER));
    if (kind && !classes.includes(kind)) classes.push(kind);
  }

  /** Draw what was set since. @param {Drawing} drawing @param {boolean} all  also what was not */
  function draw({ near, shape, number }, all) {
    const parts = all ? Array.from({ length: Math.ceil(count / TOGETHER) }, (_, part) => part) : [...stale];
    stale.clear();
    for (const part of parts) {
      const after = Math.min(count, (part + 1) * TOGETHER);
      /** @type {number[][]} */
      const alike = classes.map(() => []);
      for (let i = part * TOGETHER; i < after; i++) if (kinds[i] && near(i)) alike[classes.indexOf(kinds[i])].push(i);
      for (const [at, drawn] of alike.entries())
        shown.put(part * MOST_KINDS + at, { class: classes[at] }, number, drawn, shape);
    }
  }

  /** The borders that have a line, each with its kind. @returns {[number, string][]} */
  function drawn() {
    return [...kinds.entries()].filter(([, kind]) => kind);
  }

  return { set, draw, drawn, kind: (/** @type {number} */ index) => kinds[index] };
}

/** All that is drawn of borders, in the groups of a plate. @param {Record<string, Element>} groups @param {number} count  of borders */
export function createBorders({ inner, law, bands }, count) {
  return { borders: { lines: createLines(inner, count), laws: createLines(law, count) }, inside: createBands(bands) };
}

/** The bands in a group, one element for all that lie inside one land. @param {Element} group */
function createBands(group) {
  const shown = sharedPaths(group);
  return {
    /** @param {number} land @param {string} stroke @param {number[]} borders  that have a band in it @param {Omit<Drawing, "near">} drawing */
    put(land, stroke, borders, { shape, number }) {
      shown.put(land, { class: "band", stroke }, number, borders, shape);
    },
  };
}

/** Paths that some borders share, in the order of their numbers; one of no border is none. @param {Element} group */
function sharedPaths(group) {
  const shown = orderedGroup(group);
  /** What each is drawn of. @type {Map<number, string>} */
  const drawn = new Map();
  return {
    /** @param {number} at @param {Record<string, string>} look @param {number} number  of the paths @param {number[]} borders @param {(index: number) => string} shape */
    put(at, look, number, borders, shape) {
      if (!borders.length) {
        drawn.delete(at);
        shown.take(at);
        return;
      }
      const path = shown.get(at) ?? s("path");
      for (const [name, value] of Object.entries(look))
        if (path.getAttribute(name) !== value) path.setAttribute(name, value);
      const key = `${number} ${borders}`;
      if (drawn.get(at) !== key) path.setAttribute("d", borders.map(shape).join(""));
      drawn.set(at, key);
      shown.put(at, path);
    },
  };
}
