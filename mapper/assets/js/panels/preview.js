/** Sheets before they are printed: a layer over the page with Print and Close. */
import { h } from "../dom.js";

/**
 * @param {import("../types.js").Context} ctx
 * @param {HTMLElement} root  of the page, which rests meanwhile
 */
export function createPreview(ctx, root) {
  /** @type {{layer: HTMLElement, back: Element | null} | null} */
  let open = null;

  /** @param {HTMLElement[]} sheets */
  async function show(sheets) {
    close();
    const t = ctx.t();
    const title = t("sheet.preview", { count: sheets.length });
    const print = h(
      "button",
      { type: "button", class: "plain-button", onclick: () => window.print() },
      t("sheet.print"),
    );
    const shut = h("button", { type: "button", class: "plain-button", onclick: close }, t("sheet.close"));
    const bar = h("div", { class: "sheets-bar" }, h("h2", { id: "sheets-title" }, title), print, shut);
    const pages = h(
      "div",
      { class: "sheets-pages", tabindex: 0, role: "group", "aria-labelledby": "sheets-title" },
      ...sheets,
    );
    const layer = h(
      "div",
      { class: "sheets", role: "dialog", "aria-modal": "true", "aria-labelledby": "sheets-title" },
      bar,
      pages,
    );
    layer.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      event.stopPropagation();
    });
    open = { layer, back: document.activeElement };
    root.inert = true;
    document.body.append(layer);
    document.body.classList.add("has-sheets");
    print.focus();
    await Promise.all([...layer.querySelectorAll("img")].map((one) => one.decode()));
    layer.dataset.ready = "";
  }

  function close() {
    if (!open) return;
    const { layer, back } = open;
    open = null;
    for (const one of layer.querySelectorAll("img")) URL.revokeObjectURL(one.src);
    layer.remove();
    document.body.classList.remove("has-sheets");
    root.inert = false;
    if (back instanceof HTMLElement) back.focus();
  }

  return { show, isOpen: () => open !== null };
}
