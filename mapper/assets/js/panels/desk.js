/** The desk: tabs, and one side panel at a time. */
import { h, icon, refill } from "../dom.js";
import { ICONS } from "./icons.js";

/** @typedef {{id: string, label: string, content: () => (import("../dom.js").Child)[]}} Panel */

/**
 * The desk: tabs and one panel at a time.
 * @param {Panel[]} panels
 * @param {(open: boolean) => void} onToggle
 */
export function createDesk(panels, onToggle) {
  const body = h("div", { class: "desk-body", id: "desk-body", role: "tabpanel", tabindex: 0 });
  const tabs = panels.map(({ id }) =>
    h("button", {
      type: "button",
      role: "tab",
      id: `tab-${id}`,
      "aria-controls": "desk-body",
      onclick: () => show(id),
    }),
  );
  const list = h("div", { class: "tabs", role: "tablist" }, ...tabs);
  const close = h("button", { type: "button", class: "tool close", onclick: () => toggle(false) }, icon(ICONS.close));
  const tools = h("div", { class: "desk-tools" });
  const element = h("aside", { class: "desk" }, h("div", { class: "desk-head" }, tools, close), list, body);
  let current = panels[0].id;
  let open = true;

  list.addEventListener("keydown", (event) => {
    const at = panels.findIndex(({ id }) => id === current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: panels.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = panels[(to + panels.length) % panels.length];
    show(next.id);
    tabs[panels.indexOf(next)].focus();
  });

  /** @param {string} id @param {boolean} [keepScroll] */
  function show(id, keepScroll = false) {
    current = id;
    for (const [i, panel] of panels.entries()) {
      tabs[i].setAttribute("aria-selected", String(panel.id === id));
      tabs[i].setAttribute("tabindex", panel.id === id ? "0" : "-1");
    }
    body.setAttribute("aria-labelledby", `tab-${id}`);
    refill(body, ...(panels.find((panel) => panel.id === id)?.content() ?? []));
    if (!keepScroll) body.scrollTop = 0;
  }

  /** @param {boolean} to */
  function toggle(to) {
    if (open === to) return;
    open = to;
    element.hidden = !to;
    onToggle(to);
  }

  /** Draw the current panel anew; a field that is being typed in is left alone. */
  function refresh() {
    if (!open || (document.activeElement instanceof HTMLInputElement && body.contains(document.activeElement))) return;
    const focused = body.contains(document.activeElement) ? document.activeElement?.textContent : null;
    show(current, true);
    if (!focused) return;
    const again = [...body.querySelectorAll("button, select, summary, [tabindex]")].find(
      (one) => one.textContent === focused,
    );
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
    else body.focus({ preventScroll: true });
  }

  /** @param {import("../types.js").Translate} t */
  function translate(t) {
    element.setAttribute("aria-label", t("desk.title"));
    list.setAttribute("aria-label", t("desk.title"));
    close.setAttribute("aria-label", t("desk.close"));
    close.setAttribute("title", t("desk.close"));
    for (const [i, panel] of panels.entries()) tabs[i].textContent = t(panel.label);
  }

  return { element, tools, show, toggle, refresh, translate, focus: () => body.focus(), isOpen: () => open };
}
