/** Virtual Leaflet layers: folium's control switches them, the store obeys, and the other way round without a loop. */
import { yearOf } from "../model/days.js";
import { firstDay, shownYear, yearSpan } from "../model/moments.js";
import { foldYears, openDecade } from "./years.js";

/** @type {Map<string, L.Layer>} */
const overlays = new Map();
/** @type {Map<number, L.Layer>} */
const years = new Map();
/** @type {{store: import("../types.js").Store, bounds: {first: number, last: number}} | null} */
let bound = null;
let quiet = false;
let keyed = false; // whether a key is down in the list of years

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
    const layers = new Set(bound?.store.get().layers);
    if (on) layers.add(name);
    else layers.delete(name);
    bound?.store.set({ layers });
  });
  overlays.set(name, made);
  return made;
}

/** A base layer that says: the reader chose this year. @param {number} number */
export function year(number) {
  const made = virtualLayer((on) => {
    if (on) showYear(number);
  });
  years.set(number, made);
  return made;
}

/** @param {number} number */
function showYear(number) {
  bound?.store.set(yearSpan(number, bound.bounds), keyed ? "step" : "jump");
}

/** @param {import("../types.js").Store} store @param {{first: number, last: number}} bounds */
export function bindLayers(store, bounds) {
  bound = { store, bounds };
}

/** The year whose button is down: that of the day or of all days of a span, or null. @param {import("../types.js").Moment} moment */
function yearAt(moment) {
  const last = yearOf(moment.day);
  return yearOf(firstDay(moment)) === last ? last : null;
}

/**
 * Take the control over from Leaflet, which rebuilds its list and shuts it after a choice: here it stays open until the
 * reader closes it with its button or Escape; one that opened under the pointer alone closes when the pointer leaves.
 * @param {L.Map} map
 * @param {any} control
 */
export function keepControl(map, control) {
  const container = /** @type {HTMLElement} */ (control.getContainer());
  const link = /** @type {HTMLElement} */ (control._layersLink);
  let pinned = false;
  map.off("click", control.collapse, control);
  L.DomEvent.off(container, "mouseenter", control._expandSafely, control);
  L.DomEvent.off(container, "mouseleave", control.collapse, control);
  const rebuild = control._update;
  control._update = () => {
    rebuild.call(control);
    foldYears(container, [...years.keys()]);
    return control;
  };
  foldYears(container, [...years.keys()]);
  const open = (/** @type {boolean} */ to) => {
    pinned = to;
    if (to) control.expand();
    else control.collapse();
    link.setAttribute("aria-expanded", String(to));
  };
  // by a mouse alone: what a tap counts as a pointer that enters and leaves would shut what the tap opens
  container.addEventListener("pointerenter", ({ pointerType }) => {
    if (pointerType === "mouse") control._expandSafely();
  });
  container.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse" && !pinned) control.collapse();
  });
  container.addEventListener("change", () => {
    pinned = true;
  });
  L.DomEvent.off(link);
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open(!pinned);
  });
  container.addEventListener("keydown", (event) => keyInControl(event, link, pinned, open));
  container.addEventListener("keyup", () => {
    keyed = false;
  });
  control._section.addEventListener("click", (/** @type {MouseEvent} */ { target }) => {
    const number = Number(target instanceof Element && target.closest("[data-year]")?.getAttribute("data-year"));
    if (target instanceof HTMLInputElement && number) showYear(number); // also where the button was down for a day of it
  });
}

/** @param {KeyboardEvent} event @param {HTMLElement} link @param {boolean} pinned @param {(to: boolean) => void} open */
function keyInControl(event, link, pinned, open) {
  keyed = event.key.startsWith("Arrow");
  if (event.key === "Escape") {
    event.stopPropagation();
    open(false);
    link.focus();
  } else if (event.target === link && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    open(!pinned);
  }
}

/** The control and what it was brought to say. @type {{control: any, current: number | null, layers: Set<string> | null}} */
let said = { control: null, current: null, layers: null };

/** Make the control's boxes and buttons say what the state says, without building its list anew. @param {L.Map} map @param {any} control */
export function syncLayers(map, control) {
  if (!bound) return;
  const state = bound.store.get();
  const current = yearAt(state);
  const container = control.getContainer();
  container.classList.toggle("whole-year", shownYear(state, bound.bounds) !== null);
  if (said.control === control && said.current === current && said.layers === state.layers) return;
  said = { control, current, layers: state.layers };
  const [wasQuiet, wasHandling] = [quiet, control._handlingClick];
  quiet = true;
  control._handlingClick = true; // Leaflet's own word for: the list stays
  for (const [name, one] of overlays) put(map, one, state.layers.has(name));
  for (const [number, one] of years) put(map, one, number === current);
  control._handlingClick = wasHandling;
  quiet = wasQuiet;
  const layers = new Map(
    control._layers.map((/** @type {{layer: L.Layer}} */ entry) => [L.stamp(entry.layer), entry.layer]),
  );
  for (const input of control._layerControlInputs) {
    const on = map.hasLayer(layers.get(input.layerId));
    if (input.checked !== on) input.checked = on;
  }
  openDecade(container);
}

/** Put a layer on a map, or take it off. @param {L.Map} map @param {L.Layer} one @param {boolean} on */
function put(map, one, on) {
  if (on === map.hasLayer(one)) return;
  if (on) map.addLayer(one);
  else map.removeLayer(one);
}

/** The names that the page offers as layers. */
export function layerNames() {
  return [...overlays.keys()];
}

/**
 * Translate folium's control: the names of overlays by catalogue, in the list as it stands.
 * @param {any} control
 * @param {import("../types.js").Translate} t
 */
export function translateControl(control, t) {
  if (!control?._layers) return;
  const names = new Map([...overlays].map(([name, one]) => [one, name]));
  for (const input of control._layerControlInputs) {
    const entry = control._getLayer(input.layerId);
    const name = names.get(entry.layer);
    if (!name) continue;
    const span = document.createElement("span");
    span.textContent = name.startsWith("events:")
      ? t("layer.events", { theme: t(`theme.${name.slice(7)}`) })
      : t(`layer.${name}`);
    entry.name = span.innerHTML; // for when Leaflet makes the list anew
    input.nextElementSibling.textContent = ` ${span.textContent}`;
  }
  const link = control._layersLink;
  if (link) {
    link.setAttribute("title", t("layer.title"));
    link.setAttribute("aria-label", t("layer.title"));
  }
}
