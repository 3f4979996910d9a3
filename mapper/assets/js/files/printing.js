/** The page on paper: light whatever the screen is, the maps as large as the paper lets them be, showing all that the screen did. */
import { fitBox, subjectBox } from "./subject.js";

/** What must be in sight on a plate: a box in its pixels at a zoom. @typedef {{box: import("../types.js").Box, zoom: number}} Subject */
/** @typedef {{tall: boolean, apart: boolean, width: number, height: number}} Plan */

/**
 * What lies on the paper while it lasts; the page is as it was after it.
 * @param {object} page
 * @param {import("../types.js").Context} page.ctx
 * @param {() => import("../types.js").Plate[]} page.plates
 * @param {() => import("../types.js").Plate[]} page.others  the plates of the other date, which follow
 * @param {HTMLElement} root
 * @param {object} draw
 * @param {() => void} draw.repaint  all colours
 * @param {(printing: boolean) => void} draw.resize  all that depends on the size
 */
export function createPaper({ ctx, plates, others }, root, { repaint, resize }) {
  const page = document.documentElement;
  /** @type {{snap: number | undefined, views: {at: L.LatLng, zoom: number}[], kept: Record<string, import("../types.js").View>} | null} */
  let before = null;

  function begin() {
    if (before) return;
    before = {
      kept: ctx.store.get().views,
      snap: plates()[0].map.options.zoomSnap,
      views: plates().map(({ map }) => ({ at: map.getCenter(), zoom: map.getZoom() })),
    };
    snap(0);
    page.dataset.theme = "light";
    root.classList.add("printing");
    repaint();
  }

  /** Lay plates on the paper, each with its box in sight; a plate without one stays off it. @param {Plan} plan @param {(Subject | null)[]} subjects */
  function lay({ tall, apart, width, height }, subjects) {
    root.classList.toggle("tall", tall);
    root.classList.toggle("apart", apart);
    root.style.setProperty("--plate-width", `${width}mm`);
    root.style.setProperty("--plate-height", `${height}mm`);
    for (const [i, { map }] of plates().entries())
      map.getContainer().parentElement?.classList.toggle("off", !subjects[i]);
    for (const [i, plate] of plates().entries()) {
      const subject = subjects[i];
      if (subject) fitBox(plate, subject.box, subject.zoom);
    }
    resize(true);
  }

  function end() {
    if (!before) return;
    const { views, kept, snap: usual } = before;
    before = null;
    page.dataset.theme = ctx.store.get().theme; // which the reader may have changed while the sheets were shown
    root.classList.remove("printing", "tall", "apart");
    repaint();
    for (const { map } of plates()) map.getContainer().parentElement?.classList.remove("off");
    for (const [i, { map }] of plates().entries()) {
      map.invalidateSize({ animate: false });
      map.setView(views[i].at, views[i].zoom, { animate: false });
    }
    snap(usual);
    ctx.store.set({ views: kept }, "step");
    resize(false);
  }

  /** @param {number | undefined} by */
  function snap(by) {
    for (const { map } of [...plates(), ...others()]) map.options.zoomSnap = by;
  }

  /** @returns {Subject[]} */
  const subjects = () => plates().map((plate) => ({ box: subjectBox(plate, ctx), zoom: plate.map.getZoom() }));
  return { begin, lay, end, subjects };
}

/**
 * Let the browser print what is shown.
 * @param {ReturnType<typeof createPaper>} paper
 * @param {(aspect: number) => Plan} fill  put on the paper what only it has
 * @param {() => boolean} busy  whether sheets are shown, which print by themselves
 */
export function bindPrinting(paper, fill, busy) {
  window.addEventListener("beforeprint", () => {
    if (busy()) return;
    paper.begin();
    const subjects = paper.subjects();
    const aspect = aspectOf(subjects);
    paper.lay(fill(aspect), subjects);
    paper.lay(fill(aspect), subjects); // for the legend of what has come into sight
  });
  window.addEventListener("afterprint", () => paper.end());
}

/** The width of what is shown side by side, for its height. @param {Subject[]} subjects */
export function aspectOf(subjects) {
  return subjects.reduce((sum, { box: { x0, y0, x1, y1 } }) => sum + (x1 - x0) / (y1 - y0), 0);
}
