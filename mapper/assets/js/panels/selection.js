/** What the reader picked: its details, its ring on the plate, and the way to it. */
import { h, icon } from "../dom.js";
import { inWindow } from "../model/boxes.js";
import { eventDetails, placeDetails, territoryDetails } from "./details.js";
import { ICONS } from "./icons.js";
import { movementDetails, railwayDetails } from "./linedetails.js";
import { meantBy, pointedAt } from "./pointed.js";
import { polityDetails } from "./politydetails.js";
import { goToEvent, goToLand, goToLine, goToPlace, goToPolity, keepInSight } from "./ways.js";

/**
 * Of each kind: the record of an id, its details, and the way to it.
 * @typedef {Record<string, {find: (id: string) => any, details: (one: any) => import("../dom.js").Child[], go: (one: any, name: string) => void}>} Kinds
 */

/**
 * How the page makes room for details: `make` opens the panel beside the map of a theatre and tells whether the map is small; `show`
 * draws the panel anew, and brings it to the front.
 * @typedef {{make: (theatre: string) => boolean, show: (front: boolean) => void}} Room
 */

/**
 * @typedef {object} Selection
 * @property {import("../types.js").Context} ctx
 * @property {import("../types.js").Chart[]} charts
 * @property {Room} room
 * @property {Kinds} kinds
 * @property {{kind: string, id: string} | null} picked
 */

/**
 * @param {import("../types.js").Context} ctx
 * @param {import("../types.js").Chart[]} charts
 * @param {Room} room
 */
export function createSelection(ctx, charts, room) {
  /** @type {Selection} */
  const selection = { ctx, charts, room, kinds: kindsOf({ ctx, charts }), picked: null };
  return {
    selected: () => selected(selection),
    select: (
      /** @type {string} */ kind,
      /** @type {string} */ id,
      /** @type {string} */ how = "go",
      /** @type {string} */ name = "",
    ) => select(selection, kind, id, how, name),
    unselect: () => unselect(selection),
    clicked: (
      /** @type {import("../types.js").Plate} */ plate,
      /** @type {Element | null} */ target,
      /** @type {L.LatLng | undefined} */ at = undefined,
    ) => clicked(selection, plate, target, at),
    kind: () => selection.picked?.kind ?? "",
    polity: () => (selection.picked?.kind === "polity" ? selection.picked.id : ""),
  };
}

/** @param {import("./ways.js").Shown} shown @returns {Kinds} */
function kindsOf(shown) {
  const { ctx, charts } = shown;
  const { blob, theatres } = ctx;
  /** @template {{id: string}} One @param {One[]} list @returns {(id: string) => One | undefined} */
  const among = (list) => (id) => list.find((one) => one.id === id);
  return {
    territory: {
      find: among(theatres.flatMap((one) => one.territories)),
      details: (one) => territoryDetails(ctx, one),
      go: (one) => goToLand(shown, one),
    },
    event: { find: among(blob.events), details: (one) => eventDetails(ctx, one), go: (one) => goToEvent(shown, one) },
    place: {
      find: among(blob.places),
      details: (one) => placeDetails(ctx, one, (day) => landUnder(charts, one, day)),
      go: (one, name) => goToPlace(shown, one, name),
    },
    movement: {
      find: among(blob.movements),
      details: (one) => movementDetails(ctx, one),
      go: (one) => goToLine(shown, one, "movements"),
    },
    railway: {
      find: among(blob.railways),
      details: (one) => railwayDetails(ctx, one),
      go: (one) => goToLine(shown, one, "railways"),
    },
    polity: {
      find: (id) => (Object.hasOwn(blob.polities, id) ? id : undefined),
      details: (one) => polityDetails(ctx, one),
      go: (one) => goToPolity(shown, one),
    },
  };
}

/** The territory under a position on a day, that which is shown by default, by the plate's own geometry. @param {import("../types.js").Chart[]} charts @param {{lon: number, lat: number}} point @param {number} [day] */
export function landUnder(charts, point, day) {
  for (const { plate } of charts) {
    if (!inWindow(point, plate.raw.window)) continue;
    const index = plate.landAt([point.lon, point.lat], day);
    if (index >= 0) return plate.theatre.territories[index];
  }
  return null;
}

/** The details of what is picked, for the panel. @param {Selection} selection */
function selected(selection) {
  const { ctx, kinds, picked } = selection;
  if (!picked) return [];
  const { find, details } = kinds[picked.kind];
  const name = ctx.t()("details.close");
  const onclick = () => unselect(selection);
  const close = h(
    "button",
    { type: "button", class: "tool close", "aria-label": name, title: name, onclick },
    icon(ICONS.close),
  );
  return [h("section", { class: "details" }, close, ...details(find(picked.id)))];
}

/** @param {Selection} selection */
function unselect(selection) {
  if (!selection.picked) return;
  selection.picked = null;
  ring(selection, null);
  selection.room.show(false);
}

/** Ring on the plates what is picked. @param {Selection} selection @param {import("../types.js").Territory | null} land */
function ring({ charts, picked }, land) {
  const id = (/** @type {string[]} */ ...wanted) => (picked && wanted.includes(picked.kind) ? picked.id : "");
  for (const { plate, marks, moves } of charts) {
    plate.pickLand(land && land.theatre === plate.id ? land.index : -1);
    marks.choose(id("event"));
    moves.choose(id("movement", "railway"));
  }
}

/** @param {Selection} selection @param {import("../types.js").Plate} plate @param {Element | null} target @param {L.LatLng} [where] */
function clicked(selection, plate, target, where) {
  const found = pointedAt(plate, where ? meantBy(plate, target, where) : target);
  if (!found) {
    unselect(selection);
    return;
  }
  const { kind, ids } = found;
  const at = selection.picked?.kind === kind ? ids.indexOf(selection.picked.id) : -1;
  select(selection, kind, ids[(at + 1) % ids.length], "stay", "");
  const small = selection.room.make(plate.id);
  if (where) keepInSight(plate, [where.lat, where.lng], small);
}

/**
 * Show something: its details, its ring, and unless it was picked where it stands, its place and date.
 * @param {Selection} selection
 * @param {string} kind
 * @param {string} id
 * @param {string} how  "go" or "stay"
 * @param {string} name  by which it was found
 */
function select(selection, kind, id, how, name) {
  const { charts, kinds, room } = selection;
  const found = kinds[kind]?.find(id);
  if (!found) return;
  selection.picked = { kind, id };
  ring(selection, kind === "territory" ? found : kind === "place" ? landUnder(charts, found) : null);
  if (how === "go") {
    room.make(theatreOf(selection, found));
    kinds[kind].go(found, name);
  }
  room.show(true);
}

/** The theatre that something lies in, or "". @param {Selection} selection @param {any} found */
function theatreOf({ charts }, found) {
  if (found.theatre) return found.theatre;
  return charts.find(({ plate }) => found.lon !== undefined && inWindow(found, plate.raw.window))?.id ?? "";
}
