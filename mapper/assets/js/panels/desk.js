/** The desk: tabs, and one side panel at a time. */
import { h, icon, onceAFrame, refill } from "../dom.js";
import { ICONS } from "./icons.js";

/**
 * A side panel. One that `update`s need not be filled anew, unless it says false; `shown` and `scrolled` are told the element that
 * scrolls. The tab of a `narrow` one stands on a narrow screen alone.
 * @typedef {object} Panel
 * @property {string} id
 * @property {string} label  key of its name
 * @property {() => (import("../dom.js").Child)[]} content
 * @property {() => boolean} [update]
 * @property {(body: HTMLElement) => void} [shown]
 * @property {(body: HTMLElement) => void} [scrolled]
 * @property {boolean} [narrow]
 */

/**
 * @typedef {object} Desk
 * @property {Panel[]} panels
 * @property {(open: boolean) => void} onToggle
 * @property {(line: string) => void} say  told what the panel is about, in a line
 * @property {HTMLElement} element
 * @property {HTMLElement} tools
 * @property {HTMLElement} list  of the tabs
 * @property {HTMLElement[]} tabs
 * @property {HTMLElement} close
 * @property {HTMLElement} body
 * @property {Panel} current
 * @property {boolean} open
 */

/** @param {Panel[]} panels @param {Desk["onToggle"]} onToggle @param {Desk["say"]} say */
export function createDesk(panels, onToggle, say) {
  const desk = deskOf(panels, onToggle, say);
  listen(desk);
  return {
    element: desk.element,
    tools: desk.tools,
    show: (/** @type {string} */ id) => show(desk, id),
    toggle: (/** @type {boolean} */ to) => toggle(desk, to),
    refresh: () => refresh(desk),
    translate: (/** @type {import("../types.js").Translate} */ t) => translate(desk, t),
    focus: () => desk.body.focus(),
    isOpen: () => desk.open,
    current: () => desk.current,
  };
}

/** @param {Panel[]} panels @param {Desk["onToggle"]} onToggle @param {Desk["say"]} say @returns {Desk} */
function deskOf(panels, onToggle, say) {
  const body = h("div", { class: "desk-body", id: "desk-body", role: "tabpanel", tabindex: 0 });
  const tabs = panels.map(({ id, narrow }) =>
    h("button", {
      type: "button",
      role: "tab",
      class: narrow ? "narrow-only" : null,
      id: `tab-${id}`,
      "aria-controls": "desk-body",
    }),
  );
  const list = h("div", { class: "tabs", role: "tablist" }, ...tabs);
  const close = h("button", { type: "button", class: "tool close" }, icon(ICONS.close));
  const tools = h("div", { class: "desk-tools" });
  const element = h("aside", { class: "desk" }, h("div", { class: "desk-head" }, tools, close), list, body);
  return { panels, onToggle, say, element, tools, list, tabs, close, body, current: panels[0], open: true };
}

/** @param {Desk} desk */
function listen(desk) {
  const { panels, tabs, list, close, body } = desk;
  for (const [i, tab] of tabs.entries()) tab.addEventListener("click", () => show(desk, panels[i].id));
  close.addEventListener("click", () => toggle(desk, false));
  list.addEventListener("keydown", (event) => {
    const shown = panels.filter((_, i) => tabs[i].checkVisibility());
    const at = shown.indexOf(desk.current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = shown[(to + shown.length) % shown.length];
    show(desk, next.id);
    tabs[panels.indexOf(next)].focus();
  });
  body.addEventListener(
    "scroll",
    onceAFrame(() => desk.current.scrolled?.(body)),
  );
}

/** Bring a panel to the front. @param {Desk} desk @param {string} id */
function show(desk, id) {
  const panel = desk.panels.find((one) => one.id === id);
  if (!panel) return;
  if (panel === desk.current && panel.update?.()) tell(desk);
  else draw(desk, panel, false);
}

/** Draw a panel, from its top or where it stood. @param {Desk} desk @param {Panel} panel @param {boolean} keepScroll */
function draw(desk, panel, keepScroll) {
  const { panels, tabs, body } = desk;
  desk.current = panel;
  for (const [i, one] of panels.entries()) {
    tabs[i].setAttribute("aria-selected", String(one === panel));
    tabs[i].setAttribute("tabindex", one === panel ? "0" : "-1");
  }
  if (!keepScroll) bringIntoSight(desk.list, tabs[panels.indexOf(panel)]);
  body.setAttribute("aria-labelledby", `tab-${panel.id}`);
  refill(body, ...panel.content());
  if (!keepScroll) body.scrollTop = 0;
  panel.shown?.(body);
  tell(desk);
}

/** Where the tabs stand on one row that is longer than the screen, it goes to the one that is open. @param {HTMLElement} list @param {HTMLElement} tab */
function bringIntoSight(list, { offsetLeft, offsetWidth }) {
  list.scrollLeft = Math.min(offsetLeft, Math.max(list.scrollLeft, offsetLeft + offsetWidth - list.clientWidth));
}

/** Say what the panel is about: the step of a story, or its first heading: in its own line, or with its answer where it has one. @param {Desk} desk */
function tell({ body, say }) {
  const heading = body.querySelector(".story-title") ?? body.querySelector("h2");
  const words = [heading, body.querySelector(".answer")].map((one) => one?.textContent);
  say(heading?.getAttribute("data-line") ?? words.filter(Boolean).join(" · "));
}

/** @param {Desk} desk @param {boolean} to */
function toggle(desk, to) {
  if (desk.open === to) return;
  desk.open = to;
  desk.onToggle(to);
}

/** Bring the current panel up to date; a field that is being typed in is left alone. @param {Desk} desk */
function refresh(desk) {
  const { body, current } = desk;
  if (document.activeElement instanceof HTMLInputElement && body.contains(document.activeElement)) return;
  if (current.update?.()) {
    tell(desk);
    return;
  }
  const focused = body.contains(document.activeElement) ? document.activeElement?.textContent : null;
  draw(desk, current, true);
  if (!focused) return;
  const again = [...body.querySelectorAll("button, select, summary, [tabindex]")].find(
    (one) => one.textContent === focused,
  );
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  else body.focus({ preventScroll: true });
}

/** @param {Desk} desk @param {import("../types.js").Translate} t */
function translate({ panels, element, list, close, tabs }, t) {
  element.setAttribute("aria-label", t("desk.title"));
  list.setAttribute("aria-label", t("desk.title"));
  close.setAttribute("aria-label", t("desk.close"));
  close.setAttribute("title", t("desk.close"));
  for (const [i, panel] of panels.entries()) tabs[i].textContent = t(panel.label);
}
