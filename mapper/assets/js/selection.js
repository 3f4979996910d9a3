/** What the reader picked: its details, its ring on the plate, and the way to it. */
import { spellOn } from "./chains.js";
import { clampDay, dayNumber, isoDay } from "./days.js";
import { eventDetails, movementDetails, placeDetails, railwayDetails, territoryDetails } from "./details.js";
import { h, icon } from "./dom.js";
import { ICONS } from "./icons.js";
import { layerNames } from "./layers.js";
import { within } from "./names.js";
import { placeName, placeNames } from "./search.js";

/**
 * @param {import("./plate.js").Context} ctx
 * @param {import("./sheets.js").Sheet[]} sheets
 * @param {(open: boolean) => void} showDetails  draw the panel anew; `open`: and bring it to the front
 */
export function createSelection(ctx, sheets, showDetails) {
  const { blob, store, theatres, first, last } = ctx;
  /** @type {{kind: string, id: string} | null} */
  let selection = null;

  /** @returns {(HTMLElement | null)[]} */
  function selected() {
    if (!selection) return [];
    const { kind, id } = selection;
    const close = h(
      "button",
      {
        type: "button",
        class: "tool close",
        "aria-label": ctx.t()("details.close"),
        title: ctx.t()("details.close"),
        onclick: () => unselect(),
      },
      icon(ICONS.close),
    );
    const territory = theatres.flatMap((one) => one.territories).find((land) => land.id === id);
    const event = blob.events.find((one) => one.id === id);
    const place = blob.places.find((one) => one.id === id);
    const movement = blob.movements.find((one) => one.id === id);
    const railway = blob.railways.find((one) => one.id === id);
    let content = null;
    if (kind === "territory" && territory) content = territoryDetails(ctx, territory);
    else if (kind === "event" && event) content = eventDetails(ctx, event);
    else if (kind === "movement" && movement) content = movementDetails(ctx, movement);
    else if (kind === "railway" && railway) content = railwayDetails(ctx, railway);
    else if (kind === "place" && place) content = placeDetails(ctx, place, landAt(place));
    return content ? [h("section", { class: "details" }, close, ...content)] : [];
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
    selection = null;
    for (const { plate, marks, moves } of sheets) {
      plate.pickLand(-1);
      marks.choose("");
      moves.choose("");
    }
    showDetails(false);
  }

  /** @param {import("./plate.js").Plate} plate @param {Element | null} target */
  function clicked(plate, target) {
    const mark = target?.closest("[data-events]");
    if (mark) {
      const ids = (mark.getAttribute("data-events") ?? "").split(" ");
      const at = selection?.kind === "event" ? ids.indexOf(selection.id) : -1;
      select("event", ids[(at + 1) % ids.length], "stay");
      return;
    }
    for (const kind of ["movement", "railway"]) {
      const id = target?.closest(`[data-${kind}]`)?.getAttribute(`data-${kind}`);
      if (id) {
        select(kind, id, "stay");
        return;
      }
    }
    const index = target?.closest("[data-territory]")?.getAttribute("data-territory");
    if (index) select("territory", plate.theatre.territories[Number(index)].id, "stay");
    else unselect();
  }

  /** Show something: its details, its ring, and unless it was clicked on the plate, its place and date. @param {string} kind @param {string} id @param {string} [how] @param {string} [name]  by which it was found */
  function select(kind, id, how = "go", name = "") {
    selection = { kind, id };
    const event = kind === "event" ? blob.events.find((one) => one.id === id) : undefined;
    const place = kind === "place" ? blob.places.find((one) => one.id === id) : undefined;
    for (const { plate, marks, moves } of sheets) {
      const land = plate.theatre.territories.find((one) => (place ? one === landAt(place) : one.id === id));
      plate.pickLand(kind === "event" || !land ? -1 : land.index);
      marks.choose(event ? id : "");
      moves.choose(kind === "movement" || kind === "railway" ? id : "");
      if (how === "go" && kind === "territory" && land) plate.map.panTo([land.point[1], land.point[0]]);
    }
    if (kind === "polity") goToPolity(id);
    if (how === "go" && (kind === "movement" || kind === "railway")) goToLine(kind, id);
    if (how === "go" && event) {
      const layers = new Set([
        ...store.get().layers,
        ...(layerNames().includes(`events:${event.theme}`) ? [`events:${event.theme}`] : []),
      ]);
      store.set({ day: clampDay(dayNumber(event.earliest), first, last), layers });
    }
    if (place) goToName(place, name);
    const point = event ?? place;
    if (how === "go" && point) {
      for (const { plate } of sheets)
        if (within(point, plate.raw.frame)) plate.map.setView([point.lat, point.lon], Math.max(plate.map.getZoom(), 4));
    }
    showDetails(true);
  }

  /** Show a movement or a railway on its map. @param {string} kind @param {string} id */
  function goToLine(kind, id) {
    const line = (kind === "movement" ? blob.movements : blob.railways).find((one) => one.id === id);
    const plate = sheets.find((one) => one.id === line?.theatre)?.plate;
    if (!line || !plate) return;
    const name = kind === "movement" ? "movements" : "railways";
    if (layerNames().includes(name)) store.set({ layers: new Set([...store.get().layers, name]) });
    const [lon, lat] = line.points[line.points.length >> 1];
    plate.map.setView([lat, lon], Math.max(plate.map.getZoom(), 4.5));
  }

  /** A name of another time brings the nearest day on which it was in force; the name on the map and today's do not. @param {import("./types.js").Place} place @param {string} name */
  function goToName(place, name) {
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

  /** Go to the first day on which a polity holds land, if it holds none now. @param {string} polity */
  function goToPolity(polity) {
    selection = null;
    const lands = theatres.flatMap((one) => one.territories);
    const { day } = store.get();
    const holdsNow = lands.filter((land) => spellOn(land, day).controller === polity);
    const starts = lands.flatMap((land) =>
      land.spells.filter((one) => one.controller === polity).map((one) => dayNumber(one.from)),
    );
    if (!holdsNow.length && starts.length) store.set({ day: clampDay(Math.min(...starts), first, last) });
    const held = lands
      .filter((land) => spellOn(land, store.get().day).controller === polity)
      .sort((a, b) => b.km2 - a.km2)[0];
    const plate = sheets.find((one) => one.id === held?.theatre)?.plate;
    if (held && plate) plate.map.panTo([held.point[1], held.point[0]]);
  }

  return { selected, select, unselect, clicked, isEmpty: () => selection === null };
}
