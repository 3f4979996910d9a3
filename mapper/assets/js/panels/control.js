/** Virtual Leaflet layers: folium's control switches them, the store obeys, and the other way round without a loop. */
import { dayNumber, yearOf } from "../model/days.js";

/** @type {Map<string, L.Layer>} */
const overlays = new Map();
/** @type {Map<number, L.Layer>} */
const years = new Map();
/** @type {{set: (patch: Partial<import("../types.js").State>) => void, get: () => import("../types.js").State} | null} */
let bound = null;
let quiet = false;

/** @param {(on: boolean) => void} switched */
function virtualLayer(switched) {
  const Virtual = L.Layer.extend({
    onAdd() {
      if (bound && !quiet) switched(true);
    },
    onRemove() {
      if (bound && !quiet) switched(false);
    },
  });
  return /** @type {L.Layer} */ (new /** @type {any} */ (Virtual)());
}

/** A layer that only says whether one part of the plate is on. @param {string} name */
export function layer(name) {
  const made = virtualLayer((on) => {
    const layers = new Set(bound?.get().layers);
    if (on) layers.add(name);
    else layers.delete(name);
    bound?.set({ layers });
  });
  overlays.set(name, made);
  return made;
}

/** A base layer that says: the reader chose this year. @param {number} number */
export function year(number) {
  const made = virtualLayer((on) => {
    const day = bound?.get().day ?? 0;
    if (on && yearOf(day) !== number) bound?.set({ day: dayNumber(`${number}-01-01`) });
  });
  years.set(number, made);
  return made;
}

/** @param {typeof bound} store */
export function bindLayers(store) {
  bound = store;
}

/** Make the control's boxes and radios say what the state says, without building its list anew. @param {L.Map} map @param {any} control */
export function syncLayers(map, control) {
  if (!bound) return;
  const state = bound.get();
  quiet = true;
  control._handlingClick = true; // Leaflet's own word for: the list stays
  for (const [name, one] of overlays) {
    if (state.layers.has(name) === map.hasLayer(one)) continue;
    if (state.layers.has(name)) map.addLayer(one);
    else map.removeLayer(one);
  }
  const current = yearOf(state.day);
  for (const [number, one] of years) if (number !== current && map.hasLayer(one)) map.removeLayer(one);
  const chosen = years.get(current);
  if (chosen && !map.hasLayer(chosen)) map.addLayer(chosen);
  control._handlingClick = false;
  for (const input of control._layerControlInputs) input.checked = map.hasLayer(control._getLayer(input.layerId).layer);
  quiet = false;
}

/** The names that the page offers as layers. */
export function layerNames() {
  return [...overlays.keys()];
}

/**
 * Translate folium's control: the names of overlays by catalogue.
 * @param {any} control
 * @param {import("../types.js").Translate} t
 */
export function translateControl(control, t) {
  if (!control?._layers) return;
  for (const entry of control._layers) {
    const name = [...overlays].find(([, one]) => one === entry.layer)?.[0];
    if (!name) continue;
    const span = document.createElement("span");
    span.textContent = name.startsWith("events:")
      ? t("layer.events", { theme: t(`theme.${name.slice(7)}`) })
      : t(`layer.${name}`);
    entry.name = span.innerHTML;
  }
  control._update?.();
  const link = control._layersLink;
  if (link) {
    link.setAttribute("title", t("layer.title"));
    link.setAttribute("aria-label", t("layer.title"));
  }
}
