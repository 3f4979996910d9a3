/** How a printed page shares its one A4 sheet: plates, legend and sources. */

const SHORT = 58; // letters of a citation on one line of the dense list

/** A citation cut to one line, at a word. @param {string} text */
export function shortCitation(text) {
  if (text.length <= SHORT) return text;
  return `${text.slice(0, SHORT - 1).replace(/[\s,.;:(]+\S*$/, "")}…`;
}

/**
 * The height of the plates in millimetres, and whether sources are set small.
 * @param {number[]} sources  length of each citation
 * @param {number[]} legend  length of each entry
 */
export function paperPlan(sources, legend) {
  const lines = (/** @type {number} */ width) => sources.reduce((sum, length) => sum + Math.ceil(length / width), 0);
  const rows = legend.reduce((sum, length) => sum + (length * 1.25 + 14) / 277, 0) + 3;
  const dense = lines(60) > 100;
  const sourceMm = (dense ? Math.ceil(sources.length / 5) * 2.1 : Math.ceil(lines(60) / 4) * 2.45) + 9;
  return { dense, height: Math.round(Math.max(70, Math.min(135, 172 - sourceMm - rows * 3.4))) };
}
