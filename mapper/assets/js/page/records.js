/** The way to the record that an address names. */
import { nextMap, targetOf } from "../model/records.js";
import { showPanel } from "./actions.js";

/**
 * Show a record; one that this map has not may be on the next of the atlas's maps, and so around until all were asked.
 * @param {import("./page.js").Page} page
 * @param {import("../model/records.js").Asked} asked
 */
export function followRecord(page, { record, begun }) {
  const { ctx } = page;
  const { blob, store } = ctx;
  const target = targetOf(record, blob, ctx.theatres);
  if (!target) {
    const maps = blob.maps.map(({ id }) => id);
    const next = nextMap(maps, blob.map.id, begun);
    if (next) {
      location.replace(`${next}.html#record=${encodeURI(record)}&begun=${begun || blob.map.id}`);
      return;
    }
    ctx.lost = { key: "record.lost", name: record };
    showPanel(page, "day");
    return;
  }
  ctx.lost = null;
  const { kind, id, state } = target;
  const layers = state.agreed ? { layers: new Set([...store.get().layers, "agreed"]) } : {};
  store.set({ ...state, ...layers });
  if (kind) ctx.select(kind, id);
  else showPanel(page, "day");
}
