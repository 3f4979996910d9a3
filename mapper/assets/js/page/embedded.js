/** A page within another: the wheel scrolls the outer page, unless a key says that it is meant for the map. */
import { h } from "../dom.js";

const HINT_MS = 1600;

/** Whether the page stands in a frame. */
export function isEmbedded() {
  return window.parent !== window;
}

/**
 * Let the wheel through to the outer page, and say which key zooms.
 * @param {L.Map} map
 * @param {() => import("../types.js").Translate} t
 */
export function shareWheel(map, t) {
  const container = map.getContainer();
  const hint = h("p", { class: "wheel-hint", hidden: true, "aria-hidden": "true" });
  container.append(hint);
  let timer = 0;
  container.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopImmediatePropagation(); // before Leaflet hears it and keeps the page from scrolling
      hint.textContent = t()("map.wheel");
      hint.hidden = false;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        hint.hidden = true;
      }, HINT_MS);
    },
    { capture: true },
  );
}
