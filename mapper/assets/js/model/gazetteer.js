/** The towns of a gazetteer as places: many, told in short, each from its zoom on. */

export const GAZETTEER_RANK = 5; // under those of all places that the atlas names itself

/** @param {import("../types.js").Gazetteer} towns @param {string} lang  of the names @returns {import("../types.js").Place[]} */
export function gazetteerPlaces({ units, zooms, names, today, more, at }, lang) {
  const [all, now] = [names, today].map((text) => text.split("\n"));
  const others = Object.entries(more).map(([other, text]) => /** @type {const} */ ([other, text.split("\n")]));
  const from = zooms.flatMap(([zoom, count]) => new Array(count).fill(zoom));
  let [x, y] = [0, 0];
  return from.map((zoom, i) => {
    x += at[2 * i];
    y += at[2 * i + 1];
    const own = others.map(([other, some]) => [other, some[i]]);
    return {
      id: `town-${i}`,
      lon: x / units,
      lat: y / units,
      rank: GAZETTEER_RANK,
      zoom,
      name: { [lang]: all[i], ...Object.fromEntries(own.filter(([, name]) => name)) },
      names: {},
      today: { [lang]: now[i] },
      also: [],
    };
  });
}
