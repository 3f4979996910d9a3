/** What a misspelt query may mean: the words of all names that are nearest to its own. */

const SHORT = 4; // letters of a word that is taken for a misspelt one, at least
const MOST = 6; // words of a query, and queries that it may mean

/**
 * The queries that a query may mean, its unknown words replaced by the nearest that there are; none where a word is like no other.
 * @param {Set<string>} known  folded words
 * @param {string} query
 * @param {(word: string) => string} fold
 */
export function nearQueries(known, query, fold) {
  const parts = query.split(/([^\p{L}\p{M}]+)/u); // words, and what stands between them
  if (parts.length > 2 * MOST) return [];
  let queries = [""];
  for (const [i, part] of parts.entries()) {
    const nearest = i % 2 || !part ? [part] : nearestWords(known, fold(part));
    queries = queries.flatMap((begun) => nearest.map((one) => begun + one)).slice(0, MOST);
  }
  return queries;
}

/** The word itself where it is known or begins one that is, else those at the least distance: one letter of five, two of more. @param {Set<string>} known @param {string} word */
function nearestWords(known, word) {
  const all = [...known];
  if (all.some((one) => one.startsWith(word))) return [word];
  if (word.length < SHORT) return [];
  let most = word.length > 5 ? 2 : 1;
  /** @type {string[]} */
  let nearest = [];
  for (const one of all) {
    if (one.length < SHORT || Math.abs(one.length - word.length) > most) continue;
    const far = distance(word, one);
    if (far < most) nearest = [];
    if (far <= most) nearest.push(one);
    most = Math.min(most, far);
  }
  return nearest;
}

/** How many letters are to be changed, left out, added or exchanged with their neighbour to make one word of another. @param {string} a @param {string} b */
export function distance(a, b) {
  /** @type {number[][]} */
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      rows[i][j] = Math.min(changed, rows[i - 1][j] + 1, rows[i][j - 1] + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.length][b.length];
}
