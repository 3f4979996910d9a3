/** Links to the other maps of the atlas and to the page that leads to them all. */
import { h } from "../dom.js";
import { pick } from "../model/i18n.js";

const CLOSE = 5; // the zoom at which a place on another map is shown

/** What an address takes along to another map: the language, and the theme that the reader chose. @param {import("../types.js").Context} ctx */
function taken(ctx) {
  const { lang, theme } = ctx.store.get();
  return [`lang=${lang}`, ...(theme ? [`theme=${theme}`] : [])];
}

/** The address of what stands on another map, at its day and its place. @param {import("../types.js").Context} ctx @param {{map?: string, kind: string, id: string}} wanted */
export function elsewhereHref(ctx, { map, kind, id }) {
  const found = ctx.blob.elsewhere.find((one) => one.map === map && one.kind === kind && one.id === id);
  if (!found) return `${map}.html`;
  const { date, at, theatre } = found;
  const theatres = ctx.blob.maps.find((one) => one.id === map)?.theatres ?? [];
  const view = at ? theatres.map((name) => (name === theatre ? `${at[1]},${at[0]},${CLOSE}` : "")).join(";") : "";
  return `${map}.html#${[`date=${date}`, ...(view ? [`view=${view}`] : []), ...taken(ctx)].join("&")}`;
}

/** The other maps, and the index. @param {import("../types.js").Context} ctx */
export function mapLinks(ctx) {
  const { blob } = ctx;
  if (blob.maps.length < 2) return [];
  const lang = ctx.lang();
  const link = (/** @type {string} */ href, /** @type {string} */ text) => h("li", {}, h("a", { href }, text));
  const others = blob.maps.filter(({ id }) => id !== blob.map.id);
  return [
    h(
      "nav",
      { class: "map-links", "aria-label": ctx.t()("maps.title") },
      h("h2", {}, ctx.t()("maps.title")),
      h(
        "ul",
        { class: "plain" },
        ...others.map(({ id, title }) => link(`${id}.html#${taken(ctx).join("&")}`, pick(title, lang))),
        link(`index.html#${lang}`, ctx.t()("maps.index")),
      ),
    ),
  ];
}
