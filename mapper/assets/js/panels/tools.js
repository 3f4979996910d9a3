/** The buttons of the page, and the choice of its language. */
import { h, icon } from "../dom.js";
import { ICONS } from "./icons.js";

/**
 * A button whose label is a key of the catalogue.
 * @param {string} key
 * @param {string} path
 * @param {() => void} action
 */
export function toolButton(key, path, action) {
  return h("button", { type: "button", class: "tool", "data-label": key, onclick: action }, icon(path));
}

/**
 * The choice of the language, and a button for each action, whose key names its icon too.
 * @param {import("../types.js").Context} ctx
 * @param {Record<string, () => void>} actions
 */
export function createTools({ blob, store }, actions) {
  const languages = Object.entries(blob.i18n).map(([lang, words]) =>
    h("option", { value: lang, lang }, words["language.name"] ?? lang),
  );
  const label = [...new Set(Object.values(blob.i18n).map((words) => words["index.languages"]))].join(" / ");
  const choice = /** @type {HTMLSelectElement} */ (
    h("select", { class: "language", "aria-label": label }, ...languages)
  );
  choice.addEventListener("change", () => store.set({ lang: choice.value }));
  const buttons = Object.entries(actions).map(([key, action]) =>
    toolButton(key, ICONS[/** @type {keyof typeof ICONS} */ (key.replace("tool.", ""))], action),
  );
  const showLanguage = () => {
    choice.value = store.get().lang;
  };
  return { elements: [choice, ...buttons], showLanguage };
}

/** Give all tool buttons their names. @param {Element} root @param {import("../types.js").Translate} t */
export function labelTools(root, t) {
  for (const button of root.querySelectorAll("[data-label]")) {
    const text = t(button.getAttribute("data-label") ?? "");
    button.setAttribute("aria-label", text);
    button.setAttribute("title", text);
  }
}
