/** The page on paper: light whatever the screen is, the maps in its size showing what the screen did. */

/**
 * @param {import("../types.js").Chart[]} charts
 * @param {HTMLElement} root
 * @param {object} draw
 * @param {() => void} draw.fill  put on the paper what only it has, before the maps take their size
 * @param {() => void} draw.repaint  all colours
 * @param {(printing: boolean) => void} draw.resize  all that depends on the size
 */
export function bindPrinting(charts, root, { fill, repaint, resize }) {
  const page = document.documentElement;
  /** The theme that the reader chose, and what each map showed. @type {string | undefined} */
  let theme;
  /** @type {{bounds: L.LatLngBounds, at: L.LatLng, zoom: number}[]} */
  let views = [];

  window.addEventListener("beforeprint", () => {
    theme = page.dataset.theme;
    views = charts.map(({ plate: { map } }) => ({ bounds: map.getBounds(), at: map.getCenter(), zoom: map.getZoom() }));
    page.dataset.theme = "light";
    root.classList.add("printing");
    repaint();
    fill();
    for (const [i, { plate }] of charts.entries()) {
      plate.map.invalidateSize({ animate: false });
      plate.map.fitBounds(views[i].bounds, { animate: false });
    }
    resize(true);
  });
  window.addEventListener("afterprint", () => {
    if (theme) page.dataset.theme = theme;
    else delete page.dataset.theme;
    root.classList.remove("printing");
    repaint();
    for (const [i, { plate }] of charts.entries()) {
      plate.map.invalidateSize({ animate: false });
      plate.map.setView(views[i].at, views[i].zoom, { animate: false });
    }
    resize(false);
  });
}
