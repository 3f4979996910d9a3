/** What the reader picked: its details, its ring on the plate, and the way to it. */
import { h, icon } from "../dom.js";
import { inWindow } from "../model/boxes.js";
import { eventDetails, placeDetails, territoryDetails } from "./details.js";
import { ICONS } from "./icons.js";
import { movementDetails, railwayDetails } from "./linedetails.js";
import { polityDetails } from "./politydetails.js";
import { goToEvent, goToLand, goToLine, goToPlace, goToPolity } from "./ways.js";

/**
 * Of each kind: the record of an id, its details, and the way to it.
 * @typedef {Record<string, {find: (id: string) => any, details: (one: any) => import("../dom.js").Child[], go: (one: any, name: string) => void}>} Kinds
 */

/**
 * @typedef {object} Selection
 * @property {import("../types.js").Context} ctx
 * @property {import("../types.js").Chart[]} charts
 * @property {(front: boolean) => void} showDetails  draw the panel anew; `front`: and bring it to the front
 * @property {Kinds} kinds
 * @property {{kind: string, id: string} | null} picked
 */

/**
 * @param {import("../types.js").Context} ctx
 * @param {import("../types.js").Chart[]} charts
 * @param {(front: boolean) => void} showDetails
 */
export function createSelection(ctx, charts, showDetails) {
  /** @type {Selection} */
  const selection = { ctx, charts, showDetails, kinds: kindsOf({ ctx, charts }), picked: null };
  return {
    selected: () => selected(selection),
    select: (
      /** @type {string} */ kind,
      /** @type {string} */ id,
      /** @type {string} */ how = "go",
      /** @type {string} */ name = "",
    ) => select(selection, kind, id, how, name),
    unselect: () => unselect(selection),
    clicked: (/** @type {import("../types.js").Plate} */ plate, /** @type {Element | null} */ target) =>
      clicked(selection, plate, target),
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
      details: (one) => placeDetails(ctx, one, landUnder(charts, one)),
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

/** The territory under a position, by the plate's own geometry. @param {import("../types.js").Chart[]} charts @param {{lon: number, lat: number}} point */
function landUnder(charts, point) {
  for (const { plate } of charts) {
    if (!inWindow(point, plate.raw.window)) continue;
    const index = plate.landAt([point.lon, point.lat]);
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
  selection.showDetails(false);
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

/** @param {Selection} selection @param {import("../types.js").Plate} plate @param {Element | null} target */
function clicked(selection, plate, target) {
  const { picked } = selection;
  const data = (/** @type {string} */ name) => target?.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? "";
  const events = data("events").split(" ").filter(Boolean);
  if (events.length) {
    const at = picked?.kind === "event" ? events.indexOf(picked.id) : -1;
    select(selection, "event", events[(at + 1) % events.length], "stay", "");
    return;
  }
  const kind = ["place", "movement", "railway"].find((one) => data(one));
  const land = data("territory");
  if (kind) select(selection, kind, data(kind), "stay", "");
  else if (land) select(selection, "territory", plate.theatre.territories[Number(land)].id, "stay", "");
  else unselect(selection);
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
  const { charts, kinds, showDetails } = selection;
  const found = kinds[kind]?.find(id);
  if (!found) return;
  selection.picked = { kind, id };
  ring(selection, kind === "territory" ? found : kind === "place" ? landUnder(charts, found) : null);
  if (how === "go") kinds[kind].go(found, name);
  showDetails(true);
}
