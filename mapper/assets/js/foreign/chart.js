/** Where a user's layers lie: over the plate, under markers and popups; and how they join the control of the layers. */

/** @typedef {{map: L.Map, layer: L.Layer, name: string, shown: boolean}} Joining  `name` as markup */
/** @typedef {{map: L.Map, bounds: L.LatLngBoundsExpression, options: L.FitBoundsOptions}} Fit */

const LEVEL = { tiles: "410", foreign: "450" }; // the plate's pane has 400, shadows of markers 500

/** @type {Fit[]} */
const fits = [];

/** Give each map the panes of a user's tiles and shapes, and let shapes be drawn in theirs. */
export function addPanes() {
  L.Map.addInitHook(
    /** @this {L.Map} */ function () {
      for (const [name, level] of Object.entries(LEVEL)) this.createPane(name).style.zIndex = level;
      this.options.renderer = exact(L.svg({ pane: "foreign" }));
    },
  );
}

/** A renderer that stands on whole pixels: after a jump of the view Leaflet leaves one up to a pixel beside its place. @param {L.Renderer} made */
function exact(made) {
  const renderer = /** @type {any} */ (made);
  const reset = renderer._reset;
  renderer._reset = () => {
    reset.call(renderer);
    renderer._update();
  };
  return made;
}

/** Let a map show a box of positions once it has its place on the page. @param {L.Map} map @param {L.LatLngBoundsExpression} bounds @param {L.FitBoundsOptions} options */
export function fit(map, bounds, options) {
  fits.push({ map, bounds, options });
}

/**
 * Once the page is open: list the layers in its control, and show what they ask for unless the address says what to show.
 * @param {L.Control.Layers} control
 * @param {L.Map} home  the map that the control stands on
 * @param {Joining[]} layers
 */
export function settle(control, home, layers) {
  for (const { map, layer, name, shown } of layers) {
    const listed = map === home ? layer : elsewhere(map, layer);
    if (shown && map !== home) listed.addTo(home);
    control.addOverlay(listed, name);
  }
  const asked = new URLSearchParams(location.hash.slice(1)).has("view");
  if (!asked) for (const { map, bounds, options } of fits) map.fitBounds(bounds, { ...options, animate: false });
}

/** A layer that stands on one map for one on another. @param {L.Map} map @param {L.Layer} layer @returns {L.Layer} */
function elsewhere(map, layer) {
  const Stand = L.Layer.extend({
    onAdd: () => map.addLayer(layer),
    onRemove: () => map.removeLayer(layer),
  });
  return /** @type {L.Layer} */ (new /** @type {any} */ (Stand)());
}
