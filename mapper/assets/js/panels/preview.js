/** Sheets before they are printed: a layer over the page with Print and Close; before that, while many are made, how far they are. */
import { h } from "../dom.js";

/**
 * @param {import("../types.js").Context} ctx
 * @param {HTMLElement} root  of the page, which rests meanwhile
 * @param {(sheets: HTMLElement[]) => number} makePages  of sheets that are laid out, and count them
 */
export function createPreview(ctx, root, makePages) {
  /** @type {{layer: HTMLElement, back: Element | null} | null} */
  let open = null;

  /** @param {HTMLElement[]} sheets */
  async function show(sheets) {
    close();
    const t = ctx.t();
    const print = plainButton(t("sheet.print"), () => window.print());
    const shut = plainButton(t("sheet.close"), close);
    const bar = titleBar("", print, shut);
    const pages = h(
      "div",
      { class: "sheets-pages", tabindex: 0, role: "group", "aria-labelledby": "sheets-title" },
      ...sheets,
    );
    const layer = cover(bar, pages);
    const title = t("sheet.preview", { count: makePages(sheets) });
    for (const one of bar.querySelectorAll("h2")) one.textContent = title;
    print.focus();
    await Promise.all([...layer.querySelectorAll("img")].map((one) => one.decode()));
    layer.dataset.ready = "";
  }

  /**
   * Make sheets and show them, unless the reader closes the layer meanwhile.
   * @param {number} count  of those that take time
   * @param {(goOn: (made: number) => Promise<boolean>) => Promise<HTMLElement[]>} work
   */
  async function make(count, work) {
    close();
    const t = ctx.t();
    const bar = /** @type {HTMLProgressElement} */ (
      h("progress", { max: count, value: 0, "aria-labelledby": "sheets-title" })
    );
    const stop = plainButton(t("sheet.cancel"), close);
    const layer = cover(titleBar("", bar, stop));
    stop.focus();
    const isWanted = () => open?.layer === layer;
    try {
      const sheets = await work(async (made) => {
        bar.value = made;
        for (const title of layer.querySelectorAll("h2"))
          title.textContent = t("sheet.making", { number: made + 1, count });
        await new Promise((then) => window.setTimeout(then));
        return isWanted();
      });
      if (isWanted()) await show(sheets);
      else forget(sheets);
    } finally {
      if (isWanted()) close();
    }
  }

  /** Put a layer over the page, which rests under it. @param {HTMLElement[]} parts */
  function cover(...parts) {
    const layer = h(
      "div",
      { class: "sheets", role: "dialog", "aria-modal": "true", "aria-labelledby": "sheets-title" },
      ...parts,
    );
    layer.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      event.stopPropagation();
    });
    open = { layer, back: document.activeElement };
    root.inert = true;
    document.body.append(layer);
    document.body.classList.add("has-sheets");
    return layer;
  }

  function close() {
    if (!open) return;
    const { layer, back } = open;
    open = null;
    forget([layer]);
    layer.remove();
    document.body.classList.remove("has-sheets");
    root.inert = false;
    if (back instanceof HTMLElement) back.focus();
  }

  return { show, make, isOpen: () => open !== null };
}

/** @param {string} title @param {HTMLElement[]} parts */
function titleBar(title, ...parts) {
  return h("div", { class: "sheets-bar" }, h("h2", { id: "sheets-title", "aria-live": "polite" }, title), ...parts);
}

/** @param {string} words @param {() => void} onclick */
function plainButton(words, onclick) {
  return h("button", { type: "button", class: "plain-button", onclick }, words);
}

/** Let go of the pictures on sheets. @param {HTMLElement[]} sheets */
function forget(sheets) {
  for (const one of sheets.flatMap((sheet) => [...sheet.querySelectorAll("img")])) URL.revokeObjectURL(one.src);
}
