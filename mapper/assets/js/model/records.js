/** Records by their URIs: that of what is shown, and what an address names, as #record=spells/vilnius-region/1939-09-20 does. */
import { landsOn, spellOn, territoryId } from "./chains.js";
import { dayNumber, isoDay } from "./days.js";

/**
 * What shows a record: something to pick, if anything, and the state of the page around it.
 * @typedef {{kind: string, id: string, state: Partial<import("../types.js").State>}} Target
 */

/** @param {import("../types.js").Blob} blob @param {...string} key  its table, and what names it there */
export function uriOf(blob, ...key) {
  return blob.about.uri + encodeURI(key.join("/"));
}

/** The URI of the spell, as it is written, of a land on a day. @param {import("../types.js").Blob} blob @param {import("../types.js").Territory} land @param {number} day */
export function uriOfLand(blob, land, day) {
  const id = territoryId(land);
  const written = blob.evidence?.land[id]?.findLast(([from]) => from <= isoDay(day));
  return uriOf(blob, "spells", id, written?.[0] ?? spellOn(land, day).from);
}

/** A record that is asked for, by its table and key, and the map on which the search for it began, if not on this. @typedef {{record: string, begun: string}} Asked */

/** What an address asks for, whether by its whole URI or without the base; null if nothing. @param {string} hash @param {import("../types.js").Blob} blob @returns {Asked | null} */
export function recordAsked(hash, blob) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const key = (fields.get("record") ?? "").replaceAll(" ", "+"); // which an address may mean by it
  const record = key.startsWith(blob.about.uri) ? key.slice(blob.about.uri.length) : key;
  return record ? { record, begun: fields.get("begun") ?? "" } : null;
}

/**
 * The map to ask next: each of them once, in a circle from the one on which it began, and that one at the end to tell; "" if this is it.
 * @param {string[]} maps
 * @param {string} here
 * @param {string} begun  "" where the search begins here
 */
export function nextMap(maps, here, begun) {
  if (begun === here || !maps.includes(here) || maps.length < 2) return "";
  return maps[(maps.indexOf(here) + 1) % maps.length];
}

/**
 * What shows a record, or null where the page has no such one.
 * @param {string} record
 * @param {import("../types.js").Blob} blob
 * @param {import("../types.js").Theatre[]} theatres
 * @returns {Target | null}
 */
export function targetOf(record, blob, theatres) {
  const [table, id = "", ...rest] = record.split("/");
  const find = Object.hasOwn(FINDS, table) ? FINDS[table] : null;
  return find?.({ blob, theatres }, id, ...rest) ?? null;
}

/** @typedef {{blob: import("../types.js").Blob, theatres: import("../types.js").Theatre[]}} Held */

/** @template {{id: string}} One @param {One[]} list @param {string} id */
const among = (list, id) => list.find((one) => one.id === id);

/** @param {string} kind @param {{id: string} | undefined} found @param {string} [from]  the day to go to @returns {Target | null} */
function picked(kind, found, from) {
  if (!found) return null;
  const day = dayNumber(from ?? "");
  return { kind, id: found.id, state: Number.isNaN(day) ? {} : { day } };
}

/** A land, or the one that it is part of, with its zone of the day. @param {Held} held @param {string} id @param {string} [from] */
function landOf({ theatres }, id, from) {
  const there = landsOn(theatres, dayNumber(from ?? "")).filter((one) => one.id === id || territoryId(one) === id);
  const [land] = [...there, ...theatres.flatMap(({ territories }) => territories.filter((one) => one.id === id))];
  return picked("territory", land, from);
}

/** @type {Record<string, (held: Held, ...key: string[]) => Target | null>} */
const FINDS = {
  territories: landOf,
  spells: landOf,
  events: ({ blob }, id) => picked("event", among(blob.events, id)),
  places: ({ blob }, id) => picked("place", among(blob.places, id)),
  polities: ({ blob }, id) => picked("polity", Object.hasOwn(blob.polities, id) ? { id } : undefined),
  movements({ blob }, id) {
    const found = among(blob.movements, id);
    return picked("movement", found, found?.from);
  },
  railways: ({ blob }, id) => picked("railway", among(blob.railways, id)),
  railway_spells: ({ blob }, id, from) => picked("railway", among(blob.railways, id), from),
  agreements({ blob }, id) {
    const found = among(blob.agreements, id);
    return found ? { kind: "", id, state: { day: dayNumber(found.from), agreed: id } } : null;
  },
  spheres(held, id, territory) {
    const [agreed, land] = [FINDS.agreements(held, id), landOf(held, territory)];
    return agreed && land ? { ...land, state: agreed.state } : null;
  },
  recognitions(held, by, _of, from, territories = "") {
    const land = landOf(held, territories.split("+")[0], from);
    return land && { ...land, state: { ...land.state, as: by } };
  },
  administrations(held, id, from) {
    const found = held.blob.administrations.find((one) => one.id === id && one.from === from);
    return found ? landOf(held, found.territories[0], from) : null;
  },
};
