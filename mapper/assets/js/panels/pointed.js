/** What stands at an element of a plate: events, a town, a movement or railway, else the land under it. */

const REACH = 14; // pixels from the middle of a mark, by which a finger may miss it

/** What a finger meant: a mark beside it rather than the land under it. @param {import("../types.js").Plate} plate @param {Element | null} target @param {L.LatLng} at */
export function meantBy({ map, groups }, target, at) {
  if (!window.matchMedia("(pointer: coarse)").matches || !target?.closest("[data-territory]")) return target;
  const { left, top } = map.getContainer().getBoundingClientRect();
  const { x, y } = map.latLngToContainerPoint(at);
  let [nearest, least] = [/** @type {Element} */ (target), REACH];
  for (const mark of groups.marks.querySelectorAll("[data-events]")) {
    const box = mark.getBoundingClientRect();
    const far = Math.hypot(box.x + box.width / 2 - left - x, box.y + box.height / 2 - top - y);
    if (far < least) [nearest, least] = [mark, far];
  }
  return nearest;
}

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
