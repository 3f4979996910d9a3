/** The panel of search: places by all their names, powers, lands and events. */
import { h, refill } from "../dom.js";
import { searchEntries } from "../model/search.js";

/** @param {import("../types.js").Context} ctx @param {import("../model/search.js").Entry[]} entries */
export function searchPanel(ctx, entries) {
  const t = ctx.t();
  const results = h("ul", { class: "results", id: "search-results" });
  const count = h("p", { class: "note", role: "status" });
  const show = () => {
    const hits = searchEntries(entries, input.value);
    count.textContent = input.value.trim() ? t("search.count", { count: hits.length }) : t("search.hint");
    refill(
      results,
      ...hits.map(({ entry, matched }) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", onclick: () => ctx.select(entry.kind, entry.id, "go", matched) },
            h("b", {}, entry.label),
            matched && matched !== entry.label ? ` (${matched})` : "",
            h("span", { class: "when" }, `${t(`search.${entry.kind}`)}${entry.detail ? ` · ${entry.detail}` : ""}`),
          ),
        ),
      ),
    );
  };
  const input = /** @type {HTMLInputElement} */ (
    h("input", { type: "search", id: "search-field", autocomplete: "off", spellcheck: "false", oninput: show })
  );
  show();
  return [h("h2", {}, h("label", { for: "search-field" }, t("search.title"))), input, count, results];
}
