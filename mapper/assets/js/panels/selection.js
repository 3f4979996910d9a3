/** What the reader picked: its details, its ring on the plate, and the way to it. */

import { h, icon } from "../dom.js";
import { within } from "../labels/place.js";
import { landsOf } from "../model/chains.js";
import { clampDay, dayNumber, isoDay } from "../model/days.js";
import { placeName, placeNames } from "../model/search.js";
import { layerNames } from "./control.js";
import { eventDetails, placeDetails, territoryDetails } from "./details.js";
import { ICONS } from "./icons.js";
import { movementDetails, railwayDetails } from "./linedetails.js";
import { polityDetails } from "./politydetails.js";

/**
 * @param {import("../plate/plate.js").Context} ctx
 * @param {import("../page/charts.js").Sheet[]} sheets
 * @param {(open: boolean) => void} showDetails  draw the panel anew; `open`: and bring it to the front
 */
export function createSelection(ctx, sheets, showDetails) {
  const { blob, store, theatres, first, last } = ctx;
  const lands = theatres.flatMap((one) => one.territories);
  /** @template {{id: string}} One @param {One[]} list @returns {(id: string) => One | undefined} */
  const among = (list) => (id) => list.find((one) => one.id === id);
  /**
   * Of each kind: the record of an id, its details, and the way to it.
   * @type {Record<string, {find: (id: string) => any, details: (one: any) => import("../dom.js").Child[], go: (one: any, name: string) => void}>}
   */
  const kinds = {
    territory: { find: among(lands), details: (one) => territoryDetails(ctx, one), go: goToLand },
    event: { find: among(blob.events), details: (one) => eventDetails(ctx, one), go: goToEvent },
    place: { find: among(blob.places), details: (one) => placeDetails(ctx, one, landAt(one)), go: goToPlace },
    movement: {
      find: among(blob.movements),
      details: (one) => movementDetails(ctx, one),
      go: (one) => goToLine(one, "movements"),
    },
    railway: {
      find: among(blob.railways),
      details: (one) => railwayDetails(ctx, one),
      go: (one) => goToLine(one, "railways"),
    },
    polity: {
      find: (id) => (Object.hasOwn(blob.polities, id) ? id : undefined),
      details: (one) => polityDetails(ctx, one),
      go: goToPolity,
    },
  };
  /** @type {{kind: string, id: string} | null} */
  let selection = null;

  /** The details of what is picked, for the panel. */
  function selected() {
    if (!selection) return [];
    const { find, details } = kinds[selection.kind];
    const name = ctx.t()("details.close");
    const close = h(
      "button",
      { type: "button", class: "tool close", "aria-label": name, title: name, onclick: unselect },
      icon(ICONS.close),
    );
    return [h("section", { class: "details" }, close, ...details(find(selection.id)))];
  }

  /** The territory under a position, by the plate's own geometry. @param {{lon: number, lat: number}} point */
  function landAt(point) {
    for (const { plate } of sheets) {
      if (!within(point, plate.raw.frame)) continue;
      const index = plate.landAt([point.lon, point.lat]);
      if (index >= 0) return plate.theatre.territories[index];
    }
    return null;
  }

  function unselect() {
    if (!selection) return;
    selection = null;
    ring(null);
    showDetails(false);
  }

  /** Ring on the plates what is picked. @param {import("../types.js").Territory | null} land */
  function ring(land) {
    const id = (/** @type {string[]} */ ...wanted) =>
      selection && wanted.includes(selection.kind) ? selection.id : "";
    for (const { plate, marks, moves } of sheets) {
      plate.pickLand(land?.theatre === plate.id ? land.index : -1);
      marks.choose(id("event"));
      moves.choose(id("movement", "railway"));
    }
  }

  /** @param {import("../plate/plate.js").Plate} plate @param {Element | null} target */
  function clicked(plate, target) {
    const data = (/** @type {string} */ name) => target?.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? "";
    const events = data("events").split(" ").filter(Boolean);
    if (events.length) {
      const at = selection?.kind === "event" ? events.indexOf(selection.id) : -1;
      select("event", events[(at + 1) % events.length], "stay");
      return;
    }
    const kind = ["place", "movement", "railway"].find((one) => data(one));
    const land = data("territory");
    if (kind) select(kind, data(kind), "stay");
    else if (land) select("territory", plate.theatre.territories[Number(land)].id, "stay");
    else unselect();
  }

  /** Show something: its details, its ring, and unless it was picked where it stands, its place and date. @param {string} kind @param {string} id @param {string} [how] @param {string} [name]  by which it was found */
  function select(kind, id, how = "go", name = "") {
    const found = kinds[kind]?.find(id);
    if (!found) return;
    selection = { kind, id };
    ring(kind === "territory" ? found : kind === "place" ? landAt(found) : null);
    if (how === "go") kinds[kind].go(found, name);
    showDetails(true);
  }

  /** @param {import("../types.js").Territory} land */
  function goToLand({ theatre, point: [lon, lat] }) {
    sheets.find((one) => one.id === theatre)?.plate.map.panTo([lat, lon]);
  }

  /** @param {{lon: number, lat: number}} point @param {number} zoom  at least */
  function goToPoint(point, zoom) {
    for (const { plate } of sheets)
      if (within(point, plate.raw.frame))
        plate.map.setView([point.lat, point.lon], Math.max(plate.map.getZoom(), zoom));
  }

  /** Switch a layer on, if the page has it. @param {string} name */
  function showLayer(name) {
    if (layerNames().includes(name)) store.set({ layers: new Set([...store.get().layers, name]) });
  }

  /** @param {import("../types.js").AtlasEvent} event */
  function goToEvent(event) {
    showLayer(`events:${event.theme}`);
    store.set({ day: clampDay(dayNumber(event.earliest), first, last) });
    goToPoint(event, 4);
  }

  /** Show a movement or a railway on its map. @param {import("../types.js").Movement | import("../types.js").Railway} line @param {string} layer */
  function goToLine(line, layer) {
    showLayer(layer);
    const [lon, lat] = line.points[line.points.length >> 1];
    goToPoint({ lon, lat }, 4.5);
  }

  /** A name of another time brings the nearest day on which it was in force; the name on the map and today's do not. @param {import("../types.js").Place} place @param {string} name */
  function goToPlace(place, name) {
    goToPoint(place, 4);
    const { day, lang } = store.get();
    if (place.today.split(", ").includes(name) || placeName(place, isoDay(day), lang) === name) return;
    const spans = placeNames(place, lang)
      .filter(([one]) => one === name)
      .map(([, from, to]) => [dayNumber(from), dayNumber(to) - 1]);
    const days = spans.map(([from, to]) => clampDay(day, from, to)).filter((one) => !Number.isNaN(one));
    if (!days.length) return;
    const nearest = days.reduce((best, one) => (Math.abs(one - day) < Math.abs(best - day) ? one : best));
    store.set({ day: clampDay(nearest, first, last) });
  }

  /** Go to the largest land of a power, on its first day if it holds none now. @param {string} polity */
  function goToPolity(polity) {
    const starts = lands.flatMap((land) =>
      land.spells.filter((one) => one.controller === polity).map((one) => dayNumber(one.from)),
    );
    if (!landsOf(theatres, polity, store.get().day).length && starts.length)
      store.set({ day: clampDay(Math.min(...starts), first, last) });
    const [largest] = landsOf(theatres, polity, store.get().day).sort((a, b) => b.km2 - a.km2);
    if (largest) goToLand(largest);
  }

  return {
    selected,
    select,
    unselect,
    clicked,
    polity: () => (selection?.kind === "polity" ? selection.id : ""),
    isEmpty: () => selection === null,
  };
}
