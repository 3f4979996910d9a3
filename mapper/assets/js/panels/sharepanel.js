/** The share panel: a link to what is shown, and the code that puts the map into another page. */
import { h } from "../dom.js";
import { pick } from "../model/i18n.js";
import { momentWords } from "../model/moments.js";
import { writeHash } from "../model/state.js";

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Known} known */
export function sharePart(ctx, known) {
  const { store, blob, lang } = ctx;
  const t = ctx.t();
  const hash = writeHash(store.get(), known);
  const href = location.href.replace(/#.*/, "") + hash;
  if (!/^(https?|file):/.test(href)) return []; // a page within another has no address of its own
  const title = `${pick(blob.map.title, lang())}, ${momentWords(store.get(), lang(), ctx)}`;
  const said = h("p", { class: "note", role: "status" });
  const row = (/** @type {string} */ name, /** @type {string} */ text) => {
    const field = /** @type {HTMLTextAreaElement} */ (
      h("textarea", { id: `share-${name}`, readonly: true, rows: 3, spellcheck: "false" }, text)
    );
    const copied = async () => {
      said.textContent = t((await copy(field)) ? "share.copied" : "share.by_hand");
    };
    return [
      h(
        "div",
        { class: "share-row" },
        h("label", { for: field.id }, t(`share.${name}`)),
        h("button", { type: "button", class: "plain-button", onclick: copied }, t(`share.copy_${name}`)),
        field,
      ),
    ];
  };
  return [
    h("h2", {}, t("share.title")),
    ...row("link", href),
    ...row("embed", embedCode(href.startsWith("file:") ? fileName() + hash : href, title)),
    said,
    href.startsWith("file:") ? h("p", { class: "note" }, t("share.local")) : null,
  ];
}

/** The name of the page's own file: no other site knows where on the reader's machine it lies. */
const fileName = () => location.pathname.slice(location.pathname.lastIndexOf("/") + 1);

/** @param {string} href @param {string} title */
function embedCode(href, title) {
  const frame = h("iframe", { src: href, title, width: "100%", height: 640, loading: "lazy", allowfullscreen: true });
  return frame.outerHTML;
}

/** Copy what a field holds; where the browser does not let a page do so, the field stays selected for the reader. @param {HTMLTextAreaElement} field */
async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return false;
  }
}
