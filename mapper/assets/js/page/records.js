/** The way to the record that an address names. */
import { targetOf } from "../model/records.js";
import { showPanel } from "./actions.js";

/** Show a record; one that this map has not may be on the next of the atlas's maps. @param {import("./page.js").Page} page @param {string} record */
export function followRecord(page, record) {
  const { ctx } = page;
  const { blob, store } = ctx;
  const target = targetOf(record, blob, ctx.theatres);
  if (!target) {
    const next = blob.maps[blob.maps.findIndex(({ id }) => id === blob.map.id) + 1];
    if (next && blob.maps.length > 1) location.replace(`${next.id}.html#record=${encodeURI(record)}`);
    return;
  }
  const { kind, id, state } = target;
  const layers = state.agreed ? { layers: new Set([...store.get().layers, "agreed"]) } : {};
  store.set({ ...state, ...layers });
  if (kind) ctx.select(kind, id);
  else showPanel(page, "day");
}
