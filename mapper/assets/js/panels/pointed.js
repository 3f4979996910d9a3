/** What stands at an element of a plate: events, a town, a movement or railway, else the land under it. */

/**
 * @param {import("../types.js").Plate} plate
 * @param {Element | null} target
 * @returns {{kind: string, ids: string[]} | null} several ids for events that share a mark
 */
export function pointedAt(plate, target) {
  const data = (/** @type {string} */ name) => target?.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? "";
  const events = data("events").split(" ").filter(Boolean);
  if (events.length) return { kind: "event", ids: events };
  const kind = ["place", "movement", "railway"].find((one) => data(one));
  if (kind) return { kind, ids: [data(kind)] };
  const land = data("territory");
  return land ? { kind: "territory", ids: [plate.theatre.territories[Number(land)].id] } : null;
}
