/** Pens: what is drawn alike is one path. A line that changes its pen has two paths written anew, and no other. */
import { s } from "../dom.js";

/**
 * @typedef {object} Pen
 * @property {SVGElement} element
 * @property {Set<number>} lines
 */

/**
 * @param {number} count  of lines
 * @param {(key: string) => {group: SVGElement, attributes: Record<string, string>}} penOf  what a pen looks like, and where it draws
 */
export function createPens(count, penOf) {
  /** @type {Map<string, Pen>} */
  const pens = new Map();
  /** @type {Set<string>} */
  const stale = new Set();
  /** @type {string[]} */
  const held = new Array(count).fill("");

  /** Let a pen draw a line; "" for none. @param {number} line @param {string} key */
  function hold(line, key) {
    const old = held[line];
    if (old === key) return;
    held[line] = key;
    if (old) {
      pens.get(old)?.lines.delete(line);
      stale.add(old);
    }
    if (!key) return;
    let pen = pens.get(key);
    if (!pen) {
      const { group, attributes } = penOf(key);
      pen = { element: s("path", attributes), lines: new Set() };
      group.append(pen.element);
      pens.set(key, pen);
    }
    pen.lines.add(line);
    stale.add(key);
  }

  /** Write what has changed. @param {(line: number) => string} dataOf  path data, "" for a line out of sight */
  function draw(dataOf) {
    for (const key of stale) {
      const pen = pens.get(key);
      if (!pen) continue;
      if (pen.lines.size) {
        let data = "";
        for (const line of pen.lines) data += dataOf(line);
        pen.element.setAttribute("d", data);
      } else {
        pen.element.remove();
        pens.delete(key);
      }
    }
    stale.clear();
  }

  /** Have the pens of some lines write anew. @param {Iterable<number>} lines */
  function renew(lines) {
    for (const line of lines) if (held[line]) stale.add(held[line]);
  }

  /** Have all pens write anew. */
  function renewAll() {
    for (const key of pens.keys()) stale.add(key);
  }

  /** Lay all pens down. */
  function clear() {
    for (const { element } of pens.values()) element.remove();
    pens.clear();
    stale.clear();
    held.fill("");
  }

  return { hold, draw, renew, renewAll, clear, held: (/** @type {number} */ line) => held[line] };
}
